"""Make one of several entries that are the same person or the same party branch: which stays, and what will be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from gridmap.edits import MergeBranches, MergeWorkers
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.branches import seats
from gridmap.people.privacy import shown_error, shown_names, shown_numbers, shown_phones
from gridmap.people.staffing import counting, duties
from ui.dialogs.base import EditDialog
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.session.session import Session

_ROW_PX = 28
_MOST_ROWS = 6


class _MergeDialog(EditDialog):
    """Shows the entries in a table, of which the selected one stays, and below it what that will be.

    Parameters
    ----------
    ids : tuple of int
        The entries, two at least.
    """

    table_name = ""

    def __init__(self, session: Session, words: Words, ids: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(session, words, parent)
        self.ids = ids
        self.entries = QTableWidget(len(ids), len(self._headings()))
        self.entries.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.entries.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.entries.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.entries.setShowGrid(False)
        self.entries.setTabKeyNavigation(False)
        self.entries.verticalHeader().hide()
        self.entries.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.entries.horizontalHeader().setHighlightSections(False)
        self.entries.horizontalHeader().setStretchLastSection(True)
        self.entries.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.entries.setFixedHeight(_ROW_PX * (min(len(ids), _MOST_ROWS) + 1) + 6)
        self.after, self.minded = plain_label(), plain_label()
        self.minded.setProperty("role", "complaint")
        for label in (self.after, self.minded):
            label.setWordWrap(True)
        self.body.addWidget(self.entries)
        self.body.addWidget(self.after)
        self.body.addWidget(self.minded)
        self.note.show()
        self.resize(680, 320)
        self.entries.selectRow(self._fullest())
        self.entries.itemSelectionChanged.connect(self._preview)
        session.privacy_changed.connect(self.set_texts)
        self.ready()
        self.entries.setFocus()

    @property
    def stays(self) -> int:
        """Id of the entry that stays."""
        return self.ids[max(self.entries.currentRow(), 0)]

    @property
    def go(self) -> tuple[int, ...]:
        """Ids of the others."""
        return tuple(one for one in self.ids if one != self.stays)

    def _fullest(self) -> int:
        """Return which entry has most filled cells and grids: the one that is likelier to be kept."""
        rows = self._rows(self.session.plan)
        return max(range(len(rows)), key=lambda row: (sum(bool(cell) for cell in rows[row]), -row))

    def _headings(self) -> Sequence[str]:
        raise AssertionError("a dialog says what it shows")

    def _rows(self, plan: Plan, ids: tuple[int, ...] | None = None) -> list[list[str]]:
        """Return the cells of some entries of a plan, of all that are merged by default."""
        raise AssertionError("a dialog says what it shows")

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say("merge-people-title"))
        self.heading.setText(say("merge-people-heading", count=len(self.ids)))
        self.note.setText(say("merge-people-note"))
        self.do.setText(say("merge-people-do"))
        self.entries.setAccessibleName(say("merge-people-title"))
        self.entries.setHorizontalHeaderLabels([say(key) for key in self._headings()])
        for row, cells in enumerate(self._rows(self.session.plan)):
            for column, text in enumerate(cells):
                self.entries.setItem(row, column, QTableWidgetItem(text))
        self._preview()

    def _preview(self) -> None:
        """Show what the entry that stays will be, or why it cannot be."""
        say, plan = self.words, self.session.plan
        self.minded.setText("")
        try:
            after = plan.apply(self.edit().change(plan))
        except GridMapError as error:
            self.after.setText("")
            self.minded.setText(say.of(shown_error(error, self.session.privacy), plan))
        else:
            [cells] = self._rows(after, (self.stays,))
            named = [f"{say(key)} {cell or '—'}" for key, cell in zip(self._headings(), cells, strict=True)]
            self.after.setText(say("merge-people-after", entry="　".join(named)))
        self.minded.setVisible(bool(self.minded.text()))
        self.do.setEnabled(not self.minded.text())

    def edit(self) -> MergeWorkers | MergeBranches:
        """Return the merging that is described."""
        raise AssertionError("a dialog says what it does")


class MergeWorkersDialog(_MergeDialog):
    """Make one of several entries that are the same person."""

    def _headings(self) -> Sequence[str]:
        return ("assign-name", "assign-staff-number", "assign-phone", "assign-grids", "merge-people-assignments")

    def _rows(self, plan: Plan, ids: tuple[int, ...] | None = None) -> list[list[str]]:
        privacy, workers = self.session.privacy, plan.tables["workers"]
        worker, grid = duties(plan, counting(plan))
        held = plan.tables["assignments"]["worker"].to_numpy()
        found = []
        for one in ids or self.ids:
            row = workers.loc[one]
            found.append(
                [
                    str(shown_names([row["name"]], privacy)[0]),
                    str(shown_numbers([row["staff_number"]], privacy)[0]),
                    str(shown_phones([row["phone"]], privacy)[0]),
                    f"{len(np.unique(grid[worker == one])):,}",
                    f"{int((held == one).sum()):,}",
                ]
            )
        return found

    def edit(self) -> MergeWorkers:
        """Return the merging that is described."""
        return MergeWorkers(self.go, self.stays)


class MergeBranchesDialog(_MergeDialog):
    """Make one of several entries that are the same party branch."""

    def _headings(self) -> Sequence[str]:
        return ("people-branch", "people-tier", "column-secretary", "people-members", "assign-grids")

    def _rows(self, plan: Plan, ids: tuple[int, ...] | None = None) -> list[list[str]]:
        branches = plan.tables["branches"]
        tiers = {tier.key: self.words.name(tier.name) for tier in plan.scheme.tiers}
        which, _ = seats(plan)
        grids = np.bincount(which, minlength=len(branches))
        places = {int(one): place for place, one in enumerate(branches.index.tolist())}
        found = []
        for one in ids or self.ids:
            row = branches.loc[one]
            found.append(
                [
                    str(row["name"]),
                    tiers.get(row["tier"], str(row["tier"])),
                    str(shown_names([row["secretary"]], self.session.privacy)[0]),
                    f"{int(row['members']):,}",
                    f"{int(grids[places[one]]):,}",
                ]
            )
        return found

    def edit(self) -> MergeBranches:
        """Return the merging that is described."""
        return MergeBranches(self.go, self.stays)
