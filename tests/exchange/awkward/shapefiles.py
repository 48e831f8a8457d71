"""Shapefiles with what is commonly wrong with them."""

from __future__ import annotations

import re
import shutil
import struct
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry import MultiPolygon, box

from tests.exchange.awkward.case import (
    CODES,
    NAMES,
    PARENTS,
    SHAPES,
    VILLAGES,
    Awkward,
    all_grids,
    frame,
    only,
    unnamed,
)

SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def shapefile(folder: Path, made: gpd.GeoDataFrame | None = None, name: str = "网格", encoding: str = "GBK") -> Path:
    """Write a shapefile in an encoding and return its .shp."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of headers that are cut
        (frame() if made is None else made).to_file(folder / f"{name}.shp", encoding=encoding)
    return folder / f"{name}.shp"


def without(*suffixes: str):
    def write(folder: Path) -> Path:
        file = shapefile(folder)
        for suffix in suffixes:
            file.with_suffix(suffix).unlink()
        return file

    return write


def with_cpg(says: str, encoding: str = "GBK"):
    def write(folder: Path) -> Path:
        file = shapefile(folder, encoding=encoding)
        file.with_suffix(".cpg").write_text(says, encoding="ascii")
        return file

    return write


def language_driver(folder: Path) -> Path:
    """A .dbf whose header says that it is in the code page of the USA, and no .cpg."""
    file = without(".cpg")(folder)
    data = bytearray(file.with_suffix(".dbf").read_bytes())
    data[29] = 0x03
    file.with_suffix(".dbf").write_bytes(data)
    return file


def renamed(pattern: str):
    """Give every part of a shapefile another spelling of its suffix: ``upper`` or ``title``."""

    def write(folder: Path) -> Path:
        file = shapefile(folder)
        for suffix in SUFFIXES:
            spelt = f".{getattr(suffix[1:], pattern)()}"
            shutil.move(file.with_suffix(suffix), file.with_suffix(spelt))
        return file.with_suffix(f".{getattr('shp', pattern)()}")

    return write


def headers_cut(folder: Path) -> Path:
    """Headers cut after ten bytes of UTF-8, in the middle of a letter, as ArcGIS does."""
    made = frame(c=CODES, n=NAMES, p=[VILLAGES[p] for p in PARENTS])
    file = shapefile(folder, made, encoding="UTF-8")
    data = bytearray(file.with_suffix(".dbf").read_bytes())
    for number, header in enumerate(("网格编码（15位）", "网格名称（全）", "所属村社区名称")):
        at = 32 + 32 * number
        data[at : at + 11] = header.encode()[:10].ljust(11, b"\0")
    file.with_suffix(".dbf").write_bytes(data)
    return file


def headers_cut_to_the_same(folder: Path) -> Path:
    """Two headers in GBK of which ten bytes are the same: 综合网格编码 and 综合网格编号 become 综合网格编."""
    made = frame(a=[f"旧{n}" for n in range(8)], b=CODES, n=NAMES)
    file = shapefile(folder, made)
    data = bytearray(file.with_suffix(".dbf").read_bytes())
    for number, header in enumerate(("综合网格编号", "综合网格编码", "综合网格名称")):
        data[32 + 32 * number : 43 + 32 * number] = header.encode("gbk")[:10].ljust(11, b"\0")
    file.with_suffix(".dbf").write_bytes(data)
    return file


def values_cut(folder: Path) -> Path:
    """A name that is one byte too long for its field, so that its last letter is cut in two."""
    file = shapefile(folder, frame(网格编码=CODES, 网格名称=[f"{n}甲" for n in NAMES]))
    dbf = file.with_suffix(".dbf")
    data = bytearray(dbf.read_bytes())
    head, record = struct.unpack_from("<HH", data, 8)
    width = data[32 + 32 + 16]
    offset = 1 + data[32 + 16]
    for row in range(8):  # the field ends in the middle of 甲
        at = head + row * record + offset
        cell = bytes(data[at : at + width]).rstrip(b" ")
        data[at : at + width] = cell[:-1].ljust(width, b" ")
    # make the field itself as narrow as that, so that nothing follows the cut letter
    narrow = len(f"{NAMES[0]}甲".encode("gbk")) - 1
    rows = bytearray()
    for row in range(8):
        at = head + row * record
        cells = data[at : at + record]
        rows += cells[: offset + narrow] + cells[offset + width :]
    data[32 + 32 + 16] = narrow
    struct.pack_into("<H", data, 10, record - (width - narrow))
    dbf.write_bytes(data[:head] + rows + b"\x1a")
    return file


def as_numbers(folder: Path) -> Path:
    """Codes in a numeric field that is wide enough."""
    return shapefile(folder, frame(网格编码=[int(c) for c in CODES], 网格名称=NAMES))


def as_numbers_of(cell: str, width: int = 24, decimals: int = 11):
    """Codes in a numeric field, written as ``cell`` formats them, as dBASE writers do that know only floats."""

    def write(folder: Path) -> Path:
        file = shapefile(folder, frame(网格编码=["x" * width] * 8, 网格名称=NAMES))
        dbf = file.with_suffix(".dbf")
        data = bytearray(dbf.read_bytes())
        head, record = struct.unpack_from("<HH", data, 8)
        data[32 + 11], data[32 + 16], data[32 + 17] = ord("N"), width, decimals
        for row, code in enumerate(CODES):
            at = head + row * record + 1
            data[at : at + width] = (cell % float(code)).rjust(width).encode()[:width]
        dbf.write_bytes(data)
        return file

    return write


def zipped(
    folder: Path,
    inside: str = "",
    made: gpd.GeoDataFrame | None = None,
    *,
    flag: bool = True,
    more: dict[str, bytes] | None = None,
    encoding: str = "gbk",
) -> Path:
    """Zip a shapefile into a folder within the archive; without the flag names are in GBK, as Windows writes them."""
    apart = folder / "apart"
    apart.mkdir(exist_ok=True)
    file = shapefile(apart, made)
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in SUFFIXES:
            info = zipfile.ZipInfo(f"{inside}网格{suffix}")
            if not flag:
                info = _in_gbk(f"{inside}网格{suffix}")
            archive.writestr(info, file.with_suffix(suffix).read_bytes())
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return folder / "a.zip"


class _in_gbk(zipfile.ZipInfo):  # noqa: N801 (used like a function)
    """An entry whose name is in GBK and whose flag does not say otherwise."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def three_levels(folder: Path) -> Path:
    """A zip with the layers of all levels, one folder each."""
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("镇", "村", "综合网格"):
            apart = folder / name
            apart.mkdir()
            file = shapefile(apart, name=name)
            for suffix in SUFFIXES:
                archive.write(file.with_suffix(suffix), f"张家港/{name}/{name}{suffix}")
    return folder / "a.zip"


