"""Ground that no grid holds: inside or between grids, at a village's border, beside exempt ground, around an island."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from gridmap.model.arrays import BoolArray
from sample_data.defects.claims import SHAPE
from sample_data.defects.figures import blob, is_broad
from sample_data.defects.places import between, corners, met_by, outer, shore, spots
from sample_data.defects.planting import NARROWEST_M, Planting, plant_each
from sample_data.defects.survey import Family

ISLAND_M2: Final = 120.0
"""Area of an island at least, which is no sliver then."""


def plant_gaps(planting: Planting, per_kind: int) -> None:
    """Plant gaps of every sort, so many of each."""
    for act in (
        gap_open_to_outside,
        gap_at_outer_border,
        gap_beside_water,
        gap_between_three,
        gap_between_two,
        gap_with_island,
        gap_with_recorded_island,
        gap_beside_pond,
        gap_inside,
    ):
        plant_each(planting, act, per_kind, or_else=gap_inside)
    plant_each(planting, thin_gap, per_kind, 1.0, 400.0, or_else=gap_between_two)
    for act in (enclave_that_is_meant, gap_that_is_exempt):
        plant_each(planting, act, max(per_kind // 3, 1), ISLAND_M2, 5_000.0)


def gap_inside(planting: Planting, area_m2: float) -> bool:
    """Cut a hole into a grid."""
    for grid, hole in _holes(planting, area_m2):
        if planting.reshape({grid: planting.shape(grid).difference(hole)}, "gap-inside"):
            return True
    return False


def gap_between_two(planting: Planting, area_m2: float) -> bool:
    """Take ground from two neighbours at their common border."""
    return _cut_at_corner(planting, area_m2, 2, "gap-between-two")


def gap_between_three(planting: Planting, area_m2: float) -> bool:
    """Take ground from three grids where they meet."""
    return _cut_at_corner(planting, area_m2, 3, "gap-between-three")


def gap_open_to_outside(planting: Planting, area_m2: float) -> bool:
    """Take ground from a grid at the border of its village, where another village begins."""
    return _cut_at_edge(planting, area_m2, "gap-open-to-outside", at_outer_border=False)


def gap_at_outer_border(planting: Planting, area_m2: float) -> bool:
    """Take ground from a grid where beyond its village there is no other, but water or another city."""
    return _cut_at_edge(planting, area_m2, "gap-at-outer-border", at_outer_border=True)


def gap_beside_water(planting: Planting, area_m2: float) -> bool:
    """Take ground from a grid along exempt water; what counts is only the dry part."""
    for family in _families(planting):
        for corner in corners(planting, family, shore(family), area_m2):
            ground = blob(planting.rng, corner.xy, area_m2)
            if met_by(planting, family, ground).tolist() == corner.children.tolist() and _cut(
                planting, corner.children.tolist(), ground, "gap-beside-water"
            ):
                return True
    # Where there is no water, make some: a pond that is exempt.
    return gap_beside_pond(planting, area_m2)


def gap_beside_pond(planting: Planting, area_m2: float) -> bool:
    """Cut a hole into a grid, of which one half is a pond that need not be covered."""
    for grid, hole in _holes(planting, area_m2):
        west, south, east, north = hole.bounds
        pond = hole.intersection(shapely.box(west, south, (west + east) / 2, north))
        rest = hole.difference(pond)
        if rest.geom_type != "Polygon" or not is_broad([rest], NARROWEST_M):
            continue
        if planting.reshape({grid: planting.shape(grid).difference(hole)}, "gap-beside-pond"):
            planting.add("exempt_areas", name="鱼塘", kind="pond", reason="养殖水面，无住户", geometry=pond)
            return True
    return False


def gap_with_island(planting: Planting, area_m2: float) -> bool:
    """Draw a moat around a grid that lies inside another: the gap goes around it and must not count it."""
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        shapes = planting.plan.shapes(family.children)
        for island, enclave in zip(family.children.tolist(), shapes, strict=True):
            others = family.children[shapely.intersects(shapes, enclave) & (family.children != island)]
            if len(others) != 1 or planting.parent(island) != parent:
                continue
            host = planting.clean_shape(int(others[0]))
            if not shapely.Polygon(host.exterior).contains_properly(enclave):
                continue
            moat = enclave.buffer(area_m2 / enclave.length, join_style="mitre").difference(enclave)
            if met_by(planting, family, moat).tolist() != sorted((island, int(others[0]))):
                continue
            shape = planting.shape(int(others[0])).difference(moat)
            if planting.reshape({int(others[0]): shape}, "gap-with-island"):
                return True
    return gap_with_recorded_island(planting, area_m2)


def gap_with_recorded_island(planting: Planting, area_m2: float) -> bool:
    """Draw a moat inside a grid; the island stays the grid's own, and that it has two parts is recorded."""
    ground_m2 = max(area_m2, ISLAND_M2)
    for grid, room in _holes(planting, 4 * ground_m2):
        island = shapely.affinity.scale(room, 0.5, 0.5)
        moat = island.buffer(area_m2 / island.length, join_style="mitre")
        shape = planting.shape(grid).difference(moat)
        if planting.is_claimed(SHAPE, grid) or shape.geom_type != "Polygon":
            continue
        if planting.reshape({grid: shape}, "gap-with-island"):
            planting.claim(SHAPE, grid)
            planting.set_shape(grid, shapely.MultiPolygon([shape, island]))
            planting.put("grids", grid, parts=2)
            return True
    return False


