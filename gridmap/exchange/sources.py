"""Opening what officers send: any vector format that GDAL reads, zipped or not, with the texts in the right encoding.

What comes out is columns and shapes as the file has them, in the file's CRS; what they mean is for
:mod:`gridmap.exchange.boundaries` to say.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyogrio
import pyproj
import shapely

from gridmap.errors import BadInput, Problem
from gridmap.exchange.encodings import decoded, encoding_named, guess_encoding, shapefile_encoding
from gridmap.plan import BoolArray, ShapeArray
from gridmap.storage.whole_files import reading

_MAIN: Final = (".shp", ".gpkg", ".geojson", ".json", ".topojson", ".kml", ".kmz", ".gml", ".tab", ".mif", ".fgb")
_SIDE: Final = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".xml")
_TEXT: Final = (".geojson", ".json", ".topojson", ".kml", ".gml", ".geojsonl")
# Formats that do not tell reliably in which encoding their texts are.
_OF_UNSURE_ENCODING: Final = (".shp", ".tab", ".mif")
_MOST_WARNINGS: Final = 5


@dataclass(frozen=True, eq=False)
class Features:
    """What one layer of a file holds.

    Attributes
    ----------
    file, layer, driver : str
        The file as the user named it, the layer, and GDAL's name of the format.
    columns : mapping of header to array (n,)
        Values as read; texts decoded, ``None`` or NaN where there is none.
    shapes : array of geometries (n,)
        As in the file, perhaps with Z; ``None`` where there is none or it cannot be read.
    unreadable : array of bool (n,)
        Which shapes are there but cannot be read.
    crs : pyproj.CRS or None
        What the file says; ``None`` if it does not.
    problems : tuple of Problem
        What was noticed on the way.
    """

    file: str
    layer: str
    driver: str
    columns: Mapping[str, npt.NDArray[Any]]
    shapes: ShapeArray
    unreadable: BoolArray
    crs: pyproj.CRS | None
    problems: tuple[Problem, ...]

    def __len__(self) -> int:
        return len(self.shapes)


def layers_in(source: Path) -> tuple[str, ...]:
    """Return the names of the layers with shapes in a file; errors as of :func:`read_features`."""
    with _opened(Path(source)) as places:
        return tuple(layer for place in places for layer in _layers(place, str(source)))


def read_features(
    source: Path, layer: str | None = None, encoding: str | None = None, likely: Iterable[str] = ()
) -> Features:
    """Read one layer of a file.

    Parameters
    ----------
    source : Path
        A file of any format that GDAL reads, a zip with one in it, a file geodatabase, or a folder with one file.
    layer : str, optional
        Name of the layer; needed where there are several.
    encoding : str, optional
        Of the texts, if the file is known to be wrong about it.
    likely : iterable of str, optional
        Names of which a layer is taken if several are there and none was asked for.

    Raises
    ------
    BadInput
        ``file-not-found``, ``source-empty``, ``file-unreadable``, ``source-is-folder``, ``zip-without-boundaries``,
        ``shapefile-incomplete``, ``layer-not-found``, ``layer-choose``, ``layer-without-shapes``, ``layer-empty``,
        ``encoding-unknown``, ``encoding-name-unknown``.
    """
    wanted = encoding_named(encoding) if encoding else None
    source = Path(source)
    with _opened(source, wanted) as places:
        offers = [(place, name) for place in places for name in _layers(place, str(source))]
        place, name = _chosen(offers, layer, list(likely), str(source))
        return _read(place, name, wanted, str(source))


# ---- which file, which layer -----------------------------------------------------------------------------------------


@contextmanager
def _opened(source: Path, encoding: str | None = None) -> Iterator[list[Path]]:
    """Yield the files that GDAL is to open: the source itself, or what a folder or a zip holds."""
    try:
        exists, folder = source.exists(), source.is_dir()
        size = source.stat().st_size if exists else 0
    except (OSError, ValueError) as error:
        raise BadInput("file-unreadable", file=str(source), reason=str(error)) from error
    if not exists:
        raise BadInput("file-not-found", file=str(source))
    if folder and source.suffix.lower() != ".gdb":
        yield [_only_file_in(source)]
        return
    if not folder and size == 0:
        raise BadInput("source-empty", file=str(source))
    with reading(source), tempfile.TemporaryDirectory(prefix="gridmap-") as scratch:
        if zipfile.is_zipfile(source) and source.suffix.lower() in (".zip", ""):
            yield _unzipped(source, Path(scratch), encoding)
        elif source.suffix.lower() in _SIDE and source.with_suffix(".shp").exists():
            yield [_complete(source.with_suffix(".shp"))]
        elif source.suffix.lower() == ".shp":
            yield [_complete(source)]
        elif source.suffix.lower() in _TEXT:
            yield [_in_utf8(source, Path(scratch), encoding)]
        else:
            yield [source]


def _only_file_in(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in (*_MAIN, ".gdb", ".zip"))
    if len(found) == 1 and found[0].suffix.lower() != ".zip" and (found[0].is_file() or found[0].suffix == ".gdb"):
        return _complete(found[0]) if found[0].suffix.lower() == ".shp" else found[0]
    raise BadInput("source-is-folder", file=str(folder), expected=", ".join(path.name for path in found) or "-")


def _complete(shp: Path) -> Path:
    """Return the shapefile if what belongs to it is there; GDAL's own words for this help nobody."""
    missing = [f"{shp.stem}{suffix}" for suffix in (".shx", ".dbf") if not _beside(shp, suffix)]
    if missing:
        raise BadInput("shapefile-incomplete", file=str(shp), missing=", ".join(missing))
    return shp


