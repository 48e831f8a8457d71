"""The menu of the map: for a grid go there, its parent, and the edits that fit it; elsewhere what the map can do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.look.plain import as_menu_text
from ui.look.words import Words
from ui.session.session import Session
from ui.window.actions import ACTIONS
from ui.window.lock_menu import LockMenu
from ui.window.mode_bar import MENU as EDITS

_ANYWHERE: Final = ("fit", "back", "forward")


class MapMenu(QMenu):
    """Is filled anew each time for the grid that it is asked for.

    Parameters
    ----------
    actions : mapping of str to QAction
        The window's, by key.
    locks : LockMenu
        Has the line that locks the selected grids.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        actions: Mapping[str, QAction],
        locks: LockMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._locks = locks
        self.session, self.words = session, words
        self._actions = actions

    def show_for(self, grid: int, at: QPoint) -> None:
        """Open at a place of the screen for a grid, 0 for none; it is selected unless it is already."""
        self.fill(grid)
        self.popup(at)

    def fill(self, grid: int) -> None:
        """Put in what fits a grid, 0 for none."""
        self.clear()
        if not grid:
            for key in _ANYWHERE:
                self.addAction(self._actions[key])
            return
        session, say = self.session, self.words
        if grid not in session.selection:
            session.select([grid])
        plan = session.plan
        code, name = str(plan.value(grid, "code")), str(plan.value(grid, "name"))
        title = self.addAction(as_menu_text(f"{name} {code}"))
        title.setEnabled(False)
        self.addSeparator()
        go = self.addAction(say("menu-go-to-grid"))
        go.triggered.connect(lambda: session.show(plan.shape(grid)))
        parent = int(plan.value(grid, "parent"))
        up = self.addAction(say("menu-select-parent"))
        up.setEnabled(bool(plan.positions([parent])[0] >= 0))
        up.triggered.connect(lambda: session.select([parent]))
        if not session.can_edit:
            return
        self.addSeparator()
        for spec in ACTIONS:
            if spec.menu == EDITS and self._fits(spec.key, grid):
                self.addAction(self._actions[spec.key])
        self._locks.refresh()
        self.addSeparator()
        self.addAction(self._locks.grids)

    def _fits(self, key: str, grid: int) -> bool:
        """Whether an edit makes sense for a grid."""
        plan = self.session.plan
        several = len(self.session.selection) > 1
        at = int(plan.positions([grid])[0])
        deepest = plan.ranks[at] == len(plan.scheme.levels)
        number = int(plan.kind_numbers[at])
        carved = number >= 0 and plan.scheme.kinds[number].ground == "carve"
        if key == "divide":
            from gridmap.division.proposals import villages_in  # not before the window is up

            return bool(len(villages_in(plan, np.array([grid]))))
        if key == "tool-merge":
            return several
        if key == "tool-dissolve":
            return carved and not several
        if key in ("tool-split", "tool-split-equally", "tool-move-grid", "tool-retire"):
            return bool(deepest) and not several
        if key == "tool-clip":
            findings = self.session.findings
            return findings is not None and any(f.rule == "overhang" and f.grids[0] == grid for f in findings.open)
        return key in ("tool-give-area", "tool-give-buildings", "tool-vertices", "set-attributes")
