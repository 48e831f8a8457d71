"""What an edit that is proposed would do to a plan, worked out without performing it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gridmap.edits import Edit
from gridmap.model.change import Change
from gridmap.model.errors import GridMapError, Refused
from gridmap.model.plan import Plan
from gridmap.outcome.effect import Effect, effect
from gridmap.outcome.locks import Locks

if TYPE_CHECKING:
    pass


NOTHING_LOCKED: Final = Locks()


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an edit that is proposed would do to a plan.

    Attributes
    ----------
    edit : Edit
    plan : Plan
        That it starts from.
    locks : Locks
        What was locked then.
    change : Change or None
        ``None`` if it is refused.
    refused : GridMapError or None
        Why it cannot be done.
    effect : Effect or None
        What it would mean for the grids; ``None`` if it is refused.
    took_ms : float
        How long it took to find out.
    """

    edit: Edit
    plan: Plan
    locks: Locks
    change: Change | None
    refused: GridMapError | None
    effect: Effect | None
    took_ms: float


@dataclass(frozen=True)
class Known:
    """An edit whose change is worked out already."""

    change_of_plan: Change

    def change(self, plan: Plan) -> Change:
        """Return the change."""
        return self.change_of_plan


def work_out(plan: Plan, edit: Edit, locks: Locks = NOTHING_LOCKED) -> Outcome:
    """Return what an edit would do to a plan, or why it may not."""
    begun = time.perf_counter()
    change: Change | None = None
    means: Effect | None = None
    refused: GridMapError | None = None
    try:
        change = edit.change(plan)
        if not change:
            raise Refused("changes-nothing")
        locks.refuse(plan, change)
        means = effect(plan, change)
    except GridMapError as error:
        change, refused = None, error
    return Outcome(edit, plan, locks, change, refused, means, (time.perf_counter() - begun) * 1000)
