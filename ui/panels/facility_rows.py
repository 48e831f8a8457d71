"""Facilities of a grid as rows of its details: how many of each kind, and what they are called."""

from __future__ import annotations

import datetime as dt
import html
from typing import Final

from gridmap.indicators.facilities import facilities_in_force, facilities_of_grid, facility_positions, of_kind
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.words.messages import between

_NAMED: Final = 6
"""So many of a kind are named; of more there is the number."""


def facility_rows(plan: Plan, grid: int, words: Words, on: dt.date) -> list[tuple[str, str]]:
    """Return kind and HTML of the facilities of a grid with all below it; none for none.

    Parameters
    ----------
    on : date
        The day on which they are there.
    """
    if not len(plan.tables["facilities"]):
        return []
    here = int(plan.positions([grid])[0])
    there, own = facilities_in_force(plan, on), facility_positions(plan) == here
    counts = facilities_of_grid(plan, grid, on)
    names, rows = plan.tables["facilities"]["name"].to_numpy(dtype=object), []
    for kind in plan.scheme.facilities:
        count = counts[kind.key]
        if not count:
            continue
        named = [name for name in names[own & there & of_kind(plan, kind.key)].tolist() if name]
        shown = between(words.language).join(named[:_NAMED])
        known = f"{count:,}"
        if 0 < len(named) <= _NAMED:
            known = shown if count == 1 else words("inspector-facilities", count=count, names=shown)
        rows.append((html.escape(words.name(kind.name)), html.escape(known)))
    return rows
