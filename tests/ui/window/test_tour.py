"""The tour is offered at the first start and never again; its five steps point at what they speak of."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.main_window import MainWindow
from ui.window.tour import Tour
from ui.words.messages import BOTH, text

STEPS = ("map", "tree", "details", "findings", "tools")


def tour_of(window: MainWindow) -> Tour:
    assert window.tour.tour is not None
    return window.tour.tour


def test_it_is_offered_at_the_first_start_and_not_after_an_answer(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(2):
        window = MainWindow(Settings(tmp_path / "settings.ini"), Words("zh"))
        window.show()
        assert window.start.offer.isVisible() is (number == 0)
        if number == 0:
            qtbot.mouseClick(window.start.later, Qt.MouseButton.LeftButton)
            assert not window.start.offer.isVisible()
        window.close()
        window.deleteLater()


def test_whoever_opens_a_project_is_not_asked_again(opened: MainWindow) -> None:
    assert not opened.tour.is_to_be_offered
    opened.session.close()
    assert not opened.start.offer.isVisible()


def test_the_offer_opens_the_sample_and_the_tour_begins_there(
    qtbot: QtBot, window: MainWindow, town_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    path = tmp_path / "sample.gpkg"
    shutil.copy(town_file, path)
    monkeypatch.setattr(window.tour, "_open_sample", lambda: window.open_project(path))
    with qtbot.waitSignal(window.session.findings_changed, timeout=20_000):
        qtbot.mouseClick(window.start.lead, Qt.MouseButton.LeftButton)
    assert tour_of(window).stop.key == "map"
    tour_of(window).close()


@pytest.mark.parametrize("language", BOTH)
def test_five_steps_lead_through_the_window_and_back(qtbot: QtBot, opened: MainWindow, language: str) -> None:
    opened.words.speak(language)
    opened.actions_by_key["tour"].trigger()
    tour = tour_of(opened)
    for number, key in enumerate(STEPS, start=1):
        assert tour.stop.key == key
        assert tour.callout.title.text() == text(f"tour-{key}-title", language)
        assert tour.callout.place.text() == f"{number} / 5"
        if number < 5:
            qtbot.mouseClick(tour.callout.on, Qt.MouseButton.LeftButton)
    assert tour.callout.on.text() == text("tour-end", language)
    qtbot.mouseClick(tour.callout.back, Qt.MouseButton.LeftButton)
    assert tour.stop.key == "findings"
    qtbot.keyClick(tour, Qt.Key.Key_Right)
    qtbot.mouseClick(tour.callout.on, Qt.MouseButton.LeftButton)
    assert opened.tour.tour is None
    assert opened.canvas.hasFocus()


@pytest.mark.parametrize("size", [(1024, 640), (1366, 768), (1920, 1080)])
def test_what_a_step_is_about_is_seen_and_the_callout_does_not_cover_it(
    qtbot: QtBot, opened: MainWindow, size: tuple[int, int]
) -> None:
    opened.resize(*size)
    opened.actions_by_key["tour"].trigger()
    tour = tour_of(opened)
    for key in STEPS:
        qtbot.wait(20)
        qtbot.waitUntil(lambda: tour.rect().contains(tour.callout.geometry()), timeout=5000)
        hole, callout = tour.hole, QRect(tour.callout.pos(), tour.callout.size())
        target = tour.stop.target()
        assert target.isVisible()
        assert hole.width() > 20 and hole.height() > 20
        if key != "map":  # which fills the middle
            assert not hole.intersects(callout), key
        assert opened.childAt(hole.center()) in (
            tour,
            tour.callout,
            *tour.callout.findChildren(type(tour.callout.title)),
        )
        tour.go_on()
    assert opened.tour.tour is None


def test_the_details_have_something_to_tell(qtbot: QtBot, opened: MainWindow) -> None:
    opened.session.select([])
    opened.actions_by_key["tour"].trigger()
    for _ in range(2):
        tour_of(opened).go_on()
    assert opened.session.selection
    tour_of(opened).close()


def test_escape_ends_it_and_so_does_skip_and_closing_the_project(qtbot: QtBot, opened: MainWindow) -> None:
    opened.actions_by_key["tour"].trigger()
    qtbot.keyClick(tour_of(opened).callout.on, Qt.Key.Key_Escape)
    assert opened.tour.tour is None
    opened.actions_by_key["tour"].trigger()
    qtbot.mouseClick(tour_of(opened).callout.skip, Qt.MouseButton.LeftButton)
    assert opened.tour.tour is None
    opened.actions_by_key["tour"].trigger()
    opened.session.close()
    assert opened.tour.tour is None


def test_a_second_wish_for_it_leaves_the_one_there_is(opened: MainWindow) -> None:
    opened.actions_by_key["tour"].trigger()
    tour = tour_of(opened)
    opened.tour.begin()
    assert tour_of(opened) is tour
    tour.close()
