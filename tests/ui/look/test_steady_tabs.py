"""Tabs that are named all at once stand as those that are named one after the other."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyle, QTabBar

from ui.look.steady_tabs import SteadyTabs

SHORT = ["人", "支部", "房屋", "小区"]
LONG = ["Workers", "Party branches", "Buildings and their doors", "小区"]


@pytest.fixture
def bars(qtbot) -> tuple[SteadyTabs, SteadyTabs]:
    """Two bars that are seen, with short names."""
    made = SteadyTabs(), SteadyTabs()
    for bar in made:
        qtbot.addWidget(bar)
        bar.setExpanding(False)
        for name in SHORT:
            bar.addTab(name)
        bar.setCurrentIndex(2)
        bar.resize(700, bar.sizeHint().height())
        bar.show()
        assert bar.isVisible()
    return made


def rooms(bar: SteadyTabs) -> list[tuple[int, int]]:
    return [bar.tabRect(at).size().toTuple() for at in range(bar.count())]


@pytest.mark.parametrize("width", [700, 150])
def test_tabs_have_the_room_that_they_would_have_named_one_by_one(bars, width):
    at_once, one_by_one = bars
    for bar in bars:
        bar.resize(width, bar.height())
    short = rooms(at_once)
    for names in (LONG, SHORT, LONG):
        at_once.set_names(names)
        for place, name in enumerate(names):
            one_by_one.setTabText(place, name)
        assert [at_once.tabText(at) for at in range(at_once.count())] == names
        assert rooms(at_once) == rooms(one_by_one)
        assert at_once.sizeHint() == one_by_one.sizeHint()
        assert (rooms(at_once) == short) is (names is SHORT)
        assert at_once.tabRect(2).intersects(at_once.rect())


def test_tabs_are_measured_as_often_as_for_one_name(bars, monkeypatch):
    bar, measured = bars[0], list[int]()

    def style(self: SteadyTabs) -> QStyle:
        measured.append(1)
        return QTabBar.style(self)

    monkeypatch.setattr(SteadyTabs, "style", style)
    bar.setTabText(0, "人员")
    once = len(measured)
    measured.clear()
    bar.set_names(LONG)
    assert len(measured) == once > 0
