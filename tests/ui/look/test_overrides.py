"""What goes wrong in a method that Qt calls reaches whoever called Qt; on Python 3.11 the process would end instead."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, QModelIndex, QObject
from PySide6.QtWidgets import QWidget

import ui.window.main_window as main
from ui.look.overrides import make_errors_whole

make_errors_whole()


class Odd(QObject):
    def event(self, event: QEvent) -> bool:
        return bool(int("what C finds wrong"))

    def own(self) -> int:
        return 1


def test_an_error_that_c_has_raised_reaches_the_caller(qapp) -> None:
    odd, event = Odd(), QEvent(QEvent.Type.User)
    with pytest.raises(ValueError, match="what C finds wrong"):
        QCoreApplication.sendEvent(odd, event)


def test_so_does_one_in_a_widget_that_is_painted_at_once(qtbot) -> None:
    class Painted(QWidget):
        def paintEvent(self, event: object) -> None:
            [].pop()

    widget = Painted()
    qtbot.addWidget(widget)
    with pytest.raises(IndexError, match="pop from empty list"):
        widget.grab()


def test_what_a_method_returns_is_what_it_returned() -> None:
    class Three(QAbstractListModel):
        def rowCount(self, parent: QModelIndex | None = None) -> int:
            """Return three."""
            return 3

    assert Three().rowCount() == 3
    assert Three.rowCount.__doc__ == "Return three."


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="every exception is made when it is raised")
def test_the_window_is_seen_to_and_methods_of_our_own_are_left_alone() -> None:
    assert hasattr(main.MainWindow.closeEvent, "__wrapped__")
    assert not hasattr(main.MainWindow.open_project, "__wrapped__")
    assert not hasattr(Odd.own, "__wrapped__")
