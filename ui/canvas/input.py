"""What the hand does on the map: mouse, wheel, touchpad and keys, handed to the tool or moving the ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui.canvas.editing_view import EditingView
from ui.canvas.navigation import Navigation
from ui.canvas.overview import Overview
from ui.canvas.pointing import Pointing
from ui.canvas.tools import Tool
from ui.session.session import Session

ZOOM_STEP: Final = 1.3
"""How much closer a notch of the wheel goes."""

_KEY_PAN: Final = 0.15
_BY_KEY: Final = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Hand(Protocol):
    """Who holds the tools."""

    @property
    def tool(self) -> Tool:
        """The tool in hand."""


class Input(QObject):
    """Watches a widget, as a filter of its events, and does on the map what the user means by them.

    Parameters
    ----------
    session : Session
    navigation, overview, pointing, editing
        The parts of the map that are moved, clicked, pointed at and typed on.
    hand : Hand
        Its tool gets the left button, the right one if it wants it, and keys first of all.
    widget : QWidget
        Where it all happens.

    Signals
    -------
    pointed : float, float
        Place under the cursor in the plan's CRS.
    menu_wanted : int, QPoint
        Id of the grid for which a menu is wanted, 0 for none, and where on the screen.
    details_wanted : ()
        Somebody wants to read about what is selected.
    """

    pointed = Signal(float, float)
    menu_wanted = Signal(int, QPoint)
    details_wanted = Signal()

    def __init__(
        self,
        session: Session,
        navigation: Navigation,
        overview: Overview,
        pointing: Pointing,
        editing: EditingView,
        hand: Hand,
        widget: QWidget,
    ) -> None:
        super().__init__(widget)
        self._session, self._navigation, self._overview = session, navigation, overview
        self._pointing, self._editing, self._hand, self._widget = pointing, editing, hand, widget
        self._dragging: QPointF | None = None
        self._over_overview = False
        self._space = False
        self.at: QPointF | None = None
        """Where the pointer is, in pixels; ``None`` while it is elsewhere."""
        self.came_by_key = False
        """Whether the map has the focus because somebody went there by keys, who wants to see that."""
        self._answers: dict[QEvent.Type, Callable[[Any], bool]] = {
            QEvent.Type.MouseButtonPress: self._pressed,
            QEvent.Type.MouseMove: self._moved,
            QEvent.Type.MouseButtonRelease: self._released,
            QEvent.Type.MouseButtonDblClick: self._double_clicked,
            QEvent.Type.Wheel: self._wheeled,
            QEvent.Type.NativeGesture: self._pinched,
            QEvent.Type.KeyPress: self._key_pressed,
            QEvent.Type.KeyRelease: self._key_released,
            QEvent.Type.ContextMenu: self._menu_asked,
            QEvent.Type.FocusIn: self._focused,
            QEvent.Type.FocusOut: self._left_by_focus,
            QEvent.Type.Enter: self._entered,
            QEvent.Type.Leave: self._left,
        }
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer an event and return whether that is all there is to do about it."""
        answer = self._answers.get(event.type())
        return answer is not None and self._widget.isEnabled() and answer(event)

    def let_go(self) -> None:
        """Watch no longer."""
        self._widget.removeEventFilter(self)

    def show_cursor(self) -> None:
        """Show the cursor of what the left button does now."""
        if self._dragging is not None:
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self._widget.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._widget.setCursor(self._hand.tool.cursor)

    # ---- mouse -------------------------------------------------------------------------------------------------------

    def _pressed(self, event: QMouseEvent) -> bool:
        """Hand the left button to the tool; the middle one, and the left with the space bar, drag the ground."""
        at, button = event.position(), event.button()
        if button == Qt.MouseButton.LeftButton and self._overview.holds(at):
            self._over_overview = True
            self._overview.go_to(at)
        elif button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and self._space):
            self._dragging = at
            self.show_cursor()
        elif button == Qt.MouseButton.LeftButton:
            self._hand.tool.press(at, event.modifiers())
        elif button == Qt.MouseButton.BackButton:
            self._navigation.back()
        elif button == Qt.MouseButton.ForwardButton:
            self._navigation.forward()
        else:
            return False
        return True

    def _moved(self, event: QMouseEvent) -> bool:
        """Drag, or say what is under the cursor."""
        at = self.at = event.position()
        if self._over_overview:
            self._overview.go_to(at)
            return True
        if self._dragging is not None:
            self._navigation.pan(at.x() - self._dragging.x(), at.y() - self._dragging.y())
            self._dragging = at
            return True
        down = bool(event.buttons() & Qt.MouseButton.LeftButton)
        self._hand.tool.move(at, event.modifiers(), down=down)
        if self._navigation.is_placed:
            self.pointed.emit(*self._navigation.view.to_ground(at.x(), at.y()))
        if not event.buttons():
            self._pointing.hover(self._pointing.grid_under(at.x(), at.y()))
        return True

    def _released(self, event: QMouseEvent) -> bool:
        """End a drag, or hand the release to the tool."""
        if self._over_overview:
            self._over_overview = False
            self._navigation.rest()
        elif self._dragging is not None:
            self._dragging = None
            self.show_cursor()
            self._navigation.rest()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._hand.tool.release(event.position(), event.modifiers())
        else:
            return False
        return True

    def _double_clicked(self, event: QMouseEvent) -> bool:
        """Zoom in, or what the tool makes of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.tool.double(event.position(), event.modifiers())
        return True

    def _menu_asked(self, event: QContextMenuEvent) -> bool:
        """Let the tool have the right button, else ask for the menu of the grid that is pointed at or selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            chosen = self._session.selection
            middle = self._widget.mapToGlobal(self._widget.rect().center())
            self.menu_wanted.emit(chosen[-1] if chosen else 0, middle)
        elif not self._hand.tool.second(QPointF(event.pos())):
            self.menu_wanted.emit(self._pointing.grid_under(event.pos().x(), event.pos().y()), event.globalPos())
        event.accept()
        return True

    def _entered(self, _event: QEvent) -> bool:
        """Show the cursor of the tool."""
        self.show_cursor()
        return False

    def _left(self, _event: QEvent) -> bool:
        """Point at nothing."""
        self.at = None
        self._pointing.hover(0)
        self._widget.update()
        return False

    # ---- wheel and touchpad ------------------------------------------------------------------------------------------

    def _wheeled(self, event: QWheelEvent) -> bool:
        """Zoom at the cursor with a wheel; a touchpad's two fingers pan, with Ctrl they zoom."""
        at = event.position()
        pixels, angle = event.pixelDelta(), event.angleDelta()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        touchpad = not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if touchpad and not zooms:
            self._navigation.pan(pixels.x(), pixels.y())
        elif angle.y() or angle.x():
            self._navigation.zoom(ZOOM_STEP ** ((angle.y() or angle.x()) / 120), at.x(), at.y())
        event.accept()
        return True

    def _pinched(self, event: QNativeGestureEvent) -> bool:
        """Zoom by pinching."""
        at = event.position()
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._navigation.zoom(max(0.2, 1 + event.value()), at.x(), at.y())
            return True
        if event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._navigation.zoom(2.0, at.x(), at.y())
            return True
        return False

    # ---- keyboard ----------------------------------------------------------------------------------------------------

    def _key_pressed(self, event: QKeyEvent) -> bool:
        """Let the tool have a key, else move the map by it, or what is selected."""
        if self._tabbed(event):
            return True
        if self._hand.tool.key_pressed(event.key()) or self._editing.begins_to_type(event):
            return True
        if self._went(event):
            return True
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self.show_cursor()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._session.selection:
            self.details_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._hand.tool.cancel()
            self._session.select(())
            self._session.look_at(None)
        else:
            return False
        return True

    def _tabbed(self, event: QKeyEvent) -> bool:
        """Keep Tab for going from grid to grid, as long as there is a next one."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = {Qt.Key.Key_Tab: -1 if shift else 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
        return step is not None and self._pointing.select_next(step)

    def _went(self, event: QKeyEvent) -> bool:
        """Pan with arrows, zoom with plus and minus, show everything with Home, go back and forward with Alt."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = _KEY_PAN * (3 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        across, down = round(self._widget.width() * step), round(self._widget.height() * step)
        moves = {
            Qt.Key.Key_Left: (across, 0), Qt.Key.Key_Right: (-across, 0),
            Qt.Key.Key_Up: (0, down), Qt.Key.Key_Down: (0, -down),
        }  # fmt: skip
        if alt and key == Qt.Key.Key_Left:
            self._navigation.back()
        elif alt and key == Qt.Key.Key_Right:
            self._navigation.forward()
        elif key in moves and not alt:
            self._navigation.pan(*moves[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._navigation.zoom(ZOOM_STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._navigation.zoom(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_Home:
            self._navigation.fit()
        else:
            return False
        return True

    def _key_released(self, event: QKeyEvent) -> bool:
        """Let go of the ground that the space bar held."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self._space = False
        self.show_cursor()
        return True

    def _focused(self, event: QFocusEvent) -> bool:
        """Show that keys go to the map, to whom came here by keys."""
        self.came_by_key = event.reason() in _BY_KEY
        self._widget.update()
        return False

    def _left_by_focus(self, _event: QFocusEvent) -> bool:
        """Show that keys go elsewhere."""
        self._space = False
        self._widget.update()
        return False
