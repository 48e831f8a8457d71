"""Door plates in a narrow column: the street gives way, and the number at the end can be read as long as it fits."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.look.told import ToldDelegate
from ui.panels.hierarchy_model import HierarchyModel

Index = QModelIndex | QPersistentModelIndex
_NUMBER: Final = re.compile(r"[0-9](?:[0-9]|[^0-9]{1,3}(?=[0-9]))*[^0-9]{0,3}$")
"""What a plate ends with: a number, or several as of a building in a lane, with few letters behind each."""
_PART: Final = re.compile(r"[0-9]+")
_CUT: Final = "…"


def plate_that_fits(plate: str, metrics: QFontMetrics, room_px: int) -> str:
    """Return a door plate so that it fits into a width: its number whole, and as much of its street as there is room.

    Where there is too little room for the number of a lane too, that of the house stays, for 191 must not read as 91.
    A plate that does not end with a number is cut at its end.
    """
    if metrics.horizontalAdvance(plate) <= room_px:
        return plate
    number = _NUMBER.search(plate)
    if number is None:
        return metrics.elidedText(plate, Qt.TextElideMode.ElideRight, room_px)
    street, left = plate[: number.start()].rstrip(), room_px - metrics.horizontalAdvance(number[0])
    if street and left >= metrics.horizontalAdvance(street[0] + _CUT):
        return metrics.elidedText(street, Qt.TextElideMode.ElideRight, left) + number[0]
    for part in _PART.finditer(number[0]):
        end = _CUT + number[0][part.start() :]
        if metrics.horizontalAdvance(end) <= room_px:
            return end
    return metrics.elidedText(plate, Qt.TextElideMode.ElideLeft, room_px)


class PlateDelegate(ToldDelegate):
    """Shows the rows of a tree as ever, but of plates and codes the end, which tells them apart; the tip has all."""

    def __init__(self, parent: QObject, model: HierarchyModel) -> None:
        super().__init__(parent, model.told)
        self._model = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Shorten the plate of a building to the room that its cell has."""
        super().initStyleOption(option, index)
        if option.text.isdecimal():  # a grid without a name shows its code, and the end tells it from its neighbours
            option.textElideMode = Qt.TextElideMode.ElideLeft
        if index.column() or self._model.building_at(index) < 0:
            return
        view = option.widget
        style = view.style()
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)
        beside = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1
        option.text = plate_that_fits(option.text, option.fontMetrics, room.width() - 2 * beside)
