"""One table says what can be written; what reads it, and what a writer may load."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from gridmap.model.errors import BadInput
from ui.outputs.formats import (
    FORMATS,
    OF_A_PLAN,
    Format,
    file_filters,
    format_of,
    formats_of,
    suffixes_of,
    with_suffix_of,
)
from ui.words.messages import SENTENCES


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: f"{known.kind}{known.suffix}")
def test_every_format_has_a_writer_and_words(known):
    module, _, function = known.writer.partition(":")
    assert callable(getattr(importlib.import_module(module), function))
    assert known.suffix == known.suffix.lower() and known.suffix.startswith(".")
    assert known.kind not in OF_A_PLAN or f"export-format-{known.key}" in SENTENCES


def test_a_suffix_means_one_thing_where_it_is_asked_for():
    for kinds in (OF_A_PLAN, ("record",)):
        suffixes = suffixes_of(*kinds)
        assert len(set(suffixes)) == len(suffixes)
    assert format_of("网格.XLSX", *OF_A_PLAN).kind == "workbook" and format_of("a.xlsx", "record").kind == "record"


def test_another_ending_that_means_the_same_is_known_but_not_offered():
    assert format_of("a.json", "geodata", also=True).suffix == ".geojson"
    with pytest.raises(BadInput, match="export-suffix-unknown") as refused:
        format_of("a.json", "geodata")
    assert refused.value.values["expected"] == ".gpkg, .geojson, .shp, .kml, .csv, .dxf"


def test_a_dialog_asks_for_what_the_window_offers(tmp_path):
    assert file_filters("record") == "Word (*.docx);;Excel (*.xlsx)"
    assert with_suffix_of(tmp_path / "a", "record", chosen="Excel (*.xlsx)") == tmp_path / "a.xlsx"
    assert with_suffix_of(tmp_path / "a.json", "record", chosen="Word (*.docx)") == tmp_path / "a.json.docx"
    assert with_suffix_of(tmp_path / "A.XLSX", "record", chosen="Word (*.docx)") == tmp_path / "A.XLSX"
    assert with_suffix_of(tmp_path / "a", "record", chosen="") == tmp_path / "a.docx"


def test_a_new_format_is_one_entry(monkeypatch, tmp_path):
    """An entry is enough for the command line, its help and the list of the window."""
    import ui.outputs.formats as table

    entry = Format(".txt", "Text", "workbook", frozenset({"scope"}), "json:dumps")
    monkeypatch.setattr(table, "FORMATS", (*FORMATS, entry))
    assert suffixes_of(*OF_A_PLAN)[-1] == ".txt" and format_of("a.txt", *OF_A_PLAN) is entry
    assert formats_of("workbook")[-1].file_filter == "Text (*.txt)"
    assert entry.write([1]) == "[1]"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A town in a file."""
    from gridmap.project.project import Project
    from sample_data.make import make_plan

    path = tmp_path_factory.mktemp("formats") / "town.gpkg"
    Project.create(path, make_plan("town", 2020)).close()
    return path


def run(script: str, *words: object) -> list[str]:
    """What a fresh Python prints in the end, one word to a line."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


_VERB = """
import atexit, sys
from ui.program import main
atexit.register(lambda: print("Qt" if any(name.startswith("PySide6") for name in sys.modules) else "no Qt"))
main()
"""


@pytest.mark.parametrize("suffix", [known.suffix for known in formats_of("geodata", "workbook", "slides", "web")])
def test_what_is_no_picture_is_written_without_qt(project, tmp_path, suffix):
    assert run(_VERB, "export", project, "-o", tmp_path / f"a{suffix}", "--lang", "en")[-1] == "no Qt"
    assert list(tmp_path.iterdir())


def test_the_probe_sees_qt_where_a_page_is_drawn(project, tmp_path):
    assert run(_VERB, "export", project, "-o", tmp_path / "a.png", "--lang", "en")[-1] == "Qt"


@pytest.mark.parametrize("words", [("check", "--xlsx", "a.xlsx", "--geo", "a.gpkg", "--json", "a.json"), ("stats",)])
def test_findings_and_figures_are_written_without_qt(project, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    verb, *options = words
    assert run(_VERB, verb, project, *options, "--lang", "en")[-1] == "no Qt"


@pytest.mark.parametrize("suffix", [".xlsx", ".json"])
def test_a_record_without_maps_is_written_without_qt(project, tmp_path, suffix):
    other = tmp_path / "other.gpkg"
    other.write_bytes(project.read_bytes())
    assert run(_VERB, "compare", project, other, "-o", tmp_path / f"r{suffix}", "--lang", "en")[-1] == "no Qt"


def test_the_command_line_starts_with_no_writer_and_without_what_is_heavy():
    loaded = run("import sys\nimport ui.program\nprint(*sys.modules, sep='\\n')")
    heavy = ("PySide6", "numpy", "pandas", "shapely", "rich", "docx", "pptx", "xlsxwriter", "folium", "layers")
    assert not [name for name in loaded if name.split(".")[0] in heavy]
    assert "ui.outputs.export" not in loaded
