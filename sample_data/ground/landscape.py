"""The drawn landscape of the sample city: shores, canals, roads, lakes, big premises, and the parts of its towns.

``sample_data/landscape.toml`` holds control points; here they become lines with natural detail, and the lines that
are borders become the ground of the 13 parts of which the ten towns are made.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any, Final

import numpy as np
import shapely
from shapely.ops import substring

from sample_data.ground.curves import STYLES, Floats, banks, draw_line, draw_ring, draw_walls
from sample_data.ground.mesh import Mesh, Shapes, merge_faces, node_lines

#: Cost of a grid border along a line of each rank, where one across open ground costs 1: borders like to follow these.
LINE_COST: Final[dict[str, float]] = {
    "limit": 0.2,
    "canal": 0.25,
    "river": 0.25,
    "motorway": 0.3,
    "primary": 0.35,
    "secondary": 0.5,
    "street": 0.6,
}


#: What no part claims inside the limit and is larger than this is a reach of the river.
LEAST_RIVER_M2: Final = 1e6
#: Ends of roads and waters that stick out beyond a crossing by less than this are cut off there.
LONGEST_STUB_M: Final = 1100.0
#: Crossings closer together than this are one: two wavering lines may cross several times where they meet.
CROSSINGS_OF_ONE_M: Final = 250.0


@dataclass(frozen=True)
class Line:
    """A named line on the ground; ``width_m`` is above 0 for a water that is wide enough to be exempt."""

    name: str
    rank: str
    shape: shapely.LineString
    width_m: float = 0.0
    border: bool = False


@dataclass(frozen=True)
class Area:
    """A lake, a canal between its banks, or a large premises with a shape of its own.

    ``part`` is the position of the part that a premises lies in; a ring that reaches beyond, or into the river, is
    meant to end there. It is -1 for waters.
    """

    name: str
    use: str
    shape: shapely.Polygon
    part: int = -1


@dataclass(frozen=True)
class Part:
    """The ground of one or two town-level codes of 2023, and where people live in it.

    ``centres`` has a row (x, y, share) for each old town or market town in the part; shares sum to 1. ``anchors`` say
    where the villages lie whose names begin so.
    """

    codes: tuple[str, ...]
    town: str
    label: str
    land: shapely.Polygon
    river: Shapes
    centres: Floats
    anchors: dict[str, Floats]


@dataclass(frozen=True)
class Landscape:
    """Everything that is drawn before the ground is divided among villages and grids."""

    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    canals: tuple[Area, ...]
    lakes: tuple[Area, ...]
    premises: tuple[Area, ...]


def draw_landscape(seed: int) -> Landscape:
    """Draw the landscape; each feature has a random stream of its own, so that adding one leaves the others alone.

    Parameters
    ----------
    seed : int
        The same seed gives the same landscape to the last bit.
    """
    plan = tomllib.loads(resources.files("sample_data").joinpath("landscape.toml").read_text(encoding="utf-8"))
    pen = _Pen(seed, np.array(plan["origin_m"]))
    shores = [pen.line(plan["shore"], "shore", 5)]
    shores += [shapely.LineString(pen.ring(island["ring"], "shore", 6, i)) for i, island in enumerate(plan["island"])]
    limits = [pen.line(plan["land_limit"], "land_limit", 7), pen.line(plan["river_limit"], "limit", 8)]
    waters = [pen.line(water["points"], water["kind"], 1, i) for i, water in enumerate(plan["water"])]
    roads = [pen.line(road["points"], road["rank"], 3, i) for i, road in enumerate(plan["road"])]
    borders = _joined(waters + roads, [x.get("border", False) for x in plan["water"] + plan["road"]], shores + limits)
    waters, roads = borders[: len(waters)], borders[len(waters) :]
    parts = _divide_into_parts(
        plan["part"],
        pen,
        limits,
        shores + [x for x, drawn in zip(borders, plan["water"] + plan["road"], strict=True) if drawn.get("border")],
    )
    lakes = tuple(
        Area(lake["name"], "lake", shapely.Polygon(pen.ring(_oval(lake), "lake", 9, i, scale=lake["radii"][1] / 0.4)))
        for i, lake in enumerate(plan["lake"])
    )
    lines, canals = _waters(plan["water"], waters, pen)
    lines += _roads(plan["road"], roads) + _draw_streets(plan["streets"], pen)
    return Landscape(parts, tuple(lines), canals, lakes, _draw_premises(plan["premises"], parts, pen))


class _Pen:
    """Draws features from control points; the key of a feature picks its random stream."""

    def __init__(self, seed: int, origin: Floats) -> None:
        self._seed = seed
        self._origin = origin

    def metres(self, points: Any) -> Floats:
        return self._origin + 1000.0 * np.array(points, dtype=np.float64)

    def stream(self, *key: int) -> np.random.Generator:
        return np.random.default_rng([self._seed, 1, *key])

    def line(self, points: Any, style: str, *key: int) -> shapely.LineString:
        return shapely.LineString(draw_line(self.metres(points), STYLES[style], self.stream(*key)))

    def ring(self, points: Any, style: str, *key: int, scale: float = 1.0) -> Floats:
        look = STYLES[style]
        look = replace(look, sway_m=look.sway_m * scale, wave_m=look.wave_m * max(scale, 0.5))
        return draw_ring(self.metres(points), look, self.stream(*key))

    def walls(self, points: Any, *key: int) -> Floats:
        return draw_walls(self.metres(points), STYLES["wall"], self.stream(*key))


def _waters(
    plan: list[dict[str, Any]], shapes: list[shapely.LineString], pen: _Pen
) -> tuple[list[Line], tuple[Area, ...]]:
    """Name the middle lines of waters, and draw the banks of the wide ones."""
    lines, canals = [], []
    for i, water in enumerate(plan):
        name, kind, width = water["name"], water["kind"], float(water.get("width_m", 0.0))
        others = [x for j, x in enumerate(shapes) if j != i and plan[j]["kind"] != "limit"]
        trimmed = _without_stubs(shapes[i], others)
        # A border is drawn a little too long on purpose: it must cut the ground through.
        border = water.get("border", False)
        lines.append(Line(name, kind, shapes[i] if border else trimmed, width, border))
        if width > 0:
            left, right = banks(shapely.get_coordinates(trimmed), width, pen.stream(2, i))
            canals.append(Area(name, kind, _valid(np.vstack([left, right[::-1], left[:1]]))))
    return lines, tuple(canals)


def _roads(plan: list[dict[str, Any]], shapes: list[shapely.LineString]) -> list[Line]:
    lines = []
    for i, road in enumerate(plan):
        border = road.get("border", False)
        shape = shapes[i] if border else _without_stubs(shapes[i], shapes[:i] + shapes[i + 1 :])
        lines.append(Line(road["name"], road["rank"], shape, 0.0, border))
    return lines


def _joined(
    shapes: list[shapely.LineString], border: list[bool], outlines: list[shapely.LineString]
) -> list[shapely.LineString]:
    """Lengthen border lines whose wavering end misses the border that it should meet, so that they cut the ground."""
    joined = list(shapes)
    for i in np.flatnonzero(border).tolist():
        others = shapely.union_all([*outlines, *(joined[j] for j in np.flatnonzero(border) if j != i)])
        line = shapely.get_coordinates(joined[i])
        crossings = shapely.get_parts(shapely.intersection(joined[i], others))
        along = shapely.line_locate_point(joined[i], crossings)
        if not (along < LONGEST_STUB_M).any():
            line = np.vstack([_beyond(line[0], others), line])
        if not (along > shapely.length(joined[i]) - LONGEST_STUB_M).any():
            line = np.vstack([line, _beyond(line[-1], others)])
        joined[i] = shapely.LineString(line)
    return joined


def _beyond(end: Floats, others: shapely.Geometry) -> Floats:
    """Return the point of the other lines that is nearest to an end, and a little further."""
    nearest = shapely.get_coordinates(shapely.shortest_line(shapely.points(end), others))[1]
    step = nearest - end
    beyond: Floats = nearest + step * (30.0 / np.sqrt(step[0] ** 2 + step[1] ** 2))
    return beyond


def _draw_streets(plan: list[dict[str, Any]], pen: _Pen) -> list[Line]:
    streets = []
    for i, old_town in enumerate(plan):
        rng = pen.stream(4, i)
        for street in _street_grid(pen.metres(old_town["at"]), old_town, rng):
            streets.append(Line("", "street", shapely.LineString(draw_line(street, STYLES["street"], rng))))
    return streets


def _draw_premises(plan: list[dict[str, Any]], parts: tuple[Part, ...], pen: _Pen) -> tuple[Area, ...]:
    land = np.array([part.land for part in parts], dtype=object)
    premises = []
    for i, unit in enumerate(plan):
        ring = pen.ring(unit["ring"], "hill", 10, i) if unit.get("soft", False) else pen.walls(unit["ring"], 10, i)
        shape = _valid(ring)
        home = int(np.argmax(shapely.area(shapely.intersection(land, shape))))
        premises.append(Area(unit["name"], unit["use"], shape, home))
    return tuple(premises)


def _without_stubs(line: shapely.LineString, others: list[shapely.LineString]) -> shapely.LineString:
    """Cut a line's ends off where they stick out beyond another line by less than ``LONGEST_STUB_M``."""
    crossings = shapely.get_parts(shapely.intersection(line, np.array(others, dtype=object)))
    crossings = crossings[shapely.get_type_id(crossings) == shapely.GeometryType.POINT]
    along = np.sort(shapely.line_locate_point(line, crossings))
    length = shapely.length(line)
    head, tail = along[along < LONGEST_STUB_M], along[along > length - LONGEST_STUB_M]
    start = head[head < head[0] + CROSSINGS_OF_ONE_M][-1] if len(head) else 0.0
    end = tail[tail > tail[-1] - CROSSINGS_OF_ONE_M][0] if len(tail) else length
    return substring(line, start, end) if start < end else line


