"""Files of villages, of which the level above is the town, and their own words are those of a grid's parent."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from tests.exchange.awkward.case import CRS, EAST, SHAPES, VILLAGES, WEST, Awkward, Grids

GROUND = [shapely.union_all(SHAPES[:4]), shapely.union_all(SHAPES[4:])]
CODES, NAMES = list(VILLAGES), list(VILLAGES.values())


def villages(names: list[str] | None = None) -> Grids:
    """Return what stands in the plan if both villages were read right."""
    return {c: (n, "320582100", g) for c, n, g in zip(CODES, names or NAMES, GROUND, strict=True)}


def columns(**values: object):
    def write(folder: Path) -> Path:
        gpd.GeoDataFrame(values, geometry=GROUND, crs=CRS).to_file(folder / "a.gpkg")
        return folder / "a.gpkg"

    return write


def case(name: str, wrong: str, told: tuple[str, ...] = (), refused: str = "", grids: Grids | None = None, **values):
    return Awkward(
        name, wrong, columns(**values), villages() if grids is None else grids, told, refused, kind="village"
    )


VILLAGE_FILES = [
    case("villages-plain", "nothing is wrong", 村编码=CODES, 村名称=NAMES),
    case("villages-short", "the headers are as short as can be", 代码=CODES, 村=NAMES),
    case(
        "villages-town",
        "the town's code and name stand before",
        镇编码=["320582100"] * 2,
        镇名称=["测试镇"] * 2,
        村社区编码=CODES,
        村社区名称=NAMES,
    ),
    case("villages-communities", "communities below a street", 街道=["测试镇"] * 2, 社区代码=CODES, 社区名称=NAMES),
    case("villages-latin", "headers in Latin letters", XZQDM=CODES, XZQMC=NAMES),
    case("villages-numbers", "codes are numbers, in a column of adcode", adcode=[int(EAST), int(WEST)], NAME=NAMES),
    case(
        "villages-long",
        "statistical codes of twelve digits and three zeros",
        统计用区划代码=[f"{c}000" for c in CODES],
        名称=NAMES,
        refused="codes-not-of-scheme",
    ),
    case(
        "villages-serials",
        "serial numbers below the town",
        序号=[201, 202],
        编号=[201, 202],
        名称=NAMES,
        所属镇=["测试镇"] * 2,
        told=("code-serials-completed",),
    ),
    case("villages-empty", "the first column of codes is empty", 村社区编码=[None, None], 编码=CODES, 名称=NAMES),
]
