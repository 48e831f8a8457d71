"""Tabs that stay where they are when another one comes in front, though its name is bold there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionTab, QTabBar


class SteadyTabs(QTabBar):
    """Gives every tab the room that it takes in front.

    Qt measures the tab in front as it is there, and the others as they are behind: they move aside, and the whole grows
    past the room that it was given, until somebody lays it out again.
    """

    _is_naming = False

    def set_names(self, names: Sequence[str]) -> None:
        """Name all tabs, one each: Qt measures all of them twice for every tab that is named, here once for all."""
        self._is_naming = True
        for place, name in enumerate(names[:-1]):
            self.setTabText(place, name)
        self._is_naming = False
        self.setTabText(len(names) - 1, names[-1])

    def tabSizeHint(self, index: int) -> QSize:
        """Return the room of a tab, as wide as it is in front; what it has while others are still to be named."""
        if self._is_naming:
            return self.tabRect(index).size()
        size = super().tabSizeHint(index)
        option = QStyleOptionTab()
        self.initStyleOption(option, index)
        style = self.style()
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.tabText(index))
        around = style.pixelMetric(QStyle.PixelMetric.PM_TabBarTabHSpace, option, self)
        held = QSize(words.width() + around, size.height())
        option.state |= QStyle.StateFlag.State_Selected
        front = style.sizeFromContents(QStyle.ContentsType.CT_TabBarTab, option, held, self)
        return QSize(max(size.width(), front.width()), size.height())
