"""Families given by shapes, and what a plain overlay says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Geometry

from gridmap.ground.tiling import Tiling, tiling, valid_shapes
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme

NOISE_M = 1e-5
Rows = Mapping[int, tuple[str, int, Geometry | None]]
Ground = dict[tuple[int, ...], Geometry]


def make_plan(
    rows: Rows, exempt: Mapping[int, tuple[int, Geometry]] | None = None, scheme: Scheme | None = None
) -> Plan:
    """Make a plan of grids (id: kind, parent, shape) and exempt areas (id: parent, shape)."""
    scheme = scheme or load_scheme()
    kinds, parents, shapes = zip(*rows.values(), strict=True)
    grids = gpd.GeoDataFrame(
        {"kind": kinds, "parent": parents}, geometry=list(shapes), index=list(rows), crs=scheme.crs
    )
    tables = {"grids": grids}
    if exempt:
        owners, areas = zip(*exempt.values(), strict=True)
        tables["exempt_areas"] = gpd.GeoDataFrame(
            {"parent": owners}, geometry=list(areas), index=list(exempt), crs=scheme.crs
        )
    return Plan(scheme, tables)


def pieces_of(found: Tiling) -> dict[str, Ground]:
    """Return the ground of every gap (by parent), overlap (by pair) and overhang (by child and parent)."""
    said: dict[str, list[tuple[tuple[int, ...], Geometry]]] = {
        "gap": [((parent,), shape) for parent, shape in zip(found.gaps.parent.tolist(), found.gaps.shape, strict=True)],
        "overlap": [
            (tuple(pair), shape)
            for pair, shape in zip(found.overlaps.grids.tolist(), found.overlaps.shape, strict=True)
        ],
        "overhang": [
            ((child, parent), shape)
            for [child], parent, shape in zip(
                found.overhangs.grids.tolist(), found.overhangs.parent.tolist(), found.overhangs.shape, strict=True
            )
        ],
    }
    return {kind: _united(pieces) for kind, pieces in said.items()}


def overlaid(plan: Plan) -> dict[str, Ground]:
    """Return the same as :func:`pieces_of` by overlaying every family as a whole, as anybody would do it."""
    shapes = dict(zip(plan.ids.tolist(), valid_shapes(plan), strict=True))
    exempt = shapely.union_all(np.asarray(plan.tables["exempt_areas"].geometry.array, dtype=object))
    said: dict[str, list[tuple[tuple[int, ...], Geometry]]] = {"gap": [], "overlap": [], "overhang": []}
    for parent in plan.ids.tolist():
        children = [
            grid
            for grid in plan.children(parent).tolist()
            if shapes[grid] is not None and plan.shares_ground[plan.positions([grid])[0]]
        ]
        if not children:
            continue
        outline = shapes[parent]
        if outline is not None:
            held = shapely.union_all([shapes[child] for child in children])
            said["gap"].append(((parent,), outline.difference(held).difference(exempt)))
            said["overhang"] += [((child, parent), shapes[child].difference(outline)) for child in children]
        said["overlap"] += [((a, b), shapes[a].intersection(shapes[b])) for a, b in combinations(children, 2)]
    return {kind: _united(pieces) for kind, pieces in said.items()}


def _united(pieces: list[tuple[tuple[int, ...], Geometry]]) -> Ground:
    """Unite the pieces with the same key, without what is narrower than the noise and what is no ground."""
    ground: dict[tuple[int, ...], list[Geometry]] = {}
    for key, shape in pieces:
        for part in shapely.get_parts(shapely.get_parts(shape)):
            if part.geom_type == "Polygon" and part.length > 0 and 2 * part.area / part.length > NOISE_M:
                ground.setdefault(key, []).append(part)
    return {key: shapely.union_all(parts) for key, parts in sorted(ground.items())}


def agree(found: dict[str, Ground], plain: dict[str, Ground], tolerance_m2: float = 1e-6) -> None:
    """Insist that two accounts name the same faults with the same ground."""
    for kind, ground in plain.items():
        assert found[kind].keys() == ground.keys(), kind
        for key, shape in ground.items():
            assert found[kind][key].area == pytest.approx(shape.area, abs=tolerance_m2), (kind, key)
            assert found[kind][key].symmetric_difference(shape).area < tolerance_m2, (kind, key)


@pytest.fixture(scope="session")
def family() -> Callable[..., Plan]:
    """Return :func:`make_plan`."""
    return make_plan


@pytest.fixture(scope="session")
def faults() -> Callable[..., dict[str, Ground]]:
    """Return a function from a plan to its faults, which a plain overlay has confirmed."""

    def confirmed(plan: Plan) -> dict[str, Ground]:
        found = pieces_of(tiling(plan))
        agree(found, overlaid(plan))
        return {kind: ground for kind, ground in found.items() if ground}

    return confirmed


@pytest.fixture(scope="session")
def agreement() -> Callable[..., None]:
    """Return a function that insists that a result and a plain overlay of a plan agree."""
    return lambda plan, found: agree(pieces_of(found), overlaid(plan))
