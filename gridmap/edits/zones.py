"""Edits of party-building zones: one drawn, corrected, taken away."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from gridmap.edits.rows_of_people import name_of, require
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan


@dataclass(frozen=True)
class AddZone:
    """Draw a party-building zone; it lies over the grids and need not follow them.

    Parameters
    ----------
    name, kind : str
    branch : int
        Id of the branch that leads it, 0 for none.
    ground : Polygon or MultiPolygon, optional
        In the plan's CRS, metres; ``None`` if it is not drawn yet.
    """

    name: str
    kind: str = ""
    branch: int = 0
    ground: shapely.Geometry | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``zone-without-name``, ``no-such-row`` or ``not-an-area``."""
        name = _checked(plan, self.name, self.branch, self.ground)
        row = pd.DataFrame(
            {"name": [name], "kind": [_clean(self.kind)], "branch": [self.branch]},
            index=pd.Index([plan.next_id("zones")], name="id"),
        )
        rows = gpd.GeoDataFrame(row, geometry=[self.ground], crs=plan.crs)
        return change_of(plan, "add-zone", put={"zones": rows}, values={"name": name})


@dataclass(frozen=True)
class CorrectZone:
    """Give a party-building zone another name, kind, branch or ground; ``None`` leaves it as it is."""

    zone: int
    name: str | None = None
    kind: str | None = None
    branch: int | None = None
    ground: shapely.Geometry | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused as :class:`AddZone`, or with ``changes-nothing``."""
        require(plan, "zones", self.zone)
        old = plan.tables["zones"].loc[self.zone]
        name = _checked(
            plan,
            str(old["name"]) if self.name is None else self.name,
            0 if self.branch is None else self.branch,
            self.ground,
        )
        new: dict[str, object] = {"name": name}
        if self.kind is not None:
            new["kind"] = _clean(self.kind)
        if self.branch is not None:
            new["branch"] = self.branch
        if self.ground is not None:
            new["geometry"] = [self.ground]
        change = change_of(
            plan,
            "correct-zone",
            put={"zones": edited_rows(plan, "zones", [self.zone], **new)},
            values={"name": name},
        )
        if not change:
            raise Refused("changes-nothing")
        return change


@dataclass(frozen=True)
class DeleteZone:
    """Take a party-building zone away; its branch stays."""

    zone: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``no-such-row``."""
        require(plan, "zones", self.zone)
        values = {"name": name_of(plan, "zones", self.zone)}
        return change_of(plan, "delete-zone", drop={"zones": [self.zone]}, values=values)


def _clean(text: str) -> str:
    return without_strange_letters(text).strip()


def _checked(plan: Plan, name: str, branch: int, ground: shapely.Geometry | None) -> str:
    """Return the name of a zone as it is kept; refuse what it cannot be."""
    clean = _clean(name)
    if not clean:
        raise Refused("zone-without-name")
    if branch:
        require(plan, "branches", branch)
    if ground is not None and (ground.geom_type not in ("Polygon", "MultiPolygon") or ground.is_empty):
        raise Refused("not-an-area", value=ground.geom_type)
    return clean
