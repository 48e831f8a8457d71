"""The plan while it is being spoiled: what has been changed so far, what is taken, and what must be told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.model.arrays import FloatArray, IntArray, positions_in
from gridmap.model.frames import conform
from gridmap.model.plan import Plan
from gridmap.model.tables import TABLES
from sample_data.chance import stream
from sample_data.defects.claims import GROUND, HOUSEHOLDS, SHAPE
from sample_data.defects.figures import edges_at, is_broad
from sample_data.defects.overlay import Fault, faults_of_family, pieces
from sample_data.defects.survey import Survey
from sample_data.defects.truth import Defect, Truth

MARGIN_M: Final = 1.0
"""Ground between two planted defects, at least, so that none is part of another."""

NARROWEST_M: Final = 0.02
"""Planted ground is wider than this, so that rounding of coordinates (1e-9 m) does not show in its area."""

MOST_OF_IT: Final = 0.99
"""So much of a fault at least lies where its act was."""

SMALLEST_M2: Final = 0.5

ATTEMPTS: Final = 60
"""So many families or grids are tried for a defect before a smaller one is tried."""


MANY: Final = 5_000
"""So many rows are looked at for all defects of a kind."""


class NoRoom(ValueError):
    """The plan is too small, or too unlike the sample, to plant a defect of some kind."""


class Planting(Survey):
    """A plan that is being spoiled.

    Acts look at the clean plan, ask whether ground and rows are still untouched, and record what they change and what
    follows. Shapes are read through :meth:`shape`, which knows of the changes so far.

    Parameters
    ----------
    plan : Plan
        A sample without defects.
    seed, attempt : int
        Both alike give the same defects. In a small plan an attempt may find no room where the next one does.
    """

    def __init__(self, plan: Plan, seed: int, attempt: int = 0) -> None:
        super().__init__(plan)
        self.seed = seed
        self.attempt = attempt
        self.rng = stream(seed, "defects")
        self.defects: list[Defect] = []
        self.codes_in_use: set[str] = set(self.column("grids", "code"))
        self._shapes: dict[int, shapely.Geometry | None] = {}
        self._put: dict[str, dict[int, dict[str, Any]]] = {}
        self._dropped: dict[str, set[int]] = {}
        self._added: dict[str, list[dict[str, Any]]] = {}
        self._claimed: dict[str, set[int]] = {}
        self._zones: list[shapely.Geometry] = []
        self._zone_box: FloatArray = np.empty((0, 4))
        self._acts: list[tuple[str, shapely.Geometry]] = []
        self._touched: set[int] = set()

    # ---- chance ------------------------------------------------------------------------------------------------------

    def use_stream(self, part: str) -> None:
        """Go on with random numbers that belong to one kind of defect, so that the others stay as they are."""
        self.rng = stream(self.seed, f"defects {part} {self.attempt}")

    def require(self, planted: int, wanted: int, what: str) -> None:
        """Raise :class:`NoRoom` if fewer were planted than wanted."""
        if planted < wanted:
            raise NoRoom(f"only {planted} of {wanted} {what} fit in")

    def shuffled(self, items: npt.ArrayLike) -> IntArray:
        """Return some of the ids in random order, at most as many as are worth trying."""
        return self.drawn(items, ATTEMPTS)

    def drawn(self, items: npt.ArrayLike, most: int = MANY) -> IntArray:
        """Return ids in random order: all of them, or in a province as many as any kind of defect may need."""
        ids = np.asarray(items, dtype=np.int64)
        return self.rng.choice(ids, min(len(ids), most), replace=False)

    @property
    def intact(self) -> IntArray:
        """Ids of the leaves that still have a shape, ascending."""
        gone = [grid for grid, shape in self._shapes.items() if shape is None]
        return self.leaves[~np.isin(self.leaves, gone)]

    # ---- what is still untouched -------------------------------------------------------------------------------------

    def claim(self, what: str, *rows: int) -> bool:
        """Take rows for one kind of defect (:data:`CODE`, :data:`WORKERS`, ...) unless one is taken already."""
        taken = self._claimed.setdefault(what, set())
        if taken.intersection(rows):
            return False
        taken.update(int(row) for row in rows)
        return True

    def is_claimed(self, what: str, row: int) -> bool:
        """Whether a row is taken."""
        return row in self._claimed.get(what, ())

    def can_vanish(self, grid: int) -> bool:
        """Take everything of a grid that hangs on its ground, unless something is planted there."""
        claims = (GROUND, HOUSEHOLDS, SHAPE)
        return not any(self.is_claimed(what, grid) for what in claims) and all(
            self.claim(what, grid) for what in claims
        )

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

    # ---- changes -----------------------------------------------------------------------------------------------------

    def shape(self, grid: int) -> Any:
        """Return a grid's shape as it is by now."""
        return self._shapes[grid] if grid in self._shapes else self.clean_shape(grid)

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

    def added(self, table: str) -> list[dict[str, Any]]:
        """Return the rows that were added to a table."""
        return self._added.get(table, [])

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

    def reshape(
        self,
        shapes: Mapping[int, shapely.Geometry],
        planted: str,
        *,
        buildings: bool = False,
        changed: shapely.Geometry | None = None,
    ) -> bool:
        """Give grids other shapes, if what changes is clear of all planted before, of buildings and of rounding.

        Parameters
        ----------
        shapes : mapping of id to geometry
            Valid polygons in one piece, or nothing is done.
        planted : str
            What is done.
        buildings : bool
            Whether there may be buildings on the ground that changes hands.
        changed : geometry, optional
            The ground that changes hands, if that is known and the same for all.

        Returns
        -------
        bool
            Whether it was done.
        """
        parts: list[shapely.Polygon] = []
        edges: list[shapely.LineString] = []
        for grid, shape in shapes.items():
            before = self.shape(grid)
            if shape.geom_type != before.geom_type or not shape.is_valid:
                return False
            if shapely.get_num_geometries(shape) != shapely.get_num_geometries(before):
                return False
            part = shape.symmetric_difference(before) if changed is None else changed
            parts += pieces(part, 1e-6)
            edges += edges_at(before, part)
        if not parts or not is_broad(parts, NARROWEST_M):
            return False
        ground = shapely.union_all(parts)
        # Two faults that cut one edge may be joined by a hair along it: whole edges are taken.
        zone = shapely.union_all([ground, *edges])
        if not self.is_free(zone) or (not buildings and len(self.buildings_in(ground))):
            return False
        for grid, shape in shapes.items():
            self.set_shape(grid, shape)
        self.act_on(ground, planted)
        self.occupy(zone)
        return True

    # ---- what must be found ------------------------------------------------------------------------------------------

    def tell(self, rule: str, planted: str, **about: Any) -> None:
        """Record a defect; see :class:`~sample_data.defects.truth.Defect` for what it says."""
        self.defects.append(Defect(rule, planted, **about))

    def told(self, rule: str) -> int:
        """Return how many defects of a rule have been recorded."""
        return sum(defect.rule == rule for defect in self.defects)

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
            blank: dict[str, Any] = {column.name: column.blank for column in TABLES[name].columns}
            if TABLES[name].shape:
                blank["geometry"] = None
            more = pd.DataFrame(
                [{**blank, **row} for row in added], index=range(first, first + len(added)), dtype=object
            )
            spoiled = pd.concat([spoiled, more])
        return conform(name, spoiled, self.plan.crs)

    def _faults_of_ground(self, plan: Plan) -> list[Defect]:
        """Overlay every family that an act touched, on all cores, and say which act each fault comes from."""
        exempt = np.asarray(plan.tables["exempt_areas"].geometry.array, dtype=object)
        exempt_tree = shapely.STRtree(exempt)
        noise = plan.scheme.limit("coordinate_noise")
        # Children are those that are rightly recorded there and share out the ground; kinds at the top stand under "".
        kind_of = dict(zip(plan.ids.tolist(), plan.grids["kind"].to_numpy(dtype=object), strict=True))
        parents_of = {kind.key: kind.parents or ("",) for kind in plan.scheme.kinds if kind.shares_ground}

        def faults(parent: int) -> list[Fault]:
            children = plan.children(parent)
            above = kind_of[parent] if parent else ""
            fits = [above in parents_of.get(kind_of[child], ()) for child in children.tolist()]
            children = children[np.array(fits, dtype=bool)]
            if not len(children):
                return []
            outline = plan.shape(parent) if parent else None
            excuse = exempt[exempt_tree.query(outline)] if outline is not None else exempt
            return list(faults_of_family(parent, outline, children, plan.shapes(children), excuse, noise))

        acts = shapely.STRtree([ground for _, ground in self._acts])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = chain.from_iterable(pool.map(faults, sorted(self._touched)))
        return [Defect(f.rule, self._planted(f, acts), f.grids, where=f.ground, area_m2=f.ground.area) for f in found]

    def _planted(self, fault: Fault, acts: shapely.STRtree) -> str:
        """Say which act a fault comes from: nearly all of it lies there, though hairs of it may reach elsewhere."""
        near = acts.query(fault.ground, predicate="intersects")
        share = np.array([self._acts[i][1].intersection(fault.ground).area for i in near]) / fault.ground.area
        if not len(near) or share.max() < MOST_OF_IT:
            raise NoRoom(f"nobody planted the {fault.rule} of {fault.grids} with {fault.ground.area} square metres")
        return self._acts[near[np.argmax(share)]][0]

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

