"""Tables and texts that hold boundaries: WKT, corners in rows, corners in a cell, and the lists of land surveyors."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import shapely

from tests.exchange.awkward.case import (
    CODES,
    NAMES,
    PARENTS,
    SHAPES,
    Awkward,
    all_grids,
    corners,
    degrees,
    frame,
    text,
)
from tests.exchange.tables.writers import Page, xlsx

Rows = Sequence[Sequence[object]]


def table(folder: Path, rows: Rows, name: str = "a.csv", encoding: str = "utf-8", delimiter: str = ",") -> Path:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text(folder, name, made.getvalue(), encoding)


def with_shapes(
    cell: Callable[[int], str], header: str = "WKT", first: Rows = (), last: Rows = ()
) -> list[list[object]]:
    """Rows with code, name and a cell that is made of the number of the grid."""
    rows = [[c, n, cell(i)] for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))]
    return [*map(list, first), ["网格编码", "网格名称", header], *rows, *map(list, last)]


def wkt(number: int) -> str:
    return shapely.to_wkt(SHAPES[number], rounding_precision=3)


def lonlat(number: int) -> str:
    return shapely.to_wkt(frame("EPSG:4326").geometry.iloc[number], rounding_precision=9)


def pairs(number: int, between: str, after: str, *, closed: bool = True, swapped: bool = False) -> str:
    """The corners of a grid in one cell."""
    ring = degrees()[number][:, ::-1] if swapped else degrees()[number]
    return after.join(f"{x:.9f}{between}{y:.9f}" for x, y in (ring if closed else ring[:-1]))


def as_json(number: int) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [degrees()[number].tolist()]})


def listed(number: int) -> str:
    return json.dumps(degrees()[number].tolist())


def points(
    folder: Path, header: Sequence[str], *, swapped: bool = False, closed: bool = True, code: bool = True, **options
) -> Path:
    """A row for each corner, grid after grid."""
    rows: list[list[object]] = [list(header)]
    for c, n, ring in zip(CODES, NAMES, corners(), strict=True):
        for number, (x, y) in enumerate(ring if closed else ring[:-1], start=1):
            first, second = (y, x) if swapped else (x, y)
            rows.append([*([c] if code else []), n, f"J{number}", f"{first:.3f}", f"{second:.3f}"])
    return table(folder, rows, **options)


def points_in_degrees(folder: Path) -> Path:
    """As a phone records them: latitude first, the code only at the first corner of each grid."""
    rows: list[list[object]] = [["网格编码", "网格名称", "纬度", "经度"]]
    for c, n, ring in zip(CODES, NAMES, degrees(), strict=True):
        rows += [[c if not i else "", n if not i else "", f"{y:.9f}", f"{x:.9f}"] for i, (x, y) in enumerate(ring)]
    return table(folder, rows)


def points_shuffled(folder: Path) -> Path:
    """Corners with their order in a column, the rows in another order."""
    rows: list[list[object]] = []
    for c, n, ring in zip(CODES, NAMES, corners(), strict=True):
        rows += [[c, n, i + 1, f"{x:.3f}", f"{y:.3f}"] for i, (x, y) in enumerate(ring[:-1])]
    order = np.random.default_rng(1).permutation(len(rows))
    return table(folder, [["网格编码", "网格名称", "点序号", "X坐标(东)", "Y坐标(北)"], *(rows[i] for i in order)])


def dms(value: float) -> str:
    whole = int(value)
    minutes = (value - whole) * 60
    return f"{whole}°{int(minutes)}′{(minutes - int(minutes)) * 60:.6f}″"


def points_in_dms(folder: Path) -> Path:
    rows: list[list[object]] = [["网格编码", "网格名称", "点号", "经度", "纬度"]]
    for c, n, ring in zip(CODES, NAMES, degrees(), strict=True):
        rows += [[c, n, i + 1, dms(x), dms(y)] for i, (x, y) in enumerate(ring)]
    return table(folder, rows)


def unquoted(folder: Path) -> Path:
    """WKT whose commas nothing quotes."""
    lines = [
        "网格编码,网格名称,WKT,备注",
        *(f"{c},{n},{wkt(i)},x" for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))),
    ]
    return text(folder, "a.csv", "\n".join(lines))


def with_centres(folder: Path) -> Path:
    """The centre of each grid stands before its border."""
    rows = [[c, n, SHAPES[i].centroid.wkt, wkt(i)] for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))]
    return table(folder, [["网格编码", "网格名称", "中心点", "边界"], *rows])


def with_heights(number: int) -> str:
    return " ".join(f"{x:.9f},{y:.9f},0" for x, y in degrees()[number])


def in_two_parts() -> dict:
    grids = all_grids()
    grids[CODES[0]] = (
        NAMES[0],
        PARENTS[0],
        shapely.MultiPolygon([SHAPES[0], shapely.box(551_000, 3_526_000, 551_100, 3_526_100)]),
    )
    return grids


def parts_between_bars(number: int) -> str:
    """As map services write it: corners between semicolons, parts between bars."""
    whole = pairs(number, ",", ";")
    if number:
        return whole
    far = (
        frame()
        .iloc[:1]
        .set_geometry([shapely.box(551_000, 3_526_000, 551_100, 3_526_100)], crs="EPSG:4549")
        .to_crs(4326)
    )
    return f"{whole}|" + ";".join(f"{x:.9f},{y:.9f}" for x, y in far.geometry.iloc[0].exterior.coords)


def two_rings_in_rows(folder: Path) -> Path:
    """The hole of the first grid follows its outline, and nothing says so but that the outline is closed."""
    rows: list[list[object]] = [["网格编码", "网格名称", "X", "Y"]]
    hole = [
        (552_100, 3_527_100),
        (552_200, 3_527_100),
        (552_200, 3_527_200),
        (552_100, 3_527_200),
        (552_100, 3_527_100),
    ]
    for i, (c, n, ring) in enumerate(zip(CODES, NAMES, corners(), strict=True)):
        rows += [[c, n, x, y] for x, y in (*ring.tolist(), *(hole if not i else []))]
    return table(folder, rows)


def named_axes(folder: Path) -> Path:
    """X= and Y= before the numbers."""
    words = ""
    for c, n, ring in zip(CODES, NAMES, corners(), strict=True):
        words += f"网格编码：{c}\n网格名称：{n}\n" + "".join(
            f"J{i} X={y:.3f} Y={x:.3f}\n" for i, (x, y) in enumerate(ring[:-1], 1)
        )
    return text(folder, "a.txt", words)


def workbook(folder: Path) -> Path:
    return xlsx(folder / "a.xlsx", Page([["城西镇网格边界"], *with_shapes(lonlat, "边界坐标")]))


# ---- lists of land surveyors -----------------------------------------------------------------------------------------

HEAD = """[属性描述]
格式版本号=1.01
数据产生单位=测绘队
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=40
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""


