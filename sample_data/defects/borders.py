"""Villages that do not fit their town, towns that do not fit each other; the grids inside move along with them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray
from sample_data.defects.figures import bump, moved, push, run_of_vertices
from sample_data.defects.places import between, corners, met_by, outer, shore
from sample_data.defects.planting import Planting, plant_each
from sample_data.defects.survey import Family

TRIES: Final = 20
"""So many families are tried for a defect before a smaller one is tried."""


def plant_border_faults(planting: Planting, per_kind: int) -> None:
    """Plant gaps, overlaps and overhangs of villages, so many of each, and overlaps of towns if there are several."""
    acts = [
        village_keeps_inside,
        village_keeps_back_from_water,
        village_leaves_town,
        village_keeps_back,
        village_reaches_over,
    ]
    if len(planting.family(0).children) > 1:
        acts.append(town_reaches_over)
    for act in acts:
        plant_each(planting, act, per_kind, 1.0, 40_000.0, or_else=village_reaches_over)


def village_keeps_back(planting: Planting, area_m2: float) -> bool:
    """Pull a village's border back from its neighbour's: the ground between belongs to no village."""
    return _push(planting, area_m2, "village-gap", lambda family: between(family, 2), outwards=False)


def village_keeps_back_from_water(planting: Planting, area_m2: float) -> bool:
    """Pull a village's border back from exempt water of the town; from its neighbour's where there is none."""
    return _push(planting, area_m2, "village-gap-along-water", shore, outwards=False) or village_keeps_back(
        planting, area_m2
    )


def village_keeps_inside(planting: Planting, area_m2: float) -> bool:
    """Pull a village's border back from that of the town: a gap that is open to the outside.

    Where canals run along the whole border of the town, that would leave no ground uncovered; then as beside water.
    """
    return _push(planting, area_m2, "village-gap-open-to-outside", outer, outwards=False) or (
        village_keeps_back_from_water(planting, area_m2)
    )


def village_reaches_over(planting: Planting, area_m2: float) -> bool:
    """Push a village's border into its neighbour, which does not give way."""
    return _push(planting, area_m2, "village-overlap", lambda family: between(family, 2), outwards=True)


def village_leaves_town(planting: Planting, area_m2: float) -> bool:
    """Push a village's border over that of the town."""
    return _push(planting, area_m2, "village-overhang", outer, outwards=True)


def town_reaches_over(planting: Planting, area_m2: float) -> bool:
    """Push a town's border into its neighbour, village and grid along with it."""
    top = np.zeros(1, dtype=np.int64)
    return _push(planting, area_m2, "town-overlap", lambda family: between(family, 2), outwards=True, parents=top)


def _push(
    planting: Planting,
    area_m2: float,
    planted: str,
    which: Callable[[Family], BoolArray],
    *,
    outwards: bool,
    parents: IntArray | None = None,
) -> bool:
    """Push a stretch of border of a child of some parents, and of everything below it, inwards or outwards."""
    if parents is None:
        parents = planting.uppers
    for _ in range(TRIES):
        family = planting.family(int(planting.rng.choice(parents)))
        for corner in corners(planting, family, which(family), area_m2):
            top = int(planting.rng.choice(corner.children))
            chain, wanted = _downwards(planting, family, top, which(family), corner.xy)
            if not (outwards or chain[-1] in planting.leaves) or any(
                planting.shape(grid).geom_type != "Polygon" for grid in chain
            ):
                continue
            ring = shapely.get_coordinates(planting.shape(chain[-1]).exterior)
            run = run_of_vertices(ring, wanted, corner.xy, int(planting.rng.integers(1, 6)))
            if len(run) < 3:
                continue
            shapes = _pushed(planting, chain, run, area_m2, outwards)
            if not all(shape.is_valid for shape in shapes.values()):
                continue
            # The same vertices move the same way at every level, so the same ground changes hands at all of them.
            changed = shapes[chain[-1]].symmetric_difference(planting.shape(chain[-1]))
            if any(met_by(planting, planting.family(a), changed).tolist() != b for a, b in _steps(chain, planting)):
                continue
            if not set(met_by(planting, family, changed).tolist()) <= set(corner.children.tolist()):
                continue
            if planting.reshape(shapes, planted, changed=changed):
                return True
    return False


def _downwards(
    planting: Planting, family: Family, top: int, usable: BoolArray, xy: FloatArray
) -> tuple[list[int], FloatArray]:
    """Return the grids from a child down to the leaf at a vertex, and the vertices of the border that all of them have.

    The last one is no leaf where the ground below is exempt or divided just there.
    """
    chain = [top]
    wanted = family.xy[usable & family.has[:, family.children == top][:, 0]]
    while chain[-1] not in planting.leaves:
        below = planting.family(chain[-1])
        at = np.flatnonzero((below.xy == xy).all(axis=1) & outer(below))
        if not len(at):
            break
        child = int(below.children_at(int(at[0]))[0])
        shared = below.xy[outer(below) & below.has[:, below.children == child][:, 0]]
        wanted = wanted[np.isin(wanted[:, 0] + 1j * wanted[:, 1], shared[:, 0] + 1j * shared[:, 1])]
        chain.append(child)
    return chain, wanted


def _steps(chain: list[int], planting: Planting) -> list[tuple[int, list[int]]]:
    """Return pairs of a parent and those of its children that a push of the chain may meet."""
    steps = [(above, [below]) for above, below in pairwise(chain)]
    return steps if chain[-1] in planting.leaves else [*steps, (chain[-1], [])]


def _pushed(
    planting: Planting, chain: list[int], run: FloatArray, area_m2: float, outwards: bool
) -> dict[int, shapely.Geometry]:
    """Return the shapes of some grids with a run of common vertices pushed aside."""
    along = run[-1] - run[0]
    length = max(float(np.hypot(*along)), 1.0)
    offset = push(area_m2, length) * np.array([-along[1], along[0]]) / length
    leaf = planting.shape(chain[-1])
    if (moved(leaf, run[1:-1], bump(run, offset)[1:-1]).area > leaf.area) != outwards:
        offset = -offset
    after = bump(run, offset)[1:-1]
    return {grid: moved(planting.shape(grid), run[1:-1], after) for grid in chain}
