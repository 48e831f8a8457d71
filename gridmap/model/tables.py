"""The tables of a plan: which columns they have, of which kind, and what they refer to.

One description serves three readers: :mod:`gridmap.model.plan` makes and checks data frames by it,
:mod:`gridmap.storage` lays out the GeoPackage by it, and :mod:`gridmap.exchange` names columns in officers' files by
it.

Conventions that hold in every table
    * the index is the row's id: int64, positive, strictly increasing, never used again after a row is removed;
    * text is never missing: an unknown text is ``""``;
    * a reference holds the id of a row in another table, ``0`` for none;
    * a date is text, ``YYYY-MM-DD``, ``""`` for none or open;
    * a missing shape is ``None``; shapes are 2D, in the plan's CRS, x east and y north, metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

ColumnKind = Literal["text", "integer", "real", "flag", "date", "reference"]
ShapeKind = Literal["", "polygon", "line", "any"]


@dataclass(frozen=True)
class Column:
    """One column: its name, the kind of its values, and for a reference the table that it points to."""

    name: str
    kind: ColumnKind = "text"
    to: str = ""
    default: int | None = None

    @property
    def dtype(self) -> object:
        """The pandas dtype that holds this column in memory."""
        return _DTYPES[self.kind]

    @property
    def blank(self) -> str | int | float | bool:
        """The value of a row that says nothing of this column."""
        return _BLANKS[self.kind] if self.default is None else self.default


@dataclass(frozen=True)
class Table:
    """One table of a plan: its columns, and what kind of shapes it holds (``""`` for none)."""

    name: str
    columns: tuple[Column, ...]
    shape: ShapeKind = ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns without id and geometry."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_DTYPES: Final[dict[ColumnKind, object]] = {
    "text": pd.StringDtype("python", na_value=np.nan),
    "integer": np.dtype("int64"),
    "real": np.dtype("float64"),
    "flag": np.dtype("bool"),
    "date": pd.StringDtype("python", na_value=np.nan),
    "reference": np.dtype("int64"),
}
_BLANKS: Final[dict[ColumnKind, str | int | float | bool]] = {
    "text": "",
    "integer": 0,
    "real": 0.0,
    "flag": False,
    "date": "",
    "reference": 0,
}


def _table(name: str, *columns: Column | str, shape: ShapeKind = "") -> Table:
    return Table(name, tuple(Column(c) if isinstance(c, str) else c for c in columns), shape)


def _ref(name: str, to: str) -> Column:
    return Column(name, "reference", to)


def _int(name: str) -> Column:
    return Column(name, "integer")


TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        # Every grid of every level. `kind` is a key of the scheme; `setting` is urban or rural; `use` says what a
        # dedicated grid is (school, port, ...); `parts` is the number of polygons that are meant, usually 1. What a
        # list says of a grid as a whole is `declared` (0: nothing); it counts where no building says anything. Of
        # `declared_members`, full party members, no building says anything.
        _table(
            "grids",
            "code",
            "name",
            "kind",
            _ref("parent", "grids"),
            "setting",
            "use",
            Column("parts", "integer", default=1),
            Column("locked", "flag"),
            "note",
            _int("declared_households"),
            _int("declared_residents"),
            _int("declared_members"),
            shape="polygon",
        ),
        # A building is a footprint or a point; `compound` names the housing estate that it belongs to.
        _table("buildings", "door_plate", "compound", _int("households"), _int("residents"), shape="any"),
        # `phone` is the work phone.
        _table("workers", "staff_number", "name", "phone"),
        _table(
            "assignments",
            _ref("worker", "workers"),
            _ref("grid", "grids"),
            "role",
            Column("from_date", "date"),
            Column("until_date", "date"),
        ),
        # `tier` is a key of the scheme; `parent` the branch above; `members` full members; a joint one serves several.
        _table(
            "branches",
            "name",
            "tier",
            _ref("parent", "branches"),
            "secretary",
            _int("members"),
            Column("joint", "flag"),
        ),
        _table(
            "branch_grids",
            _ref("branch", "branches"),
            _ref("grid", "grids"),
            Column("from_date", "date"),
            Column("until_date", "date"),
        ),
        # Party-building zones lie over the grids and need not follow them.
        _table("zones", "name", "kind", _ref("branch", "branches"), shape="polygon"),
        # What a city counts: facilities, organisations, units. `kind` is a key of the scheme; `count` says for how many
        # a row stands (door plates, teams), `members` and `people` whom they have in all; `grid` is as a list declares
        # it, and where there is a place, that holds. Never a person's name; `phone` is a work phone.
        _table(
            "facilities",
            "code",
            "name",
            "kind",
            "phone",
            Column("count", "integer", default=1),
            _int("members"),
            _int("people"),
            "compound",
            _ref("grid", "grids"),
            Column("from_date", "date"),
            Column("until_date", "date"),
            "note",
            shape="any",
        ),
        # Housing estates as units of their own. `grid` is where a list says one is; where it has a shape, that holds.
        # `branch` is its own party branch, `members` are those placed in it; `committee` and `firm` are the names of
        # the owners' committee and the property firm, `has_committee` says that there is one. `registered` are the
        # residents with a household register there. What is `declared` counts where no building says anything.
        _table(
            "compounds",
            "name",
            "alias",
            _ref("grid", "grids"),
            _int("declared_households"),
            _int("declared_residents"),
            _int("registered"),
            Column("has_committee", "flag"),
            "committee",
            "firm",
            _ref("branch", "branches"),
            _int("members"),
            "source",
            "note",
            shape="polygon",
        ),
        # What other departments (police, city management, ...) divide the same ground into for work of their own.
        _table("department_grids", "department", "code", "name", "note", shape="polygon"),
        # Ground that need not be covered: rivers, lakes, closed areas. `parent` is the grid it is part of (0: any).
        _table("exempt_areas", "name", "kind", "reason", _ref("parent", "grids"), shape="polygon"),
        # Findings that somebody accepted; `evidence` is the fingerprint of what the finding was about at that time.
        _table(
            "accepted",
            "finding",
            "rule",
            "accepted_by",
            Column("accepted_on", "date"),
            "reason",
            Column("until_date", "date"),
            "evidence",
        ),
        # What was reported and dealt with: a kind (a key of the scheme or a word) and days, and nothing of anybody.
        # `grid` is where a list says it is; it counts where no place says otherwise. `rating` is 1 to 5, 0 for none.
        _table(
            "items",
            "number",
            "kind",
            _ref("grid", "grids"),
            Column("raised_on", "date"),
            Column("assigned_on", "date"),
            Column("solved_on", "date"),
            Column("evaluated_on", "date"),
            _int("rating"),
            shape="any",
        ),
        # Codes of retired grids, never to be used again.
        _table("retired_codes", "code", "kind", Column("retired_on", "date"), "reason"),
        _table("roads", "name", "rank", shape="line"),
        _table("water", "name", "kind", shape="any"),
        # What the project says of itself: title, origin ("synthetic boundaries"), as_of, ...
        _table("facts", "key", "value"),
    )
}
"""All tables of a plan by name, in the order in which they may be filled."""


class HasTables(Protocol):
    """Whatever holds tables by their names, as a plan does."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables, keyed as :data:`TABLES`."""


