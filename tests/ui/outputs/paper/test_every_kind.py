"""Page, slide, atlas, dossier and board as files: fonts in them, pages counted, figures those of ``gridmap stats``."""

from __future__ import annotations

import json
from typing import Any

import pypdf
import pytest

from gridmap.project.project import Project
from tests.pdf_text import texts_of
from tests.ui.outputs.paper.test_names_and_key import run
from ui.outputs.export import Export
from ui.outputs.paper.atlas import units_of

pytestmark = pytest.mark.usefixtures("qapp")

KINDS: dict[str, tuple[str, ...]] = {
    "page": ("--paper", "A3"),
    "slide": ("--paper", "16:9"),
    "atlas": ("--paper", "A4", "--atlas", "village"),
    "dossier": ("--dossier",),
    "board": ("--board", "--privacy", "public"),
}


@pytest.fixture(scope="module")
def project(town, tmp_path_factory):
    file = tmp_path_factory.mktemp("kinds") / "town.gpkg"
    Project.create(file, town).close()
    return file


@pytest.fixture(scope="module")
def stats(project) -> dict[str, Any]:
    """What the command line says of the town, and of each of its villages and grids by code."""
    found: dict[str, Any] = {}
    for level in ("village", "comprehensive"):
        told = json.loads(run("stats", project, "--json", "-", "--by", level).stdout)
        found["total"] = told["total"]
        found |= {row["code"]: row for row in told["rows"]}
    return found


def embedded(page: pypdf.PageObject) -> bool:
    for font in page["/Resources"]["/Font"].values():
        about = font.get_object()
        below = about["/DescendantFonts"][0].get_object() if "/DescendantFonts" in about else about
        if not any(name.startswith("/FontFile") for name in below["/FontDescriptor"].get_object()):
            return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_pages_and_figures_of_a_file(town, project, stats, tmp_path, kind):
    village = str(town.value(units_of(town, "village")[0], "code"))
    scope = ("--scope", village) if kind in ("dossier", "board") else ()
    result = run("export", project, "-o", tmp_path / "a.pdf", *KINDS[kind], *scope)
    assert result.exit_code == 0, result.output
    pages = pypdf.PdfReader(tmp_path / "a.pdf").pages
    assert all(embedded(page) for page in pages)
    said = ["".join(text.split()) for text in texts_of(tmp_path / "a.pdf")]
    if kind in ("page", "slide"):
        whole = stats["total"]
        for number in (whole["households"], *(whole[key] for key in whole if key.startswith("n_"))):
            assert f"{number:,}" in said[0]
        assert len(pages) == 1 or kind == "slide"
        return
    if kind == "atlas":
        units = units_of(town, "village")
        contents, said = said[0], said[1:]
    else:
        units, contents = units_of(town, "grid", (town.ids_with_codes([village])[0],)), ""
    assert len(said) == len(units)
    codes = [str(town.value(unit, "code")) for unit in units]
    assert sum(code in stats for code in codes) >= 2
    for code, words in zip(codes, said, strict=True):
        assert code in words if not contents else code in contents
        if code in stats:
            assert f"{stats[code]['households']:,}" in words


@pytest.mark.parametrize(
    ("paper", "upright", "millimetres"),
    [
        ("A4", True, (210, 297)), ("A3", False, (420, 297)), ("A2", True, (420, 594)), ("A1", False, (841, 594)),
        ("A0", True, (841, 1189)), ("A0", False, (1189, 841)), ("16:9", False, (339, 190)),
    ],
)  # fmt: skip
def test_a_page_is_of_the_paper_that_is_asked_for(town, tmp_path, paper, upright, millimetres):
    village = units_of(town, "village")[0]
    wish = Export(town, None, paper=paper, upright=upright, grids=(village,))
    [file] = wish.write(tmp_path / "a.pdf")
    page = pypdf.PdfReader(file).pages[0]
    assert [round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]] == list(millimetres)
    assert str(town.value(village, "name")) in texts_of(file)[0].replace("\n", "")
