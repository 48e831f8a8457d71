"""Rows of a table that are as high as what one column says needs: only those in sight are measured."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from ui.look.soon import soon

_SPARE_PX: Final = 9
"""Above and below the lines of a row, as a row of one line has it."""


class GrowingRows(QObject):
    """Lets sentences of a column go on over several lines, and their rows be as high; the object is the view's child.

    Cells of other columns have as many lines as their row has, and end in dots.

    Parameters
    ----------
    view : QTableView
        With its model.
    column : int
        The column whose texts are shown whole.
    """

    def __init__(self, view: QTableView, column: int) -> None:
        super().__init__(view)
        self._view, self._column = view, column
        self._least = view.verticalHeader().defaultSectionSize()
        self._measured: set[int] = set()
        self._soon = soon(self, self.measure)
        view.setWordWrap(True)
        view.model().modelReset.connect(self._forget)
        view.model().dataChanged.connect(self._forget)
        view.horizontalHeader().sectionResized.connect(self._resized)
        view.verticalScrollBar().valueChanged.connect(lambda *_: self._soon.start())
        view.verticalScrollBar().rangeChanged.connect(
            lambda *_: self._soon.start()
        )  # so it does when the table is made higher

    def _resized(self, column: int) -> None:
        if column == self._column:
            self._forget()

    def _forget(self) -> None:
        """Measure anew: other texts, or another width."""
        count = self._view.model().rowCount()
        for row in self._measured:
            if row < count and self._view.rowHeight(row) != self._least:
                self._view.setRowHeight(row, self._least)
        self._measured.clear()
        self._soon.start()

    def measure(self) -> None:
        """Make the rows in sight as high as they need."""
        view = self._view
        row, count = view.rowAt(0), view.model().rowCount()
        if row < 0 or view.isColumnHidden(self._column):
            return
        bar = view.verticalScrollBar()
        at_end = bar.value() == bar.maximum() > 0
        option = QStyleOptionViewItem()
        view.initViewItemOption(option)
        option.rect = QRect(0, 0, view.columnWidth(self._column), self._least)
        room = view.viewport().height()
        while row < count and view.rowViewportPosition(row) < room:
            if row not in self._measured:
                self._measured.add(row)
                index = view.model().index(row, self._column)
                needed = view.itemDelegateForIndex(index).sizeHint(option, index).height() + _SPARE_PX
                if max(needed, self._least) != view.rowHeight(row):
                    view.setRowHeight(row, max(needed, self._least))
            row += 1
        if at_end:  # the last row is still seen whole
            view.updateGeometries()
            bar.setValue(bar.maximum())