def empty_table(name: str, crs: object = None) -> pd.DataFrame:
    """Return the table of that name without rows, with the right dtypes (a GeoDataFrame where it has shapes)."""
    return _empty(name, None if crs is None else str(crs)).copy(deep=False)


@lru_cache(maxsize=256)
def _empty(name: str, crs: str | None) -> pd.DataFrame:
    """Make it once: a plan has more than a dozen tables, and most plans some without rows."""
    return conform(name, pd.DataFrame(index=pd.Index([], dtype="int64", name="id")), crs)


def conform(name: str, frame: pd.DataFrame, crs: object = None) -> pd.DataFrame:
    """Give a frame the columns, their order and the dtypes that the table of that name must have.

    Missing columns are filled with blanks, missing texts become ``""``, columns that the table does not know are
    dropped, heights and measures (Z and M) are left out, and rows are put in the order of their ids.

    Parameters
    ----------
    name : str
        A key of :data:`TABLES`.
    frame : DataFrame or GeoDataFrame
        Indexed by id. Shapes, if any, in a column ``geometry``.
    crs : any pyproj CRS, optional
        Set on the result where the table has shapes and the frame does not say. Nothing is reprojected.

    Raises
    ------
    ValueError
        If ids repeat or are not positive.
    """
    table = TABLES[name]
    if _is_in_form(table, frame, crs):
        return frame.copy(deep=False)  # whoever writes into one of the two writes into a copy of the column
    index = pd.Index(frame.index.to_numpy(dtype="int64"), name="id")
    values: dict[str, object] = {}
    for column in table.columns:
        if column.name in frame.columns:
            series = frame[column.name]
            if _is_plain(column) and series.dtype == column.dtype and column.kind != "real":
                values[column.name] = series.to_numpy()
                continue
            if series.hasnans:
                series = series.astype("object").where(series.notna(), column.blank)
            values[column.name] = series.astype(column.dtype).to_numpy() if _is_plain(column) else _text(series)
        else:
            values[column.name] = _blank_column(column, len(index))
    if table.shape:
        shapes = frame["geometry"].to_numpy() if "geometry" in frame.columns else np.full(len(index), None, object)
        shapes = np.asarray(shapes, dtype=object)
        if _has_more_than_2d(shapes):
            shapes = shapely.force_2d(shapes)
        values["geometry"] = gpd.array.GeometryArray(shapes, crs=crs or getattr(frame, "crs", None))
        result: pd.DataFrame = gpd.GeoDataFrame(values, index=index, geometry="geometry")
    else:
        result = pd.DataFrame(values, index=index)
    if not index.is_monotonic_increasing:
        result = result.sort_index()
    ids = result.index.to_numpy()
    if len(ids) and (ids[0] <= 0 or (np.diff(ids) <= 0).any()):
        raise ValueError(f"ids of table {name} must be positive and unique")
    return result


