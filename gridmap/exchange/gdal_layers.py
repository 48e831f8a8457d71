"""A layer of a file as GDAL reads it, with its texts in the right encoding and with what GDAL says of it."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import pyproj
import shapely

from gridmap.exchange.aliases import told_beside
from gridmap.exchange.encodings import Encoding, decoded, guess_encoding, shapefile_encoding
from gridmap.exchange.features import Features, with_aliases
from gridmap.exchange.formats import ALSO_READ, MAIN, formats, looks_like, sure_driver, views_in
from gridmap.exchange.inexact import with_inexact_as_text
from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.cycles import left_out
from gridmap.model.errors import BadInput, Problem

INDEX_MADE: Final = "index-made-"
"""Begins the name of the folder of a copy of which the index was made again."""

# Formats that do not tell reliably in which encoding their texts are.
_OF_UNSURE_ENCODING: Final = (".shp", ".tab", ".mif")
_BYTES: Final = "ISO-8859-1"
_MOST_WARNINGS: Final = 5
_NOT_RECOGNISED: Final = "not recognized as being in a supported file format"
_FEATURE_COLLECTION: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"type\"\s*:\s*\"FeatureCollection\"\s*[,}]")
_OTHER_JSON: Final = re.compile(
    rb"\"(?:Topology|arcs|rings|esriGeometry\w+|conformsTo|featureType|place|coordRefSys)\""
)
_OF_GDAL: Final = re.compile(r"\S+\.(?:cpp|h)[:,(]?\s*\d*\)?:?\s*")  # where in its sources GDAL stumbled
_MEASURED: Final = "Measured (M) geometry types are not supported"
# What GDAL warns of and what is told otherwise, or is of no interest to a user.
_HARMLESS: Final = re.compile(
    r"non conformant file extension|Non closed ring|not consistent with type in gpkg_geometry_columns|"
    r"Several features with id|organizePolygons|unexpected \(non-double\) geometry|Invalid coordinates for CRS|"
    r"One or several characters couldn't be converted|charset|nested|OGR_GEOMETRY",
    re.IGNORECASE,
)


def gdal_layers(place: Path, file: str) -> list[tuple[str, str]]:
    """Return the layers of a file that hold shapes, each with GDAL's name of their sort."""
    with spoken(file, place):
        views = views_in(place) if place.is_file() and looks_like(place) == "sqlite" else set()
        listed = pyogrio.list_layers(place)
    return [(str(name), str(sort)) for name, sort in listed if sort is not None and str(name).lower() not in views]


def read_layer(place: Path, layer: str | None, wanted: str | None, file: str, without_table: bool = False) -> Features:
    """Read a layer.

    Parameters
    ----------
    place : Path
        As it is unpacked or copied.
    layer : str or None
        ``None`` for the only one of a file of one layer.
    wanted : str or None
        Encoding of the texts, if the user says so.
    file : str
        What the user calls it.
    without_table : bool
        Whether a shapefile without its table is read as well.

    Raises
    ------
    BadInput
        ``file-unreadable``, ``layer-without-shapes``, ``layer-empty``, ``encoding-unknown``, ``shapefile-incomplete``.
    """
    problems: list[Problem] = []
    suffix = place.suffix.lower()
    shapefile, unsure = suffix == ".shp", suffix in _OF_UNSURE_ENCODING
    if shapefile and _is_cut_off(place):
        problems.append(Problem("file-cut-off", file=file))
    if place.parent.name.startswith(INDEX_MADE):
        problems.append(Problem("shx-made-again", file=file))
    known = Encoding(wanted or "")
    if shapefile and not wanted and _beside(place, ".dbf") is not None:
        known = _shapefile_encoding(place, file, problems)
    with spoken(file, place) as said, _in_utf8(suffix):
        as_bytes = _BYTES if unsure else None
        driver = _driver_of(place, layer, as_bytes)
        (meta, fids, wkb, values), decoded_already = _raw(place, layer, driver, as_bytes, known)
    layer = layer or place.stem
    if wkb is None:
        raise BadInput("layer-without-shapes", file=file)
    if not len(wkb):
        raise BadInput("layer-empty", file=file, layer=layer)
    problems += _warnings(said, file)
    columns: dict[str, npt.NDArray[Any]] = {}
    for header, column in zip(meta["fields"], values, strict=True):
        columns[_free(str(header), columns)] = column
    if shapefile and not columns and _beside(place, ".dbf") is None:
        if not without_table:
            raise BadInput("shapefile-incomplete", file=file, missing=f"{place.stem}.dbf")
        problems.append(Problem("dbf-missing", file=file))
    elif unsure and not decoded_already:
        columns = _decoded_columns(
            columns, (known.name if shapefile else "") or _encoding(wanted, columns, file), file, problems
        )
    columns = with_inexact_as_text(columns, place, suffix)
    aliases, curved = told_beside(place, layer, driver)
    columns, names = with_aliases(_with_ids(columns, fids), aliases)
    shapes, unreadable = _shapes(wkb, file, problems)
    if curved:
        problems.append(Problem("curves-made-straight", file=file))
    crs = _crs_of(meta["crs"])
    return Features(file, layer, driver, columns, shapes, unreadable, crs, tuple(problems), names)


