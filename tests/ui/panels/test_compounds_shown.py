"""Compounds in the window and in what is given away: layers, details of a grid, workbook and web page say the same."""

from __future__ import annotations

import datetime as dt
import json
import re

import numpy as np
import pytest
from PySide6.QtCore import QUrl
from python_calamine import CalamineWorkbook

from gridmap.figures.compounds import compound_rows, within
from gridmap.ground.compounds import compounds
from gridmap.indicators.compounds import compound_figures
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from layers.compounds import CompoundsLayer
from layers.indicators import CompoundIndicator
from layers.themes import every_layer
from sample_data.compounds import with_compounds
from sample_data.make import make_plan
from ui.look.words import Words
from ui.outputs.ledger.workbook import export_workbook
from ui.outputs.web.web_page import write_web_page
from ui.panels.compound_rows import compounds_of_grid, count_in_grid, details_of_compound
from ui.panels.inspector import InspectorPanel

ON = dt.date(2026, 6, 15)
ASKED = """
[[indicator]]
key = "compound_branch"
name = { zh = "小区党组织覆盖", en = "Compounds with a branch" }
of = "compound:branch"
per = "compound"
share_with = true
target = 0.9
"""


@pytest.fixture(scope="module")
def town() -> Plan:
    plan = make_plan("town", 2020)
    scheme = parse_scheme(plan.scheme.text + ASKED)
    return with_compounds(Plan(scheme, {**plan.tables}))


def test_the_layer_has_a_class_for_each_and_from_afar_a_symbol_for_several(town):
    told, rows = compound_figures(town), compound_rows(town)
    near, far = CompoundsLayer().marks(town), CompoundsLayer().marks(town, None, 60.0)
    assert len(near) == told["compounds"] and len(far) < len(near)
    assert sum(int(label or 1) for label in far.label.tolist()) == told["compounds"]
    said = {entry.words: entry.count for entry in near.legend.entries}
    assert said == {
        "legend-compounds-branch": told["with_branch"],
        "legend-compounds-bare": told["listed"] - told["with_branch"],
        "legend-compounds-unlisted": told["compounds"] - told["listed"],
    }
    outlined = {i for i, shape in zip(near.key.tolist(), near.shape, strict=True) if shape.area > 0}
    assert outlined == set(np.flatnonzero(~town.tables["compounds"].geometry.isna()).tolist())
    assert "indicator-compound_branch" in [layer.key for layer in every_layer(scheme=town.scheme, on=ON)]
    marks = CompoundIndicator("compound_branch", ON).marks(town)
    assert [entry.count for entry in marks.legend.entries] == [told["with_branch"], len(rows) - told["with_branch"]]
    assert marks.legend.heading.en == "Compounds with a branch"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_details_of_a_grid_name_its_compounds_and_unfold_one(town, language):
    words, found = Words(language), compounds(town)
    grid = int(found.seat[0])
    here = np.flatnonzero(within(town, found, [grid]))
    said = compounds_of_grid(town, grid, words)
    assert [int(place) for place in re.findall(r"compound:(\d+)", said)] == sorted(
        here.tolist(), key=lambda place: (-found.residents[place], place)
    )
    assert count_in_grid(town, grid) == len(here)
    told = dict(details_of_compound(town, 0, words))
    row = compound_rows(town).loc[0]
    assert told[words("compound-branch")] == row["branch"] and told[words("compound-residents")] == f"{row.residents:,}"
    assert row["branch"] in compounds_of_grid(town, grid, words, unfolded=0)
    unlisted = dict(details_of_compound(town, int(found.listed), words))
    assert unlisted[words("compound-firm")] == words("inspector-compound-unlisted")


def test_a_click_unfolds_a_compound_and_shows_it(show, session):
    plan = session.plan
    inspector = show(InspectorPanel)
    found = compounds(plan)
    place = int(np.flatnonzero(found.seat > 0)[0])
    session.select([int(found.seat[place])])
    before = inspector.page.toPlainText()
    inspector.page.anchorClicked.emit(QUrl(f"compound:{place}"))
    unfolded = inspector.page.toPlainText()
    assert len(unfolded) > len(before) and str(found.name[place]) in unfolded
    inspector.page.anchorClicked.emit(QUrl(f"compound:{place}"))
    assert inspector.page.toPlainText() == before


def test_the_workbook_has_a_sheet_of_compounds_that_adds_up(town, tmp_path):
    export_workbook(town, tmp_path / "a.xlsx", language="zh", on=ON)
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("小区情况").to_python()
    head = next(row for row in rows if "下沉党员" in row)
    body, told = rows[rows.index(head) + 1 : -1], compound_figures(town)
    assert len(body) == told["compounds"] == rows[-1][0]
    for heading, figure in (("下沉党员", "members"), ("人口", "residents"), ("户籍人口", "registered")):
        at = head.index(heading)
        assert sum(row[at] for row in body) == rows[-1][at] == told[figure]
    assert sum(row[head.index("党组织")] != "无" for row in body) == told["with_branch"]
    assert sum(row[head.index("小区党组织覆盖")] for row in body) == told["with_branch"]
    village = int(town.ids[town.ranks == 2][0])
    export_workbook(town, tmp_path / "b.xlsx", scope=[village], on=ON)
    part = CalamineWorkbook.from_path(tmp_path / "b.xlsx").get_sheet_by_name("小区情况").to_python()
    assert part[-1][0] == count_in_grid(town, village) < told["compounds"]
    export_workbook(make_plan("town", 2020), tmp_path / "c.xlsx", on=ON)
    assert "小区情况" not in CalamineWorkbook.from_path(tmp_path / "c.xlsx").sheet_names


def test_the_web_page_tells_a_grid_of_its_compounds(town, tmp_path):
    write_web_page(town, tmp_path / "a.html", on=ON, theme="boundaries")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    facts = json.loads(re.search(r'id="facts">(.*?)</script>', page, re.DOTALL)[1])
    found = compounds(town)
    grid = int(found.grid[found.compound == 0][0])
    told = facts["grids"]["compounds"][int(town.positions([grid])[0])]
    assert str(found.name[0]) in [name for name, _ in told]
    assert f"{int(found.residents[0]):,}" in dict(told)[str(found.name[0])]
    assert facts["words"]["compounds"] == "小区"
