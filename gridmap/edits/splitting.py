"""Edits that make several grids of one: along a line, or into equal shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import shapely

from gridmap.ground.codes import next_codes
from gridmap.ground.placement import building_index, building_points
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray
from gridmap.model.change import Change
from gridmap.model.errors import Problem, Refused
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping
from gridmap.reshaping.rings import is_among
from gridmap.reshaping.soundness import refuse_new_faults

Direction = Literal["shortest", "ns", "we"]

_MOST_PARTS: Final = 20
_AS_EVEN: Final = 0.1
"""Shares that are less even than the best by up to a tenth of a share count as even."""
_CLEAR: Final = 0.01  # metres from a building within which a cut goes through it
_TURNS: Final = 12
"""Directions that are tried for the shortest cut, from west to east on, evenly over half a turn."""


@dataclass(frozen=True)
class SplitGrid:
    """Divide a grid along a line.

    One half keeps the grid's code, name, worker, branches and whatever else refers to it. The other is a new grid of
    the same kind with the next code never used, without worker and branch. Buildings are where they are.

    Parameters
    ----------
    grid : int
        Id of a grid that is not divided into others.
    line : LineString
        In the plan's CRS, metres; from border to border or farther.
    keeps : 0 or 1, optional
        Which half keeps the code: 0 the one to the left of the line, 1 the one to the right. By default the one with
        more households, or if they are equal with more ground.
    name : str
        Of the new grid.
    """

    grid: int
    line: shapely.LineString
    keeps: int | None = None
    name: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``grid-without-ground``; ``grid-is-divided`` if there are grids below it; ``line-does-not-divide``;
            ``part-not-in-one-piece`` if a half would lie in several places; ``no-code-left``; or
            ``shape-would-be-invalid``.
        """
        work = Reshaping(plan)
        shape = _to_divide(work, self.grid)
        faces = _faces(shape, [self.line])
        left, right = (_beside(self.line, faces, side) for side in (1, -1))
        parts = [faces[left >= right], faces[left < right]]
        # What the line does not come near, of a grid in several parts, stays with the half that keeps the code.
        untouched = (left == 0) & (right == 0)
        parts[0] = faces[(left >= right) & ~untouched]
        if not len(parts[0]) or not len(parts[1]):
            raise Refused("line-does-not-divide", grids=[self.grid], codes=", ".join(plan.codes([self.grid])))
        keeps = _keeper(plan, [_united(part) for part in parts]) if self.keeps is None else self.keeps
        parts[keeps] = np.concatenate([parts[keeps], faces[untouched]])
        name = without_strange_letters(self.name)
        return _divided(work, self.grid, [_united(part) for part in parts], keeps, [name], "split-grid")


