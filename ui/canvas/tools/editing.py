"""What every tool that changes boundaries has: places that snap, an edit that is proposed, Enter and Escape, typing."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from gridmap.model.edit import Edit
from gridmap.model.plan import Plan
from ui.canvas.editing.snap_mark import paint_snap
from ui.canvas.editing.snapping import Snap
from ui.canvas.tools.base import Ground, Tool
from ui.session.editing import Editing

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EditTool(Tool):
    """A tool whose edits are shown before they are done.

    A subclass proposes edits with :meth:`propose`; Enter does what is proposed and Escape forgets it. What it draws or
    drags follows :meth:`place`, which snaps unless Alt is held.
    """

    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.snapped: Snap | None = None
        self._pointer = QPointF()

    @property
    def editing(self) -> Editing:
        """What is proposed and not yet done."""
        return self.ground.desk.editing

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.ground.session.plan

    @property
    def pointer(self) -> QPointF:
        """Where the pointer was last, in pixels."""
        return self._pointer

    @property
    def can_type(self) -> bool:
        """Whether a typed place would be of use now."""
        return self.anchor is not None

    @property
    def ahead(self) -> tuple[float, float] | None:
        """Where the pointer is, in the plan's CRS."""
        return self.ground.view.to_ground(self.pointer.x(), self.pointer.y())

    @property
    def says_reasons(self) -> bool:
        """Whether it is time to say why what is proposed is refused; not while one is still drawing."""
        return True

    @property
    def waits_for_enter(self) -> bool:
        """Whether what is proposed waits for Enter; what is dragged is done when the button is let go."""
        return self.says_reasons

    def place(
        self, at: QPointF, keys: Qt.KeyboardModifier, moving: tuple[float, float] | None = None
    ) -> tuple[float, float]:
        """Return the place under the pointer, that of a vertex or an edge close by unless Alt is held."""
        self._pointer = at
        free = bool(keys & Qt.KeyboardModifier.AltModifier)
        self.snapped = None if free else self.ground.snap(at.x(), at.y(), moving)
        self.ground.update()
        if self.snapped is not None:
            return self.snapped.x, self.snapped.y
        return self.ground.view.to_ground(at.x(), at.y())

    def propose(self, edit: Edit | None, warning: str = "", *, provisional: bool = False) -> None:
        """Show what an edit would do, ``None`` for nothing, and what to mind about it.

        What is ``provisional`` goes on changing with the pointer, and nobody is asked to accept it.
        """
        if edit is None:
            self.editing.drop()
        else:
            self.editing.propose(edit, warning, provisional=provisional)

    def key_pressed(self, key: int) -> bool:
        """Do what is proposed with Enter, forget it with Escape."""
        proposed = self.editing.outcome is not None or self.editing.is_waiting
        if key in ENTER and proposed:
            if self.editing.accept():
                self.done()
            return True
        if key == Qt.Key.Key_Escape and proposed:
            self.cancel()
            return True
        return False

    def done(self) -> None:
        """Be ready for the next edit after one was done."""
        self.cancel()

    def cancel(self) -> None:
        """Forget what was begun and what is proposed."""
        self.snapped = None
        self.editing.drop()
        self.ground.update()

    def paint(self, painter: QPainter) -> None:
        """Paint what the pointer snapped to."""
        if self.snapped is not None:
            px, py = self.ground.view.to_screen(self.snapped.x, self.snapped.y)
            paint_snap(painter, self.snapped, px, py, self.ground.appearance)
