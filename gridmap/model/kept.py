"""What is worked out of a plan, kept with it, and carried over to the plan after a change.

A function marked with :func:`kept` is worked out once for each plan. It names what it reads, a table (``"grids"``) or a
column (``"grids.kind"``), so that a change that touches none of it passes the result on as it is; where it can say how
to follow a change, it does so with :meth:`Kept.follows`, and that is done when somebody asks. So work after an edit has
the edit's size and not the plan's, and an edit itself waits for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from gridmap.model.arrays import IntArray, moved_rows, positions_in
from gridmap.model.change import Change
from gridmap.model.tables import HasTables
from gridmap.model.wanted import must_be_wanted

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class HasResults(HasTables, Protocol):
    """What this module knows of a plan: its tables, and what was worked out of it by key."""

    @property
    def results(self) -> dict[str, object]:
        """The results so far."""

    @property
    def cut_from(self) -> tuple[HasResults, Mapping[str, IntArray]] | None:
        """The plan that this is a part of, and by table which of its rows it has; ``None`` for a whole."""


Follow = Callable[[Any, Any, Change, T], "T | None"]
"""From old plan, new plan, change and old result to the new result; ``None`` if it must be made anew."""

FollowAll = Callable[[Any, Any, Sequence[Change], T], "T | None"]
"""As :data:`Follow`, over several changes that lead from the old plan to the new one."""

_KEPT: Final[dict[str, Kept[Any]]] = {}
_LONGEST_CHAIN: Final = 12


class _NotYet:
    """What stands in the place of a result that is not there yet."""


@dataclass(frozen=True, eq=False)
class _Behind(_NotYet):
    """Stands for a result that has not followed yet: that of ``plan``, and the change since."""

    plan: HasResults
    change: Change
    length: int
    """How many changes it is behind; each keeps a plan alive."""


class _Begun(_NotYet, Generic[T]):
    """Stands for a result that another thread works out; whoever asks before it has begun does the work himself."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work: Callable[[], T] | None = work
        self._one_at_a_time = Lock()
        self._made: list[T] = []

    def result(self) -> T:
        """Return the result, once it is there."""
        with self._one_at_a_time:
            if self._work is not None:
                self._made.append(self._work())
                self._work = None  # it holds the plan, which holds this
        return self._made[0]

    @property
    def is_there(self) -> bool:
        """Whether nobody who asks has to work or wait."""
        return bool(self._made)


