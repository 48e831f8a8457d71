"""What of a roster is never taken in: ID numbers, home addresses, health, who owns a house. It is counted and told.

Whole columns go by their header (:func:`is_private_header`); in the cells of columns that are taken in, ID numbers are
cut out wherever they stand, and a remark that speaks of health, homes or owners is left out as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from gridmap.exchange.tables import without_id_numbers
from gridmap.people.privacy import is_personal_header

Cells = npt.NDArray[np.object_]
Reason = Literal["header", "id-number", "remark", "mobile"]

_OWNERS: Final = re.compile(
    r"户主|业主|房主|房东|产权人|所有权人|产权证|房产证|租客|承租|住户姓名|居住人|家庭成员|\bowner|landlord|tenant",
    re.IGNORECASE,
)
_NO_OWNERS: Final = re.compile(r"业主委员会|业委会|committee$|(?:数|率|情况)$", re.IGNORECASE)
_HOMES: Final = re.compile(r"家住|住址|居住于|现住|住在|户籍|身份证|出生")
_HEALTH: Final = re.compile(
    r"病|残|怀孕|孕妇|精神|癌|透析|健康|低保|特困|吸毒|社区矫正|刑满|\bill\b|illness|disab|pregnan|diabet|cancer",
    re.IGNORECASE,
)

_SOMEBODY: Final = re.compile(
    r"人$|人姓名|姓名|人员|电话|手机|联系|地址|地点|住|内容|描述|标题|诉求|详情|情况|说明|备注|意见|结果|反馈|经过|处理过程"
    r"|name|phone|mobile|address|content|description|detail|note|remark|reporter|complain|handler",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LeftOut:
    """Personal data of a table that was not taken in.

    Attributes
    ----------
    file, sheet, column : str
    reason : "header", "id-number", "remark" or "mobile"
        The column says what it is; ID numbers or mobile numbers were cut out of its cells; or whole remarks were left
        out.
    count : int
        How many filled cells, numbers or remarks.
    """

    file: str
    sheet: str
    column: str
    reason: Reason
    count: int


def is_private_header(header: str) -> bool:
    """Whether the header of a column names something that is never taken in."""
    return is_personal_header(header) or (_OWNERS.search(header) is not None and not _NO_OWNERS.search(header))


def is_about_somebody(header: str) -> bool:
    """Whether a column of a list of items may name somebody or tell what happened to whom; it is never taken in."""
    return _SOMEBODY.search(header) is not None


def without_private_remarks(cells: Cells) -> tuple[Cells, int]:
    """Return remarks without those that speak of health, homes or owners, and how many these were."""
    private = np.array([speaks_of_private_matters(cell) for cell in cells.tolist()], dtype=bool)
    if not private.any():
        return cells, 0
    kept = cells.copy()
    kept[private] = ""
    return kept, int(private.sum())


def speaks_of_private_matters(text: str) -> bool:
    """Whether a remark speaks of somebody's health, home, house or the like."""
    return bool(text) and any(pattern.search(text) for pattern in (_HOMES, _HEALTH, _OWNERS))


def without_ids(cells: Cells) -> tuple[Cells, int]:
    """Return cells without the ID numbers in them, and how many these were."""
    done = without_id_numbers(cells)
    return done.texts, int(done.counts.sum())
