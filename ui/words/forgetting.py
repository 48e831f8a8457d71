"""What stays of a person who was forgotten, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridmap.project.forgetting import Forgotten


def what_stays(told: Forgotten) -> list[tuple[str, int]]:
    """Return what is to be said of what stays: keys of sentences, each with how many."""
    lines = [(f"forget-left-{kind}", count) for kind, count in sorted(told.left.items())]
    return [*lines, ("forget-left-assignment", told.assignments)] if told.assignments else lines
