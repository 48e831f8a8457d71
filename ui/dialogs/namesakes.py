"""Who has a name already, in words that tell them apart."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.people.privacy import Profile, shown_numbers
from gridmap.people.staffing import counting, duties
from gridmap.people.vacancies import places_of
from ui.look.words import Words

_MOST: Final = 3


def namesakes_in_words(plan: Plan, workers: IntArray, words: Words, privacy: Profile) -> str:
    """Return a line for each of some workers: staff number, how many grids today, and where."""
    table = plan.tables["workers"]
    worker, grid = duties(plan, counting(plan))
    lines = []
    for one in workers[:_MOST].tolist():
        own = grid[worker == one]
        above = places_of(plan, own[:1])
        place = " ".join(str(above[key][0]) for key in ("town_name", "village_name")) if len(own) else ""
        number = str(shown_numbers([table["staff_number"].get(one, "")], privacy)[0])
        lines.append(words("worker-namesake", number=number or "—", grids=len(np.unique(own)), place=place or "—"))
    if len(workers) > _MOST:
        lines.append(words("worker-namesakes-more", count=len(workers) - _MOST))
    return "\n".join(lines)
