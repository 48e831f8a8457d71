"""What trees of the window have in common."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView


class ClearTree(QTreeView):
    """A tree of which the arrow is seen in a selected row too: Qt paints it there as everywhere, dark on dark."""

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the arrow of a row, in the colour of its words where it is selected."""
        selected, model = self.selectionModel(), self.model()
        if not (selected.isSelected(index) and model.hasChildren(index)):
            super().drawBranches(painter, rect, index)
            return
        option, state = QStyleOptionViewItem(), QStyle.StateFlag
        self.initViewItemOption(option)
        option.rect = QRect(rect.right() + 1 - self.indentation(), rect.top(), self.indentation(), rect.height())
        option.state = state.State_Item | state.State_Enabled | state.State_Children
        if self.isExpanded(index):
            option.state |= state.State_Open
        colour = option.palette.color(QPalette.ColorRole.HighlightedText)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            option.palette.setColor(role, colour)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorBranch, option, painter, self)


def expanded_ids(view: QTreeView) -> list[int]:
    """Return the ids of the rows that stand open and can be seen to; a row's id is that of its index."""
    model, waiting, found = view.model(), [QModelIndex()], []
    while waiting:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if view.isExpanded(index):
                found.append(int(index.internalId()))
                waiting.append(index)
    return found
