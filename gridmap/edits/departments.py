"""Edits of other departments' grids: brought in, made of whole base grids, taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridmap.ground.departments import department_rows, laid_over, snapped
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class PutDepartment:
    """Make the grids of a department what a file says: rows put in, new or instead of old ones, and others dropped.

    Parameters
    ----------
    department : str
    rows : GeoDataFrame
        Whole rows of ``department_grids``, indexed by id.
    gone : tuple of int
        Ids of rows that go.
    """

    department: str
    rows: pd.DataFrame
    gone: tuple[int, ...] = ()

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``department-without-name`` or ``changes-nothing``."""
        if not self.department.strip():
            raise Refused("department-without-name")
        values: dict[str, str | int | float] = {"department": self.department, "count": len(self.rows)}
        change = change_of(
            plan,
            "put-department",
            put={"department_grids": self.rows},
            drop={"department_grids": self.gone},
            values=values,
        )
        if not change:
            raise Refused("changes-nothing")
        return change


@dataclass(frozen=True)
class SnapDepartment:
    """Make every grid of a department the union of the whole base grids that it mostly is.

    See :class:`gridmap.ground.departments.Snapped`. A grid that gets none keeps its row and has no ground any more.

    Parameters
    ----------
    department : str
    """

    department: str

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``department-unknown``, ``no-base-grids`` or ``changes-nothing``."""
        _must_be_known(plan, self.department)
        found = snapped(laid_over(plan, self.department))
        if not len(found.laid.pieces.base):
            raise Refused("no-base-grids")
        which = np.flatnonzero(found.changes)
        ids = found.laid.pieces.grids[which]
        rows = edited_rows(plan, "department_grids", ids.tolist(), geometry=found.shape[which])
        values: dict[str, str | int | float] = {
            "department": self.department,
            "count": len(ids),
            "households": found.moved,
        }
        change = change_of(plan, "snap-department", put={"department_grids": rows}, values=values)
        if not change:
            raise Refused("changes-nothing")
        return change


@dataclass(frozen=True)
class DropDepartment:
    """Take the grids of a department out of the plan; the base grids stay as they are."""

    department: str

    def change(self, plan: Plan) -> Change:
        """Return the change; refused with ``department-unknown``."""
        _must_be_known(plan, self.department)
        ids = department_rows(plan, self.department).tolist()
        values: dict[str, str | int | float] = {"department": self.department, "count": len(ids)}
        return change_of(plan, "drop-department", drop={"department_grids": ids}, values=values)


def _must_be_known(plan: Plan, department: str) -> None:
    if not len(department_rows(plan, department)):
        raise Refused("department-unknown", value=department)
