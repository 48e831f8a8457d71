"""Phone numbers that several workers have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.checks.about import about_rows, listed
from gridmap.checks.finding import Finding
from gridmap.checks.registry import check
from gridmap.checks.scope import Scope
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.kept import kept
from gridmap.model.plan import Plan
from gridmap.people.staffing import counting, duties, reassigned_workers

_NO_DIGIT: Final = re.compile(r"\D+")


def _otherwise_reached(old: Plan, new: Plan, change: Change) -> IntArray | None:
    """Return no grids if nobody whose phone is shared comes or goes, or answers for other grids than before."""
    if not change.touched.isdisjoint(("workers", "grids.id")):
        return None
    concerned = np.isin(reassigned_workers(change), _shared(new)[0])
    return None if concerned.any() else np.empty(0, dtype=np.int64)


@check(
    "shared-phone",
    severity="warning",
    group="people",
    source="A number by which one worker can be reached",
    reads=("grids.kind", "assignments", "workers"),
    again=_otherwise_reached,
)
def shared_phones(plan: Plan, scope: Scope) -> Iterator[Finding]:
    """Find work phones that two or more workers have, however the numbers are written.

    The finding names the workers and not the number: ids of findings go into every output, and even a hash of a
    number of eleven digits gives it away.
    """
    ids, number, unique = _shared(plan)
    if not len(ids):
        return
    worker, grid = duties(plan, counting(plan, scope.on) & np.isin(plan.tables["assignments"]["worker"], ids))
    group = number[np.searchsorted(ids, worker)]
    grids = [sorted(set(part)) for part in listed(group, plan.ids[grid], len(unique))]
    here = [i for i, part in enumerate(grids) if scope.grids is None or np.isin(part, scope.grids).any()]
    people = listed(number, ids, len(unique))
    yield from about_rows(
        plan,
        "shared-phone",
        [grids[i] for i in here],
        workers=[people[i] for i in here],
        secret=[str(unique[i]) for i in here],
        count=[len(people[i]) for i in here],
    )


@kept("workers")
def _shared(plan: Plan) -> tuple[IntArray, IntArray, npt.NDArray[np.object_]]:
    """Return the ids of workers whose phone is shared, the number of each one's phone, and the phones."""
    workers = plan.tables["workers"]
    phones = pd.Series(digits_of(workers["phone"].to_numpy(dtype=object).tolist()), dtype=object)
    rows = np.flatnonzero(phones.duplicated(keep=False).to_numpy() & (phones != "").to_numpy())
    number, unique = pd.factorize(phones.to_numpy(dtype=object)[rows])
    return workers.index.to_numpy()[rows], number, unique


def digits_of(phones: Iterable[str]) -> list[str]:
    """Return the digits of phone numbers without the country's code, ``""`` for what is no number at all."""
    found = []
    for phone in phones:
        digits = phone if phone.isdecimal() else _NO_DIGIT.sub("", phone)
        if len(digits) > 11:
            digits = digits.removeprefix("00")
            if len(digits) == 13:
                digits = digits.removeprefix("86")
        found.append(digits if digits.strip("0") else "")
    return found