class Kept(Generic[T]):
    """A function of a plan whose result is kept with the plan."""

    def __init__(
        self,
        compute: Callable[[Any], T],
        reads: tuple[str, ...],
        key: str = "",
        column_of: str = "",
        itself: tuple[str, ...] = (),
        through: tuple[Callable[[Any], object], ...] = (),
    ) -> None:
        self.compute = compute
        self.reads = reads
        self.itself = itself
        self.through = through
        self.column_of = column_of
        self.key = key or f"{compute.__module__}.{compute.__qualname__}"
        self.follow: Follow[T] | None = None
        self.follow_all: FollowAll[T] | None = None
        self.__doc__ = compute.__doc__
        self.__name__ = compute.__name__
        self.__wrapped__ = compute
        _KEPT[self.key] = self

    def __call__(self, plan: HasResults) -> T:
        """Return the result for a plan, working it out the first time."""
        try:
            result = plan.results[self.key]
        except KeyError:
            must_be_wanted()
            result = plan.results[self.key] = self._of_whole(plan)
        else:
            if isinstance(result, _NotYet):
                here = result.result() if isinstance(result, _Begun) else self._caught_up(plan)
                result = plan.results[self.key] = here
        return result  # type: ignore[return-value]

    def begin(self, plan: HasResults, elsewhere: Callable[[Callable[[], object]], object]) -> None:
        """Have the result worked out beforehand, unless it is known; whoever asks for it meanwhile waits for it.

        Parameters
        ----------
        elsewhere : callable
            Takes work to be done in another thread, and returns at once.
        """
        if self.key not in plan.results:
            begun = _Begun(lambda: self._of_whole(plan))
            plan.results[self.key] = begun
            elsewhere(begun.result)

    def _of_whole(self, plan: HasResults) -> T:
        """Work the result out, of the whole where the part has all that it reads."""
        if plan.cut_from is not None:
            whole, rows = plan.cut_from
            cut = {read.partition(".")[0] for read in self.reads} & set(rows)
            if not cut:
                return self(whole)
            if cut == {self.column_of}:
                return self(whole)[rows[self.column_of]]  # type: ignore[index]
        return self.compute(plan)

    def is_known(self, plan: HasResults) -> bool:
        """Whether the result is there already, or only a few changes behind; not if another thread is still at it."""
        result = plan.results.get(self.key, _Begun)
        while isinstance(result, _Behind):
            result = result.plan.results.get(self.key, _Begun)
        return result.is_there if isinstance(result, _Begun) else result is not _Begun

    def give(self, plan: HasResults, result: T) -> None:
        """Give a plan the result, where it is known from another plan with the same rows."""
        plan.results[self.key] = result

    def follows(self, follow: Follow[T]) -> Follow[T]:
        """Register how the result follows a change to a table that it reads."""
        self.follow = follow
        return follow

    def follows_all(self, follow_all: FollowAll[T]) -> None:
        """Register how the result follows many changes in one go, where that takes less than one after the other."""
        self.follow_all = follow_all
        self.follow = lambda old, new, change, result: follow_all(old, new, [change], result)

    def _caught_up(self, plan: HasResults) -> T:
        """Follow one change after the other, or all in one go; if one cannot be followed, work the result out."""
        steps: list[tuple[HasResults, Change, HasResults]] = []
        at: HasResults = plan
        while isinstance(behind := at.results[self.key], _Behind):
            steps.append((behind.plan, behind.change, at))
            at = behind.plan
        result: T | None = self(at)
        if self.follow_all is not None:
            changes = [change for _, change, _ in reversed(steps) if not change.touched.isdisjoint(self.reads)]
            if changes:
                result = self.follow_all(at, plan, changes, result)  # type: ignore[arg-type]
            steps = []
            if result is None:
                must_be_wanted()
                return self.compute(plan)
        for old, change, new in reversed(steps):
            assert result is not None
            if not change.touched.isdisjoint(self.reads) and not self._still_holds(old, new, change):
                result = None if self.follow is None else self.follow(old, new, change, result)
            if result is None:
                must_be_wanted()
                return self.compute(plan)
            new.results[self.key] = result
        assert result is not None
        return result

    def _still_holds(self, old: HasResults, new: HasResults, change: Change) -> bool:
        """Whether a change touches nothing that is read but through other results, and leaves these the very same."""
        if not self.through or not change.touched.isdisjoint(self.itself):
            return False
        return all(other(old) is other(new) for other in self.through)


def once_for_change(work: Callable[[Any, Any, Change], T]) -> Callable[[Any, Any, Change], T]:
    """Keep with the plan after a change what is worked out of the plans before and after it and the change."""
    key = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def known(old: HasResults, new: HasResults, change: Change) -> T:
        earlier = new.results.get(key)
        if isinstance(earlier, tuple) and earlier[0] is change:  # a plan comes of one plan alone by a change
            return earlier[1]
        result = work(old, new, change)
        new.results[key] = (change, result)
        return result

    return known


def kept(
    *reads: str, column_of: str = "", itself: tuple[str, ...] = (), through: tuple[Callable[[Any], object], ...] = ()
) -> Callable[[Callable[[Any], T]], Kept[T]]:
    """Keep a function's result with the plan; ``reads`` are the tables and columns that it depends on.

    A column stands for the rows of its table too: it counts as touched where rows are added or removed. ``"grids.id"``
    stands for these alone. ``column_of`` names a table where the result has a value for each of its rows that is worked
    out of this row alone: then a part of a plan takes its values from the whole.

    ``through`` are functions of a plan, mostly kept ones, through which alone the result reads what is not in
    ``itself``: where they return the very same objects after a change that touches nothing of ``itself``, the result is
    the very same too, and whoever reads it in turn has nothing to follow either.
    """

    def mark(compute: Callable[[Any], T]) -> Kept[T]:
        return Kept(compute, reads, column_of=column_of, itself=itself, through=through)

    return mark


class OfDay(Protocol[T_co]):
    """A function of a plan and a day, today by default."""

    def __call__(self, plan: Any, on: dt.date | None = None) -> T_co:
        """Return the result for a plan on a day."""


FollowDay = Callable[[Any, Any, Change, dt.date, Any], Any]
"""As :data:`Follow`, of what is kept by day."""


