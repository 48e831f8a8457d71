"""The drawn landscape of the sample city: shores, canals, roads, lakes, big premises, and the parts of its towns.

``sample_data/landscape.toml`` holds control points; here they become lines with natural detail, and the lines that
are borders become the ground of the 13 parts of which the ten towns are made.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.sample.curves import STYLES, Floats, banks, draw_line, draw_ring
from gridmap.sample.mesh import Mesh, node_lines

Shapes = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]

#: Cost of a grid border along a line of each rank, relative to one across open ground: borders like to follow water and roads.
LINE_COST: Final[dict[str, float]] = {
    "limit": 0.2,
    "canal": 0.25,
    "river": 0.25,
    "motorway": 0.3,
    "primary": 0.35,
    "secondary": 0.5,
    "street": 0.6,
}


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

    ``part`` is the position of the part that a premises lies in; a ring that reaches beyond, or into the river, is meant
    to end there. It is -1 for waters.
    """

    name: str
    use: str
    shape: shapely.Polygon
    part: int = -1


@dataclass(frozen=True)
class Part:
    """The ground of one or two town-level codes of 2023, and where people live in it.

    ``centres`` has a row (x, y, share) for each old town or market town in the part; shares sum to 1.
    """

    codes: tuple[str, ...]
    town: str
    label: str
    land: shapely.Polygon
    river: Shapes
    centres: Floats


@dataclass(frozen=True)
class Landscape:
    """Everything that is drawn before the ground is divided among villages and grids."""

    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    canals: tuple[Area, ...]
    lakes: tuple[Area, ...]
    premises: tuple[Area, ...]


def draw_landscape(seed: int) -> Landscape:
    """Draw the landscape; every feature has a random stream of its own, so that adding one leaves the others as they are.

    Parameters
    ----------
    seed : int
        The same seed gives the same landscape to the last bit.
    """
    plan = tomllib.loads(resources.files("sample_data").joinpath("landscape.toml").read_text(encoding="utf-8"))
    origin = np.array(plan["origin_m"])

    def metres(points: Any) -> Floats:
        return origin + 1000.0 * np.array(points, dtype=np.float64)

    def stream(*key: int) -> np.random.Generator:
        return np.random.default_rng([seed, 1, *key])

    def line(points: Any, style: str, *key: int) -> shapely.LineString:
        return shapely.LineString(draw_line(metres(points), STYLES[style], stream(*key)))

    def ring(points: Any, style: str, *key: int) -> Floats:
        return draw_ring(metres(points), STYLES[style], stream(*key))

    lines: list[Line] = []
    canals: list[Area] = []
    for i, water in enumerate(plan["water"]):
        shape = line(water["points"], water["kind"], 1, i)
        width = float(water.get("width_m", 0.0))
        lines.append(Line(water["name"], water["kind"], shape, width, water.get("border", False)))
        if width > 0:
            left, right = banks(shapely.get_coordinates(shape), width, stream(2, i))
            canals.append(Area(water["name"], water["kind"], _valid(np.vstack([left, right[::-1], left[:1]]))))
    for i, road in enumerate(plan["road"]):
        shape = line(road["points"], road["rank"], 3, i)
        lines.append(Line(road["name"], road["rank"], shape, 0.0, road.get("border", False)))
    for i, old_town in enumerate(plan["streets"]):
        rng = stream(4, i)
        lines.extend(
            Line("", "street", shapely.LineString(draw_line(street, STYLES["street"], rng)))
            for street in _street_grid(metres(old_town["at"]), old_town, rng)
        )

    shores = [line(plan["shore"], "shore", 5)]
    shores += [shapely.LineString(ring(island["ring"], "shore", 6, i)) for i, island in enumerate(plan["island"])]
    limits = [line(plan["land_limit"], "land_limit", 7), line(plan["river_limit"], "limit", 8)]
    parts = _divide_into_parts(plan["part"], metres, limits, shores + [x.shape for x in lines if x.border])
    lakes = tuple(
        Area(lake["name"], "lake", shapely.Polygon(ring(_oval(lake), "ring", 9, i)))
        for i, lake in enumerate(plan["lake"])
    )
    land = np.array([part.land for part in parts], dtype=object)
    premises = []
    for i, unit in enumerate(plan["premises"]):
        shape = shapely.Polygon(ring(unit["ring"], "ring", 10, i))
        home = int(np.argmax(shapely.area(shapely.intersection(land, shape))))
        premises.append(Area(unit["name"], unit["use"], shape, home))
    return Landscape(parts, tuple(lines), tuple(canals), lakes, tuple(premises))


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
    wanted: list[dict[str, Any]], metres: Any, limits: list[shapely.LineString], borders: list[shapely.LineString]
) -> tuple[Part, ...]:
    """Make the ground of each part from the limit of the city, the shores and the border lines."""
    city = Mesh.from_lines(node_lines(limits)).faces
    outline = city[np.argmax(shapely.area(city))]
    mesh = Mesh.from_lines(node_lines([outline.exterior, *borders]))
    inside = shapely.contains_properly(outline, shapely.point_on_surface(mesh.faces))
    seeds = shapely.points(np.array([metres(part["seed"]) for part in wanted]))
    at, seed = shapely.STRtree(mesh.faces).query(seeds, predicate="within")[::-1]
    part_of = np.full(len(mesh.faces), -1)
    part_of[at] = seed
    river = inside & (part_of < 0) & (shapely.area(mesh.faces) > 1e6)
    # Pockets that a wavering border cuts off at the limit or the shore join the part, or the river, with the longest border.
    left, right, length = mesh.borders()
    order = np.argsort(-length, kind="stable")
    for this, that in zip(
        np.concatenate([left, right])[np.tile(order, 2)], np.concatenate([right, left])[np.tile(order, 2)], strict=True
    ):
        if inside[this] and not river[this] and part_of[this] < 0 and (part_of[that] >= 0):
            part_of[this] = part_of[that]
    owner = np.full(len(mesh.faces), -1)
    for face in np.flatnonzero(river):
        shared = np.zeros(len(wanted))
        for a, b in ((left, right), (right, left)):
            mine = (a == face) & (part_of[b] >= 0)
            np.add.at(shared, part_of[b[mine]], length[mine])
        owner[face] = int(np.argmax(shared))
    parts = []
    for i, part in enumerate(wanted):
        centres = np.array(part["centres"], dtype=np.float64)
        parts.append(
            Part(
                codes=tuple(part["codes"]),
                town=part["town"],
                label=part["label"],
                land=shapely.coverage_union_all(mesh.faces[part_of == i]),
                river=mesh.faces[owner == i],
                centres=np.column_stack([metres(centres[:, :2]), centres[:, 2]]),
            )
        )
    return tuple(parts)
