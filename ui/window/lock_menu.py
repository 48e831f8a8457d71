"""The menu that locks and unlocks borders: of whole levels, of the selected grids, and through compounds."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from gridmap.edits import SetAttributes
from ui.dialogs.long_steps import perform
from ui.look.plain import as_menu_text
from ui.look.words import Words
from ui.session.desk import Desk


class LockMenu(QMenu):
    """Has a line with a tick for each level of the scheme, one for the selected grids, and one for compounds."""

    def __init__(self, desk: Desk, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.session, self.editing, self.words = desk.session, desk.editing, words
        self.levels: dict[int, QAction] = {}
        self.grids = QAction(self)
        self.grids.setCheckable(True)
        self.grids.triggered.connect(self._lock_grids)
        self.compounds = QAction(self)
        self.compounds.setCheckable(True)
        self.compounds.triggered.connect(desk.editing.keep_compounds)
        self.aboutToShow.connect(self.refresh)
        desk.session.opened.connect(self.refresh)
        desk.editing.locks_changed.connect(self.refresh)
        words.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the levels of the scheme, and what is locked now."""
        if not all(isValid(action) for action in (self.grids, self.compounds, *self.levels.values())):
            return  # the window is being let go of, and its lines went first
        say, session = self.words, self.session
        self.setTitle(say("menu-locks"))
        levels = session.plan.scheme.levels
        if [action.data() for action in self.levels.values()] != [level.key for level in levels]:
            self.removeAction(self.grids)
            self.removeAction(self.compounds)  # being the menu's own, it would be gone for good
            self.clear()
            self.levels = {}
            for level in levels:
                action = self.addAction("")
                action.setCheckable(True)
                action.setData(level.key)
                action.triggered.connect(self._locking(level.rank))
                self.levels[level.rank] = action
            self.addSeparator()
            self.addAction(self.grids)
            self.addAction(self.compounds)
        for level in levels:
            action = self.levels[level.rank]
            action.setText(as_menu_text(say("lock-level", level=level.name)))
            action.setChecked(level.rank in self.editing.locked_ranks)
            action.setEnabled(session.can_edit)
        self.compounds.setText(say("lock-compounds"))
        self.compounds.setChecked(self.editing.keeps_compounds)
        self.compounds.setEnabled(session.can_edit and len(session.plan.tables["compounds"]) > 0)
        chosen = list(session.selection)
        self.grids.setText(say("lock-grids", count=len(chosen)))
        self.grids.setEnabled(session.can_edit and bool(chosen))
        self.grids.setChecked(bool(chosen) and all(bool(session.plan.value(grid, "locked")) for grid in chosen))

    def _locking(self, rank: int) -> object:
        return lambda locked: self.editing.lock_level(rank, locked=locked)

    def _lock_grids(self, locked: bool) -> None:
        edit = SetAttributes("grids", tuple(sorted(self.session.selection)), {"locked": locked})
        perform(self.session, self.words, self._window, edit, lambda: None)
