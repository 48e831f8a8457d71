"""What stands on slides, and what is said of templates."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "grid-named-twice": (
        "有多个网格叫“{value}”，请改用编码：{codes}。",
        "Several grids are called {value}; use a code instead: {codes}.",
    ),
    "slides-gaps": ("空白、重叠与越界", "Gaps, overlaps and overhangs"),
    "slides-grids-by": ("各{level}网格数", "Grids by {level}"),
    "slides-heading": ("{place}网格化治理汇报", "{place}: briefing on grid governance"),
    "slides-households-by": ("各{level}居民户数", "Households by {level}"),
    "slides-lacking": ("缺项", "Lacking"),
    "slides-lacks-anybody": ("无网格员", "nobody answers for it"),
    "slides-lacks-branch": ("无党支部", "no party branch"),
    "slides-lacks-full-time": ("无专职网格员", "no full-time worker"),
    "slides-more": (
        "另有 {count:,} 项，完整清单见工作簿（.xlsx）。",
        "{count:,} more: the workbook (.xlsx) has all of them.",
    ),
    "slides-no-gaps": ("没有发现空白、重叠或越界。", "No gaps, overlaps or overhangs were found."),
    "slides-no-unit": ("未归属", "Not assigned"),
    "slides-no-vacancies": (
        "应配专职网格员、应建党支部的网格均已配齐。",
        "Every grid that needs a full-time worker or a party branch has one.",
    ),
    "slides-part": ("{title}（{part}/{parts}）", "{title} ({part} of {parts})"),
    "slides-profile": ("个人信息：{profile}", "Privacy profile: {profile}"),
    "slides-profile-briefing": ("汇报", "briefing"),
    "slides-profile-internal": ("内部", "internal"),
    "slides-profile-public": ("公开", "public"),
    "slides-vacancies": ("空缺网格（缺网格员或党支部）", "Vacancies: grids without a worker or a branch"),
    "unknown-grid": (
        "没有编码或名称为“{value}”的网格。请核对，或用 gridmap stats --by 列出名称。",
        "No grid has the code or name {value}. Check it, or list names with gridmap stats --by.",
    ),
    "template-not-slides": (
        "{file} 不能用作幻灯片模板（{reason}）。请选择 PowerPoint 或 WPS 保存的 .pptx 或 .potx 文件。",
        "{file} cannot be used as a template of slides ({reason}). Choose a .pptx or .potx file.",
    ),
}
"""Key to (Chinese, English)."""
