"""Work for a rule that is begun before the first rule, on a core of its own.

It pays where the work is long, leaves Python's lock alone for most of it, and needs little that other rules need too.
On two cores it does not: the rules use both, and the two threads wait for one another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from gridmap.checks.rule import Rule
from gridmap.ground.cores import CORES
from gridmap.model.plan import Plan

_LEAST_CORES: Final = 3


@contextmanager
def begun_ahead(plan: Plan, rules: Iterable[Rule], on: dt.date) -> Iterator[dict[str, Future[object]]]:
    """Begin what some rules have to be done ahead, and give it by the rule that has to wait for it."""
    works = {rule.key: rule.ahead(plan, on) for rule in rules if rule.ahead is not None and CORES >= _LEAST_CORES}
    wanted = {key: work for key, work in works.items() if work is not None}
    if not wanted:
        yield {}
        return
    pool = ThreadPoolExecutor(1)
    begun = {key: pool.submit(work) for key, work in wanted.items()}
    pool.shutdown(wait=False)
    yield begun
    pool.shutdown()  # what was begun is there, and only its thread has to end; who gives up does not wait for it
