"""Why an edit of workers, assignments and branches is refused."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "assigned-already": (
        "{name} 在这段时间内已经负责网格 {code}。请先结束原来的任职。",
        "{name} already answers for grid {code} during that time; end the present assignment first.",
    ),
    "branch-linked-already": ("{name} 已经关联到网格 {code}。", "{name} is already linked to grid {code}."),
    "branch-not-linked": ("“{name}”没有关联到网格 {code}，无需取消。", '"{name}" is not linked to grid {code}.'),
    "ended-already": (
        "这项任职已于 {value} 结束，不能改到更晚的日子；要继续负责，请重新安排。",
        "The assignment already ended on {value} and cannot end later; assign the worker again instead.",
    ),
    "ends-before-begin": (
        "结束日期 {end} 早于开始日期 {begin}。请改正日期。",
        "The last day {end} is before the first day {begin}; correct the dates.",
    ),
    "not-a-date": ("“{value}”不是日期。请写成“2020-08-25”的样子。", '"{value}" is not a date; write it as 2020-08-25.'),
    "staff-number-in-use": (
        "工号 {value} 已由 {name} 使用。请核对工号。",
        "The staff number {value} belongs to {name}; check it.",
    ),
    "worker-without-name": ("请填写网格员的姓名。", "Give the worker's name."),
}
"""Key to (Chinese, English)."""
