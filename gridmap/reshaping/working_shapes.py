"""The grids and exempt areas of a plan while an edit works on them: whose shape, parent or code is another by now.

Exempt areas are ground like any other here, since the grids around them must go on meeting them exactly. They are known
by their id below zero: -7 is the exempt area 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.ground.tiling.proof import exempt_ground, valid_shapes, valid_shapes_at
from gridmap.model.arrays import BoolArray, IntArray, ShapeArray, positions_in
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of, change_of_shapes, edited_rows
from gridmap.model.plan import Plan
from gridmap.reshaping.shape_seen import Boxes, Looked

_NOT_DECLARED: Final = {"declared_households": 0, "declared_residents": 0, "declared_members": 0}
"""A new grid is like another but for what lists declare of that one, which would count twice."""

FEW_LOOKS: Final = 20
"""So many shapes, or pieces of ground, of a plan that was just opened are looked at before all shapes are, for once."""


@dataclass(frozen=True)
class Exempt:
    """An exempt area of the plan, or a piece of one, that is part of a grid."""

    source: int
    parent: int


Put = dict[int, shapely.Geometry | None]
"""Grids and exempt areas that were given a shape, with the one before that was another than the plan's, if any."""


class WorkingShapes:
    """The shapes of a plan as they are while an edit works on them, and the rows that come of it.

    Parameters
    ----------
    plan : Plan
        Stays as it is. Invalid shapes take part as the ground that they enclose.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.noise = plan.scheme.limit("coordinate_noise")
        self._changed: dict[int, shapely.Geometry] = {}
        self._boxes, self._exempt_boxes = Boxes(), Boxes()  # of the shapes that changed
        self._dropped: set[int] = set()
        self._parents: dict[int, int] = {}  # by grid, where it is another than in the plan
        self._codes: dict[int, str] = {}
        self._new: dict[int, tuple[int, Mapping[str, object]]] = {}  # whom a grid that comes is like, and in what not
        self._exempt: dict[int, Exempt] = {}  # areas that are new, or part of another grid than before
        self._looked: dict[int, Looked] = {}
        self._first: dict[int, shapely.Geometry | None] = {}  # shapes of the plan that somebody asked for
        self._children: dict[int, IntArray] = {}
        self._with_ground: dict[int, IntArray] = {}
        self._appeared = False  # whether a grid that had no ground was given some
        self.turns = 0
        """How often a shape was put or taken back."""

    @property
    def changed(self) -> Mapping[int, shapely.Geometry]:
        """The shapes that are no longer those of the plan, by grid."""
        return self._changed

    def shape(self, grid: int) -> shapely.Geometry | None:
        """Return the shape of a grid or an exempt area as it is now, ``None`` if it has no ground."""
        now = self._changed.get(grid)
        if now is not None:
            return now
        if grid in self._dropped:
            return None
        if grid not in self._first:
            self._first[grid] = self._shape_before(grid)
        return self._first[grid]

    def _look_up(self, grids: list[int]) -> None:
        """Ask the plan for the shapes of those grids that did not change and that nobody asked for, all at once."""
        new = [grid for grid in grids if grid > 0 and grid not in self._first and grid not in self._changed]
        if len(new) > 1 and valid_shapes.is_known(self.plan):
            at = self.plan.positions(new)
            there = valid_shapes(self.plan)[at]
            there[at < 0] = None
            self._first.update(zip(new, there, strict=True))

    def _shape_before(self, grid: int) -> shapely.Geometry | None:
        if grid < 0:
            at = positions_in(self.plan.tables["exempt_areas"].index.to_numpy(), [-grid])[0]
            return exempt_ground(self.plan)[at] if at >= 0 else None
        ids = self.plan.ids
        at = int(ids.searchsorted(grid))
        if at >= len(ids) or ids[at] != grid:
            return None
        if len(self._first) > FEW_LOOKS or valid_shapes.is_known(self.plan):
            return valid_shapes(self.plan)[at]
        return valid_shapes_at(self.plan, np.array([at]))[0]

    def shapes(self, grids: Iterable[int]) -> ShapeArray:
        """Return the shapes of some grids as they are now. Shape (n,)."""
        ids = grids.tolist() if isinstance(grids, np.ndarray) else [int(grid) for grid in grids]
        if len(ids) > 1:
            self._look_up(ids)
        result = np.empty(len(ids), dtype=object)
        result[:] = [self.shape(grid) for grid in ids]
        return result

    def children(self, grid: int) -> IntArray:
        """Return the ids of the grids that share out a grid's ground and have a shape, ascending.

        For 0 those without a parent, of all levels.
        """
        if grid not in self._children:
            plan = self.plan
            at = plan.child_positions([grid]) if grid else np.flatnonzero(~plan.parent_fits)
            if grid:
                at = at[plan.parent_fits[at]]
            self._children[grid] = plan.ids[at[plan.shares_ground[at]]]
        if grid not in self._with_ground:
            ids = self._children[grid]
            if self._parents:
                come = [child for child, parent in self._parents.items() if parent == grid]
                ids = np.union1d(np.setdiff1d(ids, list(self._parents)), np.array(come, dtype=np.int64))
            self._with_ground[grid] = ids[self._has_ground(ids)]
        return self._with_ground[grid]

    def _has_ground(self, grids: IntArray) -> BoolArray:
        """Return which of some grids have ground now. Shape (n,)."""
        if self._dropped or self._new or self._appeared:
            return ~shapely.is_missing(self.shapes(grids))
        return self._had_ground[self.plan.positions(grids)]

    def has_children(self, grid: int) -> bool:
        """Whether there are grids in the plan that are recorded below a grid."""
        return grid in self._above

    @cached_property
    def _above(self) -> frozenset[int]:
        return frozenset(self.plan.parents.tolist())

    @cached_property
    def _had_ground(self) -> BoolArray:
        return ~shapely.is_missing(valid_shapes(self.plan))

    def exempt_below(self, parent: int) -> list[int]:
        """Return the ids, below zero, of the exempt areas with ground that are recorded as part of a grid."""
        areas = {*self._recorded_below.get(parent, ()), *self._exempt}
        ids = [area for area in areas if self._exempt_parent(area) == parent] if self._exempt else list(areas)
        return sorted(area for area in ids if self.shape(area) is not None)

    @cached_property
    def _recorded_below(self) -> dict[int, list[int]]:
        recorded = self.plan.tables["exempt_areas"]["parent"]
        below: dict[int, list[int]] = {}
        for area, parent in zip(recorded.index.tolist(), recorded.tolist(), strict=True):
            below.setdefault(parent, []).append(-area)
        return below

    def _exempt_parent(self, area: int) -> int:
        if area in self._exempt:
            return self._exempt[area].parent
        return int(self.plan.tables["exempt_areas"].loc[-area, "parent"])

    def siblings(self, grid: int) -> IntArray:
        """Return the ids of the grids with a shape that must not lie on a grid, the grid itself among them, ascending.

        Those of its level that share out the same ground; for an overlay those of its kind and parent.
        """
        plan = self.plan
        at = int(plan.positions([grid])[0])
        parent = int(plan.parents[at]) if plan.parent_fits[at] else 0
        if plan.shares_ground[at]:
            family = self.children(parent)
            return family[plan.ranks[plan.positions(family)] == plan.ranks[at]]
        alike = plan.child_positions([parent]) if parent else np.flatnonzero(~plan.parent_fits)
        ids = plan.ids[alike[plan.kind_numbers[alike] == plan.kind_numbers[at]]]
        return ids[~shapely.is_missing(self.shapes(ids))]

    def looked_at(self, grids: Iterable[int]) -> list[Looked]:
        """Return what is known of the shapes of some grids and exempt areas as they are now."""
        found, changed = [], self._changed
        for grid in grids:
            shape = changed.get(grid)
            if shape is None:
                shape = self.shape(grid)
            looked = self._looked.get(grid)
            if looked is None or looked.shape is not shape:
                looked = self._looked[grid] = Looked(shape)
            found.append(looked)
        return found

    def invalid(self, grids: Iterable[int]) -> Refused:
        """Return the refusal to make the shapes of some grids, or of exempt areas, invalid."""
        known = [grid for grid in grids if self.plan.positions([grid])[0] >= 0]
        return Refused("shape-would-be-invalid", grids=known, codes=", ".join(self.plan.codes(known)))

    def put(self, grid: int, shape: shapely.Geometry, put: Put | None = None) -> None:
        """Give a grid a shape as it is; what it was before is written down, if the first to be put since."""
        if put is not None:
            put.setdefault(grid, self._changed.get(grid))
        if self.shape(grid) is None:
            self._with_ground.clear()
            self._appeared = True
        self._changed[grid] = shape
        self._boxes_with(grid).put(grid, shape)
        self.turns += 1

    def _boxes_with(self, grid: int) -> Boxes:
        return self._boxes if grid > 0 else self._exempt_boxes

    def _go_back(self, put: Put, exempt: dict[int, Exempt]) -> None:
        """Take back what was put."""
        for grid, shape in put.items():
            if shape is None:
                del self._changed[grid]
            else:
                self._changed[grid] = shape
            self._boxes_with(grid).put(grid, shape)
        self._exempt = exempt
        self._with_ground.clear()
        self.turns += 1

    def add(self, like: int, shape: shapely.Geometry, **columns: object) -> int:
        """Put in a grid that is like another but for its shape and some columns; return its id."""
        grid = self.plan.next_id("grids") + len(self._new)
        self._new[grid] = (like, columns)
        self.put(grid, shape)
        return grid

    def drop(self, grid: int) -> None:
        """Take a grid out of the plan; whoever receives its ground is for the caller to say."""
        self._dropped.add(grid)
        self._changed.pop(grid, None)
        self._boxes.put(grid, None)
        self._with_ground.clear()
        self.turns += 1

    def set_parent(self, grid: int, parent: int) -> None:
        """Put a grid, or an exempt area, below another grid; the ground of the parents is for the caller to move."""
        if grid > 0:
            self._parents[grid] = parent
            self._with_ground.clear()
        else:
            source = self._exempt[grid].source if grid in self._exempt else -grid
            self._exempt[grid] = Exempt(source, parent)

    def set_code(self, grid: int, code: str) -> None:
        """Give a grid another code."""
        self._codes[grid] = code

    def change(
        self,
        label: str,
        values: Mapping[str, str | int | float] | None = None,
        more: Mapping[str, pd.DataFrame] | None = None,
    ) -> Change:
        """Return what was done, with rows of other tables, as one change."""
        others = (self._dropped, self._parents, self._codes, self._new, self._exempt, more)
        flat = not shapely.has_z(self.shapes(self._changed)).any()
        if flat and not any(others) and min(self._changed, default=0) > 0:
            return change_of_shapes(self.plan, label, self._changed, values)
        return change_of(
            self.plan, label, put={**self.rows(), **(more or {})}, drop={"grids": sorted(self._dropped)}, values=values
        )

    def rows(self) -> dict[str, pd.DataFrame]:
        """Return the rows of all grids and exempt areas that are new, or whose shape or parent is another, by table."""
        plan = self.plan
        shaped = {grid for grid in self._changed if grid > 0 and grid not in self._new}
        grids = sorted(shaped | (self._parents.keys() | self._codes.keys()) - self._dropped)
        shapes = [self._changed[grid] if grid in shaped else plan.shape(grid) for grid in grids]
        rows = edited_rows(plan, "grids", grids, geometry=shapes)
        for column, known in (("parent", self._parents), ("code", self._codes)):
            if known:
                before = dict(zip(grids, rows[column].tolist(), strict=True))
                rows[column] = [known.get(grid, before[grid]) for grid in grids]
        for grid, (like, columns) in self._new.items():
            new = edited_rows(plan, "grids", [like], geometry=self.shapes([grid]), **_NOT_DECLARED, **columns)
            rows = pd.concat([rows, new.set_axis(pd.Index([grid], name="id"))])
        areas = sorted({area for area in self._changed if area < 0} | self._exempt.keys(), reverse=True)
        return {"grids": rows, "exempt_areas": self._areas(areas)} if areas else {"grids": rows}

    def _areas(self, areas: list[int]) -> pd.DataFrame:
        """Return the rows of some exempt areas; a new one is like the one that it was part of."""
        known = self.plan.tables["exempt_areas"]
        source = [self._exempt[area].source if area in self._exempt else -area for area in areas]
        like = known.iloc[positions_in(known.index.to_numpy(), source)]
        like = like.set_axis(pd.Index([-area for area in areas], name="id"))
        shapes = gpd.GeoSeries(self.shapes(areas), index=like.index, crs=self.plan.crs)
        return like.assign(parent=[self._exempt_parent(area) for area in areas]).set_geometry(shapes)
