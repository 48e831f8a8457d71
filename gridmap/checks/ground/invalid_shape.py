"""Shapes that are not valid polygons."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import shapely

from gridmap.checks.finding import Finding, Value
from gridmap.checks.following import changed_grids
from gridmap.checks.registry import check, severity_of
from gridmap.checks.scope import Scope
from gridmap.ground.placement import households_by_grid
from gridmap.ground.tiling import is_on_the_map, tiling, valid_shapes, validity
from gridmap.ground.tiling.remains import concerned_parents, tiling_with
from gridmap.ground.tiling.tangles import is_too_tangled
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.plan import Plan

_PLACE = re.compile(r"^(?P<reason>.*?)\[(?P<x>\S+) (?P<y>\S+)\]$")


def _otherwise_shaped(old: Plan, new: Plan, change: Change) -> IntArray:
    """Return the grids that changed, and those with hairs before or after in the families that a change concerns."""
    ids, parents = [changed_grids(old, new, change)], concerned_parents(old, new, change)
    for plan in (old, new):
        hairs = tiling(plan).hairs
        ids.append(hairs.lacking[np.isin(hairs.parent, parents)])
    return np.unique(np.concatenate(ids))


@check(
    "invalid-shape",
    severity="error",
    group="ground",
    limits=("coordinate_noise",),
    source="OGC 06-103r4 (Simple Features), 6.1.11",
    reads=("grids.geometry", "grids.kind", "grids.parent", "exempt_areas"),
    again=_otherwise_shaped,
)
def invalid_shapes(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find shapes that are not valid polygons, or have spikes narrower than rounding, with what is wrong and where.

    For the other ground rules an invalid shape stands for the ground that it encloses. One that crosses itself more
    than a thousand times is too tangled to say which that is, and stands for none.
    """
    at = scope.at(plan)
    at = at[plan.has_shape[at] & ~validity(plan)[at]]
    grounds = valid_shapes(plan)[at]
    told = {
        int(i): _reason_and_place(shape, ground)
        for i, shape, ground in zip(at.tolist(), plan.all_shapes[at], grounds, strict=True)
    }
    for position, place in _spikes(plan, scope):
        told.setdefault(position, ("spike", place))
    severity = severity_of(plan, "invalid-shape")
    households = households_by_grid(plan) if told else np.empty(0, np.int64)
    for position, (reason, where) in sorted(told.items()):
        values: dict[str, Value] = {"reason": reason, "households": int(households[position])}
        grids = (int(plan.ids[position]),)
        yield Finding("invalid-shape", severity, grids, where=where, values=values, of_grids=("households",))


def _spikes(plan: Plan, scope: Scope) -> Iterator[tuple[int, shapely.Geometry]]:
    """Yield the positions of grids of the scope with hairs, and their tips."""
    families = None if scope.grids is None else np.union1d(scope.grids, plan.parents[scope.at(plan)])
    hairs = tiling_with(plan, families).hairs
    at = plan.positions(hairs.lacking)
    inside = scope.has_rows(plan, hairs.lacking)
    yield from zip(at[inside].tolist(), hairs.where[inside], strict=True)


def _reason_and_place(shape: shapely.Geometry, ground: shapely.Geometry | None) -> tuple[str, shapely.Geometry | None]:
    """Return a key for what is wrong, and the point where it is wrong (or nothing if no point can say it).

    ``ground`` is what the shape encloses, as far as that can be told.
    """
    on_the_map = bool(is_on_the_map(np.array([shape], dtype=object))[0])
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return "not-a-polygon", _shown(shape) if on_the_map else None
    if not on_the_map:
        return "off-the-map" if np.isfinite(shapely.get_coordinates(shape)).all() else "not-finite", None
    said = shapely.is_valid_reason(shape)
    if said == "Valid Geometry":
        return "empty-part", shapely.point_on_surface(shape)
    told = _PLACE.match(said)
    reason = re.sub(r"[^a-z]+", "-", (told["reason"] if told else said).lower()).strip("-")
    if ground is None and is_too_tangled(shape):
        reason = "too-tangled"
    return reason, shapely.Point(float(told["x"]), float(told["y"])) if told else None


def _shown(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape as other programs can show it: of a collection of all kinds of things a point."""
    return shapely.point_on_surface(shape) if shape.geom_type == "GeometryCollection" else shape
