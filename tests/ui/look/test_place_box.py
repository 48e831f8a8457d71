"""The box in which a town or a village is chosen."""

from __future__ import annotations

import shiboken6
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from gridmap.model.plan import Plan
from sample_data.make import make_plan
from ui.look.place_box import PlaceBox, places_of


def test_it_lists_places_though_the_wrapper_of_its_field_has_ended(qtbot: QtBot) -> None:
    box = PlaceBox()
    qtbot.addWidget(box)
    shiboken6.invalidate(box.field)  # as seen after an hour of anything at all; Qt's own field stands
    box.list_places(make_plan("town"), "all")
    assert box.field.text() == "all"


def test_places_follow_an_edit_and_are_the_same_after_one_of_the_lowest_level() -> None:
    plan = make_plan("town")
    before = places_of(plan)
    levels = [plan.ids[plan.of_level(level)].tolist() for level in plan.scheme.levels]
    village, grid = levels[-2][0], levels[-1][0]
    renamed = plan.apply(SetAttributes("grids", (grid,), {"name": "甲"}).change(plan))
    assert places_of(renamed) is before
    other = renamed.apply(SetAttributes("grids", (village,), {"name": "乙"}).change(renamed))
    assert [(one, name.strip()) for one, name in places_of(other) if one == village] == [(village, "乙")]
    anew = Plan(other.scheme, other.tables)
    assert places_of(other) == places_of(anew) != before
