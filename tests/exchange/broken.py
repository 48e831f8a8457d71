"""Broken input files of every sort, by name and by chance, and what must come of reading them."""

from __future__ import annotations

import json
import shutil
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
from tests.exchange.tables.writers import Page, xlsx
from ui.words.messages import SENTENCES, message_of

Make = Callable[[Path, gpd.GeoDataFrame], Path]


def gbk_shapefile(folder: Path, frame: gpd.GeoDataFrame) -> Path:
    frame.to_file(folder / "网格.shp", encoding="GBK")
    return folder / "网格.shp"


def bytes_of(name: str, data: bytes) -> Make:
    def make(folder: Path, frame: gpd.GeoDataFrame) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def without(suffix: str) -> Make:
    def make(folder: Path, frame: gpd.GeoDataFrame) -> Path:
        shp = gbk_shapefile(folder, frame)
        shp.with_suffix(suffix).unlink()
        return shp

    return make


def emptied(suffix: str) -> Make:
    def make(folder: Path, frame: gpd.GeoDataFrame) -> Path:
        shp = gbk_shapefile(folder, frame)
        shp.with_suffix(suffix).write_bytes(b"")
        return shp

    return make


def renamed(suffix: str, to: str) -> Make:
    def make(folder: Path, frame: gpd.GeoDataFrame) -> Path:
        file = folder / f"a{suffix}"
        (frame.to_crs(4326) if suffix == ".geojson" else frame).to_file(file)
        return shutil.move(file, folder / f"b{to}")

    return make


def zipped(*names: str, cut: int | None = None) -> Make:
    def make(folder: Path, frame: gpd.GeoDataFrame) -> Path:
        shp = gbk_shapefile(folder, frame)
        with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(shp.with_suffix(name) if name.startswith(".") else shp, f"a{name}")
        if cut is not None:
            data = (folder / "a.zip").read_bytes()
            (folder / "a.zip").write_bytes(data[:cut])
        return folder / "a.zip"

    return make


def folder_with(*names: str, folder: str = "资料") -> Make:
    called = folder

    def make(folder: Path, frame: gpd.GeoDataFrame) -> Path:
        inner = folder / called
        inner.mkdir()
        for name in names:
            (inner / name).write_bytes(b"x")
        return inner

    return make


def no_features(folder: Path, frame: gpd.GeoDataFrame) -> Path:
    frame.iloc[:0].to_file(folder / "a.gpkg", geometry_type="Polygon")
    return folder / "a.gpkg"


def lines_only(folder: Path, frame: gpd.GeoDataFrame) -> Path:
    opened = [shapely.LineString(shape.exterior.coords[:3]) for shape in frame.geometry]
    frame.set_geometry(gpd.GeoSeries(opened, index=frame.index, crs=frame.crs)).to_file(folder / "a.gpkg")
    return folder / "a.gpkg"


def table_only(folder: Path, frame: gpd.GeoDataFrame) -> Path:
    (folder / "a.csv").write_text("网格编码,网格名称\n1,甲\n", encoding="utf-8")
    return folder / "a.csv"


