"""From a file as it was sent to places that can be read: unpacked, made whole, in UTF-8, without references.

A place is one file of one format with its layers. GDAL reads most; KML, tables and lists of points are read here.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

import numpy as np
import pyogrio

from gridmap.exchange.archives import is_of_geodatabase, unpack
from gridmap.exchange.features import Features
from gridmap.exchange.formats import (
    MAIN,
    MOST_TEXT_BYTES,
    TABLES,
    TEXTS,
    WORKBOOKS,
    allow_only_these_drivers,
    formats,
    harmless_xml,
    looks_like,
    refuse_if_it_reaches_out,
    refuse_known_others,
)
from gridmap.exchange.gdal_layers import INDEX_MADE, gdal_layers, read_layer, spoken
from gridmap.exchange.kml import kml_layers, read_kml
from gridmap.exchange.shape_tables import read_shape_table
from gridmap.exchange.survey import POINTS, is_survey, read_survey
from gridmap.exchange.tables.reading import read_tables
from gridmap.model.errors import BadInput
from gridmap.model.plain_text import REPLACEMENT
from gridmap.storage.file import copy_of_moment
from gridmap.storage.held import is_held, raw_bytes
from gridmap.storage.whole_files import own_kind_of, reading

SIDE: Final = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".xml")
_SIDE_OF_MAPINFO: Final = (".dat", ".map", ".id", ".ind", ".mid")
_OF_SHAPEFILE: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_XML_OF_KML: Final = re.compile(rb"<(?:\w+:)?(?:kml|Document|Folder|Placemark)[\s>]")
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x1e]*(?:\{\s*\"|\[\s*\{)")
_BETWEEN_CELLS: Final = ("\t", ";", "|", "，", ",")
_OPEN_SHAPE: Final = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POLYGON|LINESTRING)\s*(?:ZM|Z|M)?\s*\(", re.IGNORECASE
)
_LINES_TRIED: Final = 60
_MOST_TABLE_BYTES: Final = 300_000_000
_MOST_COLUMNS: Final = 4096
_MOST_CELLS: Final = 30_000_000
_LONGEST_CELL: Final = 50_000_000


class Place(Protocol):
    """One file that can be read, with its layers."""

    @property
    def path(self) -> Path:
        """Where it is unpacked or copied."""

    def layers(self, file: str) -> list[tuple[str, str]]:
        """Return the layers, each with GDAL's name of the sort of its shapes."""

    def read(self, layer: str | None, encoding: str | None, file: str) -> Features:
        """Read a layer; of a KML all if none is named."""


@dataclass(frozen=True)
class GdalPlace:
    """A file that GDAL reads."""

    path: Path
    without_table: bool = False

    def layers(self, file: str) -> list[tuple[str, str]]:
        """Return the layers and the sorts of their shapes."""
        return gdal_layers(self.path, file)

    def read(self, layer: str | None, encoding: str | None, file: str) -> Features:
        """Read a layer."""
        return read_layer(self.path, layer, encoding, file, self.without_table)


@dataclass(frozen=True)
class KmlPlace:
    """A KML, in UTF-8, with others that a KMZ holds besides."""

    path: Path
    others: tuple[Path, ...] = ()

    def _data(self) -> list[bytes]:
        return [path.read_bytes() for path in (self.path, *self.others)]

    def layers(self, file: str) -> list[tuple[str, str]]:
        """Return the folders that hold placemarks."""
        return [(name, "Unknown") for name in kml_layers(self._data(), file)]

    def read(self, layer: str | None, encoding: str | None, file: str) -> Features:
        """Read a folder, or all of it."""
        return read_kml(self._data(), file, layer)


@dataclass(frozen=True)
class ReadPlace:
    """What was read whole already: a table, a list of points."""

    path: Path
    features: Features

    def layers(self, file: str) -> list[tuple[str, str]]:
        """Return its one layer."""
        return [(self.features.layer, "Unknown")]

    def read(self, layer: str | None, encoding: str | None, file: str) -> Features:
        """Return it."""
        return self.features


