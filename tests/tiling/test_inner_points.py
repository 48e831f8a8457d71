"""A face of what the proof left over is judged by one point; that point must be well inside it."""

from __future__ import annotations

import numpy as np
import shapely

from gridmap.ground.tiling.remains import inner_points

NOISE_M = 1e-5


def test_a_point_inside_a_face_does_not_lie_in_a_hair_of_its_border() -> None:
    #        |   <- a hair 18 m long and less than 1e-9 m wide: two borders that part by rounding
    #     +--+--+
    #     |     |
    #     +-----+
    face = shapely.from_wkt(
        "POLYGON ((551428.469 3538584.064, 551427.822 3538583.896, 551427.456 3538584.315, 551427.602 3538584.696, "
        "551427.211 3538585.315, 551427.758 3538585.652, 551428.004 3538585.889, 551428.2911057426 3538586.026371169, "
        "551426.438 3538603.311, 551428.399 3538585.02, 551428.469 3538584.064))"
    )
    assert face.exterior.distance(face.point_on_surface()) < NOISE_M  # what made this function necessary
    [point] = inner_points(np.array([face], dtype=object), NOISE_M)
    assert face.contains(point) and face.exterior.distance(point) > 0.1


def test_each_face_gets_its_own_point_and_no_face_gives_none() -> None:
    faces = shapely.box(np.arange(5.0) * 10, 0, np.arange(5.0) * 10 + 1, 1)
    assert shapely.contains_properly(faces, inner_points(faces, NOISE_M)).all()
    assert len(inner_points(faces[:0], NOISE_M)) == 0
