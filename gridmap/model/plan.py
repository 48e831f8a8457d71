"""The plan: every table of a division at one moment, as a value that never changes.

Because a plan never changes, a check or a paint job may read it in another thread without a lock, and an undone edit is
the plan before it. New plans come from :meth:`Plan.apply`, which shares all columns that the change does not touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from gridmap.model.arrays import (
    BoolArray,
    IntArray,
    ShapeArray,
    _not_empty,
    moved_rows,
    positions_in,
    runs_in,
    same_rows,
)
from gridmap.model.fewer_rows import FewerRows
from gridmap.model.frames import conform, empty_table
from gridmap.model.kept import carry_over
from gridmap.model.scheme import Kind, Level, Scheme
from gridmap.model.tables import TABLES

if TYPE_CHECKING:
    from gridmap.model.change import Change


class Plan:
    """All tables of a division at one moment.

    Parameters
    ----------
    scheme : Scheme
        Levels, kinds and limits; its CRS is the plan's.
    tables : mapping of str to DataFrame, optional
        Frames by table name (keys of :data:`gridmap.model.tables.TABLES`), indexed by id. Tables that are left out are
        empty. Frames are brought into form by :func:`gridmap.model.tables.conform`; nothing is reprojected.
    last_ids : mapping of str to int, optional
        By table name the highest id that was ever given out, where rows above the present ones were removed.
    """

    cut_from: tuple[Plan, Mapping[str, IntArray]] | None = None
    """The plan that this is a part of, and by table which of its rows it has; all of a table that is not named."""

    def __init__(
        self,
        scheme: Scheme,
        tables: Mapping[str, pd.DataFrame] | None = None,
        *,
        last_ids: Mapping[str, int] | None = None,
    ) -> None:
        given = dict(tables or {})
        unknown = given.keys() - TABLES.keys()
        if unknown:
            raise KeyError(f"no such tables: {sorted(unknown)}")
        self.scheme = scheme
        self.tables: Mapping[str, pd.DataFrame] = MappingProxyType(
            {
                name: conform(name, given[name], self.crs) if name in given else empty_table(name, self.crs)
                for name in TABLES
            }
        )
        self.last_ids = _last_ids(self.tables, last_ids)

    @classmethod
    def of_conformed(
        cls, scheme: Scheme, tables: Mapping[str, pd.DataFrame], *, last_ids: Mapping[str, int] | None = None
    ) -> Plan:
        """Make a plan of frames that are known to be in form already (all tables, no copies)."""
        plan = cls.__new__(cls)
        plan.scheme = scheme
        plan.tables = MappingProxyType(dict(tables))
        plan.last_ids = _last_ids(plan.tables, last_ids)
        return plan

    # ---- tables ------------------------------------------------------------------------------------------------------

    @cached_property
    def crs(self) -> pyproj.CRS:
        """The projected CRS of every shape, metres, x east and y north."""
        return pyproj.CRS.from_user_input(self.scheme.crs)

    @property
    def grids(self) -> gpd.GeoDataFrame:
        """The grids of all levels; see :data:`gridmap.model.tables.TABLES` for the columns."""
        return self.tables["grids"]

    @property
    def buildings(self) -> gpd.GeoDataFrame:
        """The buildings with their households and residents."""
        return self.tables["buildings"]

    def facts(self) -> dict[str, str]:
        """Return what the project says of itself, for example ``{"origin": "synthetic boundaries"}``."""
        return dict(self._facts)

    @cached_property
    def _facts(self) -> dict[str, str]:
        frame = self.tables["facts"]
        return dict(zip(frame["key"], frame["value"], strict=True))

    def next_id(self, table: str) -> int:
        """Return an id above every id that this table ever had, rows that were removed or undone among them."""
        return self.last_ids[table] + 1

    # ---- grids as columns --------------------------------------------------------------------------------------------

    @cached_property
    def ids(self) -> IntArray:
        """Ids of all grids, ascending; the other columns below are in this order. Shape (n,)."""
        return self.grids.index.to_numpy()

    @cached_property
    def parents(self) -> IntArray:
        """Parent id of every grid, 0 for none. Shape (n,)."""
        return self.grids["parent"].to_numpy()

    @cached_property
    def parent_positions(self) -> IntArray:
        """Where the parent of every grid stands in the columns, -1 for none. Shape (n,)."""
        return self.positions(self.parents)

    @cached_property
    def all_shapes(self) -> ShapeArray:
        """Shape of every grid, ``None`` where it is missing. Shape (n,)."""
        return np.asarray(self.grids.geometry.array, dtype=object)

    @cached_property
    def kind_numbers(self) -> npt.NDArray[np.int16]:
        """Place of every grid's kind in ``scheme.kinds``, -1 if the scheme does not know the kind. Shape (n,)."""
        return self._numbers_of_kinds(self.grids)

    def _numbers_of_kinds(self, grids: pd.DataFrame) -> npt.NDArray[np.int16]:
        keys = np.array([kind.key for kind in self.scheme.kinds], dtype=object)
        return pd.Index(keys).get_indexer(grids["kind"].to_numpy(dtype=object)).astype(np.int16)

    @cached_property
    def ranks(self) -> npt.NDArray[np.int16]:
        """Rank of every grid's level, 1 at the top, 0 if its kind is unknown. Shape (n,)."""
        ranks = np.array([*(kind.level.rank for kind in self.scheme.kinds), 0], dtype=np.int16)
        return ranks[self.kind_numbers]

    @cached_property
    def shares_ground(self) -> BoolArray:
        """Whether a grid takes part in tiling its parent (not an overlay, kind known). Shape (n,)."""
        shares = np.array([*(kind.shares_ground for kind in self.scheme.kinds), False])
        return shares[self.kind_numbers]

    @cached_property
    def parent_fits(self) -> BoolArray:
        """Whether a grid's parent exists and is of a kind that may be its parent, as far as is known. Shape (n,).

        The benefit of the doubt is given where the scheme does not know the kind of one of the two.
        """
        kinds = self.scheme.kinds
        may = np.ones((len(kinds) + 1, len(kinds) + 1), dtype=bool)  # the last place is for an unknown kind (-1)
        may[:-1, :-1] = [[above.key in kind.parents for above in kinds] for kind in kinds]
        above = self.parent_positions
        return (above >= 0) & may[self.kind_numbers, self.kind_numbers[above] if len(above) else above]

    @cached_property
    def holders(self) -> IntArray:
        """Where the nearest grid above every grid stands whose kind is known and of a higher level, -1 for none.

        All figures are added up along these. A grid of an unknown kind in between is passed over.
        """
        above = self.parent_positions.copy()
        for _ in self.scheme.levels:
            unknown = (above >= 0) & (self.ranks[above] == 0)
            above[unknown] = self.parent_positions[above[unknown]]
        rank = self.ranks[above]
        return np.where((above >= 0) & (rank > 0) & ((rank < self.ranks) | (self.ranks == 0)), above, -1)

    @cached_property
    def has_shape(self) -> BoolArray:
        """Whether a grid has a shape that is not empty. Shape (n,)."""
        return _not_empty(self.all_shapes)

    def of_kinds(self, kinds: Iterable[Kind], at: IntArray | slice = slice(None)) -> BoolArray:
        """Return which grids, or which at some positions, are of one of the kinds. Shape (n,), or that of ``at``."""
        wanted = np.zeros(len(self.scheme.kinds) + 1, dtype=bool)  # the last place is for an unknown kind (-1)
        wanted[[self.scheme.kind_index(kind.key) for kind in kinds]] = True
        return wanted[self.kind_numbers[at]]

    def of_level(self, level: Level) -> BoolArray:
        """Return which grids are of a level. Shape (n,)."""
        return self.ranks == level.rank

    # ---- look-ups ----------------------------------------------------------------------------------------------------

    def positions(self, ids: npt.ArrayLike) -> IntArray:
        """Return where grids stand in the columns, -1 for an id that is not there. Same shape as ``ids``."""
        return positions_in(self.ids, ids)

    def there(self, ids: Iterable[int]) -> list[int]:
        """Return those ids of grids that are there, in the same order."""
        asked = np.array(list(ids), dtype=np.int64)
        known: list[int] = asked[self.positions(asked) >= 0].tolist()
        return known

    def ids_at(self, at: IntArray) -> IntArray:
        """Return the ids of the grids at some positions, 0 for -1. Same shape as ``at``."""
        found = np.zeros(at.shape, dtype=np.int64)
        known = at >= 0
        found[known] = self.ids[at[known]]
        return found

    def shapes(self, ids: npt.ArrayLike) -> ShapeArray:
        """Return the shapes of some grids; ``KeyError`` if one is not there."""
        where = self.positions(ids)
        if (where < 0).any():
            raise KeyError(f"no grids {np.asarray(ids)[where < 0].tolist()}")
        return self.all_shapes[where]

    def shape(self, grid: int) -> shapely.Geometry | None:
        """Return one grid's shape."""
        return self.shapes([grid])[0]

    def value(self, grid: int, column: str) -> Any:
        """Return one value of one grid."""
        return self.grids[column].to_numpy()[self.positions([grid])[0]]

    def codes(self, ids: npt.ArrayLike) -> list[str]:
        """Return the codes of some grids, ``""`` for one that is not there."""
        where = self.positions(ids)
        codes = np.full(where.shape, "", dtype=object)
        known = where >= 0
        codes[known] = self._codes[where[known]]
        found: list[str] = codes.tolist()
        return found

    def ids_with_codes(self, codes: Iterable[str]) -> IntArray:
        """Return the ids of all grids with one of the codes, ascending (a code may occur twice)."""
        wanted = frozenset(codes)
        maybe = np.flatnonzero(np.isin(self._code_hashes, _hashes(np.array([*wanted], dtype=object))))
        return self.ids[maybe[np.fromiter((code in wanted for code in self._codes[maybe].tolist()), bool, len(maybe))]]

    @cached_property
    def names(self) -> npt.NDArray[np.object_]:
        """Name of every grid, ``""`` for none. Shape (n,)."""
        return self.grids["name"].to_numpy(dtype=object)

    @cached_property
    def _codes(self) -> npt.NDArray[np.object_]:
        return self.grids["code"].to_numpy(dtype=object)

    @cached_property
    def _code_hashes(self) -> npt.NDArray[np.uint64]:
        """A number for the code of every grid, by which those with a code are found without a look at all. Shape (n,).

        At the size of a province this takes 15 ms: whoever opens one has it worked out on the way.
        """
        return _hashes(self._codes)

    @cached_property
    def _by_parent(self) -> tuple[IntArray, IntArray]:
        order = np.argsort(self.parents, kind="stable")
        return order, self.parents[order]

    def children(self, parent: int) -> IntArray:
        """Return the ids of the grids right below a grid (0: those without a parent), ascending."""
        order, parents = self._by_parent
        first, last = np.searchsorted(parents, [parent, parent + 1])
        return self.ids[order[first:last]]

    def children_of(self, parents: npt.ArrayLike) -> IntArray:
        """Return the ids of the grids right below any of the grids, ascending."""
        return self.ids[self.child_positions(parents)]

    def child_positions(self, parents: npt.ArrayLike) -> IntArray:
        """Return the positions of the grids right below any of the grids, ascending."""
        order, above = self._by_parent
        wanted = np.asarray(parents, dtype=np.int64)
        if len(wanted) == 1:  # one run, whose places ascend since the sort is stable
            return order[runs_in(above, wanted)]
        return np.sort(order[runs_in(above, np.unique(wanted))])

    def siblings(self, grid: int) -> IntArray:
        """Return the ids of all grids with the same parent, the grid itself among them, ascending."""
        return self.children(int(self.value(grid, "parent")))

    def below(self, grids: npt.ArrayLike) -> IntArray:
        """Return the ids of the grids and of everything below them, ascending."""
        found = np.isin(self.ids, grids)
        while True:
            more = found | np.isin(self.parents, self.ids[found])
            if (more == found).all():
                return self.ids[found]
            found = more

    def ancestors_at(self, level: Level) -> IntArray:
        """Return for every grid the id of its ancestor at a level (itself if it is of that level), 0 for none.

        Follows the stored parents, so that a code or a place that disagrees does not matter; a grid of an unknown kind
        belongs to what is above it, and so does what is below it. Kept, to read only. Shape (n,).
        """
        known = self._ancestors.get(level.rank)
        if known is None:
            known = np.where(self.ranks == level.rank, self.ids, 0)
            above = self.holders
            for _ in self.scheme.levels:
                known = np.where((known == 0) & (above >= 0), known[above], known)
            known.setflags(write=False)
            self._ancestors[level.rank] = known
        return known

    @cached_property
    def _ancestors(self) -> dict[int, IntArray]:
        """What :meth:`ancestors_at` has been asked for, by rank."""
        return {}

    @cached_property
    def results(self) -> dict[str, object]:
        """What was worked out of this plan; see :mod:`gridmap.model.kept`."""
        return {}

    # ---- change ------------------------------------------------------------------------------------------------------

    def apply(self, change: Change) -> Plan:
        """Return the plan after a change; this one stays as it is. ``ValueError`` if the change does not fit."""
        tables = dict(self.tables)
        for name, rows in change.rows.items():
            tables[name] = rows.apply_to(name, tables[name])
        plan = Plan.__new__(Plan)
        plan.scheme, plan.tables = self.scheme, MappingProxyType(tables)
        touched = {name: tables[name] for name in change.rows}
        plan.last_ids = MappingProxyType({**self.last_ids, **_last_ids(touched, self.last_ids)})
        self._hand_on_columns(plan, change)
        carry_over(self, plan, change)
        return plan

    def with_fewer_rows(self, rows: Mapping[str, IntArray]) -> Plan:
        """Return a plan with fewer rows in some tables, which shares what is kept with this one and holds for both.

        Parameters
        ----------
        rows : mapping of str to int64
            By table the places of the rows that stay, ascending.
        """
        part = Plan.__new__(Plan)
        part.scheme, part.tables = self.scheme, FewerRows(self.tables, rows)
        part.last_ids, part.cut_from = self.last_ids, (self, rows)
        part.__dict__["crs"] = self.crs
        if "facts" not in rows:
            part.__dict__["_facts"] = self._facts
        if "grids" in rows:
            for column in ("ids", "parents", "all_shapes", "kind_numbers", "has_shape", "names", "_codes"):
                part.__dict__[column] = getattr(self, column)[rows["grids"]]
        return part

    def _hand_on_columns(self, plan: Plan, change: Change) -> None:
        """Give the columns that were worked out here to the plan after a change, renewed where it changes them."""
        rows = change.rows.get("grids")
        same_rows_still = rows is None or rows.keeps_ids
        changed = frozenset() if rows is None or not same_rows_still else rows.changed_columns
        for name, reads in _COLUMN_READS.items():
            if name in self.__dict__ and (not reads or (same_rows_still and not changed & reads)):
                plan.__dict__[name] = self.__dict__[name]
        if rows is None:
            return
        at = plan.positions(rows.after.index)
        for name, renewed in (
            ("kind_numbers", lambda: plan._numbers_of_kinds(rows.after)),
            ("has_shape", lambda: _not_empty(np.asarray(rows.after.geometry.array, dtype=object))),
            ("_code_hashes", lambda: _hashes(rows.after["code"].to_numpy(dtype=object))),
        ):
            if name in self.__dict__ and name not in plan.__dict__:
                column, again = self.__dict__[name], renewed()
                if not same_rows_still or (column[at] != again).any():
                    column = moved_rows(self.ids, plan.ids, column, 0)
                    column[at] = again
                plan.__dict__[name] = column

    def same_content(self, other: Plan) -> bool:
        """Whether both plans hold the same rows, to the last bit of every coordinate."""
        return all(same_rows(self.tables[name], other.tables[name]) for name in TABLES)


