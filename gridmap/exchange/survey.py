"""Boundary points as land offices and surveyors send them: a text with a line for each point, parcel by parcel.

The land offices' standard text is one of several dialects that are read here:

    [属性描述]
    坐标系=2000国家大地坐标系
    几度分带=3
    带号=40
    [地块坐标]
    5,16.0000,320582100201001,东村第一网格,面,,,,@
    J1,1,3527000.000,40552400.000

A line that ends with ``@`` begins a parcel: number of points, area, number, name, kind of shape, map sheet, use. Those
below it are its points: name, number of the ring, northing, easting. Others put a heading above the points of each
parcel, blank lines between them, or the name of the parcel into every line (CASS: number, name, easting, northing,
height); blanks or tabs may stand for commas.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyproj
import shapely

from gridmap.exchange.features import Features, column_of
from gridmap.exchange.rings import area_of_rings, rings_of
from gridmap.model.errors import BadInput

POINTS: Final = "[地块坐标]"
# First EPSG codes of Gauss-Kruger zones by datum and width of a zone: with the zone before the easting, and without it.
_FIRST_ZONE: Final = {3: 25, 6: 13}
_LAST_ZONE: Final = {3: 45, 6: 23}
_EPSG: Final = {
    ("2000", 3): (4513, 4534),
    ("2000", 6): (4491, 4502),
    ("80", 3): (2349, 2370),
    ("80", 6): (2327, 2338),
    ("54", 3): (2401, 2422),
    ("54", 6): (21413, 21453),
}
_DEGREES: Final = {"2000": 4490, "80": 4610, "54": 4214, "84": 4326}
_SAID: Final = re.compile(r"(坐标系统?|坐标系名称|几度分带|分带|带号|中央子午线|中央经线)\s*[:=]\s*([^\s,;]+)")
_CODE_SAID: Final = re.compile(r"\s*[^\s:=,]*(?:编码|编号|代码)\s*[:=]\s*([0-9A-Za-z-]+)")
_NAME_SAID: Final = re.compile(r"\s*[^\s:=,]*(?:名称|权利人|单位)\s*[:=]\s*(\S+)")
_DMS: Final = re.compile(r"(\d{1,3})°\s*(\d{1,2})[′'’]\s*(\d{1,2}(?:\.\d+)?)(?:[″\"”]|''|′′)?")
_AXIS: Final = re.compile(
    r"(?<![A-Za-z])[XYHNEZxyhnez]\s*[=:]\s*(?=[\d.+-])|(?:纵|横|北|东)坐标\s*[=:]\s*|[经纬]度\s*[=:]\s*"
)
_BETWEEN: Final = re.compile(r"\s*[,;、|]\s*|\s+")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d*)?")
_HEADER: Final = re.compile(
    r"点号|点名|界址点|序号|坐标|边长|备注|纵|横|经度|纬度|圈号|单位|^[xyhzn.#()（）m米/:]*$", re.IGNORECASE
)
_CODE: Final = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z-]*\d)[0-9A-Za-z][0-9A-Za-z-]{4,}(?![0-9A-Za-z])")
_AROUND_NAME: Final = " \t,:;()（）[]【】<>《》-_#*、.@"
_METRES: Final = 1000.0
_LONGEST_LINE: Final = 500
_MOST_LINES_TRIED: Final = 3000


@dataclass
class _Parcel:
    """A parcel while it is read."""

    code: str = ""
    name: str = ""
    sheet: str = ""
    use: str = ""
    rings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def is_survey(text: str) -> bool:
    """Whether a text is a list of boundary points: as the standard has it, or most of its lines are points."""
    if POINTS in text[:100_000]:
        return True
    lines = [_plain(line) for line in text.splitlines()[:_MOST_LINES_TRIED]]
    lines = [line for line in lines if line]
    points = sum(_pair(line) is not None for line in lines if "(" not in line or "POLYGON" not in line.upper())
    return points >= 3 and 2 * points >= len(lines)


def read_survey(text: str, file: str) -> Features:
    """Return the parcels of a list of boundary points, in the CRS that the list states if it does.

    Raises
    ------
    BadInput
        ``survey-line`` with the row of a line of the standard text that is neither a parcel nor a point;
        ``layer-empty``.
    """
    said: dict[str, str] = {}
    parcels = _standard(text, file, said) if POINTS in text[:100_000] else _free(text, said)
    parcels = [parcel for parcel in parcels if parcel.rings]
    points = np.array([xy for parcel in parcels for ring in parcel.rings.values() for xy in ring])
    if not len(points):
        raise BadInput("layer-empty", file=file, layer=file)
    turned = _is_turned(points)
    easting = float(np.median(points[:, 1 if turned else 0]))
    shapes = np.empty(len(parcels), dtype=object)
    shapes[:] = [_area(list(parcel.rings.values()), turned) for parcel in parcels]
    columns = {
        "编号": column_of([parcel.code for parcel in parcels]),
        "名称": column_of([parcel.name for parcel in parcels]),
        "图幅号": column_of([parcel.sheet for parcel in parcels]),
        "用途": column_of([parcel.use for parcel in parcels]),
    }
    needed = ("编号", "名称") if POINTS in text[:100_000] else ()
    epsg = _epsg(said, easting)
    return Features(
        file=file,
        layer=file,
        driver="Survey",
        columns={key: values for key, values in columns.items() if key in needed or any(values)},
        shapes=shapes,
        unreadable=np.array([shape is None for shape in shapes], dtype=bool),
        crs=pyproj.CRS.from_epsg(epsg) if epsg else None,
        problems=(),
    )


# ---- the standard text -----------------------------------------------------------------------------------------------


def _standard(text: str, file: str, said: dict[str, str]) -> list[_Parcel]:
    parcels: list[_Parcel] = []
    in_points = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _plain(raw)
        if not line or line.startswith("["):
            in_points = in_points or line.startswith(POINTS)
        elif not in_points:
            said.update(_SAID.findall(line))
        elif line.endswith("@"):
            cells = [*(cell.strip() for cell in re.split(r"[,\t]", line.removesuffix("@"))), *[""] * 8]
            parcels.append(_Parcel(cells[2], cells[3], cells[5], cells[6]))
        else:
            ring, point = _standard_point(line, number, file)
            if not parcels:
                raise BadInput("survey-line", file=file, row=number, value=line[:60])
            parcels[-1].rings.setdefault(ring, []).append(point)
    return parcels


def _standard_point(line: str, number: int, file: str) -> tuple[str, tuple[float, float]]:
    pair = _pair(line)
    if pair is not None:
        return pair.ring, pair.xy
    cells = [cell.strip() for cell in line.split(",")]
    try:
        one, two = float(cells[2]), float(cells[3])
    except (IndexError, ValueError) as error:
        raise BadInput("survey-line", file=file, row=number, value=line[:60]) from error
    if not np.isfinite([one, two]).all():
        raise BadInput("survey-line", file=file, row=number, value=line[:60])
    return cells[1], (one, two)


# ---- other lists -----------------------------------------------------------------------------------------------------


def _free(text: str, said: dict[str, str]) -> list[_Parcel]:
    """Return the parcels of a list without a standard: a heading, a blank line or another label begins the next."""
    parcels: list[_Parcel] = []
    labelled: dict[str, _Parcel] = {}
    heading: list[str] = []
    begin = True
    for raw in text.splitlines():
        line = _plain(raw)
        pair = _pair(line) if line else None
        if pair is None:
            said.update(_SAID.findall(line))
            if line and not _is_header(line) and not _SAID.search(line):
                heading.append(line)
            begin = begin or not line or bool(heading)
            continue
        if pair.label:
            parcel = labelled.get(pair.label)
            if parcel is None:
                parcel = labelled[pair.label] = _labelled([pair.label])
                parcels.append(parcel)
        elif begin or not parcels:
            parcel = _labelled(heading)
            parcels.append(parcel)
        else:
            parcel = parcels[-1]
        parcel.rings.setdefault(pair.ring, []).append(pair.xy)
        heading, begin = [], False
    return parcels


def _labelled(heading: Sequence[str]) -> _Parcel:
    """Return a parcel with the code and the name that its heading says."""
    code = next((found[1] for line in heading if (found := _CODE_SAID.search(line))), "")
    name = next((found[1] for line in heading if (found := _NAME_SAID.search(line))), "")
    if heading and not (code and name):
        last = heading[-1]
        found = _CODE.search(last)
        rest = last.replace(found[0], " ") if found else last
        code = code or (found[0] if found else "")
        name = name or rest.rpartition(":")[2].strip(_AROUND_NAME)
    return _Parcel(code, name)


def _is_header(line: str) -> bool:
    """Whether all words of a line head columns of points."""
    return all(_HEADER.search(word) for word in _BETWEEN.split(line))


# ---- a line ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Pair:
    """A point: its two coordinates as they stand, the number of its ring, and what it says of the parcel."""

    xy: tuple[float, float]
    ring: str = "1"
    label: str = ""


def _plain(line: str) -> str:
    return (
        unicodedata.normalize("NFKC", line[:_LONGEST_LINE].replace("″", '"').replace("′", "'")).strip().lstrip("\ufeff")
    )


def _pair(line: str) -> _Pair | None:
    """Return the point that a line holds: the first two numbers beside each other that can be coordinates."""
    line = _DMS.sub(lambda said: f"{int(said[1]) + int(said[2]) / 60 + float(said[3]) / 3600:.10f}", line)
    words = _BETWEEN.split(_AXIS.sub(" ", line))
    values = [float(word) if _NUMBER.fullmatch(word) else None for word in words]
    for at in range(len(words) - 1):
        one, two = values[at], values[at + 1]
        if one is None or two is None:
            continue
        metres = abs(one) >= _METRES and abs(two) >= _METRES and (abs(one) >= 1e5 or abs(two) >= 1e5)
        degrees = "." in words[at] and "." in words[at + 1] and (_is_place(one, two) or _is_place(two, one))
        if metres or degrees:
            before = words[:at]
            ring = before[-1] if len(before) >= 2 and before[-1].isdigit() and len(before[-1]) <= 3 else "1"
            label = before[1] if len(before) == 2 and before[1] and values[1] is None else ""
            return _Pair((one, two), ring, label)
    return None


def _is_place(lon: float, lat: float) -> bool:
    return 70 <= lon <= 140 and 0 < lat < 56


def _is_turned(points: np.ndarray) -> bool:
    """Whether the northing or the latitude stands first."""
    one, two = np.median(points, axis=0).tolist()
    if _is_place(one, two) or _is_place(two, one):
        return not _is_place(one, two)
    return _is_northing(one)


def _area(rings: Sequence[Sequence[tuple[float, float]]], turned: bool) -> shapely.Geometry | None:
    points = [np.array(ring, dtype=np.float64) for ring in rings]
    return area_of_rings([part for ring in points for part in rings_of(ring[:, ::-1] if turned else ring)])


def _epsg(said: Mapping[str, str], easting: float) -> int:
    """Return the EPSG code of what the head of the list says of its coordinates, 0 if it does not say enough."""
    datum_said = next((said[key] for key in ("坐标系", "坐标系统", "坐标系名称") if key in said), "")
    datum = next((key for key in ("2000", "84", "80", "54") if key in datum_said), "")
    if abs(easting) <= 180:
        return _DEGREES.get(datum, 0)
    width = _whole(said.get("几度分带", said.get("分带", ""))) or (3 if "带号" not in said else 0)
    zone = _whole(said.get("带号", ""))
    meridian = _whole(said.get("中央子午线", said.get("中央经线", "")))
    if not zone and meridian and width == 3 and meridian % 3 == 0:
        zone = meridian // 3
    if (datum, width) not in _EPSG or not _FIRST_ZONE[width] <= zone <= _LAST_ZONE[width]:
        return 0
    return _EPSG[datum, width][0 if easting >= 1_000_000 else 1] + zone - _FIRST_ZONE[width]


def _whole(text: str) -> int:
    digits = re.match(r"\d{1,3}(?!\d)", text)
    return int(digits[0]) if digits else 0


def _is_northing(value: float) -> bool:
    return 1_000_000 <= value < 6_500_000
