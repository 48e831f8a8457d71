"""Edits of assignments that were written down wrongly: another role, other days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gridmap.edits.rows_of_people import OPEN, name_of, require, require_order, require_role
from gridmap.model.arrays import positions_in
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, edited_rows
from gridmap.model.plan import Plan


@dataclass(frozen=True)
class CorrectAssignments:
    """Correct the role or the days of assignments.

    Who ends an assignment uses :class:`gridmap.edits.EndAssignment`; this is for what was never so.

    Parameters
    ----------
    assignments : tuple of int
        Ids of rows of ``assignments``.
    role, from_date, until_date : str, optional
        The same for all; ``None`` leaves them as they are. Days are ``YYYY-MM-DD``, ``""`` if open.
    """

    assignments: tuple[int, ...]
    role: str | None = None
    from_date: str | None = None
    until_date: str | None = None

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``nothing-chosen``, ``no-such-row``, ``no-such-role``, ``not-a-date``, ``ends-before-begin``,
            ``assigned-already`` if the worker would answer for the grid twice on some day, or ``changes-nothing``.
        """
        rows = list(dict.fromkeys(self.assignments))
        if not rows:
            raise Refused("nothing-chosen")
        for row in rows:
            require(plan, "assignments", row)
        if self.role is not None:
            require_role(plan, self.role)
        asked = {"role": self.role, "from_date": self.from_date, "until_date": self.until_date}
        new = {key: value for key, value in asked.items() if value is not None}
        edited = edited_rows(plan, "assignments", rows, **new)
        for first, last in zip(edited["from_date"].tolist(), edited["until_date"].tolist(), strict=True):
            require_order(first, last)
        if self.from_date is not None or self.until_date is not None:
            self._require_apart(plan, rows, new)
        workers = plan.tables["assignments"]["worker"].loc[rows].unique().tolist()
        of_one = len(workers) == 1
        values: dict[str, str | int | float] = {"count": len(rows)}
        if of_one:
            values["name"] = name_of(plan, "workers", int(workers[0]))
        label = "correct-assignments" if of_one else "correct-many-assignments"
        change = change_of(plan, label, put={"assignments": edited}, values=values)
        if not change:
            raise Refused("changes-nothing")
        return change

    def _require_apart(self, plan: Plan, rows: list[int], new: Mapping[str, str]) -> None:
        """Refuse days on which somebody would answer for a grid by two rows."""
        table = plan.tables["assignments"]
        worker, grid = table["worker"].to_numpy(), table["grid"].to_numpy()
        firsts, lasts = table["from_date"].to_numpy(dtype=object).copy(), table["until_date"].to_numpy(object).copy()
        at = positions_in(table.index.to_numpy(), np.array(rows))
        for column, days in (("from_date", firsts), ("until_date", lasts)):
            if column in new:
                days[at] = new[column]
        for place in at.tolist():
            same = np.flatnonzero((worker == worker[place]) & (grid == grid[place]))
            for other in same[same != place].tolist():
                if firsts[place] <= (lasts[other] or OPEN) and firsts[other] <= (lasts[place] or OPEN):
                    there = [int(grid[place])]
                    name = name_of(plan, "workers", int(worker[place]))
                    raise Refused("assigned-already", grids=there, name=name, code=plan.codes(there)[0])
