"""What every edit is: a frozen value with one method."""

from __future__ import annotations

from typing import Protocol

from gridmap.model.change import Change
from gridmap.model.plan import Plan


class Edit(Protocol):
    """Something a user can do to a plan. It touches nothing itself, so a preview is an edit that was not performed."""

    def change(self, plan: Plan) -> Change:
        """Return what the edit does to the plan, or raise :class:`gridmap.model.errors.Refused`."""
        ...
