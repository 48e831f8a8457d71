"""What may be mended without anybody looking: ground that is narrow or small, and on which nobody lives.

Whatever is wider and larger is seldom a slip of the pen. A gap as large as the grids around it is a grid that has not
been drawn yet, a hole in the outermost border may be somebody else's enclave, and a broad overlap is two opinions on
whose ground it is: all of these are for somebody to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Final

import numpy as np
import shapely

from gridmap.ground.placement import households_in
from gridmap.ground.tiling import valid_shapes
from gridmap.ground.tiling.proof import NO_PARENT, grid_index
from gridmap.ground.tiling.remains import Pieces, tiling_with
from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.plan import Plan
from gridmap.reshaping.together import Steps, shapes_from

_SURELY: Final = 1.05  # times a width, so that rounding counts for nothing
_MOSTLY: Final = 0.5  # share of some ground
_AS_LARGE: Final = 0.5  # of the area of the grids beside it, from which on a piece of ground may be a grid itself


class Known:
    """What was found of many pieces of ground at once: whether each is narrow, and how many households live there.

    It holds as long as no building changes.

    Parameters
    ----------
    overhangs_of : callable, optional
        From the id of a grid to overhangs among which are all of that grid, where the plan does not know them itself.
    """

    def __init__(self, overhangs_of: Callable[[int], Pieces] | None = None) -> None:
        self.overhangs_of = overhangs_of
        self._known: dict[int, tuple[shapely.Geometry, bool, int]] = {}

    def look(self, plan: Plan, grounds: ShapeArray) -> None:
        """Look at pieces of ground that were not looked at yet."""
        new = np.array([ground not in self for ground in grounds], dtype=bool)
        found = zip(grounds[new], are_narrow(plan, grounds[new]), households_in(plan, grounds[new]), strict=True)
        self._known.update((id(ground), (ground, bool(narrow), int(homes))) for ground, narrow, homes in found)

    def looking(self, plan: Plan, ground: shapely.Geometry) -> Steps[None]:
        """Look, step by step, at a piece of ground unless it was looked at."""
        if ground not in self:
            yield self._look_each, (plan, ground)

    def _look_each(self, asked: list[tuple[Plan, shapely.Geometry]]) -> list[None]:
        self.look(asked[0][0], shapes_from([ground for _, ground in asked]))
        return [None] * len(asked)

    def __contains__(self, ground: shapely.Geometry) -> bool:
        return id(ground) in self._known

    def is_narrow(self, plan: Plan, ground: shapely.Geometry) -> bool:
        """Return :func:`are_narrow` of a piece of ground."""
        return self._of(plan, ground)[1]

    def households(self, plan: Plan, ground: shapely.Geometry) -> int:
        """Return the households on a piece of ground."""
        return self._of(plan, ground)[2]

    def _of(self, plan: Plan, ground: shapely.Geometry) -> tuple[shapely.Geometry, bool, int]:
        if ground not in self:
            self.look(plan, np.array([ground], dtype=object))
        return self._known[id(ground)]


def are_narrow(plan: Plan, grounds: ShapeArray) -> BoolArray:
    """Return which pieces of ground are nowhere wider than the scheme's limit ``fix_width``. Shape (n,).

    Measured where each is widest: of a gap that runs along many borders and opens into a village, twice the area over
    the perimeter would say that it is narrow.
    """
    half = plan.scheme.limit("fix_width") / 2
    # What has more area for its border holds a circle that wide: no need to look.
    narrow = np.asarray(shapely.area(grounds) <= _SURELY * half * shapely.length(grounds))
    narrow[narrow] = shapely.is_empty(shapely.buffer(grounds[narrow], -half, quad_segs=4))
    return narrow


def is_small(plan: Plan, ground: shapely.Geometry) -> bool:
    """Whether some ground is no larger than the scheme's limit ``fix_area``."""
    return bool(ground.area <= plan.scheme.limit("fix_area"))


def why_to_ask(plan: Plan, ground: shapely.Geometry, holders: ShapeArray, known: Known | None = None) -> str | None:
    """Return the key of the reason why ground that grids hold too much must be decided on, ``None`` if it need not.

    Parameters
    ----------
    ground : Polygon
        An overlap or an overhang.
    holders : object (n,)
        The grids that hold it, with all of their ground.
    known : Known, optional
        What was found of many pieces at once.

    Returns
    -------
    ``too-large``, ``households-inside`` or ``None``
    """
    known = Known() if known is None else known
    if not known.is_narrow(plan, ground) and not (is_small(plan, ground) and not _is_as_large(ground, holders, min)):
        return "too-large"
    return "households-inside" if known.households(plan, ground) else None


def why_not_to_fill(
    plan: Plan, ground: shapely.Geometry, beside: ShapeArray, parent: int, known: Known | None = None
) -> str | None:
    """Return the key of the reason why somebody must decide on a gap, ``None`` if nobody need.

    Parameters
    ----------
    ground : Polygon
    beside : object (n,)
        The grids of the family that border it, with all of their ground.
    parent : int
        Id of the grid whose ground they share out, 0 if they have none, so that the gap may not be theirs to share out.
    known : Known, optional
        What was found of many pieces at once.

    Returns
    -------
    ``may-be-enclave``, ``parent-reaches-over``, ``grid-missing-here``, ``too-large``, ``households-inside`` or ``None``
    """
    known = Known() if known is None else known
    if not known.is_narrow(plan, ground):
        as_large = _is_as_large(ground, beside, median)
        small = is_small(plan, ground)
        if not parent and (as_large or not small or len(beside) == 1):
            return "may-be-enclave"
        if reaches_over(plan, parent, ground, known):
            return "parent-reaches-over"
        if as_large:
            return "grid-missing-here"
        if not small:
            return "too-large"
    return "households-inside" if known.households(plan, ground) else None


def reaches_over(plan: Plan, parent: int, ground: shapely.Geometry, known: Known | None = None) -> bool:
    """Whether most of some ground that a grid should share out lies where it reaches over the border of its own parent.

    Then it is not for the grids below to be drawn out to there before somebody has said whose ground it is.
    """
    if not parent:
        return False
    if known is not None and known.overhangs_of is not None:
        found = known.overhangs_of(parent)
    else:
        found = tiling_with(plan, plan.parents[plan.positions([parent])]).overhangs
    mine = found.grids[:, 0] == parent
    if not mine.any():
        return False
    over = shapely.union_all(found.shape[mine])
    return bool(shapely.area(shapely.intersection(ground, over)) > _MOSTLY * ground.area)


def may_be_enclave(plan: Plan, ground: shapely.Geometry) -> bool:
    """Whether a gap that grids without a parent enclose may be ground of somebody else, and no gap at all."""
    noise = plan.scheme.limit("coordinate_noise")
    _, near = grid_index(plan).query(ground, predicate="dwithin", distance=noise)
    near = near[plan.shares_ground[near] & ~plan.parent_fits[near]]
    return why_not_to_fill(plan, ground, valid_shapes(plan)[near], NO_PARENT) == "may-be-enclave"


def _is_as_large(ground: shapely.Geometry, grids: ShapeArray, measure: Callable[[list[float]], float]) -> bool:
    return bool(len(grids)) and ground.area >= _AS_LARGE * measure(shapely.area(grids).tolist())
