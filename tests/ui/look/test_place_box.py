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


def test_an_edit_of_grids_leaves_the_list_of_places_as_it_is_and_one_of_a_place_is_in_it() -> None:
    plan = make_plan("town")
    (town, _), (village, _), *_ = before = places_of(plan)
    [grid, *_] = [grid for grid in plan.below([village]).tolist() if grid != village]

    def renamed(one: int) -> Plan:
        return plan.apply(SetAttributes("grids", (one,), {"name": "改过的名字"}).change(plan))

    assert places_of(renamed(grid)) is before
    after = places_of(renamed(village))
    assert after[:2] == [before[0], (village, "\u3000改过的名字")] and after[2:] == before[2:] and before[0][0] == town
