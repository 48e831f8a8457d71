"""KML: placemarks with their folders, and with what stands of them in fields, in tables and in plain words.

GDAL takes every folder for a layer, knows two folders of one name only as one, and leaves the tables in descriptions
to the reader. What people draw on a globe is read here as they mean it: a folder is a village, a table is columns.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from gridmap.exchange.features import FOLDER, Features, column_of
from gridmap.model.errors import BadInput, Problem

NAME: Final = "Name"
_DESCRIPTION: Final = "description"
_LONGEST_DESCRIPTION: Final = 200_000
_ROW: Final = re.compile(r"<tr\b[^<>]*>((?:(?!<tr\b).)*?)</tr\s*>", re.IGNORECASE | re.DOTALL)
_CELL: Final = re.compile(r"<t[dh]\b[^<>]*>((?:(?!<t[dh]\b).)*?)</t[dh]\s*>", re.IGNORECASE | re.DOTALL)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]*>|[\r\n]+", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_WORDS: Final = re.compile(r"\s*([^:：=<>]{1,20}?)\s*[:：=]\s*(.*?)\s*", re.DOTALL)
_AROUND_COMMA: Final = re.compile(r"\s*,\s*")
_AREAS: Final = ("Polygon", "LinearRing", "LineString", "Point", "Track")
_TEXTS: Final = frozenset(
    ("name", "description", "coordinates", "coord", "value", "displayName", "SimpleData", "address", "styleUrl")
)
_MOST_FIELDS: Final = 500


@dataclass
class _Placemark:
    """One placemark while it is read."""

    folders: tuple[str, ...]
    name: str = ""
    description: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[shapely.Geometry] = field(default_factory=list)
    unreadable: bool = False
    unclosed: bool = False


def kml_layers(data: Sequence[bytes], file: str) -> list[str]:
    """Return the names of the folders that hold placemarks, each once, or the one of the whole document.

    Raises
    ------
    BadInput
        ``file-unreadable``.
    """
    read = _parsed(data, file)
    names = dict.fromkeys(mark.folders[-1] if mark.folders else "" for mark in read.marks)
    return [name or read.title or file for name in names]


def read_kml(data: Sequence[bytes], file: str, layer: str | None = None) -> Features:
    """Read the placemarks of a KML.

    Parameters
    ----------
    data : sequence of bytes
        One or more documents in UTF-8, as a KMZ may hold several.
    file : str
        What the user calls it.
    layer : str, optional
        A folder of which the placemarks are wanted, also those in folders within it.

    Returns
    -------
    Features
        In EPSG:4326, with the column :data:`~gridmap.exchange.features.FOLDER` where there are folders: of several
        within each other the innermost that has not namesakes elsewhere.

    Raises
    ------
    BadInput
        ``file-unreadable``, ``layer-without-shapes``, ``layer-not-found``.
    """
    read = _parsed(data, file)
    marks = read.marks
    homes = dict(zip(map(id, marks), _homes([mark.folders for mark in marks]), strict=True))
    if layer is not None:
        marks = [mark for mark in marks if _in_folder(mark, layer)]
        if not marks and layer not in (read.title, file):
            known = dict.fromkeys(name for mark in read.marks for name in mark.folders)
            raise BadInput("layer-not-found", file=file, value=layer, expected=", ".join(known) or "-")
        marks = marks or read.marks
    marks = [mark for mark in marks if mark.parts or mark.unreadable or mark.name or mark.fields]
    if not any(mark.parts or mark.unreadable for mark in marks):
        raise BadInput("layer-without-shapes", file=file)
    columns, names = _columns(marks, read.displayed)
    if any(mark.folders for mark in marks):
        columns[FOLDER] = column_of([homes[id(mark)] for mark in marks])
    shapes = np.empty(len(marks), dtype=object)
    shapes[:] = [_whole(mark) for mark in marks]
    problems = []
    if any(mark.unclosed for mark in marks):
        first = next(row for row, mark in enumerate(marks, start=1) if mark.unclosed)
        count = sum(mark.unclosed for mark in marks)
        problems.append(Problem("ring-closed", file=file, row=first, values={"count": count}))
    return Features(
        file=file,
        layer=layer or read.title or ", ".join(dict.fromkeys(m.folders[-1] for m in marks if m.folders)) or "KML",
        driver="KML",
        columns=columns,
        shapes=shapes,
        unreadable=np.array([mark.unreadable and not mark.parts for mark in marks], dtype=bool),
        crs=pyproj.CRS.from_epsg(4326),
        problems=tuple(problems),
        field_names=names,
    )


def _in_folder(mark: _Placemark, layer: str) -> bool:
    return any(name == layer or name.strip().casefold() == layer.strip().casefold() for name in mark.folders)


def _whole(mark: _Placemark) -> shapely.Geometry | None:
    if len(mark.parts) <= 1:
        return mark.parts[0] if mark.parts else None
    if all(part.geom_type == "Polygon" for part in mark.parts):
        return shapely.MultiPolygon(mark.parts)
    return shapely.GeometryCollection(mark.parts)


# ---- columns ---------------------------------------------------------------------------------------------------------


def _columns(
    marks: Sequence[_Placemark], displayed: Mapping[str, str]
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, str]]:
    """Return the columns, and of those that are headed for people what programs call them."""
    tables = [_table_of(mark.description) for mark in marks]
    spoken = [_words_of(mark.description) if not table else {} for mark, table in zip(marks, tables, strict=True)]
    often = Counter(key for words in spoken for key in words)
    rows = [
        {**{key: value for key, value in words.items() if 2 * often[key] >= len(marks)}, **table, **mark.fields}
        for mark, table, words in zip(marks, tables, spoken, strict=True)
    ]
    columns = {NAME: column_of([mark.name for mark in marks])} if any(mark.name for mark in marks) else {}
    names: dict[str, str] = {}
    for key in list(dict.fromkeys(key for row in rows for key in row))[:_MOST_FIELDS]:
        header = displayed.get(key) or key
        header = key if header in columns else header
        while header in columns:
            header += "_"
        columns[header] = column_of([row.get(key) for row in rows])
        if header != key:
            names[header] = key
    if any(mark.description for mark in marks) and _DESCRIPTION not in columns:
        columns[_DESCRIPTION] = column_of([mark.description for mark in marks])
    return columns, names


def _homes(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """Return of the folders in which each placemark stands the innermost that is only in one folder.

    Of 东村/网格面 and 西村/网格面 these are 东村 and 西村.
    """
    above: dict[str, set[tuple[str, ...]]] = {}
    for path in set(paths):
        for depth, name in enumerate(path):
            above.setdefault(name, set()).add(path[:depth])
    homes = []
    for path in paths:
        own = [name for name in path if name and len(above[name]) == 1]
        homes.append(own[-1] if own else path[-1] if path else "")
    return homes


def _table_of(description: str) -> dict[str, str]:
    """Return the rows of two cells of the tables in a description."""
    if "<t" not in description[:_LONGEST_DESCRIPTION].lower():
        return {}
    found: dict[str, str] = {}
    for row in _ROW.findall(description[:_LONGEST_DESCRIPTION]):
        cells = [_bare(cell) for cell in _CELL.findall(row)]
        if len(cells) == 2 and 0 < len(cells[0]) <= 60:
            found.setdefault(cells[0].rstrip(":："), "" if cells[1] in ("<Null>", "&lt;Null&gt;") else cells[1])
    return found


def _words_of(description: str) -> dict[str, str]:
    """Return the lines ``key: value`` of a description."""
    found: dict[str, str] = {}
    for line in _BREAK.split(description[:_LONGEST_DESCRIPTION])[:200]:
        said = _WORDS.fullmatch(_bare(line))
        if said and said[1] and "//" not in said[2][:2]:
            found.setdefault(said[1], said[2])
    return found


def _bare(text: str) -> str:
    """Return a text of a page without its marks."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