def _oval(lake: dict[str, Any]) -> list[list[float]]:
    (x, y), (a, b) = lake["at"], lake["radii"]
    corner = 0.68
    return [
        [x + a, y],
        [x + corner * a, y + corner * b],
        [x, y + b],
        [x - corner * a, y + corner * b],
        [x - a, y],
        [x - corner * a, y - corner * b],
        [x, y - b],
        [x + corner * a, y - corner * b],
    ]


def _valid(ring: Floats) -> shapely.Polygon:
    """Return the largest polygon of a ring that may cross itself at a sharp bend."""
    pieces = shapely.get_parts(shapely.make_valid(shapely.Polygon(ring)))
    return pieces[np.argmax(shapely.area(pieces))]


def _street_grid(at: Floats, old_town: dict[str, Any], rng: np.random.Generator) -> list[Floats]:
    """Lay the streets of an old town: two families of lines at right angles, unevenly spaced, of uneven length."""
    slope = float(old_town["slope"])
    unit = 1.0 / np.sqrt(1.0 + slope * slope)
    along = np.array([1.0, slope]) * unit
    across = np.array([-slope, 1.0]) * unit
    streets = []
    for direction, sideways, reach, other, count in (
        (across, along, old_town["reach"][0], old_town["reach"][1], old_town["lines"][0]),
        (along, across, old_town["reach"][1], old_town["reach"][0], old_town["lines"][1]),
    ):
        places = (np.arange(count) - (count - 1) / 2 + rng.uniform(-0.17, 0.17, count)) * (2000.0 * reach / count)
        for place in places:
            start, end = -1000.0 * other * rng.uniform(0.75, 1.1), 1000.0 * other * rng.uniform(0.75, 1.1)
            bend = rng.uniform(-60.0, 60.0, 3)
            stops = np.array([start, (start + end) / 2, end])
            streets.append(at + sideways * (place + bend)[:, None] + direction * stops[:, None])
    return streets


