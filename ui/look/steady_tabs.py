"""Tabs that stay where they are when another one comes in front, though its name is bold there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionTab, QTabBar


class SteadyTabs(QTabBar):
    """Gives every tab the room that it takes in front.

    Qt measures the tab in front as it is there, and the others as they are behind: they move aside, and the whole grows
    past the room that it was given, until somebody lays it out again.
    """

    def tabSizeHint(self, index: int) -> QSize:
        """Return the room of a tab, as wide as it is in front."""
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
