"""Faults of where people live: in a gap, on exempt ground, outside everything, too many or too few to a grid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.model.arrays import FloatArray, IntArray
from sample_data.defects.claims import HOUSEHOLDS, SHAPE, WORKERS
from sample_data.defects.figures import blob
from sample_data.defects.places import met_by
from sample_data.defects.planting import Mistake, Planting, plant_each, plant_some

LARGER = 1.02
"""By how much a grid is larger that reaches over the homes of another one."""

RESIDENTS_PER_HOUSEHOLD = 2.8


def plant_ground_with_homes(planting: Planting, per_kind: int) -> None:
    """Plant gaps, overlaps and exempt areas with people in them, so many of each."""
    for act in (gap_with_homes, overlap_with_homes, exempt_homes):
        plant_each(planting, act, per_kind, 200.0, 8_000.0)


def plant_household_faults(planting: Planting, per_kind: int) -> None:
    """Plant so many faults of every sort that have to do with numbers of households and single buildings."""
    faults: tuple[Mistake, ...] = (
        compound_split,
        compound_in_one_grid,
        worker_over_households,
        households_over_standard,
        households_under_standard,
        households_in_dedicated,
        home_outside,
        home_on_water,
    )
    for fault in faults:
        plant_some(planting, fault, per_kind)


# ---- people on faulty ground -----------------------------------------------------------------------------------------


def gap_with_homes(planting: Planting, area_m2: float) -> bool:
    """Cut a hole with homes in it into a grid that keeps enough of them."""
    for grid, ground in _lived_in(planting, area_m2):
        shape = planting.shape(grid).difference(ground)
        if planting.reshape({grid: shape}, "gap-with-homes", buildings=True):
            planting.claim(HOUSEHOLDS, grid)
            return True
    return False


def exempt_homes(planting: Planting, area_m2: float) -> bool:
    """Cut a hole with homes in it into a grid and exempt it."""
    for grid, ground in _lived_in(planting, area_m2):
        shape = planting.shape(grid).difference(ground)
        if planting.reshape({grid: shape}, "exempt-homes", buildings=True):
            planting.claim(HOUSEHOLDS, grid)
            village = planting.parent(grid)
            planting.add(
                "exempt_areas", name="待拆迁地块", kind="closed", reason="封闭管理", parent=village, geometry=ground
            )
            planting.tell("exempt-with-households", "exempt-homes", grids=(village,), where=ground, area_m2=ground.area)
            return True
    return False


def overlap_with_homes(planting: Planting, area_m2: float) -> bool:
    """Give a grid a stretch of another one with homes on it, which the other one keeps; it counts them still."""
    for grid, ground in _lived_in(planting, area_m2):
        family = planting.family(planting.parent(grid))
        for taker in met_by(planting, family, ground.buffer(4 * np.sqrt(area_m2))).tolist():
            shape = planting.shape(taker)
            # Whether of two grids that hold a building the first or the smaller one counts it, it is this one still.
            counts_still = taker > grid and shape.area > LARGER * planting.shape(grid).area
            if not counts_still or planting.is_claimed(SHAPE, taker) or shape.geom_type != "Polygon":
                continue
            bridge = shapely.MultiPoint([*ground.exterior.coords]).union(shapely.shortest_line(ground, shape))
            bridge = bridge.convex_hull.buffer(2.0, quad_segs=2).union(ground)
            if set(met_by(planting, family, bridge).tolist()) != {grid, taker}:
                continue
            if not _is_clear_cut(planting, bridge) or not planting.shape(family.parent).contains_properly(bridge):
                continue
            if planting.reshape({taker: shape.union(bridge)}, "overlap-with-homes", buildings=True):
                planting.claim(HOUSEHOLDS, grid)
                return True
    return False


def _lived_in(planting: Planting, area_m2: float) -> Iterator[tuple[int, shapely.Polygon]]:
    """Yield grids with a blob inside each that has homes on it, whose loss leaves the grid its standard."""
    homes = np.flatnonzero(planting.column("buildings", "households") > 0)
    for row in planting.shuffled(homes).tolist():
        grid = int(planting.building_grid[row])
        shape = planting.shape(grid) if grid else None
        if shape is None or planting.is_claimed(HOUSEHOLDS, grid) or shape.geom_type != "Polygon":
            continue
        centre = shapely.get_coordinates(planting.building_points[row])[0]
        ground = blob(planting.rng, centre + planting.rng.uniform(-0.2, 0.2, 2) * np.sqrt(area_m2), area_m2)
        if not shape.contains_properly(ground) or not _is_clear_cut(planting, ground):
            continue
        inside = planting.buildings_in(ground, 0.0)
        lost = int(planting.column("buildings", "households")[inside].sum())
        if lost and planting.households[grid] - lost >= planting.standard(grid)[0] and planting.is_free(ground):
            yield grid, ground


def _is_clear_cut(planting: Planting, ground: shapely.Polygon) -> bool:
    """Whether no building's point lies close to the outline of a piece of ground."""
    return not len(planting.buildings_in(ground.exterior))


