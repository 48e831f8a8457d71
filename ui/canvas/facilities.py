"""Facilities on the map under the hand: their names, symbols that stand for several, and where one is put."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gridmap.indicators.facilities import facility_points
from layers.indicators import Facilities
from ui.canvas.navigation import Navigation
from ui.canvas.scene.scenery import Scenery
from ui.look.appearance import appearance_of
from ui.look.painting import ended
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.session.session import Session
from ui.words.indicators import facility_name

_REACH_PX: Final = 10.0
_DRAG_PX: Final = 4
_CLOSER: Final = 4.0
_RING_PX: Final = 26


@dataclass(frozen=True, eq=False)
class Placing:
    """A place on the map that is asked for.

    Attributes
    ----------
    facility : int
        Whose place it is, 0 for one that is not there yet.
    take : callable
        Gets the place, in the plan's CRS.
    left : callable
        Is called in its stead if the user gives no place.
    """

    facility: int
    take: Callable[[shapely.Point], object]
    left: Callable[[], object] = lambda: None


class FacilityPointing(QObject):
    """Watches the map, as a filter of its events, before it answers them itself.

    Pointing at a symbol tells name and kind, or how many it stands for; a click on one that stands for several zooms
    in. While a place is asked for (:meth:`ask`) a click gives it, the ring around the facility can be dragged, Enter
    means the middle of the map and Escape gives up.

    Signals
    -------
    told : str
        What to do now.
    """

    told = Signal(str)

    def __init__(
        self, session: Session, words: Words, scenery: Scenery, navigation: Navigation, widget: QWidget
    ) -> None:
        super().__init__(widget)
        self._session, self._words, self._scenery = session, words, scenery
        self._navigation, self._widget = navigation, widget
        self.placing: Placing | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._ring = _Ring(widget)
        self._cursor = widget.cursor()
        navigation.moved.connect(self._show_ring)
        session.plan_changed.connect(lambda *_: self.leave())
        session.closed.connect(self.leave)
        widget.installEventFilter(self)

    # ---- asking for a place ------------------------------------------------------------------------------------------

    def ask(self, placing: Placing) -> None:
        """Let the user say where something is; what was asked before is given up."""
        self.leave()
        self.placing = placing
        at = self._present()
        if at is not None:
            self._navigation.have_in_sight((at.x, at.y, at.x, at.y))
        self._show_ring()
        self._cursor = self._widget.cursor()
        self._widget.setCursor(Qt.CursorShape.CrossCursor)
        self._widget.setFocus()
        self.told.emit(self._words("facility-placing"))

    def leave(self) -> None:
        """Ask for no place any more."""
        placing, self.placing = self.placing, None
        self._pressed, self._dragged = None, False
        self._ring.hide()
        if placing is not None:
            self._widget.setCursor(self._cursor)
            placing.left()

    def _give(self, at: QPointF) -> None:
        placing, self.placing = self.placing, None
        self._pressed, self._dragged = None, False
        self._ring.hide()
        self._widget.setCursor(self._cursor)
        if placing is not None:
            placing.take(shapely.Point(self._navigation.view.to_ground(at.x(), at.y())))

    def _present(self) -> shapely.Point | None:
        """Return where the facility is now, ``None`` if it is nowhere or not there yet."""
        if self.placing is None:
            return None
        ids = self._session.plan.tables["facilities"].index.to_numpy()
        points = facility_points(self._session.plan)[ids == self.placing.facility]
        return points[0] if len(points) else None

    def _show_ring(self) -> None:
        at = self._present()
        if at is not None and not self._dragged:
            self._ring.put(QPointF(*self._navigation.view.to_screen(at.x, at.y)))

    # ---- what is under the hand --------------------------------------------------------------------------------------

    def under(self, at: QPointF) -> tuple[int, int]:
        """Return the id of the facility whose symbol is at a pixel, and for how many it stands; 0, 0 for none."""
        if not self._navigation.is_placed:
            return 0, 0
        view = self._navigation.view
        best, found = _REACH_PX, (0, 0)
        stack = self._scenery.stack(view.box, view.metres_per_pixel / self._widget.devicePixelRatioF())
        for scene, _ in stack[-1:]:
            here = (np.array(view.to_ground(at.x(), at.y())) - scene.origin) * [1.0, -1.0]
            for layer in scene.layers:
                if layer.layer.key != Facilities.key:
                    continue
                for symbols in layer.symbols:
                    away = np.hypot(*(symbols.places - here).T) / view.metres_per_pixel
                    nearest = int(np.argmin(away))
                    if away[nearest] <= best:
                        label = str(symbols.labels[nearest]).replace(",", "")
                        best, found = float(away[nearest]), (int(symbols.keys[nearest]), int(label or 1))
        return found

    def words_for(self, at: QPointF) -> str:
        """Return what is told of the facility at a pixel, ``""`` if there is none."""
        facility, count = self.under(at)
        table = self._session.plan.tables["facilities"]
        if facility not in table.index:
            return ""
        kind = facility_name(self._session.plan.scheme, str(table["kind"].loc[facility]), self._words.language)
        if count > 1:
            return self._words("facility-several", kind=kind, count=count)
        name = str(table["name"].loc[facility]) or str(table["code"].loc[facility])
        return self._words("facility-named", name=name, kind=kind) if name else kind

    # ---- events ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer an event and return whether that is all there is to do about it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            told = self.words_for(QPointF(event.pos()))
            if told:
                QToolTip.showText(event.globalPos(), as_it_reads(told), self._widget)
                return True
            QToolTip.hideText()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.placing is not None:
            return self._key(event.key())
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        return False

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give(QPointF(self._widget.rect().center()))
        else:
            return False
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        at, kind = event.position(), event.type()
        if kind == QEvent.Type.MouseMove and self._dragged:
            self._ring.put(at)
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            self._pressed = at
            self._dragged = self.placing is not None and self._ring.holds(at)
            return self._dragged
        if kind != QEvent.Type.MouseButtonRelease or self._pressed is None:
            return False
        is_click = (at - self._pressed).manhattanLength() < _DRAG_PX
        self._pressed = None
        if self.placing is not None:
            if not (is_click or self._dragged):
                return False
            self._give(at)
            return True
        if is_click and event.modifiers() == Qt.KeyboardModifier.NoModifier and self.under(at)[1] > 1:
            self._navigation.zoom(_CLOSER, at.x(), at.y())
            self._navigation.rest()
            return True
        return False


class _Ring(QWidget):
    """A ring around the facility that is placed; the mouse does not see it."""

    def __init__(self, map_: QWidget) -> None:
        super().__init__(map_)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(_RING_PX, _RING_PX)
        self.hide()

    def put(self, at: QPointF) -> None:
        """Stand around a pixel of the map."""
        self.move(round(at.x() - _RING_PX / 2), round(at.y() - _RING_PX / 2))
        self.show()

    def holds(self, at: QPointF) -> bool:
        """Whether a pixel of the map is inside."""
        return self.isVisible() and self.geometry().contains(at.toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring with a rim that shows on any ground."""
        look = appearance_of(self.palette())
        with ended(QPainter(self)) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            for colour, width in ((look.surface, 5.0), (look.accent, 2.5)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawEllipse(QPointF(_RING_PX / 2, _RING_PX / 2), _RING_PX / 2 - 4, _RING_PX / 2 - 4)