def _warnings(said: list[str], file: str) -> list[Problem]:
    """Return what is told of GDAL's warnings."""
    measured = [Problem("m-dropped", file=file) for reason in said if _MEASURED in reason][:1]
    others = [reason for reason in said if _MEASURED not in reason][:_MOST_WARNINGS]
    return [*measured, *(Problem("reader-warning", file=file, values={"reason": reason}) for reason in others)]


def _raw(place: Path, layer: str | None, driver: str, encoding: str | None, known: Encoding) -> tuple[Any, bool]:
    """Return what pyogrio reads of a layer, and whether its texts are decoded already.

    They are where the encoding is known and no letter is cut or damaged, which pyogrio would leave out in silence. Read
    as Latin-1, every byte of a text comes through and is decoded here, on every system alike.
    """
    options: dict[str, Any] = {"datetime_as_string": True, "return_fids": driver == "GeoJSON"}
    if driver in ("GeoJSON", "GeoJSONSeq"):
        options["FLATTEN_NESTED_ATTRIBUTES"] = "YES"
    if known.whole:
        with contextlib.suppress(UnicodeError, LookupError):
            return pyogrio.raw.read(place, layer=layer, encoding=known.name, **options), True
    return pyogrio.raw.read(place, layer=layer, encoding=encoding, **options), False


def _free(header: str, taken: Mapping[str, object]) -> str:
    """Return a header, with strokes behind it until no other column bears it."""
    while header in taken:
        header += "_"
    return header


def json_driver(place: Path) -> str:
    """Return ``GeoJSON`` for a file that is one beyond doubt, of which every further look would read all of it."""
    if place.suffix.lower() not in (".geojson", ".json"):
        return ""
    with place.open("rb") as stream:
        head = stream.read(100_000)
    return "GeoJSON" if _FEATURE_COLLECTION.match(head) and not _OTHER_JSON.search(head) else ""


def _driver_of(place: Path, layer: str | None, encoding: str | None) -> str:
    driver = json_driver(place) or sure_driver(place)
    return driver or str(pyogrio.read_info(place, layer=layer, encoding=encoding)["driver"])


def _shapes(wkb: npt.NDArray[Any], file: str, problems: list[Problem]) -> tuple[ShapeArray, BoolArray]:
    """Return shapes and which cannot be read; rings that are not closed are closed, told."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what cannot be read is told by row
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        there = np.asarray(pd.notna(wkb), dtype=bool)
        lost = np.flatnonzero(shapely.is_missing(shapes) & there)
        if len(lost):
            shapes[lost] = [_closed(blob) for blob in wkb[lost]]
    closed = lost[~shapely.is_missing(shapes[lost])]
    if len(closed):
        problems.append(Problem("ring-closed", file=file, row=int(closed[0]) + 1, values={"count": len(closed)}))
    return left_out(shapes), shapely.is_missing(shapes) & there


def _closed(blob: bytes) -> shapely.Geometry | None:
    """Return a shape of which rings are not closed, with each of them closed; ``None`` if it is damaged otherwise."""
    try:
        return shapely.from_wkb(blob, on_invalid="fix")
    except (shapely.errors.ShapelyError, ValueError):
        return None


def _with_ids(columns: dict[str, npt.NDArray[Any]], fids: npt.NDArray[np.int64] | None) -> dict[str, npt.NDArray[Any]]:
    """Return columns with the ids of a GeoJSON's features, if these are numbers that somebody has given."""
    if fids is None or "id" in columns or not len(fids) or int(fids.max()) < 10 * len(fids) + 1000:
        return columns
    return {**columns, "id": fids}


@contextmanager
def _in_utf8(suffix: str) -> Iterator[None]:
    """Have GDAL take the texts of a drawing for UTF-8, which they are in the copy, whatever it says of itself."""
    if suffix != ".dxf":
        yield
        return
    pyogrio.set_gdal_config_options({"DXF_ENCODING": "UTF-8"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"DXF_ENCODING": None})


# ---- encodings -------------------------------------------------------------------------------------------------------


def _encoding(wanted: str | None, columns: Mapping[str, npt.NDArray[Any]], file: str) -> str:
    """Return the encoding of texts that GDAL may have decoded already, by what the file says of itself."""
    encoding = _encoding_of(columns) or wanted or ""
    if not encoding:
        raise BadInput("encoding-unknown", file=file)
    return encoding