def thin_gap(planting: Planting, area_m2: float) -> bool:
    """Let a grid keep a few centimetres or metres away from its neighbour along a stretch of their border."""
    for family in _families(planting):
        inner = between(family, 2)
        for corner in corners(planting, family, inner, area_m2):
            one, two = corner.children.tolist()
            line = shapely.intersection(planting.shape(one).boundary, planting.shape(two).boundary)
            line = shapely.line_merge(line)
            stretch = [s for s in shapely.get_parts(line).tolist() if s.distance(shapely.Point(corner.xy)) < 1e-6]
            if not stretch or stretch[0].geom_type != "LineString":
                continue
            length = stretch[0].length * planting.rng.uniform(0.2, 0.6)
            strip = shapely.ops.substring(stretch[0], 0.15 * length, 1.15 * length)
            width = area_m2 / length
            ground = strip.buffer(max(width, 2 * NARROWEST_M), cap_style="flat", join_style="mitre")
            if met_by(planting, family, ground).tolist() == [one, two] and planting.reshape(
                {one: planting.shape(one).difference(ground)}, "gap-along-border"
            ):
                return True
    return False


def enclave_that_is_meant(planting: Planting, area_m2: float) -> bool:
    """Give a grid a second part inside another grid, and record it: nothing is wrong with that."""
    for grid, ground in _holes(planting, area_m2):
        for other in planting.children(planting.parent(grid)).tolist():
            shape = planting.shape(other)
            if other == grid or shape is None or shape.geom_type != "Polygon" or planting.is_claimed(SHAPE, other):
                continue
            if planting.reshape({grid: planting.shape(grid).difference(ground)}, "no-defect"):
                planting.claim(SHAPE, other)
                planting.set_shape(other, shapely.MultiPolygon([shape, ground]))
                planting.put("grids", other, parts=2)
                return True
    return False


def gap_that_is_exempt(planting: Planting, area_m2: float) -> bool:
    """Cut a hole into a grid and exempt it: nothing is wrong with that."""
    for grid, ground in _holes(planting, area_m2):
        if planting.reshape({grid: planting.shape(grid).difference(ground)}, "no-defect"):
            planting.add("exempt_areas", name="水塘", kind="pond", reason="水面，无住户", geometry=ground)
            return True
    return False


def _families(planting: Planting) -> Iterator[Family]:
    for parent in planting.shuffled(planting.middles).tolist():
        yield planting.family(parent)


def _holes(planting: Planting, area_m2: float) -> Iterator[tuple[int, shapely.Polygon]]:
    """Yield grids with a blob inside each that is clear of everything."""
    for grid in planting.shuffled(planting.intact).tolist():
        for spot in spots(planting, grid, area_m2):
            yield grid, blob(planting.rng, spot, area_m2)
            break


def _cut(planting: Planting, grids: list[int], ground: shapely.Polygon, planted: str) -> bool:
    return planting.reshape({grid: planting.shape(grid).difference(ground) for grid in grids}, planted)


def _cut_at_corner(planting: Planting, area_m2: float, count: int, planted: str) -> bool:
    for family in _families(planting):
        for corner in corners(planting, family, between(family, count), area_m2):
            ground = blob(planting.rng, corner.xy, area_m2)
            if not planting.shape(family.parent).contains_properly(ground):
                continue
            if met_by(planting, family, ground).tolist() == corner.children.tolist() and _cut(
                planting, corner.children.tolist(), ground, planted
            ):
                return True
    return False


def _cut_at_edge(planting: Planting, area_m2: float, planted: str, *, at_outer_border: bool) -> bool:
    for family in _families(planting):
        edge = outer(family)
        edge &= outer_border_of(planting, family) == at_outer_border
        for corner in corners(planting, family, edge, area_m2):
            ground = blob(planting.rng, corner.xy, 2 * area_m2)
            inside = ground.intersection(planting.shape(family.parent))
            if inside.geom_type != "Polygon":
                continue
            if met_by(planting, family, ground).tolist() == corner.children.tolist() and _cut(
                planting, corner.children.tolist(), ground, planted
            ):
                return True
    return False


def outer_border_of(planting: Planting, family: Family) -> BoolArray:
    """Return which vertices of a village's family no other village has."""
    above = planting.family(planting.parent(family.parent))
    keys = above.xy[:, 0] + 1j * above.xy[:, 1]
    shared = keys[above.holders > 1]
    return ~np.isin(family.xy[:, 0] + 1j * family.xy[:, 1], shared)
