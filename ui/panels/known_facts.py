"""What the details ask of a plan and what takes its time: its history, and which grid holds each building."""

from __future__ import annotations

from collections.abc import Callable

from gridmap.ground.placement import placement
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.storage.journal import HistoryEntry
from ui.session.session import Session


class KnownFacts:
    """Keeps them for the plan that is shown.

    Parameters
    ----------
    session : Session
    ready : callable
        Called when what was not known of the present plan is.
    """

    def __init__(self, session: Session, ready: Callable[[], None]) -> None:
        self._session, self._ready = session, ready
        self._read: tuple[Plan, list[HistoryEntry]] | None = None
        self._is_placing = False

    def forget(self) -> None:
        """Let go of a plan in whose place another one comes, or it would stay."""
        self._read, self._is_placing = None, False

    def entries(self) -> list[HistoryEntry]:
        """Return the history, read from the file once for each plan."""
        project, plan = self._session.project, self._session.plan
        if project is None:
            return []
        if self._read is None or self._read[0] is not plan:
            try:
                self._read = (plan, project.history())
            except GridMapError:  # the file is gone or busy; whoever changes something is told so
                return []
        return self._read[1]

    def is_placed(self) -> bool:
        """Whether it is known which grid holds each building, which all figures ask for; if not, it is found out."""
        plan = self._session.plan
        if placement.is_known(plan):
            return True

        def take(_: object) -> None:
            if plan is self._session.plan:
                self._ready()

        if not self._is_placing:
            self._is_placing = True
            self._session.start("job-figures", lambda _: placement(plan), take)
        return False
