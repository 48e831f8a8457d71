"""What is worked out of a plan, kept with it, and carried over to the plan after a change.

A function marked with :func:`kept` is worked out once for each plan. It names the tables it reads, so that a change
that touches none of them passes the result on as it is; where it can say how to follow a change, it does so with
:meth:`Kept.follows`, and work after an edit depends on the size of the edit and not on that of the plan.
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

    def __init__(self, compute: Callable[[Plan], T], reads: tuple[str, ...]) -> None:
        self.compute = compute
        self.reads = reads
        self.key = f"{compute.__module__}.{compute.__qualname__}"
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
    """Keep a function's result with the plan; ``reads`` are the tables that it depends on (and the scheme)."""

    def mark(compute: Callable[[Plan], T]) -> Kept[T]:
        return Kept(compute, reads)

    return mark


def carry_over(old: Plan, new: Plan, change: Change) -> None:
    """Hand on to the new plan what was worked out of the old one and still holds or can follow the change.

    Results are handed on in the order in which they were first asked for, so that one may use another.
    """
    for key, result in list(old.results.items()):
        about = _KEPT.get(key)
        if about is None:
            continue
        if not any(table in change.rows for table in about.reads):
            new.results[key] = result
        elif about.follow is not None:
            followed = about.follow(old, new, change, result)
            if followed is not None:
                new.results[key] = followed
