"""Edits of compounds: one put on the list, corrected, drawn, given a branch, taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.edits.rows_of_people import name_of, require
from gridmap.ground.compound_places import listed_positions
from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES

_NUMBERS: Final = ("declared_households", "declared_residents", "registered", "members")
_MOST: Final = 1_000_000_000


@dataclass(frozen=True)
class AddCompound:
    """Put a compound on the list.

    Parameters
    ----------
    name : str
    grid : int
        Id of the grid that it is in, 0 if its outline or its buildings say so.
    outline : Polygon or MultiPolygon, optional
        In the plan's CRS, metres.
    values : mapping of column to value
        Others of its columns, ``branch`` or ``firm`` for instance.
    """

    name: str
    grid: int = 0
    outline: shapely.Geometry | None = None
    values: Mapping[str, str | int | bool] = field(default_factory=dict)

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Refused with ``compound-without-name``, ``compound-number``, ``no-such-row``, ``no-such-column``,
        ``compound-outline``, or ``compound-twice`` if the list has one of the name, perhaps in the same village.
        """
        new = _checked(plan, {**self.values, "name": self.name, "grid": self.grid})
        row = pd.DataFrame(
            {name: [value] for name, value in new.items()}, index=pd.Index([plan.next_id("compounds")], name="id")
        )
        rows = gpd.GeoDataFrame(row, geometry=[_drawn(self.outline)], crs=plan.crs)
        change = change_of(plan, "add-compound", put={"compounds": rows}, values={"name": str(new["name"])})
        return _only_one(plan, change, int(row.index[0]))


@dataclass(frozen=True)
class CorrectCompound:
    """Give a compound other values, a branch for instance, or another outline; what is left out stays as it is.

    Parameters
    ----------
    compound : int
        Id of its row.
    values : mapping of column to value
    outline : Polygon or MultiPolygon, optional
        ``None`` leaves it as it is.
    """

    compound: int
    values: Mapping[str, str | int | bool] = field(default_factory=dict)
    outline: shapely.Geometry | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused as :class:`AddCompound`, or with ``changes-nothing``."""
        require(plan, "compounds", self.compound)
        new = _checked(plan, self.values)
        if self.outline is not None:
            new["geometry"] = [_drawn(self.outline)]
        rows = edited_rows(plan, "compounds", [self.compound], **new)
        name = str(new.get("name", plan.tables["compounds"].loc[self.compound, "name"]))
        change = change_of(plan, "correct-compound", put={"compounds": rows}, values={"name": name})
        if not change:
            raise Refused("changes-nothing")
        return _only_one(plan, change, self.compound) if {"name", "grid"} & set(new) else change


@dataclass(frozen=True)
class LinkCompound:
    """Say which party branch is a compound's own; 0 for none."""

    compound: int
    branch: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row`` or ``changes-nothing``."""
        require(plan, "compounds", self.compound)
        if self.branch:
            require(plan, "branches", self.branch)
        rows = edited_rows(plan, "compounds", [self.compound], branch=self.branch)
        values = {
            "name": name_of(plan, "compounds", self.compound),
            "to": name_of(plan, "branches", self.branch),
        }
        label = "link-compound" if self.branch else "unlink-compound"
        change = change_of(plan, label, put={"compounds": rows}, values=values)
        if not change:
            raise Refused("changes-nothing")
        return change


@dataclass(frozen=True)
class DeleteCompound:
    """Take a compound off the list; its buildings keep its name."""

    compound: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``."""
        require(plan, "compounds", self.compound)
        values = {"name": name_of(plan, "compounds", self.compound)}
        return change_of(plan, "delete-compound", drop={"compounds": [self.compound]}, values=values)


@dataclass(frozen=True)
class PutCompounds:
    """Put rows on the list of compounds as a file has them, new ones or instead of old ones.

    Parameters
    ----------
    rows : GeoDataFrame
        Whole rows of ``compounds``, indexed by id.
    """

    rows: gpd.GeoDataFrame

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``changes-nothing``."""
        change = change_of(plan, "put-compounds", put={"compounds": self.rows}, values={"count": len(self.rows)})
        if not change:
            raise Refused("changes-nothing")
        return change


def without_branch(plan: Plan, branches: list[int], into: int = 0) -> pd.DataFrame:
    """Return the rows of the compounds of some branches, which have another one then, or none."""
    table = plan.tables["compounds"]
    theirs: IntArray = table.index.to_numpy()[np.isin(table["branch"].to_numpy(), branches)]
    return edited_rows(plan, "compounds", theirs, branch=into)


def _only_one(plan: Plan, change: Change, row: int) -> Change:
    """Return a change; refuse it if then two compounds of the list have one name and nothing says they lie apart."""
    after = plan.apply(change)
    table = after.tables["compounds"]
    names, at = table["name"].to_numpy(dtype=object), int(table.index.get_loc(row))
    level = after.scheme.levels[min(1, len(after.scheme.levels) - 1)]
    above = np.append(after.ancestors_at(level), 0)[listed_positions(after)]
    alike = (names == names[at]) & ((above == above[at]) | (above == 0) | (above[at] == 0))
    if alike.sum() > 1:
        raise Refused("compound-twice", name=str(names[at]))
    return change


def _checked(plan: Plan, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as they are kept; refuse what they cannot be."""
    known = TABLES["compounds"].column_names
    new: dict[str, Any] = {
        key: without_strange_letters(value).strip() if isinstance(value, str) else value
        for key, value in values.items()
    }
    for column in new:
        if column not in known:
            raise Refused("no-such-column", table="compounds", column=column, expected=", ".join(known))
    if "name" in new and not new["name"]:
        raise Refused("compound-without-name")
    for column in _NUMBERS:
        if column in new and (not isinstance(new[column], (int, np.integer)) or not 0 <= new[column] <= _MOST):
            raise Refused("compound-number", column=column, value=str(new[column]))
    for column, table in (("grid", "grids"), ("branch", "branches")):
        if new.get(column):
            require(plan, table, int(new[column]))
    return new


def _drawn(outline: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return an outline; refuse with ``compound-outline`` what encloses no ground."""
    if outline is not None and (
        outline.geom_type not in ("Polygon", "MultiPolygon") or not np.isfinite(outline.area) or not outline.area > 0
    ):
        raise Refused("compound-outline", value=outline.geom_type)
    return outline
