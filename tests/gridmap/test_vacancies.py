"""Which grids lack which role on a day, and since when."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import pandas as pd
import pytest

from gridmap.checks import run_checks
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme, parse_scheme
from gridmap.people.vacancies import COLUMNS, lacking, vacancies
from sample_data.make_sample import make_sample

DAY = dt.date(2026, 6, 15)
TOWN, VILLAGE, HOMES, SCHOOL = 1, 2, 7, 9
RULES = ("no-worker", "only-part-time-worker", "no-responsible-person")
ENDED = ("2020-01-01", "2026-03-31")


def plan_with(*assignments: tuple[int, int, str, str, str], scheme: str = "") -> Plan:
    """Return a town with one village, a comprehensive grid and a school; rows are worker, grid, role, from, until."""
    grids = pd.DataFrame(
        {
            "code": ["T", "V", "V001", "V901"],
            "name": ["杨舍镇", "长江村", "第一网格", "小学"],
            "kind": ["town", "village", "comprehensive", "dedicated"],
            "parent": [0, TOWN, VILLAGE, VILLAGE],
            "declared_households": [0, 0, 320, 0],
        },
        index=[TOWN, VILLAGE, HOMES, SCHOOL],
    )
    columns = ["worker", "grid", "role", "from_date", "until_date"]
    rows = pd.DataFrame(list(assignments), columns=columns, index=range(1, len(assignments) + 1))
    workers = pd.DataFrame({"name": ["甲", "乙"]}, index=[1, 2])
    made = parse_scheme(scheme) if scheme else load_scheme()
    return Plan(made, {"grids": grids, "workers": workers, "assignments": rows})


def lacks(*assignments: tuple[int, int, str, str, str], scheme: str = "") -> dict[int, tuple[str, str | None]]:
    """Return by grid which role is lacking and since when."""
    table = vacancies(plan_with(*assignments, scheme=scheme), on=DAY)
    return {grid: (row["lacks"], row["since"]) for grid, row in table.iterrows()}


def test_who_never_had_anybody_lacks_the_role_of_its_kind():
    assert lacks() == {HOMES: ("full_time", None), SCHOOL: ("responsible", None)}


@pytest.mark.parametrize(
    ("rows", "since"),
    [
        ([(1, HOMES, "full_time", *ENDED)], "2026-04-01"),
        ([(1, HOMES, "full_time", *ENDED), (2, HOMES, "full_time", "2021-01-01", "2025-12-31")], "2026-04-01"),
        ([(1, HOMES, "full_time", *ENDED), (2, HOMES, "part_time", "2020-01-01", "")], "2026-04-01"),
        ([(1, HOMES, "full_time", "2026-07-01", "")], None),  # planned: has not begun
        ([(1, HOMES, "part_time", *ENDED)], None),  # was never what it needs
        ([(8, HOMES, "full_time", *ENDED)], None),  # somebody whom the project does not have
    ],
)
def test_since_is_the_day_after_the_last_who_had_the_role_left(rows, since):
    assert lacks(*rows)[HOMES] == ("full_time", since)


@pytest.mark.parametrize(
    ("row", "still"),
    [
        ((1, HOMES, "full_time", "2026-06-15", ""), {SCHOOL}),
        ((1, HOMES, "full_time", "", "2026-06-15"), {SCHOOL}),
        ((1, HOMES, "responsible", "", ""), {HOMES, SCHOOL}),
        ((1, SCHOOL, "responsible", "", ""), {HOMES}),
        ((1, SCHOOL, "full_time", "", ""), {HOMES}),
        ((1, SCHOOL, "part_time", "", ""), {HOMES, SCHOOL}),
    ],
)
def test_who_has_somebody_fit_lacks_nobody(row, still):
    assert set(lacks(row)) == still


def test_a_scheme_that_asks_for_anybody_is_content_with_anybody():
    text = load_scheme().text.replace('required = true, role = "full_time"', 'required = true, role = "part_time"')
    assert lacks(scheme=text)[HOMES] == ("part_time", None)
    assert HOMES not in lacks((1, HOMES, "responsible", "", ""), scheme=text)
    assert lacks((1, HOMES, "responsible", *ENDED), scheme=text)[HOMES] == ("part_time", "2026-04-01")


def test_a_row_says_where_the_grid_is_and_what_it_holds():
    table = vacancies(plan_with(), on=DAY)
    assert tuple(table.columns[: len(COLUMNS)]) == COLUMNS
    assert table.loc[HOMES].to_dict() == {
        "grid": "V001",
        "name": "第一网格",
        "town": "T",
        "village": "V",
        "kind": "comprehensive",
        "households": 320,
        "since": None,
        "lacks": "full_time",
        "town_name": "杨舍镇",
        "village_name": "长江村",
    }
    assert vacancies(plan_with(), within=plan_with().ids == SCHOOL, on=DAY).index.tolist() == [SCHOOL]


@pytest.mark.parametrize("day", ["2019-01-01", "2020-03-01", "2020-08-25", "2030-01-01"])
def test_vacancies_are_what_the_rules_find(day):
    plan, _ = make_sample("town", defects=True)
    on = dt.date.fromisoformat(day)
    found = {finding.grids[0] for finding in run_checks(plan, rules=RULES, on=on).open}
    assert found and set(plan.ids[lacking(plan, on)].tolist()) == found
    assert set(vacancies(plan, on=on).index) == found


def test_a_plan_of_nothing_lacks_nobody():
    assert vacancies(Plan(load_scheme(), MappingProxyType({}))).empty
