"""A template of pages comes back as it was kept, asks what it says, and is never more than text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdf
import pytest

from gridmap.model.errors import BadInput
from gridmap.project.project import Project
from tests.pdf_text import texts_of
from tests.ui.outputs.paper.test_names_and_key import run
from ui.outputs.asked import layers_named
from ui.outputs.export import Export
from ui.outputs.page_template import FIELDS, PageTemplate, read_template, write_template

pytestmark = pytest.mark.usefixtures("qapp")
DAY = dt.date(2026, 6, 15)
HOSTILE = 'x"\n[y]\n\\u0041 = {code} <b>=1+1</b> \x00\u202e\u2028 %s {0} 网格'


def kept(template: PageTemplate, folder: Path) -> PageTemplate:
    write_template(template, folder / "t.toml")
    return read_template(folder / "t.toml")


def test_what_a_page_looks_like_is_kept_and_comes_back(town, tmp_path):
    export = Export(
        town, None, "staffing", paper="16:9", upright=True, scale=25000, type_size=1.5, dpi=300, title="标题",
        parts=("legend", "inset"), made_by="某中心", extent=(1.5, 2.0, 3.0, 4.25), on=DAY,
        drawn=layers_named("kinds,names", DAY),
    )  # fmt: skip
    template = kept(PageTemplate.of(export), tmp_path)
    assert template == PageTemplate.of(export)
    again = template.applied(Export(town, None, on=DAY))
    for name in ("theme", "paper", "upright", "scale", "type_size", "dpi", "title", "made_by", "extent"):
        assert getattr(again, name) == getattr(export, name), name
    assert set(again.parts) == {"legend", "inset"}
    assert [layer.key for layer, _ in again.drawn] == ["kinds", "names"]


def test_a_template_of_nothing_asks_nothing(town, tmp_path):
    export = Export(town, None, scale=5000, title="A", on=DAY)
    assert kept(PageTemplate(), tmp_path) == PageTemplate()
    again = PageTemplate().applied(export)
    assert (again.scale, again.title, again.paper, again.parts) == (5000, "A", "A3", export.parts)


def test_text_in_it_is_text(town, tmp_path):
    write_template(PageTemplate(title=HOSTILE, made_by=HOSTILE), tmp_path / "t.toml")
    template = read_template(tmp_path / "t.toml")
    assert template.title is not None and "\x00" not in template.title and "\n" not in template.title
    assert template.scale is None and template.title.endswith("%s {0} 网格")
    template.applied(Export(town, None, on=DAY)).write(tmp_path / "a.pdf")
    said = "".join(texts_of(tmp_path / "a.pdf")[0].split())
    assert "{code}<b>=1+1</b>" in said and "%s{0}网格" in said


@pytest.mark.parametrize(
    ("content", "key", "named"),
    [
        ("paper = ", "template-not-toml", ""),
        ("\xff\xfe", "template-not-toml", ""),
        ("a = [" * 3000, "template-not-toml", ""),
        ("# " + "x" * 70_000, "template-not-toml", ""),
        ("papier = 'A3'", "template-field", "papier"),
        ("[paper]\nx = 1", "template-value", "paper"),
        ("paper = 'B5'", "template-value", "paper"),
        ("paper = 3", "template-value", "paper"),
        ("portrait = 1", "template-value", "portrait"),
        ("dpi = true", "template-value", "dpi"),
        ("dpi = 100000", "template-value", "dpi"),
        ("parts = ['legend', 'virus']", "template-value", "parts"),
        ("parts = 'legend'", "template-value", "parts"),
        ("title = '" + "x" * 400 + "'", "template-value", "title"),
        ("extent = [1, 2, 3]", "template-value", "extent"),
        ("extent = [3, 2, 1, 4]", "template-value", "extent"),
        ("extent = [1, 2, nan, 4]", "template-value", "extent"),
        ("extent = [1, 2, '3', 4]", "template-value", "extent"),
        ("theme = 'mood'", "unknown-theme", "mood"),
        ("scale = 7", "scale-impossible", "7"),
        ("scale = true", "template-value", "scale"),
        ("type_size = 9", "type-size-impossible", "9"),
    ],
)
def test_what_is_no_template_is_refused_by_name(tmp_path, content, key, named):
    file = tmp_path / "t.toml"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(BadInput, match=key) as refused:
        read_template(file)
    assert named in str(refused.value.values)


def test_one_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInput, match="file-not-found"):
        read_template(tmp_path / "t.toml")


def test_an_extent_in_other_coordinates_is_refused(town, tmp_path):
    template = PageTemplate(extent=(1.0, 2.0, 3.0, 4.0), crs="EPSG:4490")
    with pytest.raises(BadInput, match="template-elsewhere"):
        template.applied(Export(town, None))


def test_every_field_is_one_of_the_template():
    assert set(FIELDS) == set(PageTemplate.__dataclass_fields__)


def test_the_command_line_takes_it_and_what_is_said_besides_goes_before_it(town, tmp_path):
    Project.create(tmp_path / "p.gpkg", town).close()
    write_template(PageTemplate(paper="A4", portrait=True, title="Of the template", scale=25000), tmp_path / "t.toml")
    words = ["export", tmp_path / "p.gpkg", "-o", tmp_path / "a.pdf", "--template", tmp_path / "t.toml"]
    assert run(*words, "--title", "Mine").exit_code == 0
    page = pypdf.PdfReader(tmp_path / "a.pdf").pages[0]
    said = texts_of(tmp_path / "a.pdf")[0]
    size = [round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]]
    assert size == [210, 297] and "1:25,000" in said and "Mine" in said and "Of the template" not in said
    (tmp_path / "t.toml").write_text("papier = 1")
    result = run(*words)
    assert result.exit_code == 2 and "papier" in result.stderr and "portrait" in result.stderr
