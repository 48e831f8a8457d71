"""Edits of facilities, organisations and units: one added, corrected, moved, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.edits.rows_of_people import name_of, require, require_order
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES

_NUMBERS: Final = ("count", "members", "people")
_MOST: Final = 1_000_000_000


@dataclass(frozen=True)
class AddFacility:
    """Add a facility, an organisation or a unit.

    Parameters
    ----------
    name : str
        Of the facility, and never of a person.
    kind : str
        Key of a kind of facilities of the scheme.
    grid : int
        Id of the grid that it belongs to, 0 if its place says so.
    place : geometry, optional
        In the plan's CRS, metres.
    values : mapping of column to value
        Others of its columns, ``count`` or ``from_date`` for instance.
    """

    name: str
    kind: str
    grid: int = 0
    place: shapely.Geometry | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)

    def change(self, plan: Plan) -> Change:
        """Return the change; refused as :class:`CorrectFacility`, or with ``facility-without-name``."""
        new = _checked(plan, {**self.values, "name": self.name, "kind": self.kind, "grid": self.grid})
        row = pd.DataFrame(
            {name: [value] for name, value in new.items()}, index=pd.Index([plan.next_id("facilities")], name="id")
        )
        if "count" not in row:
            row["count"] = 1
        rows = gpd.GeoDataFrame(row, geometry=[_placed(self.place)], crs=plan.crs)
        return change_of(plan, "add-facility", put={"facilities": rows}, values={"name": str(new["name"])})


@dataclass(frozen=True)
class CorrectFacility:
    """Give a facility other values, or another place; what is left out stays as it is.

    Parameters
    ----------
    facility : int
        Id of its row.
    values : mapping of column to value
    place : geometry, optional
        Where it is now; ``None`` leaves it where it is.
    """

    facility: int
    values: Mapping[str, str | int] = field(default_factory=dict)
    place: shapely.Geometry | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Refused with ``no-such-row``, ``no-such-column``, ``facility-without-name``, ``facility-kind``,
        ``facility-number``, ``not-a-date``, ``ends-before-begin``, ``not-a-place``, ``changes-nothing``.
        """
        require(plan, "facilities", self.facility)
        old = plan.tables["facilities"].loc[self.facility]
        days = {name: str(old[name]) for name in ("from_date", "until_date")}
        new: dict[str, Any] = _checked(plan, self.values, days)
        if self.place is not None:
            new["geometry"] = [_placed(self.place)]
        rows = edited_rows(plan, "facilities", [self.facility], **new)
        values = {"name": str(new.get("name", old["name"]))}
        change = change_of(plan, "correct-facility", put={"facilities": rows}, values=values)
        if not change:
            raise Refused("changes-nothing")
        return change


@dataclass(frozen=True)
class DeleteFacility:
    """Take a facility away."""

    facility: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``."""
        require(plan, "facilities", self.facility)
        values = {"name": name_of(plan, "facilities", self.facility)}
        return change_of(plan, "delete-facility", drop={"facilities": [self.facility]}, values=values)


def _checked(plan: Plan, values: Mapping[str, Any], days: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return values as they are kept; refuse what they cannot be."""
    known = TABLES["facilities"].column_names
    new = {
        key: without_strange_letters(value).strip() if isinstance(value, str) else value
        for key, value in values.items()
    }
    for column in new:
        if column not in known:
            raise Refused("no-such-column", table="facilities", column=column, expected=", ".join(known))
    if "name" in new and not new["name"]:
        raise Refused("facility-without-name")
    kinds = [kind.key for kind in plan.scheme.facilities]
    if "kind" in new and new["kind"] not in kinds:
        raise Refused("facility-kind", value=str(new["kind"]), expected=", ".join(kinds))
    for column in _NUMBERS:
        if column in new and (not isinstance(new[column], (int, np.integer)) or not 0 <= new[column] <= _MOST):
            raise Refused("facility-number", column=column, value=str(new[column]))
    if new.get("grid"):
        require(plan, "grids", int(new["grid"]))
    begin, end = (str(new.get(name, (days or {}).get(name, ""))) for name in ("from_date", "until_date"))
    require_order(begin, end)
    return new


def _placed(place: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return a place; refuse with ``not-a-place`` one that is nowhere."""
    if place is not None and (place.is_empty or not np.isfinite(place.bounds).all()):
        raise Refused("not-a-place")
    return place