def survey(
    folder: Path, head: str = HEAD, *, zone: int = 40, encoding: str = "gbk", parcel=None, point=None, name="界址点.txt"
) -> Path:
    """The standard text of the land offices, each parcel with a line of its own."""
    parcel = parcel or "{count},{area},{code},{label},面,,,,@"
    point = point or "J{number},1,{north:.3f},{east:.3f}"
    lines = []
    for c, n, ring in zip(CODES, NAMES, corners(), strict=True):
        if parcel != "-":
            lines.append(parcel.format(count=len(ring), area=16.0, code=c, label=n))
        for number, (x, y) in enumerate(ring, start=1):
            again = 1 if number == len(ring) else number
            lines.append(point.format(number=again, north=y, east=x + zone * 1_000_000, label=n))
    return text(folder, name, head + "\n".join(lines) + "\n", encoding)


def titled(folder: Path) -> Path:
    """A heading for each grid, a header, its points below, blank lines between."""
    words = "城西镇网格界址点成果表\n坐标系：CGCS2000  中央子午线：120°\n\n"
    for c, n, ring in zip(CODES, NAMES, corners(), strict=True):
        words += f"{n}（{c}）\n点号\tX坐标\tY坐标\n"
        words += "".join(f"J{i}\t{y:.3f}\t{x:.3f}\n" for i, (x, y) in enumerate(ring, start=1)) + "\n"
    return text(folder, "成果表.txt", words, "gbk")


