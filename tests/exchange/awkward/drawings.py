"""Drawings, MapInfo files, GeoPackages and geodatabases with what is commonly wrong with them."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, box

from tests.exchange.awkward.case import (
    CODES,
    CRS,
    NAMES,
    SHAPES,
    Awkward,
    X,
    Y,
    corners,
    frame,
    text,
)
from tests.exchange.awkward.markup import bulged

Pairs = Sequence[tuple[int, object]]


def dxf(
    folder: Path, entities: Sequence[Pairs], version: str = "AC1015", encoding: str = "gbk", head: Pairs = ()
) -> Path:
    """Write a drawing of group codes and values."""
    page = "ANSI_936" if encoding == "gbk" else "UTF-8"
    pairs: list[tuple[int, object]] = [
        (0, "SECTION"),
        (2, "HEADER"),
        (9, "$ACADVER"),
        (1, version),
        (9, "$DWGCODEPAGE"),
        (3, page),
        *head,
        (0, "ENDSEC"),
        (0, "SECTION"),
        (2, "ENTITIES"),
        *(pair for entity in entities for pair in entity),
        (0, "ENDSEC"),
        (0, "EOF"),
    ]
    return text(folder, "图.dxf", "".join(f"{code:>3}\n{value}\n" for code, value in pairs), encoding)


def outline(points: np.ndarray, layer: str = "网格界", *, closed: bool = True) -> Pairs:
    """A light polyline, closed by its flag."""
    return [
        (0, "LWPOLYLINE"),
        (5, "1A"),
        (100, "AcDbEntity"),
        (8, layer),
        (100, "AcDbPolyline"),
        (90, len(points)),
        (70, int(closed)),
        *((code, v) for x, y in points for code, v in ((10, x), (20, y))),
    ]


def old_outline(points: np.ndarray, layer: str = "网格界") -> Pairs:
    """A polyline of the old sort, each corner an entity of its own."""
    corner = [pair for x, y in points for pair in ((0, "VERTEX"), (8, layer), (10, x), (20, y), (30, 0.0))]
    return [
        (0, "POLYLINE"),
        (8, layer),
        (66, 1),
        (70, 1),
        (10, 0.0),
        (20, 0.0),
        (30, 0.0),
        *corner,
        (0, "SEQEND"),
        (8, layer),
    ]


def label(words: str, at: np.ndarray, layer: str = "注记", kind: str = "TEXT") -> Pairs:
    return [
        (0, kind),
        (5, "2A"),
        (100, "AcDbEntity"),
        (8, layer),
        (100, f"AcDb{kind.title()}"),
        (10, at[0]),
        (20, at[1]),
        (30, 0.0),
        (40, 20.0),
        (1, words),
    ]


def middles() -> list[np.ndarray]:
    return [ring[:4].mean(axis=0) for ring in corners()]


def above(at: np.ndarray) -> np.ndarray:
    """Return a place 40 m to the north."""
    return at + np.array([0, 40])


def rings() -> list[np.ndarray]:
    return [ring[:4] for ring in corners()]


def drawing(folder: Path, **options) -> Path:
    """Outlines with the code above the name in each."""
    made = [outline(ring) for ring in rings()]
    for c, n, at in zip(CODES, NAMES, middles(), strict=True):
        made += [label(n, at), label(c, above(at))]
    return dxf(folder, made, **options)


def formatted(folder: Path) -> Path:
    """Texts of several lines with marks of fonts: {\\fSimSun|b0;东村}\\P3205..."""
    made = [outline(ring) for ring in rings()]
    for c, n, at in zip(CODES, NAMES, middles(), strict=True):
        made.append(label(f"{{\\fSimSun|b0|i0|c134|p2;\\H1.5x;{n}}}\\P{c}", at, kind="MTEXT"))
    return dxf(folder, made)


def old(folder: Path) -> Path:
    made = [old_outline(ring) for ring in rings()]
    for c, n, at in zip(CODES, NAMES, middles(), strict=True):
        made += [label(n, at), label(c, above(at))]
    return dxf(folder, made, version="AC1009")


def escaped(folder: Path) -> Path:
    """Letters written as \\U+4E1C, as CAD writes what its code page lacks."""
    made = [outline(ring) for ring in rings()]
    for c, n, at in zip(CODES, NAMES, middles(), strict=True):
        words = "".join(f"\\U+{ord(letter):04X}" for letter in n)
        made += [label(words, at), label(c, above(at))]
    return dxf(folder, made)


def with_frame(folder: Path) -> Path:
    """The outlines of the villages stand on the same layer."""
    made = [outline(np.array(box(X + 800 * i, Y, X + 800 * (i + 1), Y + 800).exterior.coords)[:4]) for i in (0, 1)]
    made += [outline(ring) for ring in rings()]
    for c, n, at in zip(CODES, NAMES, middles(), strict=True):
        made += [label(n, at), label(c, above(at))]
    return dxf(folder, made)


def with_houses(folder: Path) -> Path:
    """Houses on another layer."""
    made = [outline(ring) for ring in rings()]
    for c, n, at in zip(CODES, NAMES, middles(), strict=True):
        made += [label(n, at), label(c, above(at))]
        made.append(outline(np.array(box(*(at - 100), *(at - 80)).exterior.coords)[:4], "房屋"))
    return dxf(folder, made)


def unclosed(folder: Path) -> Path:
    """Polylines whose last corner is 2 m from the first, and no flag."""
    made = []
    for c, n, ring, at in zip(CODES, NAMES, corners(), middles(), strict=True):
        points = ring.copy()
        points[-1] = points[-1] + (points[-2] - points[-1]) * (2 / 400)
        made += [outline(points, closed=False), label(n, at), label(c, above(at))]
    return dxf(folder, made)


def hatched(folder: Path) -> Path:
    """Only hatches: their borders are the areas."""
    made = []
    for c, n, ring, at in zip(CODES, NAMES, rings(), middles(), strict=True):
        made.append(
            [
                (0, "HATCH"),
                (5, "3A"),
                (100, "AcDbEntity"),
                (8, "网格面"),
                (100, "AcDbHatch"),
                (10, 0.0),
                (20, 0.0),
                (30, 0.0),
                (210, 0.0),
                (220, 0.0),
                (230, 1.0),
                (2, "SOLID"),
                (70, 1),
                (71, 0),
                (91, 1),
                (92, 2),
                (72, 0),
                (73, 1),
                (93, 4),
                *((code, v) for x, y in ring for code, v in ((10, x), (20, y))),
                (97, 0),
                (75, 0),
                (76, 1),
                (98, 0),
            ]
        )
        made += [label(n, at), label(c, above(at))]
    return dxf(folder, made)


def bulging(folder: Path) -> Path:
    """The eastern side of the first grid is an arc that bulges 10 m (bulge = 2 * 10 / 400)."""
    made = []
    for number, (c, n, ring, at) in enumerate(zip(CODES, NAMES, rings(), middles(), strict=True)):
        pairs = list(outline(ring))
        if not number:
            pairs.insert(9, (42, 0.05))
        made += [pairs, label(n, at), label(c, above(at))]
    return dxf(folder, made)


# ---- MapInfo ---------------------------------------------------------------------------------------------------------


def mapinfo(folder: Path, suffix: str = ".tab", encoding: str = "CP936") -> Path:
    file = folder / f"网格{suffix}"
    options = {"FORMAT": "MIF"} if suffix == ".mif" else {}
    frame().to_file(file, driver="MapInfo File", ENCODING=encoding, **options)
    return file


def mif_by_hand(
    folder: Path, charset: str = "WindowsSimpChinese", encoding: str = "gbk", columns=("网格编码", "网格名称")
) -> Path:
    """As MapInfo of a Chinese Windows writes it: bounds in CoordSys, tabs between cells."""
    head = (
        f'Version 300\nCharset "{charset}"\n'
        'CoordSys Earth Projection 8, 104, "m", 120, 0, 1, 500000, 0 Bounds (-7745844, -9997964) (8745844, 9997964)\n'
        f"Columns 2\n  {columns[0]} Char(20)\n  {columns[1]} Char(40)\nData\n\n"
    )
    regions = ""
    for ring in corners():
        regions += (
            "Region 1\n  5\n" + "".join(f"{x} {y}\n" for x, y in ring) + "    Pen (1,2,0)\n    Brush (2,16777215)\n"
        )
    text(folder, "网格.mid", "".join(f'"{c}"\t"{n}"\n' for c, n in zip(CODES, NAMES, strict=True)), encoding)
    return text(folder, "网格.mif", head + regions, encoding)


def tab_upper(folder: Path) -> Path:
    file = mapinfo(folder)
    for suffix in (".tab", ".dat", ".map", ".id"):
        shutil.move(file.with_suffix(suffix), file.with_suffix(suffix.upper()))
    return file.with_suffix(".TAB")


def packed(folder: Path, files: Sequence[Path], inside: str = "") -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, f"{inside}{file.name}")
    return folder / "a.zip"


def tab_zip(folder: Path) -> Path:
    (folder / "apart").mkdir()
    mapinfo(folder / "apart")
    return packed(folder, sorted((folder / "apart").iterdir()), "网格/")


# ---- GeoPackage ------------------------------------------------------------------------------------------------------


def geopackage(folder: Path, made: gpd.GeoDataFrame | None = None, layer: str = "grids", name: str = "a.gpkg") -> Path:
    (frame() if made is None else made).to_file(folder / name, layer=layer)
    return folder / name


def with_labels(folder: Path) -> Path:
    """A layer of points for labels and one of lines beside the areas."""
    file = geopackage(folder, layer="网格面")
    frame(名称=NAMES).set_geometry(gpd.GeoSeries([s.centroid for s in SHAPES], crs=CRS)).to_file(file, layer="注记")
    frame(名称=NAMES).set_geometry(gpd.GeoSeries([LineString(s.exterior.coords) for s in SHAPES], crs=CRS)).to_file(
        file, layer="界线"
    )
    return file


def with_aliases(folder: Path) -> Path:
    """Columns of a program, with aliases that people read."""
    file = geopackage(folder, frame(F01=CODES, F02=NAMES))
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title"
            " TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, PRIMARY KEY (table_name, column_name))"
        )
        database.executemany(
            "INSERT INTO gpkg_data_columns VALUES ('grids', ?, ?, ?, NULL, NULL, NULL)",
            [("F01", "F01", "网格编码"), ("F02", "网格名称", None)],
        )
    database.close()
    return file


def curved(folder: Path) -> Path:
    """Curve polygons, the first with an arc in the east that bulges 10 m."""
    file = geopackage(folder, frame().iloc[[0]])
    ring = corners()[0]
    arc = [ring[0], (ring[0] + ring[1]) / 2 + [10, 0], ring[1]]
    rest = ring[1:]
    curve = wkb_curve(arc, rest)
    with sqlite3.connect(file) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        [(blob,)] = database.execute("SELECT geom FROM grids").fetchall()
        head = (
            blob[:8] + np.array([ring[:, 0].min(), ring[:, 0].max() + 10, ring[:, 1].min(), ring[:, 1].max()]).tobytes()
        )
        database.execute("UPDATE grids SET geom = ?", (head + curve,))
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CURVEPOLYGON'")
    database.close()
    return file


def wkb_curve(arc: Sequence[np.ndarray], rest: np.ndarray) -> bytes:
    """A curve polygon whose ring is an arc and a line (ISO 13249-3: types 10, 9, 8 and 2)."""

    def points(kind: int, each: Sequence[np.ndarray]) -> bytes:
        head = b"\x01" + np.array([kind, len(each)], dtype="<u4").tobytes()
        return head + np.asarray(each, dtype="<f8").tobytes()

    compound = b"\x01" + np.array([9, 2], dtype="<u4").tobytes() + points(8, arc) + points(2, list(rest))
    return b"\x01" + np.array([10, 1], dtype="<u4").tobytes() + compound


def bulged_first() -> dict:
    from tests.exchange.awkward.markup import bulged

    return {CODES[0]: bulged()[CODES[0]]}


def wal(folder: Path) -> Path:
    """What was written last is in the log beside the file."""
    file = geopackage(folder, frame(网格编码=CODES, 网格名称=["旧名", *NAMES[1:]]))
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode = WAL")
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    database.execute("UPDATE grids SET 网格名称 = '东村第一网格' WHERE 网格编码 = ?", (CODES[0],))
    database.commit()
    shutil.copy(file, folder / "b.gpkg")
    for suffix in ("-wal", "-shm"):
        if (log := folder / f"a.gpkg{suffix}").exists():
            shutil.copy(log, folder / f"b.gpkg{suffix}")
    database.close()
    file.unlink()
    return folder / "b.gpkg"


def collections(folder: Path) -> Path:
    made = frame()
    halves = [
        shapely.GeometryCollection(
            [
                box(s.bounds[0], s.bounds[1], s.bounds[0] + 200, s.bounds[3]),
                box(s.bounds[0] + 200, s.bounds[1], s.bounds[2], s.bounds[3]),
            ]
        )
        for s in SHAPES
    ]
    return geopackage(folder, made.set_geometry(gpd.GeoSeries(halves, crs=CRS)))


def lines(folder: Path) -> Path:
    made = frame()
    return geopackage(
        folder, made.set_geometry(gpd.GeoSeries([LineString(s.exterior.coords) for s in SHAPES], crs=CRS))
    )


def measured(folder: Path) -> Path:
    """With measures, which geometry libraries of old do not know."""
    file = geopackage(folder)
    with sqlite3.connect(file) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for fid, blob in database.execute("SELECT fid, geom FROM grids").fetchall():
            ring = np.asarray(shapely.from_wkb(blob[40:]).exterior.coords)
            with_m = np.column_stack([ring, np.arange(len(ring))]).astype("<f8").tobytes()
            head = blob[:40] + b"\x01" + np.array([2003, 1, len(ring)], dtype="<u4").tobytes()
            database.execute("UPDATE grids SET geom = ? WHERE fid = ?", (head + with_m, fid))
        database.execute("UPDATE gpkg_geometry_columns SET m = 1")
    database.close()
    return file


# ---- geodatabases ----------------------------------------------------------------------------------------------------


def geodatabase(folder: Path, made: gpd.GeoDataFrame | None = None, layer: str = "综合网格") -> Path:
    (frame() if made is None else made).to_file(folder / "城西.gdb", driver="OpenFileGDB", layer=layer)
    return folder / "城西.gdb"


def gdb_zip(folder: Path, inside: str = "数据/城西.gdb/") -> Path:
    file = geodatabase(folder)
    made = packed(folder, sorted(file.iterdir()), inside)
    shutil.rmtree(file)
    return made


def gdb_named_zip(folder: Path) -> Path:
    return shutil.move(gdb_zip(folder, "城西.gdb/"), folder / "城西.gdb.zip")


def gdb_in_folder(folder: Path) -> Path:
    (folder / "资料").mkdir()
    geodatabase(folder / "资料")
    return folder / "资料"


def gdb_two_layers(folder: Path) -> Path:
    file = geodatabase(folder)
    frame().dissolve(by="村社区").reset_index()[["村社区", "geometry"]].to_file(
        file, driver="OpenFileGDB", layer="村界", mode="a"
    )
    return file


def gdb_aliases(folder: Path) -> Path:
    """Written by another program, which gives fields their aliases."""
    file = folder / "城西.gdb"
    frame(F01=CODES, F02=NAMES).to_file(file, driver="OpenFileGDB", layer="WG")
    return file


DRAWINGS = [
    Awkward("dxf-plain", "codes and names are texts inside", drawing, options={"crs": "4549"}),
    Awkward(
        "dxf-utf8",
        "of a new version, in UTF-8",
        lambda f: drawing(f, version="AC1032", encoding="utf-8"),
        options={"crs": "4549"},
    ),
    Awkward("dxf-formatted", "texts of several lines with fonts", formatted, options={"crs": "4549"}),
    Awkward("dxf-old", "polylines of the old sort", old, options={"crs": "4549"}),
    Awkward("dxf-escaped", "letters as numbers", escaped, options={"crs": "4549"}),
    Awkward(
        "dxf-frame",
        "the villages' outlines are on the layer too",
        with_frame,
        options={"crs": "4549"},
        told=("outline-around-others",),
    ),
    Awkward("dxf-houses", "houses on another layer", with_houses, options={"crs": "4549"}, refused="layer-choose"),
    Awkward(
        "dxf-houses-layer",
        "houses on another layer, and the user chose",
        with_houses,
        options={"crs": "4549", "layer": "网格界"},
    ),
    Awkward("dxf-unclosed", "ends that nearly meet", unclosed, options={"crs": "4549"}, told=("outline-closed",)),
    Awkward("dxf-hatched", "hatches and no outlines", hatched, options={"crs": "4549"}),
    Awkward(
        "dxf-arcs",
        "a border is an arc",
        bulging,
        options={"crs": "4549"},
        grids=bulged(),
        told=("curves-made-straight",),
        near=20.0,
    ),
    Awkward("dxf-no-crs", "nobody says where it is", drawing, refused="crs-missing"),
    Awkward("tab-plain", "in GBK", mapinfo, near=20.0),
    Awkward("tab-upper", "suffixes in upper case", tab_upper, near=20.0),
    Awkward("tab-zip", "in a zip", tab_zip, near=20.0),
    Awkward("mif-plain", "in GBK", lambda f: mapinfo(f, ".mif")),
    Awkward("mif-by-hand", "tabs between cells", mif_by_hand),
    Awkward("mif-neutral", "the charset is said to be Neutral", lambda f: mif_by_hand(f, "Neutral")),
    Awkward("gpkg-plain", "nothing is wrong", geopackage),
    Awkward("gpkg-labels", "labels and lines beside the areas", with_labels),
    Awkward("gpkg-aliases", "columns with aliases", with_aliases),
    Awkward(
        "gpkg-curves", "a border is an arc", curved, grids=bulged_first(), told=("curves-made-straight",), near=20.0
    ),
    Awkward("gpkg-wal", "with a log beside it", wal),
    Awkward("gpkg-collections", "collections of parts that adjoin", collections, told=("parts-united",)),
    Awkward("tab-utf8", "in UTF-8", lambda f: mapinfo(f, encoding="UTF-8"), near=20.0),
    Awkward("gpkg-lines", "closed lines", lines),
    Awkward("gpkg-measures", "with measures", measured, told=("m-dropped",)),
    Awkward("gpkg-renamed", "called .db", lambda f: geopackage(f, name="a.gpkg").rename(f / "a.db")),
    Awkward("gdb-plain", "a folder", geodatabase),
    Awkward("gdb-zip", "in a zip in a folder", gdb_zip),
    Awkward("gdb-zip-root", "in a zip without its folder", lambda f: gdb_zip(f, "").rename(f / "城西.gdb.zip")),
    Awkward("gdb-zip-name", "in a zip that is called .gdb.zip", gdb_named_zip),
    Awkward("gdb-folder", "in a folder", gdb_in_folder),
    Awkward("gdb-layers", "villages beside grids", gdb_two_layers),
    Awkward("fgb-plain", "FlatGeobuf", lambda f: geopackage(f, name="a.fgb")),
]
