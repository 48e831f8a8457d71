"""How much everybody carries, against the limits, and that the rules say the same."""

from __future__ import annotations

import datetime as dt

import pytest

from gridmap.checks import run_checks
from gridmap.people.loads import worker_loads
from sample_data.make_sample import make_sample
from tests.people.conftest import DAY, drawn

RULES = {
    "worker_grids": "worker-over-grids",
    "worker_households": "worker-over-households",
    "worker_distance": "worker-far-apart",
}


def test_grids_households_ground_and_ways_of_everybody_worst_first():
    plan = drawn("abcdef", held={1: "a", 2: "bcf"}, rows=[(3, "d", "part_time", "", "")], households=300)
    table = worker_loads(plan, on=DAY)
    assert table.index.tolist() == [2, 1, 3]
    two = table.loc[2]
    assert (two["grids"], two["households"], two["area_m2"]) == (3, 900, 3e6)
    assert (two["apart_m"], two["walk_m"], two["of_limit"], two["over"]) == (3000, 4000, 1.5, "worker_grids")
    one = table.loc[1]
    assert (one["grids"], one["apart_m"], one["walk_m"], one["of_limit"], one["over"]) == (1, 0, 0, 0.5, "")
    assert not table.loc[3, "full_time"] and table.loc[3, "of_limit"] == 0


def test_who_has_a_grid_in_the_scope_comes_with_all_grids():
    plan = drawn("ab", "cd", held={1: "ac", 2: "d"})
    table = worker_loads(plan, within=plan.grids["code"].to_numpy(dtype=object) == "a", on=DAY)
    assert table.index.tolist() == [1] and table.loc[1, "grids"] == 2


def test_nobody_is_a_table_of_nobody():
    assert worker_loads(drawn("a"), on=DAY).empty


@pytest.mark.parametrize("day", ["2019-06-01", "2026-06-15"])
def test_over_a_limit_is_who_the_rules_find(day):
    plan, _ = make_sample("town", defects=True)
    on = dt.date.fromisoformat(day)
    table = worker_loads(plan, on=on)
    found = run_checks(plan, rules=tuple(RULES.values()), on=on).open
    over = {
        key: {w for w, keys in zip(table.index, table["over"], strict=True) if key in keys.split(",")} for key in RULES
    }
    for key, rule in RULES.items():
        told = {finding.workers[0] for finding in found if finding.rule == rule}
        if key == "worker_households":  # of who has too many grids that rule tells the households as well
            over[key] -= over["worker_grids"]
        assert told == over[key], key
