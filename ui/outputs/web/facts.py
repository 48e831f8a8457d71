"""What a page knows of grids, branches and people: columns that a click and the search read, as the profile lets them.

Nothing that the profile hides gets into them, in what is shown and in what is searched alike: the pinyin is that of the
name as it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from gridmap.figures.compounds import compound_rows
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import households_by_grid
from gridmap.ground.tiling import valid_shapes
from gridmap.model.arrays import IntArray, ShapeArray, positions_in
from gridmap.model.plan import Plan
from gridmap.people.branches import known_links, parent_positions, serving_links
from gridmap.people.privacy import Profile, shown_names, shown_phones
from gridmap.people.staffing import counting
from gridmap.search.pinyin import syllables
from layers.marks import Words
from ui.outputs.web.encoded import Encoder

_MOST_ABOVE = 6
"""Names of grids above one that are told."""


@dataclass(frozen=True, eq=False)
class PageFacts:
    """The columns of a page.

    Parameters
    ----------
    plan : Plan
        Of which a part may be shown.
    shown : Plan
        The part.
    say : callable
        Returns the words for a name of the scheme.
    area : callable
        Returns an area in square metres in words.
    privacy : str
    on : date
        The day for which assignments and links count.
    own_branches : int64 (k,)
        Where branches stand in their table that the page tells of though no grid is linked to them, -1 for none.
    """

    plan: Plan
    shown: Plan
    say: Callable[[Words], str]
    area: Callable[[float], str]
    privacy: Profile
    on: dt.date
    own_branches: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    # ---- grids -------------------------------------------------------------------------------------------------------

    def grids(self, points: ShapeArray, boxes: ShapeArray, encoder: Encoder) -> dict[str, Any]:
        """Return columns with an entry for each grid that is shown, in the order of ``shown.ids``.

        Parameters
        ----------
        points, boxes : object (n,)
            A point on each grid and its bounding box, in degrees; ``None`` without a shape.

        Returns
        -------
        dict
            ``title``, ``code``, ``kind`` (place in the page's ``kinds``), ``parent`` (place among the grids, -1 for
            none that is shown), ``path`` (what lies above those without a parent that is shown), ``area``,
            ``households``, ``branches``, ``people`` and ``compounds`` (each a list of lists), ``rank``, ``at``,
            ``box`` and ``sounds``.
        """
        shown = self.shown
        names, codes = shown.grids["name"].tolist(), shown.grids["code"].tolist()
        unknown = shown.grids["kind"].tolist()
        kinds = {kind.key: self.say(kind.name) for kind in shown.scheme.kinds}
        areas = np.nan_to_num(shapely.area(valid_shapes(shown))).tolist()
        parents = shown.positions(shown.parents)
        return {
            "title": [name or code for name, code in zip(names, codes, strict=True)],
            "code": codes,
            "kind": [kinds.get(key, key) for key in unknown],
            "parent": parents.tolist(),
            "path": {int(at): path for at in np.flatnonzero(parents < 0) if (path := self._outer_path(int(at)))},
            "area": [self.area(area) if area else "" for area in areas],
            "households": households_by_grid(shown).tolist(),
            "branches": self._lists(self._serving, len(names)),
            "people": self._people,
            "compounds": self._compounds,
            "rank": shown.ranks.tolist(),
            "at": encoder.texts(points),
            "box": encoder.texts(boxes),
            "sounds": _spoken(names),
        }

    def _outer_path(self, at: int) -> str:
        """Return the names of the grids above one whose parent is not shown, the highest first."""
        above, names = self.plan.positions(self.plan.parents), self.plan.grids["name"]
        path: list[str] = []
        step = int(above[self.plan.positions([int(self.shown.ids[at])])[0]])
        while step >= 0 and len(path) < _MOST_ABOVE:
            path.append(str(names.iloc[step]))
            step = int(above[step])
        return " · ".join(path[::-1])

    def _lists(self, pairs: tuple[IntArray, IntArray], count: int) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in range(count)]
        for what, grid in sorted(set(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))):
            found[grid].append(what)
        return found

    # ---- branches ----------------------------------------------------------------------------------------------------

    @cached_property
    def _linked(self) -> IntArray:
        """Places in the table of the branches that are linked to a grid that is shown, and of all above them."""
        above = parent_positions(self.shown)
        wanted = np.zeros(len(above), dtype=bool)
        own = self.own_branches[self.own_branches >= 0]
        step = np.union1d(known_links(self.shown, self.on)[0], own).astype(np.int64)
        while len(step):
            wanted[step] = True
            step = np.unique(above[step])
            step = step[(step >= 0) & ~wanted[step]]
        return np.flatnonzero(wanted)

    @cached_property
    def _serving(self) -> tuple[IntArray, IntArray]:
        """Pairs of a place in :attr:`_linked` and of a grid that it serves."""
        branch, grid = serving_links(self.shown, self.on)
        place = np.searchsorted(self._linked, branch)
        return place, grid

    def branch_places(self, rows: IntArray) -> IntArray:
        """Return the place among the branches of the page of some in their table, -1 for none."""
        return positions_in(self._linked, rows)

    def branches(self) -> dict[str, Any]:
        """Return columns with an entry for each branch of the grids that are shown and for those above them.

        Returns
        -------
        dict
            ``title``, ``secretary``, ``tier``, ``parent`` (place among the branches, -1 for none), ``grids`` (places of
            the grids that it is linked to) and ``sounds``.
        """
        table, rows = self.shown.tables["branches"].iloc[self._linked], self._linked
        names = table["name"].tolist()
        tiers = {tier.key: self.say(tier.name) for tier in self.shown.scheme.tiers}
        branch, grid = known_links(self.shown, self.on)
        grids: list[list[int]] = [[] for _ in rows]
        for what, where in zip(np.searchsorted(rows, branch).tolist(), grid.tolist(), strict=True):
            grids[what].append(where)
        return {
            "title": names,
            "secretary": shown_names(table["secretary"], self.privacy).tolist(),
            "tier": [tiers.get(tier, "") for tier in table["tier"]],
            "parent": positions_in(rows, parent_positions(self.shown)[rows]).tolist(),
            "grids": grids,
            "sounds": _spoken(names),
        }

    # ---- compounds ---------------------------------------------------------------------------------------------------

    @property
    def _compounds(self) -> list[list[list[str]]]:
        """Names of the compounds of the list in each grid that has homes of them, and what they have."""
        told: list[list[list[str]]] = [[] for _ in self.shown.ids]
        if not len(self.plan.tables["compounds"]):
            return told
        rows = compound_rows(self.plan)  # of the whole, since a name belongs to a town
        residents, branch, firm = self.say("compound-residents"), self.say("compound-branch"), rows["firm"].tolist()
        lines = []
        for name, count, has, by in zip(
            rows["name"].tolist(), rows["residents"].tolist(), rows["has_branch"].tolist(), firm, strict=True
        ):
            parts = [f"{residents} {count:,}", branch if has else "", by]
            lines.append([name, " · ".join(part for part in parts if part)])
        compound, grid = compounds(self.plan).reach
        at, listed = self.shown.positions(grid), rows["listed"].to_numpy()[compound]
        for number, place in zip(compound[listed].tolist(), at[listed].tolist(), strict=True):
            if place >= 0:
                told[place].append(lines[number])
        return told

    # ---- people ------------------------------------------------------------------------------------------------------

    @cached_property
    def _duties(self) -> tuple[IntArray, IntArray, list[str]]:
        """Rows of workers, places of grids and the role of each assignment that counts, in the order of the table."""
        plan = self.shown
        assignments = plan.tables["assignments"][counting(plan, self.on)]
        worker = positions_in(plan.tables["workers"].index.to_numpy(), assignments["worker"].to_numpy())
        roles = {role.key: self.say(role.name) for role in plan.scheme.roles}
        role = [roles.get(key, key) for key in assignments["role"]]
        return worker, plan.positions(assignments["grid"].to_numpy()), role

    @cached_property
    def _on_duty(self) -> IntArray:
        return np.unique(self._duties[0])

    @cached_property
    def _people(self) -> list[list[Any]]:
        """Role and worker, a place in :attr:`_on_duty`, of everybody who answers for each grid."""
        worker, grid, role = self._duties
        found: list[list[Any]] = [[] for _ in self.shown.ids]
        for who, where, what in zip(np.searchsorted(self._on_duty, worker).tolist(), grid.tolist(), role, strict=True):
            found[where].append([what, who])
        return found

    def workers(self) -> dict[str, Any]:
        """Return columns with an entry for everybody who answers for a grid.

        Returns
        -------
        dict
            ``title`` (the name as the profile shows it), ``phone``, ``grids`` and ``sounds``.
        """
        table = self.shown.tables["workers"].iloc[self._on_duty]
        names = shown_names(table["name"], self.privacy).tolist()
        worker, grid, _ = self._duties
        return {
            "title": names,
            "phone": shown_phones(table["phone"], self.privacy).tolist(),
            "grids": self._grids_of_workers(np.searchsorted(self._on_duty, worker), grid),
            "sounds": _spoken(names, people=True),
        }

    def _grids_of_workers(self, worker: IntArray, grid: IntArray) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self._on_duty]
        for who, where in sorted(set(zip(worker.tolist(), grid.tolist(), strict=True))):
            found[who].append(where)
        return found


def _spoken(names: list[str], *, people: bool = False) -> list[str]:
    """Return the syllables of names with blanks between them."""
    return [" ".join(parts) for parts in syllables(names, people=people)]
