"""Blocks: the small pieces of ground between streets, ditches and field tracks, of which grids are put together.

Each piece between the drawn lines is halved across its long side until it is as small as the density there asks for:
blocks of an old town are about 120 m wide, fields far out about 500 m. All pieces of a part are halved at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from gridmap.model.wanted import must_be_wanted
from sample_data.ground.landscape import Part
from sample_data.ground.mesh import PRECISION_M, Floats, Ints, Shapes

Flags = npt.NDArray[np.bool_]

#: Blocks are halved at most this often; 2^16 blocks of one hectare would be more than the city.
MOST_ROUNDS = 18


@dataclass(frozen=True)
class Density:
    """Where people live in a part: how far a place is from its centres, in radii of what is built up there.

    Parameters
    ----------
    centres : array of shape (n, 2)
        Metres.
    radius_m : array of shape (n,)
        Radius of the built-up ground around each centre.
    """

    centres: Floats
    radius_m: Floats

    @classmethod
    def of_part(cls, part: Part, built_up_m2: float) -> Density:
        """Share the built-up ground of a part among its centres."""
        return cls(part.centres[:, :2], np.sqrt(part.centres[:, 2] * built_up_m2 / 3.14159))

    def remoteness(self, points: Floats) -> Floats:
        """Return the squared distance from the nearest centre in radii: 0 in the middle, 1 at the edge of town."""
        away = points[:, None, :] - self.centres[None, :, :]
        return np.asarray(np.min((away[:, :, 0] ** 2 + away[:, :, 1] ** 2) / self.radius_m[None, :] ** 2, axis=1))

    def block_m2(self, points: Floats) -> Floats:
        """Return how large a block is that one would expect at each point, square metres."""
        far = self.remoteness(points)
        return 10_000.0 * np.where(far < 1.0, 1.3 + 2.2 * far, np.minimum(3.5 + 4.0 * (far - 1.0), 24.0))


@dataclass(frozen=True)
class Cuts:
    """Lines along which ground was halved, with the width of what runs there: a street, a lane or a ditch.

    ``depth`` counts the halvings before: the first cuts of a piece are its larger streets. ``built_up`` tells a street
    from a ditch or a field track.
    """

    shapes: Shapes
    depth: Ints
    built_up: Flags


def halve_until_small(
    pieces: Shapes, density: Density, sites: Floats, site_m2: Floats, rng: np.random.Generator
) -> tuple[Shapes, Cuts]:
    """Halve pieces of ground until each is as small as its place asks for.

    Parameters
    ----------
    pieces : array of shapely.Polygon
        Ground between the drawn lines, metres.
    density : Density
        Tells how large blocks should be.
    sites : array of shape (s, 2)
        Places where a piece as small as ``site_m2`` is wanted, for a school or a hospital.
    site_m2 : array of shape (s,)
    rng : numpy.random.Generator

    Returns
    -------
    leaves : array of shapely.Polygon
        What remains; neighbours do not share vertices yet (that is what noding does later).
    cuts : Cuts
        The lines between them.
    """
    done, lines = list[Shapes](), list[Shapes]()
    depths: list[Ints] = []
    built_up: list[Flags] = []
    points = shapely.points(sites) if len(sites) else np.array([], dtype=object)
    for depth in range(MOST_ROUNDS):
        must_be_wanted()
        centre = shapely.get_coordinates(shapely.centroid(pieces))
        wanted = density.block_m2(centre) * rng.uniform(1.1, 2.0, len(pieces))
        piece, site = shapely.STRtree(points).query(pieces, predicate="contains") if len(points) else ([], [])
        np.minimum.at(wanted, piece, 1.5 * site_m2[site])
        large = shapely.area(pieces) > wanted
        done.append(pieces[~large])
        if not large.any():
            break
        pieces, centre = pieces[large], centre[large]
        town = density.remoteness(centre) < 1.4
        cut = _clip(_cross_lines(pieces, centre, town, rng), pieces)
        # Rounding to the grid makes the ends of the cut meet the boundary; without it they miss by the last bit.
        noded = shapely.union(shapely.boundary(pieces), cut, grid_size=PRECISION_M)
        halves = shapely.polygonize(noded[:, None])
        divided = shapely.get_num_geometries(halves) > 1 + shapely.get_num_interior_rings(pieces)
        halves, of = shapely.get_parts(halves, return_index=True)
        # A hole in a piece (a lake, a park) comes back as a face of its own, which is no ground to cut.
        ring = shapely.get_num_interior_rings(pieces)[of] > 0
        ring[ring] = ~shapely.contains(pieces[of[ring]], shapely.point_on_surface(halves[ring]))
        pieces = halves[~ring]
        lines.append(cut[divided])
        depths.append(np.full(int(divided.sum()), depth))
        built_up.append(town[divided])
    else:
        done.append(pieces)
    none = np.array([], dtype=object)
    return np.concatenate(done), Cuts(
        np.concatenate([none, *lines]),
        np.concatenate([np.array([], dtype=np.int64), *depths]),
        np.concatenate([np.array([], dtype=bool), *built_up]),
    )


def campus_rings(leaves: Shapes, area_m2: Floats, rng: np.random.Generator) -> Shapes:
    """Draw a walled campus in the middle of each leaf, clear of its borders.

    Parameters
    ----------
    leaves : array of shapely.Polygon
    area_m2 : array of float
        Wanted area of each campus; a leaf too small for it gets a smaller one.

    Returns
    -------
    array of shapely.LinearRing
        Four slightly uneven walls in the direction of the leaf.
    """
    if not len(leaves):
        return np.array([], dtype=object)
    circle = shapely.get_coordinates(shapely.maximum_inscribed_circle(leaves, tolerance=2.0)).reshape(-1, 2, 2)
    reach = circle[:, 1] - circle[:, 0]
    radius = np.sqrt(reach[:, 0] ** 2 + reach[:, 1] ** 2)
    along, _ = _axes(leaves)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    shape = rng.uniform(0.75, 1.3, len(leaves))
    half = np.minimum(np.sqrt(area_m2) / 2, 0.42 * radius)
    a, b = half * np.sqrt(shape), half / np.sqrt(shape)
    sides = np.array(
        [
            [1, -1],
            [1, -0.3],
            [1, 0.35],
            [1, 1],
            [0.3, 1],
            [-0.4, 1],
            [-1, 1],
            [-1, 0.3],
            [-1, -0.4],
            [-1, -1],
            [-0.3, -1],
            [0.4, -1],
        ]
    )
    uneven = sides[None, :, :] * rng.uniform(0.9, 1.1, (len(leaves), len(sides), 2))
    corner = (
        circle[:, None, 0]
        + uneven[:, :, :1] * (a[:, None] * along)[:, None, :]
        + uneven[:, :, 1:] * (b[:, None] * across)[:, None, :]
    )
    rings: Shapes = shapely.linearrings(corner)
    return rings


def _axes(pieces: Shapes) -> tuple[Floats, Floats]:
    """Return the direction of each piece's narrowest rectangle (unit vector), and the rectangle's sides, long first."""
    corner = shapely.get_coordinates(shapely.oriented_envelope(pieces)).reshape(-1, 5, 2)
    side = np.stack([corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 1]], axis=1)
    length = np.sqrt(side[:, :, 0] ** 2 + side[:, :, 1] ** 2)
    longer = np.where(length[:, 0] >= length[:, 1], 0, 1)
    row = np.arange(len(pieces))
    return side[row, longer] / length[row, longer, None], np.column_stack(
        [length[row, longer], length[row, 1 - longer]]
    )


def _cross_lines(pieces: Shapes, centre: Floats, town: Flags, rng: np.random.Generator) -> Shapes:
    """Draw a line across each piece near its middle: nearly straight in town, wavy and sometimes with a jog outside."""
    count = len(pieces)
    along, size = _axes(pieces)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    # Nearly square pieces are cut either way, or every street of a quarter would run in the same direction.
    turn = (size[:, 1] > 0.85 * size[:, 0]) & (rng.uniform(size=count) < 0.5)
    along, across = np.where(turn[:, None], across, along), np.where(turn[:, None], -along, across)
    size = np.where(turn[:, None], size[:, ::-1], size)
    middle = centre + along * (rng.uniform(-0.09, 0.09, count) * size[:, 0])[:, None]
    tilt = rng.uniform(-0.06, 0.06, count) * np.where(town, 0.35, 1.0)
    half = 0.75 * size[:, 1] + 0.15 * size[:, 0]
    spacing = np.where(town, 36.0, 46.0)
    steps = np.maximum((2 * half / spacing).astype(np.int64), 4)
    line = np.repeat(np.arange(count), steps + 1)
    step = np.arange(len(line)) - np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
    place = (2.0 * step / steps[line] - 1.0) * half[line]
    sway = np.where(town, 0.010, 0.035) * size[:, 1]
    aside = tilt[line] * place
    knots = rng.uniform(-1.0, 1.0, (count, 48))
    for waves in (2, 5, 11, 23):
        at = (place / half[line] + 1.0) / 2.0 * waves
        left = np.minimum(np.floor(at).astype(np.int64), waves - 1)
        share = at - left
        share = share * share * (3.0 - 2.0 * share)
        value = knots[line, waves + left] * (1 - share) + knots[line, waves + left + 1] * share
        aside = aside + value * (sway * 2.0 / waves)[line]
    jog = np.where(~town & (rng.uniform(size=count) < 0.45), rng.uniform(-0.07, 0.07, count) * size[:, 0], 0.0)
    at_jog = rng.uniform(-0.3, 0.3, count) * size[:, 1]
    aside = aside + jog[line] * np.where(place > at_jog[line], 0.5, -0.5)
    points = middle[line] + across[line] * place[:, None] + along[line] * aside[:, None]
    lines: Shapes = shapely.linestrings(points, indices=line)
    return lines


def _clip(lines: Shapes, pieces: Shapes) -> Shapes:
    """Keep of each line what halves its piece: the longest stretch inside, or all stretches if the piece has holes."""
    inside = shapely.intersection(lines, pieces)
    stretch, owner = shapely.get_parts(inside, return_index=True)
    length = shapely.length(stretch)
    order = np.lexsort((length, owner))
    last = np.flatnonzero(np.diff(owner[order], append=len(lines)))
    longest = inside.copy()
    longest[owner[order][last]] = stretch[order[last]]
    kept: Shapes = np.where(shapely.get_num_interior_rings(pieces) > 0, inside, longest)
    return kept
