"""One piece of work after another by several processes of this machine.

A process that is killed, by the system for want of memory for instance, takes no other file with it: what was not done
is done again by one process alone, and who is lost then is said to be. The processes end when this one does, whatever
ends it: each listens to a pipe that only this one holds open.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, TypeVar

from gridmap.ground.spare import cores_to_use, free_memory_mb

Job = TypeVar("Job")
Result = TypeVar("Result")

_MB_EACH: Final = 300.0
_TIMES_THE_FILE: Final = 8.0
"""What a process needs at most: so much in any case, and so many times the size of the file (benchmarks/many.py)."""


class Lost:
    """Stands for the result of a piece of work whose process was killed."""


LOST: Final = Lost()


def processes_for(files: Sequence[Path]) -> int:
    """Return how many of some files can be worked on at once: as many as there are cores, and as memory is free for."""
    largest = max((path.stat().st_size for path in files if path.is_file()), default=0)
    fit = int(free_memory_mb() / (_MB_EACH + _TIMES_THE_FILE * largest / 1e6))
    return max(1, min(cores_to_use(), len(files), fit))


def in_processes(
    work: Callable[[Job], Result], jobs: Sequence[Job], processes: int
) -> Iterator[tuple[int, Result | Lost]]:
    """Do some pieces of work by several processes, and yield each one's number and result as soon as it is there.

    Parameters
    ----------
    work : callable
        Importable by name; raises nothing.
    jobs : sequence
        What it is called with; can be pickled.
    processes : int
        At once.
    """
    left = dict(enumerate(jobs))
    while left:
        done, broken = [], False
        with _Pool(min(processes, len(left))) as pool:
            with _interrupting_put_off():
                futures: dict[Future[Result], int] = {pool.submit(work, job): number for number, job in left.items()}
            for future in as_completed(futures):
                try:
                    result = future.result()
                except BrokenProcessPool:
                    broken = True
                    break
                done.append(futures[future])
                yield futures[future], result
        for number in done:
            del left[number]
        if broken and processes == 1:
            lost = next(iter(left))  # one process takes them in their order
            del left[lost]
            yield lost, LOST
        processes = 1


class _Pool:
    """Processes that end with this block, in the middle of their work if something is raised."""

    def __init__(self, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        heard, self._held = context.Pipe(duplex=False)
        self._heard = heard
        self._pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_listen, initargs=(heard,))

    def submit(self, work: Callable[[Job], Result], job: Job) -> Future[Result]:
        return self._pool.submit(work, job)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *raised: object) -> None:
        if raised[0] is not None:
            self._held.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._held.close()
        self._heard.close()


@contextlib.contextmanager
def _interrupting_put_off() -> Iterator[None]:
    """Put off Ctrl+C while processes are started; one that is half started, or not listening yet, ends in a traceback.

    A terminal sends it to all of them. This process notes it and is interrupted at the end; the others begin with it
    blocked, as the thread has it that starts them. Windows knows no such thing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: noted.append(number))
    blocks = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if blocks else set()
    try:
        yield
    finally:
        if blocks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
    if noted and callable(before):
        before(signal.SIGINT, None)


def _listen(heard: Connection) -> None:
    """Leave interrupting to the process that asked, and end when it has ended or wants no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(heard,), daemon=True, name="gridmap-many").start()


def _end_with(heard: Connection) -> None:
    with contextlib.suppress(OSError):
        heard.poll(None)
    os._exit(1)
