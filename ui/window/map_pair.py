"""Two maps of the same ground in the place of one: side by side, or one under the other with an edge to swipe."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from gridmap.model.plan import Plan
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.other_map import OtherMap
from ui.look.appearance import Appearance
from ui.look.painting import ended
from ui.look.plain import plain_label
from ui.look.words import Words

Way = Literal["one", "side", "swipe"]
WAYS: Final[tuple[Way, ...]] = ("one", "side", "swipe")

EDGE_PX: Final = 8
_STEP: Final = 0.02
_LEAST: Final = 0.05
_TITLE_PX: Final = 12


class MapPair(QWidget):
    """Holds the window's map, and beside it or over a part of it the other one.

    Both show the same ground at the same scale: whoever moves one moves the other. Grids that are selected on one are
    selected on the other, if they are there.

    Parameters
    ----------
    canvas : MapCanvas
        The window's map, which stays what it is.
    words : Words

    Attributes
    ----------
    way : "one", "side" or "swipe"
    other : OtherMap or None
        The other map, while there is one; it is on the left.
    share : float
        Where the edge between the two is, 0 at the left and 1 at the right.
    """

    def __init__(self, canvas: MapCanvas, words: Words) -> None:
        super().__init__()
        self.canvas, self._words = canvas, words
        self.way: Way = "one"
        self.other: OtherMap | None = None
        self.share = 0.5
        self._following = False
        canvas.setParent(self)
        self.edge = Edge(self)
        self.edge.moved.connect(self.put_edge)
        self.titles = plain_label(), plain_label()
        for title in self.titles:
            title.setParent(self)
            title.setProperty("role", "map-title")
            title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.edge.hide()
        for title in self.titles:
            title.hide()
        self.setMinimumSize(canvas.minimumSize())
        words.changed.connect(self._name)
        self._name()
        canvas.navigation.moved.connect(self._lead)
        canvas.session.selection_changed.connect(self._select_there)

    def _name(self) -> None:
        self.edge.setAccessibleName(self._words("pair-edge"))
        self.edge.setToolTip(self._words("pair-edge"))

    # ---- one or two --------------------------------------------------------------------------------------------------

    def show_other(self, plan: Plan, way: Way, left: str, right: str) -> None:
        """Show another plan beside the one that is open.

        Parameters
        ----------
        plan : Plan
            Of the same ground, in the same CRS.
        left, right : str
            What the other map and the window's are called.
        """
        if self.other is None or self.other.session.plan is not plan:
            self._end_other()
            self.other = OtherMap(plan, self.canvas.layers, self._words)
            self.other.setParent(self)
            self.other.set_appearance(self.canvas.appearance)
            self.other.navigation.moved.connect(self._be_led)
            self.other.session.selection_changed.connect(self._select_here)
        self.way = way
        for title, text in zip(self.titles, (left, right), strict=True):
            title.setText(text)
            title.adjustSize()
            title.show()
        self.other.show()
        self.other.raise_()
        self.edge.show()
        self.edge.raise_()
        for title in self.titles:
            title.raise_()
        self._arrange()
        self._lead()
        self._select_there(self.canvas.session.selection)

    def show_one(self) -> None:
        """Show the window's map alone."""
        self.way = "one"
        self._end_other()
        self.edge.hide()
        for title in self.titles:
            title.hide()
        self._arrange()

    def _end_other(self) -> None:
        if self.other is not None:
            other, self.other = self.other, None
            other.let_go()
            other.hide()
            other.deleteLater()

    def follow_layers(self) -> None:
        """Show on the other map the layers that the window's shows."""
        if self.other is not None:
            self.other.set_layers(self.canvas.layers)

    def wear(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self.edge.wear(appearance)
        if self.other is not None:
            self.other.set_appearance(appearance)

    # ---- where they are ----------------------------------------------------------------------------------------------

    def put_edge(self, share: float) -> None:
        """Move the edge between the maps."""
        self.share = min(max(share, _LEAST), 1 - _LEAST)
        self._arrange()
        self._lead()

    def _arrange(self) -> None:
        width, height, other = self.width(), self.height(), self.other
        at = round(width * self.share)
        if other is None or self.way == "one":
            self.canvas.setGeometry(0, 0, width, height)
            return
        if self.way == "side":
            other.clearMask()
            other.setGeometry(0, 0, at - EDGE_PX // 2, height)
            begin = at + EDGE_PX // 2
            self.canvas.setGeometry(begin, 0, width - begin, height)
        else:
            self.canvas.setGeometry(0, 0, width, height)
            other.setGeometry(0, 0, width, height)
            other.setMask(QRegion(0, 0, at, height))
        self.edge.setGeometry(at - EDGE_PX // 2, 0, EDGE_PX, height)
        left, right = self.titles
        left.move(_TITLE_PX, _TITLE_PX)
        left.setMaximumWidth(max(at - 2 * _TITLE_PX, 40))
        right.setMaximumWidth(max(width - at - 2 * _TITLE_PX, 40))
        for title in self.titles:
            title.adjustSize()
        right.move(width - right.width() - _TITLE_PX, _TITLE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the maps in their places."""
        super().resizeEvent(event)
        self._arrange()
        self._lead()

    # ---- together ----------------------------------------------------------------------------------------------------

    def _lead(self) -> None:
        """Have the other map show what the window's shows."""
        if self.other is not None:
            self._go(self.canvas, self.other)

    def _be_led(self) -> None:
        """Have the window's map show what the other shows."""
        if self.other is not None:
            self._go(self.other, self.canvas)

    def _go(self, leader: MapCanvas, follower: MapCanvas) -> None:
        if self._following or not leader.navigation.is_placed:
            return
        self._following = True
        try:
            follower.navigation.go(leader.view.resized(follower.width(), follower.height()))
        finally:
            self._following = False

    def _select_there(self, selection: tuple[int, ...]) -> None:
        if self.other is not None:
            self._select(self.other, selection)

    def _select_here(self, selection: tuple[int, ...]) -> None:
        self._select(self.canvas, selection)

    def _select(self, on: MapCanvas, selection: tuple[int, ...]) -> None:
        if self._following:
            return
        self._following = True
        try:
            there = on.session.plan.positions(list(selection)) >= 0
            on.session.select(grid for grid, is_there in zip(selection, there.tolist(), strict=True) if is_there)
        finally:
            self._following = False

    def let_go(self) -> None:
        """Stop all work of the other map; called when the window closes."""
        self.show_one()


class Edge(QWidget):
    """The edge between two maps: dragged, moved by the arrow keys, put back into the middle by a double click.

    Signals
    -------
    moved : float
        Where it is to be, as a share of the width.
    """

    moved = Signal(float)

    def __init__(self, pair: MapPair) -> None:
        super().__init__(pair)
        self._pair = pair
        self._colours = QColor("#888888"), QColor("#ffffff"), QColor("#888888")
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wear(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self._colours = QColor(appearance.faint), QColor(appearance.surface), QColor(appearance.accent)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            at = self.mapToParent(QPoint(round(event.position().x()), 0)).x()
            self.moved.emit(at / max(self._pair.width(), 1))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go back to the middle."""
        self.moved.emit(0.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrow keys."""
        step = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(self._pair.share + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a line with a grip."""
        line, ground, accent = self._colours
        with ended(QPainter(self)) as painter:
            painter.fillRect(self.rect(), ground)
            painter.setPen(QPen(line, 1))
            painter.drawLine(0, 0, 0, self.height())
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent if self.hasFocus() or self.underMouse() else line)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = self.height() / 2
            for dy in (-10, 0, 10):
                painter.drawEllipse(QPoint(self.width() // 2, round(middle + dy)), 2, 2)
