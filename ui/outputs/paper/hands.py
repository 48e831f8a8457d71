"""Many pages drawn by several processes at once.

Pages of an atlas know nothing of each other, so that whoever has a free hand takes the next one. This process draws
from the first moment on; the others, *hands*, come in as soon as they are up. Each hand is a Python of its own that is
told what to draw through its standard input and answers through its standard output: what it is about (a plan as it
stands in memory, drafts included, not as it stands in a file), pages by number, and at last the PDF. So nothing is
written on the way, and a hand whose input ends, because whoever wanted the pages stopped or was killed, leaves.
Whatever goes wrong with a hand (it cannot be started, is killed, has an error), what it had is drawn by the process
that asked, which then has the error too, if there is one.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final, Protocol

from gridmap.ground.spare import cores_to_use, free_memory_mb
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from ui.look.fonts import chinese_family
from ui.outputs.paper.joined import joined, prepare
from ui.outputs.paper.page import Page, Size, pages_as_pdf

MOST: Final = 4
"""Processes at once, this one among them."""
PAGES_EACH: Final = 40
"""Fewer pages than that are drawn before another process is up."""
_MB_EACH: Final = 500.0
_TIMES_THE_PLAN: Final = 10.0
"""What a process may need: so much in any case, and so many times what is sent to it."""
_GLANCE_S: Final = 0.05
"""How often whoever waits for others asks whether it is still wanted."""
_AHEAD: Final = 2
"""Pages that a hand is told of at a time: the next is there when one is done, however busy this process is."""
_PATIENCE_S: Final = 60.0
"""Who is not heard of for so long while it has something to draw is given up."""
_BOOT: Final = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    " from ui.outputs.paper.hands import be_a_hand; be_a_hand()"
)


class Work(Protocol):
    """What is to be drawn; it is sent to other processes, and says the same there.

    Attributes
    ----------
    count : int
        How many pieces there are: pages of one file, or files.
    is_one_file : bool
    pages_in_all : int
    """

    @property
    def count(self) -> int: ...  # noqa: D102
    @property
    def is_one_file(self) -> bool: ...  # noqa: D102
    @property
    def pages_in_all(self) -> int: ...  # noqa: D102

    def pages(self, piece: int, told: Any) -> Iterable[Page]:
        """Return the pages of a piece, one if all is one file; ``told`` is what only this process knows of it."""
        ...


def as_pdfs(
    work: Work,
    size: Size,
    title: str,
    tell: Callable[[int], object],
    step: Callable[[float], None],
    processes: int | None = None,
) -> list[bytes]:
    """Draw everything, and return the file, or the files in their order.

    Parameters
    ----------
    work : Work
    size : Size
        Of every page.
    title : str
        What the files say they are called.
    tell : callable
        Returns what has to be told to whoever draws a piece: what is worked out for all of them together, by the first
        call best, since other processes start meanwhile. One thread calls at a time, which may be another one.
    step : callable
        Called in this thread with the share of the pieces that are done, 0 to 1; what it raises stops the drawing.
    processes : int, optional
        At once, this one among them; :func:`processes_for` if nothing is said.

    Raises
    ------
    GridMapError
        ``no-chinese-font``; what the pages raise.
    """
    table = _Table(work.count, tell)
    with ExitStack() as until_done:
        hands = _hands(work, size, title, table, processes_for(work.pages_in_all) if processes is None else processes)
        for hand in hands:
            until_done.callback(hand.end)
        if hands and work.is_one_file:
            prepare()
        files = _drawn(work, size, title, table, step)
        for hand in hands:
            files.take_from(hand.share)
    step(1.0)
    return files.all_of(work)


def processes_for(pages: int) -> int:
    """Return how many processes pay for so many pages on this machine, this one among them."""
    if getattr(sys, "frozen", False) or not sys.executable:  # there is no Python to be started
        return 1
    return max(1, min(MOST, cores_to_use(), pages // PAGES_EACH))


# ---- what is to be done, and by whom ---------------------------------------------------------------------------------


@dataclass(eq=False)
class _Share:
    """What one process has taken, and what it brought.

    Attributes
    ----------
    taken : list of int
        Pieces in the order in which they were taken.
    done : int
        How many of them were said to be done.
    part : bytes
        The PDF of all of them, where all is one file.
    files : dict of int to bytes
        The file of each piece, where each is one.
    is_over : bool
        Whether nothing more is to be expected.
    """

    taken: list[int] = field(default_factory=list)
    done: int = 0
    part: bytes = b""
    files: dict[int, bytes] = field(default_factory=dict)
    is_over: bool = False


class _Table:
    """The pieces that nobody has taken yet, and who has the others; asked by all threads."""

    def __init__(self, count: int, tell: Callable[[int], object]) -> None:
        self._left = deque(range(count))
        self._count = count
        self._tell = tell
        self._shares: list[_Share] = []
        self._changed = threading.Condition()

    def join(self) -> _Share:
        """Return the share of somebody who is going to take pieces."""
        with self._changed:
            self._shares.append(_Share())
            return self._shares[-1]

    def take(self, share: _Share) -> tuple[int, object] | None:
        """Take the next piece, with what has to be told of it; ``None`` if there is none now."""
        with self._changed:
            if not self._left:
                return None
            share.taken.append(self._left.popleft())
            return share.taken[-1], self._tell(share.taken[-1])

    def count_one(self, share: _Share) -> None:
        with self._changed:
            share.done += 1

    def leave(self, share: _Share, *, is_lost: bool) -> None:
        """Say that somebody brings nothing more; what is lost has to be done again."""
        with self._changed:
            if is_lost:
                lost = [piece for piece in share.taken if piece not in share.files]
                self._left.extendleft(sorted(lost, reverse=True))
                share.taken, share.part, share.done = [], b"", len(share.files)
            share.is_over = True
            self._changed.notify_all()

    def take_or_wait(self, own: _Share, step: Callable[[float], None]) -> Iterator[tuple[int, object]]:
        """Yield the pieces that nobody else takes, until all others have brought theirs."""
        told = 0.0
        while True:
            with self._changed:
                told = max(told, sum(share.done for share in self._shares) / max(self._count, 1))
            step(told)  # never less than before, even where something has to be done again
            with self._changed:
                found = self.take(own)
                if found is None:
                    if all(share.is_over or not share.taken for share in self._shares if share is not own):
                        return
                    self._changed.wait(_GLANCE_S)
                    continue
            yield found


@dataclass
class _Files:
    """What was brought."""

    parts: list[tuple[bytes, list[int]]] = field(default_factory=list)
    apart: dict[int, bytes] = field(default_factory=dict)

    def take_from(self, share: _Share) -> None:
        if share.part:
            self.parts.append((share.part, share.taken))
        self.apart.update(share.files)

    def all_of(self, work: Work) -> list[bytes]:
        return [joined(self.parts)] if work.is_one_file else [self.apart[piece] for piece in range(work.count)]


def _drawn(work: Work, size: Size, title: str, table: _Table, step: Callable[[float], None]) -> _Files:
    """Draw what nobody else does, and return it once all others have brought theirs."""
    own, files = table.join(), _Files()

    def counted(piece: int, told: object) -> Iterator[Page]:
        yield from work.pages(piece, told)
        table.count_one(own)

    taken = table.take_or_wait(own, step)
    if work.is_one_file:
        first = next(taken, None)
        if first is not None:
            own.part = pages_as_pdf((page for p in chain([first], taken) for page in counted(*p)), size, title=title)
    else:
        for piece in taken:
            own.files[piece[0]] = pages_as_pdf(counted(*piece), size, title=title)
    files.take_from(own)
    return files


# ---- other processes, as this one sees them --------------------------------------------------------------------------

Channel = tuple[IO[bytes], IO[bytes], Callable[[], None]]
"""Where to write to somebody, where to read from, and how to be rid of it."""


class _Hand:
    """Another process, and the thread that starts it and hears what it says."""

    def __init__(self, start: Callable[[], Channel], about: Callable[[], bytes], table: _Table) -> None:
        self.share = table.join()
        self._start, self._about, self._table = start, about, table
        self._kill: Callable[[], None] | None = None
        self._is_ended = self._has_all = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True, name="gridmap-hand")
        self._thread.start()

    def end(self) -> None:
        """Have it gone, whatever it is at, and wait for that."""
        self._stop()
        self._thread.join()

    def _stop(self) -> None:
        with self._lock:
            self._is_ended = True
            if self._kill is not None:
                self._kill()

    def _run(self) -> None:
        is_lost = True
        with ExitStack() as opened:
            try:
                send, hear, kill = self._start()
                opened.callback(_close, hear)
                opened.callback(_close, send)
                with self._lock:
                    self._kill = kill
                    if self._is_ended:
                        kill()
                send.write(self._about())
                send.flush()
                self._lead(send, pickle.Pickler(send, pickle.HIGHEST_PROTOCOL).dump, hear)
                is_lost = False
            except Exception:  # noqa: BLE001 - whoever asked does what this one could not, and has its error
                pass
            finally:
                self._stop()
                self._table.leave(self.share, is_lost=is_lost)

    def _lead(self, send: IO[bytes], say: Callable[[object], None], hear: IO[bytes]) -> None:
        """Tell it what to draw, and hear what is done, until it brings what it has.

        All is said by one pickler, so that what several pages share, the tables of their figures, is sent once.
        """
        assert _heard(hear)[0] == "up"
        for _ in range(_AHEAD):
            self._tell_next(send, say)
        while True:
            watch = threading.Timer(_PATIENCE_S, self._stop)
            watch.daemon = True
            watch.start()
            try:
                kind, piece, content = _heard(hear)
            finally:
                watch.cancel()
            if kind == "part":
                self.share.part = content
                return
            if kind == "file":
                self.share.files[piece] = content
            if kind in ("file", "done"):
                self._table.count_one(self.share)
                self._tell_next(send, say)

    def _tell_next(self, send: IO[bytes], say: Callable[[object], None]) -> None:
        if self._has_all:
            return
        found = self._table.take(self.share)
        self._has_all = found is None
        say(found)
        send.flush()


def _heard(stream: IO[bytes]) -> tuple[str, int, bytes]:
    heard: tuple[str, int, bytes] = pickle.load(stream)
    return heard


def _close(stream: IO[bytes]) -> None:
    with suppress(OSError):  # what is still to be written to somebody who is gone
        stream.close()


def _hands(work: Work, size: Size, title: str, table: _Table, processes: int) -> list[_Hand]:
    """Have hands beside this process, which begins at once; each looks by itself whether there is memory for it."""
    if processes < 2:
        return []
    about = _About((work, size, title))
    return [_Hand(started, partial(about.for_one_of, count), table) for count in range(1, processes)]


class _About:
    """What hands are told first: pickled once, by the first of them that has a process, while others draw."""

    def __init__(self, thing: object) -> None:
        self._thing, self._bytes = thing, b""
        self._lock = threading.Lock()

    def for_one_of(self, count: int) -> bytes:
        """Return it for one of so many; raises if it cannot be pickled, or if there is no memory for so many."""
        with self._lock:
            if not self._bytes:
                self._bytes = _as_bytes(self._thing)
        if free_memory_mb() < count * (_MB_EACH + 1e-6 * _TIMES_THE_PLAN * len(self._bytes)):
            raise MemoryError
        return self._bytes


def started() -> Channel:
    """Start a Python that draws."""
    environment = dict(os.environ)
    if sys.platform.startswith("linux"):
        environment["QT_QPA_PLATFORM"] = "offscreen"  # it needs no screen, and takes its fonts from the same place
    elif sys.platform == "darwin":
        environment["QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM"] = "1"  # no icon in the dock
    process = subprocess.Popen(  # -P: what lies in the folder where somebody works is no module
        [sys.executable, "-P", "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert process.stdin is not None and process.stdout is not None

    def kill() -> None:
        process.kill()
        process.wait()

    with suppress(OSError):  # whoever is gone already is noticed when it should answer
        process.stdin.write(pickle.dumps([folder or str(Path.cwd()) for folder in sys.path]))
    return process.stdin, process.stdout, kill


class _Pickler(pickle.Pickler):
    """Sends plans as they stand in memory, without what was worked out of them."""

    def reducer_override(self, thing: object) -> Any:
        """Say how to make again what pickle knows nothing of."""
        if isinstance(thing, Plan):
            return _plan, (thing.scheme, dict(thing.tables), dict(thing.last_ids))
        if isinstance(thing, MappingProxyType):
            return _read_only, (dict(thing),)
        return NotImplemented


def _as_bytes(thing: object) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(thing)
    return stream.getvalue()


def _plan(scheme: Scheme, tables: Mapping[str, Any], last_ids: Mapping[str, int]) -> Plan:
    return Plan.of_conformed(scheme, tables, last_ids=last_ids)


def _read_only(thing: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(thing)


# ---- the other process -----------------------------------------------------------------------------------------------


def be_a_hand() -> None:
    """Serve whoever started this process."""
    hear, send = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what anybody prints is no answer
    gc.set_threshold(100_000, 50, 50)
    serve(hear, send)


def serve(hear: IO[bytes], send: IO[bytes]) -> None:
    """Draw what somebody says and bring it, until there is no more; an end of what is said ends it."""
    work, size, title = pickle.load(hear)

    def say(kind: str, piece: int = -1, content: bytes = b"") -> None:
        pickle.dump((kind, piece, content), send, pickle.HIGHEST_PROTOCOL)
        send.flush()

    chinese_family()
    say("up")
    pieces = iter(pickle.Unpickler(hear).load, None)

    def told_of(pages: Iterable[Page]) -> Iterator[Page]:
        for page in pages:
            yield page
            say("page")  # a file may have hundreds

    if not work.is_one_file:
        for piece, told in pieces:
            say("file", piece, pages_as_pdf(told_of(work.pages(piece, told)), size, title=title))
        say("part")
        return

    def drawn(first: tuple[int, object]) -> Iterator[Page]:
        for piece, told in chain([first], pieces):
            yield from work.pages(piece, told)
            say("done", piece)

    for first in pieces:
        say("part", content=pages_as_pdf(drawn(first), size, title=title))
        return
    say("part")
