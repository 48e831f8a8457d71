"""Door plates and housing estates: what stands on the wall beside the door of a building that was made up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from sample_data.chance import Floats, Ints, ranks

Shapes = npt.NDArray[np.object_]

HOUSE_NUMBER_M: Final = 10.0
"""House numbers of one side of a road rise by two over this length, metres."""

_HEADS: Final = (
    "梁丰 暨阳 沙洲 锦绣 东方 悦来 江南 金桥 滨江 湖滨 御景 澳洋 国泰 万红 东湖 阳光 碧水 翠湖 绿洲 紫金 "
    "香山 金港 沿江 港城 汇金 嘉华 华芳 景巷 世茂 缇香 怡景 清水湾 小城河 谷渎 旺西 春晖 秋水 明珠 天成 和润 "
    "宏景 瑞安 祥云 泰和 康宁 安泰 广厦 书香 学府 状元 百合 桂花 玉兰 丁香 海棠 银杏 香樟 梧桐 金柳 枫林 "
    "竹溪 荷塘 橘园 云盘 聚福 吉祥 如意 福满 盛世 华润 中央 时代 都市 世纪 新天地 星河 月亮湾 观澜 听涛 望江 "
    "兰亭 沁园"
)
_TAILS: Final = "花园 家园 名邸 公寓 雅苑 华庭 景园 嘉园 佳苑 公馆 豪庭 水岸 人家 名苑 花城 新城 庭院 尚城 御府 山庄"
_PHASES: Final = "二三四五六七八九"


def estate_names(rng: np.random.Generator, count: int) -> list[str]:
    """Make names of housing estates, none twice; after about 1,600 they go on with 二期, 三期 and so on."""
    heads, tails = _HEADS.split(), _TAILS.split()
    size = len(heads) * len(tails)
    places = np.argsort(rng.random(size), kind="stable").tolist()
    names = []
    for draw in range(count):
        phase, place = divmod(draw, size)
        head, tail = divmod(places[place], len(tails))
        names.append(heads[head] + tails[tail] + (f"{_PHASES[phase - 1]}期" if phase else ""))
    return names


def short_name(village: str) -> str:
    """Return a village's or community's name as addresses write it, without its committee: 金村村, 暨阳社区."""
    for committee in ("居民委员会", "村民委员会", "居委会", "委会"):
        if village.endswith(committee):
            return village.removesuffix(committee)
    return village


@dataclass(frozen=True)
class Street:
    """Named roads, as lines."""

    names: list[str]
    shapes: Shapes


def street_addresses(points: Floats, town: Ints, streets: Street) -> tuple[list[str], Ints]:
    """Give each of some places a street and a house number, no number twice in a street of a town.

    A place takes the nearest named street; its number says how far along the street it lies, odd on the left side and
    even on the right. Where two places would have the same number, the further one takes the next that is free.

    Parameters
    ----------
    points : array of float, shape (n, 2)
    town : array of int, shape (n,)
        Streets of the same name in two towns are numbered apart.
    streets : Street
        At least one.

    Returns
    -------
    names : list of str
    number : array of int, shape (n,)
        From 1.
    """
    spots = shapely.points(points)
    nearest = shapely.STRtree(streets.shapes).query_nearest(spots, all_matches=False)[1]
    line = streets.shapes[nearest]
    along = shapely.line_locate_point(line, spots)
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, along + 1.0))
    behind = shapely.get_coordinates(shapely.line_interpolate_point(line, np.maximum(along - 1.0, 0.0)))
    step, aside = ahead - behind, points - here
    left = step[:, 0] * aside[:, 1] - step[:, 1] * aside[:, 0] > 0
    names, street = np.unique(np.array(streets.names, dtype=object)[nearest].astype(str), return_inverse=True)
    side = (town * len(names) + street) * 2 + left
    number = 2 * np.floor(along / HOUSE_NUMBER_M).astype(np.int64) + np.where(left, 1, 2)
    return names[street].tolist(), _each_once(side, number)


def _each_once(group: Ints, number: Ints) -> Ints:
    """Raise numbers by steps of two until none occurs twice in its group; their order stays."""
    order = np.lexsort((number, group))
    dense = np.unique(group[order], return_inverse=True)[1]
    rise = 2 * ranks(group, number)[order]
    apart = dense * (2 * int(number.max(initial=0)) + 4 * len(number) + 4)
    lifted = np.maximum.accumulate(number[order] - rise + apart) - apart + rise
    result = np.empty_like(number)
    result[order] = lifted
    return result
