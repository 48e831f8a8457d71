"""The tables of a plan as data frames: made, brought into form, and taken apart into columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridmap.model.tables import TABLES, Column, Table

_TEXT: Final = pd.StringDtype("python", na_value=np.nan)


def dtype_of(column: Column) -> Any:
    """Return the pandas dtype that holds a column in memory."""
    return _TEXT if column.is_text else np.dtype(column.numbers)


def empty_table(name: str, crs: object = None) -> pd.DataFrame:
    """Return the table of that name without rows, with the right dtypes (a GeoDataFrame where it has shapes).

    It is a frame of its own: of every copy of one frame pandas notes in each of its columns that there was one, up to
    five hundred, and all searches for cycles have to go through that.
    """
    made = _empty(name, None if crs is None else str(crs))
    return framed(made.index.to_numpy(), column_arrays(made))


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
            if not column.is_text and series.dtype == dtype_of(column) and column.kind != "real":
                values[column.name] = series.to_numpy()
                continue
            if series.hasnans:
                series = series.astype("object").where(series.notna(), column.blank)
            values[column.name] = _text(series) if column.is_text else series.astype(dtype_of(column)).to_numpy()
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
        if values.dtype != dtype_of(column) or (column.kind in ("text", "date", "real") and pd.isna(values).any()):
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


_NO_TEXTS: Final = pd.array([], dtype=_TEXT)


def _text(series: pd.Series) -> pd.api.extensions.ExtensionArray:
    return pd.array(series.to_numpy(dtype=object), dtype=_TEXT)


def _blank_column(column: Column, count: int) -> object:
    if not column.is_text:
        return np.full(count, column.blank, dtype=dtype_of(column))
    return pd.array(np.full(count, "", dtype=object), dtype=_TEXT)
