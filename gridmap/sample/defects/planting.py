"""The plan while it is being spoiled: what has been changed so far, what is taken, and what must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.plan import BoolArray, FloatArray, IntArray, Plan, ShapeArray, positions_in
from gridmap.sample.chance import stream
from gridmap.sample.defects.overlay import faults_of_family, pieces
from gridmap.sample.defects.truth import Defect, Truth
from gridmap.tables import TABLES, conform

MARGIN_M: Final = 1.0
"""Ground between two planted defects, at least, so that none is part of another."""

NARROWEST_M: Final = 0.02
"""Planted ground is wider than this, so that rounding of coordinates (1e-9 m) does not show in its area."""

ATTEMPTS: Final = 60
"""So many families or grids are tried for a defect before a smaller one is tried."""


class NoRoom(ValueError):
    """The plan is too small, or too unlike the sample, to plant a defect of some kind."""


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


@dataclass
class Planting:
    """A plan that is being spoiled.

    Acts look at the clean plan, ask whether ground and rows are still untouched, and record what they change and what
    follows. Shapes are read through :meth:`shape`, which knows of the changes so far.
    """

    plan: Plan
    seed: int
    part: str = ""
    defects: list[Defect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = stream(self.seed, "defects")
        self._shapes: dict[int, shapely.Geometry | None] = {}
        self._put: dict[str, dict[int, dict[str, Any]]] = {}
        self._dropped: dict[str, set[int]] = {}
        self._added: dict[str, list[dict[str, Any]]] = {}
        self._claimed: dict[str, set[int]] = {}
        self._zones: list[shapely.Geometry] = []
        self._zone_box: FloatArray = np.empty((0, 4))
        self._acts: list[tuple[str, shapely.Geometry]] = []
        self._touched: set[int] = set()
        self._families: dict[int, Family] = {}

    # ---- chance ------------------------------------------------------------------------------------------------------

    def use_stream(self, part: str) -> None:
        """Go on with random numbers that belong to one kind of defect, so that the others stay as they are."""
        self.rng = stream(self.seed, f"defects {part}")

    def require(self, planted: int, wanted: int, what: str) -> None:
        """Raise :class:`NoRoom` if fewer were planted than wanted."""
        if planted < wanted:
            raise NoRoom(f"only {planted} of {wanted} {what} fit in")

    def shuffled(self, items: npt.ArrayLike) -> IntArray:
        """Return some of the ids in random order, at most as many as are worth trying."""
        ids = np.asarray(items, dtype=np.int64)
        return self.rng.permutation(ids)[:ATTEMPTS]

    def areas_m2(self, count: int, least: float = 1.0, most: float = 60_000.0) -> list[float]:
        """Return areas from small to large, evenly spread on a log scale."""
        steps = (np.arange(count) + self.rng.random(count)) / count
        return [float(least * (most / least) ** step) for step in steps]

    # ---- the clean plan ----------------------------------------------------------------------------------------------

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
        return self.plan.tables[table][name].to_numpy()

    def ids(self, table: str) -> IntArray:
        """Return the ids of a table of the clean plan, ascending."""
        return self.plan.tables[table].index.to_numpy()

    def value(self, table: str, row: int, name: str) -> Any:
        """Return one value of the clean plan."""
        return self.column(table, name)[positions_in(self.ids(table), [row])[0]]

    @cached_property
    def households(self) -> dict[int, int]:
        """Households of every leaf in the clean plan, by id."""
        held = self.building_grid
        total = np.bincount(held, weights=self.column("buildings", "households"), minlength=int(self.plan.ids[-1]) + 1)
        return {grid: int(total[grid]) for grid in self.leaves.tolist()}

    def standard(self, grid: int) -> tuple[int, int]:
        """Return the least and the most households that a grid should have."""
        kind = self.plan.scheme.kind(self.kind(grid))
        return kind.households[self.plan.value(grid, "setting")]

    @property
    def intact(self) -> IntArray:
        """Ids of the leaves that still have a shape, ascending."""
        return np.array([grid for grid in self.leaves.tolist() if self.shape(grid) is not None], dtype=np.int64)

    def kind(self, grid: int) -> str:
        """Return the key of a grid's kind in the clean plan."""
        return str(self.plan.value(grid, "kind"))

    def can_vanish(self, grid: int) -> bool:
        """Take all ground-bound facts of a grid (its households, its parts), if nothing else is planted there."""
        return self.claim("households", grid) and self.claim("parts", grid)

    def parent(self, grid: int) -> int:
        """Return the id of a grid's parent in the clean plan."""
        return int(self.plan.value(grid, "parent"))

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
        return Family(parent, children, xy[first], has[:, :k], has[:, k:p].any(axis=1), has[:, p:].any(axis=1))

    # ---- what is still untouched -------------------------------------------------------------------------------------

    def claim(self, what: str, *rows: int) -> bool:
        """Take rows for one kind of defect (``"branches of"``, ``"code"``) unless one is taken already."""
        taken = self._claimed.setdefault(what, set())
        if taken.intersection(rows):
            return False
        taken.update(int(row) for row in rows)
        return True

    def is_claimed(self, what: str, row: int) -> bool:
        """Whether a row is taken."""
        return row in self._claimed.get(what, ())

    def is_free(self, ground: shapely.Geometry) -> bool:
        """Whether no planted defect lies on or close to a piece of ground."""
        west, south, east, north = ground.bounds
        box = self._zone_box
        near = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
        return not any(self._zones[i].intersects(ground) for i in np.flatnonzero(near))

    def occupy(self, ground: shapely.Geometry) -> None:
        """Keep later defects away from a piece of ground."""
        zone = ground.buffer(MARGIN_M, quad_segs=2)
        self._zones.append(zone)
        self._zone_box = np.vstack([self._zone_box, zone.bounds])

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

    # ---- changes -----------------------------------------------------------------------------------------------------

    def shape(self, grid: int) -> Any:
        """Return a grid's shape as it is by now."""
        return self._shapes[grid] if grid in self._shapes else self.plan.shape(grid)

    def put(self, table: str, row: int, **values: Any) -> None:
        """Change values of a row."""
        self._put.setdefault(table, {}).setdefault(int(row), {}).update(values)

    def drop(self, table: str, rows: Iterable[int]) -> None:
        """Remove rows."""
        self._dropped.setdefault(table, set()).update(int(row) for row in rows)

    def add(self, table: str, **values: Any) -> int:
        """Add a row and return its id."""
        rows = self._added.setdefault(table, [])
        rows.append(values)
        return self.plan.next_id(table) + len(rows) - 1

    def set_shape(self, grid: int, shape: shapely.Geometry | None) -> None:
        """Give a grid another shape, without any precaution."""
        self._shapes[grid] = shape
        self._touched.update((grid, self.parent(grid)))

    def touch(self, *parents: int) -> None:
        """Have families overlaid in the end though none of their shapes was changed."""
        self._touched.update(parents)

    def act_on(self, ground: shapely.Geometry, planted: str) -> None:
        """Say which faults of the ground come from this act: those that meet ``ground``."""
        self.occupy(ground)
        self._acts.append((planted, ground))

    def reshape(self, shapes: Mapping[int, shapely.Geometry], planted: str, *, buildings: bool = False) -> bool:
        """Give grids other shapes, if what changes is clear of all that is planted already, of buildings and of rounding.

        Parameters
        ----------
        shapes : mapping of id to geometry
            Valid polygons in one piece, or nothing is done.
        planted : str
            What is done.
        buildings : bool
            Whether there may be buildings on the ground that changes hands.

        Returns
        -------
        bool
            Whether it was done.
        """
        changed: list[shapely.Polygon] = []
        for grid, shape in shapes.items():
            before = self.shape(grid)
            if shape.geom_type != before.geom_type or not shape.is_valid:
                return False
            if shapely.get_num_geometries(shape) != shapely.get_num_geometries(before):
                return False
            changed += pieces(shape.symmetric_difference(before), 1e-6)
        if not changed or any(2 * piece.area < NARROWEST_M * piece.length for piece in changed):
            return False
        ground = shapely.union_all(changed)
        if not self.is_free(ground) or (not buildings and len(self.buildings_in(ground))):
            return False
        for grid, shape in shapes.items():
            self.set_shape(grid, shape)
        self.act_on(ground, planted)
        return True

    # ---- what must be found ------------------------------------------------------------------------------------------

    def tell(self, rule: str, planted: str, **about: Any) -> None:
        """Record a defect; see :class:`~gridmap.sample.defects.truth.Defect` for what it says."""
        self.defects.append(Defect(rule, planted, **about))

    def truth(self, size: str) -> Truth:
        """Return the spoiled plan and everything that is wrong with it."""
        plan = self._spoiled()
        ground = self._faults_of_ground(plan)
        defects = [self._placed(plan, defect) for defect in [*ground, *self.defects]]
        return Truth(plan, size, self.seed, tuple(defects))

    def _spoiled(self) -> Plan:
        for grid, shape in self._shapes.items():
            self.put("grids", grid, geometry=shape)
        tables = dict(self.plan.tables)
        for name in TABLES:
            if name in self._put or name in self._added or name in self._dropped:
                tables[name] = self._table(name)
        return Plan(self.plan.scheme, tables, last_ids=self.plan.last_ids)

    def _table(self, name: str) -> pd.DataFrame:
        frame = self.plan.tables[name]
        columns = {column: frame[column].to_numpy(dtype=object).copy() for column in frame.columns}
        at = positions_in(frame.index.to_numpy(), list(self._put.get(name, ())))
        for i, values in zip(at.tolist(), self._put.get(name, {}).values(), strict=True):
            for column, value in values.items():
                columns[column][i] = value
        spoiled = pd.DataFrame(columns, index=frame.index)
        spoiled = spoiled.drop(index=sorted(self._dropped.get(name, ())))
        if added := self._added.get(name):
            first = self.plan.next_id(name)
            blank = {column.name: column.blank for column in TABLES[name].columns}
            if TABLES[name].shape:
                blank["geometry"] = None
            more = pd.DataFrame(
                [{**blank, **row} for row in added], index=range(first, first + len(added)), dtype=object
            )
            spoiled = pd.concat([spoiled, more])
        return conform(name, spoiled, self.plan.crs)

    def _faults_of_ground(self, plan: Plan) -> list[Defect]:
        """Overlay every family that an act touched and say which act each fault comes from."""
        exempt = np.asarray(plan.tables["exempt_areas"].geometry.array, dtype=object)
        exempt_tree = shapely.STRtree(exempt)
        acts = shapely.STRtree([ground for _, ground in self._acts])
        noise = plan.scheme.limit("coordinate_noise")
        found: list[Defect] = []
        for parent in sorted(self._touched):
            children = self._tiling_children(plan, parent)
            if not len(children):
                continue
            outline = plan.shape(parent) if parent else None
            excuse = exempt[exempt_tree.query(outline)] if outline is not None else exempt[:0]
            for fault in faults_of_family(parent, outline, children, plan.shapes(children), excuse, noise):
                by = np.unique([self._acts[i][0] for i in acts.query(fault.ground, predicate="dwithin", distance=1e-3)])
                if len(by) != 1:
                    raise NoRoom(f"a {fault.rule} in {parent} comes from {by.tolist()}")
                found.append(Defect(fault.rule, by[0], fault.grids, where=fault.ground, area_m2=fault.ground.area))
        return found

    def _tiling_children(self, plan: Plan, parent: int) -> IntArray:
        """Return the ids of the grids recorded under a grid (0: those at the top) that may be recorded there and tile it."""
        children = plan.children(parent)
        kinds = {kind.key: kind for kind in plan.scheme.kinds if kind.shares_ground}
        above = plan.value(parent, "kind") if parent else ""
        fits = [
            kind in kinds and (above in kinds[kind].parents if parent else not kinds[kind].parents)
            for kind in plan.grids["kind"].to_numpy(dtype=object)[plan.positions(children)]
        ]
        return children[np.array(fits, dtype=bool)]

    def _placed(self, plan: Plan, defect: Defect) -> Defect:
        """Put a point inside the first grid where a defect has no place of its own."""
        if defect.where is not None or not defect.grids:
            return defect
        at = plan.positions(defect.grids[:1])[0]
        if at < 0 or not plan.has_shape[at]:
            return defect
        return Defect(**{**defect.__dict__, "where": plan.all_shapes[at].point_on_surface()})


Act = Callable[[Planting, float], bool]
"""Plants one defect of about so many square metres; answers whether it found a place."""


def plant_each(planting: Planting, act: Act, areas_m2: Iterable[float]) -> None:
    """Plant one defect of each size, smaller where there is no room.

    Raises
    ------
    NoRoom
        If there is not even room for half a square metre.
    """
    planting.use_stream(act.__name__)
    for area in areas_m2:
        while not act(planting, area):
            area /= 2  # noqa: PLW2901 - the same defect, smaller
            if area < 0.5:
                raise NoRoom(f"no room for {act.__name__}")