Mistake = Callable[[Planting], bool]
"""Plants one defect that has no size; answers whether it found a place."""


def plant_each(
    planting: Planting,
    act: Act,
    count: int,
    least_m2: float = 1.0,
    most_m2: float = 60_000.0,
    *,
    or_else: Act | None = None,
) -> None:
    """Plant so many defects from small to large, evenly spread on a log scale; smaller ones where there is no room.

    ``or_else`` is planted where there is no place at all for the act, for instance in a town without three grids that
    meet.

    Raises
    ------
    NoRoom
        If there is no place for either.
    """
    planting.use_stream(act.__name__)
    steps = (np.arange(count) + planting.rng.random(count)) / count
    for area in (least_m2 * (most_m2 / least_m2) ** steps).tolist():
        if not _shrinking(planting, act, area) and not (or_else and _shrinking(planting, or_else, area)):
            raise NoRoom(f"no room for {act.__name__}")


def _shrinking(planting: Planting, act: Act, area_m2: float) -> bool:
    """Try an act with smaller and smaller areas."""
    while area_m2 >= SMALLEST_M2:
        if act(planting, area_m2):
            return True
        area_m2 /= 2
    return False


def plant_some(planting: Planting, mistake: Mistake, count: int) -> None:
    """Plant something so many times; :class:`NoRoom` if that cannot be."""
    planting.use_stream(mistake.__name__)
    planting.require(sum(mistake(planting) for _ in range(count)), count, mistake.__name__)
