"""What a text on a sheet looks like: a heading, a value, a total, a signature, a note, an example.

All is told by the text alone; what a row is follows from its texts together (:mod:`finding`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from unicodedata import is_normalized, normalize

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.exchange.cells import TextArray
from gridmap.exchange.headers import BOUNDARY_FIELDS
from gridmap.exchange.headers import plain as plain_header
from gridmap.model.arrays import BoolArray

_HEADINGS: Final = frozenset(
    plain_header(word)
    for word in (
        *(word for words in BOUNDARY_FIELDS.values() for word in words),
        "序号", "序", "号", "编号", "栏次", "镇", "街道", "镇街", "乡镇", "区镇", "镇区", "镇街道", "区", "县", "市",
        "村", "社区", "村社区", "行政村", "自然村", "居委会", "网格", "微网格", "小区", "楼栋", "楼幢", "幢", "幢号",
        "楼号", "栋号", "单元", "室", "门牌", "门牌号", "楼栋号", "网格长", "网格员", "专职网格员", "兼职网格员",
        "专职", "兼职", "专兼职", "书记", "支部书记", "党支部", "支部", "网格党支部", "党小组", "姓名", "名字",
        "电话", "手机", "联系电话", "手机号", "性别", "年龄", "学历", "民族", "职务", "角色", "岗位", "身份", "工号",
        "级别", "层级", "户数", "人口", "人数", "面积", "备注", "四至", "范围", "经度", "纬度", "坐标", "地址",
        "东经", "北纬", "部门", "起", "止", "开始", "结束", "微信", "户主", "行标签", "列标签", "党员", "群众",
        "联络员", "辅警", "民警", "楼长", "楼道长", "户长", "人员", "队伍", "督导员", "no", "sn", "phone", "mobile",
        "tel", "telephone", "town", "village", "community", "grid", "role", "worker", "branch", "secretary",
        "households", "residents", "population", "address", "from", "to", "until", "since", "start", "end", "date",
        "lon", "lng", "lat", "longitude", "latitude", "x", "y", "building", "doorplate", "staffnumber", "staffno",
        "members", "tier", "joint", "fromdate", "untildate", "worker", "fulltime", "parttime",
    )
)  # fmt: skip
_HEADING_ENDS: Final = (
    "编码", "代码", "编号", "名称", "名", "姓名", "电话", "手机", "号码", "号", "户数", "人数", "人口", "数", "数量",
    "时间", "日期", "年月", "类型", "类别", "种类", "性质", "属性", "职务", "备注", "地址", "面积", "经度", "纬度",
    "坐标", "范围", "四至", "情况", "方式", "性别", "年龄", "学历", "身份证", "书记", "支部", "负责人", "网格员",
    "网格长", "联系人", "成员", "部门", "单位", "编制", "来源", "状态", "依据", "简介", "信息", "网格", "社区", "村",
    "镇", "街道", "楼栋", "党员", "岗位", "角色", "级别", "层级", "上级", "name", "code", "phone", "number", "date",
    "type", "kind", "count", "note", "remark", "remarks", "role", "grid", "village", "town", "branch",
)  # fmt: skip
_DIGIT: Final = re.compile(r"\d")
# What people write over columns, and in them as well: roles, and words that names of places and branches end in.
_ALSO_VALUES: Final = frozenset(
    (
        "网格长", "网格员", "专职网格员", "兼职网格员", "专职", "兼职", "专兼职", "书记", "支部书记", "党员", "群众",
        "联络员", "辅警", "民警", "楼长", "楼道长", "户长", "人员", "队伍", "督导员", "网格党支部", "综合网格",
        "专属网格",
    )
)  # fmt: skip
_ALSO_VALUE_ENDS: Final = (
    "村", "社区", "镇", "街道", "网格", "支部", "单位", "部门", "楼栋", "书记", "网格员", "网格长",
    "党员", "成员", "负责人", "联系人", "上级", "来源", "状态", "grid", "village", "town", "branch",
)  # fmt: skip

_BRACKETS: Final = re.compile(r"[(\[【〔].*?[)\]】〕]")
_VALUE: Final = re.compile(
    r"[+\-]?[\d.,:/年月日\-~\s]*\d[\d.,:/年月日\-~%\s]*|.*\d{5,}.*|.*\d[号幢栋室楼].*", re.DOTALL
)

_TOTAL: Final = re.compile(
    r"(?:合计|小计|总计|共计|累计|总和|汇总|合|全[镇村区市]?(?:合计|总计)|(?:grand ?|sub-?)?totals?)"
    r"(?:[(:数].*|[:]?\d+.*)?",
    re.IGNORECASE,
)
_TOTAL_OF: Final = re.compile(r"[^\d,。，:]{1,20}(?:合计|小计|总计|汇总|计数|求和|平均值)")
_SIGNED: Final = r"\(?(?:签字|签名|盖章|签章)\)?"
_SIGNATURE: Final = re.compile(
    rf"(?:填表|填报|审核|复核|制表|经办|统计|校对|审批|核对|录入|上报)(?:人|者|人员|单位|日期|时间)?(?:{_SIGNED})?:.*"
    rf"|(?:单位|部门|主管|分管|主要|站所)(?:负责人|领导|书记|主任|公章)(?:{_SIGNED})?:.*"
    rf"|(?:单位|村|社区|镇|支部|党支部|党委)?(?:负责人|领导|书记|主任|公章)(?:{_SIGNED}:.*|:)"
    rf"|(?:日期|时间|联系电话|联系人|签字|签名|盖章|签章|公章|单位|填表单位)(?:{_SIGNED})?:.*"
    r"|\(?(?:盖章|公章|签章|单位盖章)\)?",
    re.DOTALL,
)
_UNIT: Final = re.compile(
    r"(?:填报|报送|制表|上报|统计|填表|所属)?(?:单位|部门|日期|时间|人|镇街?|街道|社区|村|截至|截止)(?:\(.*?\))?\s*:.*|.*:.*日期.*|附[件表]\s*\d*.*"
    r"|\d{4}年.*[月日]|\(?单位[:].*",
    re.DOTALL,
)
_LEGEND: Final = re.compile(
    r"-?第?\d+页(?:,?[共/]\d+页)?-?|共\d+页|page\d+(?:of\d+)?|(?:注|备注|说明|填表说明|备注说明|填写说明|填报说明|注意|注意事项|附注|图例|提示|★|※|\*).{0,2}[:：1-9一、].*"
    r"|(?:\(?[1-9一二三四五六七八九]\)?[、.)]).{8,}|(?:note|notes|remarks?|legend)\s*:.*|注",
    re.DOTALL | re.IGNORECASE,
)
_EXAMPLE: Final = re.compile(
    r"(?:示例|样例|范例|举例|填写示例|填表示例|例子?|例如|如|样表|example|sample|e\.g\.)(?:行|数据|[\d一二三])?(?:[:].*)?|.*[(\[【](?:示例|样例|范例|例|举例|例子|example|样表)[)\]】].*|(?:示例|样例).{1,12}",
    re.DOTALL | re.IGNORECASE,
)
_NOTES: Final = re.compile(
    r".*(?:必填|选填|请填|请按|请勿|填写|下拉|真实|格式|如无|不填|填到|填至|精确到|不得|不超过|位数?字|\d+位|例如|如:|参照|对应|自动生成"
    r"|文本型|required|optional|dropdown|format|real name|fill in).*",
    re.DOTALL | re.IGNORECASE,
)
_ABOVE: Final = frozenset(
    ("同上", "〃", '"', "''", "″", "”", "“", "々", "同前", "同上行", "(同上)", "-同上-", "同 上", "ditto", "〞", "〝")
)
_BESIDE: Final = frozenset(("同左", "(同左)"))
_PIVOT: Final = re.compile(
    r"行标签|列标签|(?:求和项|计数项|平均值项|最大值项|最小值项)\s*[::].*|row labels|(?:sum|count) of .*", re.IGNORECASE
)
_PIVOT_BLANK: Final = frozenset(("(空白)", "(blank)"))
# Any text that one of the patterns above fits has one of these letters.
_SPECIAL: Final = frozenset(
    "计总汇合填报审复制经统校核录上单部主分村社镇支党站负领书日时联签盖公章截附注备说提图示样范举例如必选请下真格无不精位数参对自文"
    "年所属街第页共pP(（:：.、)★※*tTsSeErRdDfFnNlL"
)


class _Look:
    """One of the things that a text may look like: which texts do is told when it is first asked, and kept."""

    def __init__(self, number: int) -> None:
        self.bit = 1 << number

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, looks: Looks, owner: type) -> BoolArray:
        found = (looks.bits & np.uint16(self.bit)) != 0
        looks.__dict__[self.name] = found  # which is found before this from now on
        return found


class Looks:
    """What each text of a sheet looks like; all bool, shape (n, m).

    Parameters
    ----------
    bits : array of uint16, shape (n, m)
        A bit for each look.
    """

    blank = _Look(0)
    heading = _Look(1)
    sure_heading = _Look(2)
    value = _Look(3)
    total = _Look(4)
    total_of = _Look(5)
    signature = _Look(6)
    unit = _Look(7)
    legend = _Look(8)
    example = _Look(9)
    notes = _Look(10)
    above = _Look(11)
    beside = _Look(12)
    pivot = _Look(13)
    pivot_blank = _Look(14)

    def __init__(self, bits: npt.NDArray[np.uint16]) -> None:
        self.bits = bits

    def any_of(self, *names: str) -> BoolArray:
        """Return which texts look like one of some things, shape (n, m)."""
        wanted = sum(vars(Looks)[name].bit for name in names)
        return np.asarray((self.bits & np.uint16(wanted)) != 0, dtype=bool)


_LOOKS: Final = 15


Step = Callable[[float], None]
"""Takes what share of some work is done, 0 to 1; what it raises stops the work."""

_BLOCK: Final = 30_000
"""So many rows are looked at between two steps."""
_ALIKE: Final = bytes.maketrans(b"23456789", b"11111111")
"""No pattern here tells 1 from 9, so that a million door plates are a few dozen different texts."""


def looks_of(texts: TextArray, step: Step = lambda _: None) -> Looks:
    """Look at every text, those that differ by their digits only once."""
    known: dict[str, int] = {}
    bits = np.zeros(texts.shape, dtype=np.uint16)
    for begin in range(0, len(texts), _BLOCK):
        step(begin / len(texts))
        block = texts[begin : begin + _BLOCK]
        left = []
        for column in range(block.shape[1]):
            numbers = _bits_of_numbers(block[:, column])
            if numbers is None:
                left.append(column)
            else:
                bits[begin : begin + _BLOCK, column] = numbers
        if left:
            rest = block if len(left) == block.shape[1] else block[:, left]
            here, different = pd.factorize(np.array(digits_alike(rest.ravel()), dtype=object))
            for text in different.tolist():
                if text not in known:
                    known[text] = _bits(_look(text))
            found = np.array([known[text] for text in different.tolist()], dtype=np.uint16)
            bits[begin : begin + _BLOCK, left] = found[here].reshape(rest.shape)
    return Looks(bits)


def _bits_of_numbers(texts: TextArray) -> npt.NDArray[np.uint16] | None:
    """Return what the texts of a column look like if all are numbers or blank; else ``None``."""
    whole = "\0".join(texts.tolist())
    if not whole.isascii():
        return None
    digits = whole.encode().translate(None, b".-")
    if digits.translate(None, b"0123456789\0"):
        return None
    ends = np.flatnonzero(np.frombuffer(digits + b"\0", dtype=np.uint8) == 0)
    blank = texts == ""
    without = np.diff(ends, prepend=-1) == 1
    if len(without) != len(blank) or (without != blank).any():  # there are signs without digits
        return None
    return np.where(blank, np.uint16(_bits(_BLANK)), np.uint16(_bits(_NUMBER)))


def _bits(look: tuple[bool, ...]) -> int:
    return sum(is_so << number for number, is_so in enumerate(look))


def digits_alike(texts: TextArray) -> list[str]:
    """Return texts with every digit but 0 as 1, all at once: a million door plates are a few dozen different ones."""
    whole = "\0".join(texts.tolist())
    try:
        shapes = whole.encode().translate(_ALIKE).decode().split("\0")
    except UnicodeEncodeError:  # half a letter, of a damaged file
        return list(texts.tolist())
    return shapes if len(shapes) == len(texts) else list(texts.tolist())


_NOTHING: Final = (False,) * _LOOKS
_BLANK: Final = (True, *_NOTHING[1:])
_NUMBER: Final = (False, False, False, True, *_NOTHING[4:])


def _look(text: str) -> tuple[bool, ...]:
    if not text:
        return _BLANK
    if text.isascii() and text.isdigit():
        return _NUMBER
    flat = text if is_normalized("NFKC", text) else normalize("NFKC", text)
    if not flat.isalnum():
        flat = "".join(flat.split())
    heading = is_heading(flat)
    sure = heading and _is_sure(flat)
    value = not heading and (len(flat) > 40 or (_DIGIT.search(flat) is not None and _VALUE.fullmatch(flat) is not None))
    above, beside = flat.casefold() in _ABOVE or text in _ABOVE, flat in _BESIDE
    if _SPECIAL.isdisjoint(flat):
        return (False, heading, sure, value, *_NOTHING[:7], above, beside, False, False)
    patterns = (_TOTAL, _TOTAL_OF, _SIGNATURE, _UNIT, _LEGEND, _EXAMPLE, _NOTES)
    special = [pattern.fullmatch(flat) is not None for pattern in patterns]
    pivot, pivot_blank = _PIVOT.fullmatch(flat) is not None, flat.casefold() in _PIVOT_BLANK
    return (False, heading, sure, value, *special, above, beside, pivot, pivot_blank)


def is_heading(flat: str) -> bool:
    """Whether a text without blanks is what people write over a column, by itself."""
    if len(flat) > 40:
        return False
    words = flat.casefold()
    if words in _HEADINGS:
        return True
    if not words.isalnum():
        words = _BRACKETS.sub("", words).strip("*＊#:：★")
        if plain_header(words) in _HEADINGS or plain_header(flat) in _HEADINGS:
            return True
        if _PIVOT.fullmatch(flat):
            return True
    if words[-1:].isdigit() and len(words) > 1:
        words = words[:-1]
        if words in _HEADINGS:
            return True
    return len(words) <= 14 and words.endswith(_HEADING_ENDS) and ":" not in words and not _DIGIT.search(words)


def _is_sure(heading: str) -> bool:
    """Whether a heading is hardly a value as well."""
    words = heading.casefold()
    if words in _ALSO_VALUES:
        return False
    return plain_header(_BRACKETS.sub("", words)) in _HEADINGS or not words.endswith(_ALSO_VALUE_ENDS)