# ---- too many, too few -----------------------------------------------------------------------------------------------


def _homes_of(planting: Planting, grid: int) -> IntArray:
    """Return the places in the table of the inhabited buildings of a grid."""
    return np.flatnonzero((planting.building_grid == grid) & (planting.column("buildings", "households") > 0))


def _countable(planting: Planting, *, staffed: bool = True) -> Iterator[int]:
    """Yield grids with a standard whose households (and staff) are untouched, urban and rural ones in turn."""
    plan = planting.plan
    settings = ("urban", "rural")
    kinds = {kind.key for kind in plan.scheme.kinds if any(most > 0 for _, most in kind.households.values())}
    grids = [g for g in planting.drawn(planting.intact).tolist() if planting.kind(g) in kinds]
    grids = [g for g in grids if not planting.is_claimed(HOUSEHOLDS, g)]
    if staffed:
        grids = [g for g in grids if not planting.is_claimed(WORKERS, g)]
    grids.sort(key=lambda g: planting.only_worker(g) is not None)  # those are in demand for other faults
    by_setting = {s: [g for g in grids if planting.value("grids", g, "setting") == s] for s in settings}
    turn = settings[len(planting.defects) % len(settings)]
    yield from by_setting[turn]
    for other in settings:
        if other != turn:
            yield from by_setting[other]


def _workers_with_this_only(planting: Planting, grid: int) -> list[int] | None:
    """Return the full-time workers of a grid, or None if one of them has another grid as well."""
    workers = planting.full_time_workers(grid)
    return workers if all(planting.grids_of(worker) == [grid] for worker in workers) else None


def _raise(planting: Planting, grid: int, households: int) -> IntArray:
    """Add households to the largest home of a grid, with the residents who belong to them; returns all its homes."""
    homes = _homes_of(planting, grid)
    held = planting.column("buildings", "households")
    largest = int(homes[np.argmax(held[homes])])
    building = int(planting.ids("buildings")[largest])
    residents = int(planting.column("buildings", "residents")[largest])
    planting.put(
        "buildings",
        building,
        households=int(held[largest]) + households,
        residents=residents + round(RESIDENTS_PER_HOUSEHOLD * households),
    )
    return homes


def households_over_standard(planting: Planting) -> bool:
    """Let a grid grow over its standard, but not over what its workers may answer for."""
    limit = int(planting.plan.scheme.limit("worker_households"))
    for grid in _countable(planting):
        _, most = planting.standard(grid)
        rounds = [set(planting.grids_of(worker)) for worker in planting.full_time_workers(grid)]
        together = set().union({grid}, *rounds)
        burden = max((sum(planting.households[g] for g in ids - {grid}) for ids in rounds), default=0)
        if limit - burden <= most or any(planting.is_claimed(WORKERS, g) for g in together):
            continue
        planting.claim(HOUSEHOLDS, grid)
        planting.claim(WORKERS, *together)
        wanted = int(planting.rng.integers(most + 1, limit - burden + 1))
        _raise(planting, grid, wanted - planting.households[grid])
        planting.tell("households-over-standard", "households-over-standard", grids=(grid,), count=wanted)
        return True
    return False


