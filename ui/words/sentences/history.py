"""Lines of the history: what an edit did, undone and done again."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "change-accept-finding": ("认可问题（{rule}）：{reason}", "Accepted a finding ({rule}): {reason}"),
    "change-add-branch": ("新增党组织 {name}", "Added branch {name}"),
    "change-add-vertex": ("在 {codes} 的边界上增加节点", "Added a vertex to {codes}"),
    "change-add-worker": ("新增网格员 {name}", "Added worker {name}"),
    "change-add-zone": ("新增片区 {name}", "Added zone {name}"),
    "change-apply-draft": (
        "应用调整方案“{title}”（涉及 {grids} 个网格）",
        'Applied the draft "{title}" ({grids} grids)',
    ),
    "change-apply-suggestion": (
        "按建议安排 {count:,} 个网格（{moved:,} 人调动），自 {on} 起",
        "Applied a suggestion for {count:,} grids ({moved:,} people moved) from {on}",
    ),
    "change-assign-grids": ("安排 {name} 负责 {count:,} 个网格", "Assigned {name} to {count:,} grids"),
    "change-assign-worker": ("安排 {name} 负责“{code}”", "Assigned {name} to {code}"),
    "change-carve-grid": ("划出 {code}（{area_m2:,.1f} 平方米）", "Carved out {code} ({area_m2:,.1f} m²)"),
    "change-clip-to-parent": (
        "把 {code} 裁剪到上级范围内（{area_m2:,.1f} 平方米）",
        "Clipped {code} to its parent ({area_m2:,.1f} m²)",
    ),
    "change-correct-assignments": ("修改 {name} 的 {count:,} 项任职", "Corrected assignments of {name} ({count:,})"),
    "change-correct-branch": ("修改党组织 {name}", "Corrected branch {name}"),
    "change-correct-building": ("修改楼栋 {name}", "Corrected building {name}"),
    "change-correct-many-assignments": ("修改 {count:,} 项任职", "Corrected {count:,} assignments"),
    "change-correct-worker": ("修改网格员 {name}", "Corrected worker {name}"),
    "change-correct-zone": ("修改片区 {name}", "Corrected zone {name}"),
    "change-delete-branch": ("撤销党组织 {name}", "Dissolved branch {name}"),
    "change-delete-worker": ("删除网格员 {name}", "Deleted worker {name}"),
    "change-delete-zone": ("删除片区 {name}", "Deleted zone {name}"),
    "change-dissolve-grid": ("把 {code} 还给 {to}", "Dissolved {code} into {to}"),
    "change-draw-grid": ("新建网格 {code}（{area_m2:,.1f} 平方米）", "Drew grid {code} ({area_m2:,.1f} m²)"),
    "change-drop-repeated-points": ("删去 {code} 的重复节点", "Left out repeated vertices of {code}"),
    "change-end-many": (
        "{count:,} 项任职于 {on} 结束",
        "Ended {count:,} assignments on {on}",
    ),
    "change-end-all": (
        "{name} 的全部任职（{count:,} 项）于 {on} 结束",
        "Ended all assignments of {name} on {on} ({count:,})",
    ),
    "change-end-assignment": (
        "{name} 在“{code}”的任职于 {on} 结束",
        "Ended the assignment of {name} to {code} on {on}",
    ),
    "change-end-link": ("{name} 自 {on} 之后不再关联“{code}”", "Ended the link of {name} to {code} on {on}"),
    "change-exempt-ground": (
        "登记免覆盖区域（{area_m2:,.1f} 平方米）：{reason}",
        "Recorded exempt ground ({area_m2:,.1f} m²): {reason}",
    ),
    "change-export": (
        "导出 {file}（{privacy}，{count:,} 个网格或行）",
        "Exported {file} ({privacy}; {count:,} grids or rows)",
    ),
    "change-extend-parent": ("扩展 {code} 的范围（{area_m2:,.1f} 平方米）", "Extended {code} ({area_m2:,.1f} m²)"),
    "change-fix-all": ("自动修复 {count:,} 处问题", "Mended {count:,} faults"),
    "change-follow-line": (
        "让 {codes} 之间的边界沿线走（{area_m2:,.1f} 平方米）",
        "Let the border between {codes} follow a line ({area_m2:,.1f} m²)",
    ),
    "change-forget-person": (
        "清除一名人员的信息（{places:,} 处，不能撤销）",
        "Forgot a person ({places:,} places; cannot be taken back)",
    ),
    "change-give-buildings": (
        "把 {count:,} 栋楼划给 {code}（{area_m2:,.1f} 平方米）",
        "Gave {count:,} buildings to {code} ({area_m2:,.1f} m²)",
    ),
    "change-give-ground": ("把 {area_m2:,.1f} 平方米划给 {code}", "Gave {area_m2:,.1f} m² to {code}"),
    "change-give-shape": ("为 {code} 补上图形（{area_m2:,.1f} 平方米）", "Gave {code} its shape ({area_m2:,.1f} m²)"),
    "change-hand-over": (
        "{name} 的 {count:,} 个网格自 {on} 起移交给 {other}",
        "Handed {count:,} grids of {name} over to {other} from {on}",
    ),
    "change-import-boundaries": ("从 {file} 导入 {count:,} 个网格", "Imported {count:,} grids from {file}"),
    "change-link-branch": ("{name} 关联到“{code}”", "Linked {name} to {code}"),
    "change-make-branch-joint": ("{name} 设为联合支部", "Made {name} a joint branch"),
    "change-make-branch-own": ("{name} 设为独立支部", "Made {name} a branch that is not joint"),
    "change-make-valid": ("修正 {code} 的无效图形", "Made the shape of {code} valid"),
    "change-match-vertices": ("补齐 {count:,} 个边界节点", "Matched {count:,} vertices"),
    "change-merge-branches": (
        "把 {count:,} 个重复的党组织并入 {name}",
        "Merged {count:,} duplicate entries into branch {name}",
    ),
    "change-merge-grids": ("把 {codes} 并入 {code}", "Merged {codes} into {code}"),
    "change-merge-workers": (
        "把 {count:,} 条重复的人员记录并入 {name}",
        "Merged {count:,} duplicate entries into worker {name}",
    ),
    "change-move-border": (
        "移动 {codes} 之间的边界（{area_m2:,.1f} 平方米）",
        "Moved the border between {codes} ({area_m2:,.1f} m²)",
    ),
    "change-move-grid": ("把 {code} 移到“{parent}”之下", "Moved {code} to {parent}"),
    "change-move-vertex": ("移动 {codes} 的边界节点", "Moved a vertex of {codes}"),
    "change-move-branches": (
        "把 {count:,} 个党组织移到 {name} 之下",
        "Moved {count:,} branches below {name}",
    ),
    "change-move-branches-up": (
        "{count:,} 个党组织改为无上级",
        "Moved {count:,} branches to the top",
    ),
    "change-paste-cells": (
        "粘贴到{table}表：修改 {count:,} 行",
        "Pasted into the table of {table}: {count:,} rows changed",
    ),
    "change-remove-vertex": ("删去 {codes} 的边界节点", "Removed a vertex of {codes}"),
    "change-reshape-border": (
        "重画 {codes} 之间的边界（{area_m2:,.1f} 平方米）",
        "Redrew the border between {codes} ({area_m2:,.1f} m²)",
    ),
    "change-retire-grid": ("撤销 {code}，范围划给 {to}", "Retired {code}; its ground went to {to}"),
    "change-set-attributes": (
        "修改{table}的{columns}（{count:,} 行）",
        "Changed {columns} of {table} ({count:,} rows)",
    ),
    "change-set-parent": ("把 {code} 登记在 {parent} 之下", "Recorded {code} below {parent}"),
    "change-set-up-branch": ("组建 {name}（覆盖 {count:,} 个网格）", "Set up {name}, which serves {count:,} grids"),
    "change-set-up-compound-branch": ("组建小区党支部 {name}", "Set up {name} of a compound"),
    "change-set-up-joint-compound-branch": (
        "组建 {name}（{count:,} 个小区）",
        "Set up {name} of {count:,} compounds",
    ),
    "change-set-up-branches": ("组建 {count:,} 个党支部", "Set up {count:,} branches"),
    "change-show-people": ("在窗口中完整显示人员信息（{privacy}）", "Showed people in full in the window ({privacy})"),
    "change-split-equally": (
        "把 {code} 等分为 {count} 个网格，新增 {codes}",
        "Split {code} into {count} equal shares; new: {codes}",
    ),
    "change-split-grid": ("拆分 {code}，新增 {codes}", "Split {code}; new: {codes}"),
    "change-stand-in": (
        "{begin} 至 {end} 由 {other} 代 {name} 负责 {count:,} 个网格",
        "{other} stands in for {name} in {count:,} grids from {begin} until {end}",
    ),
    "change-transfer-grids": (
        "把 {name} 的 {count:,} 个网格转给 {other}",
        "Transferred {count:,} grids of {name} to {other}",
    ),
    "change-unlink-branch": ("取消 {name} 与“{code}”的关联", "Unlinked {name} from {code}"),
    "history-for-briefing": ("汇报用", "for a briefing"),
    "history-for-internal": ("内部用", "internal"),
    "history-for-public": ("公开用", "for the public"),
    "redo-named": ("重做：{edit}", "Redo: {edit}"),
    "step-about": ("{edit}：{grid}", "{edit}: {grid}"),
    "step-about-more": ("{edit}：{grid}等 {count} 个网格", "{edit}: {grid} and others, {count} grids in all"),
    "step-jump": (
        "已转到历史中的另一处（涉及 {count} 个网格）",
        "Went to another point of the history ({count} grids)",
    ),
    "step-redo": ("已重做：{edit}", "Redid: {edit}"),
    "step-undo": ("已撤销：{edit}", "Undid: {edit}"),
    "undo-named": ("撤销：{edit}", "Undo: {edit}"),
}
"""Key to (Chinese, English)."""