def _is_in_form(table: Table, frame: pd.DataFrame, crs: object) -> bool:
    """Whether a frame is what :func:`conform` would make of it, found out without making it."""
    ids, wanted = frame.index, [*table.column_names, *(["geometry"] if table.shape else [])]
    if ids.dtype != np.int64 or ids.name != "id" or list(frame.columns) != wanted:
        return False
    if len(ids) and (ids[0] <= 0 or (np.diff(ids.to_numpy()) <= 0).any()):
        return False
    arrays = column_arrays(frame)
    for column in table.columns:
        values = arrays[column.name]
        if values.dtype != column.dtype or (column.kind in ("text", "date", "real") and pd.isna(values).any()):
            return False
    if not table.shape:
        return True
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name != "geometry":
        return False
    shapes = arrays["geometry"]
    if not isinstance(shapes, gpd.array.GeometryArray) or shapes.crs is None:
        return False
    same = crs is None or shapes.crs is crs or shapes.crs == crs
    return same and not _has_more_than_2d(np.asarray(shapes, dtype=object))


def _has_more_than_2d(shapes: npt.NDArray[np.object_]) -> bool:
    """Whether any shape has heights (Z) or measures (M)."""
    return bool(shapely.has_z(shapes).any() or shapely.has_m(shapes).any())


def framed(ids: npt.NDArray[np.int64], columns: Mapping[str, Any]) -> pd.DataFrame:
    """Make a frame of ids and columns that are in form already; nothing is copied or looked at."""
    index = pd.Index(ids, name="id", copy=False)
    if len(ids) <= _FEW:
        frame = pd.DataFrame._from_arrays(list(columns.values()), _names(tuple(columns)), index, verify_integrity=False)
    else:
        frame = pd.DataFrame(dict(columns), index=index, copy=False)
    if "geometry" not in columns:
        return frame
    # What the constructor of geopandas does with a column called geometry, without looking at every column again.
    result = gpd.GeoDataFrame._from_mgr(frame._mgr, frame.axes)
    result._geometry_column_name = "geometry"
    return result


@lru_cache(maxsize=64)
def _names(columns: tuple[str, ...]) -> pd.Index:
    return pd.Index(list(columns))


_FEW: Final = 1000
"""Rows of a frame that are copied in less time than it takes to see to it that they need not be."""


def column_arrays(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of a frame as arrays, to read only, without copying and without a series for each of them."""
    return dict(zip(frame.columns, frame._iter_column_arrays(), strict=True))


def text_array(texts: npt.NDArray[np.object_]) -> Any:
    """Return the array of a column of texts; they are texts, and are neither copied nor looked at."""
    return _NO_TEXTS._from_backing_data(texts)


_NO_TEXTS: Final = pd.array([], dtype=_DTYPES["text"])


def _is_plain(column: Column) -> bool:
    return column.kind in ("integer", "real", "flag", "reference")


def _text(series: pd.Series) -> pd.api.extensions.ExtensionArray:
    return pd.array(series.to_numpy(dtype=object), dtype=_DTYPES["text"])


def _blank_column(column: Column, count: int) -> object:
    if _is_plain(column):
        return np.full(count, column.blank, dtype=column.dtype)  # type: ignore[call-overload]
    return pd.array(np.full(count, "", dtype=object), dtype=_DTYPES["text"])
