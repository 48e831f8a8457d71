"""Tables that hold boundaries: a shape in a cell of each row, or a row for each corner.

A shape in a cell is WKT (also with SRID), WKB in hexadecimal digits, GeoJSON, or a list of pairs of numbers as people
and web maps write it. Corners that have a row each stand in two columns, easting and northing or longitude and
latitude in either order, and the rows of one grid make its outline in their order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from gridmap.exchange.features import Features, column_of
from gridmap.exchange.headers import BOUNDARY_FIELDS, match_headers, plain
from gridmap.exchange.rings import area_of_rings, rings_of
from gridmap.exchange.tables.coordinates import read_coordinates
from gridmap.model.arrays import BoolArray
from gridmap.model.errors import Problem

Cells = npt.NDArray[np.object_]

_TRIED: Final = 200
_ROWS_ABOVE: Final = 40
_WKT: Final = re.compile(
    r"\s*(?:SRID=(\d+);)?\s*((?:MULTI)?(?:POLYGON|LINESTRING|POINT|SURFACE|CURVE)|GEOMETRYCOLLECTION|CURVEPOLYGON"
    r"|COMPOUNDCURVE|CIRCULARSTRING|LINEARRING)\s*(?:ZM|Z|M)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_HEX: Final = re.compile(r"\s*0[01][0-9A-Fa-f]{16,}\s*")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LIST: Final = re.compile(r"[\s\[\](){}\d.,;|:、，；eE+\-/]+")
_FORMULA: Final = re.compile(r'="(.*)"', re.DOTALL)
_EAST: Final = re.compile(r"经度|lng|lon|横坐标|东坐标|东向|easting|坐标x|x坐标|^x[\d东北m米]*$|^e$|^pointx$", re.I)
_NORTH: Final = re.compile(r"纬度|lat|纵坐标|北坐标|北向|northing|坐标y|y坐标|^y[\d东北m米]*$|^n$|^pointy$", re.I)
_ORDER: Final = re.compile(
    r"点号|点序|序号|顺序|点名|点编号|界址点|order|index|seq|vertex|pointno|pointid|^no$|^id$|^fid$", re.I
)
_RING: Final = re.compile(r"圈号|环号|地块圈|ring|part", re.I)
_BETWEEN_POINTS: Final = tuple(
    re.compile(pattern) for pattern in (r"[;；|\r\n]+", r"\]\s*,\s*\[|\)\s*,\s*\(", r"\s+", r"[,，、]")
)
_LATITUDE_BELOW: Final = 56.0
_FEWEST: Final = 3


def read_shape_table(cells: Cells, file: str, layer: str) -> Features | None:
    """Return the grids of a table; ``None`` if it holds no shapes.

    Parameters
    ----------
    cells : array of str, shape (n, m)
        All of it, with what stands above the header.
    file, layer : str

    Returns
    -------
    Features or None
        In the CRS that its WKT or WKB names, if it names one.
    """
    cells = np.array([[_without_formula(cell) for cell in row] for row in cells], dtype=object).reshape(cells.shape)
    found = _shape_column(cells)
    if found is not None:
        return _of_shapes(cells, *found, file, layer)
    return _of_corners(cells, file, layer)


def _without_formula(cell: str) -> str:
    formula = _FORMULA.fullmatch(cell)
    return formula[1] if formula else cell


# ---- a shape in every row --------------------------------------------------------------------------------------------


def _shape_column(cells: Cells) -> tuple[int, int] | None:
    """Return the first row of which a cell holds a shape, and that cell's column: the one with most shapes."""
    top = cells[: _ROWS_ABOVE + _TRIED]
    ranks = np.array([[_rank(cell) for cell in row] for row in top], dtype=np.int64).reshape(top.shape)
    shaped = ranks > 0
    if not shaped.any():
        return None
    filled = np.array([[bool(cell.strip()) for cell in row] for row in top], dtype=bool).reshape(top.shape)
    best = int(np.argmax(ranks.sum(axis=0)))
    first = int(np.argmax(shaped[:, best]))
    if 2 * int(shaped[first:, best].sum()) < int(filled[first:, best].sum()):
        return None
    return first, best