@contextmanager
def opened(source: Path, encoding: str | None = None, *, without_table: bool = False) -> Iterator[list[Place]]:
    """Yield what can be read of a source: itself, or what a folder or a zip holds.

    Parameters
    ----------
    source : Path
    encoding : str, optional
        Of the texts, if the user says so.
    without_table : bool
        Whether the shapes of a shapefile without its table are wanted.
    """
    allow_only_these_drivers()
    try:
        exists, folder = source.exists(), source.is_dir()
        size = source.stat().st_size if exists else 0
    except (OSError, ValueError) as error:
        raise BadInput("file-unreadable", file=str(source), reason=str(error)) from error
    if not exists:
        raise BadInput("file-not-found", file=str(source))
    if folder and source.suffix.lower() != ".gdb":
        source = _only_file_in(source)
        folder = source.is_dir()
    if not folder and size == 0:
        raise BadInput("source-empty", file=str(source))
    with reading(source), tempfile.TemporaryDirectory(prefix="gridmap-") as scratch:
        yield _Opening(Path(scratch), encoding, without_table).ready(source)


class _Opening:
    """The opening of one source, with a folder for what is unpacked and copied."""

    def __init__(self, scratch: Path, encoding: str | None, without_table: bool) -> None:
        self.scratch, self.encoding, self.without_table = scratch, encoding, without_table

    def ready(self, source: Path) -> list[Place]:
        """Return what may be read for a file: itself, copies in UTF-8 without references, or what is packed.

        GDAL goes by what a file holds, so this does too; the suffix counts where that says nothing.
        """
        suffix, file = source.suffix.lower(), str(source)
        source = _whole_of(source)
        if source.suffix.lower() != suffix:
            return self.ready(source)
        if re.search(r"[!;]", file):  # what follows would be taken for the name of a file within this one
            raise BadInput("file-name-unusable", file=file)
        if source.is_dir():
            return [GdalPlace(source.absolute())]
        try:
            kind = looks_like(source)
            refuse_known_others(source, file)
        except OSError as error:
            raise BadInput("file-unreadable", file=file, reason=str(error)) from error
        if kind == "sqlite":
            source = self._of_a_moment(source)
        if suffix in (".zip", ".shz") or (kind == "zip" and suffix == ""):
            return self._unzipped(source)
        if suffix == ".kmz" and kind == "zip":
            return self._unpacked_kmz(source)
        if suffix in WORKBOOKS:
            return [self._of_workbook(source)]
        if kind in ("zip", "gzip"):
            raise BadInput("format-not-known", file=file, expected=formats())
        if suffix == ".shp":
            shp = self._complete(source)
            if kind != "shapefile":
                raise BadInput("file-unreadable", file=file, reason="not a shapefile")
            return [GdalPlace(shp, self.without_table)]
        if kind == "sqlite":
            source = self._with_log(source)
        refuse_if_it_reaches_out(source, kind, file)
        if suffix in TABLES and kind in ("", "xml"):
            return [self._of_text(source)]
        if kind == "xml" or suffix in TEXTS:
            return [self._of_markup(source)]
        return [GdalPlace(source.absolute())]

    # ---- texts -------------------------------------------------------------------------------------------------------

    def _of_markup(self, source: Path) -> Place:
        """Return a copy in UTF-8 of a text that GDAL reads, or of a KML."""
        copy = self._in_utf8(source)
        with copy.open("rb") as stream:
            head = stream.read(4000)
        if looks_like(copy) == "xml" and _XML_OF_KML.search(head) and b"<gml" not in head:
            return KmlPlace(copy)
        return GdalPlace(copy)

    def _of_text(self, source: Path) -> Place:
        """Return what a text without a format of its own holds: JSON, points of surveyors, or a table with shapes."""
        file = str(source)
        data = self._bytes_of(source)
        if len(data) > _MOST_TABLE_BYTES:
            raise BadInput("file-too-large", file=file, bytes=_MOST_TABLE_BYTES)
        if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
            return self._of_markup(source)
        if _JSON.match(data[:2000]):
            return GdalPlace(self._in_utf8(source, ".geojson"))
        if source.suffix.lower() == ".csv":  # told by row by whoever knows the columns
            data = data.replace(b"\0", REPLACEMENT.encode())
        text = data.decode("utf-8-sig", errors="replace")
        if POINTS in text[:100_000]:
            return ReadPlace(source, read_survey(text, file))
        features = read_shape_table(_cells_of(text, source.name), file, source.stem)
        if features is None and is_survey(text):
            features = read_survey(text, file)
        if features is None and source.suffix.lower() in (".csv", ".tsv"):
            raise BadInput("layer-without-shapes", file=file)
        if features is None:
            raise BadInput("format-not-known", file=file, expected=formats())
        return ReadPlace(source, features)

    def _of_workbook(self, source: Path) -> Place:
        """Return the first table of a workbook that has shapes."""
        file = str(source)
        for table in read_tables(source):
            cells = table.cells.copy()
            for row, column in zip(*np.nonzero(table.rounded), strict=True):
                cells[row, column] = _as_rounded(cells[row, column])
            whole = np.concatenate([np.array([table.columns], dtype=object), cells])
            features = read_shape_table(whole, file, table.sheet or source.stem)
            if features is not None:
                return ReadPlace(source, features)
        raise BadInput("layer-without-shapes", file=file)

    def _in_utf8(self, path: Path, suffix: str = "") -> Path:
        """Return a copy of a text in UTF-8, since GDAL knows of no other encodings, with no file beside it."""
        data = self._bytes_of(path)
        if data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")[:1] == b"<":
            data = harmless_xml(data, str(path))
        stem = re.sub(r"[!;]", "_", path.stem)
        apart = Path(tempfile.mkdtemp(dir=self.scratch)) / f"{stem}{suffix or path.suffix.lower()}"
        apart.write_bytes(data)
        return apart

    def _bytes_of(self, path: Path) -> bytes:
        """Return a text as bytes in UTF-8."""
        try:
            if path.stat().st_size > MOST_TEXT_BYTES:
                raise BadInput("file-too-large", file=str(path), bytes=MOST_TEXT_BYTES)
            data = raw_bytes(path)
        except OSError as error:
            raise BadInput("file-unreadable", file=str(path), reason=str(error)) from error
        encoding = self.encoding or _utf16_of(data) or ("utf-8" if _is_utf8(data) else "gb18030")
        if encoding in ("utf-8", "utf-8-sig"):
            return data
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise BadInput("encoding-unknown", file=path.name) from error
        said = r"""encoding=(["'])(?:GBK|GB2312|GB18030|UTF-16(?:LE|BE)?)\1"""
        return (re.sub(said, 'encoding="UTF-8"', text[:200], flags=re.I) + text[200:]).encode()

    def _of_a_moment(self, source: Path) -> Path:
        """Return a copy of a project or draft, which may be open and written to in this very process, now or soon."""
        if self.scratch in source.parents:
            return source
        try:
            if not (is_held(source) or own_kind_of(source)):
                return source
            apart = Path(tempfile.mkdtemp(dir=self.scratch)) / source.name
            copy_of_moment(source, apart)
        except (OSError, sqlite3.Error) as error:
            raise BadInput("file-unreadable", file=str(source), reason=str(error)) from error
        return apart

    def _with_log(self, source: Path) -> Path:
        """Return a database, or a copy of it with its log: whoever opens it last would write the log into the file."""
        log = source.with_name(f"{source.name}-wal")
        if not log.is_file() or not log.stat().st_size:
            return source.absolute()
        apart = Path(tempfile.mkdtemp(dir=self.scratch)) / source.name
        try:
            shutil.copyfile(source, apart)
            shutil.copyfile(log, apart.with_name(f"{source.name}-wal"))
        except OSError as error:
            raise BadInput("file-unreadable", file=str(source), reason=str(error)) from error
        return apart

    # ---- archives ----------------------------------------------------------------------------------------------------

    def _unzipped(self, source: Path) -> list[Place]:
        """Unpack what belongs to boundaries and return what can be read of it."""
        wanted = (*MAIN, *SIDE, *_SIDE_OF_MAPINFO, *TABLES, ".dxf", ".geojsonl", ".gpx", ".ovkml", ".xlsx", ".xls")

        def is_wanted(name: PurePosixPath) -> bool:
            if any(part == "__MACOSX" for part in name.parts) or name.name.startswith(("._", "~$")):
                return False
            return name.suffix.lower() in wanted or is_of_geodatabase(name)

        unpacked = unpack(source, self.scratch, is_wanted)
        bases = sorted({path.parent for path in unpacked if path.parent.suffix.lower() == ".gdb"})
        files = sorted(path for path in unpacked if path.parent.suffix.lower() != ".gdb" and path.stat().st_size)
        found = [path for path in files if path.suffix in MAIN]
        if not found and not bases:
            found = [path for path in files if path.suffix in (".dxf", ".geojsonl", ".gpx", ".ovkml")]
        places: list[Place] = [GdalPlace(base) for base in bases]
        places += [place for path in found for place in self.ready(path)]
        if not places:
            places = self._tables_among([path for path in files if path.suffix in (*TABLES, ".xlsx", ".xls")])
        if not places:
            raise BadInput("zip-without-boundaries", file=str(source), expected=", ".join((*MAIN, ".gdb", ".csv")))
        return places

    def _tables_among(self, files: list[Path]) -> list[Place]:
        """Return the tables with shapes among files of which most may be something else."""
        places: list[Place] = []
        for path in files:
            try:
                places += [place for place in self.ready(path) if not isinstance(place, GdalPlace)]
            except BadInput:  # a text that says what is in the archive, a list without shapes
                continue
        return places

    def _unpacked_kmz(self, source: Path) -> list[Place]:
        """Unpack the KML of a KMZ; its pictures are of no use here."""
        inside = Path(tempfile.mkdtemp(dir=self.scratch))
        found = sorted(unpack(source, inside, lambda name: name.suffix.lower() == ".kml"))
        if not found:
            raise BadInput("zip-without-boundaries", file=str(source), expected=".kml")
        copies = [self._in_utf8(path) for path in found]
        return [KmlPlace(copies[0], tuple(copies[1:]))]

    # ---- shapefiles --------------------------------------------------------------------------------------------------

    def _complete(self, shp: Path) -> Path:
        """Return the shapefile if what belongs to it is there, or a copy with the index that it lacks.

        GDAL's own words for what is missing help nobody.
        """
        missing = [f"{shp.stem}{suffix}" for suffix in (".shx", ".dbf") if beside(shp, suffix) is None]
        without_index = f"{shp.stem}.shx" in missing
        if missing and missing != [f"{shp.stem}.shx"] and not (self.without_table and looks_like(shp) == "shapefile"):
            raise BadInput("shapefile-incomplete", file=str(shp), missing=", ".join(missing))
        parts = [(suffix, beside(shp, suffix)) for suffix in _OF_SHAPEFILE]
        odd = [path for suffix, path in parts if path and path.suffix not in (suffix, suffix.upper())]
        return self._copied(shp, without_index) if without_index or odd else shp

    def _copied(self, shp: Path, without_index: bool) -> Path:
        """Return a copy of a shapefile of which GDAL has made the index again from the shapes, if there is none."""
        apart = Path(tempfile.mkdtemp(dir=self.scratch, prefix=INDEX_MADE if without_index else None))
        try:
            for suffix in _OF_SHAPEFILE:
                if (part := beside(shp, suffix)) is not None:
                    shutil.copyfile(part, apart / f"{shp.stem}{suffix}")
        except OSError as error:
            raise BadInput("file-unreadable", file=str(shp), reason=str(error)) from error
        copy = apart / f"{shp.stem}.shp"
        if without_index:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
            try:
                with spoken(str(shp), copy):
                    pyogrio.read_info(copy, encoding="ISO-8859-1")
            finally:
                pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
        return copy