BROKEN: dict[str, tuple[Make, str]] = {
    "not there": (lambda folder, frame: folder / "没有.shp", "file-not-found"),
    "no bytes": (bytes_of("a.gpkg", b""), "source-empty"),
    "noise as GeoPackage": (bytes_of("a.gpkg", bytes(range(256)) * 8), "file-unreadable"),
    "noise as shapefile alone": (bytes_of("a.shp", bytes(range(256)) * 8), "shapefile-incomplete"),
    "noise as zip": (bytes_of("a.zip", b"PK\x03\x04" + bytes(200)), "file-unreadable"),
    "noise as TopoJSON": (bytes_of("a.topojson", b"\xff\xff\xff"), "encoding-unknown"),
    "half a GeoJSON": (bytes_of("a.geojson", b'{"type": "FeatureCollection", "features": [{"type"'), "file-unreadable"),
    "JSON of something else": (bytes_of("a.json", b'{"hello": 1}'), "file-unreadable"),
    "GeoJSON without features": (bytes_of("a.geojson", b'{"type":"FeatureCollection","features":[]}'), "layer-empty"),
    "XML of something else": (bytes_of("a.kml", b"<html><body>404</body></html>"), "file-unreadable"),
    "text": (bytes_of("a.txt", "网格".encode("gbk")), "format-not-known"),
    "shapefile without table": (without(".dbf"), "shapefile-incomplete"),
    "shapefile without CRS": (without(".prj"), "crs-missing"),
    "shapefile with an empty table": (emptied(".dbf"), "shapefile-incomplete"),
    "shapefile of no bytes": (emptied(".shp"), "source-empty"),
    "GeoPackage named shapefile": (renamed(".gpkg", ".shp"), "shapefile-incomplete"),
    "zip without boundaries": (zipped("-readme.txt"), "zip-without-boundaries"),
    "zip with half a shapefile": (zipped(".shp"), "shapefile-incomplete"),
    "half a zip": (zipped(".shp", ".shx", ".dbf", cut=200), "file-unreadable"),
    "empty folder": (folder_with(), "source-is-folder"),
    "folder with two files": (folder_with("a.gpkg", "b.geojson"), "source-is-folder"),
    "folder with a broken file": (folder_with("a.gpkg"), "file-unreadable"),
    "geodatabase without anything": (folder_with(folder="a.gdb"), "file-unreadable"),
    "no features": (no_features, "layer-empty"),
    "lines": (lines_only, "no-polygons"),
    "table": (table_only, "layer-without-shapes"),
}  # fmt: skip


def told(error: GridMapError) -> str:
    assert error.key in SENTENCES
    for language in ("zh", "en"):
        assert not message_of(error, language).startswith(error.key)
    return error.key


# ---- at random -------------------------------------------------------------------------------------------------------

PARTS = (
    ".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson", ".kml", ".zip", ".kmz", ".topojson", ".geojsonl",
    ".gml", ".fgb", ".csv", ".txt", ".dxf", ".tab", ".dat", ".map", ".id", ".mif", ".mid", ".gdbzip", ".xlsx",
)  # fmt: skip
"""Files that are spoilt; some are parts of one file."""

_WHOLE = dict.fromkeys(PARTS[:5], ".shp") | {".dat": ".tab", ".map": ".tab", ".id": ".tab", ".mid": ".mif"}
_PARTS_OF = {".shp": PARTS[:5], ".tab": (".tab", ".dat", ".map", ".id"), ".mif": (".mif", ".mid")}


def write_sound_files(frame: gpd.GeoDataFrame, folder: Path) -> dict[str, Path]:
    """Write grids in every format that can be read, and return the files by suffix; parts of one have a folder."""
    degrees = frame.to_crs(4326)

    def to(suffix: str, made: gpd.GeoDataFrame, **options: object) -> None:
        (folder / suffix[1:]).mkdir()
        made.to_file(folder / suffix[1:] / f"a{suffix}", **options)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        to(".shp", frame, encoding="GBK")
        to(".gpkg", frame)
        to(".geojson", degrees)
        to(".kml", degrees, driver="KML")
        to(".gml", frame, driver="GML")
        to(".fgb", frame)
        to(".tab", frame, driver="MapInfo File", ENCODING="CP936")
        to(".mif", frame, driver="MapInfo File", FORMAT="MIF", ENCODING="CP936")
        to(".gdb", frame, driver="OpenFileGDB")
    rows = [*zip(frame.iloc[:, 0], frame.iloc[:, 1], frame.geometry, strict=True)]
    features = json.loads(degrees.to_json())["features"]
    texts = {
        ".csv": "\n".join(["网格编码,网格名称,WKT", *(f'{code},{name},"{shape.wkt}"' for code, name, shape in rows)]),
        ".txt": "[地块坐标]\n" + "\n".join(_parcel(*row) for row in rows),
        ".dxf": "0\nSECTION\n2\nENTITIES\n" + "".join(_outline(*row) for row in rows) + "0\nENDSEC\n0\nEOF\n",
        ".geojsonl": "\n".join(map(json.dumps, features)),
        ".topojson": json.dumps(_topology(features)),
    }
    for suffix, text in texts.items():
        (folder / suffix[1:]).mkdir()
        (folder / suffix[1:] / f"a{suffix}").write_text(text, encoding="utf-8")
    (folder / "xlsx").mkdir()
    xlsx(folder / "xlsx" / "a.xlsx", Page([["网格编码", "网格名称", "WKT"], *([c, n, s.wkt] for c, n, s in rows)]))
    _pack(folder / "zip" / "a.zip", {f"网格{part}": folder / "shp" / f"a{part}" for part in PARTS[:5]})
    _pack(folder / "kmz" / "a.kmz", {"doc.kml": folder / "kml" / "a.kml"})
    _pack(folder / "gdbzip" / "a.zip", {f"a.gdb/{path.name}": path for path in (folder / "gdb" / "a.gdb").iterdir()})
    wholes = dict.fromkeys(_WHOLE.get(part, part) for part in PARTS)
    return {part: folder / part[1:] / ("a.zip" if part == ".gdbzip" else f"a{part}") for part in wholes}


