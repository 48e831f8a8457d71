"""Staffing figures agree with a count of the same tables by pandas alone, on any day."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.figures.statistics import figures, rollup
from gridmap.model.plan import Plan
from gridmap.people.loads import worker_loads
from gridmap.people.vacancies import vacancies
from sample_data.make_sample import make_sample


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_sample("town", defects=True)[0]


def in_force(plan: Plan, day: str) -> pd.DataFrame:
    """Return who answers for what on a day: assignments with their grids and workers, by merging tables."""
    grids = pd.DataFrame(
        {"grid": plan.grids.index, "kind": list(plan.grids["kind"]), "parent": list(plan.grids["parent"])}
    )
    workers = pd.DataFrame({"worker": plan.tables["workers"].index})
    table = plan.tables["assignments"].merge(grids, on="grid").merge(workers, on="worker")
    return table[(table["from_date"] <= day) & ((table["until_date"] == "") | (table["until_date"] >= day))]


@settings(max_examples=40, deadline=None)
@given(on=st.dates(dt.date(2017, 1, 1), dt.date(2028, 12, 31)))
def test_any_day_counts_the_same(town, on):
    day = on.isoformat()
    now = in_force(town, day)
    grids = town.grids
    full = now[now["role"] == "full_time"]

    told = figures(town, on=on)["workers"]
    assert told["at_work"] == now["worker"].nunique()
    for role in ("full_time", "part_time", "responsible"):
        assert told[role] == now.loc[now["role"] == role, "worker"].nunique()

    homes = grids.index[grids["kind"] == "comprehensive"]
    units = grids.index[grids["kind"] == "dedicated"]
    fit = now[now["role"].isin(["full_time", "responsible"])]
    empty = {*homes[~homes.isin(full["grid"])], *units[~units.isin(fit["grid"])]}
    assert set(vacancies(town, on=on).index) == empty

    villages = rollup(town, "village", on=on)
    of_village = grids["parent"].loc[homes]
    must = of_village.value_counts()
    staffed = of_village[homes.isin(full["grid"])].value_counts()
    for village, row in villages.iterrows():
        assert (row["must_staff"], row["staffed"]) == (must.get(village, 0), staffed.get(village, 0))

    count = full.groupby("worker")["grid"].nunique()
    loads = worker_loads(town, on=on)
    assert loads.loc[loads["full_time"], "grids"].sort_index().to_dict() == count.to_dict()
