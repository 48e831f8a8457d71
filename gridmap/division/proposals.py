"""New borders for the grids of a village: several to choose from, or as near to today's as the standard allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from gridmap.division.blocks import Blocks, blocks_of, on_lines
from gridmap.division.dividing import Division, GoOn, change_least, described, divide
from gridmap.division.limits import zones_possible
from gridmap.division.units import Units, sums
from gridmap.edits import NewBorders, Redivide
from gridmap.ground.tiling.proof import valid_shapes
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from gridmap.people.workload import UNBOUNDED, household_standard

_STEPS: Final = 120_000
_NOISE_M2: Final = 0.1


@dataclass(frozen=True, eq=False)
class Ground:
    """The grids of a village whose ground may be shared out anew.

    Attributes
    ----------
    village : int
        Id of their parent.
    grids : int64 (g,)
        Ids: of the tiling kind that has a household standard, with a shape, not divided further and not locked.
    locked : int64
        Ids of those that are locked.
    least, most : float
        Households that a grid should have.
    """

    village: int
    grids: IntArray
    locked: IntArray
    least: float
    most: float


@dataclass(frozen=True, eq=False)
class Proposal:
    """New borders for the grids of a village, and what can be said of them.

    Attributes
    ----------
    ground : Ground
    shapes : object (k,)
        Polygons in the plan's CRS.
    keeps : int64 (k,)
        Id of the grid that keeps its code, worker and branches there; 0 for a new one.
    households : float64 (k,)
    compactness : float64 (k,)
        Polsby-Popper measure, 1 for a circle.
    border : float
        Metres of border between the grids.
    new_border : float
        Metres of it where none was before.
    on_lines : float
        Share of the new border that runs on roads, shores or outlines of estates, 0 to 1.
    moved : float
        Households that another grid holds than before; those of a grid that goes count, those of one that is new too.
    too_heavy : tuple of (str, float)
        Blocks that have more households than a grid should, by themselves: where they are, and how many.
    outside : int64
        Places in ``shapes`` of the grids that miss the standard.
    unavoidable : bool, as ``outside``
        Whether no division could help it.
    cut_estates : tuple of str
        Estates that several of the grids hold, because their blocks do not lie together.
    """

    ground: Ground
    shapes: ShapeArray
    keeps: IntArray
    households: FloatArray
    compactness: FloatArray
    border: float
    new_border: float
    on_lines: float
    moved: float
    too_heavy: tuple[tuple[str, float], ...]
    outside: IntArray
    unavoidable: np.ndarray
    cut_estates: tuple[str, ...]

    @property
    def borders(self) -> NewBorders:
        """What :class:`gridmap.edits.Redivide` takes."""
        return NewBorders(tuple(self.ground.grids.tolist()), tuple(self.shapes), tuple(self.keeps.tolist()))

    @property
    def edit(self) -> Redivide:
        """The edit that carries it out."""
        return Redivide((self.borders,))

    @property
    def balance(self) -> float:
        """Households of the smallest grid by those of the largest, 0 to 1."""
        return float(self.households.min() / self.households.max()) if self.households.max() > 0 else 1.0


def ground_to_divide(plan: Plan, village: int, least: float | None = None, most: float | None = None) -> Ground:
    """Return the grids of a village whose ground may be shared out anew, and what each of them should hold.

    Dedicated grids, exempt areas and locked grids stay as they are.

    Parameters
    ----------
    plan : Plan
    village : int
        Id of the parent.
    least, most : float, optional
        Households; by default the scheme's standard, by the setting that most of the grids have.

    Raises
    ------
    Refused
        ``nothing-to-divide`` if it has no such grid; ``grids-overlap-already`` if two of them hold the same ground,
        which is to be mended first; ``no-household-standard`` if no limits are given and the scheme has none;
        ``limits-crossed`` if the least is more than the most.
    """
    children = plan.children(village)
    at = plan.positions(children)
    tiling = plan.of_kinds(k for k in plan.scheme.kinds if k.ground == "tile" and k.households)[at]
    divided = np.array([len(plan.child_positions([grid])) > 0 for grid in children.tolist()], dtype=bool)
    usable = tiling & plan.has_shape[at] & ~divided
    locked = plan.grids["locked"].to_numpy()[at]
    grids = children[usable & ~locked]
    codes = ", ".join(plan.codes([village]))
    if not len(grids):
        raise Refused("nothing-to-divide", grids=[village], codes=codes)
    shapes = valid_shapes(plan)[plan.positions(grids)]
    twice = float(shapely.area(shapes).sum() - shapely.area(shapely.union_all(shapes)))
    if twice > _NOISE_M2:
        raise Refused("grids-overlap-already", grids=grids.tolist(), codes=codes, area_m2=twice)
    if least is None or most is None:
        low, high = (column[plan.positions(grids)] for column in household_standard(plan))
        pairs, count = np.unique(np.stack([low, high], axis=1), axis=0, return_counts=True)
        usual = pairs[np.argmax(count)]
        if usual[1] >= UNBOUNDED:
            raise Refused("no-household-standard", grids=[village], codes=codes)
        least, most = (float(usual[0]) if least is None else least), (float(usual[1]) if most is None else most)
    if not 0 <= least <= most:
        raise Refused("limits-crossed", grids=[village], least=least, most=most)
    return Ground(village, grids, children[usable & locked], float(least), float(most))


def villages_in(plan: Plan, scope: IntArray | None = None) -> IntArray:
    """Return the ids of the grids that are in scope, or above or below it, and have grids that may be divided anew.

    Parameters
    ----------
    plan : Plan
    scope : int64, optional
        Ids; the whole plan by default.
    """
    tiling = plan.of_kinds(kind for kind in plan.scheme.kinds if kind.ground == "tile" and kind.households)
    parents = np.unique(plan.parents[tiling & plan.has_shape])
    parents = parents[parents > 0]
    if scope is None:
        return parents
    inside = np.union1d(scope, plan.below(scope))
    chosen = parents[np.isin(parents, inside)]
    return chosen if len(chosen) else parents[np.isin(parents, plan.parents[plan.positions(scope)])]


def propose(
    plan: Plan, ground: Ground, count: int = 3, *, seed: int = 0, steps: int = _STEPS, go_on: GoOn | None = None
) -> list[Proposal]:
    """Return up to so many different ways to share ground out anew, the best first.

    Borders run on roads, shores and outlines of estates as far as they can; grids are connected, hold no fewer and no
    more households than they should, and are compact. Best is the one with the fewest grids that could keep to the
    standard and do not, then the one whose borders are
    shortest and run on lines most. One is today's division changed as little as possible,
    one pays no heed to today's borders. There may be fewer than asked for, if others are worse or the same. The same
    seed gives the same proposals.

    Parameters
    ----------
    plan : Plan
    ground : Ground
    count : int
    seed, steps, go_on
        See :func:`gridmap.division.dividing.divide`.
    """
    blocks = blocks_of(plan, ground.grids, ground.least, ground.most)

    def another(turn: int, units: Units, zones: int | None = None) -> Division:
        own = seed + turn * 31
        return divide(units, ground.least, ground.most, zones=zones, seed=own, steps=steps, go_on=go_on)

    usual = another(0, blocks.units)
    found: dict[tuple[int, ...], Division] = {tuple(usual.zone.tolist()): usual}
    wishes: list[Callable[[int], Division]] = []
    if count > 1:
        wishes.append(lambda turn: _nearest(plan, ground, blocks, seed, steps, go_on))
        wishes.append(lambda turn: another(turn, blocks.anew))
        for number in _other_numbers(blocks, usual, ground):
            wishes.append(lambda turn, zones=number: another(turn, blocks.units, zones))  # type: ignore[misc]
        wishes += [lambda turn: another(turn, blocks.anew)] * (count - 1)
    for turn, wish in enumerate(wishes, 1):
        if len(found) >= count:
            break
        other = wish(turn)
        if (~other.unavoidable).sum() <= (~usual.unavoidable).sum():
            found.setdefault(tuple(other.zone.tolist()), other)
    best = sorted(found.values(), key=lambda division: _rank(blocks, division, ground))[:count]
    return [_described(plan, ground, blocks, division) for division in best]


def rebalance(plan: Plan, ground: Ground, *, seed: int = 0, steps: int = _STEPS, go_on: GoOn | None = None) -> Proposal:
    """Return today's grids changed as little as possible so that they keep to the standard.

    As few households as possible get into another grid; of equal changes the one with the shortest borders is taken.
    Where the standard cannot be met by as many grids as there are, the nearest is returned, and
    :attr:`Proposal.outside` tells which ones miss it.
    """
    blocks = blocks_of(plan, ground.grids, ground.least, ground.most)
    return _described(plan, ground, blocks, _nearest(plan, ground, blocks, seed, steps, go_on))


def together(proposals: Iterable[Proposal]) -> Redivide:
    """Return the edit that carries out proposals for several villages as one step."""
    return Redivide(tuple(proposal.borders for proposal in proposals))


def _nearest(plan: Plan, ground: Ground, blocks: Blocks, seed: int, steps: int, go_on: GoOn | None) -> Division:
    """Return the division that keeps to the standard and leaves most households where they are.

    Where there are fewer pieces to share out than grids today, as many grids are left as there are pieces.
    """
    home, count = np.unique(_homes(plan, blocks), return_inverse=True)[1], min(len(blocks.grids), len(blocks.units))
    zone = change_least(blocks.units, home, count, ground.least, ground.most, seed=seed, steps=steps, go_on=go_on)
    return described(blocks.units, zone, ground.least, ground.most)


def _other_numbers(blocks: Blocks, usual: Division, ground: Ground) -> list[int]:
    """Return into how many other grids the ground goes by its households, the nearest numbers first."""
    heavy = np.unique(usual.zone[usual.too_heavy])
    free = np.setdiff1d(np.arange(len(usual.weight)), heavy)
    fewest, largest = zones_possible(float(usual.weight[free].sum()), len(blocks.units), ground.least, ground.most)
    number = len(free)
    return sorted({other for other in (number + 1, number - 1) if fewest <= other <= largest})


def _rank(blocks: Blocks, division: Division, ground: Ground) -> tuple[int, float, float]:
    """Return what makes a division worse than others, the weightiest first."""
    units, zone = blocks.units, division.zone
    between = float(units.cost[zone[units.owner] != zone[units.neighbour]].sum())
    load = division.weight
    astray = float((np.maximum(ground.least - load, 0) + np.maximum(load - ground.most, 0)).sum())
    return int((~division.unavoidable).sum()), round(astray, 6), between


def _homes(plan: Plan, blocks: Blocks) -> IntArray:
    """Return which of the grids each group of blocks lies in, by most of its ground. Shape (n,)."""
    tree = shapely.STRtree(plan.shapes(blocks.grids))
    inner = shapely.point_on_surface(blocks.shapes)
    of_block = np.full(len(inner), -1, dtype=np.int64)
    row, grid = tree.query(inner, predicate="intersects")
    of_block[row[::-1]] = grid[::-1]
    lost = np.flatnonzero(of_block < 0)
    if len(lost):
        of_block[lost] = tree.nearest(inner[lost])
    groups = len(blocks.units)
    table = np.zeros((groups, len(blocks.grids)))
    np.add.at(table, (blocks.group, of_block), shapely.area(blocks.shapes))
    return np.argmax(table, axis=1).astype(np.int64)


def _described(plan: Plan, ground: Ground, blocks: Blocks, division: Division) -> Proposal:
    shapes = blocks.zones(division.zone)
    before = plan.shapes(blocks.grids)
    keeps, moved = _keepers(plan, blocks, division)
    outline = shapely.boundary(shapely.union_all(before))
    inner = shapely.difference(shapely.union_all(shapely.boundary(shapes)), shapely.buffer(outline, 0.05, quad_segs=2))
    new = shapely.difference(inner, shapely.buffer(shapely.union_all(shapely.boundary(before)), 0.05, quad_segs=2))
    estates = tuple(name for name, groups in blocks.compounds if len(np.unique(division.zone[groups])) > 1)
    return Proposal(
        ground,
        shapes,
        keeps,
        division.weight,
        division.compactness,
        float(shapely.length(inner)),
        float(shapely.length(new)),
        on_lines(plan, shapely.union_all(before), new, blocks.outlines()),
        moved,
        tuple((blocks.place_of(int(group)), float(blocks.units.weight[group])) for group in division.too_heavy),
        division.outside,
        division.unavoidable,
        estates,
    )


def _keepers(plan: Plan, blocks: Blocks, division: Division) -> tuple[IntArray, float]:
    """Return which grid each zone goes on as, so that most households stay, and how many households move."""
    from scipy.optimize import linear_sum_assignment

    home = _homes(plan, blocks)
    count, grids = len(division.weight), len(blocks.grids)
    pair = division.zone * grids + home
    households = sums(blocks.units.weight, pair, count * grids).reshape(count, grids)
    ground = sums(blocks.units.area, pair, count * grids).reshape(count, grids)
    zone, grid = linear_sum_assignment(households + ground / max(ground.sum(), 1e-300) * 0.5, maximize=True)
    keeps = np.zeros(count, dtype=np.int64)
    keeps[zone] = blocks.grids[grid]
    return keeps, float(households.sum() - households[zone, grid].sum())
