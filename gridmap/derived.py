"""What is worked out of a plan, kept with it, and carried over to the plan after a change.

A function marked with :func:`kept` is worked out once for each plan. It names what it reads, a table (``"grids"``) or a
column (``"grids.kind"``), so that a change that touches none of it passes the result on as it is; where it can say how
to follow a change, it does so with :meth:`Kept.follows`. So work after an edit has the edit's size and not the plan's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from gridmap.change import Change
    from gridmap.plan import Plan

T = TypeVar("T")

Follow = Callable[["Plan", "Plan", "Change", T], "T | None"]
"""From old plan, new plan, change and old result to the new result; ``None`` if it must be made anew."""

_KEPT: Final[dict[str, Kept[object]]] = {}


class Kept(Generic[T]):
    """A function of a plan whose result is kept with the plan."""

    def __init__(self, compute: Callable[[Plan], T], reads: tuple[str, ...], key: str = "") -> None:
        self.compute = compute
        self.reads = reads
        self.key = key or f"{compute.__module__}.{compute.__qualname__}"
        self.follow: Follow[T] | None = None
        self.__doc__ = compute.__doc__
        self.__name__ = compute.__name__
        self.__wrapped__ = compute
        _KEPT[self.key] = self  # type: ignore[assignment]

    def __call__(self, plan: Plan) -> T:
        """Return the result for a plan, working it out the first time."""
        try:
            return plan.results[self.key]  # type: ignore[return-value]
        except KeyError:
            result = plan.results[self.key] = self.compute(plan)
            return result

    def follows(self, follow: Follow[T]) -> Follow[T]:
        """Register how the result follows a change to a table that it reads."""
        self.follow = follow
        return follow


def kept(*reads: str) -> Callable[[Callable[[Plan], T]], Kept[T]]:
    """Keep a function's result with the plan; ``reads`` are the tables and columns that it depends on.

    A column stands for the rows of its table too: it counts as touched where rows are added or removed.
    """

    def mark(compute: Callable[[Plan], T]) -> Kept[T]:
        return Kept(compute, reads)

    return mark


def carry_over(old: Plan, new: Plan, change: Change) -> None:
    """Hand on to the new plan what was worked out of the old one and still holds or can follow the change.

    Results are handed on in the order in which they were first asked for, so that one may use another.
    """
    touched = touched_by(change)
    for key, result in list(old.results.items()):
        about = _KEPT.get(key)
        if about is None:
            continue
        if touched.isdisjoint(about.reads):
            new.results[key] = result
        elif about.follow is not None:
            followed = about.follow(old, new, change, result)
            if followed is not None:
                new.results[key] = followed


def touched_by(change: Change) -> frozenset[str]:
    """Return the tables and columns that a change touches, as ``"table"`` and ``"table.column"``."""
    touched: set[str] = set()
    for table, rows in change.rows.items():
        columns = rows.changed_columns if rows.keeps_ids else rows.after.columns
        touched.add(table)
        touched.update(f"{table}.{column}" for column in columns)
    return frozenset(touched)
