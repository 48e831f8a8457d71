"""What must hold after any edit of ground, whatever was edited before.

A walk performs edits drawn at random, each on the plan after the one before it. Many more steps are taken with

    GRIDMAP_STEPS=3000 python -m pytest tests/edits/test_laws.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely

from gridmap.edits import (
    AddVertex,
    CarveGrid,
    DissolveGrid,
    Edit,
    FollowLine,
    GiveBuildings,
    GiveGround,
    MergeGrids,
    MoveBorder,
    MoveGrid,
    MoveVertex,
    RemoveVertex,
    ReshapeBorder,
    RetireGrid,
    SplitEqually,
    SplitGrid,
)
from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.ground.placement import placement
from gridmap.ground.tiling import families_of, prove, tiling
from gridmap.mending import fix_all
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.model.scheme import parse_scheme
from gridmap.outcome.effect import effect, effect_between
from sample_data.make import make_plan
from ui.words.messages import BOTH, message_of, text

SPAIN = Path(__file__).parents[1] / "data" / "es-atlas"
STEPS = int(os.environ.get("GRIDMAP_STEPS", "40"))


@pytest.fixture(scope="module")
def town() -> Plan:
    return make_plan("town", 2020)


# ---- edits at random -------------------------------------------------------------------------------------------------


class Chance:
    """Draws edits that somebody could try on a plan."""

    def __init__(self, plan: Plan, seed: object) -> None:
        self.plan = plan
        self.rng = np.random.default_rng(seed)
        drawn = (self.vertex_moved, self.vertex_added, self.vertex_removed, self.ground_given, self.divided)
        passed = (self.divided_equally, self.merged, self.buildings_given, self.moved, self.retired, self.dissolved)
        redrawn = (self.border_moved, self.border_redrawn, self.border_following, self.carved)
        self.kinds: tuple[Callable[[], Edit], ...] = (*drawn, *passed, *redrawn)

    def edit(self) -> Edit:
        return self.kinds[self.rng.integers(len(self.kinds))]()

    def grid(self, *, deepest: bool = False) -> int:
        plan = self.plan
        return int(self.rng.choice(plan.ids[plan.has_shape & (plan.ranks > (plan.ranks.max() - 1 if deepest else 0))]))

    def neighbour(self, grid: int) -> int:
        """Return a grid of the same level beside one, or itself if there is none."""
        plan, shape = self.plan, self.plan.shape(grid)
        level = plan.ids[plan.has_shape & (plan.ranks == plan.ranks[plan.positions([grid])[0]])]
        beside = level[shapely.dwithin(plan.shapes(level), shape, 1e-5)]
        return int(self.rng.choice(beside))

    def corner(self, grid: int) -> tuple[np.ndarray, np.ndarray]:
        """Return a vertex of a grid and the next one."""
        rings = shapely.get_rings(shapely.get_parts(self.plan.shape(grid)))
        xy = shapely.get_coordinates(rings[self.rng.integers(len(rings))])
        at = self.rng.integers(len(xy) - 1)
        return xy[at], xy[at + 1]

    def length(self, grid: int) -> float:
        """Return a distance from a tenth of a millimetre to half as far as the grid reaches."""
        reach = np.sqrt(self.plan.shape(grid).area)
        return float(10 ** self.rng.uniform(-4, np.log10(reach / 2)))

    def blob(self, grid: int) -> shapely.Geometry:
        """Return some ground at the border of a grid."""
        corners = self.rng.integers(3, 12)
        turn = np.sort(self.rng.uniform(0, 2 * np.pi, corners))
        reach = (1 + 2 * self.length(grid)) * self.rng.uniform(0.4, 1, (corners, 1))
        xy = self.corner(grid)[0] + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return shapely.make_valid(shapely.Polygon(xy))

    def vertex_moved(self) -> Edit:
        grid = self.grid()
        here, after = self.corner(grid)
        if self.rng.random() < 0.1:
            return MoveVertex(tuple(here + self.rng.normal(0, 1e-9, 2)), tuple(after))
        return MoveVertex(tuple(here), tuple(here + self.rng.normal(0, self.length(grid), 2)))

    def vertex_added(self) -> Edit:
        grid = self.grid()
        here, after = self.corner(grid)
        at = here + self.rng.random() * (after - here)
        to = tuple(at + self.rng.normal(0, self.length(grid), 2)) if self.rng.random() < 0.7 else None
        return AddVertex(tuple(at), to)

    def vertex_removed(self) -> Edit:
        return RemoveVertex(tuple(self.corner(self.grid())[0]))

    def ground_given(self) -> Edit:
        grid = self.grid()
        return GiveGround(self.blob(grid), self.neighbour(grid) if self.rng.random() < 0.5 else grid)

    def divided(self) -> Edit:
        grid = self.grid(deepest=self.rng.random() < 0.9)
        x_min, y_min, x_max, y_max = self.plan.shape(grid).bounds
        places = self.rng.uniform([x_min, y_min], [x_max, y_max], (self.rng.integers(2, 5), 2))
        line = shapely.LineString(places)
        ends = shapely.get_coordinates(shapely.envelope(shapely.buffer(self.plan.shape(grid), 10)))
        line = shapely.LineString([ends[self.rng.integers(2)], *places, ends[self.rng.integers(2, 4)]])
        return SplitGrid(grid, line, keeps=[None, 0, 1][self.rng.integers(3)], name="新")

    def divided_equally(self) -> Edit:
        way = ("shortest", "ns", "we")[self.rng.integers(3)]
        return SplitEqually(self.grid(deepest=True), int(self.rng.integers(2, 5)), way)

    def merged(self) -> Edit:
        grid = self.grid(deepest=self.rng.random() < 0.8)
        others = {self.neighbour(grid) for _ in range(self.rng.integers(1, 4))}
        return MergeGrids(tuple(others), grid)

    def buildings_given(self) -> Edit:
        grid = self.grid(deepest=True)
        held = self.plan.buildings.index.to_numpy()[placement(self.plan).holder == grid]
        to = self.neighbour(grid)
        away = shapely.distance(self.plan.buildings.geometry.loc[held].to_numpy(), self.plan.shape(to))
        nearest = held[np.argsort(away)][: self.rng.integers(1, 4)]
        return GiveBuildings(tuple(nearest.tolist()), to)

    def border_moved(self) -> Edit:
        grid = self.grid()
        dx, dy = self.rng.normal(0, self.length(grid), 2)
        return MoveBorder(grid, self.neighbour(grid), dx, dy)

    def border_between(self, grid: int, other: int) -> np.ndarray:
        """Return two places on the border of two grids, if they have one, else on that of the first."""
        common = shapely.intersection(*shapely.boundary(self.plan.shapes([grid, other])))
        line = common if common.length > 1 else shapely.boundary(self.plan.shape(grid))
        parts = shapely.get_parts(shapely.line_merge(line) if line.geom_type == "MultiLineString" else line)
        part = parts[np.argmax(shapely.length(parts))]
        places = shapely.line_interpolate_point(part, np.sort(self.rng.random(2)), normalized=True)
        return shapely.get_coordinates(places)

    def border_redrawn(self) -> Edit:
        grid = self.grid()
        other = self.neighbour(grid)
        ends = self.border_between(grid, other)
        between = ends.mean(axis=0) + self.rng.normal(0, self.length(grid), (self.rng.integers(1, 4), 2))
        line = shapely.LineString([ends[0], *between, ends[1]])
        return ReshapeBorder(line, (grid, other) if self.rng.random() < 0.7 else ())

    def border_following(self) -> Edit:
        grid = self.grid()
        other = self.neighbour(grid)
        ends = self.border_between(grid, other)
        way = ends[0] + np.cumsum(self.rng.normal(0, self.length(grid), (5, 2)), axis=0)
        return FollowLine(tuple(ends[0]), tuple(ends[1]), shapely.LineString(way), (grid, other))

    def carved(self) -> Edit:
        kinds = self.plan.scheme.kinds_of(self.plan.scheme.levels[-1])
        return CarveGrid(self.blob(self.grid(deepest=True)), kinds[-1].key, "校", "school")

    def retired(self) -> Edit:
        grid = self.grid(deepest=self.rng.random() < 0.8)
        return RetireGrid(grid, None if self.rng.random() < 0.5 else self.neighbour(grid), self.rng.random() < 0.5)

    def dissolved(self) -> Edit:
        plan = self.plan
        carved = plan.ids[plan.of_kinds(kind for kind in plan.scheme.kinds if kind.ground == "carve")]
        return DissolveGrid(int(self.rng.choice(carved)) if len(carved) else self.grid(deepest=True))

    def moved(self) -> Edit:
        plan, grid = self.plan, self.grid(deepest=self.rng.random() < 0.8)
        level = plan.ids[plan.has_shape & (plan.ranks == plan.ranks[plan.positions([grid])[0]])]
        beside = level[shapely.dwithin(plan.shapes(level), plan.shape(grid), 1e-5)]
        parents = np.unique(plan.parents[plan.positions(beside)])
        others = parents[(parents > 0) & (parents != plan.value(grid, "parent"))]
        return MoveGrid(grid, int(self.rng.choice(others)) if len(others) else grid, self.rng.random() < 0.5)


# ---- the laws --------------------------------------------------------------------------------------------------------


def must_hold(before: Plan, edit: Edit, change: Change) -> Plan:
    """Return the plan after a change, of which everything that must hold was looked at."""
    after = before.apply(change)
    touched = after.positions(change.ids("grids"))
    touched = touched[touched >= 0]
    families = np.unique(np.concatenate([after.ids[touched], after.parents[touched]]))
    proof = prove(families_of(after, families[families > 0]))
    unproven = proof.families.parent[~proof.proven]
    assert not len(unproven) or not prove(families_of(before, unproven)).proven.any(), edit
    assert faults_m2(after, unproven) <= faults_m2(before, unproven) + 1e-3, edit
    assert shapely.is_valid(after.all_shapes[touched][after.has_shape[touched]]).all(), edit
    assert set(after.ids[~after.has_shape]) <= set(before.ids[~before.has_shape]), edit
    assert set(after.ids[~after.parent_fits]) <= set(before.ids[~before.parent_fits]), edit
    assert after.buildings is before.buildings
    assert (placement(after).holder > 0).all(), edit  # so that no household is lost
    held_by = after.ranks[after.positions(placement(after).holder)]
    assert (held_by == after.ranks.max()).all(), edit
    same = np.setdiff1d(before.ids, change.ids("grids"))
    assert all(one is two for one, two in zip(before.shapes(same), after.shapes(same), strict=True)), edit
    new, codes = np.setdiff1d(after.ids, before.ids), Counter(after.grids["code"].tolist())
    assert all(codes[code] == 1 for code in after.codes(new)), edit
    assert not codes.keys() & set(after.tables["retired_codes"]["code"]), edit
    assert np.isin(after.tables["assignments"]["grid"], after.ids).all(), edit
    assert np.isin(after.tables["branch_grids"]["grid"], after.ids).all(), edit
    told, known = effect(before, change), effect_between(before, after, change)
    assert told.grid.tolist() == known.grid.tolist(), edit
    assert told.after.households.tolist() == known.after.households.tolist(), edit
    assert told.building.tolist() == known.building.tolist(), edit
    assert all(text(f"change-{change.label}", language, **change.values) for language in BOTH)
    return after


def faults_m2(plan: Plan, parents: np.ndarray) -> float:
    """Return how much ground of some families is a gap, an overlap or an overhang."""
    if not len(parents):
        return 0.0
    found = tiling(Plan.of_conformed(plan.scheme, plan.tables), parents)
    return sum(float(shapely.area(pieces.shape).sum()) for pieces in (found.gaps, found.overlaps, found.overhangs))


def attempt(edit: Edit, plan: Plan) -> Change | Refused:
    try:
        return edit.change(plan)
    except Refused as refused:
        return refused


def walk(plan: Plan, seed: object, steps: int) -> tuple[Plan, list[Change], Counter[str]]:
    """Perform edits at random; return where that leads, all changes, and how often what was done or refused."""
    changes, told = [], Counter()
    for step in range(steps):
        edit = Chance(plan, [*np.atleast_1d(seed), step]).edit()
        change = attempt(edit, plan)
        if isinstance(change, Refused):
            assert all(message_of(change, language) for language in BOTH)
            assert (plan.positions(change.grids) >= 0).all()
            told[f"{type(edit).__name__} {change.key}"] += 1
            continue
        told[f"{type(edit).__name__} done"] += 1
        plan = must_hold(plan, edit, change)
        changes.append(change)
    return plan, changes, told


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_of_edits_keeps_the_ground_tiled_and_can_be_gone_back_and_forth(town, seed):
    plan, changes, told = walk(town, seed, STEPS)
    print(*sorted(told.items()), sep="\n")
    assert len(changes) > STEPS / 3
    whole = tiling(Plan.of_conformed(plan.scheme, plan.tables))
    assert whole.proven[whole.parent > 0].all()
    assert not len(whole.gaps) and not len(whole.overlaps) and not len(whole.overhangs)
    assert plan.buildings["households"].sum() == town.buildings["households"].sum()
    back = plan
    for change in reversed(changes):
        back = back.apply(change.inverted())
    assert back.same_content(town)
    for change in changes:
        back = back.apply(change)
    assert back.same_content(plan)


def test_every_kind_of_edit_is_done_on_the_walk(town):
    done = {name.split()[0] for name in walk(town, 77, 150)[2] if name.endswith(" done")}
    assert done == {
        *("AddVertex", "CarveGrid", "DissolveGrid", "FollowLine", "GiveBuildings", "GiveGround", "MergeGrids"),
        *("MoveBorder", "MoveGrid", "MoveVertex", "RemoveVertex", "ReshapeBorder", "RetireGrid"),
        *("SplitEqually", "SplitGrid"),
    }


@pytest.mark.parametrize(("dx", "dy"), [(15, 15), (-15, 15), (0, -15), (20, -5)])
def test_a_border_that_moves_a_little_divides_the_two_grids_anew(town, dx, dy):
    # Outlines run at every slant here, so that the ends of a border slide to places on no edge to the last bit.
    village = int(town.ids[town.ranks == 2][0])
    grids = np.array([grid for grid in town.children(village) if town.value(int(grid), "kind") == "comprehensive"])
    borders = shapely.boundary(town.shapes(grids))
    ends: list[str] = []
    for one, two in combinations(range(len(grids)), 2):
        if shapely.length(shapely.intersection(borders[one], borders[two])) < 100:
            continue
        try:
            MoveBorder(int(grids[one]), int(grids[two]), dx, dy).change(town)
        except Refused as refused:
            ends.append(refused.key)
        else:
            ends.append("moved")
    assert ends.count("moved") > 2
    assert "grid-would-vanish" not in ends


# ---- real boundaries -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spain() -> Plan:
    """Return the regions, provinces and municipalities of a country, imported from a public file and mended."""
    text_of_scheme = (SPAIN / "scheme.toml").read_text(encoding="utf-8")
    plan = Plan(parse_scheme(text_of_scheme.replace('prefix = "parent"', 'prefix = "parent", sequence = 3')))
    layers = {"region": "autonomous_regions", "province": "provinces", "municipality": "municipalities"}
    for kind, layer in layers.items():
        edit, _ = read_boundaries(plan, SPAIN / "municipalities.json", ImportOptions(kind, layer=layer))
        plan = plan.apply(edit.change(plan))
    return plan.apply(fix_all(plan).change(plan))


@pytest.mark.slow
def test_real_boundaries_keep_the_laws_as_well(spain):
    plan, changes, told = walk(spain, 28, max(STEPS, 100))
    print(*sorted(told.items()), sep="\n")
    assert len(changes) > 40 and len({name for name in told if name.endswith(" done")}) > 10
    back = plan
    for change in reversed(changes):
        back = back.apply(change.inverted())
    assert back.same_content(spain)
    for change in changes:
        back = back.apply(change)
    assert back.same_content(plan)