# ---- going through the file ------------------------------------------------------------------------------------------


def _parsed(data: Sequence[bytes], file: str) -> _Reading:
    """Return what is found in all documents, one after the other."""
    whole = _parsed_one(data[0], file)
    for more in data[1:]:
        read = _parsed_one(more, file)
        whole.marks += read.marks
        whole.displayed = {**read.displayed, **whole.displayed}
        whole.title = whole.title or read.title
    return whole


def _parsed_one(data: bytes, file: str) -> _Reading:
    reading = _Reading(file)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.StartDoctypeDeclHandler = reading.declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    if not reading.is_kml:
        raise BadInput("file-unreadable", file=file, reason="KML?")
    return reading


class _Reading:
    """One pass through a KML: where it is, and what it has found.

    Attributes
    ----------
    marks : list of _Placemark
    title : str
        Name of the document.
    displayed : dict
        How fields are called for people.
    is_kml : bool
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: list[_Placemark] = []
        self.title = ""
        self.displayed: dict[str, str] = {}
        self.is_kml = False
        self._open: list[str] = []
        self._folders: list[str] = []
        self._mark: _Placemark | None = None
        self._words: list[str] | None = None
        self._key = ""
        self._schema_field = ""
        self._lines: list[npt.NDArray[np.float64] | None] = []
        self._track: list[str] = []

    def declared(self, *_: object) -> None:
        """Refuse a document type: entities may be other files, or grow without end."""
        raise BadInput("source-reaches-out", file=self.file, value="<!DOCTYPE>")

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        name = name.rpartition(":")[2]
        if not self._open:
            self.is_kml = name in ("kml", "Document", "Folder", "Placemark")
        self._open.append(name)
        if name == "Folder":
            self._folders.append("")
        elif name == "Placemark":
            self._mark = _Placemark(tuple(folder for folder in self._folders if folder))
        elif name in ("Data", "SimpleData"):
            self._key = attributes.get("name", "")
        elif name == "SimpleField":
            self._schema_field = attributes.get("name", "")
        elif name in _AREAS and (name != "LinearRing" or "Polygon" not in self._open[:-1]):
            self._lines, self._track = [], []
        if name in _TEXTS:
            self._words = []

    def characters(self, text: str) -> None:
        """Take a piece of text."""
        if self._words is not None:
            self._words.append(text)

    def end(self, _: str) -> None:
        """Take the end of an element."""
        name = self._open.pop()
        above = self._open[-1] if self._open else ""
        words = ""
        if name in _TEXTS:
            words, self._words = "".join(self._words or []).strip(), None
        mark = self._mark
        if name == "Folder" and self._folders:
            self._folders.pop()
        elif name == "Placemark" and mark is not None:
            self.marks.append(mark)
            self._mark = None
        elif name == "name" and above in ("Folder", "Document", "Placemark"):
            self._take_name(words, above)
        elif name == "displayName":
            self._take_display(_bare(words), above)
        elif mark is not None:
            self._take_of_mark(mark, name, above, words)

    def _take_name(self, words: str, above: str) -> None:
        if above == "Folder" and self._folders:
            self._folders[-1] = words
        elif above == "Document":
            self.title = words
        elif self._mark is not None and above == "Placemark":
            self._mark.name = words

    def _take_display(self, words: str, above: str) -> None:
        key = self._schema_field if above == "SimpleField" else self._key
        if key and words:
            self.displayed.setdefault(key, words)

    def _take_of_mark(self, mark: _Placemark, name: str, above: str, words: str) -> None:
        if name == "description" and above == "Placemark":
            mark.description = words
        elif (name == "value" and above == "Data") or name == "SimpleData":
            if self._key:
                mark.fields.setdefault(self._key, words)
        elif name == "coordinates":
            self._lines.append(_points(words))
        elif name == "coord":
            self._track.append(",".join(words.split()))
        elif name in _AREAS and (name != "LinearRing" or "Polygon" not in self._open):
            if name == "Track":
                self._lines = [_points(" ".join(self._track))]
            self._take_shape(mark, name)

    def _take_shape(self, mark: _Placemark, name: str) -> None:
        lines, self._lines = self._lines, []
        try:
            part, unclosed = _shape(name, lines)
        except (ValueError, shapely.errors.GEOSException):
            part, unclosed = None, False
        mark.unclosed |= unclosed
        if part is None:
            mark.unreadable = True
        else:
            mark.parts.append(part)


def _shape(name: str, lines: Sequence[npt.NDArray[np.float64] | None]) -> tuple[shapely.Geometry | None, bool]:
    """Return a shape of lines of points, and whether a ring of it was not closed."""
    if not lines or any(line is None or not len(line) for line in lines):
        return None, False
    points = [line for line in lines if line is not None]
    if name == "Point":
        return shapely.Point(points[0][0]), False
    if name in ("LineString", "Track"):
        return (shapely.LineString(points[0]) if len(points[0]) > 1 else shapely.Point(points[0][0])), False
    unclosed = any(not np.array_equal(ring[0], ring[-1]) for ring in points)
    rings = [shapely.LinearRing(ring) for ring in points]
    return shapely.Polygon(rings[0], rings[1:]), unclosed


def _points(words: str) -> npt.NDArray[np.float64] | None:
    """Return points as they are written, shape (n, 2 or 3); ``None`` if they are none."""
    tuples = _AROUND_COMMA.sub(",", words).split()
    try:
        values = [_numbers(each) for each in tuples]
    except ValueError:
        return None
    if not values:
        return None
    width = min(map(len, values))
    if width < 2:
        return None
    points = np.array([value[: min(width, 3)] for value in values], dtype=np.float64)
    return points if np.isfinite(points[:, :2]).all() else None


def _numbers(words: str) -> list[float]:
    return [float(word) for word in words.split(",") if word]