def encrypted(folder: Path) -> Path:
    file = zipped(folder)
    data = bytearray(file.read_bytes())
    for mark, at in ((rb"PK\x03\x04", 6), (rb"PK\x01\x02", 8)):
        for found in re.finditer(mark, bytes(data)):
            data[found.start() + at] |= 1
    file.write_bytes(data)
    return file


def geodesy(folder: Path) -> Path:
    """3D polygons, of which one is null."""
    made = frame()
    shapes = shapely.force_3d(made.geometry.array, 12.5)
    shapes[7] = None
    return shapefile(folder, made.set_geometry(gpd.GeoSeries(shapes, crs=made.crs)))


def in_parts(folder: Path) -> Path:
    """Every grid in two rows, and the second half of each in a multipolygon of two parts."""
    rows = [
        (code, name, half) for code, name, shape in zip(CODES, NAMES, SHAPES, strict=True) for half in halves(shape)
    ]
    codes, names, shapes = zip(*rows, strict=True)
    made = gpd.GeoDataFrame({"网格编码": codes, "网格名称": names}, geometry=list(shapes), crs="EPSG:4549")
    return shapefile(folder, made)


def halves(shape: shapely.Polygon) -> list[shapely.Geometry]:
    x, y, right, top = shape.bounds
    return [
        box(x, y, x + 200, top),
        MultiPolygon([box(x + 200, y, right, y + 150), box(x + 200, y + 150, right, top)]),
    ]


def doubled(folder: Path) -> Path:
    """Every row twice."""
    made = frame()
    return shapefile(folder, made.iloc[[0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]])


def with_total(folder: Path) -> Path:
    """A last row with the total, and no shape."""
    made = frame(网格编码=CODES, 网格名称=NAMES, 户数=[300] * 8)
    made.loc[8] = {"网格编码": "合计", "网格名称": None, "户数": 2400, "geometry": None}
    return shapefile(folder, made.set_crs("EPSG:4549", allow_override=True))


def lying_length(folder: Path) -> Path:
    """A .dbf that says it has more rows than there are, as after a crash."""
    file = shapefile(folder)
    dbf = file.with_suffix(".dbf")
    data = bytearray(dbf.read_bytes())
    struct.pack_into("<L", data, 4, 12)
    dbf.write_bytes(data)
    return file


def mapped(prj: str):
    def write(folder: Path) -> Path:
        file = shapefile(folder)
        file.with_suffix(".prj").write_text(prj, encoding="utf-8")
        return file

    return write


ESRI = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)

