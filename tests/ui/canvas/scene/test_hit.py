"""Which grids lie in an area: what is told by boxes alone is what their inner points say."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridmap.ground.tiling.proof import valid_shapes
from ui.canvas.scene import hit
from ui.canvas.scene.hit import grids_inside


def by_inner_points(plan, area, rank):
    shapes = plan.all_shapes
    inner = shapely.intersects(area, shapely.point_on_surface(shapes)) & shapely.intersects(area, valid_shapes(plan))
    return plan.ids[(plan.ranks == rank) & inner]


@pytest.fixture(scope="module")
def areas(faulty_plan):
    west, south, east, north = shapely.total_bounds(faulty_plan.all_shapes)
    rng, places = np.random.default_rng(3), []
    for _ in range(30):
        middle = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        places.append(middle.buffer((east - west) * rng.uniform(0.02, 0.7)))
    rings = [one.difference(shapely.affinity.scale(one, 0.5, 0.8)) for one in places[:10]]
    return [*places, *rings, shapely.box(west, south, east, north), shapely.box(west - 9, south, east, north + 9)]


@pytest.mark.parametrize("tiles", [2, 64])
def test_boxes_tell_what_inner_points_would(faulty_plan, areas, monkeypatch, tiles):
    monkeypatch.setattr(hit, "_MANY", 0)
    monkeypatch.setattr(hit, "_TILES", tiles)
    for area in areas:
        for rank in np.unique(faulty_plan.ranks).tolist():
            expected = by_inner_points(faulty_plan, area, rank) if rank > 0 else faulty_plan.ids[:0]
            assert grids_inside(faulty_plan, area, rank).tolist() == expected.tolist()


def test_of_many_grids_shapes_are_asked_of_along_the_rim_alone(sample_city, monkeypatch):
    asked, inner = [], shapely.point_on_surface

    def noting(shapes, **more):
        asked.append(len(shapes))
        return inner(shapes, **more)

    monkeypatch.setattr(shapely, "point_on_surface", noting)
    rank = int(sample_city.ranks.max())
    west, south, east, north = shapely.total_bounds(sample_city.all_shapes)
    found = grids_inside(sample_city, shapely.box(west - 1, south - 1, east + 1, north + 1), rank)
    of_it = sample_city.ids[(sample_city.ranks == rank) & ~shapely.is_missing(sample_city.all_shapes)]
    assert found.tolist() == of_it.tolist() and len(found) > 1_000
    assert sum(asked) < len(found) / 4
