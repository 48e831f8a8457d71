"""What of a window's texts cannot be read for want of contrast: measured in the pixels that were painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QStyle,
    QStyleOptionViewItem,
    QTabBar,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from tests.ui.contrast import contrast
from ui.window.parts import is_behind

SCALE: Final = 3
"""So many dots to a point: the strokes of letters are whole dots of their own colour then."""
LEAST: Final = 4.5
LEAST_LARGE: Final = 3.0
"""Contrast of text, and of text of 18 points, or 14 points bold, and more (WCAG 2.2, 1.4.3)."""
_LARGE_PX, _LARGE_BOLD_PX = 24.0, 18.66
_TELLING: Final = 6
"""So many dots of one colour are a stroke and no accident."""
_MOST_CELLS: Final = 60


@dataclass(frozen=True)
class Text:
    """A text that is seen, where it stands in its window, and in what letters."""

    words: str
    place: QRect
    font: QFont
    where: str


def painted(root: QWidget) -> QImage:
    """Return a window as it looks on a screen of three dots to a point."""
    image = QImage(root.size() * SCALE, QImage.Format.Format_RGB888)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    root.render(painter, QPoint(0, 0))
    painter.end()
    return image


def illegible(root: QWidget) -> list[str]:
    """Return a line for each text of a shown window that has too little contrast; what is disabled may."""
    pixels = _pixels(painted(root))
    faults = []
    for text in texts(root):
        told = contrast_in(pixels, text.place)
        large = _px(text.font) >= (_LARGE_BOLD_PX if text.font.bold() else _LARGE_PX)
        if told and told < (LEAST_LARGE if large else LEAST):
            faults.append(f"{told:.2f} {text.words[:30]!r} in {text.where}")
    return faults


def contrast_in(pixels: npt.NDArray[np.uint8], place: QRect) -> float:
    """Return the contrast of what is written in a place with what it is written on; 0 if there is nothing."""
    cut = pixels[
        place.top() * SCALE : (place.bottom() + 1) * SCALE, place.left() * SCALE : (place.right() + 1) * SCALE
    ].reshape(-1, 3)
    if not len(cut):
        return 0.0
    red, green, blue = cut.T.astype(np.uint32)  # to sort colours as rows of three took most of the time of these tests
    numbers, counts = np.unique(red << 16 | green << 8 | blue, return_counts=True)
    colours = np.column_stack([numbers >> 16, numbers >> 8 & 255, numbers & 255]).astype(np.uint8)
    ground = colours[counts.argmax()]
    told = contrast(colours, np.broadcast_to(ground, colours.shape))
    strokes = told[(counts >= _TELLING) & (told > 1.05)]
    return float(strokes.max()) if len(strokes) else 0.0


def texts(root: QWidget) -> Iterator[Text]:
    """Yield what is written in a window and can be used."""
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible() or not widget.isEnabled() or widget.window() is not root or is_behind(widget):
            continue
        for words, place, font in _written(widget):
            inside = place & widget.visibleRegion().boundingRect()
            if words.strip() and inside == place and not place.isEmpty():
                at = QRect(widget.mapTo(root, place.topLeft()), place.size())
                yield Text(words, at, font, f"{type(widget).__name__} {widget.objectName()}")


Written = Iterator[tuple[str, QRect, QFont]]


def _written(widget: QWidget) -> Written:
    if isinstance(widget, QTextBrowser):
        yield from _of_document(widget)
    elif isinstance(widget, QLabel):
        yield widget.text(), widget.contentsRect(), widget.font()
    elif isinstance(widget, QAbstractButton):
        icon_only = isinstance(widget, QToolButton) and (
            widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and not widget.icon().isNull()
        )
        yield ("" if icon_only else widget.text()), widget.rect(), widget.font()
    elif isinstance(widget, QLineEdit):
        yield widget.text() or widget.placeholderText(), widget.rect().adjusted(3, 3, -3, -3), widget.font()
    elif isinstance(widget, QComboBox):
        yield widget.currentText(), widget.rect().adjusted(3, 3, -26, -3), widget.font()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText(), widget.viewport().geometry(), widget.font()
    elif isinstance(widget, QTabBar):
        for tab in range(widget.count()):
            yield widget.tabText(tab), widget.tabRect(tab).adjusted(4, 4, -4, -4), widget.font()
    elif isinstance(widget, (QMenu, QMenuBar)):
        for action in widget.actions():
            if action.isEnabled() and action.isVisible():
                yield action.text(), widget.actionGeometry(action).adjusted(28, 0, 0, 0), widget.font()
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from _of_cells(widget)


def _of_cells(view: QAbstractItemView) -> Written:
    model, viewport = view.model(), view.viewport()
    done: set[tuple[int, int, int]] = set()
    for y in range(2, viewport.height(), 8):
        for x in range(2, viewport.width(), 24):
            index = view.indexAt(QPoint(x, y))
            key = (index.row(), index.column(), index.internalId())
            if not index.isValid() or key in done or len(done) > _MOST_CELLS:
                continue
            done.add(key)
            if not model.flags(index) & Qt.ItemFlag.ItemIsEnabled:
                continue
            place = _text_place(view, index).translated(viewport.pos()) & viewport.geometry()
            yield str(index.data() or ""), place, view.font()


def _text_place(view: QAbstractItemView, index: QModelIndex) -> QRect:
    """Return where the text of a cell stands, beside its picture and its box."""
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    option.text = str(index.data() or "")
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
    if index.data(Qt.ItemDataRole.DecorationRole) is not None:
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(24, 16)
    if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    return view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)


def _of_document(browser: QTextBrowser) -> Written:
    """Yield each run of letters of one kind that is seen on a page."""
    block, cursor = browser.document().begin(), QTextCursor(browser.document())
    area = browser.viewport().rect()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            cursor.setPosition(fragment.position())
            first = browser.cursorRect(cursor)
            cursor.setPosition(fragment.position() + min(fragment.length(), 12))
            last = browser.cursorRect(cursor)
            if first.top() == last.top():
                place = QRectF(first).united(QRectF(last)).toAlignedRect()
                if area.contains(place):
                    yield fragment.text(), place.translated(browser.viewport().pos()), fragment.charFormat().font()
            parts += 1
        block = block.next()


def _px(font: QFont) -> float:
    return float(font.pixelSize()) if font.pixelSize() > 0 else font.pointSizeF() * 96 / 72


def _pixels(image: QImage) -> npt.NDArray[np.uint8]:
    bits = np.frombuffer(image.constBits(), np.uint8)
    rows = bits.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    return rows.reshape(image.height(), image.width(), 3).copy()  # the image may be gone before they are
