"""What of a window's controls is cut or covered: measured in their places and in the letters of their texts."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

_CONTROLS = (QLabel, QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QTabBar)


def cut_or_covered(root: QWidget) -> list[str]:
    """Return a line for each control of a shown window that cannot be seen whole."""
    return [f"{_name(control)}: {what}" for control in _controls(root) if (what := _fault(root, control))]


def _controls(root: QWidget) -> Iterator[QWidget]:
    for widget in root.findChildren(QWidget):
        if (
            isinstance(widget, _CONTROLS)
            and widget.isVisible()
            and widget.window() is root
            and not _is_looked_after(widget)
        ):
            yield widget


def _is_looked_after(widget: QWidget) -> bool:
    """Whether a control is in a page that scrolls, behind a tab, or part of a control that looks after it itself."""
    if isinstance(widget, QTabBar) and widget.geometry().right() < 0:  # where Qt keeps that of a panel that is alone
        return True
    above = widget.parentWidget()
    while above is not None:
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            return True
        if isinstance(above, QDockWidget) and above.geometry().right() < 0:  # where Qt keeps those behind a tab
            return True
        if isinstance(above, (QAbstractScrollArea, QLineEdit, QComboBox, QAbstractSpinBox, QTabBar)):
            return True
        above = area
    return False


def _fault(root: QWidget, control: QWidget) -> str:
    above = control.parentWidget()
    if above is not None and not above.rect().contains(control.geometry()):
        return f"{_at(control.geometry())} beyond {_at(above.rect())} of {_name(above)}"
    place = QRect(control.mapTo(root, QPoint(0, 0)), control.size())
    if not root.rect().contains(place):
        return f"{_at(place)} beyond the window {_at(root.rect())}"
    if not control.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        on_top = root.childAt(place.center())
        if on_top is not None and on_top is not control and not control.isAncestorOf(on_top):
            return f"covered by {_name(on_top)}"
    return _cut_text(control)


def _cut_text(control: QWidget) -> str:
    letters = control.fontMetrics()
    if isinstance(control, QLabel):
        if not control.text() or control.textFormat() == Qt.TextFormat.RichText:
            least = control.minimumSizeHint()
            return "" if least.width() <= control.width() else f"{least.width()} px of text in {control.width()}"
        if control.wordWrap():
            wanted = control.heightForWidth(control.width())
            return "" if wanted <= control.height() + 1 else f"{wanted} px of lines in {control.height()}"
        wanted = max(letters.horizontalAdvance(line) for line in control.text().splitlines() or [""])
        return "" if wanted <= control.width() else f"{wanted} px of text in {control.width()}"
    if isinstance(control, QTabBar):
        needed = sum(letters.horizontalAdvance(control.tabText(tab)) for tab in range(control.count()))
        return "" if needed <= control.width() else f"{needed} px of tabs in {control.width()}"
    if isinstance(control, QToolButton) and control.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        small = min(control.width(), control.height()) < 20
        return "too small" if small and isinstance(control.parentWidget(), QToolBar) and control.text() else ""
    if isinstance(control, QAbstractButton):
        room = control.width() - (control.iconSize().width() if not control.icon().isNull() else 0)
        wanted = letters.horizontalAdvance(control.text().replace("&", ""))
        return "" if wanted <= room else f"{wanted} px of text in {room}"
    return "" if control.height() >= letters.height() else f"{control.height()} px high"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else widget.accessibleName()
    return f"{type(widget).__name__} {widget.objectName()} {text!r}"


def _at(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}x{rect.height()}"
