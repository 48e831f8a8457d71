"""What a check finds after edits of people, buildings and what is counted is what a check anew finds."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gridmap.checks import run_checks
from gridmap.checks.registry import evidence_of
from gridmap.indicators.counted import indicators
from gridmap.model.change import Change
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan
from sample_data.defects import plant
from sample_data.make import make_plan

DAY = dt.date(2026, 6, 15)
STEPS = 18
COLUMNS = {
    "assignments": ("worker", "grid", "role", "from_date", "until_date"),
    "buildings": ("households", "residents", "compound"),
    "workers": ("name", "phone"),
    "facilities": ("kind", "count", "people", "grid", "until_date"),
    "compounds": ("name", "declared_residents", "members", "grid"),
    "branches": ("secretary", "members"),
}
OFTEN = ("assignments", "assignments", "assignments", "buildings", "buildings", *COLUMNS)


@pytest.fixture(scope="module")
def worn() -> Plan:
    """Return the sample town with defects, facilities and compounds."""
    plan, _ = plant(make_plan("town", 2020), 2020, 2)
    villages = plan.ids[plan.ranks == 2]
    grids = plan.ids[plan.ranks == 3][:6]
    names = plan.buildings["compound"].to_numpy(dtype=object)[plan.buildings["compound"].to_numpy(dtype=object) != ""]
    facilities = pd.DataFrame({"kind": "council", "count": 1, "grid": villages[:8]}, index=range(1, 9))
    facilities.loc[9] = {"kind": "volunteer_team", "count": 1, "grid": villages[0]}
    compounds = pd.DataFrame(
        {"name": [*names[:3], "甲园", "乙园", "丙园"], "grid": grids, "members": 2}, index=range(1, 7)
    )
    return plan.apply(change_of(plan, "test", put={"facilities": facilities, "compounds": compounds}))


def drawn(plan: Plan, rng: np.random.Generator) -> Change:
    """Draw a change of some rows of a table: other values, rows that go, and rows like others."""
    table = str(rng.choice(OFTEN))
    ids = plan.tables[table].index.to_numpy()
    some = rng.choice(ids, min(int(rng.choice([1, 1, 2, 12])), len(ids)), replace=False).tolist()
    way = rng.choice(["edit", "edit", "edit", "drop", "add"])
    if way == "drop":
        return change_of(plan, "test", drop={table: some[:3]})
    column = str(rng.choice(COLUMNS[table]))
    values = rng.choice(plan.tables[table][column].to_numpy(dtype=object), len(some))
    if column.endswith("_date"):
        values = rng.choice(np.array(["", "2019-01-01", "2029-01-01", "2026-06-15"], dtype=object), len(some))
    elif isinstance(values[0], int | np.integer) and column not in ("worker", "grid"):
        values = rng.integers(0, 90, len(some))
    rows = edited_rows(plan, table, some, **{column: values})
    if way == "add":
        rows = rows.set_axis(np.arange(len(rows)) + plan.next_id(table))
    return change_of(plan, "test", put={table: rows})


def told(plan: Plan) -> list[tuple[object, ...]]:
    return [(f.id, evidence_of(f), f.severity, f.where and f.where.wkb) for f in run_checks(plan, on=DAY).open]


def counted(plan: Plan) -> dict[str, list[list[float]]]:
    return {
        key: [np.asarray(column, dtype=float).tolist() for column in (one.at, one.amount, one.part, one.whole)]
        for key, one in indicators(plan, DAY).items()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_a_check_after_edits_is_a_check_anew(worn: Plan, seed: int) -> None:
    rng, plan = np.random.default_rng(seed), worn
    told(plan)
    for step in range(STEPS):
        change = drawn(plan, rng)
        after = plan.apply(change)
        if step % 3 != 1:  # now and then a check follows several changes
            fresh = Plan.of_conformed(after.scheme, after.tables)
            assert told(after) == told(fresh)
            assert counted(after) == counted(fresh)
        if step % 5 == 2:
            assert told(after.apply(change.inverted())) == told(Plan.of_conformed(plan.scheme, plan.tables))
        plan = after
