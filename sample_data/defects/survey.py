"""What the clean plan is like: its families vertex by vertex, its buildings, and which rows refer to which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.model.arrays import BoolArray, FloatArray, IntArray, ShapeArray
from gridmap.model.plan import Plan


@dataclass(frozen=True, eq=False)
class Family:
    """A parent and the children that share out its ground, vertex by vertex.

    Attributes
    ----------
    parent : int
    children : int64 (k,)
        Ids of those with ground.
    xy : float64 (n, 2)
        Distinct vertices of parent, children and exempt areas that are part of the parent.
    has : bool (n, k)
        Whether a vertex belongs to a child.
    of_parent, of_exempt : bool (n,)
    """

    parent: int
    children: IntArray
    xy: FloatArray
    has: BoolArray
    of_parent: BoolArray
    of_exempt: BoolArray

    @cached_property
    def holders(self) -> IntArray:
        """How many children have each vertex. Shape (n,)."""
        return self.has.sum(axis=1)

    def children_at(self, vertex: int) -> IntArray:
        """Return the ids of the children that have a vertex."""
        return self.children[self.has[vertex]]


class Survey:
    """Look-ups in a clean plan, each worked out when it is first asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._families: dict[int, Family] = {}
        self._columns: dict[tuple[str, str], npt.NDArray[Any]] = {}
        self._places: dict[str, dict[int, int]] = {}
        self._rows: dict[tuple[str, str], dict[Any, list[int]]] = {}

    @cached_property
    def leaves(self) -> IntArray:
        """Ids of all grids of the lowest level that have ground, ascending."""
        plan = self.plan
        return plan.ids[(plan.ranks == len(plan.scheme.levels)) & plan.has_shape & plan.shares_ground]

    @cached_property
    def middles(self) -> IntArray:
        """Ids of the grids one level above the leaves: villages."""
        return self.plan.ids[self.plan.ranks == len(self.plan.scheme.levels) - 1]

    @cached_property
    def uppers(self) -> IntArray:
        """Ids of the grids that those are the children of: towns."""
        return np.unique(self.plan.parents[self.plan.positions(self.middles)])

    @cached_property
    def building_points(self) -> ShapeArray:
        """One inner point for each building. Shape (b,)."""
        return shapely.point_on_surface(np.asarray(self.plan.buildings.geometry.array, dtype=object))

    @cached_property
    def building_tree(self) -> shapely.STRtree:
        """Spatial index of the buildings' points."""
        return shapely.STRtree(self.building_points)

    @cached_property
    def building_grid(self) -> IntArray:
        """Id of the leaf that holds each building in the clean plan, 0 for none. Shape (b,)."""
        shapes = self.plan.shapes(self.leaves)
        building, leaf = shapely.STRtree(shapes).query(self.building_points, predicate="intersects")
        held = np.zeros(len(self.building_points), dtype=np.int64)
        held[building] = self.leaves[leaf]
        return held

    def column(self, table: str, name: str) -> npt.NDArray[Any]:
        """Return a column of the clean plan as a plain array."""
        if (table, name) not in self._columns:
            self._columns[table, name] = self.plan.tables[table][name].to_numpy(dtype=None)
        return self._columns[table, name]

    def ids(self, table: str) -> IntArray:
        """Return the ids of a table of the clean plan, ascending."""
        return self.plan.tables[table].index.to_numpy()

    def value(self, table: str, row: int, name: str) -> Any:
        """Return one value of the clean plan."""
        if table not in self._places:
            self._places[table] = {number: place for place, number in enumerate(self.ids(table).tolist())}
        return self.column(table, name)[self._places[table][row]]

    @cached_property
    def households(self) -> dict[int, int]:
        """Households of every leaf in the clean plan, by id."""
        held = self.building_grid
        total = np.bincount(held, weights=self.column("buildings", "households"), minlength=int(self.plan.ids[-1]) + 1)
        return {grid: int(total[grid]) for grid in self.leaves.tolist()}

    @cached_property
    def tops(self) -> IntArray:
        """Id of the top-level grid of each grid in the clean plan, at the place of its id; 0 for none."""
        tops = np.zeros(int(self.plan.ids[-1]) + 1, dtype=np.int64)
        tops[self.plan.ids] = self.plan.ancestors_at(self.plan.scheme.levels[0])
        return tops

    def standard(self, grid: int) -> tuple[int, int]:
        """Return the least and the most households that a grid should have."""
        kind = self.plan.scheme.kind(self.kind(grid))
        return kind.households[self.value("grids", grid, "setting")]

    def kind(self, grid: int) -> str:
        """Return the key of a grid's kind in the clean plan."""
        return str(self.value("grids", grid, "kind"))

    def grids_of_compound(self, name: str) -> list[int]:
        """Return the ids of the leaves that hold buildings of a compound in the clean plan."""
        at = np.searchsorted(self.ids("buildings"), self.rows("buildings", "compound", name))
        return np.unique(self.building_grid[at]).tolist()

    def shares_compound(self, grid: int) -> bool:
        """Whether a compound lies in a grid and in others as well."""
        names = set(self.column("buildings", "compound")[self.building_grid == grid].tolist()) - {""}
        return any(len(self.grids_of_compound(name)) > 1 for name in names)

    def rows(self, table: str, column: str, value: Any) -> list[int]:
        """Return the ids of the rows of the clean plan with some value in a column, ascending."""
        key = (table, column)
        if key not in self._rows:
            values, ids = self.column(table, column), self.ids(table)
            self._rows[key] = {v: ids[at].tolist() for v, at in pd.Series(values).groupby(values).indices.items()}
        return self._rows[key].get(value, [])

    def full_time_workers(self, grid: int) -> list[int]:
        """Return the ids of the full-time workers of a grid in the clean plan."""
        roles = self.plan.scheme.full_time_roles
        rows = [
            row for row in self.rows("assignments", "grid", grid) if self.value("assignments", row, "role") in roles
        ]
        return [int(self.value("assignments", row, "worker")) for row in rows]

    def grids_of(self, worker: int) -> list[int]:
        """Return the ids of the grids that a worker is assigned to in the clean plan."""
        return [int(self.value("assignments", row, "grid")) for row in self.rows("assignments", "worker", worker)]

    def only_worker(self, grid: int) -> tuple[int, int] | None:
        """Return assignment and worker of a grid with a single assignment, of somebody with no other grid."""
        rows = self.rows("assignments", "grid", grid)
        if len(rows) != 1:
            return None
        worker = int(self.value("assignments", rows[0], "worker"))
        return (rows[0], worker) if len(self.rows("assignments", "worker", worker)) == 1 else None

    def branches_of(self, grid: int) -> list[int]:
        """Return the ids of the branches that are linked to a grid in the clean plan."""
        return [int(self.value("branch_grids", link, "branch")) for link in self.rows("branch_grids", "grid", grid)]

    def clean_shape(self, grid: int) -> Any:
        """Return a grid's shape in the clean plan."""
        return self.value("grids", grid, "geometry")

    def parent(self, grid: int) -> int:
        """Return the id of a grid's parent in the clean plan."""
        return int(self.value("grids", grid, "parent"))

    def children(self, parent: int) -> IntArray:
        """Return the ids of a grid's children that have ground."""
        ids = self.plan.children(parent)
        at = self.plan.positions(ids)
        return ids[self.plan.has_shape[at] & self.plan.shares_ground[at]]

    def family(self, parent: int) -> Family:
        """Return the vertices of a clean family."""
        if parent not in self._families:
            self._families[parent] = self._family(parent)
        return self._families[parent]

    def _family(self, parent: int) -> Family:
        children = self.children(parent)
        areas = self.plan.tables["exempt_areas"]
        exempt = np.asarray(areas.geometry.array, dtype=object)[areas["parent"].to_numpy() == parent]
        outline = [self.plan.shape(parent)] if parent else []
        shapes = np.array([*self.plan.shapes(children), *outline, *exempt], dtype=object)
        xy, owner = shapely.get_coordinates(shapes, return_index=True)
        _, first, row = np.unique(xy[:, 0] + 1j * xy[:, 1], return_index=True, return_inverse=True)
        has = np.zeros((len(first), len(shapes)), dtype=bool)
        has[row, owner] = True
        k, p = len(children), len(children) + len(outline)
        of_parent: BoolArray = np.any(has[:, k:p], axis=1)
        of_exempt: BoolArray = np.any(has[:, p:], axis=1)
        return Family(parent, children, xy[first], has[:, :k], of_parent, of_exempt)

    def buildings_in(self, ground: shapely.Geometry, margin_m: float = 0.5) -> IntArray:
        """Return the places in the table of the buildings whose point lies on a piece of ground or close to it."""
        return self.building_tree.query(ground, predicate="dwithin", distance=margin_m)

    def clearance_m(self, xy: FloatArray) -> FloatArray:
        """Return how far the next building is from each point. Shape (n,)."""
        points = shapely.points(xy)
        if not len(self.building_points):
            return np.full(len(points), np.inf)
        (point, _), distance = self.building_tree.query_nearest(points, all_matches=False, return_distance=True)
        result = np.full(len(points), np.inf)
        result[point] = distance
        return result