SHAPEFILES = [
    Awkward("shp-plain", "nothing is wrong", shapefile),
    Awkward("shp-utf8", "in UTF-8, as QGIS writes it", lambda f: shapefile(f, encoding="UTF-8")),
    Awkward("shp-no-cpg", "in GBK without .cpg", without(".cpg")),
    Awkward("shp-cpg-lies", "in GBK, and .cpg says UTF-8", with_cpg("UTF-8"), told=("encoding-differs",)),
    Awkward("shp-cpg-latin", "in GBK, and .cpg says ISO 88591", with_cpg("ISO 88591"), told=("encoding-differs",)),
    Awkward("shp-cpg-reverse", "in UTF-8, and .cpg says GBK", with_cpg("936", "UTF-8"), told=("encoding-differs",)),
    Awkward("shp-ldid-lies", "the table says that it is in Latin-1", language_driver, told=("encoding-differs",)),
    Awkward("shp-upper", "suffixes in upper case", renamed("upper")),
    Awkward("shp-title", "suffixes in mixed case", renamed("title")),
    Awkward("shp-no-shx", "the index is missing", without(".shx"), told=("shx-made-again",)),
    Awkward("shp-no-dbf", "the table is missing", without(".dbf"), refused="shapefile-incomplete"),
    Awkward(
        "shp-no-dbf-number",
        "the table is missing, and the user wants the grids numbered",
        without(".dbf"),
        grids={
            code: ("", shape[1], shape[2])
            for code, shape in zip(
                [f"{v}00{n}" for v in ("320582100201", "320582100202") for n in (3, 4, 1, 2)],
                all_grids().values(),
                strict=True,
            )
        },
        told=("dbf-missing", "name-column-missing", "codes-numbered"),
        options={"number": True},
    ),
    Awkward("shp-no-prj", "nothing says where it is", without(".prj"), refused="crs-missing"),
    Awkward("shp-no-prj-told", "nothing says where it is, but the user", without(".prj"), options={"crs": "4549"}),
    Awkward("shp-esri-prj", "the .prj is as ArcGIS writes it", mapped(ESRI)),
    Awkward("shp-headers-cut", "headers cut in the middle of a letter", headers_cut),
    Awkward("shp-headers-same", "two headers became the same when cut", headers_cut_to_the_same),
    Awkward(
        "shp-values-cut",
        "names cut in the middle of a letter",
        values_cut,
        told=("text-cut",),
    ),
    Awkward("shp-numbers", "codes are numbers", as_numbers),
    Awkward("shp-numbers-float", "codes are numbers with decimals", as_numbers_of("%.2f", decimals=2)),
    Awkward(
        "shp-numbers-lost",
        "codes are numbers of which the last digits are lost",
        as_numbers_of("%.11e"),
        grids={},
        refused="codes-inexact",
    ),
    Awkward("zip-plain", "in a zip", zipped),
    Awkward("zip-folders", "in folders within a zip", lambda f: zipped(f, "城西镇/边界/2023年/")),
    Awkward("zip-gbk", "names in the zip are in GBK", lambda f: zipped(f, "城西镇/", flag=False)),
    Awkward(
        "zip-clutter",
        "other things in the zip",
        lambda f: zipped(
            f,
            "边界/",
            more={
                "__MACOSX/边界/._网格.shp": b"x",
                "说明.txt": b"x",
                "名单.xlsx": b"PK",
                "边界/网格.shp.xml": b"<metadata/>",
                "边界/网格.sbn": b"x",
                "图.mxd": b"\xd0\xcf",
                "边界/.DS_Store": b"x",
                "Thumbs.db": b"x",
            },
        ),
    ),
    Awkward("zip-three-levels", "layers of all levels in a zip, one named like the kind", three_levels),
    Awkward("zip-encrypted", "a zip with a password", encrypted, refused="archive-locked"),
    Awkward(
        "shp-z-null",
        "with heights, and one row without a shape",
        geodesy,
        told=("z-dropped", "shape-missing"),
        grids={**only(*range(7)), CODES[7]: (NAMES[7], PARENTS[7], None)},
    ),
    Awkward("shp-in-parts", "every grid in two rows", in_parts, told=("row-united", "parts-united")),
    Awkward("shp-doubled", "every row twice", doubled, told=("code-twice",)),
    Awkward("shp-total", "a row with the total", with_total, told=("row-is-total",)),
    Awkward("shp-lying-length", "the table says that it has more rows", lying_length),
    Awkward("shp-by-dbf", "the user gave the .dbf", lambda f: shapefile(f).with_suffix(".dbf")),
    Awkward(
        "shp-no-names",
        "no column of names",
        lambda f: shapefile(f, frame(wgbm=CODES)),
        grids=unnamed(),
        told=("name-column-missing",),
    ),
]
