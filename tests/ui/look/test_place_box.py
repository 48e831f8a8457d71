"""The box in which a town or a village is chosen."""

from __future__ import annotations

import shiboken6
from pytestqt.qtbot import QtBot

from sample_data.make import make_plan
from ui.look.place_box import PlaceBox


def test_it_lists_places_though_the_wrapper_of_its_field_has_ended(qtbot: QtBot) -> None:
    box = PlaceBox()
    qtbot.addWidget(box)
    shiboken6.invalidate(box.field)  # as seen after an hour of anything at all; Qt's own field stands
    box.list_places(make_plan("town"), "all")
    assert box.field.text() == "all"