def _rank(cell: str) -> int:
    """Return 0 for a cell that is no shape, 1 for that of a point, 2 for others: a centre may stand beside."""
    if len(cell) < 10:
        return 0
    wkt = _WKT.match(cell)
    if wkt:
        return 1 if wkt[2].upper().endswith("POINT") else 2
    begin = cell.lstrip()[:1]
    if begin == "{":
        return 2 if '"coordinates"' in cell or '"rings"' in cell else 0
    return 2 if _HEX.fullmatch(cell) or (_LIST.fullmatch(cell) and _parts_of_list(cell) is not None) else 0


def _of_shapes(cells: Cells, first: int, column: int, file: str, layer: str) -> Features:
    headers, rows = _headed(cells, first, column)
    said = rows[:, column].tolist()
    shapes = np.full(len(rows), None, dtype=object)
    unreadable = np.zeros(len(rows), dtype=bool)
    turned = np.zeros(len(rows), dtype=bool)
    srids: set[int] = set()
    for row, cell in enumerate(said):
        if not cell.strip():
            continue
        shape, turned[row] = _shape(cell)
        shapes[row], unreadable[row] = shape, shape is None
        if shape is not None:
            srids.add(int(shapely.get_srid(shape)))
    problems = []
    if turned.any():
        first_turned, count = int(np.argmax(turned)) + 1, int(turned.sum())
        problems.append(Problem("latitude-first", file=file, row=first_turned, values={"count": count}))
    columns = {header: column_of(rows[:, at].tolist()) for at, header in enumerate(headers) if at != column and header}
    return Features(file, layer, "CSV", columns, shapes, unreadable, _crs_of(srids), tuple(problems))


def _shape(cell: str) -> tuple[shapely.Geometry | None, bool]:
    """Return the shape that a cell means, and whether latitudes stood first in it."""
    wkt = _WKT.match(cell)
    try:
        if wkt:
            shape = shapely.from_wkt(re.sub(r"^\s*SRID=\d+;", "", cell, flags=re.IGNORECASE))
            return (shapely.set_srid(shape, int(wkt[1])) if wkt[1] else shape), False
        if _HEX.fullmatch(cell):
            return shapely.from_wkb(cell.strip()), False
        if cell.lstrip().startswith("{"):
            return _of_json(cell), False
        parts = _parts_of_list(cell)
        if parts is None:
            return None, False
        turned = _is_turned(np.concatenate(parts))
        return area_of_rings([part[:, ::-1] if turned else part for part in parts]), turned
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None, False


def _of_json(cell: str) -> shapely.Geometry | None:
    said = json.loads(cell)
    if isinstance(said, dict) and "geometry" in said:
        said = said["geometry"]
    if isinstance(said, dict) and "rings" in said:
        said = {"type": "Polygon", "coordinates": said["rings"]}
    return shapely.geometry.shape(said)


def _parts_of_list(cell: str) -> list[npt.NDArray[np.float64]] | None:
    """Return the rings of a list of pairs, each of shape (n, 2); ``None`` if it is no such list.

    What stands between bars, where points stand between semicolons, is a part of its own, as map services write it;
    so is a list within a list.
    """
    if ";" in cell and "|" in cell:
        texts = cell.split("|")
    elif "[" in cell:
        texts = re.split(r"\]\s*\]\s*,\s*\[\s*\[", cell)
    else:
        texts = [cell]
    parts = [_pairs(text) for text in texts if _NUMBER.search(text)]
    return [part for part in parts if part is not None] if parts and all(part is not None for part in parts) else None


def _pairs(cell: str) -> npt.NDArray[np.float64] | None:
    """Return the points of a list of pairs, shape (n, 2); ``None`` if it is no such list.

    Triples are taken for points with heights where separators of two sorts say so.
    """
    numbers = _NUMBER.findall(cell)
    if len(numbers) < 2 * _FEWEST:
        return None
    width = 0
    for between in _BETWEEN_POINTS:
        groups = [group for group in between.split(cell) if _NUMBER.search(group)]
        counts = {len(_NUMBER.findall(group)) for group in groups}
        if len(groups) >= _FEWEST and counts in ({2}, {3}):
            width = counts.pop()
            break
    if not width and len(numbers) % 2:
        return None
    values = np.array(numbers, dtype=np.float64).reshape(-1, width or 2)[:, :2]
    return values if _are_coordinates(values) else None


