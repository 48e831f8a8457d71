"""What the rows of the table of compounds are called by, and how well what one types fits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gridmap.ground.compounds import compounds
from gridmap.model.arrays import IntArray, positions_in
from gridmap.model.plan import Plan

if TYPE_CHECKING:
    from gridmap.search.index import SearchIndex


def compound_ids(plan: Plan) -> IntArray:
    """Return an id for each compound: that of its row, or, of one that is not on the list, minus that of a building.

    Places among the compounds move when one is put on the list; a building stays. Shape (c,).
    """
    found = compounds(plan)
    ids = np.zeros(len(found), dtype=np.int64)
    ids[: found.listed] = plan.tables["compounds"].index.to_numpy()
    which, first = np.unique(found.building_compound, return_index=True)
    bare = which >= found.listed
    ids[which[bare]] = -plan.buildings.index.to_numpy()[first[bare]]
    return ids


def places_of_compounds(plan: Plan, ids: IntArray) -> IntArray:
    """Return the places among the compounds of some ids as :func:`compound_ids` gives them, -1 for none. Shape (k,)."""
    found = compounds(plan)
    listed = positions_in(plan.tables["compounds"].index.to_numpy(), ids)
    building = positions_in(plan.buildings.index.to_numpy(), -np.asarray(ids))
    place: IntArray = np.where(listed >= 0, listed, np.append(found.building_compound, -1)[building])
    return place


def worth_of_compounds(plan: Plan, index: SearchIndex, text: str) -> npt.NDArray[np.float64]:
    """Return how well a text fits each compound, 0 where it does not: its names, their pinyin or initials. (c,)."""
    from gridmap.search.index import worth_of_names

    found = compounds(plan)
    worth = worth_of_names([str(name) for name in found.name], text)
    worth[: found.listed] = index.worth(text, "compound")  # which knows other names too, and where they are
    return worth
