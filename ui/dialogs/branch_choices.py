"""Party branches to choose from: where each is seated, and what a picker shows of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from gridmap.people.branches import seats
from gridmap.people.privacy import Profile, shown_names
from gridmap.people.vacancies import places_of
from ui.dialogs.picker import Choices


def villages_of_branches(plan: Plan) -> npt.NDArray[np.object_]:
    """Return the name of the village that each branch is seated in first, ``""`` for none. Shape (b,)."""
    which, grid = seats(plan)
    first = np.full(len(plan.tables["branches"]), -1, dtype=np.int64)
    first[which[::-1]] = grid[::-1]
    villages = np.full(len(first), "", dtype=object)
    villages[first >= 0] = places_of(plan, first[first >= 0])["village_name"]
    return villages


def branch_choices(plan: Plan, order: IntArray, privacy: Profile) -> Choices:
    """Return branches to choose from, secretaries as a profile shows them.

    Parameters
    ----------
    plan : Plan
    order : int64 (k,)
        Rows of ``branches``, in the order in which they are offered.
    privacy : Profile
    """
    rows = plan.tables["branches"].iloc[order]
    columns = (
        rows["name"].tolist(),
        rows["secretary"].tolist(),
        villages_of_branches(plan)[order].tolist(),
        rows["members"].tolist(),
    )
    return Choices(
        rows.index.to_numpy(), columns, sought=3, masked={1: shown_names(rows["secretary"], privacy).tolist()}
    )
