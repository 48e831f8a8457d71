"""Items and roles on the map: symbols by state, fewer from afar and none lost, grids by rate and by roles held."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
import shapely

from gridmap.figures.items import per_thousand_residents
from gridmap.figures.roles import coverage_of_roles
from gridmap.ground.items import ItemState, days_open, is_open, item_holders, item_points, item_states
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from layers import ItemRate, Items, ItemsAge, ItemsOpen, ItemsSolved, RoleStates, every_layer, themes_of
from layers.items import RATE_STEPS
from sample_data.make import make_plan
from sample_data.people.items import make_items, with_items

ON = dt.date(2016, 6, 30)


@pytest.fixture(scope="module")
def town() -> Plan:
    plan = make_plan("town", 2020)
    return with_items(plan, make_items(plan, 600, 300, dt.date(2016, 1, 1), ON))


def test_every_item_with_a_place_is_a_symbol_of_its_state_and_what_is_open_lies_on_top(town):
    marks, state = Items(ON).marks(town), item_states(town, ON)
    placed = ~shapely.is_missing(item_points(town))
    assert len(marks) == placed.sum() == 525
    assert sorted(marks.key.tolist()) == town.tables["items"].index[placed].tolist()
    shown = state[marks.key - 1]
    assert (marks.style == shown * 3).all() and (np.diff(shown) <= 0).all()
    counts = [entry.count for entry in marks.legend.entries]
    assert counts == [int((state == known).sum()) for known in ItemState if known >= 0] and sum(counts) == 600
    assert len(Items(dt.date(2015, 1, 1)).marks(town)) == 0


def test_from_afar_neighbours_are_one_larger_symbol(town):
    near, far = Items(ON).marks(town), Items(ON).marks(town, detail_m=64.0)
    assert 20 < len(far) < len(near) / 2
    assert (far.style % 3 == 1).any() and (far.style % 3 == 2).any()  # larger ones
    sizes = [style.symbol_mm for style in far.styles[:3]]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    assert [e.count for e in far.legend.entries] == [e.count for e in near.legend.entries]
    box = tuple(shapely.total_bounds(near.shape[:40]))
    inside = Items(ON).marks(town, window=box)
    assert 40 <= len(inside) <= len(near)


def test_grids_come_in_classes_of_items_to_their_residents(town):
    early = dt.date(2016, 2, 10)
    marks = ItemRate(early).marks(town)
    rate = per_thousand_residents(town, early)[town.positions(marks.key)]
    there = ~np.isnan(rate)
    edges = (-1.0, *RATE_STEPS, np.inf)
    for number in range(5):
        here = there & (marks.style == number)
        assert (rate[here] < edges[number + 1]).all() and (rate[here] >= edges[number]).all()
    assert (marks.style[~there] == 5).all() and len(set(marks.style.tolist())) >= 4


def test_grids_by_the_roles_that_they_must_have(town):
    text = town.scheme.text.replace(
        "worker = { required = true", 'roles = ["part_time", "responsible"]\nworker = { required = true', 1
    )
    low = town.grids.index[town.grids["kind"] == "comprehensive"][:3].tolist()
    duties = town.tables["assignments"]
    rows = [(low[0], "part_time"), (low[0], "responsible"), (low[1], "part_time")]
    more = pd.DataFrame(rows, columns=["grid", "role"], index=np.arange(3) + int(duties.index[-1]) + 1)
    more = more.assign(worker=int(town.tables["workers"].index[0]), from_date="", until_date="")
    bare = duties[~duties["role"].isin(["part_time", "responsible"])]
    plan = Plan(parse_scheme(text), {**town.tables, "assignments": pd.concat([bare, more])})
    marks = RoleStates(ON).marks(plan)
    style = dict(zip(marks.key.tolist(), marks.style.tolist(), strict=True))
    assert [style[grid] for grid in low] == [0, 1, 2]
    assert [entry.count for entry in marks.legend.entries[:2]] == [1, 1]
    assert [e.count for e in RoleStates(ON).legend(town).entries[:3]] == [0, 0, 0]  # its scheme asks for none


@pytest.mark.parametrize("layer", [ItemsOpen, ItemsSolved, ItemsAge])
def test_grids_come_in_classes_of_what_is_open_solved_and_how_old(town, layer):
    early = dt.date(2016, 4, 10)
    marks = layer(early).marks(town)
    age, state, holder = days_open(town, early), item_states(town, early), item_holders(town)
    for grid, style in zip(marks.key.tolist(), marks.style.tolist(), strict=True):
        mine = np.isin(holder, [town.positions([grid])[0]]) & (state >= ItemState.RAISED)
        still = mine & is_open(state)
        raised, left = int(mine.sum()), int(still.sum())
        value = {
            ItemsOpen: left if raised else None,
            ItemsSolved: (raised - left) / raised if raised else None,
            ItemsAge: int(np.median(age[still])) if left else None,
        }[layer]
        wanted = len(layer.names) if value is None else sum(value >= step for step in layer.steps)
        assert style == wanted, (grid, value)
    assert len(set(marks.style.tolist())) > 3
    assert sum(entry.count for entry in marks.legend.entries) == int((town.ranks == 3).sum())  # two have no shape


def asking_part_time(town: Plan) -> str:
    """Return the scheme's text with a role besides the worker that comprehensive grids must have."""
    line = "worker = { required = true"
    return town.scheme.text.replace(line, f'roles = ["part_time"]\n{line}', 1)


def test_of_one_role_grids_have_it_or_lack_it_as_its_coverage_counts_them(town):
    text = asking_part_time(town)
    plan = Plan(parse_scheme(text), town.tables)
    for role in plan.scheme.roles:
        whole = coverage_of_roles(plan, "grid", on=dt.date(2026, 6, 15)).whole.iloc[0]
        legend = RoleStates(dt.date(2026, 6, 15), role.key, f"role-{role.key}").legend(plan)
        said = {entry.words: entry.count for entry in legend.entries}
        assert legend.heading == role.name
        assert said["legend-role-held"] == whole[f"with_{role.key}"]
        assert said.get("legend-role-missing", 0) == whole[f"missing_{role.key}"]
        of = sum(said.get(f"legend-role-{key}", 0) for key in ("held", "missing", "not-there"))
        assert of == whole[f"grids_{role.key}"]
    keys = [layer.key for layer in every_layer(scheme=plan.scheme)]
    assert [f"role-{role.key}" for role in plan.scheme.roles] == [key for key in keys if key.startswith("role-")]


def test_the_themes_of_items_and_roles_are_offered_where_there_are_any(town):
    assert "items" in themes_of(town, ON) and "items" not in themes_of(town, dt.date(2015, 1, 1))
    assert "roles" not in themes_of(town, ON)
    text = asking_part_time(town)
    assert "roles" in themes_of(Plan(parse_scheme(text), town.tables), ON)
