"""Items and roles in the window: the details of a grid, the dashboard, and the workbook say what the figures say."""

from __future__ import annotations

import datetime as dt

import pytest
from python_calamine import CalamineWorkbook

from gridmap.figures.items import of_items, open_by_grid, overdue_by_grid, raised_by_grid
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items
from ui.look.words import Words
from ui.outputs.ledger.workbook import export_workbook
from ui.panels.item_rows import item_rows

ON = dt.date(2016, 6, 30)


@pytest.fixture(scope="module")
def town() -> Plan:
    plan = make_plan("town", 2020)
    return with_items(plan, make_items(plan, 86, 51, dt.date(2016, 1, 1), ON))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_grid_says_its_items_with_all_below_it(town, language):
    village = int(town.ids[town.ranks == 2][0])
    at = town.positions([village])[0]
    [(heading, told)] = item_rows(town, village, Words(language), ON)
    numbers = [int(count(town, ON)[at]) for count in (raised_by_grid, open_by_grid, overdue_by_grid)]
    assert heading == {"zh": "事项", "en": "items"}[language] and numbers[0] > numbers[1] >= numbers[2]
    assert [int("".join(c for c in part if c.isdigit())) for part in told.replace("，", ",").split(",")] == numbers
    assert item_rows(town, village, Words(language), dt.date(2015, 1, 1)) == []


def test_a_grid_says_which_roles_it_lacks(town):
    asks = ("worker = { required = true", 'roles = ["responsible"]\nworker = { required = true')
    plan = Plan(parse_scheme(town.scheme.text.replace(*asks, 1)), {**town.tables})
    grid = int(plan.grids.index[plan.grids["kind"] == "comprehensive"][0])
    assert item_rows(plan, grid, Words("zh"), dt.date(2015, 1, 1)) == [("缺少角色", "责任人")]


def test_the_workbook_has_the_items_of_each_grid_and_their_total(town, tmp_path):
    export_workbook(town, tmp_path / "a.xlsx", language="en", on=ON)
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    rows = book.get_sheet_by_name(next(name for name in book.sheet_names if "Village" in name)).to_python()
    head = next(row for row in rows if "Items raised" in row)
    found = of_items(town, "village", on=ON)
    body = rows[rows.index(head) + 1 : rows.index(head) + 1 + len(found.rows)]
    by_code = dict(zip(found.rows["code"], found.rows["solved"], strict=True))
    assert {row[0]: row[head.index("Items solved")] for row in body} == by_code
    total = rows[-1]
    assert (total[head.index("Items raised")], total[head.index("Items solved")]) == (86, 51)
    assert total[head.index("Items solved (share)")] == pytest.approx(51 / 86)