def households_under_standard(planting: Planting) -> bool:
    """Let homes of a grid fall empty until it is under its standard."""
    for grid in _countable(planting, staffed=False):
        least, _ = planting.standard(grid)
        planting.claim(HOUSEHOLDS, grid)
        wanted = int(planting.rng.integers(1, least))
        homes = _homes_of(planting, grid)
        held = planting.column("buildings", "households")[homes]
        left = np.floor(held * (wanted / held.sum())).astype(np.int64)
        for row, number in zip(homes.tolist(), left.tolist(), strict=True):
            residents = round(RESIDENTS_PER_HOUSEHOLD * number)
            planting.put("buildings", int(planting.ids("buildings")[row]), households=number, residents=residents)
        total = int(left.sum())
        planting.tell("households-under-standard", "households-under-standard", grids=(grid,), count=total)
        return True
    return False


def worker_over_households(planting: Planting) -> bool:
    """Let a grid grow beyond what one worker may answer for; it is over its standard then, too."""
    limit = int(planting.plan.scheme.limit("worker_households"))
    for grid in _countable(planting):
        workers = _workers_with_this_only(planting, grid)
        if workers is None:
            continue
        wanted = limit + int(planting.rng.integers(1, limit))
        _grow(planting, grid, workers, wanted, "worker-over-households")
        return True
    return False


def _grow(planting: Planting, grid: int, workers: list[int], wanted: int, planted: str) -> IntArray:
    planting.claim(HOUSEHOLDS, grid)
    planting.claim(WORKERS, grid)
    homes = _raise(planting, grid, wanted - planting.households[grid])
    planting.tell("households-over-standard", planted, grids=(grid,), count=wanted)
    for worker in workers:
        planting.tell("worker-over-households", planted, grids=(grid,), workers=(worker,), count=wanted)
    return homes


def compound_in_one_grid(planting: Planting) -> bool:
    """Let a grid be one compound of well over 10,000 residents."""
    limit = planting.plan.scheme.limit("compound_residents")
    for grid in _countable(planting):
        workers = _workers_with_this_only(planting, grid)
        if workers is None or planting.shares_compound(grid):
            continue
        households = int(1.1 * limit / RESIDENTS_PER_HOUSEHOLD) + int(planting.rng.integers(0, 2000))
        homes = _grow(planting, grid, workers, households, "compound-in-one-grid")
        name = f"万人小区{len(planting.defects)}"
        for row in homes.tolist():
            planting.put("buildings", int(planting.ids("buildings")[row]), compound=name)
        where = shapely.multipoints(planting.building_points[homes])
        planting.tell("compound-in-one-grid", "compound-in-one-grid", grids=(grid,), where=where)
        return True
    return False


def compound_split(planting: Planting) -> bool:
    """Count a few homes of a neighbouring grid to a compound that lies in one grid and would fit into it."""
    compounds = planting.column("buildings", "compound")
    held = planting.column("buildings", "households")
    names = np.unique(compounds[(compounds != "") & (held > 0)])
    for name in planting.rng.permutation(names).tolist():
        grids = planting.grids_of_compound(name)
        rows = np.searchsorted(planting.ids("buildings"), planting.rows("buildings", "compound", name))
        if len(grids) != 1 or not grids[0] or planting.is_claimed(HOUSEHOLDS, grids[0]):
            continue
        most = planting.standard(grids[0])[1]
        for other in planting.children(planting.parent(grids[0])).tolist():
            near = _homes_of(planting, other)
            near = near[np.argsort(held[near], kind="stable")][: int(planting.rng.integers(1, 4))]
            if other == grids[0] or not len(near) or planting.is_claimed(HOUSEHOLDS, other):
                continue
            if held[rows].sum() + held[near].sum() > min(most, planting.standard(other)[1]):
                continue
            if planting.shape(grids[0]) is None or planting.shape(other) is None:
                continue
            planting.claim(HOUSEHOLDS, grids[0], other)
            for row in near.tolist():
                planting.put("buildings", int(planting.ids("buildings")[row]), compound=name)
            where = shapely.multipoints(planting.building_points[np.concatenate([rows, near])])
            ids = tuple(sorted((grids[0], other)))
            planting.tell("compound-split", "compound-split", grids=ids, where=where, count=len(ids))
            return True
    return False


