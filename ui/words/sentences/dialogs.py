"""Dialogs that ask for people and attributes."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "assign-do": ("安排", "Assign"),
    "assign-find": ("输入姓名、拼音首字母、工号或电话", "Type a name, initials, staff number or phone"),
    "assign-from": ("开始日期", "From"),
    "assign-grids": ("网格数", "Grids"),
    "assign-heading": ("谁来负责{grid}？", "Who is to answer for {grid}?"),
    "assign-name": ("姓名", "Name"),
    "assign-phone": ("电话", "Phone"),
    "assign-role": ("角色", "Role"),
    "assign-staff-number": ("工号", "Staff number"),
    "assign-title": ("安排网格员", "Assign a worker"),
    "assign-until": ("结束日期", "Until"),
    "attribute-kind": ("类型", "Kind"),
    "attribute-name": ("名称", "Name"),
    "attribute-not-said": ("（未填）", "(not given)"),
    "attribute-note": ("备注", "Note"),
    "attribute-setting": ("城乡", "Setting"),
    "attribute-use": ("用途", "Use"),
    "attributes-differ": ("（各不相同，保持不变）", "(various; left as they are)"),
    "attributes-do": ("保存", "Save"),
    "attributes-of-many": ("所选 {count:,} 个网格", "The {count:,} selected grids"),
    "attributes-title": ("修改属性", "Set attributes"),
    "end-do": ("结束任职", "End it"),
    "end-heading": ("{name} 不再负责{grid}", "{name} no longer answers for {grid}"),
    "end-last-day": ("最后一天", "Last day"),
    "end-title": ("结束任职", "End an assignment"),
    "link-do": ("关联", "Link"),
    "link-find": ("输入支部名称、书记或拼音首字母", "Type a branch, a secretary or initials"),
    "link-heading": ("哪个党支部覆盖{grid}？", "Which branch is to serve {grid}?"),
    "link-title": ("关联党支部", "Link a branch"),
    "size-city": ("全市", "city"),
    "size-province": ("全省", "province"),
    "size-town": ("一个镇", "town"),
    "typed-letters-left-out": (
        "控制字符（{letters}）已去掉。",
        "Control characters ({letters}) were left out.",
    ),
    "worker-do": ("新增", "Add"),
    "worker-heading": (
        "只登记姓名、工作电话和工号，不登记其他个人信息。",
        "Name, work phone and staff number; no other personal details are kept.",
    ),
    "worker-new": ("新增网格员…", "New worker…"),
    "worker-phone": ("工作电话", "Work phone"),
    "worker-title": ("新增网格员", "New worker"),
}
"""Key to (Chinese, English)."""
