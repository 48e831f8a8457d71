"""Which column of an officer's file is meant: headers are matched with the words that people use, nearly or exactly.

No two offices head their columns alike: the code of a grid stands under 网格编码, 网格代码, WGBM, code or GRID_ID. Each
field here has its words in the order of how surely they mean it; a header that is none of them is compared by likeness.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz

# A header this alike (0 to 100) to a word of a field is taken for it.
LIKE_ENOUGH: Final = 84.0

BOUNDARY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "code": (
            "网格编码", "网格代码", "网格编号", "专属网格编码", "综合网格编码", "基础网格编码", "单元网格编码",
            "微网格编码", "网格唯一码", "网格序号", "网格顺序号", "网格顺序码", "顺序码", "网格流水号",
            "网格唯一编码", "网格码", "网格号", "网格标识码", "网格id", "村社区编码", "社区编码", "村编码", "镇编码",
            "街道编码", "行政区划代码", "区划代码", "统计用区划代码", "编码", "代码", "编号", "唯一编码", "唯一码",
            "统一编码", "标识码", "wgbm", "wgdm", "wgbh", "wgcode", "wgid", "xzqdm", "qhdm", "bm", "dm", "bh", "code",
            "grid_code", "gridcode", "grid_id", "gridid", "grid_no", "gridno", "area_code", "adcode", "region_code",
            "id",
        ),
        "name": (
            "网格名称", "网格名", "专属网格名称", "综合网格名称", "基础网格名称", "单元网格名称", "微网格名称",
            "网格全称", "社区名称", "村社区名称", "村名称", "村名", "镇名称", "街道名称", "行政区名称", "区划名称",
            "名称", "全称", "单位名称", "村社区", "网格", "wgmc", "wgname", "xzqmc", "mc", "name", "grid_name",
            "gridname", "grid", "村居", "村", "社区", "镇街", "镇", "街道", "title", "label",
        ),
        "parent": (
            "上级编码", "上级代码", "上级网格编码", "上级网格", "上级", "父级编码", "父级", "父编码", "所属社区编码",
            "所属村编码", "所属社区", "所属村", "所属村社区", "所属镇", "所属街道", "所属镇街", "所属网格",
            "所属村社区编码", "所属镇编码", "sjbm", "sjdm", "sswg", "sssq", "parent", "parent_code", "parent_id",
            "par_code", "parentcode", "pcode", "belongs_to", "村社区编码", "社区编码", "村编码", "镇编码", "街道编码",
            "社区名称", "村社区名称", "村名称", "村居名称", "社区", "镇名称", "街道名称", "村社区", "村居", "行政村",
            "所在村", "所在社区", "所在村社区", "村委会", "居委会", "村", "乡镇", "镇街", "镇", "街道", "sqmc",
            "sqname", "sqbm", "sqcode", "cunmc", "cmc", "sscsq", "sssqmc", "village", "village_name", "community",
            "community_name", "town", "street", "folder", "文件夹",
        ),
        "kind": (
            "网格类型", "网格类别", "网格种类", "网格级别", "网格层级", "类型", "类别", "级别", "层级", "wglx",
            "kind", "grid_type", "gridtype", "type",
        ),
        "setting": (
            "城乡分类", "城乡类型", "城乡属性", "城乡", "cxfl", "setting", "urban_rural",
        ),
        "use": (
            "用途", "专属网格用途", "单位类型", "use", "usage",
        ),
        "note": (
            "备注", "说明", "note", "notes", "remark", "remarks", "comment",
        ),
    }
)  # fmt: skip
"""What the columns of a file of boundaries may be called, by field; the surest words first."""

FIGURE_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "households": ("户数", "总户数", "住户数", "家庭户数", "常住户数", "居民户数", "网格户数", "households"),
        "residents": (
            "人口", "人口数", "总人口", "常住人口", "常住人口数", "居民人数", "居民数", "网格人口", "总人数",
            "residents", "population",
        ),
    }
)  # fmt: skip
"""What the columns of figures may be called that a file declares of a grid; only exactly."""


# What stands in brackets explains the header: 网格编码（15位）.
_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")

# A shapefile cuts headers off after ten bytes: in UTF-8 all that is left of 网格编码 is 网格编.
_CUT: Final = (8, 10)

# Headers about people are never nearly something else: 网格员编号 is not 网格编号.
_PEOPLE: Final = re.compile("员|长|人|书记|支部|电话|手机|姓名|worker|phone|secretary", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def plain(header: str) -> str:
    """Return a header without what people vary: width, case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", header).casefold())


