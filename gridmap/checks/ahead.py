"""Work for a rule that is begun before the first rule, in a thread of its own.

It pays where the work is long, leaves Python's lock alone for most of it, and needs little that other rules need too.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event, Lock
from typing import Any, Final

from gridmap.checks.codes.number_order import middles
from gridmap.checks.ground.enclave import enclosed
from gridmap.checks.ground.repeated_points import repeats_points
from gridmap.checks.ground.sliver import narrow_parts
from gridmap.checks.rule import Rule, Work
from gridmap.ground.cores import CORES, elsewhere
from gridmap.ground.early import WORTH_PLACING
from gridmap.ground.placement import building_index, building_points, placement
from gridmap.ground.tiling import tiling, valid_shapes
from gridmap.model.kept import Kept
from gridmap.model.plan import Plan

_TURN_S: Final = 0.0005
"""After so long a thread lets the other have Python's lock; with Python's own 5 ms both wait for most of the time."""

_LOOKS: Final[dict[str, Kept[Any]]] = {"enclave": enclosed, "repeated-points": repeats_points, "sliver": narrow_parts}
"""What single rules ask of all shapes."""

_LATER_LOOKS: Final[dict[str, Kept[Any]]] = {"number-order": middles}
"""The same, for rules that come after those that look at tables: begun when the ground is done."""


class _Turns:
    """How long threads keep Python's lock, for the whole program: as long as usual again when the last one is done."""

    def __init__(self) -> None:
        self._lock, self._within, self._usual = Lock(), 0, 0.0

    def shorten(self) -> None:
        with self._lock:
            if not self._within:
                self._usual = sys.getswitchinterval()
                sys.setswitchinterval(min(self._usual, _TURN_S))
            self._within += 1

    def give_back(self) -> None:
        with self._lock:
            self._within -= 1
            if not self._within:
                sys.setswitchinterval(self._usual)


_TURNS: Final = _Turns()


@contextmanager
def quick_turns() -> Iterator[None]:
    """Have threads let each other have Python's lock sooner than usual."""
    _TURNS.shorten()
    try:
        yield
    finally:
        _TURNS.give_back()


def side_by_side(plan: Plan, rules: Iterable[Rule]) -> None:
    """Place the buildings on another core while this one looks at how the grids share out the ground."""
    rules = list(rules)
    ground = [rule.key for rule in rules if rule.group == "ground"]
    if CORES == 1 or len(plan.buildings) < WORTH_PLACING or not ground:
        return
    building_points.begin(plan, elsewhere)
    building_index.begin(plan, elsewhere)
    valid_shapes(plan)
    placement.begin(plan, elsewhere)
    looks = [look for key, look in _LOOKS.items() if key in ground]
    later: list[Callable[[], object]] = []
    for look in looks:
        look.begin(plan, later.append)
    elsewhere(partial(_next, later))  # after the buildings, and after what the tiling asks for by then
    tiling(plan)
    for look in reversed(looks):  # the other core begins with the first
        look(plan)
    for rule in rules:
        if rule.key in _LATER_LOOKS and not rule.whole.is_known(plan):
            _LATER_LOOKS[rule.key].begin(plan, elsewhere)


def _next(works: list[Callable[[], object]]) -> None:
    for work in works:
        elsewhere(work)


@contextmanager
def begun_ahead(plan: Plan, rules: Iterable[Rule], on: dt.date) -> Iterator[dict[str, Future[object]]]:
    """Begin what some rules have to be done ahead, and give it by the rule that has to wait for it."""
    works = {rule.key: rule.ahead(plan, on) for rule in rules if rule.ahead is not None and CORES > 1}
    wanted = {key: work for key, work in works.items() if work is not None}
    if not wanted:
        yield {}
        return
    pool, ready = ThreadPoolExecutor(1), Event()
    with quick_turns():
        begun = {key: pool.submit(_done, work, ready) for key, work in wanted.items()}
        pool.shutdown(wait=False)
        try:
            for work in wanted.values():
                work.shared()
        finally:
            ready.set()
        yield begun
        pool.shutdown()  # what was begun is there, and only its thread has to end; who gives up does not wait for it


def _done(work: Work, ready: Event) -> object:
    work.alone()
    ready.wait()
    return work.rest()