def _beside(shp: Path, suffix: str) -> Path | None:
    """Return a side file of a shapefile, whatever the case of its suffix, if it is there and not empty."""
    for spelling in (suffix, suffix.upper()):
        path = shp.with_suffix(spelling)
        if path.is_file() and path.stat().st_size:
            return path
    return None


def _unzipped(source: Path, scratch: Path, encoding: str | None) -> list[Path]:
    """Unpack what belongs to boundaries, under names that every system can write, and return the main files."""
    try:
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                name = PurePosixPath(_zip_name(info).replace("\\", "/"))
                if info.is_dir() or name.suffix.lower() not in (*_MAIN, *_SIDE) or name.name.startswith("._"):
                    continue
                place = scratch / "_".join(part for part in name.parts if part not in ("/", "..", "."))
                with archive.open(info) as packed, place.with_suffix(place.suffix.lower()).open("wb") as out:
                    shutil.copyfileobj(packed, out)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise BadInput("file-unreadable", file=str(source), reason=str(error)) from error
    except Exception as error:  # what zlib, lzma and bz2 raise on damaged data shares no base
        raise BadInput("file-unreadable", file=str(source), reason=str(error)) from error
    found = sorted(path for path in scratch.iterdir() if path.suffix in _MAIN and path.stat().st_size)
    if not found:
        raise BadInput("zip-without-boundaries", file=str(source), expected=", ".join(_MAIN))
    return [_complete(path) if path.suffix == ".shp" else _in_utf8(path, scratch, encoding) for path in found]


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a name in a zip; without the flag for UTF-8, Windows in China writes GBK, which Python reads as CP437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _in_utf8(path: Path, scratch: Path, wanted: str | None) -> Path:
    """Return a text file, or a copy in UTF-8 if it is in another encoding, which GDAL does not know of."""
    if path.suffix.lower() not in _TEXT:
        return path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput("file-unreadable", file=str(path), reason=str(error)) from error
    encoding = wanted or ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
    if wanted is None and encoding == "utf-8" and not _is_utf8(data):
        encoding = "gb18030"
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput("encoding-unknown", file=path.name) from error
    copy = scratch / f"utf8-{path.name}"
    text = (
        re.sub(r"""encoding=(["'])(?:GBK|GB2312|GB18030|UTF-16)\1""", 'encoding="UTF-8"', text[:200], flags=re.I)
        + text[200:]
    )
    copy.write_bytes(text.encode())
    return copy


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _layers(place: Path, file: str) -> list[str]:
    with _spoken(file):
        listed = pyogrio.list_layers(place)
    return [str(name) for name, geometry in listed if geometry is not None]


def _chosen(offers: list[tuple[Path, str]], layer: str | None, likely: list[str], file: str) -> tuple[Path, str]:
    if not offers:
        raise BadInput("layer-without-shapes", file=file)
    if layer is not None:
        for exact in (True, False):
            for place, name in offers:
                if layer in (name, place.stem) if exact else _alike(layer, name) or _alike(layer, place.stem):
                    return place, name
        raise BadInput("layer-not-found", file=file, value=layer, expected=", ".join(name for _, name in offers))
    if len(offers) > 1:
        meant = [offer for offer in offers if offer[1].casefold() in {name.casefold() for name in likely}]
        if len(meant) != 1:
            raise BadInput("layer-choose", file=file, expected=", ".join(name for _, name in offers))
        return meant[0]
    return offers[0]


