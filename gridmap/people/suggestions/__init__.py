"""Who could take what is vacant: the assignment that fills most, moves fewest people, and has them walk least."""

from __future__ import annotations

from gridmap.people.suggestions.suggest import Given, Suggestion, Unfilled, suggest

__all__ = ["Given", "Suggestion", "Unfilled", "suggest"]
