"""What ground a change puts at fault, whatever overlays return."""

from __future__ import annotations

import pytest
from shapely import GeometryCollection, LineString, Point, Polygon, box

from gridmap.reshaping.soundness import ground_brought

MIXED = GeometryCollection([box(0, 0, 1, 2), Point(5, 5), LineString([(2, 0), (3, 0)])])


@pytest.mark.parametrize("before", [None, Polygon(), GeometryCollection(), MIXED])
@pytest.mark.parametrize("after", [None, Polygon(), GeometryCollection()])
def test_nothing_at_fault_afterwards_is_nothing_brought(before, after):
    assert ground_brought(before, after, 1e-5) is None


def test_what_was_at_fault_before_is_not_brought():
    #  +---+---+
    #  | b | a |     b at fault before, both after
    #  +---+---+
    after = GeometryCollection([box(0, 0, 2, 2), Point(9, 9)])
    assert ground_brought(MIXED, after, 1e-5).equals(box(1, 0, 2, 2))
    assert ground_brought(None, after, 1e-5).equals(box(0, 0, 2, 2))
    assert ground_brought(after, MIXED, 1e-5) is None
    assert ground_brought(None, box(0, 0, 1e-6, 1), 1e-5) is None
