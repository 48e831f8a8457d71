"""A picture of the page that will come out, drawn in the background; the map in it can be dragged and zoomed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from layers.marks import Box
from ui.canvas.furniture import paint_mark
from ui.look.appearance import appearance_of
from ui.look.painting import ended
from ui.look.words import Words
from ui.outputs.export import Export, PagePicture
from ui.session.jobs import Job
from ui.session.session import Session

_LEAST_PX: Final = 400
_FRAME_PX: Final = 12
_PAUSE_MS: Final = 250
"""Nothing is drawn anew while somebody still types or clicks through a list."""

_ZOOM: Final = 1.25
_STEP: Final = 0.1
"""Share of the map that an arrow key moves it by."""
_GROUND: Final = "#f6f4ef"


class Preview(QLabel):
    """Shows what will come out, or says that there is nothing to show.

    The map is moved by dragging it or with the arrow keys, and zoomed with the wheel or plus and minus; 0 shows
    everything again.

    Parameters
    ----------
    wish : callable
        Returns what is wanted now.

    Signals
    -------
    framed : bool
        Somebody chose another extent; whether they chose a scale with it, by zooming.
    """

    framed = Signal(bool)

    def __init__(
        self, session: Session, words: Words, wish: Callable[[], Export], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._words, self._wish = session, words, wish
        self._drawing: Job | None = None
        self.extent: Box | None = None
        """What of the ground the page shall show, ``None`` for all."""
        self.shown: PagePicture | None = None
        """The picture, and where in it the map lies."""
        self._grabbed: QPointF | None = None
        self._moved = QPointF()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(_LEAST_PX + 2 * _FRAME_PX, _LEAST_PX * 3 // 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._draw)

    def sizeHint(self) -> QSize:
        """Return the size at which type on the page can just be told."""
        return QSize(_LEAST_PX + 80, _LEAST_PX)

    def draw_soon(self) -> None:
        """Draw anew after a pause; what is being drawn is given up."""
        self.stop()
        self._soon.start()

    def stop(self) -> None:
        """Give up what is being drawn, or was about to be."""
        self._soon.stop()
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def show_everything(self) -> None:
        """Let the page show all that it is about."""
        if self.extent is not None:
            self._frame(None, zoomed=False)

    def _draw(self) -> None:
        wish = self._wish()
        if wish.kind_of_file.kind != "page":
            self.shown = None
            self.clear()
            self.setText(self._words("export-preview-none"))
            return
        if self.pixmap().isNull():
            self.setText(self._words("export-preview-working"))
        size = wish.size(1000)
        room = self.size() - QSize(2 * _FRAME_PX, 2 * _FRAME_PX)
        fit = min(room.width() / size.width_px, room.height() / size.height_px)
        longest = max(round(max(size.width_px, size.height_px) * fit * self.devicePixelRatioF()), 100)
        self._drawing = self._session.start(
            "job-preview", lambda job: wish.picture(longest, job.step), self._take, apart=True
        )

    def _take(self, picture: PagePicture) -> None:
        if self._wish().kind_of_file.kind != "page":
            return
        pixels = QPixmap.fromImage(picture.image)
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self.shown, self._moved = picture, QPointF()
        self.setPixmap(pixels)
        self._drawing = None

    # ---- choosing what is seen ---------------------------------------------------------------------------------------

    def map_place(self) -> QRectF:
        """Return where the map lies on the widget; nothing while there is no picture."""
        if self.shown is None or self.pixmap().isNull():
            return QRectF()
        x, y, width, height = self.shown.map_place
        pixels = self.pixmap().deviceIndependentSize()
        left, top = (self.width() - pixels.width()) / 2, (self.height() - pixels.height()) / 2
        return QRectF(
            left + x * pixels.width(), top + y * pixels.height(), width * pixels.width(), height * pixels.height()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map."""
        if event.button() == Qt.MouseButton.LeftButton and self.map_place().contains(event.position()):
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map as far as it is dragged."""
        if self._grabbed is not None:
            self._moved = event.position() - self._grabbed
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the ground that was dragged here."""
        if self._grabbed is None:
            super().mouseReleaseEvent(event)
            return
        self._grabbed = None
        self.unsetCursor()
        place = self.map_place()
        if self._moved.manhattanLength() > 2:
            self._shift(-self._moved.x() / place.width(), self._moved.y() / place.height())
        else:
            self._moved = QPointF()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to where the pointer is."""
        place = self.map_place()
        if not event.angleDelta().y() or not place.contains(event.position()):
            super().wheelEvent(event)
            return
        at = event.position()
        share = ((at.x() - place.left()) / place.width(), (place.bottom() - at.y()) / place.height())
        self._zoom(1 / _ZOOM if event.angleDelta().y() > 0 else _ZOOM, *share)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, zoom with plus and minus, show everything with 0."""
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, _STEP),
            Qt.Key.Key_Down: (0.0, -_STEP),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._shift(*moves[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(1 / _ZOOM)
        elif key == Qt.Key.Key_Minus:
            self._zoom(_ZOOM)
        elif key == Qt.Key.Key_0:
            self.show_everything()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the picture for the room that there is now."""
        super().resizeEvent(event)
        if self.shown is not None:
            self.draw_soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the map where it was dragged to, until it is drawn anew."""
        super().paintEvent(event)
        if self.hasFocus():
            with ended(QPainter(self)) as marker:
                paint_mark(marker, self.rect(), appearance_of(self.palette()))
        place = self.map_place()
        if self._moved.isNull() or place.isEmpty():
            return
        with ended(QPainter(self)) as painter:
            painter.setClipRect(place)
            painter.fillRect(place, QColor(_GROUND))
            pixels = self.pixmap()
            ratio = pixels.devicePixelRatio()
            size = pixels.deviceIndependentSize()
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            source = QRectF(
                (place.left() - left) * ratio,
                (place.top() - top) * ratio,
                place.width() * ratio,
                place.height() * ratio,
            )
            painter.drawPixmap(place.translated(self._moved), pixels, source)

    def _shift(self, x: float, y: float) -> None:
        """Show ground so many widths of the map further east, and heights further north."""
        if self.shown is None:
            return
        west, south, east, north = self.shown.ground
        x, y = x * (east - west), y * (north - south)
        self._frame((west + x, south + y, east + x, north + y), zoomed=False)

    def _zoom(self, times: float, x: float = 0.5, y: float = 0.5) -> None:
        """Show so many times as much ground; what lies at a share of width and height from the south-west stays."""
        if self.shown is None:
            return
        west, south, east, north = self.shown.ground
        at_x, at_y = west + x * (east - west), south + y * (north - south)
        box = (
            at_x - (at_x - west) * times, at_y - (at_y - south) * times,
            at_x + (east - at_x) * times, at_y + (north - at_y) * times,
        )  # fmt: skip
        self._frame(box, zoomed=True)

    def _frame(self, box: Box | None, *, zoomed: bool) -> None:
        self.extent = box
        self.framed.emit(zoomed)
        self.draw_soon()
