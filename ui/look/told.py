"""What a cell of a table or a tree shows, told by its model at once.

``QStyledItemDelegate`` asks a model seven times for each cell that it paints: for the font, the place, the colours,
the tick, the picture and the words. Each is a call of Python, together an eighth to a quarter of a paint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
"""Where the words of a cell stand in it."""
_WORDS: Final = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_PICTURE: Final = QStyleOptionViewItem.ViewItemFeature.HasDecoration
TICK: Final = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator


class Told(NamedTuple):
    """What a cell shows; what is ``None`` is as the view has it, or not there.

    Attributes
    ----------
    text : str
    place : Qt.AlignmentFlag, optional
    font : QFont, optional
    colour : QColor, optional
        Of the words.
    icon : QIcon, optional
        Of which all modes have the same size.
    tick : Qt.CheckState, optional
    """

    text: str
    place: Qt.AlignmentFlag | None = None
    font: QFont | None = None
    colour: QColor | None = None
    icon: QIcon | None = None
    tick: Qt.CheckState | None = None


class ToldDelegate(QStyledItemDelegate):
    """Paints cells as ever, and asks once what each shows.

    Parameters
    ----------
    told : callable
        Returns what the cell of an index shows, the same as ``data`` of its model answers, or ``None``: then Qt asks
        as it does.
    """

    def __init__(self, parent: QObject, told: Callable[[Index], Told | None]) -> None:
        super().__init__(parent)
        self._told = told

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Have an option show a cell, as Qt does with what a model answers."""
        told = self._told(index)
        if told is None:
            super().initStyleOption(option, index)
            return
        text, place, font, colour, icon, tick = told
        features = option.features | _WORDS
        if font is not None:
            option.font = font.resolve(option.font)
            option.fontMetrics = QFontMetrics(option.font)
        if place is not None:
            option.displayAlignment = place
        if colour is not None:
            option.palette.setBrush(QPalette.ColorRole.Text, colour)
        if icon is not None:
            features |= _PICTURE
            option.icon = icon
            option.decorationSize = icon.actualSize(option.decorationSize)
        if tick is not None:
            features |= TICK
            option.checkState = tick
        option.features = features
        option.index = index  # type: ignore[assignment]  # Qt takes both
        option.text = text
        option.styleObject = None  # type: ignore[assignment]  # nothing is animated, says Qt