def plain_without_brackets(header: str) -> str:
    """Return a plain header without what stands in brackets: 户数（户） is 户数."""
    return plain(_BRACKETS.sub("", header))


# What the levels above a grid are called, and how a header says that it is about them.
_PLACES: Final = ("镇", "街道", "乡", "园区", "村", "社区")
_LATIN_PLACES: Final = frozenset(
    plain(word)
    for word in (
        "sqmc", "sqbm", "sqname", "sqcode", "sscsq", "sssq", "sssqmc", "cmc", "cunmc", "village", "villagename",
        "villagecode", "community", "communityname", "communitycode", "town", "townname", "towncode", "street",
        "streetname", "streetcode", "parent", "parentcode", "parentname", "parentid",
    )
)  # fmt: skip
_BELONGING: Final = ("所属", "所在", "上级", "父级", "隶属")


def is_of_parents(header: str, own_words: str) -> bool:
    """Whether a header is about the grid to which a grid belongs, and not about the grid itself.

    Parameters
    ----------
    header : str
    own_words : str
        The names of the kinds that are read, and of their level, in Chinese: to a village 村编码 is its own code.
    """
    header = plain(header)
    if header.startswith(_BELONGING):
        return True
    if header in _LATIN_PLACES and "网格" in own_words and "村" not in own_words and "镇" not in own_words:
        return True
    places = [word for word in _PLACES if word in header]
    return bool(places) and not is_of_own_level(header, own_words)


def is_of_own_level(header: str, own_words: str) -> bool:
    """Whether a header names the level that is read: to a village 村名称 is its own name, and no parent's."""
    header = plain(header)
    return any(word in header and word in own_words for word in (*_PLACES, "网格"))


def match_headers(
    headers: Sequence[str],
    fields: Mapping[str, Sequence[str]],
    taken: Sequence[str] = (),
    barred: Mapping[str, Collection[str]] | None = None,
) -> dict[str, str]:
    """Find which header stands for which field.

    A header that is one of a field's words goes before one that is only like it, and of several the word that stands
    first in the field's list. No header stands for two fields.

    Parameters
    ----------
    headers : sequence of str
        As they stand in the file.
    fields : mapping of field to words
        The words that may head it, the surest first.
    taken : sequence of str, optional
        Headers that are spoken for already.
    barred : mapping of field to headers, optional
        Headers that never stand for a field, whatever their words.

    Returns
    -------
    dict
        Field to header, for the fields that were found.
    """
    free = [header for header in dict.fromkeys(headers) if header not in set(taken) and plain(header)]
    offers: list[tuple[float, int, int, str, str]] = []
    for order, (field, words) in enumerate(fields.items()):
        words_plain = [plain(word) for word in words]
        for header in free:
            if barred and header in barred.get(field, ()):
                continue
            likeness, rank = _likeness(header, words_plain)
            if likeness >= LIKE_ENOUGH:
                offers.append((-likeness, rank, order, field, header))
    found: dict[str, str] = {}
    for _, _, _, field, header in sorted(offers, key=lambda offer: offer[:3]):
        if field not in found and header not in found.values():
            found[field] = header
    return found


def likeness_to(header: str, words: Sequence[str]) -> float:
    """Return how like a header is to the word it is most like (0 to 100); 99 if it is one that was cut off."""
    return _likeness(header, [plain(word) for word in words])[0]


def _likeness(header: str, words: Sequence[str]) -> tuple[float, int]:
    """Return how like a header is to the word it is most like (0 to 100), and the place of that word."""
    for likeness, form in ((100.0, plain(header)), (99.5, plain(_BRACKETS.sub("", header)))):
        if form in words:
            return likeness, words.index(form)
    header = plain(header)
    if _CUT[0] <= len(header.encode()) <= _CUT[1]:
        whole = [place for place, word in enumerate(words) if word.startswith(header)]
        if whole:
            return 99.0, whole[0]
    if len(header) < 4 or _PEOPLE.search(header):  # too short to be nearly something: 社名 is not 村名
        return 0.0, 0
    scores = [fuzz.ratio(header, word) if len(word) >= 4 else 0.0 for word in words]
    best = max(range(len(words)), key=scores.__getitem__)
    return min(scores[best], 98.0), best
