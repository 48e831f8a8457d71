"""Views: what stays where when the ground is dragged, zoomed and fitted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.canvas.view import COARSEST_M, FINEST_M, View

VIEW = View(500_000.0, 3_500_000.0, 10.0, 800.0, 600.0)
pixels = st.floats(-2000, 2000)
scales = st.floats(0.05, 5000)


@given(px=pixels, py=pixels, scale=scales)
def test_a_pixel_and_its_place_belong_together(px, py, scale):
    view = View(500_000.0, 3_500_000.0, scale, 800.0, 600.0)
    assert view.to_screen(*view.to_ground(px, py)) == pytest.approx((px, py), abs=1e-5)
    both = view.all_to_screen(view.all_to_ground(np.array([[px, py]])))
    assert both[0] == pytest.approx((px, py), abs=1e-5)


def test_y_goes_down_on_the_screen_and_up_on_the_ground():
    assert VIEW.to_ground(400, 300) == (500_000, 3_500_000)
    assert VIEW.to_ground(401, 299) == (500_010, 3_500_010)
    assert VIEW.box == (496_000, 3_497_000, 504_000, 3_503_000)


@given(px=pixels, py=pixels, factor=st.floats(0.01, 100))
def test_zooming_leaves_the_place_under_the_cursor_where_it_is(px, py, factor):
    before, after = VIEW.to_ground(px, py), VIEW.zoomed(factor, px, py).to_ground(px, py)
    assert after == pytest.approx(before, abs=1e-4)


def test_zooming_ends_where_there_is_nothing_more_to_see():
    assert VIEW.zoomed(1e12, 3, 4).metres_per_pixel == FINEST_M
    assert VIEW.zoomed(1e-12, 3, 4).metres_per_pixel == COARSEST_M


@given(dx=pixels, dy=pixels)
def test_dragging_takes_the_ground_along(dx, dy):
    x, y = VIEW.to_ground(100, 200)
    assert VIEW.moved(dx, dy).to_screen(x, y) == pytest.approx((100 + dx, 200 + dy), abs=1e-6)


@given(width=st.floats(100, 1e6), height=st.floats(100, 1e6))
def test_a_fitted_box_is_seen_whole_and_touches_the_margin(width, height):
    box = (1000.0, 2000.0, 1000.0 + width, 2000.0 + height)
    view = VIEW.fitted(box, margin=0.1)
    assert view.shows(box)
    left, top = view.to_screen(box[0], box[3])
    assert min(left / 800, top / 600) == pytest.approx(0.1, abs=1e-6)


def test_a_point_is_not_fitted_absurdly_close():
    assert VIEW.fitted((5.0, 5.0, 5.0, 5.0), closest_m=0.5).metres_per_pixel == 0.5