def _alike(one: str, two: str) -> bool:
    return one.strip().casefold() == two.strip().casefold()


# ---- reading ---------------------------------------------------------------------------------------------------------


def _read(place: Path, layer: str, wanted: str | None, file: str) -> Features:
    problems: list[Problem] = []
    shapefile, unsure = place.suffix.lower() == ".shp", place.suffix.lower() in _OF_UNSURE_ENCODING
    if shapefile and _is_cut_off(place):
        problems.append(Problem("file-cut-off", file=file))
    # Read as Latin-1, every byte of a text comes through and is decoded here, on every system alike.
    as_bytes = "ISO-8859-1" if unsure else None
    with _spoken(file) as said:
        info = pyogrio.read_info(place, layer=layer, encoding=as_bytes)
        meta, _, wkb, values = pyogrio.raw.read(place, layer=layer, encoding=as_bytes, datetime_as_string=True)
    problems += [Problem("reader-warning", file=file, values={"reason": reason}) for reason in said[:_MOST_WARNINGS]]
    if wkb is None:
        raise BadInput("layer-without-shapes", file=file)
    if not len(wkb):
        raise BadInput("layer-empty", file=file, layer=layer)
    headers = [str(header) for header in meta["fields"]]
    columns = dict(zip(headers, values, strict=True))
    if unsure:
        if shapefile:
            encoding = wanted or _shapefile_encoding(place, file, problems)
        else:  # GDAL may have decoded them already, by what the file says of itself
            encoding = _encoding_of(columns) or wanted or ""
        if not encoding:
            raise BadInput("encoding-unknown", file=file)
        columns = _decoded_columns(columns, encoding, file, problems)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    unreadable = shapely.is_missing(shapes) & np.array([blob is not None for blob in wkb])
    return Features(
        file=file,
        layer=layer,
        driver=str(info["driver"]),
        columns=columns,
        shapes=shapes,
        unreadable=unreadable,
        crs=_crs_of(meta["crs"]),
        problems=tuple(problems),
    )


def _is_cut_off(shp: Path) -> bool:
    """Whether a .shp is shorter than its header says (bytes 24 to 27: the length in words of two bytes)."""
    with shp.open("rb") as stream:
        header = stream.read(100)
    return len(header) == 100 and int.from_bytes(header[24:28], "big") * 2 > shp.stat().st_size


def _encoding_of(columns: Mapping[str, npt.NDArray[Any]]) -> str | None:
    """Return the encoding that the texts of a file themselves speak for, if any."""
    texts = {text for values in columns.values() if values.dtype == object for text in values if isinstance(text, str)}
    try:
        return guess_encoding([text.encode("latin-1") for text in (*columns, *texts)])
    except UnicodeEncodeError:
        return None


def _shapefile_encoding(place: Path, file: str, problems: list[Problem]) -> str:
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
    return encoding.name


def _decoded_columns(
    columns: Mapping[str, npt.NDArray[Any]], encoding: str, file: str, problems: list[Problem]
) -> dict[str, npt.NDArray[Any]]:
    result: dict[str, npt.NDArray[Any]] = {}
    for raw_header, raw in columns.items():
        header, _ = _from_latin1(raw_header, encoding, file)
        values = raw
        if raw.dtype == object:
            both = {text: _from_latin1(text, encoding, file) for text in set(raw.tolist()) if isinstance(text, str)}
            values = np.array([both[text][0] if isinstance(text, str) else text for text in raw], dtype=object)
            cut = [row for row, text in enumerate(raw, start=1) if isinstance(text, str) and both[text][1]]
            if cut:
                problems.append(Problem("text-cut", file=file, row=cut[0], column=header, values={"count": len(cut)}))
        while header in result:
            header += "_"
        result[header] = values
    return result


def _from_latin1(text: str, encoding: str, file: str) -> tuple[str, bool]:
    try:
        return decoded(text.encode("latin-1"), encoding)
    except UnicodeError as error:
        raise BadInput("encoding-unknown", file=file) from error


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
def _spoken(file: str) -> Iterator[list[str]]:
    """Turn what GDAL raises into ``file-unreadable``, and gather what it warns of, each once."""
    said: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield said
        except BadInput:
            raise
        except Exception as error:  # GDAL's drivers raise whatever they like on a broken file
            raise BadInput("file-unreadable", file=file, reason=str(error) or type(error).__name__) from error
    for warning in caught:
        reason = str(warning.message)
        if reason not in said and not issubclass(warning.category, (DeprecationWarning, ResourceWarning)):
            said.append(reason)
