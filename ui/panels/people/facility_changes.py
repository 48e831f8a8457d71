"""What is done from the table of facilities: added, corrected, put somewhere else on the map, taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import shapely

from gridmap.edits import CorrectFacility, DeleteFacility
from gridmap.indicators.facilities import facility_points
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from ui.panels.people.changes import Where

Ask = Callable[[int, Callable[[shapely.Point], object], Callable[[], object]], object]

_AROUND_M: Final = 150.0
"""So much is shown around a facility."""


class FacilityChanges:
    """Opens the dialogs about facilities.

    Parameters
    ----------
    where : Where
    ask : callable
        Asks for a place on the map: of which facility, what takes it, and what is done if none is given.
    """

    def __init__(self, where: Where, ask: Ask) -> None:
        self._where, self._ask = where, ask

    @property
    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do, by their keys."""
        return {
            "facility-new": self.add,
            "facility-correct": self.correct,
            "facility-place": self.place,
            "facility-delete": self.delete,
        }

    def possible(self) -> frozenset[str]:
        """Return the keys of what can be done with the rows that are selected."""
        found = {"facility-new"} if self._where.session.plan.scheme.facilities else set()
        if self._facility():
            found |= {"facility-correct", "facility-place", "facility-delete"}
        return frozenset(found)

    def add(self) -> None:
        """Ask for a new facility; without a place it is of the grid that is selected."""
        self._open(0)

    def correct(self) -> None:
        """Correct the selected facility."""
        if self._facility():
            self._open(self._facility())

    def place(self) -> None:
        """Let the user click where the selected facility is."""
        facility, session = self._facility(), self._where.session
        if facility:
            self._ask(facility, lambda at: session.perform(CorrectFacility(facility, {}, at)), lambda: None)

    def delete(self) -> None:
        """Take the selected facility away, after asking."""
        from ui.dialogs.confirming import ConfirmEdit

        facility, where = self._facility(), self._where
        if facility:
            name = str(where.session.plan.tables["facilities"]["name"].get(facility, ""))
            edit = DeleteFacility(facility)
            ConfirmEdit(where.session, where.words, edit, "facility-delete", {"name": name}, where.window).open()

    def _open(self, facility: int) -> None:
        from ui.dialogs.facility import FacilityDialog

        dialog = FacilityDialog(self._where.session, self._where.words, facility, self._where.window)
        dialog.place_wanted.connect(lambda: self._ask(facility, dialog.take_place, dialog.come_back))
        dialog.open()

    def _facility(self) -> int:
        return self._where.one("facilities", "facilities")


def where_facilities_are(plan: Plan, ids: IntArray) -> shapely.Geometry | None:
    """Return a box around some facilities with a place, in the plan's CRS; ``None`` if none has any."""
    points = facility_points(plan)[np.isin(plan.tables["facilities"].index.to_numpy(), ids)]
    there = points[~shapely.is_missing(points)]
    return shapely.box(*shapely.total_bounds(there)).buffer(_AROUND_M).envelope if len(there) else None
