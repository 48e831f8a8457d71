"""What an output may show of people, and which personal columns of an officer's file are never taken in.

GridMap keeps of a person the name, the work phone, the staff number, the role and the grid, nothing else. Three
profiles say what of that an output shows:

``public``
    for everybody: the surname, neither phone nor staff number, and nothing of what somebody wrote freely;
``briefing``
    for meetings and reports: the name, the phone masked (``138****5678``), of the staff number the last two characters;
``internal``
    for those who must call: everything.

Persons are workers, secretaries of branches, who accepted a finding, and users in the history. Who writes an output
that may name one asks here; docs/privacy.md has the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridmap.model.arrays import BoolArray
from gridmap.model.errors import BadInput, GridMapError, Problem
from gridmap.people.staff_numbers import StaffNumbers
from gridmap.storage.traces import FORGOTTEN

TextArray = npt.NDArray[np.object_]
Profile = Literal["public", "briefing", "internal"]
PROFILES: Final[tuple[Profile, ...]] = ("public", "briefing", "internal")

_MASK: Final = "*"

# A run of digits as people write phone numbers: 138 1234 5678, +86-138-1234-5678, (0512) 5812 3456.
_PHONE: Final = re.compile(r"\d(?:[ \t()（）\-–—.·]{0,2}\d)*")

# What stands in a cell beside a name or in a sentence is taken for a phone from so many digits on; a day has eight.
_LEAST_DIGITS: Final = 7

_FEW: Final = 50
"""Of so few texts each is masked by itself."""

_DAY: Final = re.compile(r"(?:19|20)\d\d[-.–]\d{1,2}[-.–]\d{1,2}")

PERSONS_BY_LABEL: Final[Mapping[str, tuple[str, ...]]] = {
    "add-worker": ("name",),
    "assign-grids": ("name",),
    "assign-worker": ("name",),
    "correct-assignments": ("name",),
    "correct-worker": ("name",),
    "delete-worker": ("name",),
    "end-all": ("name",),
    "end-assignment": ("name",),
    "hand-over": ("name", "other"),
    "merge-workers": ("name",),
    "stand-in": ("name", "other"),
    "transfer-grids": ("name", "other"),
}
"""By the label of an edit, which of its values in the history are names of persons."""
_PERSONS_REFUSED: Final = frozenset(
    (
        "answers-for-none", "assigned-already", "assigned-already-to-some", "same-worker", "staff-number-in-use",
        "worker-still-answers",
    )
)  # fmt: skip
"""Reasons why an edit is refused whose ``name`` is that of a person."""
_FREE: Final = frozenset(("reason", "note"))
"""Values of edits in the history that somebody wrote freely."""

# Surnames of two characters that are borne today; of any other name the first character is the surname.
_DOUBLE_SURNAMES: Final = frozenset(
    (
        "欧阳", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连",
        "澹台", "皇甫", "宗政", "濮阳", "公冶", "太史", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
        "司徒", "鲜于", "司空", "闾丘", "端木", "轩辕", "令狐", "呼延", "拓跋", "百里", "东郭", "南门", "羊舌",
        "西门", "左丘", "梁丘", "第五", "纳兰", "完颜", "淳于", "单于", "叔孙",
    )
)  # fmt: skip

# Headers of what GridMap does not keep. A header is compared without blanks and punctuation, in lower case.
_PERSONAL_HEADERS: Final = re.compile(
    r"身份证|证件号|公民身份|护照|户口本|户籍地|籍贯|家庭地址|家庭成员|居住地址|常住地址|住址|住宅地址"
    r"|出生|生日|年龄|民族|宗教信仰|婚姻|婚否|健康|病史|疾病|慢性病|残疾|血型|疫苗|精神状况|体检|低保|贫困|收入|工资|银行卡|银行账"
    r"|开户行|社保|医保号|公积金|微信|qq号|私人电话|家庭电话|住宅电话|紧急联系|配偶|子女|照片|指纹"
    r"|\bid\s?card|id\s?number|identity|national\s?id|passport|home\s?address|residential\s?address|birth|\bage\b|ethnic"
    r"|religio|marital|health|illness|disabilit|blood\s?type|bank\s?account|salary|income|private\s?phone|home\s?phone"
    r"|emergency\s?contact",
    re.IGNORECASE,
)

# 18 digits, the last of which may be X (GB 11643-1999, clause 4); a longer run of digits is something else.
_LIKE_ID_NUMBER: Final = r"\d{17}[\dXx]"
_ID_NUMBER: Final = r"(?<![0-9A-Za-z])([1-9]\d{16}[\dXx])(?![0-9A-Za-z])"
_ID_WEIGHTS: Final = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_ID_CHECKS: Final = np.array(list("10X98765432"))

# A column of which at least this share of the filled cells hold an ID number is a column of ID numbers.
_MOSTLY: Final = 0.1


def profile_named(name: str) -> Profile:
    """Return the profile of that name; :class:`BadInput` ``unknown-privacy`` that lists them if there is none."""
    if name not in PROFILES:
        raise BadInput("unknown-privacy", value=name, expected=", ".join(PROFILES))
    return name


# ---- phones and names ------------------------------------------------------------------------------------------------


def mask_phone(text: str) -> str:
    """Return a text with the phone numbers in it masked: ``"13812345678"`` becomes ``"138****5678"``.

    Of a number the last four digits stay, and of one with 11 to 13 digits what stands before the four that are masked;
    of a short number (seven digits or fewer) only the last two. Blanks and hyphens stay where they are.
    """
    return _PHONE.sub(_masked, text)


def _masked(match: re.Match[str]) -> str:
    text = match.group()
    places = [i for i, letter in enumerate(text) if letter.isdigit()]
    tail = 4 if len(places) > 7 else 2 if len(places) > 3 else 0
    one_number = 11 <= len(places) <= 13  # more digits are several numbers in a row, of which no part may show
    hidden = places[-tail - 4 : -tail] if one_number else places[: len(places) - tail]
    letters = list(text)
    for place in hidden:
        letters[place] = _MASK
    return "".join(letters)


def mask_name(name: str) -> str:
    """Return the surname with a star for the rest: ``"王小明"`` becomes ``"王*"``, ``"Anna Weber"`` ``"W*"``."""
    plain = name.strip()
    if not plain or plain == FORGOTTEN:
        return plain
    if plain[0].isascii():
        return plain.split()[-1][0] + _MASK
    surname = plain[:2] if plain[:2] in _DOUBLE_SURNAMES and len(plain) > 2 else plain[0]
    return surname + _MASK


def mask_number(number: str) -> str:
    """Return a staff number with all but its last two characters masked: ``"W00123"`` becomes ``"****23"``.

    Of one with four characters or fewer none is left. What is left tells two people of one name apart.
    """
    plain = number.strip()
    left = 2 if len(plain) > 4 else 0
    return _MASK * (len(plain) - left) + plain[len(plain) - left :]


def shown_phones(phones: Iterable[str], profile: Profile) -> TextArray:
    """Return phones as a profile shows them: in full, masked, or not at all. Shape (n,)."""
    texts = pd.Series(list(phones), dtype=object)
    if profile == "internal":
        return texts.to_numpy()
    if profile == "public":
        return np.full(len(texts), "", dtype=object)
    return _each_once(texts, mask_phone)


def shown_names(names: Iterable[str], profile: Profile) -> TextArray:
    """Return names of people as a profile shows them: in full, or the surname alone where it is public. Shape (n,).

    A phone that was typed beside a name is masked like any other.
    """
    texts = pd.Series(list(names), dtype=object)
    if profile == "internal":
        return texts.to_numpy()
    return _each_once(texts, mask_name if profile == "public" else _mask_phones_among_words)


def shown_numbers(numbers: Iterable[str], profile: Profile) -> TextArray:
    """Return staff numbers as a profile shows them: in full, masked as by :func:`mask_number`, or none. Shape (n,)."""
    texts = pd.Series(list(numbers), dtype=object)
    if profile == "internal":
        return texts.to_numpy()
    return np.full(len(texts), "", dtype=object) if profile == "public" else _each_once(texts, mask_number)


def shown_text(text: str, profile: Profile, numbers: Iterable[str] = ()) -> str:
    """Return what somebody wrote freely (a reason, a remark) as a profile shows it.

    Nothing of it is public, since any name may stand in it. A briefing has it with phones and staff numbers masked.

    Parameters
    ----------
    numbers : iterable of str
        Staff numbers that may stand in it.
    """
    if profile == "internal" or not text:
        return text
    if profile == "public":
        return ""
    known = numbers if isinstance(numbers, StaffNumbers) else StaffNumbers.of(numbers)
    for number in sorted(known.within(text), key=len, reverse=True):
        text = text.replace(number, mask_number(number))
    return _mask_phones_among_words(text)


def shown_user(who: str, profile: Profile, numbers: Iterable[str] = ()) -> str:
    """Return a user's name as a profile shows it; it may be a person's name, a staff number or a phone."""
    return mask_name(who) if profile == "public" else shown_text(who, profile, numbers)


def shown_values(
    label: str, values: Mapping[str, str | int | float], profile: Profile, numbers: Iterable[str] = ()
) -> dict[str, str | int | float]:
    """Return the values of an edit in the history as a profile shows them.

    Parameters
    ----------
    label, values : str, mapping
        As :class:`gridmap.model.change.Change` has them.
    numbers : iterable of str
        Staff numbers that may stand in texts.
    """
    shown = dict(values)
    for name, value in values.items():
        if not isinstance(value, str):
            continue
        if name in PERSONS_BY_LABEL.get(label, ()):
            shown[name] = str(shown_names([value], profile)[0])
        elif name in _FREE:
            shown[name] = shown_text(value, profile, numbers) or ("…" if value else "")
    return shown


def shown_error(error: GridMapError, profile: Profile) -> GridMapError | Problem:
    """Return why an edit is refused as a profile shows it: whom it names is shown as anywhere else."""
    name = error.values.get("name")
    if error.key not in _PERSONS_REFUSED or not isinstance(name, str):
        return error
    return Problem(error.key, values=error.values | {"name": str(shown_names([name], profile)[0])})


def _mask_phones_among_words(text: str) -> str:
    """Mask the phones in a text that has other figures too; days and short numbers stay."""
    return _PHONE.sub(_masked_if_a_phone, text)


def _masked_if_a_phone(match: re.Match[str]) -> str:
    text = match.group()
    if sum(letter.isdigit() for letter in text) < _LEAST_DIGITS or _DAY.fullmatch(text):
        return text
    return _masked(match)


def _each_once(texts: pd.Series, how: Callable[[str], str]) -> TextArray:
    """Apply a function to every text that occurs, once."""
    if len(texts) < _FEW:  # a page about one grid has two of them, and factorising takes a millisecond
        return np.fromiter(map(how, texts), dtype=object, count=len(texts))
    numbers, unique = pd.factorize(texts)
    done: TextArray = np.empty(len(unique), dtype=object)
    done[:] = [how(text) for text in unique]
    return done[numbers]


# ---- what is never taken in ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dropped:
    """A column of an officer's file, or some cells of it, that was left out because it is personal.

    Attributes
    ----------
    column : str
        Its header.
    reason : "header", "content" or "cells"
        The header says so, the cells are ID numbers, or only some cells were blanked because they hold one.
    count : int
        How many filled cells were left out.
    """

    column: str
    reason: Literal["header", "content", "cells"]
    count: int


def drop_personal_columns(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Dropped, ...]]:
    """Leave out of an officer's table what GridMap does not keep: ID numbers, home address, health and the like.

    A column goes if its header says what it is, or if a tenth of its filled cells hold an ID number with a right
    check digit. Where fewer cells do, say in a column of remarks, those cells alone are blanked.

    Parameters
    ----------
    frame : DataFrame
        As read, cells of any type. It is not changed.

    Returns
    -------
    DataFrame, tuple of Dropped
        The same rows without the personal columns, and what was left out, in the order of the columns.
    """
    kept, dropped = [], []
    for place, column in enumerate(frame.columns):
        values = frame.iloc[:, place]
        texts = values.astype(object).where(values.notna(), "").astype(str)
        filled = int((texts != "").sum())
        if is_personal_header(str(column)):
            dropped.append(Dropped(str(column), "header", filled))
            continue
        holds = holds_id_number(texts)
        count = int(holds.sum())
        if count and count >= _MOSTLY * filled:
            dropped.append(Dropped(str(column), "content", filled))
            continue
        if count:
            dropped.append(Dropped(str(column), "cells", count))
            values = values.astype(object).mask(pd.Series(holds, index=values.index), "")
        kept.append(values)
    result = pd.concat(kept, axis=1) if kept else pd.DataFrame(index=frame.index)
    return result, tuple(dropped)


def is_personal_header(header: str) -> bool:
    """Whether the header of a column names something that GridMap does not keep."""
    plain = re.sub(r"[\s_\-:：*（）()]+", " ", header).strip()
    return _PERSONAL_HEADERS.search(plain) is not None and not plain.endswith("数")  # a number of people is not one


def holds_id_number(texts: pd.Series) -> BoolArray:
    """Return which texts hold a citizen's ID number: 18 digits, a possible date of birth and a right check digit.

    Source: GB 11643-1999 (clause 4: structure; Annex A: the check digit, ISO 7064 MOD 11-2). The date keeps grid codes
    of 18 digits from being taken for one. Shape (n,).
    """
    result = np.zeros(len(texts), dtype=bool)
    plain = texts.astype(object).astype(str)
    if not re.search(_LIKE_ID_NUMBER, "\0".join(map(str, plain.tolist()))):
        return result
    likely = np.flatnonzero(plain.str.contains(_LIKE_ID_NUMBER, regex=True).to_numpy(dtype=bool))
    if not len(likely):
        return result
    found = plain.iloc[likely].reset_index(drop=True).str.extractall(_ID_NUMBER)[0]
    if not len(found):
        return result
    digits = np.array([list(number[:17]) for number in found], dtype=np.int64)
    last = np.array([number[17].upper() for number in found])
    born = pd.to_datetime(found.str[6:14], format="%Y%m%d", errors="coerce")
    good = (_ID_CHECKS[(digits @ _ID_WEIGHTS) % 11] == last) & born.notna().to_numpy()
    good &= born.dt.year.between(1850, pd.Timestamp.now().year).to_numpy()
    result[likely[found.index.get_level_values(0).to_numpy()[good]]] = True
    return result
