"""What is done from the table of workers: grids given to one of them, all handed over to a successor, all ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from gridmap.model.arrays import IntArray
from gridmap.people.staffing import counting, has_ended
from ui.look.words import Words
from ui.session.session import Session


class WorkerChanges:
    """Opens the dialogs about the worker that is selected.

    Parameters
    ----------
    session : Session
    words : Words
    window : QWidget
        What the dialogs stand before.
    chosen : callable
        Returns the ids of the workers that are selected.
    """

    def __init__(self, session: Session, words: Words, window: QWidget, chosen: Callable[[], IntArray]) -> None:
        self._session, self._words, self._window, self._chosen = session, words, window, chosen

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {"assign": self.assign, "hand-over": self.hand_over, "end-all": self.end_all}

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the worker and the grids that are selected."""
        worker = self._worker()
        if not worker:
            return frozenset()
        found = {"assign"} if self._new_grids(worker) else set()
        return frozenset(found | ({"hand-over", "end-all"} if self._lasts(worker) else set()))

    def assign(self) -> None:
        """Give the selected grids to the selected worker, after asking in which role and from when."""
        from ui.dialogs.portfolios import AssignGridsDialog

        worker = self._worker()
        grids = self._new_grids(worker)
        if worker and grids:
            AssignGridsDialog(self._session, self._words, worker, grids, self._window).open()

    def hand_over(self) -> None:
        """Give all of the selected worker's grids to a successor, after asking to whom and from when."""
        from ui.dialogs.portfolios import HandOverDialog

        worker = self._worker()
        if worker:
            HandOverDialog(self._session, self._words, worker, self._window).open()

    def end_all(self) -> None:
        """End all that the selected worker answers for, after asking when."""
        from ui.dialogs.portfolios import EndAllDialog

        worker = self._worker()
        if worker:
            EndAllDialog(self._session, self._words, worker, self._window).open()

    def _worker(self) -> int:
        """Return the id of the worker that is selected, 0 for none or several."""
        ids = self._chosen()
        one = len(ids) == 1 and int(ids[0]) in self._session.plan.tables["workers"].index
        return int(ids[0]) if one else 0

    def _new_grids(self, worker: int) -> tuple[int, ...]:
        """Return the selected grids that a worker does not answer for today."""
        plan = self._session.plan
        table = plan.tables["assignments"]
        own = set(table["grid"].to_numpy()[counting(plan) & (table["worker"].to_numpy() == worker)].tolist())
        return tuple(g for g in self._session.selection if g not in own and plan.positions([g])[0] >= 0)

    def _lasts(self, worker: int) -> bool:
        """Whether somebody answers, or is to answer, for any grid."""
        plan = self._session.plan
        return bool(((plan.tables["assignments"]["worker"].to_numpy() == worker) & ~has_ended(plan)).any())