def bare_blocks(folder: Path) -> Path:
    """Only names and pairs of longitude and latitude."""
    words = ""
    for c, n, ring in zip(CODES, NAMES, degrees(), strict=True):
        words += f"{c} {n}\n" + "".join(f"{x:.9f},{y:.9f}\n" for x, y in ring[:-1]) + "\n"
    return text(folder, "边界.txt", words)


def cass(folder: Path) -> Path:
    """Points of CASS (.dat): number, code, easting, northing, height; the code is the grid's name."""
    lines, number = [], 0
    for n, ring in zip(NAMES, corners(), strict=True):
        for x, y in ring[:-1]:
            number += 1
            lines.append(f"{number},{n},{x:.3f},{y:.3f},4.500")
    return text(folder, "网格.dat", "\n".join(lines) + "\n", "gbk")


def holed() -> dict:
    grids = all_grids()
    name, parent, shape = grids[CODES[0]]
    x, y = 552_000, 3_527_000
    grids[CODES[0]] = (name, parent, shape.difference(shapely.box(x + 100, y + 100, x + 200, y + 200)))
    return grids


def with_hole(folder: Path) -> Path:
    """The first parcel has a second ring within."""
    words = survey(folder).read_text(encoding="gbk").replace("3527", "3527")
    parcels = words.split("@\n")
    inner = "".join(
        f"H{i},2,{n}.000,40{e}.000\n"
        for i, (n, e) in enumerate(
            [(3527100, 552100), (3527200, 552100), (3527200, 552200), (3527100, 552200), (3527100, 552100)], start=1
        )
    )
    first = parcels[1].rsplit("\n", 1)
    parcels[1] = first[0] + "\n" + inner + first[1]
    return text(folder, "a.txt", "@\n".join(parcels), "gbk")


NUMBERED = {
    code: (name, code[:12], shape)
    for code, (name, _, shape) in zip(
        [f"{v}00{n}" for v in ("320582100201", "320582100202") for n in (3, 4, 1, 2)], all_grids().values(), strict=True
    )
}
GK = {"crs": "4549"}
HERE = {"crs": "4326"}

