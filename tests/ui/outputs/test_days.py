"""Two days stand on whatever is made: the one that is counted, and the one on which it was made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from gridmap.edits import EndLink
from gridmap.model.plan import Plan
from tests.pdf_text import texts_of
from ui.outputs.export import Export
from ui.outputs.paper.atlas import units_of
from ui.outputs.paper.grid_facts import grid_facts
from ui.words.labels import dates_of, made_today

pytestmark = pytest.mark.usefixtures("qapp")
COUNTED = dt.date(2025, 5, 5)


def said(file: Path) -> str:
    """Return all text of a file without its blanks."""
    if file.suffix == ".pdf":
        parts = texts_of(file)
    elif file.suffix == ".docx":
        parts = [paragraph.text for paragraph in Document(str(file)).paragraphs]
    elif file.suffix == ".pptx":
        shapes = (shape for slide in Presentation(str(file)).slides for shape in slide.shapes)
        parts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    else:
        parts = [file.read_text(encoding="utf-8")]
    return "".join("".join(parts).split())


@pytest.mark.parametrize(
    "wanted",
    [
        {"format": "pdf"}, {"format": "pdf", "atlas": "grid"}, {"format": "pdf", "form": "dossier"},
        {"format": "pdf", "form": "board"}, {"format": "pptx"}, {"format": "docx"}, {"format": "html"},
    ],
    ids=lambda wanted: "-".join(wanted.values()),
)  # fmt: skip
def test_the_counted_day_and_the_day_of_making_are_told_apart(town: Plan, tmp_path: Path, wanted) -> None:
    village = units_of(town, "village")[0]
    maker = "张家港市社会治理现代化综合指挥中心网格化服务管理科"
    wish = Export(town, None, grids=(village,), on=COUNTED, made_by=maker, **wanted)
    [file] = wish.write(tmp_path / f"a.{wanted['format']}")
    text = said(file)
    assert "".join(dates_of(town.facts(), COUNTED, "zh").split()) in text
    assert "".join(made_today("zh").split()) in text and dt.date.today().isoformat() in made_today("zh")
    assert f"制图·{COUNTED.isoformat()}" not in text
    if wanted["format"] == "pdf":  # and none is cut off by whoever answers for the page
        assert maker in text
    if "form" in wanted:
        assert "个人信息：汇报" in text


def test_the_chain_on_a_sheet_is_that_of_the_counted_day(town: Plan) -> None:
    links = town.tables["branch_grids"]
    grid = int(links["grid"].iloc[-1])
    [before] = grid_facts(town, [grid], "zh", "internal", COUNTED)
    assert before.chains
    ended = town
    for branch in links["branch"][links["grid"] == grid].tolist():
        ended = ended.apply(EndLink(branch, grid, "2026-02-01").change(ended))
    on = {
        day: grid_facts(ended, [grid], "zh", "internal", dt.date.fromisoformat(day))[0].chains
        for day in ("2026-02-01", "2026-02-02")
    }
    assert on == {"2026-02-01": before.chains, "2026-02-02": ()}
