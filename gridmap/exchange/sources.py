"""Opening what officers send: any of the usual vector formats, zipped or not, with the texts in the right encoding.

What a file may be, and how large, is for :mod:`gridmap.exchange.formats` and :mod:`gridmap.exchange.archives` to say.
What comes out is columns and shapes as the file has them, in the file's CRS; what they mean is for
:mod:`gridmap.exchange.boundaries` to say.
"""

from __future__ import annotations

import re
import tempfile
import warnings
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

from gridmap.exchange.archives import unpack
from gridmap.exchange.encodings import decoded, encoding_named, guess_encoding, shapefile_encoding
from gridmap.exchange.formats import (
    ALSO_READ,
    MAIN,
    MOST_TEXT_BYTES,
    TEXTS,
    allow_only_these_drivers,
    formats,
    harmless_xml,
    looks_like,
    refuse_if_it_reaches_out,
    refuse_known_others,
    views_in,
)
from gridmap.exchange.survey import is_survey, survey_as_other
from gridmap.model.arrays import BoolArray, ShapeArray
from gridmap.model.errors import BadInput, Problem
from gridmap.model.plain_text import REPLACEMENT
from gridmap.storage.whole_files import reading

_SIDE: Final = (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".xml")
_SIDE_OF_MAPINFO: Final = (".dat", ".map", ".id", ".ind", ".mid")
# Formats that do not tell reliably in which encoding their texts are.
_OF_UNSURE_ENCODING: Final = (".shp", ".tab", ".mif")
_MOST_WARNINGS: Final = 5
# Begins the name of the folder of a copy of which the index was made again.
_INDEX_MADE: Final = "index-made-"
FOLDER: Final = "Folder"
"""Header of the column that says in which folder of a KML a row stands."""
_NOT_RECOGNISED: Final = "not recognized as being in a supported file format"


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
        A file of one of the :mod:`~gridmap.exchange.formats`, a zip with one in it, a file geodatabase, or a folder
        with one file.
    layer : str, optional
        Name of the layer; needed where there are several, but for the folders of a KML, which are read all at once.
    encoding : str, optional
        Of the texts, if the file is known to be wrong about it.
    likely : iterable of str, optional
        Names of which a layer is taken if several are there and none was asked for.

    Raises
    ------
    BadInput
        ``file-not-found``, ``source-empty``, ``file-unreadable``, ``source-is-folder``, ``zip-without-boundaries``,
        ``archive-too-large``, ``file-too-large``, ``format-not-known``, ``source-reaches-out``,
        ``shapefile-incomplete``, ``layer-not-found``, ``layer-choose``, ``layer-without-shapes``, ``layer-empty``,
        ``encoding-unknown``, ``encoding-name-unknown``.
    """
    wanted = encoding_named(encoding) if encoding else None
    source = Path(source)
    with _opened(source, wanted) as places:
        offers = [(place, name) for place in places for name in _layers(place, str(source))]
        if layer is None and len(offers) > 1 and all(place.suffix.lower() == ".kml" for place in places):
            return _all_folders([_read_folder(place, name, str(source)) for place, name in offers], str(source))
        place, name = _chosen(offers, layer, list(likely), str(source))
        return _read(place, name, wanted, str(source))


# ---- which file, which layer -----------------------------------------------------------------------------------------


@contextmanager
def _opened(source: Path, encoding: str | None = None) -> Iterator[list[Path]]:
    """Yield the files that GDAL is to open: the source itself, or what a folder or a zip holds."""
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
        yield _ready(source, Path(scratch), encoding)


def _ready(source: Path, scratch: Path, encoding: str | None) -> list[Path]:
    """Return the files that GDAL may open for a source: itself, copies in UTF-8 without references, or what is packed.

    GDAL goes by what a file holds, so this does too; the suffix counts where that says nothing.
    """
    suffix, file = source.suffix.lower(), str(source)
    if suffix in _SIDE and source.with_suffix(".shp").exists():
        return _ready(source.with_suffix(".shp"), scratch, encoding)
    if re.search(r"[!;]", file):  # what follows would be taken for the name of a file within this one
        raise BadInput("file-name-unusable", file=file)
    try:
        kind = "" if source.is_dir() else looks_like(source)
    except OSError as error:
        raise BadInput("file-unreadable", file=file, reason=str(error)) from error
    if not source.is_dir():
        refuse_known_others(source, file)
    if suffix in (".zip", ".shz") or (kind == "zip" and suffix == ""):
        return _unzipped(source, scratch, encoding)
    if suffix == ".kmz" and kind == "zip":
        return _unpacked_kmz(source, scratch, encoding)
    if kind in ("zip", "gzip"):
        raise BadInput("format-not-known", file=file, expected=formats())
    if suffix == ".shp":
        shp = _complete(source, scratch)
        if kind != "shapefile":
            raise BadInput("file-unreadable", file=file, reason="not a shapefile")
        return [shp]
    refuse_if_it_reaches_out(source, kind, file)
    if suffix == ".txt" and not kind:
        return [_of_survey(source, scratch, encoding)]
    if kind == "xml" or suffix in TEXTS:
        return [_in_utf8(source, scratch, encoding)]
    return [source.absolute()]


def _only_file_in(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in (*MAIN, ".gdb", ".zip"))
    if len(found) == 1 and found[0].suffix.lower() != ".zip" and (found[0].is_file() or found[0].suffix == ".gdb"):
        return found[0]
    raise BadInput("source-is-folder", file=str(folder), expected=", ".join(path.name for path in found) or "-")


def _of_survey(source: Path, scratch: Path, encoding: str | None) -> Path:
    """Return a list of boundary points as a file that GDAL may open."""
    text = _in_utf8(source, scratch, encoding).read_text(encoding="utf-8-sig")
    if not is_survey(text):
        raise BadInput("format-not-known", file=str(source), expected=formats())
    suffix, data = survey_as_other(text, source.name)
    made = Path(tempfile.mkdtemp(dir=scratch)) / f"{source.stem}{suffix}"
    made.write_bytes(data)
    return made


def _complete(shp: Path, scratch: Path) -> Path:
    """Return the shapefile if what belongs to it is there, or a copy with the index that it lacks.

    GDAL's own words for what is missing help nobody.
    """
    missing = [f"{shp.stem}{suffix}" for suffix in (".shx", ".dbf") if not _beside(shp, suffix)]
    if missing == [f"{shp.stem}.shx"]:
        return _with_index(shp, scratch)
    if missing:
        raise BadInput("shapefile-incomplete", file=str(shp), missing=", ".join(missing))
    return shp


def _with_index(shp: Path, scratch: Path) -> Path:
    """Return a copy of a shapefile of which GDAL has made the index again from the shapes."""
    apart = Path(tempfile.mkdtemp(dir=scratch, prefix=_INDEX_MADE))
    try:
        for suffix in (".shp", ".dbf", ".prj", ".cpg"):
            if (beside := _beside(shp, suffix)) is not None:
                (apart / f"{shp.stem}{suffix}").write_bytes(beside.read_bytes())
    except OSError as error:
        raise BadInput("file-unreadable", file=str(shp), reason=str(error)) from error
    copy = apart / shp.name
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        with _spoken(str(shp), copy):
            pyogrio.read_info(copy, encoding="ISO-8859-1")
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    return copy


def _beside(shp: Path, suffix: str) -> Path | None:
    """Return a side file of a shapefile, whatever the case of its suffix, if it is there and not empty."""
    for spelling in (suffix, suffix.upper()):
        path = shp.with_suffix(spelling)
        if path.is_file() and path.stat().st_size:
            return path
    return None


def _unzipped(source: Path, scratch: Path, encoding: str | None) -> list[Path]:
    """Unpack what belongs to boundaries and return the files that GDAL may open."""

    def is_wanted(name: PurePosixPath) -> bool:
        return name.suffix.lower() in (*MAIN, *_SIDE, *_SIDE_OF_MAPINFO) and not name.name.startswith("._")

    unpacked = unpack(source, scratch, is_wanted)
    found = sorted(path for path in unpacked if path.suffix in MAIN and path.stat().st_size)
    if not found:
        raise BadInput("zip-without-boundaries", file=str(source), expected=", ".join(MAIN))
    return [place for path in found for place in _ready(path, scratch, encoding)]


def _unpacked_kmz(source: Path, scratch: Path, encoding: str | None) -> list[Path]:
    """Unpack the KML of a KMZ; its pictures are of no use here."""
    inside = scratch / f"kmz-{source.stem}"
    inside.mkdir()
    found = sorted(unpack(source, inside, lambda name: name.suffix.lower() == ".kml"))
    if not found:
        raise BadInput("zip-without-boundaries", file=str(source), expected=".kml")
    return [_in_utf8(path, inside, encoding) for path in found]


def _in_utf8(path: Path, scratch: Path, wanted: str | None) -> Path:
    """Return a copy of a text file in UTF-8, since GDAL does not know of other encodings, with no file beside it."""
    try:
        if path.stat().st_size > MOST_TEXT_BYTES:
            raise BadInput("file-too-large", file=str(path), bytes=MOST_TEXT_BYTES)
        data = path.read_bytes()
    except OSError as error:
        raise BadInput("file-unreadable", file=str(path), reason=str(error)) from error
    encoding = wanted or _utf16_of(data) or ("utf-8" if _is_utf8(data) else "gb18030")
    if encoding not in ("utf-8", "utf-8-sig"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise BadInput("encoding-unknown", file=path.name) from error
        said = r"""encoding=(["'])(?:GBK|GB2312|GB18030|UTF-16(?:LE|BE)?)\1"""
        data = (re.sub(said, 'encoding="UTF-8"', text[:200], flags=re.I) + text[200:]).encode()
    if data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")[:1] == b"<":
        data = harmless_xml(data, str(path))
    if path.suffix.lower() == ".csv":
        data = data.replace(b"\0", REPLACEMENT.encode())  # GDAL takes it for the end of the line, shape and all
    apart = Path(tempfile.mkdtemp(dir=scratch)) / re.sub(r"[!;]", "_", path.name)
    apart.write_bytes(data)
    return apart


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


def _layers(place: Path, file: str) -> list[str]:
    with _spoken(file, place):
        views = views_in(place) if place.is_file() and looks_like(place) == "sqlite" else set()
        listed = pyogrio.list_layers(place)
    return [str(name) for name, geometry in listed if geometry is not None and str(name).lower() not in views]


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
    if place.parent.name.startswith(_INDEX_MADE):
        problems.append(Problem("shx-made-again", file=file))
    # Read as Latin-1, every byte of a text comes through and is decoded here, on every system alike.
    as_bytes = "ISO-8859-1" if unsure else None
    with _spoken(file, place) as said:
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


def _read_folder(place: Path, layer: str, file: str) -> Features | None:
    """Read a folder of a KML; ``None`` for one that has only other folders in it."""
    try:
        return _read(place, layer, None, file)
    except BadInput as error:
        if error.key not in ("layer-empty", "layer-without-shapes"):
            raise
        return None


def _all_folders(read: list[Features | None], file: str) -> Features:
    """Put the folders of a KML one after the other, with the name of its folder beside each row."""
    folders = [features for features in read if features is not None]
    if not folders:
        raise BadInput("layer-without-shapes", file=file)
    headers = dict.fromkeys(header for features in folders for header in features.columns)
    columns = {
        header: np.concatenate(
            [
                features.columns[header].astype(object)
                if header in features.columns
                else np.full(len(features), None, dtype=object)
                for features in folders
            ]
        )
        for header in headers
    }
    columns[FOLDER] = np.concatenate([np.full(len(features), features.layer, dtype=object) for features in folders])
    return Features(
        file=file,
        layer=", ".join(features.layer for features in folders),
        driver=folders[0].driver,
        columns=columns,
        shapes=np.concatenate([features.shapes for features in folders]),
        unreadable=np.concatenate([features.unreadable for features in folders]),
        crs=folders[0].crs,
        problems=tuple(problem for features in folders for problem in features.problems),
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
def _spoken(file: str, place: Path) -> Iterator[list[str]]:
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
            if _NOT_RECOGNISED in reason and place.suffix.lower() not in (*MAIN, *ALSO_READ, *_SIDE):
                raise BadInput("format-not-known", file=file, expected=formats()) from error
            raise BadInput("file-unreadable", file=file, reason=reason.split("; It might help")[0]) from error
    for warning in caught:
        reason = str(warning.message)
        if reason not in said and not issubclass(warning.category, (DeprecationWarning, ResourceWarning)):
            said.append(reason)
