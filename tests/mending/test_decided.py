"""A fault that was left is not decided on again where nothing changed, and what comes of it is the same."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground import cores
from gridmap.ground.tiling import valid_shapes
from gridmap.ground.tiling.remains import parents_of_other_ground
from gridmap.mending import fix_all
from gridmap.mending.decided import Decided
from gridmap.mending.looking import Looking
from gridmap.model.making import change_of, edited_rows
from sample_data.defects import plant


def told(mending):
    """Return all that a mending says, shapes to the last bit."""
    rows = {
        name: shapely.to_wkb(np.asarray(rows.after.geometry)).tolist() for name, rows in mending.result.rows.items()
    }
    mended = [(one.rule, one.how, one.grids, shapely.to_wkb(one.where)) for one in mending.mended]
    left = [(one.rule, one.reason, one.grids, shapely.to_wkb(one.where)) for one in mending.left]
    return rows, mended, left


def test_decisions_that_hold_are_those_that_would_be_made_again(town, monkeypatch):
    held = []
    holds = Decided.holds

    def counted(self, plan, grounds, parents):
        held.append(holds(self, plan, grounds, parents))
        return held[-1]

    broken, _ = plant(town, 0, 3)
    monkeypatch.setattr(Decided, "holds", counted)
    quick = fix_all(broken)
    monkeypatch.setattr(Decided, "holds", lambda self, plan, grounds, parents: np.zeros(len(grounds), dtype=bool))
    assert told(quick) == told(fix_all(broken))
    assert np.concatenate(held).sum() >= 5


def test_what_is_looked_at_ahead_on_other_cores_comes_out_the_same(town, monkeypatch):
    ahead = []
    begin = Looking.ahead

    def noted(self, work, gaps, rank):
        ahead.append(len(gaps))
        begin(self, work, gaps, rank)

    broken, _ = plant(town, 0, 3)
    monkeypatch.setattr(Looking, "ahead", noted)
    monkeypatch.setattr(cores, "CORES", 1)
    alone = told(fix_all(broken))
    monkeypatch.setattr(cores, "CORES", 3)
    assert told(fix_all(broken)) == alone
    assert sum(ahead) >= 10


def test_a_shape_made_valid_leaves_its_families_as_they_were_looked_at(town):
    grid = int(town.ids[town.ranks == 3][0])
    place = int(town.positions([grid])[0])
    west, south, east, north = town.shape(grid).bounds
    tied = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    plan, looked = town, []
    for shape in (tied, None, tied.convex_hull):  # none: what the one before encloses
        geometry = [valid_shapes(plan)[place] if shape is None else shape]
        change = change_of(plan, "move", put={"grids": edited_rows(plan, "grids", [grid], geometry=geometry)})
        after = plan.apply(change)
        looked.append(parents_of_other_ground(plan, after, change).tolist())
        plan = after
    assert looked == [[int(town.parents[place]), grid], [], [int(town.parents[place]), grid]]


def test_a_decision_no_longer_holds_where_an_edge_changed(town):
    ids = town.ids[town.ranks == 3]
    shape = town.shape(int(ids[0]))
    here, away = shape.buffer(-5), shapely.box(*(np.array(town.grids.total_bounds) + 1e5))
    decided = Decided()
    decided.note(here, ["a"], 0)
    decided.note(away, ["b"], 0)
    grounds, parents = np.array([here, away]), np.zeros(2, dtype=np.int64)
    assert decided.holds(town, grounds, parents).tolist() == [True, True]
    moved = shapely.transform(shape, lambda xy: xy + 1.0)
    change = change_of(town, "move", put={"grids": edited_rows(town, "grids", [int(ids[0])], geometry=[moved])})
    after = town.apply(change)
    decided.follow(town, after, change)
    assert decided.holds(after, grounds, parents).tolist() == [False, True]
    assert decided.left_of(away) == ("b",)
