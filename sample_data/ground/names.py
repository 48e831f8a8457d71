"""Names for what is made: neighbourhoods, hamlets, schools, streets. They sound local and mean nobody.

Each namer hands out names in an order drawn from its random stream and never the same twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Final

import numpy as np

FAMILIES: Final = tuple(
    "陆沈钱顾陈徐黄朱蒋许赵郁邹周吴孙张王李杨施卢袁季包蔡丁范高葛龚何侯胡惠金景孔刘马缪倪潘庞浦戚邱瞿邵盛石苏谈汤唐陶田汪魏夏谢严姚叶殷尤虞俞郑钟"
)
HAMLETS: Final = ("埭", "巷", "桥", "浜", "宅", "圩", "湾", "塘", "堂", "角", "岸", "庄", "弄", "场", "港", "墩")
ESTATE_HEADS: Final = (
    "花园", "梁丰", "南苑", "东方", "金塘", "怡景", "锦绣", "云盘", "阳光", "湖滨", "翠园", "丽景", "江南",
    "吾悦", "水岸", "明珠", "紫荆", "新东", "城河", "和平", "友谊", "建农", "长安", "人民", "胜利", "光明",
    "文昌", "育才", "桂花", "海棠", "香樟", "银杏", "梧桐", "玉兰", "碧波", "映月", "听涛", "望江", "朝阳",
    "西溪", "北苑", "中兴", "万豪", "世纪", "康乐", "安泰", "福星", "瑞和", "景盛", "德馨", "沁园", "悦来",
    "吉祥", "华昌", "国泰", "恒丰", "新世纪", "清水湾", "绿洲", "前溪", "兰亭", "金茂", "名都", "天和",
)  # fmt: skip
ESTATE_TAILS: Final = (
    "新村",
    "小区",
    "花苑",
    "家园",
    "新苑",
    "公寓",
    "苑",
    "坊",
    "里",
    "雅居",
    "名邸",
    "一村",
    "二村",
    "东村",
    "西村",
)
STREET_HEADS: Final = (
    "人民", "沙洲", "长安", "河西", "南环", "北环", "东环", "西环", "公园", "园林", "暨阳", "杨锦", "华昌",
    "国泰", "金港", "港口", "滨河", "滨江", "振兴", "建设", "解放", "青年", "学府", "文化", "体育", "健康",
    "工农", "民丰", "新丰", "永乐", "丰收", "向阳", "红旗", "东方", "梁丰", "云盘", "城北", "城南", "花园",
    "东苑", "西苑", "兴业", "创新", "科技", "百桥", "镇北", "镇南", "中心", "育才", "文昌", "康宁", "富民",
    "农贸", "仁爱", "平安", "江海", "长江", "双丰", "兴港", "晨阳", "泗港", "乘航", "东莱", "港华",
)  # fmt: skip
STREET_TAILS: Final = ("路", "街", "东路", "西路", "中路", "南路", "北路", "巷", "弄")

#: What a dedicated grid may be: the area that it needs in hectares (from, to), how frequent it is, and its names.
PREMISES: Final[dict[str, tuple[float, float, float, tuple[str, ...]]]] = {
    "school": (2.4, 4.6, 9.0, ("{a}小学", "{a}初级中学", "{a}幼儿园", "{a}实验学校", "{a}高级中学", "{a}职业学校")),
    "hospital": (2.0, 4.5, 2.6, ("{a}医院", "{a}社区卫生服务中心", "{a}康复医院")),
    "park": (2.5, 7.0, 3.2, ("{a}公园", "{a}广场", "{a}生态园")),
    "market": (1.3, 2.6, 3.4, ("{a}农贸市场", "{a}商贸城", "{a}建材市场", "{a}购物中心")),
    "office_tower": (1.0, 1.6, 3.4, ("{a}大厦", "{a}商务中心", "{a}国际广场")),
    "government": (1.2, 2.4, 1.6, ("{a}政务服务中心", "{a}综合服务中心", "{a}行政办公区")),
    "station": (1.5, 3.5, 0.9, ("{a}客运站", "{a}公交枢纽站")),
    "nursing_home": (1.1, 2.0, 1.2, ("{a}敬老院", "{a}养老服务中心")),
    "industry": (9.0, 26.0, 6.0, ("{a}工业园", "{a}纺织产业园", "{a}机械产业园", "{a}科技创业园")),
    "logistics": (6.0, 14.0, 1.4, ("{a}物流园", "{a}仓储中心")),
    "waterworks": (2.5, 5.0, 0.6, ("{a}水厂", "{a}污水处理厂")),
}


class Namer:
    """Hands out names that it has not handed out before."""

    def __init__(self, rng: np.random.Generator, taken: tuple[str, ...] = ()) -> None:
        self._rng = rng
        self._taken = set(taken)

    def hamlet(self) -> str:
        """Name a hamlet, like 陆家埭."""
        return self._new(lambda: f"{self._one(FAMILIES)}家{self._one(HAMLETS)}")

    def estate(self) -> str:
        """Name a housing estate, like 花园新村."""
        return self._new(lambda: f"{self._one(ESTATE_HEADS)}{self._one(ESTATE_TAILS)}")

    def street(self) -> str:
        """Name a street, like 人民中路, or a lane off it once names run short, like 人民中路三弄."""
        return self._new(lambda: f"{self._one(STREET_HEADS)}{self._one(STREET_TAILS)}", "弄")

    def premises(self, use: str, near: tuple[str, ...]) -> str:
        """Name a unit with premises of its own after a place nearby, like 大新小学."""
        patterns = PREMISES[use][3]
        for place in near:
            for i in self._rng.permutation(len(patterns)).tolist():
                name = str(patterns[i].format(a=place))
                if name not in self._taken:
                    self._taken.add(name)
                    return name
        return self._new(lambda: self._one(patterns).format(a=f"{self._one(near)}{self._one(ESTATE_HEADS)}"))

    def _one(self, of: tuple[str, ...]) -> str:
        return of[int(self._rng.integers(len(of)))]

    def _new(self, draw: Callable[[], str], after_number: str = "") -> str:
        """Draw until a name is new; if that takes too long, number the last one drawn."""
        for _ in range(12):
            name = draw()
            if name not in self._taken:
                break
        else:
            name = next(
                numbered
                for number in itertools.count(1)
                if (numbered := f"{name}{_chinese(number)}{after_number}") not in self._taken
            )
        self._taken.add(name)
        return name


def _chinese(number: int) -> str:
    """Write a number from 1 to 99 in Chinese, like 二十三; larger ones in digits."""
    if number > 99:
        return str(number)
    digits = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + digits[ones]
