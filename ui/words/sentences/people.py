"""Why an edit of workers, assignments and branches is refused."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "answers-for-none": (
        "{name} 在这段时间内没有负责其中任何网格。",
        "{name} answers for none of these grids during that time.",
    ),
    "assigned-already": (
        "{name} 在这段时间内已经负责网格 {code}。请先结束原来的任职。",
        "{name} already answers for grid {code} during that time; end the present assignment first.",
    ),
    "assigned-already-to-some": (
        "{name} 在这段时间内已经负责其中 {count:,} 个网格。请先把它们从选择中去掉，或结束原来的任职。",
        "{name} already answers for {count:,} of these grids during that time; leave them out or end the present "
        "assignments first.",
    ),
    "branch-above-itself": (
        "“{name}”不能成为自己的上级，也不能归到自己的下级之下。",
        "{name} cannot stand below itself or below a branch that stands below it.",
    ),
    "branch-has-below": (
        "“{name}”下面还有 {count:,} 个党组织。请先把它们归到别的上级。",
        "{count:,} branches stand below {name}; move them to another one first.",
    ),
    "compound-has-branch": ("小区“{name}”已有党支部。", "Compound {name} has a party branch already."),
    "branch-serves-already": (
        "“{codes}”已有党支部，不必再组建。",
        "{codes}: a party branch serves there already; none needs setting up.",
    ),
    "branch-linked-already": ("{name} 已经关联到网格 {code}。", "{name} is already linked to grid {code}."),
    "branch-not-linked": ("“{name}”没有关联到网格 {code}，无需取消。", '"{name}" is not linked to grid {code}.'),
    "branch-without-name": ("请填写党组织的名称。", "Give the branch's name."),
    "ended-already": (
        "这项任职已于 {value} 结束，不能改到更晚的日子；要继续负责，请重新安排。",
        "The assignment already ended on {value} and cannot end later; assign the worker again instead.",
    ),
    "ends-before-begin": (
        "结束日期 {end} 早于开始日期 {begin}。请改正日期。",
        "The last day {end} is before the first day {begin}; correct the dates.",
    ),
    "members-negative": ("党员人数不能是负数（{value}）。", "The number of members cannot be negative ({value})."),
    "no-such-tier": (
        "没有“{value}”这种党组织层级；可选：{expected}",
        'There is no tier "{value}"; choose from: {expected}',
    ),
    "not-a-date": ("“{value}”不是日期。请写成“2020-08-25”的样子。", '"{value}" is not a date; write it as 2020-08-25.'),
    "not-an-area": ("片区的图形必须是面，而不是 {value}。", "The ground of a zone must be an area, not a {value}."),
    "nothing-chosen": ("没有选择任何内容。", "Nothing was chosen."),
    "same-branch": ("“{name}”不能与自己合并。", "{name} cannot be merged with itself."),
    "same-worker": (
        "{name} 既是原负责人又是接任人。请选择另一个人。",
        "{name} is on both sides; choose somebody else.",
    ),
    "staff-number-in-use": (
        "工号 {value} 已由 {name} 使用。请核对工号。",
        "The staff number {value} belongs to {name}; check it.",
    ),
    "suggestion-out-of-date": (
        "网格 {code} 的负责人在给出建议之后已有变动。请重新生成建议。",
        "Who answers for grid {code} has changed since the suggestion was made; make it again.",
    ),
    "tier-not-below": (
        "“{name}”的层级不在“{other}”之下。请核对层级或上级。",
        "The tier of {name} is not below that of {other}; check the tier or the branch above.",
    ),
    "worker-still-answers": (
        "{name} 仍负责 {count:,} 个网格。请先移交或结束任职，再删除。",
        "{name} still answers for {count:,} grids; hand them over or end them before deleting.",
    ),
    "worker-without-name": ("请填写网格员的姓名。", "Give the worker's name."),
    "zone-without-name": ("请填写片区的名称。", "Give the zone's name."),
}
"""Key to (Chinese, English)."""