def _pack(file: Path, entries: dict[str, Path]) -> None:
    file.parent.mkdir()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in entries.items():
            archive.write(path, name)


def _parcel(code: str, name: str, shape: shapely.Polygon) -> str:
    points = [f"J{i},1,{y},{x}" for i, (x, y) in enumerate(shape.exterior.coords)]
    return "\n".join([f"5,1,{code},{name},面,,,,@", *points])


def _outline(code: str, _: str, shape: shapely.Polygon) -> str:
    corners = "".join(f"10\n{x}\n20\n{y}\n" for x, y in shape.exterior.coords[:-1])
    x, y = shape.centroid.coords[0]
    text = f"0\nTEXT\n8\n1\n10\n{x}\n20\n{y}\n40\n5\n1\n{code}\n"
    return f"0\nLWPOLYLINE\n100\nAcDbPolyline\n8\n0\n90\n4\n70\n1\n{corners}{text}"


def _topology(features: list[dict[str, Any]]) -> dict[str, object]:
    shapes = [
        {"type": "Polygon", "arcs": [[number]], "properties": feature["properties"]}
        for number, feature in enumerate(features)
    ]
    arcs = [feature["geometry"]["coordinates"][0] for feature in features]
    return {"type": "Topology", "objects": {"a": {"type": "GeometryCollection", "geometries": shapes}}, "arcs": arcs}


def damaged_copy(part: str, seed: int, cut: bool, sound: dict[str, Path], folder: Path) -> Path:
    """Copy a sound file to a folder with one of its parts cut off, with some bytes changed, or with a piece moved."""
    whole = _WHOLE.get(part, part)
    source = sound[whole]
    for suffix in _PARTS_OF.get(whole, (source.suffix,)):
        if source.with_suffix(suffix).exists():
            shutil.copy(source.with_suffix(suffix), folder)
    victim = folder / source.with_suffix(part if whole in _PARTS_OF else source.suffix).name
    data = bytearray(victim.read_bytes())
    random = np.random.default_rng(seed)
    if cut:
        data = data[: random.integers(0, len(data))]
    elif data and seed % 3 == 0:
        begin, length, to = random.integers(0, len(data), size=3)
        piece = data[begin : begin + length % 200]
        data = data[:to] + piece + data[to + (0 if seed % 2 else len(piece)) :]
    else:
        for at in random.integers(0, len(data), size=int(random.integers(1, 12))):
            data[at] = random.integers(0, 256)
    victim.write_bytes(bytes(data))
    return folder / source.name


def must_be_read_or_refused(source: Path) -> bool:
    """Import grids; fail if anything but a sentence comes of it, and return whether they were read."""
    plan = Plan(load_scheme())
    says_nothing = source.suffix in (".csv", ".txt", ".dxf", ".xlsx")
    options = ImportOptions("comprehensive", crs="EPSG:4549" if says_nothing else None, number=says_nothing)
    try:
        edit, problems = read_boundaries(plan, source, options)
    except GridMapError as error:
        told(error)
        return False
    after = plan.apply(edit.change(plan))
    assert len(after.ids) == edit.values["count"]
    for problem in problems:
        assert problem.key in SENTENCES and message_of(problem, "zh") and message_of(problem, "en")
    return True
