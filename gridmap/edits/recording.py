"""Edits that record a decision: exempt ground, an accepted finding, a new grid on bare ground, a grid's parent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from gridmap.edits.crossing import not_crossing
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan
from gridmap.reshaping.reshaping import Reshaping


@dataclass(frozen=True)
class ExemptGround:
    """Record that some ground need not be covered by grids.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        In the plan's CRS.
    parent : int
        Id of the grid whose ground it is part of, 0 for any.
    kind, name, reason : str
        What it is (river, lake, closed, ...), what it is called, and why it is exempt.
    """

    ground: shapely.Geometry
    parent: int = 0
    kind: str = ""
    name: str = ""
    reason: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change; the ground and the grids around it get each other's vertices where they lack them."""
        ground, matched = _matched(plan, self.ground)
        name, reason = without_strange_letters(self.name), without_strange_letters(self.reason)
        row = {"name": [name], "kind": [self.kind], "reason": [reason], "parent": [self.parent]}
        index = pd.Index([plan.next_id("exempt_areas")], name="id")
        rows = gpd.GeoDataFrame(row, index=index, geometry=[ground], crs=plan.crs)
        values: dict[str, str | int | float] = {"area_m2": float(self.ground.area), "reason": reason}
        return change_of(plan, "exempt-ground", put=_with_rows(matched, "exempt_areas", rows), values=values)


@dataclass(frozen=True)
class AcceptFinding:
    """Record that a finding is accepted: by whom, why and until when. It returns when what it is about changes.

    Parameters
    ----------
    finding, rule, evidence : str
        As in :class:`gridmap.checks.Finding`.
    by, reason : str
    on : date
    until : date, optional
        The last day on which it counts.
    """

    finding: str
    rule: str
    evidence: str
    by: str
    reason: str
    on: dt.date
    until: dt.date | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``reason-missing``. An earlier acceptance of the finding is replaced."""
        reason = without_strange_letters(self.reason).strip()
        if not reason:
            raise Refused("reason-missing")
        table = plan.tables["accepted"]
        earlier = table.index[table["finding"] == self.finding].tolist()
        row = {
            "finding": [self.finding],
            "rule": [self.rule],
            "accepted_by": [self.by],
            "accepted_on": [self.on.isoformat()],
            "reason": [reason],
            "until_date": [self.until.isoformat() if self.until else ""],
            "evidence": [self.evidence],
        }
        rows = pd.DataFrame(row, index=pd.Index([plan.next_id("accepted")], name="id"))
        values = {"rule": self.rule, "reason": reason}
        return change_of(plan, "accept-finding", put={"accepted": rows}, drop={"accepted": earlier}, values=values)


@dataclass(frozen=True)
class DrawGrid:
    """Make a new grid on ground of its parent that no grid holds.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        In the plan's CRS.
    parent : int
        Id of the parent.
    kind : str
        Key of the scheme.
    code, name : str
        ``code`` must not be in use; see :func:`gridmap.ground.codes.next_code`.
    setting : str
        ``"urban"``, ``"rural"`` or ``""``.
    """

    ground: shapely.Geometry
    parent: int
    kind: str
    code: str
    name: str = ""
    setting: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``code-in-use``; ``kind-not-below``; or for what is no ground ``drawing-crosses-itself`` or
            ``ground-without-area``.
        """
        kind = plan.scheme.kind(self.kind)
        if kind.parents and plan.value(self.parent, "kind") not in kind.parents:
            raise Refused("kind-not-below", grids=[self.parent], kind=self.kind, expected=", ".join(kind.parents))
        if len(plan.ids_with_codes([self.code])) or self.code in set(plan.tables["retired_codes"]["code"]):
            raise Refused("code-in-use", code=self.code)
        drawn = not_crossing(plan, self.ground)
        row = {
            "code": [self.code],
            "name": [without_strange_letters(self.name)],
            "kind": [self.kind],
            "parent": [self.parent],
            "setting": [self.setting],
        }
        index = pd.Index([plan.next_id("grids")], name="id")
        ground, matched = _matched(plan, drawn)
        new = gpd.GeoDataFrame(row, index=index, geometry=[ground], crs=plan.crs)
        values: dict[str, str | int | float] = {"code": self.code, "area_m2": float(drawn.area)}
        return change_of(plan, "draw-grid", put=_with_rows(matched, "grids", new), values=values)


@dataclass(frozen=True)
class SetParent:
    """Record under which grid a grid stands; its ground and its code stay as they are.

    Parameters
    ----------
    grid, parent : int
        Ids.
    """

    grid: int
    parent: int

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``kind-not-below`` if the parent's kind cannot stand above the grid's."""
        at = plan.positions([self.grid])[0]
        number = int(plan.kind_numbers[at])
        kind = plan.scheme.kinds[number] if number >= 0 else None
        if kind is None or plan.value(self.parent, "kind") not in kind.parents:
            expected = ", ".join(kind.parents) if kind else ""
            raise Refused(
                "kind-not-below", grids=[self.parent], kind=str(plan.value(self.grid, "kind")), expected=expected
            )
        rows = edited_rows(plan, "grids", [self.grid], parent=self.parent)
        values: dict[str, str | int | float] = {
            "code": plan.codes([self.grid])[0],
            "parent": plan.codes([self.parent])[0],
        }
        return change_of(plan, "set-parent", put={"grids": rows}, values=values)


def _matched(plan: Plan, ground: shapely.Geometry) -> tuple[shapely.Geometry, dict[str, pd.DataFrame]]:
    """Return some ground with the vertices of what is around it, and by table the rows that get its vertices."""
    reshaping = Reshaping(plan)
    ground = reshaping.fitted(ground)
    reshaping.share_vertices(shapely.get_coordinates(ground))
    return ground, reshaping.rows()


def _with_rows(rows: dict[str, pd.DataFrame], table: str, more: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return rows by table with some more of one table."""
    return {**rows, table: pd.concat([more, rows[table]]) if table in rows else more}
