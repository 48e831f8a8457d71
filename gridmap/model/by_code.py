"""Grids found by their codes: a table of all codes at one time, and the few grids that changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gridmap.model.arrays import IntArray
from gridmap.model.change import Change
from gridmap.model.kept import HasResults, kept

_REBUILD: Final = 500


@dataclass(frozen=True, eq=False)
class ByCode:
    """Ids of grids by code.

    Attributes
    ----------
    known : mapping of code to list of int
        Ids of the grids that had each code when the table was made.
    fresh : mapping of int to str or None
        Codes of the grids that changed or came since, ``None`` for those that went; what ``known`` says of them is no
        longer true.
    """

    known: Mapping[str, list[int]]
    fresh: Mapping[int, str | None] = field(default_factory=dict)

    def ids(self, codes: Iterable[str]) -> IntArray:
        """Return the ids of all grids with one of some codes, ascending (a code may occur twice)."""
        wanted = frozenset(codes)
        found = {grid for code in wanted for grid in self.known.get(code, ()) if grid not in self.fresh}
        found.update(grid for grid, code in self.fresh.items() if code in wanted)
        return np.array(sorted(found), dtype=np.int64)


@kept("grids.code")
def by_code(plan: HasResults) -> ByCode:
    """Return the grids of a plan by their codes; kept with the plan and following edits."""
    grids = plan.tables["grids"]
    known: dict[str, list[int]] = {}
    for grid, code in zip(grids.index.tolist(), grids["code"].to_numpy(dtype=object).tolist(), strict=True):
        known.setdefault(code, []).append(grid)
    return ByCode(known)


@by_code.follows
def _(old: HasResults, new: HasResults, change: Change, result: ByCode) -> ByCode | None:
    rows = change.rows["grids"]
    after = zip(rows.after.index.tolist(), rows.after["code"].to_numpy(dtype=object).tolist(), strict=True)
    fresh = {**result.fresh, **dict.fromkeys(rows.removed.tolist()), **dict(after)}
    return ByCode(result.known, fresh) if len(fresh) < _REBUILD else None
