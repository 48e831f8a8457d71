"""What stands in the rows and columns: codes that are none, parents, headers, totals."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from tests.exchange.awkward.case import (
    CODES,
    CRS,
    NAMES,
    PARENTS,
    SHAPES,
    VILLAGES,
    Awkward,
    frame,
    only,
    unnamed,
)
from tests.exchange.awkward.tables import NUMBERED

SERIALS = [1, 2, 3, 4, 1, 2, 3, 4]
HOMES = [VILLAGES[parent] for parent in PARENTS]


def columns(**values: object):
    """Write a GeoPackage with these columns."""

    def write(folder: Path) -> Path:
        frame(CRS, **values).to_file(folder / "a.gpkg")
        return folder / "a.gpkg"

    return write


def renamed(**headers: str):
    """Write codes, names and villages below other headers: ``code``, ``name``, ``home``."""
    values = {"code": CODES, "name": NAMES, "home": HOMES}
    return columns(**{header: values[field] for field, header in headers.items()})


def more_rows(*rows: dict[str, object]):
    """Write the grids and rows below them."""

    def write(folder: Path) -> Path:
        below = [{"网格编码": None, "网格名称": None, "村社区": None, "geometry": None, **row} for row in rows]
        made = gpd.GeoDataFrame([*frame().to_dict("records"), *below], geometry="geometry", crs=CRS)
        made.to_file(folder / "a.gpkg")
        return folder / "a.gpkg"

    return write


def header_case(number: int, code: str, name: str, home: str = "") -> Awkward:
    headers = {"code": code, "name": name} | ({"home": home} if home else {})
    words = "、".join(headers.values())
    return Awkward(f"headers-{number}", f"headed {words}", renamed(**headers))


HEADERS = [
    ("网格编码", "网格名称", "所属村（社区）"),
    ("网格代码", "网格名", "所在社区"),
    ("综合网格编号", "综合网格名称", "村居"),
    ("网格唯一码", "网格全称", "村（居）名称"),
    ("WGBM", "WGMC", "SSCSQ"),
    ("wg_code", "wg_name", "sq_name"),
    ("GRIDCODE", "GRIDNAME", "COMMUNITY"),
    ("Grid ID", "Grid Name", "Village"),
    ("网格编码\n（15位）", "网 格 名 称", "村、社区"),
    ("*网格编码", "*网格名称", "*所属村社区"),
    ("单元网格编码", "单元网格名称", "社区名称"),
    ("编号", "名称", "所属社区"),
    ("BM", "MC", "SSSQMC"),
    ("基础网格编码", "基础网格名称", "行政村"),
    ("网格ID", "网格", "社区"),
]

ROWS = [
    *(header_case(number, *headers) for number, headers in enumerate(HEADERS, start=1)),
    Awkward(
        "rows-parent-code",
        "the village's code beside a serial number",
        columns(OBJECTID=list(range(8)), 编号=SERIALS, 网格名称=NAMES, 村社区编码=PARENTS),
        told=("code-serials-completed",),
    ),
    Awkward(
        "rows-parent-number",
        "the village's code is a number",
        columns(村编码=[int(p) for p in PARENTS], 序号=SERIALS, 网格名称=NAMES),
        told=("codes-numbered",),
        grids=NUMBERED,
    ),
    Awkward(
        "rows-serial-text",
        "serial numbers 001",
        columns(网格编码=[f"{n:03d}" for n in SERIALS], 网格名称=NAMES),
        told=("code-serials-completed",),
    ),
    Awkward(
        "rows-serial-words",
        "第1网格 as the code",
        columns(网格编号=[f"第{n}网格" for n in SERIALS], 网格名称=NAMES, 村社区=HOMES),
        refused="codes-not-of-scheme",
    ),
    Awkward(
        "rows-serial-words-numbered",
        "第1网格 as the code, and the user wants the grids numbered",
        columns(网格编号=[f"第{n}网格" for n in SERIALS], 网格名称=NAMES),
        told=("codes-set-aside", "codes-numbered"),
        grids=NUMBERED,
        options={"number": True},
    ),
    Awkward(
        "rows-code-elsewhere",
        "numbers of the office's own under 网格编号, the codes under another header",
        columns(网格编号=[f"A-{n}" for n in range(8)], 平台标识=CODES, 网格名称=NAMES),
    ),
    Awkward(
        "rows-dashes",
        "dashes and dots",
        columns(网格编码=[f"{c[:6]}-{c[6:9]}-{c[9:12]}.{c[12:]}" for c in CODES], 网格名称=NAMES),
        told=("code-marks-removed",),
    ),
    Awkward(
        "rows-full-width",
        "digits of full width",
        columns(
            网格编码=[c.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for c in CODES], 网格名称=NAMES
        ),
    ),
    Awkward(
        "rows-prefix",
        "a word before the code",
        columns(网格编码=[f"WG{c}" for c in CODES], 网格名称=NAMES),
        refused="codes-not-of-scheme",
    ),
    Awkward(
        "rows-apostrophe", "an apostrophe before the code", columns(网格编码=[f"'{c}" for c in CODES], 网格名称=NAMES)
    ),
    Awkward("rows-floats", "codes are floats", columns(网格编码=[float(c) for c in CODES], 网格名称=NAMES)),
    Awkward("rows-dot-zero", "codes end with .0", columns(网格编码=[f"{c}.0" for c in CODES], 网格名称=NAMES)),
    Awkward(
        "rows-excel",
        "one code is 3.2E+14",
        columns(网格编码=["3.20582E+14", *CODES[1:]], 网格名称=NAMES),
        told=("code-precision-lost",),
        grids=only(*range(1, 8)),
    ),
    Awkward(
        "rows-blank-code",
        "one code is missing",
        columns(网格编码=["", *CODES[1:]], 网格名称=NAMES),
        told=("code-empty",),
        grids=only(*range(1, 8)),
    ),
    Awkward(
        "rows-one-bad",
        "one code is too short",
        columns(网格编码=["3205821002010", *CODES[1:]], 网格名称=NAMES),
        told=("code-not-of-scheme",),
        grids={"3205821002010": (NAMES[0], PARENTS[0], SHAPES[0]), **only(*range(1, 8))},
    ),
    Awkward(
        "rows-code-in-name",
        "codes stand in the column of names",
        columns(id=list(range(8)), name=CODES),
        grids=unnamed(),
        told=("name-column-missing",),
    ),
    Awkward(
        "rows-code-and-name",
        "code and name in one cell",
        columns(网格=[f"{c}{n}" for c, n in zip(CODES, NAMES, strict=True)]),
        told=("code-and-name-parted",),
    ),
    Awkward(
        "rows-two-codes",
        "an old code beside the new one",
        columns(旧网格编码=[f"320582100299{i:03d}" for i in range(8)], 网格编码=CODES, 网格名称=NAMES),
    ),
    Awkward(
        "rows-workers",
        "columns of workers look like those of grids",
        columns(
            网格员编号=[f"W{i}" for i in range(8)],
            网格员姓名=[f"张{i}" for i in "一二三四五六七八"],
            网格长=["李"] * 8,
            网格编码=CODES,
            网格名称=NAMES,
        ),
    ),
    Awkward(
        "rows-total",
        "a row with the total, without a shape",
        more_rows({"网格编码": "合计", "网格名称": "8"}),
        told=("row-is-total",),
    ),
    Awkward(
        "rows-village",
        "a row of the village itself, with its shape",
        more_rows({"网格编码": "320582100201", "网格名称": "东村村委会", "geometry": shapely.union_all(SHAPES[:4])}),
        told=("row-of-parent",),
    ),
    Awkward("rows-empty", "rows with nothing in them", more_rows({}, {}), told=("code-empty",)),
    Awkward(
        "rows-doubled",
        "a row stands twice",
        more_rows({"网格编码": CODES[0], "网格名称": NAMES[0], "村社区": HOMES[0], "geometry": SHAPES[0]}),
        told=("code-twice",),
    ),
    Awkward(
        "rows-names",
        "no codes; the village is named",
        columns(网格名称=NAMES, 所属村社区=HOMES),
        grids=NUMBERED,
        told=("codes-numbered",),
    ),
    Awkward(
        "rows-short-homes",
        "no codes; the village is named in short",
        columns(网格名称=NAMES, 村=[h[:2] for h in HOMES]),
        grids=NUMBERED,
        told=("codes-numbered",),
    ),
    Awkward("rows-nothing", "neither codes nor parents", columns(备注=["x"] * 8), refused="code-column-missing"),
    Awkward(
        "rows-ids",
        "id and fid are numbers of features",
        columns(id=list(range(1, 9)), gid=list(range(8)), 网格名称=NAMES),
        refused="code-column-missing",
    ),
    Awkward("rows-id-codes", "the code stands under id", columns(id=CODES, name=NAMES)),
    Awkward(
        "rows-objectid",
        "the code stands under OBJECTID_1",
        columns(OBJECTID=list(range(8)), OBJECTID_1=CODES, MC=NAMES),
    ),
    Awkward(
        "rows-empty-column",
        "the surest header has nothing below it",
        columns(网格编码=[None] * 8, 网格编号=CODES, 网格名称=NAMES),
    ),
    Awkward(
        "rows-serial-column",
        "the code of the village and the number of the grid have a column each",
        columns(社区编码=PARENTS, 网格序号=SERIALS, 网格名称=NAMES),
        told=("code-serials-completed",),
    ),
    Awkward(
        "rows-village-and-number",
        "the village's code is headed 编码, the serial 网格号",
        columns(编码=PARENTS, 网格号=SERIALS, 网格名称=NAMES),
        told=("code-serials-completed",),
    ),
    Awkward(
        "rows-unknown-village",
        "a row of a village that is not there, told by its code only",
        more_rows(
            {
                "网格编码": "320582100209",
                "网格名称": "北村村委会",
                "geometry": shapely.box(551_000, 3_526_000, 551_400, 3_526_400),
            }
        ),
        told=("row-of-other-level",),
    ),
    Awkward(
        "rows-zero-width",
        "letters without width in the codes",
        columns(网格编码=[f"{c[:6]}\u200b{c[6:]}\ufeff" for c in CODES], 网格名称=NAMES),
        told=("code-marks-removed",),
    ),
    Awkward(
        "rows-line-breaks",
        "line breaks within names and around codes",
        columns(网格编码=[f"\n{c}\r\n" for c in CODES], 网格名称=[f" {n}\t" for n in NAMES]),
    ),
    Awkward(
        "rows-towns",
        "the code of the town in every row",
        columns(
            镇编码=["320582100"] * 8,
            村编码=PARENTS,
            网格编码=CODES,
            镇名称=["测试镇"] * 8,
            村名称=HOMES,
            网格名称=NAMES,
        ),
    ),
]