TABLES = [
    Awkward("csv-plain", "nothing is wrong", lambda f: table(f, with_shapes(wkt)), options=GK),
    Awkward("csv-gbk", "in GBK", lambda f: table(f, with_shapes(wkt), encoding="gbk"), options=GK),
    Awkward(
        "csv-bom", "with a byte order mark", lambda f: table(f, with_shapes(wkt), encoding="utf-8-sig"), options=GK
    ),
    Awkward(
        "csv-semicolon",
        "semicolons between cells",
        lambda f: table(f, with_shapes(wkt), delimiter=";"),
        options=GK,
    ),
    Awkward(
        "csv-tabs",
        "tabs between cells, in UTF-16, as Excel saves it",
        lambda f: table(f, with_shapes(wkt), delimiter="\t", encoding="utf-16", name="a.txt"),
        options=GK,
    ),
    Awkward("csv-tsv", "called .tsv", lambda f: table(f, with_shapes(wkt), delimiter="\t", name="a.tsv"), options=GK),
    Awkward("csv-geom", "the shape stands under geom", lambda f: table(f, with_shapes(lonlat, "geom")), options=HERE),
    Awkward("csv-shape", "the shape stands under 边界", lambda f: table(f, with_shapes(lonlat, "边界")), options=HERE),
    Awkward(
        "csv-srid",
        "the shape says where it is",
        lambda f: table(f, with_shapes(lambda i: f"SRID=4549;{wkt(i)}", "geom")),
    ),
    Awkward(
        "csv-hex",
        "the shape is WKB in letters",
        lambda f: table(
            f,
            with_shapes(
                lambda i: shapely.to_wkb(shapely.set_srid(SHAPES[i], 4549), hex=True, include_srid=True), "geom"
            ),
        ),
    ),
    Awkward("csv-json", "the shape is GeoJSON", lambda f: table(f, with_shapes(as_json, "geojson")), options=HERE),
    Awkward(
        "csv-list", "the shape is a list of lists", lambda f: table(f, with_shapes(listed, "坐标串")), options=HERE
    ),
    Awkward(
        "csv-pairs",
        "corners in a cell, commas and semicolons",
        lambda f: table(f, with_shapes(lambda i: pairs(i, ",", ";"), "坐标")),
        options=HERE,
    ),
    Awkward(
        "csv-pairs-blank",
        "corners in a cell, blanks and commas, open",
        lambda f: table(f, with_shapes(lambda i: pairs(i, " ", ",", closed=False), "边界坐标")),
        options=HERE,
    ),
    Awkward(
        "csv-pairs-lat",
        "corners in a cell, latitude first",
        lambda f: table(f, with_shapes(lambda i: pairs(i, ",", "|", swapped=True), "范围")),
        options=HERE,
        told=("latitude-first",),
    ),
    Awkward(
        "csv-no-crs", "nobody says where the shapes are", lambda f: table(f, with_shapes(wkt)), refused="crs-missing"
    ),
    Awkward(
        "csv-title",
        "a title above and a total below",
        lambda f: table(f, with_shapes(wkt, first=[["城西镇网格边界表"], []], last=[["合计", "8个网格", ""]])),
        options=GK,
        told=("row-is-total",),
    ),
    Awkward(
        "csv-as-formula",
        "codes as formulas, as some programs export them",
        lambda f: table(
            f,
            [
                ["网格编码", "网格名称", "WKT"],
                *([f'="{c}"', n, wkt(i)] for i, (c, n) in enumerate(zip(CODES, NAMES, strict=True))),
            ],
        ),
        options=GK,
    ),
    Awkward(
        "csv-excel",
        "Excel has rounded the codes",
        lambda f: table(
            f, [["网格编码", "网格名称", "WKT"], *(["3.20582E+14", n, wkt(i)] for i, n in enumerate(NAMES))]
        ),
        options=GK,
        grids={},
        refused="codes-inexact",
    ),
    Awkward(
        "csv-broken-wkt",
        "one shape is cut off",
        lambda f: table(f, with_shapes(lambda i: wkt(i)[:-20] if i == 3 else wkt(i))),
        options=GK,
        told=("shape-broken",),
        grids={**all_grids(), CODES[3]: (NAMES[3], PARENTS[3], None)},
    ),
    Awkward(
        "csv-no-shapes",
        "no shape in any column",
        lambda f: table(f, [["网格编码", "网格名称"], *zip(CODES, NAMES, strict=True)]),
        refused="layer-without-shapes",
    ),
    Awkward(
        "csv-points",
        "a row for each corner",
        lambda f: points(f, ["网格编码", "网格名称", "点号", "X", "Y"]),
        options=GK,
    ),
    Awkward(
        "csv-points-north",
        "X is the northing, as surveyors have it",
        lambda f: points(f, ["网格编码", "网格名称", "界址点号", "X坐标", "Y坐标"], swapped=True, encoding="gbk"),
        options=GK,
    ),
    Awkward(
        "csv-points-open",
        "the first corner is not repeated",
        lambda f: points(f, ["编码", "名称", "点号", "东坐标", "北坐标"], closed=False),
        options=GK,
    ),
    Awkward(
        "csv-points-names",
        "corners with the name of the grid and no code",
        lambda f: points(f, ["网格名称", "点号", "横坐标", "纵坐标"], code=False),
        options={**GK, "number": True},
        grids=NUMBERED,
        told=("codes-numbered",),
    ),
    Awkward(
        "csv-points-degrees",
        "degrees, latitude first, the code only at the first corner",
        points_in_degrees,
        options=HERE,
    ),
    Awkward("csv-points-dms", "degrees, minutes and seconds", points_in_dms, options=HERE),
    Awkward(
        "csv-points-shuffled", "the rows are sorted otherwise, the order is in a column", points_shuffled, options=GK
    ),
    Awkward("csv-unquoted", "commas of WKT that nothing quotes", unquoted, options=GK),
    Awkward("csv-centres", "centres stand before the borders", with_centres, options=GK),
    Awkward(
        "csv-kml-style",
        "corners as in a KML, with heights",
        lambda f: table(f, with_shapes(with_heights, "坐标")),
        options=HERE,
    ),
    Awkward(
        "csv-bars",
        "parts between bars",
        lambda f: table(f, with_shapes(parts_between_bars, "polyline")),
        options=HERE,
        grids=in_two_parts(),
    ),
    Awkward(
        "csv-nested-list",
        "a list of lists of lists",
        lambda f: table(f, with_shapes(lambda i: f"[{listed(i)}]", "坐标")),
        options=HERE,
    ),
    Awkward("csv-two-rings", "a hole follows its outline in the rows", two_rings_in_rows, options=GK, grids=holed()),
    Awkward(
        "wkt-lines",
        "a WKT a line and nothing else",
        lambda f: text(f, "a.wkt", "\n".join(map(wkt, range(8)))),
        options={**GK, "number": True},
        told=("name-column-missing", "codes-numbered"),
        grids={code: ("", code[:12], shape) for code, (_, _, shape) in NUMBERED.items()},
    ),
    Awkward("survey-axes", "X= and Y= before the numbers", named_axes, options=GK),
    Awkward("xlsx-shapes", "a workbook with shapes", workbook, options=HERE),
    Awkward("survey-plain", "the standard text of land offices", survey),
    Awkward("survey-utf8", "in UTF-8 with a mark", lambda f: survey(f, encoding="utf-8-sig")),
    Awkward("survey-no-zone", "without the zone in front", lambda f: survey(f, zone=0)),
    Awkward(
        "survey-blanks",
        "blanks after the commas, full-width commas",
        lambda f: survey(f, point="J{number}， 1， {north:.3f}， {east:.3f}"),
    ),
    Awkward("survey-tabs", "tabs between", lambda f: survey(f, point="J{number}\t1\t{north:.3f}\t{east:.3f}")),
    Awkward("survey-east-first", "easting first", lambda f: survey(f, point="J{number},1,{east:.3f},{north:.3f}")),
    Awkward("survey-no-ring", "no number of a ring", lambda f: survey(f, point="J{number},{north:.3f},{east:.3f}")),
    Awkward("survey-height", "heights behind", lambda f: survey(f, point="J{number},1,{north:.3f},{east:.3f},4.5")),
    Awkward("survey-hole", "a ring within", with_hole, grids=holed()),
    Awkward(
        "survey-no-datum",
        "nothing said of the datum, but the zone is in front",
        lambda f: survey(f, head="[地块坐标]\n"),
        refused="crs-missing",
    ),
    Awkward(
        "survey-no-datum-told",
        "nothing said of the datum, but the user knows",
        lambda f: survey(f, head="[地块坐标]\n"),
        options={"crs": "4528"},
    ),
    Awkward("survey-titled", "a heading, a header and points for each grid", titled),
    Awkward("survey-blocks", "names and pairs of degrees", bare_blocks, options=HERE),
    Awkward(
        "survey-cass",
        "points of CASS with the name as code",
        cass,
        options={**GK, "number": True},
        grids=NUMBERED,
        told=("codes-numbered",),
    ),
    Awkward(
        "survey-no-parcel-code",
        "parcels without a number",
        lambda f: survey(f, parcel="{count},{area},,{label},面,,,,@"),
        options={"number": True},
        grids=NUMBERED,
        told=("codes-numbered",),
    ),
]
