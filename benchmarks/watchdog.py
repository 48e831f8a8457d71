"""A watchdog over the window's thread: how long it is kept from its turn, and by what.

A turn begins when the window's thread is given something to do, a click or a piece of work that was waiting, and ends
when it is free for the next; nothing is painted and no key is heard in between. Another thread looks every few
milliseconds where a turn that has become long stands, and names the place.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject

LIMIT_S: Final = {"town": 0.050, "city": 0.050, "province": 0.100}
"""How long a turn may be at most, by the size of the plan, seconds."""
_LOOK_S: Final = 0.005
_CLOCK_ONLY: Final = 5
"""So many places are told that were long by the clock alone: the machine had something else to do."""
_LONG_S: Final = 0.015
"""From so much on a turn is looked at."""
_SIGNAL: Final = getattr(signal, "SIGUSR2", None)  # Windows has none; then no place is told
_WAITS: Final = 10
_WAIT_S: Final = 0.0005
"""So often, and so long each time, a thread is waited for until it has said where it stands."""
_MEASURE_EVERY_S: Final = 5.0
_EVENTS_TOLD: Final = 6
_FIXED: Final = tuple(range(20_000))
_QT: Final = "Qt"
_NOT_SEEN: Final = "not seen: Qt, or one call that let nobody look"
_ROOT: Final = Path(__file__).parents[1]
_OURS: Final = ("ui", "layers", "gridmap")
_WRAPS: Final = "overrides.py"
"""Stands in every method that Qt calls, and says nothing."""
_INNERMOST: Final = 4
_FRAME: Final = re.compile(r'  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>.*)')


@dataclass
class Place:
    """A place of the code that has kept the thread for too long."""

    times: int = 0
    times_cpu: int = 0
    worst_s: float = 0.0
    worst_cpu_s: float = 0.0
    during: Counter[str] = field(default_factory=Counter)
    during_cpu: Counter[str] = field(default_factory=Counter)


class Watchdog:
    """Measures the turns of the thread that makes it.

    Parameters
    ----------
    limit_s : float
        What is longer is noted.
    events : bool
        Whether to name Qt's own work by the events that it was for. This takes some microseconds for each event.
    long_turns : Path, optional
        A file to which every turn over the limit of processor time is added, a line each: when it began and ended (as
        ``time.monotonic`` and ``perf record --clockid monotonic`` tell it), what was done, where samples found the
        thread, and for which events it was.

    Attributes
    ----------
    turns : int
        How many there were.
    longest_s, longest_cpu_s : float
        By the clock, and in processor time of the thread, which other programs do not lengthen.
    too_long, too_long_cpu : int
        How many were longer than the limit, by each of the two.
    places : dict of str to Place
    """

    def __init__(self, limit_s: float, *, events: bool = False, long_turns: Path | None = None) -> None:
        self.limit_s, self._long_turns = limit_s, long_turns
        self.turns = self.too_long = self.too_long_cpu = 0
        self.longest_s = self.longest_cpu_s = 0.0
        self.places: dict[str, Place] = {}
        self._thread = threading.get_ident()
        self._doing = ""
        self._begun: tuple[float, float] | None = None
        self._seen: Counter[str] = Counter()
        self._fixed_s: list[float] = []
        self._measured_at = 0.0
        self._over = threading.Event()
        self._events = _Events() if events else None
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._next)
        dispatcher.aboutToBlock.connect(self._rest)
        self._looker = threading.Thread(target=self._look, name="watchdog", daemon=True)
        self._looker.start()

    @contextmanager
    def turn(self, doing: str) -> Iterator[None]:
        """Measure what is done inside; work of the event loop in between counts as turns of its own."""
        before, self._doing = self._doing, doing
        self._next()
        try:
            yield
        finally:
            self._rest()
            self._doing = before

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave out what is done inside: work of whoever drives the window, for which no user would wait."""
        self._rest()
        try:
            yield
        finally:
            self._next()

    def stop(self) -> None:
        """Look no longer."""
        if self._events is not None:
            self._events.end()
        self._over.set()
        self._looker.join()

    def measure_the_machine(self) -> None:
        """Time a fixed piece of work now and then: other programs lengthen processor time as well, by what they share.

        Two programs on one core, or on one memory, wait for each other without being told.
        """
        if time.perf_counter() - self._measured_at < _MEASURE_EVERY_S:
            return
        begun = time.thread_time()
        sorted(_FIXED, key=str)
        self._fixed_s.append(time.thread_time() - begun)
        self._measured_at = time.perf_counter()

    def _machine(self) -> str:
        best, middle, worst = (1000 * q for q in (min(self._fixed_s), median(self._fixed_s), max(self._fixed_s)))
        return f"a fixed work took {best:.1f} ms of processor at best, {middle:.1f} mostly, {worst:.1f} at worst"

    def report(self) -> str:
        """Return what was found, the worst first."""
        longest = f"{1000 * self.longest_s:.0f} ms by the clock, {1000 * self.longest_cpu_s:.0f} ms of processor"
        over = f"{self.too_long} by the clock, {self.too_long_cpu} of processor"
        lines = [
            f"{self.turns:,} turns of the window's thread; longest {longest}; over {1000 * self.limit_s:.0f} ms: {over}"
        ]
        if self._fixed_s:
            lines.append(self._machine())
        by_cpu = sorted(self.places.items(), key=lambda one: -one[1].worst_cpu_s)
        by_clock = sorted(self.places.items(), key=lambda one: -one[1].worst_s)
        ours = [one for one in by_cpu if one[1].worst_cpu_s > self.limit_s]
        for name, place in [*ours, *[one for one in by_clock if one not in ours][:_CLOCK_ONLY]]:
            during = ", ".join(f"{doing} {count}" for doing, count in (place.during_cpu or place.during).most_common(3))
            lines.append(
                f"  {1000 * place.worst_cpu_s:5.0f} ms of processor, {1000 * place.worst_s:5.0f} ms by the clock, "
                f"{place.times_cpu:3d} and {place.times:3d} times: {name}  [{during}]"
            )
        return "\n".join(lines)

    # ---- turns -------------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        self._rest()
        if self._events is not None:
            self._events.begin()
        if self._doing:
            self._begun = time.perf_counter(), time.thread_time()

    def _rest(self) -> None:
        begun, self._begun = self._begun, None
        if begun is None:
            return
        took, cpu = time.perf_counter() - begun[0], time.thread_time() - begun[1]
        seen, self._seen = self._seen, Counter()
        self.turns += 1
        self.longest_s, self.longest_cpu_s = max(self.longest_s, took), max(self.longest_cpu_s, cpu)
        self.too_long += took > self.limit_s
        self.too_long_cpu += cpu > self.limit_s
        if took > self.limit_s:
            name = seen.most_common(1)[0][0] if seen else _NOT_SEEN
            if cpu > self.limit_s and self._long_turns is not None:
                self._tell(begun[0], took, cpu, seen)
            if self._events is not None and name in (_QT, _NOT_SEEN):
                name = f"{name}, {self._events.told()}"
            place = self.places.setdefault(name, Place())
            place.times += 1
            place.worst_s, place.worst_cpu_s = max(place.worst_s, took), max(place.worst_cpu_s, cpu)
            place.during[self._doing] += 1
            if cpu > self.limit_s:
                place.times_cpu += 1
                place.during_cpu[self._doing] += 1

    def _tell(self, begun: float, took_s: float, cpu_s: float, seen: Counter[str]) -> None:
        assert self._long_turns is not None
        where = "; ".join(f"{count} {name}" for name, count in seen.most_common(4))
        events = "" if self._events is None else self._events.all_told()
        line = f"{begun:.4f} {begun + took_s:.4f} {1000 * cpu_s:.0f} ms [{self._doing}] {where} | {events}\n"
        with self._long_turns.open("a", encoding="utf-8") as file:
            file.write(line)

    def _look(self) -> None:
        with _StackOfThread(self._thread) as stack_now:
            while not self._over.wait(_LOOK_S):
                begun = self._begun
                if begun is not None and time.perf_counter() - begun[0] > _LONG_S:
                    stack = stack_now()
                    if self._begun is begun:
                        self._seen[_place(stack)] += 1


