"""Compounds: what there is of them, and what they have."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "change-add-compound": ("新增小区 {name}", "Added compound {name}"),
    "change-correct-compound": ("修改小区 {name}", "Corrected compound {name}"),
    "change-delete-compound": ("删除小区 {name}", "Took compound {name} off the list"),
    "change-link-compound": ("小区 {name} 的党组织设为 {to}", "Branch of compound {name}: {to}"),
    "change-put-compounds": ("录入小区名册（{count} 个）", "Compounds from a list: {count}"),
    "change-unlink-compound": ("取消小区 {name} 的党组织", "Compound {name} without a branch"),
    "compound-would-be-cut": (
        "这样会切开小区 {compound}（各侧户数：{sides}）。如确需切开，请允许后再改。",
        "This would cut compound {compound} (households on the sides: {sides}). Allow it if you mean it.",
    ),
    "editing-cut-compounds": ("允许切开小区", "Allow compounds to be cut"),
    "lock-compounds": ("不切开小区", "Keep compounds whole"),
    "compound-number": (
        "{column} 应为 0 到 1,000,000,000 的整数，而不是“{value}”。",
        "{column} must be a whole number from 0 to 1,000,000,000, not {value}.",
    ),
    "compound-outline": (
        "小区的范围必须是面，而不是 {value}。",
        "The outline of a compound must be an area, not a {value}.",
    ),
    "compound-twice": (
        "名册中已有名为“{name}”的小区，且可能在同一个村（社区）。请换一个名称，或注明所在网格。",
        "The list has a compound {name} already, perhaps in the same village. Give another name, or its grid.",
    ),
    "compound-without-name": ("小区必须有名称。", "A compound must have a name."),
    "finding-compound-cut": (
        "小区“{compound}”被网格边界切开，各侧户数为 {sides}：{grids}",
        "Compound {compound} is cut by borders of grids, with {sides} households on the sides: {grids}",
    ),
    "finding-super-compound": (
        "超大小区“{compound}”：{residents:,} 人，{households:,} 户（超过 {limit:,} 人）",
        "Super-compound {compound}: {residents:,} residents in {households:,} households (more than {limit:,})",
    ),
    "palette-kind-compound": ("小区", "Compound"),
    "rule-compound-cut": ("小区被网格边界切开", "Compound cut by a border"),
    "rule-super-compound": ("超大小区", "Super-compound"),
    "stats-compounds": ("小区", "Compounds"),
    "stats-compounds-committee": ("有业委会", "With an owners' committee"),
    "stats-compounds-branch": ("有党组织", "With a branch"),
    "stats-compounds-firm": ("有物业企业", "With a property firm"),
    "stats-compounds-listed": ("名册所列", "On the list"),
    "stats-compounds-members": ("下沉党员", "Members placed"),
    "stats-compounds-residents": ("人口", "Residents"),
    "stats-compounds-super": ("超大小区", "Super-compounds"),
    "stats-compounds-total": ("小区数", "Compounds"),
    "table-compounds": ("小区", "compounds"),
}
