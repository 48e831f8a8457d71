"""Broken input files of every sort, by name and by chance, and what must come of reading them."""

from __future__ import annotations

import shutil
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from gridmap.exchange.boundaries import ImportOptions, read_boundaries
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.model.scheme import load_scheme
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

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson", ".kml", ".zip")
"""Files that are spoilt; the first five are one shapefile."""


def write_sound_files(frame: gpd.GeoDataFrame, folder: Path) -> dict[str, Path]:
    """Write grids in every format that can be read, and return the files by suffix."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.to_file(folder / "a.shp", encoding="GBK")
        frame.to_file(folder / "a.gpkg")
        frame.to_crs(4326).to_file(folder / "a.geojson")
        frame.to_crs(4326).to_file(folder / "a.kml", driver="KML")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in PARTS[:5]:
            archive.write(folder / f"a{suffix}", f"网格{suffix}")
    return {suffix: folder / f"a{suffix}" for suffix in (".shp", *PARTS[5:])}


def damaged_copy(part: str, seed: int, cut: bool, sound: dict[str, Path], folder: Path) -> Path:
    """Copy a sound file to a folder with one of its parts cut off, or with some bytes changed."""
    whole = part if part in sound else ".shp"
    for file in sound[whole].parent.glob("a.*"):
        if file.suffix == whole or (whole == ".shp" and file.suffix in PARTS[:5]):
            shutil.copy(file, folder)
    victim = folder / f"a{part}"
    data = bytearray(victim.read_bytes())
    random = np.random.default_rng(seed)
    if cut:
        data = data[: random.integers(0, len(data))]
    else:
        for at in random.integers(0, len(data), size=int(random.integers(1, 12))):
            data[at] = random.integers(0, 256)
    victim.write_bytes(bytes(data))
    return folder / f"a{whole}"


def must_be_read_or_refused(source: Path) -> bool:
    """Import grids; fail if anything but a sentence comes of it, and return whether they were read."""
    plan = Plan(load_scheme())
    try:
        edit, problems = read_boundaries(plan, source, ImportOptions("comprehensive"))
    except GridMapError as error:
        told(error)
        return False
    after = plan.apply(edit.change(plan))
    assert len(after.ids) == edit.values["count"]
    for problem in problems:
        assert problem.key in SENTENCES and message_of(problem, "zh") and message_of(problem, "en")
    return True
