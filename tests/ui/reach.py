"""What of a window somebody reaches who has no mouse or does not see: names, the way of Tab, and where the keys go."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialogButtonBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QTabBar,
    QToolBar,
    QWidget,
)

from tests.ui.contrast import contrast
from ui.window.parts import is_behind

_LOOKED_AFTER: Final = (QComboBox, QAbstractSpinBox, QCalendarWidget, QLineEdit, QTabBar, QMenu, QMenuBar)
"""Controls that look after what they are made of themselves."""
_HELD_BY_MOUSE: Final = (QScrollBar, QSizeGrip, QSplitterHandle, QHeaderView, QMenu, QDockWidget)
"""What the mouse has and keys do not need: they do the same in the control beside it."""
_ONE_LINE_PX: Final = 16
_MOST_TABS: Final = 400
_FOCUS_CONTRAST: Final = 3.0
"""Least contrast between how a place looks with the keys and without (WCAG 2.2, 1.4.11 and 2.4.13)."""


def controls(root: QWidget) -> Iterator[QWidget]:
    """Yield what of a window is shown and can be clicked or can have the keys."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget is not root and widget.isWindow():
            continue
        if not widget.isVisible() or is_behind(widget) or isinstance(widget, _HELD_BY_MOUSE) or _is_part(widget):
            continue
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton):
            yield widget


def unnamed(root: QWidget) -> list[str]:
    """Return a line for each control that a screen reader has no name for."""
    read = (control for control in controls(root) if not isinstance(control, QLabel) or control.text())
    return [place_of(control) for control in read if not name_of(control)]


def name_of(widget: QWidget) -> str:
    """Return the name of a widget that a screen reader speaks."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip() if told is not None else ""


def way_of_tab(root: QWidget) -> list[QWidget]:
    """Return where Tab leads in a window, from where the keys are until it comes back."""
    way: list[QWidget] = []
    for _ in range(_MOST_TABS):
        at = QApplication.focusWidget()
        if at is None or at.window() is not root or (len(way) > 1 and at is way[0]):
            break
        if not way or at is not way[-1]:  # what has stops of its own, as a map has grids and a date its parts
            way.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
    QApplication.processEvents()
    return way


def unreached(root: QWidget, way: list[QWidget]) -> list[str]:
    """Return a line for each control that can have the keys and that Tab does not lead to, nor a key of its own."""
    return [
        place_of(control)
        for control in controls(root)
        if control not in way and control.isEnabled() and _is_stop(control)
    ]


def unseen_focus(root: QWidget, way: list[QWidget]) -> list[str]:
    """Return a line for each control on the way that looks the same with the keys and without."""
    faults = []
    for number, control in enumerate(way):
        if not control.isVisible():
            continue
        control.setFocus(Qt.FocusReason.TabFocusReason)
        _bring_into_view(control)
        QApplication.processEvents()
        having = _look(control)
        other = way[number - 1]
        control.clearFocus() if other is control else other.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        without = _look(control)
        if having.shape != without.shape:
            continue
        told = contrast(having, without) >= _FOCUS_CONTRAST
        least = min(control.width(), control.height())
        if told.sum() < least:
            faults.append(f"{place_of(control)}: {int(told.sum())} of {least} pixels tell")
    return faults


def place_of(widget: QWidget) -> str:
    """Return what a widget is and where it stands, for whoever has to mend it."""
    parts = []
    at: QObject | None = widget
    while at is not None and len(parts) < 5:
        text = at.property("text") or at.property("title") or ""
        parts.append(" ".join(filter(None, (type(at).__name__, at.objectName(), repr(text) if text else ""))))
        at = at.parent()
    return " < ".join(parts)


def _is_part(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, _LOOKED_AFTER):
            return True
        if isinstance(above, QAbstractScrollArea) and above.viewport() is not widget and _corner(above, widget):
            return True
        if isinstance(above, QHeaderView) or (isinstance(above, QAbstractScrollArea) and above.viewport() is widget):
            return True
        above = above.parentWidget()
    return False


def _corner(area: QAbstractScrollArea, widget: QWidget) -> bool:
    return widget.parentWidget() is area and isinstance(widget, QAbstractButton)


def _is_stop(control: QWidget) -> bool:
    if isinstance(control, (QMenuBar, QDialogButtonBox)):
        return False
    if isinstance(control, QLabel):  # to be copied from, unless it leads anywhere
        return "<a " in control.text()
    if isinstance(control, QRadioButton) and not control.isChecked():
        return False  # the arrows go there from the one that is chosen
    if not control.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return not _has_key(control)
    return True


def _has_key(control: QWidget) -> bool:
    """Whether a control without a stop of its own does what a menu does."""
    return isinstance(control.parentWidget(), (QToolBar, QDockWidget))


def _bring_into_view(control: QWidget) -> None:
    """Scroll as Tab does, for a control that was given the keys otherwise."""
    above = control.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(control)
        above = above.parentWidget()


def out_of_order(way: list[QWidget]) -> list[str]:
    """Return a line for each step of Tab that leads upwards and not to the right, but the one back to the beginning."""
    places = [QRect(control.mapTo(control.window(), QPoint(0, 0)), control.size()) for control in way]
    top = min((place.top() for place in places), default=0) + _ONE_LINE_PX
    begin = min((place.left(), at) for at, place in enumerate(places) if place.top() < top)[1] if way else 0
    order = [*range(begin, len(way)), *range(begin)]
    return [
        f"{place_of(way[one])} -> {place_of(way[two])}"
        for one, two in pairwise(order)
        if places[two].bottom() <= places[one].top() and places[two].left() < places[one].right()
    ]


def _look(control: QWidget) -> npt.NDArray[np.uint8]:
    """Return how a control looks, with a little of what stands around it. Shape (height, width, 3)."""
    window = control.window()
    place = QRect(control.mapTo(window, QPoint(0, 0)), control.size()).adjusted(-3, -3, 3, 3) & window.rect()
    image = window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB888)
    if image.isNull():
        return np.zeros((0, 0, 3), dtype=np.uint8)
    bits = np.frombuffer(image.constBits(), np.uint8)
    rows = bits.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    return rows.reshape(image.height(), image.width(), 3).copy()
