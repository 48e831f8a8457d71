"""Edits of what is known of a building: door plate, compound, households and residents; not where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from gridmap.edits.rows_of_people import require
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan


@dataclass(frozen=True)
class CorrectBuilding:
    """Correct the door plate, the compound, or the number of households or residents of a building.

    Parameters
    ----------
    building : int
    door_plate, compound : str, optional
    households, residents : int, optional
        ``None`` leaves it as it is.
    """

    building: int
    door_plate: str | None = None
    compound: str | None = None
    households: int | None = None
    residents: int | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``, ``homes-negative`` or ``changes-nothing``."""
        require(plan, "buildings", self.building)
        old = plan.buildings.loc[self.building]
        asked = {
            "door_plate": None if self.door_plate is None else without_strange_letters(self.door_plate).strip(),
            "compound": None if self.compound is None else without_strange_letters(self.compound).strip(),
            "households": self.households,
            "residents": self.residents,
        }
        new = {key: value for key, value in asked.items() if value is not None and value != old[key]}
        if not new:
            raise Refused("changes-nothing")
        for value in new.values():
            if isinstance(value, int) and value < 0:
                raise Refused("homes-negative", value=value)
        rows = edited_rows(plan, "buildings", [self.building], **new)
        name = str(new.get("door_plate", old["door_plate"]))
        return change_of(plan, "correct-building", put={"buildings": rows}, values={"name": name})