class _Events(QObject):
    """Hears every event of the window's thread, and charges what passes until the next one to its kind and receiver.

    Only what they are called is kept: whoever kept the receivers would keep dialogs that were closed.
    """

    def __init__(self) -> None:
        super().__init__()
        self._charged: Counter[str] = Counter()
        self._times: Counter[str] = Counter()
        self._now, self._since = "", 0.0
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def end(self) -> None:
        """Hear no more."""
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)

    def begin(self) -> None:
        """A turn begins."""
        self._charged.clear()
        self._times.clear()
        self._now, self._since = "before any event", time.thread_time()

    def told(self) -> str:
        """Return for which events the turn was, those first that took most."""
        self._charge()
        most = [(name, 1000 * took_s) for name, took_s in self._charged.most_common(1)]
        rest = 1000 * sum(self._charged.values()) - sum(ms for _, ms in most)
        return f"{most[0][0]}" + (" with more" if rest > most[0][1] else "")

    def all_told(self) -> str:
        """Return for which events the turn was, those that took most first, with milliseconds and how often."""
        self._charge()
        most = self._charged.most_common(_EVENTS_TOLD)
        return "; ".join(f"{1000 * took_s:.0f} ms {self._times[name]} {name}" for name, took_s in most)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note an event, which goes on."""
        self._charge()
        name = f"{event.type().name} to {receiver.metaObject().className()} {receiver.objectName()}".rstrip()
        self._times[name] += 1
        self._now = name
        return False

    def _charge(self) -> None:
        now = time.thread_time()
        self._charged[self._now] += now - self._since
        self._since = now


class _StackOfThread:
    """Asks a thread where it stands, by a signal that it answers itself, without a hand on it.

    Whoever holds a frame keeps what its function made: a painter that should have ended with it would end in another
    thread and later, and the program with it. And whoever reads the stacks of all threads from outside may find one
    that is only being made, and read on into nothing.
    """

    def __init__(self, thread: int) -> None:
        self._thread = thread
        self._file, self._told = -1, ""

    def __enter__(self) -> Callable[[], list[str]]:
        self._file, self._told = tempfile.mkstemp()
        if _SIGNAL is not None:
            faulthandler.register(_SIGNAL, file=self._file, all_threads=False)
        return self._now

    def __exit__(self, *_: object) -> None:
        if _SIGNAL is not None:
            faulthandler.unregister(_SIGNAL)
        os.close(self._file)
        Path(self._told).unlink()

    def _now(self) -> list[str]:
        """Return the lines of the thread's stack, the innermost first; none where there is no such signal."""
        if _SIGNAL is None:
            return []
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        signal.pthread_kill(self._thread, _SIGNAL)
        written = 0
        for _ in range(_WAITS):
            time.sleep(_WAIT_S)
            before, written = written, os.fstat(self._file).st_size
            if written and written == before:
                break
        return Path(self._told).read_text(errors="replace").splitlines()[1:]


def _place(stack: Sequence[str]) -> str:
    """Return where a stack stands: the innermost lines of ours, who called them, and which of ours Qt called."""
    ours: list[str] = []
    for found in map(_FRAME.fullmatch, stack):
        path = Path(found["file"]) if found else _ROOT
        if found and path.name != _WRAPS and path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _OURS:
            ours.append(f"{path.relative_to(_ROOT)}:{found['line']} {found['name']}")
    told = ours[:_INNERMOST] + (["…", ours[-1]] if len(ours) > _INNERMOST + 1 else ours[_INNERMOST:])
    return " < ".join(told) or _QT
