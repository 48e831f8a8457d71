"""Slow work of a session: what goes on in the background, and what waits until the map of a new project is drawn."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ui.session.jobs import Job

_OUT_MS: Final = 20
_LONGEST_HOLD_MS: Final = 10_000
"""So long at most work waits for a map that is not drawn, because nobody sees it, say."""


class Background(QObject):
    """The jobs of a session, from their start until their threads are done.

    Attributes
    ----------
    map_comes_first : bool
        Whether work that can wait does so after opening until :meth:`map_is_drawn`, or for a while at most.
    """

    working = Signal(object)
    """A :class:`Job` begins, with its sentence's key in ``objectName``."""
    failed = Signal(object)
    """What a job has raised."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.map_comes_first = False
        self._jobs: set[Job] = set()
        self._waiting: deque[Job] = deque()
        self._patient: Job | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_LONGEST_HOLD_MS)
        self._hold.timeout.connect(self._start_waiting)
        self._leaving: list[Job] = []
        self._door = QTimer(self)
        self._door.setInterval(_OUT_MS)
        self._door.timeout.connect(self._see_out)

    def start(
        self,
        key: str,
        work: Callable[[Job], Any],
        then: Callable[[Any], None] | None = None,
        watch: Callable[[Job], object] | None = None,
        *,
        patient: bool = False,
        first: bool = False,
        apart: bool = False,
    ) -> Job:
        """Start slow work that the window may show under a sentence's key, and take its result in this thread.

        Parameters
        ----------
        key : str
        work : callable
            Called with the job in another thread.
        then : callable, optional
            Called with the result in this thread.
        watch : callable, optional
            Called with the job before it begins, to connect more of its signals: quick work may be done before whoever
            started it has the job in hand.
        patient : bool
            Whether it can wait until the map of a project that was just opened is drawn. Work of this kind is done one
            after the other, so that it does not keep the window's thread from its turn.
        first : bool
            Of patient work, whether it is done before whatever waits already.
        apart : bool
            Whether it neither reads nor writes the project: who closes that does not wait for it (:class:`Job`).
        """
        job = Job(work, self)
        job.is_apart = apart
        job.setObjectName(key)
        self._jobs.add(job)
        if then is not None:
            job.finished.connect(lambda result: None if job.is_cancelled else then(result))
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._forget(job))
        if watch is not None:
            watch(job)
        if patient:
            (self._waiting.appendleft if first else self._waiting.append)(job)
            self._start_waiting()
            return job
        self.working.emit(job)
        return job.start()

    @property
    def is_working(self) -> bool:
        """Whether anything goes on, or waits."""
        return bool(self._jobs)

    def turn(self) -> None:
        """Give up the work that waits for a project which another one replaces; that one's map may come first."""
        self._drop_waiting()
        if self.map_comes_first:
            self._hold.start()

    def map_is_drawn(self) -> None:
        """Say that the map shows the plan, so that work which can wait may begin."""
        self._hold.stop()
        self._start_waiting()

    def give_up(self) -> None:
        """Give up whatever waits or goes on, and wait for nothing; no result will come of it."""
        self._drop_waiting()
        for job in self._jobs:
            job.cancel()

    def end(self) -> None:
        """Give up what waits, and wait for what goes on with the project after asking it to stop."""
        self._hold.stop()
        self._drop_waiting()
        for job in self._jobs:
            job.cancel()  # all of them before the first is waited for
        for job in {*self._jobs, *self._leaving}:
            if job.is_apart:
                job.leave()
            else:
                job.end()
        self._jobs.clear()
        self._patient = None
        self._leaving = [job for job in self._leaving if not job.is_apart]
        self._see_out()

    def _start_waiting(self) -> None:
        """Start the next piece of patient work, if its time has come."""
        while self._waiting and self._patient is None and not self._hold.isActive():
            job = self._waiting.popleft()
            if job.is_cancelled:
                self._forget(job)
                continue
            self._patient = job
            self.working.emit(job)
            job.start()

    def _drop_waiting(self) -> None:
        while self._waiting:
            job = self._waiting.popleft()
            job.cancel()
            self._forget(job)

    def _forget(self, job: Job) -> None:
        """Let go of a job a little later: its thread is on its way out, and to ask it means to wait for its turn."""
        self._jobs.discard(job)
        self._leaving.append(job)
        if not self._door.isActive():
            self._door.start()
        if job is self._patient:
            self._patient = None
            self._start_waiting()

    def _see_out(self) -> None:
        """Let go of jobs whose threads are done; one that is still on its way out is not waited for."""
        for job in [job for job in self._leaving if job.is_out]:
            self._leaving.remove(job)
            job.discard()
        if not self._leaving:
            self._door.stop()