def _is_cut_off(shp: Path) -> bool:
    """Whether a .shp is shorter than its header says (bytes 24 to 27: the length in words of two bytes)."""
    with shp.open("rb") as stream:
        header = stream.read(100)
    return len(header) == 100 and int.from_bytes(header[24:28], "big") * 2 > shp.stat().st_size


def _encoding_of(columns: Mapping[str, npt.NDArray[Any]]) -> str | None:
    """Return the encoding that the texts of a file themselves speak for, if any."""
    listed = [values.tolist() for values in columns.values() if values.dtype == object]
    texts = {text for values in listed for text in values if isinstance(text, str) and not text.isascii()}
    try:
        return guess_encoding([text.encode("latin-1") for text in (*columns, *texts)])
    except UnicodeEncodeError:
        return None


def _beside(shp: Path, suffix: str) -> Path | None:
    for spelling in (suffix, suffix.upper()):
        path = shp.with_suffix(spelling)
        if path.is_file() and path.stat().st_size:
            return path
    return None


def _shapefile_encoding(place: Path, file: str, problems: list[Problem]) -> Encoding:
    dbf = _beside(place, ".dbf")
    if dbf is None:
        raise BadInput("shapefile-incomplete", file=file, missing=f"{place.stem}.dbf")
    try:
        encoding = shapefile_encoding(dbf, _beside(place, ".cpg"))
    except OSError as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    if encoding.said:
        problems.append(
            Problem("encoding-differs", file=file, values={"said": encoding.said, "found": encoding.name}),
        )
    return encoding


def _decoded_columns(
    columns: Mapping[str, npt.NDArray[Any]], encoding: str, file: str, problems: list[Problem]
) -> dict[str, npt.NDArray[Any]]:
    result: dict[str, npt.NDArray[Any]] = {}
    for raw_header, raw in columns.items():
        header, _ = _from_latin1(raw_header, encoding, file)
        values = raw
        if raw.dtype == object and (at_once := _decoded_at_once(raw, encoding)) is not None:
            values = at_once
        elif raw.dtype == object:
            both = {text: _from_latin1(text, encoding, file) for text in set(raw.tolist()) if isinstance(text, str)}
            values = np.array([both[text][0] if isinstance(text, str) else text for text in raw], dtype=object)
            cut = [row for row, text in enumerate(raw, start=1) if isinstance(text, str) and both[text][1]]
            if cut:
                problems.append(Problem("text-cut", file=file, row=cut[0], column=header, values={"count": len(cut)}))
        result[_free(header, result)] = values
    return result


def _decoded_at_once(raw: npt.NDArray[Any], encoding: str) -> npt.NDArray[Any] | None:
    """Return the texts of a column, all read in one; ``None`` if a letter of one of them is cut or damaged."""
    missing = np.asarray(pd.isna(raw), dtype=bool)
    texts = np.where(missing, "", raw).tolist() if missing.any() else raw.tolist()
    try:
        joined = "\n".join(texts)
    except TypeError:  # not texts only
        return None
    if joined.isascii():
        return raw
    try:
        read = joined.encode("latin-1").decode(encoding).split("\n")
    except UnicodeError:
        return None
    if len(read) != len(texts):
        return None
    values = np.array(read, dtype=object)
    values[missing] = raw[missing]
    return values


def _from_latin1(text: str, encoding: str, file: str) -> tuple[str, bool]:
    try:
        return decoded(text.encode("latin-1"), encoding)
    except UnicodeError as error:
        raise BadInput("encoding-unknown", file=file) from error


# ---- what GDAL says --------------------------------------------------------------------------------------------------


def _crs_of(text: str | None) -> pyproj.CRS | None:
    """Return the CRS that GDAL read; none if it is unknown or only local."""
    if not text:
        return None
    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return None
    return crs if crs.is_geographic or crs.is_projected or crs.is_bound else None


@contextmanager
def spoken(file: str, place: Path) -> Iterator[list[str]]:
    """Turn what GDAL raises into ``file-unreadable``, and gather what it warns of, each once."""
    said: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield said
        except BadInput:
            raise
        except Exception as error:  # GDAL's drivers raise whatever they like on a broken file
            reason = str(error) or type(error).__name__
            if _NOT_RECOGNISED in reason and place.suffix.lower() not in (*MAIN, *ALSO_READ):
                raise BadInput("format-not-known", file=file, expected=formats()) from error
            reason = _OF_GDAL.sub("", reason.split("; It might help")[0].replace(f"{place.parent}/", ""))
            raise BadInput("file-unreadable", file=file, reason=reason) from error
    for warning in caught:
        reason = str(warning.message)
        if reason in said or issubclass(warning.category, (DeprecationWarning, ResourceWarning)):
            continue
        if not _HARMLESS.search(reason):
            said.append(reason.replace(f"{place.parent}/", ""))
