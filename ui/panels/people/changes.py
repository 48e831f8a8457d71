"""What is done from the table of workers: they are put on the list, corrected, given grids, replaced, merged, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtWidgets import QWidget

from gridmap.edits import DeleteWorker
from gridmap.model.arrays import IntArray
from gridmap.people.privacy import shown_names
from gridmap.people.staffing import counting, has_ended
from ui.look.words import Words
from ui.panels.people.tables import Sort
from ui.session.session import Session


class Changes(Protocol):
    """What may be done with the rows of a table."""

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys, in the order of the menu."""

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with what is selected now."""


@dataclass(frozen=True)
class Where:
    """What changes are made from.

    Attributes
    ----------
    session : Session
    words : Words
    window : QWidget
        What the dialogs stand before.
    chosen : callable
        Returns the ids of the rows that are selected in a table.
    """

    session: Session
    words: Words
    window: QWidget
    chosen: Callable[[Sort], IntArray]

    def one(self, kind: Sort, table: str) -> int:
        """Return the id of the row that is selected, 0 for none or several."""
        ids = self.chosen(kind)
        return int(ids[0]) if len(ids) == 1 and int(ids[0]) in self.session.plan.tables[table].index else 0


class WorkerChanges:
    """Opens the dialogs about the workers that are selected."""

    def __init__(self, where: Where) -> None:
        self._where, self._session, self._words, self._window = where, where.session, where.words, where.window

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {
            "worker-new": self.add,
            "worker-correct": self.correct,
            "assign": self.assign,
            "transfer": self.transfer,
            "hand-over": self.hand_over,
            "stand-in": self.stand_in,
            "end-all": self.end_all,
            "worker-merge": self.merge,
            "worker-delete": self.delete,
        }

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the workers and the grids that are selected."""
        found = {"worker-new"}
        if len(self._where.chosen("workers")) > 1:
            found.add("worker-merge")
        worker = self._worker()
        if worker:
            found |= {"worker-correct", "worker-delete"}
            found |= {"assign"} if self._new_grids(worker) else set()
            found |= {"hand-over", "stand-in", "end-all"} if len(self._lasting(worker)) else set()
            found |= {"transfer"} if self._own_grids(worker) else set()
        return frozenset(found)

    def add(self) -> None:
        """Put somebody on the list, after asking who it is."""
        from ui.dialogs.add_worker import AddWorkerDialog

        AddWorkerDialog(self._session, self._words, "", self._window).open()

    def correct(self) -> None:
        """Correct name, phone or staff number of the selected worker."""
        from ui.dialogs.add_worker import CorrectWorkerDialog

        if self._worker():
            CorrectWorkerDialog(self._session, self._words, self._worker(), self._window).open()

    def assign(self) -> None:
        """Give the selected grids to the selected worker, after asking in which role and from when."""
        from ui.dialogs.portfolios import AssignGridsDialog

        worker = self._worker()
        grids = self._new_grids(worker)
        if worker and grids:
            AssignGridsDialog(self._session, self._words, worker, grids, self._window).open()

    def transfer(self) -> None:
        """Give the selected ones of the selected worker's grids to somebody else, after asking to whom and when."""
        from ui.dialogs.portfolios import TransferDialog

        worker = self._worker()
        grids = self._own_grids(worker)
        if worker and grids:
            TransferDialog(self._session, self._words, worker, grids, self._window).open()

    def hand_over(self) -> None:
        """Give all of the selected worker's grids to a successor, after asking to whom and from when."""
        from ui.dialogs.portfolios import HandOverDialog

        if self._worker():
            HandOverDialog(self._session, self._words, self._worker(), self._window).open()

    def stand_in(self) -> None:
        """Let somebody stand in for the selected worker for some days."""
        from ui.dialogs.portfolios import StandInDialog

        if self._worker():
            StandInDialog(self._session, self._words, self._worker(), self._window).open()

    def end_all(self) -> None:
        """End all that the selected worker answers for, after asking when."""
        from ui.dialogs.portfolios import EndAllDialog

        if self._worker():
            EndAllDialog(self._session, self._words, self._worker(), self._window).open()

    def merge(self) -> None:
        """Make one of the selected workers, after asking which entry stays and showing what will be."""
        from ui.dialogs.merging import MergeWorkersDialog

        ids = tuple(self._where.chosen("workers").tolist())
        if len(ids) > 1:
            MergeWorkersDialog(self._session, self._words, ids, self._window).open()

    def delete(self) -> None:
        """Take the selected worker off the list, after asking."""
        from ui.dialogs.confirming import ConfirmEdit

        worker = self._worker()
        if worker:
            names = self._session.plan.tables["workers"]["name"]
            name = str(shown_names([names.get(worker, "")], self._session.privacy)[0])
            ConfirmEdit(
                self._session, self._words, DeleteWorker(worker), "worker-delete", {"name": name}, self._window
            ).open()

    def _worker(self) -> int:
        """Return the id of the worker that is selected, 0 for none or several."""
        return self._where.one("workers", "workers")

    def _new_grids(self, worker: int) -> tuple[int, ...]:
        """Return the selected grids that a worker does not answer for on the day that counts."""
        plan = self._session.plan
        table = plan.tables["assignments"]
        own = set(
            table["grid"].to_numpy()[counting(plan, self._session.on) & (table["worker"].to_numpy() == worker)].tolist()
        )
        return tuple(plan.there(g for g in self._session.selection if g not in own))

    def _own_grids(self, worker: int) -> tuple[int, ...]:
        """Return the selected grids of a worker, if they are not all."""
        lasting = set(self._lasting(worker).tolist())
        chosen = tuple(grid for grid in self._session.selection if grid in lasting)
        return chosen if len(chosen) < len(lasting) else ()

    def _lasting(self, worker: int) -> IntArray:
        """Return the grids for which somebody answers, or is to answer."""
        plan = self._session.plan
        table = plan.tables["assignments"]
        own = (table["worker"].to_numpy() == worker) & ~has_ended(plan, self._session.on)
        return np.unique(table["grid"].to_numpy()[own])