# ---- what belongs together -------------------------------------------------------------------------------------------


def beside(shp: Path, suffix: str) -> Path | None:
    """Return a part of a shapefile, whatever the case of its suffix, if it is there and not empty."""
    for spelling in (suffix, suffix.upper(), suffix.title()):
        path = shp.with_suffix(spelling)
        if path.is_file() and path.stat().st_size:
            return path
    return None


def _whole_of(source: Path) -> Path:
    """Return the file to which a part belongs: of a .dbf the .shp, of a .dat the .tab; itself if it is whole."""
    suffix = source.suffix.lower()
    for parts, wholes in ((SIDE, (".shp",)), (_SIDE_OF_MAPINFO, (".tab", ".mif"))):
        if suffix in parts:
            for whole in wholes:
                for spelling in (whole, whole.upper()):
                    if source.with_suffix(spelling).exists():
                        return source.with_suffix(spelling)
    return source


def _only_file_in(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in (*MAIN, ".gdb", ".zip", ".dxf"))
    if len(found) == 1 and found[0].suffix.lower() != ".zip" and (found[0].is_file() or found[0].suffix == ".gdb"):
        return found[0]
    raise BadInput("source-is-folder", file=str(folder), expected=", ".join(path.name for path in found) or "-")


# ---- texts -----------------------------------------------------------------------------------------------------------