def _divide_into_parts(
    wanted: list[dict[str, Any]], pen: _Pen, limits: list[shapely.LineString], borders: list[shapely.LineString]
) -> tuple[Part, ...]:
    """Make the ground of each part from the limit of the city, the shores and the border lines."""
    city = Mesh.from_lines(node_lines(limits)).faces
    outline = city[np.argmax(shapely.area(city))]
    mesh = Mesh.from_lines(node_lines([outline.exterior, *borders]))
    inside = shapely.contains_properly(outline, shapely.point_on_surface(mesh.faces))
    seeds = shapely.points(np.array([pen.metres(part["seed"]) for part in wanted]))
    at, seed = shapely.STRtree(mesh.faces).query(seeds, predicate="within")[::-1]
    owner = np.full(len(mesh.faces), -1)
    owner[at] = seed
    river = np.flatnonzero(inside & (owner < 0) & (shapely.area(mesh.faces) > LEAST_RIVER_M2))
    owner[river] = len(wanted) + np.arange(len(river))
    # Pockets that a wavering border cuts off at the limit or the shore join whatever they share most border with.
    left, right, length = mesh.borders()
    this, that = np.concatenate([left, right]), np.concatenate([right, left])
    by_length = np.argsort(-np.concatenate([length, length]), kind="stable").tolist()
    while (pockets := inside & (owner < 0)).any():
        for pair in by_length:
            if pockets[this[pair]] and owner[this[pair]] < 0 and owner[that[pair]] >= 0:
                owner[this[pair]] = owner[that[pair]]
    grounds = merge_faces(mesh.faces, owner, len(wanted) + len(river))
    part_of_river = np.empty(len(river), dtype=np.int64)
    for i in range(len(river)):
        shared = np.zeros(len(wanted))
        shore = (owner[this] == len(wanted) + i) & (owner[that] >= 0) & (owner[that] < len(wanted))
        np.add.at(shared, owner[that[shore]], np.concatenate([length, length])[shore])
        part_of_river[i] = int(np.argmax(shared))
    parts = []
    for i, part in enumerate(wanted):
        centres = np.array(part["centres"], dtype=np.float64)
        parts.append(
            Part(
                codes=tuple(part["codes"]),
                town=part["town"],
                label=part["label"],
                land=grounds[i],
                river=grounds[len(wanted) :][part_of_river == i],
                anchors={name: pen.metres(at) for name, at in part.get("anchors", {}).items()},
                centres=np.column_stack([pen.metres(centres[:, :2]), centres[:, 2]]),
            )
        )
    return tuple(parts)
