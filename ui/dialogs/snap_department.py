"""A department's grids made of whole base grids: before and after, which households change, done as one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gridmap.edits import AsSeen, SnapDepartment
from gridmap.ground.departments import Snapped, laid_over, snapped
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.plan import Plan
from ui.dialogs.base import EditDialog
from ui.dialogs.department_sketch import DepartmentSketch
from ui.dialogs.small_maps import side_by_side, tints_of
from ui.look.list_of_rows import as_list_of_rows
from ui.look.long_table import LongTable
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.outputs.lists.departments import base_names, grid_names, headings_of_snap, snap_in_words
from ui.session.session import Session

_COLUMNS: Final = {"grid": 0, "base_grids": 110, "before": 130, "gained": 90, "lost": 90, "after": 140}
"""Columns of the table, from left to right, and their widths in pixels; the first takes what is left."""
_ROW_PX: Final = 28
_NAMED: Final = 3
"""So many of what is to be minded are named, of each kind."""
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Proposal:
    """What snapping would do, worked out in the background; ``change`` is ``None`` if it would change nothing."""

    plan: Plan
    found: Snapped
    tints: list[int]
    change: Change | None


def propose(plan: Plan, department: str) -> Proposal:
    """Work out what snapping a department would do.

    Raises
    ------
    Refused
        As :class:`gridmap.edits.SnapDepartment`, but not ``changes-nothing``.
    """
    change: Change | None = None
    try:
        change = SnapDepartment(department).change(plan)
    except Refused as refused:
        if refused.key != "changes-nothing":
            raise
    found = snapped(laid_over(plan, department))
    return Proposal(plan, found, tints_of(found.laid.pieces.grid_shapes), change)


class SnapDialog(EditDialog):
    """Shows what snapping a department would do to the session's plan."""

    def __init__(self, session: Session, words: Words, proposal: Proposal, parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.proposal = proposal
        found = proposal.found
        self.summary = plain_label()
        self.summary.setWordWrap(True)
        self.table = QTableWidget()
        as_list_of_rows(self.table, _ROW_PX)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.setColumnCount(len(_COLUMNS))
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        LongTable(self.table, words, "snap-department")
        pieces, away = found.laid.pieces, found.laid.misplaced
        astray = found.laid.shape[away & ~shapely.is_missing(found.laid.shape)]
        nothing = np.empty(0, dtype=object)
        self.sketches = [
            DepartmentSketch(pieces.grid_shapes, proposal.tints, pieces.base_shapes, astray),
            DepartmentSketch(found.shape, proposal.tints, pieces.base_shapes, nothing),
        ]
        self._before, self._after = plain_label(), plain_label()
        self._legend = plain_label()
        self._legend.setProperty("role", "muted")
        maps = side_by_side((self._before, self._after), self.sketches)
        self.body.addWidget(self.summary)
        self.body.addLayout(maps, 2)
        self.body.addWidget(self._legend)
        self.body.addWidget(self.table, 1)
        self.do.setEnabled(proposal.change is not None)
        self.resize(880, 580)
        self.ready()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say, found = self.words, self.proposal.found
        department, count = found.laid.department, int(found.changes.sum())
        self.setWindowTitle(say("departments-snap"))
        self.heading.setText(say("snap-heading", department=department))
        if count:
            told = say("departments-snap-summary", department=department, count=count, households=found.moved)
        else:
            told = say("departments-snap-same", department=department)
        self.summary.setText(told)
        self._before.setText(say("snap-before"))
        self._after.setText(say("snap-after"))
        self._legend.setText(say("snap-legend"))
        for sketch, label in zip(self.sketches, (self._before, self._after), strict=True):
            sketch.setAccessibleName(label.text())
        self.table.setAccessibleName(say("departments-snap"))
        self._fill()
        self._mind()
        self.do.setText(say("snap-do"))

    def _fill(self) -> None:
        language, found = self.words.language, self.proposal.found
        rows, names = snap_in_words(self.proposal.plan, found, language), headings_of_snap(language)
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels([names[key] for key in _COLUMNS])
        for place, (key, width) in enumerate(_COLUMNS.items()):
            if width:
                self.table.setColumnWidth(place, width)
            heading = self.table.horizontalHeaderItem(place)
            if heading is not None and key != "grid":
                heading.setTextAlignment(_RIGHT)
            elif heading is not None:
                heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            for row, value in enumerate(rows[key].tolist()):
                item = QTableWidgetItem(str(value) if key == "grid" else f"{value:,}")
                if key != "grid":
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(row, place, item)

    def _mind(self) -> None:
        """Name below what is to be minded: grids that get nothing, ties, base grids that stay without."""
        say, found, plan = self.words, self.proposal.found, self.proposal.plan
        laid, department = found.laid, found.laid.department
        said = [
            say("departments-gets-nothing", department=department, grid=name)
            for name in grid_names(plan, found.vanishing[:_NAMED], say.language)
        ]
        homes = grid_names(plan, laid.pieces.grids[laid.home[laid.tied]][:_NAMED], say.language)
        for name, home in zip(base_names(plan, found.tied[:_NAMED]), homes, strict=True):
            said.append(say("departments-tied", department=department, grid=name, home=home))
        for name in base_names(plan, found.left_out[:_NAMED]):
            said.append(say("departments-left-out", department=department, grid=name))
        more = sum(max(0, len(some) - _NAMED) for some in (found.vanishing, found.tied, found.left_out))
        if more:
            said.append(say("snap-more", count=more))
        self.note.setText(as_it_reads("\n".join(said)) if said else "")
        self.note.setVisible(bool(said))

    def edit(self) -> AsSeen | None:
        """Return what was seen, ``None`` if that is nothing."""
        return AsSeen(self.proposal.change) if self.proposal.change is not None else None
