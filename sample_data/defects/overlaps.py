"""Ground that two or three grids hold, and ground of a grid outside its village."""

from __future__ import annotations

import numpy as np
import shapely

from sample_data.defects.figures import blob, bump, moved, push, run_of_vertices
from sample_data.defects.gaps import outer_border_of
from sample_data.defects.places import between, corners, met_by, outer
from sample_data.defects.planting import Planting, plant_each


def plant_overlaps(planting: Planting, per_kind: int) -> None:
    """Plant overlaps and overhangs of every sort, so many of each."""
    for act, or_else in (
        (overlap_of_three, overlap_of_two),
        (overlap_of_kinds, overlap_of_two),
        (overhang_over_outer_border, overhang_over_village_border),
        (overhang_over_village_border, overhang_over_outer_border),
        (overlap_of_two, None),
        (border_pushed_aside, overlap_of_two),
    ):
        plant_each(planting, act, per_kind, 1.0, 40_000.0, or_else=or_else)


def overlap_of_two(planting: Planting, area_m2: float) -> bool:
    """Let a grid reach into its neighbour, which does not give way."""
    return _reach_over(planting, area_m2, "overlap-of-two", of_kinds=False)


def overlap_of_kinds(planting: Planting, area_m2: float) -> bool:
    """Let a comprehensive grid reach into a dedicated one, or the other way round."""
    return _reach_over(planting, area_m2, "overlap-of-kinds", of_kinds=True)


def _reach_over(planting: Planting, area_m2: float, planted: str, *, of_kinds: bool) -> bool:
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        for corner in corners(planting, family, between(family, 2), area_m2):
            kinds = {planting.value("grids", child, "kind") for child in corner.children.tolist()}
            if (len(kinds) == 2) != of_kinds:
                continue
            ground = blob(planting.rng, corner.xy, 2 * area_m2)
            taker = int(planting.rng.choice(corner.children))
            if not planting.shape(parent).contains_properly(ground):
                continue
            if met_by(planting, family, ground).tolist() == corner.children.tolist() and planting.reshape(
                {taker: planting.shape(taker).union(ground)}, planted
            ):
                return True
    return False


def overlap_of_three(planting: Planting, area_m2: float) -> bool:
    """Let two grids take the ground where they meet a third, so that three hold it."""
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        for corner in corners(planting, family, between(family, 3), area_m2):
            ground = blob(planting.rng, corner.xy, area_m2)
            takers = planting.rng.permutation(corner.children)[:2].tolist()
            if not planting.shape(parent).contains_properly(ground):
                continue
            if met_by(planting, family, ground).tolist() == corner.children.tolist() and planting.reshape(
                {taker: planting.shape(taker).union(ground) for taker in takers}, "overlap-of-three"
            ):
                return True
    return False


def overhang_over_village_border(planting: Planting, area_m2: float) -> bool:
    """Let a grid reach into the neighbouring village."""
    return _reach_outside(planting, area_m2, "overhang-over-village-border", at_outer_border=False)


def overhang_over_outer_border(planting: Planting, area_m2: float) -> bool:
    """Let a grid reach out to where there is no village."""
    return _reach_outside(planting, area_m2, "overhang-over-outer-border", at_outer_border=True)


def _reach_outside(planting: Planting, area_m2: float, planted: str, *, at_outer_border: bool) -> bool:
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        edge = outer(family) & (outer_border_of(planting, family) == at_outer_border)
        for corner in corners(planting, family, edge, area_m2):
            ground = blob(planting.rng, corner.xy, 2 * area_m2)
            [grid] = corner.children.tolist()
            if ground.difference(planting.shape(parent)).geom_type != "Polygon":
                continue
            if met_by(planting, family, ground).tolist() == [grid] and planting.reshape(
                {grid: planting.shape(grid).union(ground)}, planted
            ):
                return True
    return False


def border_pushed_aside(planting: Planting, area_m2: float) -> bool:
    """Push a stretch of a grid's border aside and leave its neighbour's where it was: a gap, an overlap or both."""
    for parent in planting.shuffled(planting.middles).tolist():
        family = planting.family(parent)
        inner = between(family, 2)
        for corner in corners(planting, family, inner, area_m2):
            grid = int(planting.rng.choice(corner.children))
            if planting.shape(grid).geom_type != "Polygon":
                continue
            column = family.has[:, np.isin(family.children, corner.children)]
            wanted = family.xy[inner & column.all(axis=1)]
            ring = shapely.get_coordinates(planting.shape(grid).exterior)
            run = run_of_vertices(ring, wanted, corner.xy, int(planting.rng.integers(1, 6)))
            if len(run) < 3:
                continue
            length = float(np.hypot(*(run[-1] - run[0])))
            angle = planting.rng.uniform(0, 2 * np.pi)
            offset = push(area_m2, length) * np.array([np.cos(angle), np.sin(angle)])
            shape = moved(planting.shape(grid), run[1:-1], bump(run, offset)[1:-1])
            if not shape.is_valid:
                continue
            changed = shape.symmetric_difference(planting.shape(grid))
            if not set(met_by(planting, family, changed).tolist()) <= set(corner.children.tolist()):
                continue
            if planting.shape(parent).contains_properly(changed) and planting.reshape({grid: shape}, "border-pushed"):
                return True
    return False
