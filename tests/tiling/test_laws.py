"""Random tilings, spoiled at random: the ground check says the same as a plain overlay of every family."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Geometry

from gridmap.ground.tiling import tiling
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan

CELL_M = 100.0
TOWN = 1


@st.composite
def tilings(draw: st.DrawFn) -> dict[int, tuple[str, int, Geometry]]:
    """Draw a town of jittered cells: two or three villages of merged columns, each of grids of merged cells.

    Neighbours share every vertex. Some grids come out with holes or in several parts.
    """
    columns, rows = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    corner = np.stack(np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0), indexing="ij"), axis=2)
    corner = corner * CELL_M + rng.uniform(-30, 30, corner.shape) + [draw(st.sampled_from([0.0, 40_500_000.0])), 3e6]
    cells = {
        (i, j): shapely.Polygon([corner[i, j], corner[i + 1, j], corner[i + 1, j + 1], corner[i, j + 1]])
        for i in range(columns)
        for j in range(rows)
    }
    cut = draw(st.integers(1, columns - 1))
    village = {cell: 2 + (cell[0] >= cut) for cell in cells}
    labels = draw(st.lists(st.integers(0, 3), min_size=len(cells), max_size=len(cells)))
    grid = {cell: 10 * village[cell] + label for cell, label in zip(cells, labels, strict=True)}

    def merged(numbers: dict[tuple[int, int], int], number: int) -> Geometry:
        return shapely.union_all([shape for cell, shape in cells.items() if numbers[cell] == number])

    plan: dict[int, tuple[str, int, Geometry]] = {TOWN: ("town", 0, shapely.union_all(list(cells.values())))}
    plan |= {number: ("village", TOWN, merged(village, number)) for number in sorted(set(village.values()))}
    plan |= {number: ("comprehensive", number // 10, merged(grid, number)) for number in sorted(set(grid.values()))}
    return plan


@st.composite
def spoilings(draw: st.DrawFn) -> list[tuple[int, int, float, float]]:
    """Draw faults: which shape, which of its vertices, and how far that is moved."""
    move = st.sampled_from([0.0, 0.02, -3.0, 17.0, -60.0, 45.5])
    one = st.tuples(st.integers(0, 99), st.integers(0, 99), move, move)
    return draw(st.lists(one, min_size=1, max_size=3))


def moved_vertex(shape: Geometry, vertex: int, dx: float, dy: float) -> Geometry:
    """Return a shape with one vertex elsewhere."""
    xy = shapely.get_coordinates(shape)
    target = xy[vertex % len(xy)].copy()
    return shapely.transform(
        shape, lambda points: np.where((points == target).all(axis=1)[:, None], points + np.array([dx, dy]), points)
    )


@given(tilings())
def test_what_tiles_is_proven(family, agreement, rows):
    plan = family(rows)
    found = tiling(plan)
    agreement(plan, found)
    assert found.proven[found.parent > 0].all()
    assert len(found.gaps) + len(found.overlaps) + len(found.overhangs) + len(found.unmatched) == 0


@given(tilings(), spoilings())
def test_a_spoiled_tiling_is_judged_as_a_plain_overlay_does(family, agreement, rows, faults):
    for which, vertex, dx, dy in faults:
        number = sorted(rows)[1:][which % (len(rows) - 1)]  # any village or grid
        kind, parent, shape = rows[number]
        rows = {**rows, number: (kind, parent, moved_vertex(shape, vertex, dx, dy))}
    plan = family(rows)
    agreement(plan, tiling(plan))


@given(tilings(), st.integers(0, 99), st.booleans())
def test_a_grid_left_out_is_a_gap_and_one_that_swallows_another_an_overlap(family, agreement, rows, which, swallowed):
    grids = [number for number in rows if number >= 10]
    number = grids[which % len(grids)]
    others = [other for other in grids if other // 10 == number // 10 and other != number]
    if swallowed and others:
        kind, parent, shape = rows[number]
        rows = {**rows, number: (kind, parent, shape.union(rows[others[0]][2]))}
    else:
        rows = {key: row for key, row in rows.items() if key != number}
    plan = family(rows)
    agreement(plan, tiling(plan))


@given(tilings(), spoilings(), st.randoms(use_true_random=False))
def test_neither_row_order_nor_ring_direction_alters_the_result(family, rows, faults, chance):
    for which, vertex, dx, dy in faults:
        number = sorted(rows)[which % len(rows)]
        kind, parent, shape = rows[number]
        rows = {**rows, number: (kind, parent, moved_vertex(shape, vertex, dx, dy))}
    order = list(rows)
    chance.shuffle(order)
    turned = {key: (rows[key][0], rows[key][1], shapely.reverse(rows[key][2])) for key in order}
    one, two = tiling(family(rows)), tiling(family(turned))
    for name in ("gaps", "overlaps", "overhangs"):
        a, b = getattr(one, name), getattr(two, name)
        assert a.parent.tolist() == b.parent.tolist() and a.grids.tolist() == b.grids.tolist()
        assert (shapely.area(shapely.symmetric_difference(a.shape, b.shape)) < 1e-6).all()
    assert one.unmatched.lacking.tolist() == two.unmatched.lacking.tolist()


@given(tilings(), spoilings())
def test_what_follows_changes_is_what_a_fresh_look_finds(family, rows, faults):
    plan = family(rows)
    tiling(plan)
    for which, vertex, dx, dy in faults:
        number = sorted(rows)[which % len(rows)]
        shape = moved_vertex(plan.shape(number), vertex, dx, dy)
        put = {"grids": edited_rows(plan, "grids", [number], geometry=[shape])}
        plan = plan.apply(change_of(plan, "move-vertex", put=put))
    followed, fresh = tiling(plan), tiling(Plan(plan.scheme, dict(plan.tables)))
    assert dict(zip(followed.parent.tolist(), followed.proven.tolist(), strict=True)) == dict(
        zip(fresh.parent.tolist(), fresh.proven.tolist(), strict=True)
    )
    for name in ("gaps", "overlaps", "overhangs"):
        a, b = getattr(followed, name), getattr(fresh, name)
        assert a.parent.tolist() == b.parent.tolist() and a.grids.tolist() == b.grids.tolist()
        assert shapely.equals_exact(a.shape, b.shape).all()
    assert followed.unmatched.lacking.tolist() == fresh.unmatched.lacking.tolist()
    assert [o.tolist() for o in followed.unmatched.others] == [o.tolist() for o in fresh.unmatched.others]
