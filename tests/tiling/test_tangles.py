"""Shapes too tangled to measure: told, without ground, and by a count that is the same everywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.checks import run_checks
from gridmap.exchange.parents import inner_points
from gridmap.ground.tiling import ground_within, is_valid, made_valid, valid_shapes
from gridmap.ground.tiling.tangles import CROSSINGS, are_too_tangled, is_too_tangled


def tangle(vertices: int, seed: int = 0) -> shapely.Polygon:
    return shapely.Polygon(np.random.default_rng(seed).random((vertices, 2)) * 1000)


def row_of_bows(count: int) -> shapely.Polygon:
    r"""Return a ribbon that crosses itself ``count`` times.

    \/\/\/
    /\/\/\
    """
    x = np.arange(count + 1) * 10.0
    zig = np.arange(count + 1) % 2 * 10.0
    return shapely.Polygon([*zip(x, zig, strict=True), *zip(x[::-1], (10 - zig)[::-1], strict=True)])


def crossings_by_overlay(shape: shapely.Polygon) -> int:
    xy = shapely.get_coordinates(shape)
    segments = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
    one, two = shapely.STRtree(segments).query(segments, predicate="crosses")
    return int((one < two).sum())


@pytest.mark.parametrize(("crossings", "too_many"), [(1, False), (CROSSINGS[0] - 10, False)])
def test_a_shape_that_crosses_itself_a_few_times_is_repaired(crossings, too_many):
    shape = row_of_bows(crossings)
    assert crossings_by_overlay(shape) == crossings and is_too_tangled(shape) == too_many
    [ground] = made_valid(np.array([shape], dtype=object), np.array([False]))
    assert ground.is_valid and ground.area == pytest.approx(crossings * 50)


@pytest.mark.parametrize("vertices", [300, 1_000, 3_000, 10_000])
def test_a_tangle_has_no_ground_at_once(vertices):
    shape = tangle(vertices)
    [ground] = made_valid(np.array([shape], dtype=object), np.array([False]))
    assert is_too_tangled(shape) and ground is None
    assert inner_points(np.array([shape], dtype=object)).tolist() == [None]


@settings(max_examples=60, deadline=None)
@given(vertices=st.integers(4, 120), seed=st.integers(0, 2**32 - 1))
def test_it_is_the_number_of_crossings_that_decides(vertices, seed):
    shape = tangle(vertices, seed)
    assert is_too_tangled(shape) == (crossings_by_overlay(shape) > CROSSINGS[0])


def test_borders_that_lie_on_each_other_do_not_cross():
    # plots of one village, side by side: not valid as one shape, and no tangle
    plots = [shapely.box(x, y, x + 1, y + 1) for x in range(40) for y in range(40)]
    shape = shapely.MultiPolygon(plots)
    assert not is_valid(np.array([shape], dtype=object)).any() and not is_too_tangled(shape)
    [ground] = made_valid(np.array([shape], dtype=object), np.array([False]))
    assert ground.area == 1600


@pytest.mark.parametrize(
    "shape",
    [
        shapely.MultiPolygon([shapely.box(0, 0, 1000, 1000)] * 3_000),
        shapely.GeometryCollection([shapely.Point(0, 0), shapely.MultiPolygon([tangle(300)])]),
        # back and forth along one line
        shapely.Polygon(np.stack([np.random.default_rng(1).random(1000) * 1000, np.arange(1000) % 50 == 0], axis=1)),
    ],
)
def test_other_sorts_of_tangles_are_found(shape):
    assert is_too_tangled(shape)


def test_a_tangle_late_in_a_long_border_is_found():
    angle = np.linspace(0, 2 * np.pi, 20_000)
    xy = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 10_000
    assert not is_too_tangled(shapely.Polygon(xy))
    xy[-1_000:] = np.random.default_rng(2).random((1_000, 2)) * 100
    assert is_too_tangled(shapely.Polygon(xy))


def test_a_hundred_tangles_are_told_each_and_the_rest_of_the_check_goes_on(family):
    #  +----+----+----
    #  |    | ## | ##  ...  a sound grid and a hundred tangles in one village
    #  +----+----+----
    box = shapely.box(552_000, 3_526_000, 653_000, 3_527_000)
    rows = {
        1: ("town", 0, box),
        2: ("village", 1, box),
        3: ("comprehensive", 2, shapely.box(552_000, 3_526_000, 553_000, 3_527_000)),
    }
    for i in range(100):
        rows[10 + i] = (
            "comprehensive",
            2,
            shapely.affinity.translate(tangle(1_000, i), 553_000 + 1_000 * i, 3_526_000),
        )
    plan = family(rows)
    findings = run_checks(plan).open
    told = [finding for finding in findings if finding.rule == "invalid-shape"]
    assert {finding.values["reason"] for finding in told} == {"too-tangled"}
    assert sorted(grid for finding in told for grid in finding.grids) == list(range(10, 110))
    assert all(finding.where is not None for finding in told)
    assert shapely.is_missing(valid_shapes(plan)).tolist() == [False] * 3 + [True] * 100
    gaps = [finding for finding in findings if finding.rule == "gap"]
    assert sum(finding.where.area for finding in gaps) == pytest.approx(100e6)


# ---- lines drawn by hand ---------------------------------------------------------------------------------------------


def test_ground_that_a_line_goes_around_twice_counts_once():
    #  a star drawn in one go: five tips, and the middle that the line goes around twice
    turn = np.arange(5) * 4 / 5 * np.pi
    star = ground_within(np.stack([np.sin(turn), np.cos(turn)], axis=1) * 100)
    assert star.covers(shapely.Point(0, 0)) and star.is_valid
    assert star.area == pytest.approx(11_225.7, rel=1e-5)


def test_a_line_that_goes_around_nothing_or_is_a_tangle_has_no_ground():
    assert ground_within(np.array([[0, 0], [1, 1], [2, 2], [0, 0]])) is None
    assert ground_within(np.random.default_rng(3).random((300, 2)) * 1000) is None
    assert ground_within(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])).area == 2


def test_nobody_repairs_a_shape_without_counting_its_crossings_first():
    source = Path(__file__).parents[2]
    callers = {
        file.relative_to(source).as_posix()
        for folder in ("gridmap", "layers", "ui")
        for file in (source / folder).rglob("*.py")
        if "shapely.make_valid(" in file.read_text(encoding="utf-8")
    }
    assert callers == {"gridmap/ground/tiling/valid.py", "gridmap/exchange/parents.py"}


def test_many_shapes_at_once_are_tangled_just_if_each_is():
    shapes = [tangle(300), row_of_bows(1), tangle(80), row_of_bows(CROSSINGS[0] + 10), shapely.Point(0, 0).buffer(9)]
    shapes += [shapely.MultiPolygon([tangle(60), tangle(60, 1)]), shapely.Polygon()]
    shapes += [shapely.GeometryCollection([shapely.MultiPolygon([tangle(200)]), shapely.Point(0, 0)])]

    told = are_too_tangled(np.array(shapes, dtype=object)).tolist()

    assert (
        told
        == [is_too_tangled(shape) for shape in shapes]
        == [True, False, told[2], False, False, told[5], False, True]
    )
    assert not len(are_too_tangled(np.empty(0, dtype=object)))
