"""What is written in any format of boundaries reads back the same: codes, names in Chinese, and shapes."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridmap.exchange.outlines import with_outlines
from gridmap.exchange.sources import Features, read_features
from gridmap.model.scheme import load_scheme
from tests.exchange.awkward.case import CRS, frame
from tests.exchange.awkward.drawings import dxf, label, outline
from tests.exchange.awkward.markup import data, kml, placemark
from tests.exchange.awkward.tables import HEAD, table

Write = Callable[[Path, gpd.GeoDataFrame], Path]

# Letters of names: common and rare Chinese, what surrounds numbers, and what means something to formats.
LETTERS = st.sampled_from("东西南北村居社区网格第一二三〇囧犇㙍䶮（）·、Ab1 -_'\"&<>,;：|\\{}%#@$")
NAMES = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: f"村{text.strip()}格")
PLAIN_NAMES = st.text(st.sampled_from("东西南北村居社区网格第一二三四五六七八九十AB12"), min_size=1, max_size=10)


@st.composite
def grids(draw: st.DrawFn, names: st.SearchStrategy[str], holes: bool = True) -> gpd.GeoDataFrame:
    """Return up to six grids side by side, some with a hole or in two parts, all corners on whole metres."""
    count = draw(st.integers(1, 6))
    codes = [
        f"{number:015d}"
        for number in draw(st.lists(st.integers(10**14, 10**15 - 1), min_size=count, max_size=count, unique=True))
    ]
    shapes = []
    for number in range(count):
        x, y = 552_000 + 500 * number, 3_527_000 + draw(st.integers(0, 400))
        wide, high = draw(st.integers(100, 400)), draw(st.integers(100, 400))
        shape: shapely.Geometry = shapely.box(x, y, x + wide, y + high)
        sort = draw(st.sampled_from(("plain", "hole", "parts") if holes else ("plain",)))
        if sort == "hole":
            shape = shape.difference(shapely.box(x + 20, y + 20, x + 60, y + 70))
        elif sort == "parts":
            shape = shape.union(shapely.box(x, y + high + 30, x + 50, y + high + 80))
        shapes.append(shape)
    listed = draw(st.lists(names, min_size=count, max_size=count))
    return gpd.GeoDataFrame({"code": codes, "name": listed}, geometry=shapes, crs=CRS)


def by_driver(suffix: str, *, degrees: bool = False, **options: object) -> Write:
    def write(folder: Path, made: gpd.GeoDataFrame) -> Path:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if suffix == ".gdb":  # holds shapes of one sort
                made = made.set_geometry(
                    [shapely.multipolygons(shapely.get_parts(shape)) for shape in made.geometry], crs=CRS
                )
            (made.to_crs(4326) if degrees else made).to_file(folder / f"网格{suffix}", **options)
        return folder / f"网格{suffix}"

    return write


def as_kml(folder: Path, made: gpd.GeoDataFrame) -> Path:
    def area(shape: shapely.Polygon) -> str:
        def ring(line: shapely.LinearRing, side: str) -> str:
            points = " ".join(f"{x!r},{y!r}" for x, y in line.coords)
            return f"<{side}><LinearRing><coordinates>{points}</coordinates></LinearRing></{side}>"

        inner = "".join(ring(line, "innerBoundaryIs") for line in shape.interiors)
        return f"<Polygon>{ring(shape.exterior, 'outerBoundaryIs')}{inner}</Polygon>"

    marks = []
    for code, name, shape in made.to_crs(4326).itertuples(index=False):
        parts = "".join(area(part) for part in shapely.get_parts(shape))
        marks.append(placemark(escape(name), f"<MultiGeometry>{parts}</MultiGeometry>", data(code=code)))
    return kml(folder, marks)


def as_kmz(folder: Path, made: gpd.GeoDataFrame) -> Path:
    with zipfile.ZipFile(folder / "a.kmz", "w") as archive:
        archive.write(as_kml(folder, made), "doc.kml")
    return folder / "a.kmz"


def as_csv(folder: Path, made: gpd.GeoDataFrame) -> Path:
    return table(folder, [["code", "name", "WKT"], *([c, n, s.wkt] for c, n, s in made.itertuples(index=False))])


def as_lines(folder: Path, made: gpd.GeoDataFrame) -> Path:
    features = json.loads(made.to_crs(4326).to_json())["features"]
    (folder / "a.geojsonl").write_text("\n".join(map(json.dumps, features)), encoding="utf-8")
    return folder / "a.geojsonl"


def as_topojson(folder: Path, made: gpd.GeoDataFrame) -> Path:
    arcs: list[object] = []
    shapes = []
    for code, name, shape in made.to_crs(4326).itertuples(index=False):
        polygons = []
        for part in shapely.get_parts(shape):
            rings = []
            for ring in (part.exterior, *part.interiors):
                rings.append([len(arcs)])
                arcs.append([list(point) for point in ring.coords])
            polygons.append(rings)
        properties = {"code": code, "name": name}
        shapes.append({"type": "MultiPolygon", "arcs": polygons, "properties": properties})
    whole = {"type": "Topology", "objects": {"a": {"type": "GeometryCollection", "geometries": shapes}}, "arcs": arcs}
    (folder / "a.topojson").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return folder / "a.topojson"


def as_survey(folder: Path, made: gpd.GeoDataFrame) -> Path:
    lines = []
    for code, name, shape in made.itertuples(index=False):
        lines.append(f"4,1,{code},{name},面,,,,@")
        rings = [line for part in shapely.get_parts(shape) for line in (part.exterior, *part.interiors)]
        for number, ring in enumerate(rings, start=1):
            lines += [f"J{i},{number},{y},{x + 40_000_000}" for i, (x, y) in enumerate(ring.coords)]
    (folder / "a.txt").write_text(HEAD + "\n".join(lines), encoding="gb18030")
    return folder / "a.txt"


def as_drawing(folder: Path, made: gpd.GeoDataFrame) -> Path:
    entities = []
    for code, name, shape in made.itertuples(index=False):
        middle = np.asarray(shape.centroid.coords[0])
        entities += [outline(np.asarray(shape.exterior.coords)[:-1]), label(code, middle), label(name, middle - [0, 9])]
    return dxf(folder, entities)


def zipped(write: Write) -> Write:
    def packed(folder: Path, made: gpd.GeoDataFrame) -> Path:
        (folder / "apart").mkdir()
        write(folder / "apart", made)
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for path in sorted((folder / "apart").rglob("*")):
                if path.is_file():
                    archive.write(path, f"边界/{path.relative_to(folder / 'apart')}")
        return folder / "a.zip"

    return packed


FORMATS: dict[str, tuple[Write, bool, float]] = {
    "shapefile": (by_driver(".shp", encoding="UTF-8"), True, 1e-6),
    "shapefile in a zip": (zipped(by_driver(".shp", encoding="UTF-8")), True, 1e-6),
    "GeoPackage": (by_driver(".gpkg"), True, 0.0),
    "GeoJSON": (by_driver(".geojson", degrees=True, COORDINATE_PRECISION=12), True, 1e-3),
    "GeoJSON in lines": (as_lines, True, 1e-3),
    "TopoJSON": (as_topojson, True, 1e-3),
    "FlatGeobuf": (by_driver(".fgb"), True, 0.0),
    "KML": (as_kml, True, 1e-3),
    "KML by GDAL": (by_driver(".kml", degrees=True, driver="LIBKML"), True, 1e-3),
    "KMZ": (as_kmz, True, 1e-3),
    "GML 2": (by_driver(".gml", driver="GML", FORMAT="GML2"), True, 1e-3),
    "GML 3.2": (by_driver(".gml", driver="GML", FORMAT="GML3.2"), True, 1e-3),
    "geodatabase": (by_driver(".gdb", driver="OpenFileGDB", layer="grids"), True, 2.0),
    "geodatabase in a zip": (zipped(by_driver(".gdb", driver="OpenFileGDB", layer="grids")), True, 2.0),
    "CSV": (as_csv, True, 0.0),
    "MapInfo TAB": (by_driver(".tab", driver="MapInfo File", ENCODING="UTF-8"), True, 60.0),
    "MapInfo MIF": (by_driver(".mif", driver="MapInfo File", FORMAT="MIF", ENCODING="UTF-8"), True, 0.1),
}
PLAIN_FORMATS: dict[str, tuple[Write, bool, float]] = {
    "shapefile in GBK": (by_driver(".shp", encoding="GBK"), True, 1e-6),
    "MapInfo TAB in GBK": (by_driver(".tab", driver="MapInfo File", ENCODING="CP936"), True, 60.0),
    "boundary points": (as_survey, True, 1e-6),
    "drawing": (as_drawing, False, 1e-6),
}


def must_read_back(write: Write, made: gpd.GeoDataFrame, near: float, folder: Path) -> None:
    """Fail unless codes, names and shapes are those that were written, row by row."""
    file = write(folder, made)
    read = with_outlines(read_features(file), None, load_scheme("city").kinds_of(load_scheme("city").level("grid")))
    code, name = (column(read, words) for words in (("code", "编号"), ("name", "名称")))
    if read.driver == "DXF":  # which are codes there is told by the scheme
        name = [words.partition(" ")[2] for words in column(read, ("Text",))]
        code = [words.partition(" ")[0] for words in column(read, ("Text",))]
    order = np.argsort(code)
    wanted = made.sort_values("code")
    assert [code[at] for at in order] == wanted["code"].tolist()
    assert [name[at] for at in order] == wanted["name"].tolist()
    shapes = (
        gpd.GeoSeries(read.shapes[order], crs=read.crs or ("EPSG:4326" if read.driver == "TopoJSON" else CRS))
        .to_crs(CRS)
        .array
    )
    shapes = shapely.force_2d(np.asarray(shapes, dtype=object))
    off = shapely.area(shapely.symmetric_difference(shapes, np.asarray(wanted.geometry.array, dtype=object)))
    assert (off <= near).all(), off


def column(read: Features, words: tuple[str, ...]) -> list[str]:
    header = next(header for word in words for header in read.columns if header.lower() == word.lower())
    return [str(value) for value in read.columns[header]]


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_written_reads_back_the_same(format_, tmp_path_factory):
    write, holes, near = FORMATS[format_]

    @settings(max_examples=12)
    @given(made=grids(NAMES, holes))
    def reads_back(made: gpd.GeoDataFrame) -> None:
        must_read_back(write, made, near, tmp_path_factory.mktemp("round"))

    reads_back()


@pytest.mark.parametrize("format_", PLAIN_FORMATS)
def test_what_is_written_in_formats_of_less_letters_reads_back_the_same(format_, tmp_path_factory):
    write, holes, near = PLAIN_FORMATS[format_]

    @settings(max_examples=12)
    @given(made=grids(PLAIN_NAMES, holes))
    def reads_back(made: gpd.GeoDataFrame) -> None:
        must_read_back(write, made, near, tmp_path_factory.mktemp("round"))

    reads_back()


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="GDAL's own tools are not installed")
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.shp", ["-lco", "ENCODING=GBK"]),
        ("a.geojson", ["-t_srs", "EPSG:4326"]),
        ("a.geojson", ["-lco", "RFC7946=NO"]),
        ("a.geojsonl", ["-t_srs", "EPSG:4326"]),
        ("a.kml", ["-f", "LIBKML"]),
        ("a.kml", ["-f", "KML"]),
        ("a.kmz", ["-f", "LIBKML"]),
        ("a.gml", ["-dsco", "FORMAT=GML2"]),
        ("a.gml", ["-dsco", "FORMAT=GML3.2"]),
        ("a.gml", ["-dsco", "FORMAT=GML3.2", "-t_srs", "EPSG:4490"]),
        ("a.tab", ["-lco", "ENCODING=CP936"]),
        ("a.mif", ["-f", "MapInfo File", "-dsco", "FORMAT=MIF"]),
        ("a.gpkg", []),
        ("a.gdb", ["-f", "OpenFileGDB"]),
        ("a.csv", ["-lco", "GEOMETRY=AS_WKT"]),
        ("a.fgb", []),
    ],
)
def test_what_another_version_of_gdal_writes_reads_back_the_same(name, options, tmp_path):
    made = frame(
        code=[f"{320582100201001 + n:015d}" for n in range(8)], name=[f"东村第{n}网格" for n in "一二三四五六七八"]
    )
    source = by_driver(".gpkg")(tmp_path, made)

    def write(folder: Path, _: gpd.GeoDataFrame) -> Path:
        command = ["ogr2ogr", *options, str(folder / name), str(source)]
        subprocess.run(command, check=True, capture_output=True)
        return folder / name

    near = {"a.tab": 60.0, "a.geojsonl": 8.0}.get(name, 2.0)
    must_read_back(write, made, near, tmp_path)