def kept_by_day(*reads: str, follow: FollowDay | None = None) -> Callable[[Callable[[Any, dt.date], T]], OfDay[T]]:
    """Keep what is worked out of a plan for a day with the plan, by day; ``reads`` as for :func:`kept`.

    ``follow`` says how the result of a day follows a change; without it, or where it returns ``None``, the result is
    worked out anew.

    The function takes a plan and a day. Called with a plan alone, it then answers for today. The result is shared: who
    changes it copies it first.
    """

    def mark(compute: Callable[[Any, dt.date], T]) -> OfDay[T]:
        def nothing_yet(plan: HasResults) -> dict[dt.date, T]:
            return {}

        memory = Kept(nothing_yet, reads, key=f"{compute.__module__}.{compute.__qualname__}")
        if follow is not None:
            follow_day = follow

            def follow_all(
                old: HasResults, new: HasResults, change: Change, by_day: dict[dt.date, T]
            ) -> dict[dt.date, T]:
                found = {day: follow_day(old, new, change, day, result) for day, result in by_day.items()}
                return {day: result for day, result in found.items() if result is not None}

            memory.follows(follow_all)

        @wraps(compute)
        def of_day(plan: HasResults, on: dt.date | None = None) -> T:
            day, by_day = on or dt.date.today(), memory(plan)
            if day not in by_day:
                must_be_wanted()
                by_day[day] = compute(plan, day)
            return by_day[day]

        return of_day

    return mark


def kept_by_row(
    table: str, *columns: str, also: tuple[str, ...] = ()
) -> Callable[[Callable[[Any, IntArray], NDArray[Any]]], Kept[NDArray[Any]]]:
    """Keep a column of a table of which each value is worked out of its own row alone, so that it follows by row.

    The function takes a plan and the places of some rows, and returns a column for these; called with a plan, it then
    returns the column for all rows. ``columns`` are those of the table that it reads; all, if none is named. ``also``
    is what it reads of other tables: a change that touches that has every row worked out anew.
    """

    def mark(compute: Callable[[Any, IntArray], NDArray[Any]]) -> Kept[NDArray[Any]]:
        def whole(plan: HasResults) -> NDArray[Any]:
            return compute(plan, np.arange(len(plan.tables[table])))

        def follow_all(
            old: HasResults, new: HasResults, changes: Sequence[Change], result: NDArray[Any]
        ) -> NDArray[Any] | None:
            if not all(change.touched.isdisjoint(also) for change in changes):
                return None
            before, after = (plan.tables[table].index.to_numpy() for plan in (old, new))
            at = np.unique(positions_in(after, np.concatenate([change.ids(table) for change in changes])))
            at = at[at >= 0]
            again = compute(new, at)
            moved = moved_rows(before, after, result, again.dtype.type())
            if again.dtype.itemsize > moved.dtype.itemsize:  # a longer text than any before
                moved = moved.astype(again.dtype)
            moved[at] = again
            return moved

        reads = tuple(f"{table}.{column}" for column in columns) or (table,)
        about = Kept(whole, (*reads, *also), key=f"{compute.__module__}.{compute.__qualname__}", column_of=table)
        about.__doc__, about.__name__ = compute.__doc__, compute.__name__
        about.follows_all(follow_all)
        return about

    return mark


def kept_for_last(work: Callable[[Any, Any], T]) -> Callable[[Any, Any], T]:
    """Keep with a plan what is worked out of it and of something asked, for what was asked last.

    For work that is asked of one plan many times in a row, as at every move of a drag; the plan after a change does not
    get it. What is asked is an array of ids or a place; the result is shared and never changed.
    """
    key = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def known(plan: HasResults, asked: Any) -> T:
        said = asked.tobytes() if isinstance(asked, np.ndarray) else asked
        earlier = plan.results.get(key)
        if isinstance(earlier, tuple) and earlier[0] == said:
            return earlier[1]
        result = work(plan, asked)
        plan.results[key] = (said, result)
        return result

    return known


def carry_over(old: HasResults, new: HasResults, change: Change) -> None:
    """Hand on to the new plan what was worked out of the old one and still holds or can follow the change.

    What another thread is still working out is handed on as that: an edit waits for nothing, and whoever asks does.
    """
    for key, result in list(old.results.items()):
        about = _KEPT.get(key)
        if about is None:
            continue
        if change.touched.isdisjoint(about.reads) and not isinstance(result, _Behind):
            new.results[key] = result
        elif about.follow is not None or about.through:
            length = result.length + 1 if isinstance(result, _Behind) else 1
            if length > _LONGEST_CHAIN:
                about(old)
                length = 1
            new.results[key] = _Behind(old, change, length)


def hand_over(known: HasResults, plan: HasResults) -> None:
    """Give a plan what is known of another one with the same rows, in place of what has still to follow."""
    for key, result in known.results.items():
        if key in _KEPT and not isinstance(result, _Behind) and isinstance(plan.results.get(key), _Behind):
            plan.results[key] = result