def _are_coordinates(points: npt.NDArray[np.float64]) -> bool:
    one, two = np.abs(np.median(points, axis=0)).tolist()
    degrees = max(one, two) <= 180 and min(one, two) <= 90 and max(one, two) > 1
    reach = float(np.ptp(points, axis=0).max())  # triples taken for pairs would reach far
    return bool((degrees and reach < 10) or (min(one, two) > 1000 and reach < 1e6))


def _is_turned(points: npt.NDArray[np.float64]) -> bool:
    """Whether latitudes or northings stand first."""
    one, two = np.median(points, axis=0).tolist()
    if max(abs(one), abs(two)) <= 180:
        return 0 < one < _LATITUDE_BELOW and 70 < two < 140
    return bool(1e6 <= one < 6.5e6 and (1e5 <= two < 1e6 or 1e7 <= two < 1e8))


def _crs_of(srids: set[int]) -> pyproj.CRS | None:
    if len(srids) != 1 or 0 in srids:
        return None
    try:
        return pyproj.CRS.from_epsg(srids.pop())
    except pyproj.exceptions.CRSError:
        return None


# ---- a row for every corner ------------------------------------------------------------------------------------------


def _of_corners(cells: Cells, file: str, layer: str) -> Features | None:
    found = _coordinate_columns(cells)
    if found is None:
        return None
    first, x, y = found
    headers, rows = _headed(cells, first, x)
    read = read_coordinates(rows[:, x], rows[:, y])
    there: BoolArray = np.asarray(np.isfinite(read.xy).all(axis=1), dtype=np.bool_)
    own = [at for at in range(len(headers)) if at not in (x, y) and headers[at]]
    rows = rows.copy()
    key = _grid_of(headers, rows, own, there)
    if key is None:
        return None
    groups = pd.Series(rows[:, key])
    groups = groups.where(groups != "").ffill().fillna("")
    names = list(dict.fromkeys(groups[there & (groups != "").to_numpy()]))
    if not names:
        return None
    where = pd.Index(names).get_indexer(pd.Index(groups))
    order = _order_of(headers, rows, own, where, there)
    rings = next((rows[:, at] for at in own if _RING.search(plain(headers[at]))), np.full(len(rows), "", dtype=object))
    shapes, broken = np.full(len(names), None, dtype=object), np.zeros(len(names), dtype=bool)
    attributes: dict[str, list[str]] = {headers[at]: [""] * len(names) for at in own}
    members_of = pd.Series(np.arange(len(rows))).groupby(where).indices
    for grid in range(len(names)):
        members = members_of[grid]
        members = members[np.argsort(order[members], kind="stable")]
        for at in own:
            attributes[headers[at]][grid] = next((cell for cell in rows[np.sort(members), at] if cell), "")
        shapes[grid] = _outline(read.xy[members], rings[members], there[members])
        broken[grid] = bool((~there[members] & (read.doubts[members] != "")).any())
    shapes[broken] = None
    left = {at for at in own if at != key and _is_of_points(rows[:, at], where)}
    columns = {headers[at]: column_of(attributes[headers[at]]) for at in own if at not in left}
    return Features(file, layer, "CSV", columns, shapes, broken, None, ())


def _outline(points: npt.NDArray[np.float64], rings: Cells, there: BoolArray) -> shapely.Geometry | None:
    points, rings = points[there], rings[there]
    parts = [part for ring in dict.fromkeys(rings.tolist()) for part in rings_of(points[rings == ring])]
    whole = area_of_rings(parts)
    return shapely.MultiPoint(points) if whole is None and len(points) else whole


def _coordinate_columns(cells: Cells) -> tuple[int, int, int] | None:
    """Return the first row of corners, and the columns of their coordinates in the order in which they stand."""
    for first in range(1, min(len(cells), _ROWS_ABOVE)):  # without a header it is a list of points and no table
        below = cells[first : first + _TRIED]
        numeric = [
            at
            for at in range(cells.shape[1])
            if np.isfinite(_value(below[0, at])) and np.isfinite(_values(below[:, at])).sum() * 5 >= len(below) * 4
        ]
        if len(numeric) < 2:
            continue
        headers = [plain(cells[first - 1, at]) for at in range(cells.shape[1])]
        if not any(headers):
            continue
        east = [at for at in numeric if _EAST.search(headers[at])]
        north = [at for at in numeric if _NORTH.search(headers[at]) and at not in east[:1]]
        pairs = [(east[0], north[0])] if east and north else []
        pairs += [(at, at + 1) for at in numeric if at + 1 in numeric]
        for x, y in pairs:
            headed = not np.isfinite([_value(cells[first - 1, x]), _value(cells[first - 1, y])]).any()
            if headed and _are_places(below[:, x], below[:, y]):
                return first, x, y
    return None