@dataclass(frozen=True)
class SplitEqually:
    """Divide a grid by straight cuts into parts with as nearly as possible equally many households.

    A grid without households is divided into equal areas. Parts are counted from west to east or from north to south.
    One part keeps code, name, worker and branches as with :class:`SplitGrid`.

    Parameters
    ----------
    grid : int
        Id of a grid that is not divided into others.
    parts : int
        2 to 20.
    direction : "shortest", "ns" or "we"
        Along which way the parts follow each other: north to south, west to east, or whichever of twelve directions
        needs the shortest cuts.
    keeps : int, optional
        Number of the part, from 0, that keeps the code; by default the one with most households, then most ground.
    """

    grid: int
    parts: int = 2
    direction: Direction = "shortest"
    keeps: int | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``too-many-parts``; ``part-not-in-one-piece`` if no cut leaves every part in one piece; or as
            :class:`SplitGrid`.
        """
        if not 2 <= self.parts <= _MOST_PARTS:
            raise Refused("too-many-parts", grids=[self.grid], expected=f"2-{_MOST_PARTS}", value=self.parts)
        work = Reshaping(plan)
        shape = _to_divide(work, self.grid)
        place, households = _people(plan, shape)
        turns = {"we": [0.0], "ns": [-np.pi / 2]}.get(self.direction, list(-np.pi * np.arange(_TURNS) / _TURNS))
        ways = [way for turn in turns if (way := _cut(shape, place, households, self.parts, turn)) is not None]
        if not ways:
            raise _scattered(plan, self.grid)
        # Of the ways that are about as even as can be, the one with the shortest cuts.
        evenest = min(way.unevenness for way in ways)
        shares = min((way for way in ways if way.unevenness <= evenest + _AS_EVEN), key=lambda way: way.cuts_m).shares
        keeps = _keeper(plan, shares) if self.keeps is None else self.keeps
        change = _divided(work, self.grid, shares, keeps, [""] * (self.parts - 1), "split-equally")
        return replace(change, values={**change.values, **_how_even(shares, place, households)})


def _to_divide(work: Reshaping, grid: int) -> shapely.Geometry:
    codes, shape = ", ".join(work.plan.codes([grid])), work.shape(grid)
    if shape is None:
        raise Refused("grid-without-ground", grids=[grid], codes=codes)
    if len(work.plan.child_positions([grid])):
        raise Refused("grid-is-divided", grids=[grid], codes=codes)
    return shape


def _divided(
    work: Reshaping, grid: int, shares: Sequence[shapely.Geometry], keeps: int, names: Sequence[str], label: str
) -> Change:
    """Return the change that makes a grid of each share; one of them keeps what the grid was."""
    plan = work.plan
    for number, share in enumerate(shares):
        pieces = shapely.get_num_geometries(work.shape(grid)) if number == keeps else 1
        if shapely.get_num_geometries(share) > pieces:
            raise _scattered(plan, grid)
    parent = int(plan.value(grid, "parent"))
    others = [share for number, share in enumerate(shares) if number != keeps]
    codes = next_codes(plan, parent, plan.scheme.kind(plan.value(grid, "kind")), len(others))
    before = shapely.get_coordinates(work.shape(grid))
    work.put(grid, shares[keeps])
    for share, code, name in zip(others, codes, names, strict=True):
        work.add(grid, share, code=code, name=name, parts=1, locked=False, note="")
    # The parts meet each other vertex for vertex; what is around them lacks the ends of the cuts.
    after = shapely.get_coordinates(shares)
    work.share_vertices(after[~is_among(after, before)])
    values: dict[str, str | int | float] = {
        "code": plan.codes([grid])[0],
        "count": len(shares),
        "codes": ", ".join(codes),
    }
    return refuse_new_faults(plan, work.change(label, values))


def _scattered(plan: Plan, grid: int) -> Refused:
    return Refused("part-not-in-one-piece", grids=[grid], codes=", ".join(plan.codes([grid])))


def _faces(shape: shapely.Geometry, lines: Sequence[shapely.Geometry]) -> ShapeArray:
    """Return the pieces into which lines cut a shape; they meet each other vertex for vertex."""
    noded = shapely.union_all([shapely.boundary(shape), *lines])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return faces[shapely.intersects(shape, shapely.point_on_surface(faces))]


def _united(faces: ShapeArray) -> shapely.Geometry:
    return faces[0] if len(faces) == 1 else shapely.union_all(faces)


def _beside(line: shapely.Geometry, faces: ShapeArray, side: int) -> FloatArray:
    """Return how much of each piece lies close to the left (1) or the right (-1) of a line, m2."""
    near = float(shapely.length(line)) / 1000
    strip = shapely.buffer(line, side * near, single_sided=True)
    return np.asarray(shapely.area(shapely.intersection(faces, strip)))


def _people(plan: Plan, shape: shapely.Geometry) -> tuple[FloatArray, IntArray]:
    """Return where the buildings on some ground are, and their households. Shapes (b, 2) and (b,)."""
    _, row = building_index(plan).query(shape, predicate="intersects")
    return shapely.get_coordinates(building_points(plan)[row]), plan.buildings["households"].to_numpy()[row]


def _keeper(plan: Plan, shares: Sequence[shapely.Geometry]) -> int:
    """Return which of some pieces of ground has most households, or of equal ones the largest area."""
    found = [(int(_people(plan, share)[1].sum()), float(share.area), -number) for number, share in enumerate(shares)]
    return -max(found)[2]


# ---- equal shares ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Way:
    """A way to cut a shape: its parts, how far their shares lie apart (0: all alike), and the length of the cuts."""

    shares: list[shapely.Geometry]
    unevenness: float
    cuts_m: float


def _cut(shape: shapely.Geometry, place: FloatArray, households: IntArray, parts: int, turn: float) -> _Way | None:
    """Cut a shape across a direction, ``None`` if a part would be scattered.

    Pieces that a cut leaves apart from their part go to the part that they border.
    """
    middle = shapely.get_coordinates(shapely.centroid(shape))[0]
    towards, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    if households.sum() > 0:
        at = _even_cuts((place - middle) @ towards, households, parts)
    else:
        at = _even_areas(shape, middle, towards, parts)
    reach = float(np.hypot(*(np.array(shape.bounds[2:]) - shape.bounds[:2])))
    lines = [shapely.LineString([middle + c * towards + side * reach * across for side in (-1, 1)]) for c in at]
    faces = _faces(shape, lines)
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    strip = np.searchsorted(at, (inner - middle) @ towards)
    if len(np.unique(strip)) < parts:
        return None
    core = [np.flatnonzero(strip == number)[np.argmax(shapely.area(faces[strip == number]))] for number in range(parts)]
    for stray in np.setdiff1d(np.arange(len(faces)), core).tolist():
        if shapely.get_num_geometries(shape) > 1 and not shapely.intersects(faces[core], faces[stray]).any():
            continue
        border = shapely.length(shapely.intersection(faces[core], faces[stray]))
        strip[stray] = int(np.argmax(border)) if border.max() > 0 else strip[stray]
    shares = [_united(faces[strip == number]) for number in range(parts)]
    if sum(shapely.get_num_geometries(shares)) > parts + shapely.get_num_geometries(shape) - 1:
        return None
    cuts_m = float(sum(shapely.length(shares)) - shapely.length(shape)) / 2
    if households.sum() == 0:
        return _Way(shares, 0.0, cuts_m)
    share = _households_in(shares, place, households)
    return _Way(shares, float((share.max() - share.min()) / share.mean()), cuts_m)


def _how_even(
    shares: Sequence[shapely.Geometry], place: FloatArray, households: IntArray
) -> dict[str, str | int | float]:
    """Return what a change says of the households of its shares: of the least and the most, and what they hang on."""
    if not households.sum():
        return {}
    of_share = _households_in(shares, place, households)
    return {
        "least": int(of_share.min()),
        "most": int(of_share.max()),
        "even": float(households.sum()) / len(shares),
        "homes": int((households > 0).sum()),
        "largest_home": int(households.max()),
    }


def why_uneven(change: Change) -> Problem | None:
    """Return why the shares of a :class:`SplitEqually` have not equally many households, ``None`` if they have.

    Shares that differ by one household are equal: a household is not divided. ``shares-too-few-homes``: there are
    fewer buildings that somebody lives in than shares; ``shares-one-home``: one building alone has more than a share;
    ``shares-between-homes``: the cuts run between buildings, and of cuts that are about as even the shortest is taken.
    """
    values = change.values
    if change.label != "split-equally" or "most" not in values or int(values["most"]) - int(values["least"]) <= 1:
        return None
    key = "shares-between-homes"
    if int(values["homes"]) < int(values["count"]):
        key = "shares-too-few-homes"
    elif int(values["largest_home"]) > float(values["even"]) + 1:
        key = "shares-one-home"
    return Problem(key, values=dict(values))


def _households_in(shares: Sequence[shapely.Geometry], place: FloatArray, households: IntArray) -> IntArray:
    points = shapely.points(place)
    return np.array([households[shapely.intersects(part, points)].sum() for part in shares])


def _even_cuts(along: FloatArray, households: IntArray, parts: int) -> FloatArray:
    """Return where to cut so that each part has as nearly as possible equally many households; ascending."""
    order = np.argsort(along, kind="stable")
    along, below = along[order], np.cumsum(households[order])
    between = np.flatnonzero(np.diff(along) > 0)  # after which building a cut may come
    if len(between) < parts - 1:
        cuts = np.linspace(along.min() - 1, along.max() + 1, parts + 1)
        through = np.abs(cuts[1:-1, None] - along).min(axis=1) < _CLEAR
        return cuts[1:-1] + np.where(through, (cuts[1] - cuts[0]) / 4, 0.0)  # never through a building
    after: list[int] = []
    for number in range(1, parts):
        free = between[between > (after[-1] if after else -1)]
        free = free[: len(free) - (parts - 1 - number)]
        after.append(int(free[np.argmin(np.abs(below[free] - below[-1] * number / parts))]))
    return (along[after] + along[np.array(after) + 1]) / 2


def _even_areas(shape: shapely.Geometry, middle: FloatArray, towards: FloatArray, parts: int) -> FloatArray:
    """Return where to cut so that each part has the same area; ascending."""
    turned = shapely.transform(
        shape, lambda xy: (xy - middle) @ np.array([[towards[0], -towards[1]], [towards[1], towards[0]]])
    )
    west, south, east, north = turned.bounds
    cuts = []
    for number in range(1, parts):
        low, high = west, east
        for _ in range(40):
            half = (low + high) / 2
            below = shapely.clip_by_rect(turned, west - 1, south - 1, half, north + 1).area
            low, high = (half, high) if below < turned.area * number / parts else (low, half)
        cuts.append((low + high) / 2)
    return np.array(cuts)
