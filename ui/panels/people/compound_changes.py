"""What is done from the table of compounds: put on the list, corrected, drawn on the map, taken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import shapely

from gridmap.ground.compound_places import has_shape
from gridmap.ground.compounds import compounds
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from ui.panels.compound_changes import change_compounds, ground_of_compounds
from ui.panels.people.changes import Where
from ui.panels.people.compound_ids import places_of_compounds
from ui.session.desk import Desk


class CompoundChanges:
    """Opens the dialogs about compounds, and takes the tools for their outlines."""

    def __init__(self, where: Where, desk: Desk) -> None:
        self._where, self._desk = where, desk

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        keys = ("new", "correct", "outline", "vertices", "bare", "delete")
        return {f"compound-{key}": partial(self._do, f"{key}-compound") for key in keys}

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        found, place = {"compound-new"}, self._place()
        if place >= 0:
            found.add("compound-correct")
        plan = self._where.session.plan
        if 0 <= place < compounds(plan).listed:
            found |= {"compound-outline", "compound-delete"}
            found |= {"compound-vertices", "compound-bare"} if has_shape(plan)[place] else set()
        return frozenset(found)

    def _do(self, what: str) -> None:
        new, place, where = what == "new-compound", self._place(), self._where
        if new or place >= 0:
            chosen = where.session.selection
            grid = int(chosen[0]) if len(chosen) == 1 else 0
            change_compounds(self._desk, where.words, what, -1 if new else place, grid, where.window)

    def _place(self) -> int:
        """Return the place among the compounds of the row that is selected, -1 for none or several."""
        ids = self._where.chosen("compounds")
        return int(places_of_compounds(self._where.session.plan, ids)[0]) if len(ids) == 1 else -1


def where_compounds_are(plan: Plan, ids: IntArray) -> shapely.Geometry | None:
    """Return a box around the rows of some compounds, in the plan's CRS; ``None`` if nothing says where they are."""
    places = places_of_compounds(plan, ids)
    return ground_of_compounds(plan, np.unique(places[places >= 0]))