def _values(cells: Cells) -> npt.NDArray[np.float64]:
    """Return the number of each cell, NaN where it is none; degrees, minutes and seconds count by their degrees."""
    return np.array([_value(cell) for cell in cells.tolist()], dtype=np.float64)


def _value(cell: str) -> float:
    said = re.match(r"\s*(?:东经|北纬|[EN])?\s*([+-]?\d+(?:\.\d+)?)", cell)
    return float(said[1]) if said else np.nan


def _are_places(first: Cells, second: Cells) -> bool:
    one, two = np.abs(np.nanmedian(_values(first))), np.abs(np.nanmedian(_values(second)))
    low, high = min(one, two), max(one, two)
    degrees = 0 < low < 90 and 70 < high <= 180 and low < _LATITUDE_BELOW
    whole = all(cell.strip().isdigit() for cell in (*first.tolist(), *second.tolist()) if cell.strip())
    return bool((degrees and not whole) or (low >= 1e5 and high >= 1e6))


def _grid_of(headers: Sequence[str], rows: Cells, own: Sequence[int], there: BoolArray) -> int | None:
    """Return the column that says to which grid a corner belongs: the code, the name, or what repeats itself."""
    matched = match_headers([headers[at] for at in own], {key: BOUNDARY_FIELDS[key] for key in ("code", "name")})
    preferred = [own[[headers[at] for at in own].index(matched[key])] for key in ("code", "name") if key in matched]
    for at in (*preferred, *own):
        values = pd.Series(rows[there, at])
        values = values.where(values != "").ffill()
        if _ORDER.search(plain(headers[at])) and at not in preferred:
            continue
        if _RING.search(plain(headers[at])):
            continue
        if values.notna().all() and values.nunique() * _FEWEST <= len(values):
            return at
    return None


def _order_of(
    headers: Sequence[str], rows: Cells, own: Sequence[int], where: npt.NDArray[Any], there: BoolArray
) -> npt.NDArray[np.float64]:
    """Return numbers by which the corners of each grid are in order: those of a column of numbers, else as they stand.

    A column counts if in every grid it has no number twice, but for the first corner's at the end.
    """
    standing = np.arange(len(rows), dtype=np.float64)
    for at in own:
        if not _ORDER.search(plain(headers[at])):
            continue
        digits = [re.search(r"(\d+)\D*$", cell) for cell in rows[:, at].tolist()]
        numbers = np.array([float(found[1]) if found else np.nan for found in digits])
        use = there & (where >= 0)
        if not np.isfinite(numbers[use]).all():
            continue
        frame = pd.DataFrame({"grid": where[use], "number": numbers[use]})
        if not frame.duplicated().any():
            return numbers
    return standing


def _is_of_points(cells: Cells, where: npt.NDArray[Any]) -> bool:
    """Whether a column says something of the corners and not of the grids."""
    frame = pd.DataFrame({"grid": where, "cell": cells})
    frame = frame[frame["cell"] != ""]
    return bool((frame.groupby("grid")["cell"].nunique() > 1).any())


# ---- headers ---------------------------------------------------------------------------------------------------------


def _headed(cells: Cells, first: int, column: int) -> tuple[list[str], Cells]:
    """Return the headers and the rows below them; columns without a header have a letter."""
    above = [row for row in range(first) if cells[row, column].strip()]
    header = above[-1] if above else (first - 1 if first else -1)
    names: list[str] = []
    for at in range(cells.shape[1]):
        words = cells[header, at].split() if header >= 0 else []
        name = (" " if all(word.isascii() for word in words) else "").join(words)
        if not name and any(cell.strip() for cell in cells[first:, at].tolist()):
            name = _letter(at)
        while name and name in names:
            name += "_"
        names.append(name)
    rows = cells[header + 1 if header >= 0 else 0 :]
    filled = np.array([any(cell.strip() for cell in row) for row in rows.tolist()], dtype=bool)
    return names, rows[filled]


def _letter(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
