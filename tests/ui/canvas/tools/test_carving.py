"""Dedicated grids carved and dissolved, grids retired and moved to another village."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from PySide6.QtCore import Qt
from shapely import box

from gridmap.model.plan import Plan

X, Y = 500_000.0, 3_500_000.0
SHIFT = Qt.KeyboardModifier.ShiftModifier
SCHOOL = box(X + 600, Y + 100, X + 680, Y + 160)


@pytest.fixture
def peopled(peopled: Plan) -> Plan:
    """The division with a school in C whose footprint is known."""
    school = gpd.GeoDataFrame({"households": [0], "residents": [0]}, geometry=[SCHOOL], index=[7], crs=peopled.crs)
    rows = pd.concat([peopled.buildings, school])
    return Plan(peopled.scheme, {**peopled.tables, "buildings": rows})


def newest(session):
    return session.plan.grids.loc[session.plan.ids.max()]


def test_a_drawn_area_is_carved_out_and_dissolved_again(hand, desk, session, ids, tiled, area):
    hand.take("carve")
    hand.drag((9, 1), (9, 3), (11, 3), (11, 1), (9.1, 1))
    hand.settle()
    assert desk.editing.values["kind"] == "dedicated"
    desk.editing.choose("name", "市场")
    desk.editing.choose("use", "market")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    carved = newest(session)
    assert (carved["name"], carved["use"], carved["kind"], carved["parent"]) == (
        "市场",
        "market",
        "dedicated",
        ids.OTHER,
    )
    assert carved["geometry"].area + session.plan.shape(ids.D).area == pytest.approx(160_000)
    assert tiled()
    hand.take("dissolve")
    hand.click(10, 2.5)
    hand.settle()
    assert session.selection == (session.plan.ids.max(),)
    hand.key(Qt.Key.Key_Return)
    assert area(ids.D) == pytest.approx(16)
    assert carved["code"] in set(session.plan.tables["retired_codes"]["code"])
    assert tiled()


def test_shift_and_a_click_take_the_outline_of_a_building(hand, session, ids, tiled):
    hand.take("carve")
    hand.click(6.4, 1.3, SHIFT)
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert newest(session)["geometry"].equals(SCHOOL)
    assert tiled()


def test_shift_and_a_click_beside_all_buildings_do_nothing(hand, session):
    hand.take("carve")
    hand.click(9, 3, SHIFT)
    assert hand.canvas.tool.shape is None
    assert not hand.canvas.tool.corners


def test_only_a_carved_grid_is_dissolved(hand, desk, session):
    plan = session.plan
    hand.take("dissolve")
    hand.click(10, 1)
    hand.settle()
    assert desk.editing.outcome.refused.key == "grid-not-carved"
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan


def test_a_retired_grid_leaves_its_ground_to_who_was_chosen(hand, desk, session, ids, tiled, area):
    hand.take("retire")
    hand.click(1, 3)
    hand.settle()
    assert [option.key for option in desk.editing.options] == ["to", "people"]
    assert desk.editing.values["to"] == ids.B
    desk.editing.choose("people", "go")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert ids.A not in session.plan.ids
    assert area(ids.B) == 16
    assert "320582100201001" in set(session.plan.tables["retired_codes"]["code"])
    assert session.selection == ()
    assert tiled()


def test_a_grid_goes_to_the_village_beside_it_once_that_border_is_unlocked(hand, desk, session, ids, tiled, area):
    plan = session.plan
    hand.take("move-grid")
    hand.click(1, 3)
    hand.settle()
    assert desk.editing.values["parent"] == ids.HAMLET
    assert desk.editing.outcome.refused.key == "border-locked"
    hand.key(Qt.Key.Key_Return)
    assert session.plan is plan
    desk.editing.lock_level(2, locked=False)
    desk.editing.choose("recode", "new")
    hand.settle()
    hand.key(Qt.Key.Key_Return)
    assert session.plan.value(ids.A, "parent") == ids.HAMLET
    assert session.plan.value(ids.A, "code") == "320582100202002"
    assert area(ids.HAMLET) == 24
    assert tiled()