# ---- single buildings ------------------------------------------------------------------------------------------------


def _build(planting: Planting, xy: FloatArray, what: str) -> tuple[int, shapely.Polygon]:
    """Add a house with a few households; returns its id and its footprint."""
    number = len(planting.added("buildings")) + 1
    footprint = shapely.Polygon(np.round(xy + np.array([[-6, -4], [6, -4], [6, 4], [-6, 4]]), 3))
    households = int(planting.rng.integers(1, 9))
    building = planting.add(
        "buildings",
        door_plate=f"{what}{number}号",
        households=households,
        residents=round(RESIDENTS_PER_HOUSEHOLD * households),
        geometry=footprint,
    )
    planting.occupy(footprint.buffer(4.0))
    return building, footprint


def households_in_dedicated(planting: Planting) -> bool:
    """Let somebody live in a unit where nobody is meant to."""
    for grid in planting.shuffled(planting.intact).tolist():
        kind = planting.plan.scheme.kind(planting.kind(grid))
        if not kind.households or any(most for _, most in kind.households.values()):
            continue
        if planting.is_claimed(HOUSEHOLDS, grid) or planting.is_claimed(SHAPE, grid):
            continue
        for xy in _points_inside(planting, planting.shape(grid)):
            around = shapely.Point(xy).buffer(10.0)
            if not planting.shape(grid).contains(around) or not planting.is_free(around):
                continue
            planting.claim(HOUSEHOLDS, grid)
            _, footprint = _build(planting, xy, "宿舍")
            where = shapely.multipoints([footprint.point_on_surface()])
            planting.tell("households-in-dedicated", "households-in-dedicated", grids=(grid,), where=where, count=1)
            return True
    return False


def home_outside(planting: Planting) -> bool:
    """Place a house outside the whole plan."""
    tops = planting.plan.shapes(planting.plan.children(0))
    west, south, east, north = shapely.total_bounds(tops)
    for xy in planting.rng.uniform((west - 500, south - 500), (east + 500, north + 500), (200, 2)):
        around = shapely.Point(xy).buffer(30.0)
        if not shapely.intersects(tops, around).any() and planting.is_free(around):
            building, footprint = _build(planting, xy, "域外")
            where = footprint.point_on_surface()
            planting.tell("building-in-no-grid", "home-outside", buildings=(building,), where=where)
            return True
    return False


def home_on_water(planting: Planting) -> bool:
    """Place a house on exempt water."""
    areas = planting.plan.tables["exempt_areas"]
    shapes = np.asarray(areas.geometry.array, dtype=object)
    for row in planting.shuffled(np.arange(len(areas))).tolist():
        area = int(areas.index[row])
        for xy in _points_inside(planting, shapes[row]):
            around = shapely.Point(xy).buffer(8.0)
            if not shapes[row].contains(around) or not planting.is_free(around):
                continue
            if not planting.claim("exempt area", area):
                break
            _build(planting, xy, "水上")
            where, grids = shapes[row], (int(areas["parent"].iloc[row]),)
            planting.tell("exempt-with-households", "home-on-water", grids=grids, where=where, area_m2=where.area)
            return True
    return False


def _points_inside(planting: Planting, shape: shapely.Polygon) -> FloatArray:
    """Return some points of a shape, one in its middle and others anywhere. Shape (n, 2)."""
    west, south, east, north = shape.bounds
    anywhere = planting.rng.uniform((west, south), (east, north), (200, 2))
    anywhere = anywhere[shapely.contains_xy(shape, anywhere)][:20]
    return np.vstack([shapely.get_coordinates(shape.point_on_surface()), anywhere])