def _cells_of(text: str, file: str) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Return the cells of a text, shape (n, m), whatever stands between them."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text)))
    except csv.Error as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS or width * len(rows) > _MOST_CELLS:
        raise BadInput("file-unreadable", file=file, reason=f"{len(rows):,} x {width:,}")
    rows = [_rejoined(row) if any(_OPEN_SHAPE.match(cell) for cell in row) else row for row in rows]
    cells = np.full((len(rows), width), "", dtype=object)
    for number, row in enumerate(rows):
        cells[number, : len(row)] = row
    return cells


def _rejoined(row: list[str]) -> list[str]:
    """Return the cells of a row with each WKT in one, although nothing quotes the commas in it."""
    cells: list[list[str]] = []
    open_ = 0
    for cell in row:
        if open_ > 0:
            cells[-1].append(cell)
        else:
            cells.append([cell])
        if open_ > 0 or _OPEN_SHAPE.match(cell):
            open_ += cell.count("(") - cell.count(")")
    return [",".join(parts) for parts in cells]


def _delimiter_of(text: str) -> str:
    """Return what stands between the cells: what gives most lines one number of cells; commas within WKT do not."""
    head = "".join(text.splitlines(keepends=True)[:_LINES_TRIED])
    best, found = 0.0, ","
    for delimiter in _BETWEEN_CELLS:
        widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if row]
        several = [width for width in widths if width > 1]
        if several:
            share = max(several.count(width) for width in set(several)) / len(widths)
            if share > best:
                best, found = share, delimiter
    return found


def _as_rounded(cell: str) -> str:
    """Return a number of which Excel has lost the last digits as one that says so."""
    try:
        return f"{float(cell):.5e}"
    except ValueError:
        return cell


def _utf16_of(data: bytes) -> str:
    """Return which UTF-16 a text is in, by its mark or by the zero in its first letter; ``""`` for none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in data[:2] and len(data) > 1:
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
