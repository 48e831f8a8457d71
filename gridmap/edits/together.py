"""Several edits as one step, and a change that is done as it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridmap.model.change import Change
from gridmap.model.edit import Edit
from gridmap.model.errors import Refused
from gridmap.model.making import change_between
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class Together:
    """Do several edits one after the other, in one step that one undo takes back.

    Parameters
    ----------
    edits : tuple of Edit
        Each is asked what it does to the plan that those before it have left.
    label, values : str, mapping
        Name the step in the history.
    """

    edits: tuple[Edit, ...]
    label: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``nothing-chosen``, or as the first of the edits that is refused."""
        if not self.edits:
            raise Refused("nothing-chosen")
        after = plan
        for edit in self.edits:
            after = after.apply(edit.change(after))
        return Change(self.label, change_between(plan, after, self.label).rows, self.values)


@dataclass(frozen=True, eq=False)
class AsSeen:
    """Do a change that was worked out before, if the plan still holds what it starts from."""

    seen: Change

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``changed-meanwhile``."""
        if not self.seen.fits(plan):
            raise Refused("changed-meanwhile")
        return self.seen
