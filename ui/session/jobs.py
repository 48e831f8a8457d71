"""Slow work off the window's thread, with progress and cancel."""

from __future__ import annotations

import atexit
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, QTimer, Signal

from gridmap.model.wanted import GivenUp, while_wanted

_OUT_MS: Final = 20


class Cancelled(GivenUp):
    """Raised inside a job that was cancelled, at its next :meth:`Job.step`."""


class Job(QObject):
    """One piece of slow work in another thread.

    The work is a function that takes the job, calls :meth:`step` now and then, and returns a result. What a plan works
    out and whoever writes a file ask by themselves whether it was cancelled (:mod:`gridmap.model.wanted`). Whoever
    starts a job keeps it, and waits for it (:meth:`end`) when closing. Signals arrive in the thread that made it. Of
    one that was cancelled only :attr:`ended` does, though more was on its way: whoever asked may be gone by then.
    Results of several jobs arrive in the order in which they came, each in a turn of its own: all that an edit or an
    opened project has worked out is there at once often, and the window would not answer until all of it is shown.

    Parameters
    ----------
    work : callable
        Called with the job in the other thread. It must touch no widget.
    parent : QObject, optional

    Attributes
    ----------
    is_stoppable : bool
        Whether the window offers to stop it; not what must be finished, or follows by itself from what was done.
    is_apart : bool
        Whether the work knows nothing but what it was given, a plan say, and neither reads nor writes the project, so
        that nobody need wait for it to close that.
    """

    progressed = Signal(float)
    """Share of the work that is done, 0 to 1."""
    finished = Signal(object)
    """The result."""
    failed = Signal(object)
    """The exception, if the work raised one other than :class:`Cancelled`."""
    ended = Signal()
    """Always the last signal, also of a job that was cancelled."""
    _on_its_way = Signal(str, object)
    """From the other thread: which of the signals, and what it says."""

    def __init__(self, work: Callable[[Job], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Callable[[Job], Any] | None = work
        self._cancelled = False
        self._share, self._share_on_its_way = 0.0, False
        self._has_begun = self._has_told = self._is_left = False
        self.is_stoppable, self.is_apart = True, False
        self._on_its_way.connect(self._arrived)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def start(self) -> Job:
        """Begin the work and return the job."""
        self._has_begun = True
        owner = self.parent()
        if owner is not None:
            owner.destroyed.connect(self._outlive)
        self._pool.start(_Run(self))
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next step; no result will come."""
        self._cancelled = True

    @property
    def is_cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled

    def step(self, share: float | None = None) -> None:
        """Say how far the work is, from inside the work; raises :class:`Cancelled` if it should stop."""
        if self._cancelled:
            raise Cancelled
        if share is not None:
            self.say(share)

    def say(self, share: float) -> None:
        """Say how far the work is, from inside the work that must be finished.

        Of what is said before the window has its turn only the last is told: a check says a hundred times how far it
        is, and all of them once arrived together.
        """
        self._share = share
        if not self._share_on_its_way:
            self._share_on_its_way = True
            self._on_its_way.emit("progressed", None)

    def count(self, done: int, total: int) -> None:
        """Say how many of how many are done, as :meth:`step` says a share."""
        self.step(done / max(total, 1))

    def end(self) -> None:
        """Cancel the work and wait until its thread is done."""
        self.cancel()
        self._pool.waitForDone()
        self._work = None  # of one that never began nobody has taken it, and it may know a whole plan

    @property
    def is_out(self) -> bool:
        """Whether the thread is done, or never began."""
        return self._pool.waitForDone(0)

    def discard(self) -> None:
        """Let go of the job once its thread is done.

        The thread may still be on its way out, and needs Python's lock for that. Were it waited for by Qt when the job
        is deleted, whoever holds the lock then would wait for ever.
        """
        self.end()
        self._is_left = True
        if self._has_told or not self._has_begun:
            self.deleteLater()

    def leave(self) -> None:
        """Give the work up and wait for nothing: its end is told now, and it is let go of once its thread is done.

        It may outlive whoever started it.
        """
        self.cancel()
        if self._has_begun:
            self.tell("ended", None)
        self.setParent(None)
        _leaving().see_out(self)

    def _outlive(self) -> None:
        """Go on for a while without whoever started the job and is deleted just now; nobody is told of anything.

        Qt would delete the job as well, wait for its thread, and the thread would have signals emitted by what is gone.
        One that was discarded is out, and may go.
        """
        if self._is_left:
            return
        self.cancel()
        self._has_told = True
        self.blockSignals(True)
        self.setParent(None)
        _leaving().see_out(self)

    def run(self) -> None:
        """Do the work, once, in the thread that calls; used by the pool."""
        # What the work knows, a whole plan at times, must not outlive it: some runnables PySide6 never lets go of.
        work, self._work = self._work, None
        assert work is not None
        try:
            with while_wanted(self.step):
                result = work(self)
        except Cancelled:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the window has to say so
            self._on_its_way.emit("failed", error)
        else:
            if not self._cancelled:  # else it ends here, and not in the window's thread
                self._on_its_way.emit("finished", result)
            del result
        del work
        self._on_its_way.emit("ended", None)

    def _arrived(self, signal: str, said: object) -> None:
        if signal != "progressed":
            _arrivals().add(self, signal, said)
            return
        self._share_on_its_way = False  # first: what is said from now on is told again
        if not self._cancelled:
            self.progressed.emit(self._share)

    def tell(self, signal: str, said: object) -> bool:
        """Tell whoever listens what the other thread has said; return whether anybody had something to do by that."""
        if signal == "ended":
            if not self._has_told:
                self._has_told = True
                self.ended.emit()
            if self._is_left:
                self.deleteLater()
            return False
        if not self._cancelled:
            getattr(self, signal).emit(said)
        return not self._cancelled


class _Arrivals(QObject):
    """What jobs have said, in its order, until the window has a turn for it.

    Each result has one turn of the event loop, and what it has asked to be painted the next one.
    """

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Job, str, object]] = deque()
        self._has_painted = False
        self._timer = QTimer(self)  # its turn comes after what the window has to do already
        self._timer.setSingleShot(True)  # so that it goes on under a dialog that a result has opened
        self._timer.timeout.connect(self._next)

    def add(self, job: Job, signal: str, said: object) -> None:
        self._waiting.append((job, signal, said))
        if not self._timer.isActive():
            self._timer.start(0)

    def _next(self) -> None:
        """Leave this turn to the paint that the last result has asked for; in the next one tell the next."""
        self._has_painted = not self._has_painted
        if self._has_painted:
            self._timer.start(0)
        else:
            self._tell_one()

    def _tell_one(self) -> None:
        """Tell one result, and which jobs have ended up to the next one."""
        has_told = False
        while self._waiting and not (has_told and self._waiting[0][1] != "ended"):
            job, signal, said = self._waiting.popleft()
            if self._waiting:
                self._timer.start(0)
            if shiboken6.isValid(job):  # whoever started it may have been deleted with it
                has_told = job.tell(signal, said) or has_told


class _Leaving(QObject):
    """Jobs that nobody waits for, until their threads are done; the program waits for them when it ends."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_OUT_MS)
        self._timer.timeout.connect(self._look)
        atexit.register(self._wait)

    def see_out(self, job: Job) -> None:
        if job not in self.jobs:
            self.jobs.append(job)
        if not self._timer.isActive() and not QCoreApplication.closingDown():
            self._timer.start()

    def _look(self) -> None:
        self.jobs = [job for job in self.jobs if shiboken6.isValid(job)]
        for job in [job for job in self.jobs if job.is_out]:
            self.jobs.remove(job)
            job.discard()
        if not self.jobs:
            self._timer.stop()

    def _wait(self) -> None:
        for job in self.jobs:
            if shiboken6.isValid(job):
                job.end()


def left_alone() -> int:
    """Return how many jobs that nobody waits for have a thread that still works."""
    return len(_leaving().jobs)


@cache
def _leaving() -> _Leaving:
    return _Leaving(QCoreApplication.instance())


@cache
def _arrivals() -> _Arrivals:
    return _Arrivals(QCoreApplication.instance())


class _Run(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job: Job | None = job

    def run(self) -> None:
        job, self._job = self._job, None
        assert job is not None
        job.run()
