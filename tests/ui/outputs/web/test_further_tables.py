"""Items and roles on the web page: the figures are those of the statistics, and words stay words."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from gridmap.figures.items import KIND, of_items
from gridmap.figures.roles import coverage_of_roles, known_roles
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items
from ui.outputs.web.further_tables import further_tables
from ui.outputs.web.web_page import write_web_page

ON = dt.date(2026, 6, 15)
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def town():
    plan = make_plan("town", 2020)
    items = make_items(plan, 86, 51, dt.date(2016, 1, 1), dt.date(2016, 6, 30))
    items.loc[items.index[:5], "kind"] = HOSTILE
    items.loc[items.index[5:8], "kind"] = ""
    return with_items(plan, items)


def test_the_rows_are_those_of_the_figures_and_add_up(town):
    by_unit, by_kind, roles = further_tables(town, (), "zh", ON)
    assert by_unit.total == ("合计", "86", "35", "35", "59.3%")
    kinds = of_items(town, KIND, on=ON)
    assert [row[1] for row in by_kind.rows] == [str(n) for n in [*kinds.rows["raised"], *kinds.rest["raised"]]]
    assert sum(int(row[1]) for row in by_kind.rows) == 86 and by_kind.rows[-1][:2] == ("未注明类别", "3")
    whole = coverage_of_roles(town, "town", on=ON).whole
    assert len(roles.columns) == 1 + len(known_roles(town, ON))
    assert roles.total[1] == f"{100 * whole['share_full_time'].iloc[0]:.1f}%"


def test_a_part_has_its_own_units_alone(town):
    [village, *_] = town.ids[town.ranks == 2].tolist()
    by_unit, *_, roles = further_tables(town, (village,), "en", ON)
    below = town.children(village)
    assert len(by_unit.rows) <= len(below) + 1 and len(roles.rows) == len(below) and not roles.total
    assert not further_tables(town, (), "en", dt.date(2000, 1, 1))  # nothing raised, nobody at work


def test_hostile_kinds_are_words_in_the_page(town, tmp_path):
    write_web_page(town, tmp_path / "p.html", theme="items", on=ON)
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert HOSTILE not in page and "onerror=alert" in page
    facts = json.loads(re.search(r'<script type="application/json" id="facts">(.*?)</script>', page, re.S)[1])
    assert any(row[0] == HOSTILE for table in facts["figures"]["more"] for row in table["rows"])