_COLUMN_READS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "crs": frozenset(),
        "ids": frozenset({"id"}),
        "parents": frozenset({"parent"}),
        "parent_positions": frozenset({"parent"}),
        "all_shapes": frozenset({"geometry"}),
        "kind_numbers": frozenset({"kind"}),
        "ranks": frozenset({"kind"}),
        "shares_ground": frozenset({"kind"}),
        "parent_fits": frozenset({"kind", "parent"}),
        "holders": frozenset({"kind", "parent"}),
        "has_shape": frozenset({"geometry"}),
        "names": frozenset({"name"}),
        "_codes": frozenset({"code"}),
        "_code_hashes": frozenset({"code"}),
        "_by_parent": frozenset({"parent"}),
        "_ancestors": frozenset({"kind", "parent"}),
    }
)
"""Columns of :class:`Plan` by name, with the columns of ``grids`` that they are made of (none: the scheme alone)."""


def _hashes(codes: npt.NDArray[np.object_]) -> npt.NDArray[np.uint64]:
    """Return a number for each text, the same in every process: a plan is sent to others."""
    try:
        return pd.util.hash_array(codes, categorize=False)
    except UnicodeEncodeError:  # half of a pair of letters, which no file can hold; such texts may share a number
        plain = [str(code).encode(errors="replace").decode() for code in codes]
        return pd.util.hash_array(np.array(plain, dtype=object), categorize=False)


def _last_ids(tables: Mapping[str, pd.DataFrame], known: Mapping[str, int] | None) -> Mapping[str, int]:
    """Return by table the highest id ever given out: the one that is known, or that of the last row if it is higher."""
    known = known or {}
    present = {name: int(frame.index.to_numpy()[-1]) if len(frame) else 0 for name, frame in tables.items()}
    return MappingProxyType({name: max(last, known.get(name, 0)) for name, last in present.items()})
