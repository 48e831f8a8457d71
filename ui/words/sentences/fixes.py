"""What fixes are called, what they do, and why a fault is left alone."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "fix-accept": ("认可（写明理由）", "Accept, with a reason"),
    "fix-brings": ("此外会出现 {count} 个次要问题：", "It will also cause {count} lesser findings:"),
    "fix-brings-count": ("修复后会出现 {count:,} 个次要问题。", "It will also cause {count:,} lesser findings."),
    "fix-clip-to-parent": ("裁剪到上级范围内", "Clip to the parent"),
    "fix-do": ("修复", "Mend"),
    "fix-done": (
        "已修复 {count:,} 处，可用撤销一步恢复。",
        "Mended {count:,} faults in one step; one undo takes it back.",
    ),
    "fix-draw-grid": ("新建一个网格", "Draw a new grid"),
    "fix-drop-repeated-points": ("删去重复节点", "Leave out repeated vertices"),
    "fix-drop-sliver": ("把碎片并入相邻网格", "Give the sliver to the neighbour"),
    "fix-dry-run": (
        "仅预览，项目未改动。去掉 --dry-run 即执行。",
        "This was a preview, the project is as it was. Leave out --dry-run to mend it.",
    ),
    "fix-exempt": ("登记为免覆盖区域", "Record as exempt"),
    "fix-extend-parent": ("扩展上级范围", "Extend the parent"),
    "fix-give-ground": ("划给相邻网格", "Give to a neighbour"),
    "fix-give-shape": ("把空白区域作为它的图形", "Make the bare ground its shape"),
    "fix-give-to-longest-border": ("划给共同边界最长的网格", "Give to the neighbour with the longest border"),
    "fix-give-to-neighbour": ("划给另一相邻网格", "Give to another neighbour"),
    "fix-give-to-same-branch": ("划给同一党支部的网格", "Give to a neighbour of the same branch"),
    "fix-keep-in": ("只保留在其中一个网格", "Keep in one of the two"),
    "fix-left-count": (
        "另有 {count:,} 处需人工决定，将保持原样。",
        "{count:,} faults need a decision and stay as they are.",
    ),
    "fix-left-grid-has-ground": ("该网格已有图形", "the grid has a shape already"),
    "fix-left-grid-missing-here": (
        "这块空白与相邻网格一样大，可能有一个网格尚未录入",
        "a grid seems to be missing here: as large as its neighbours",
    ),
    "fix-left-grid-would-scatter": ("会把一个网格分成更多块", "it would leave a grid in more parts"),
    "fix-left-grid-would-vanish": ("会使其中一个网格失去全部范围", "one of the grids would be left without ground"),
    "fix-left-ground-is-held": ("这块地已属于其他网格", "another grid holds the ground"),
    "fix-left-held-by-another": (
        "由其他上级的网格占用，需先确定归属",
        "a grid recorded elsewhere holds it; decide whose it is",
    ),
    "fix-left-households-inside": ("其中有住户，归属需人工确定", "households live there; decide whose they are"),
    "fix-left-households-left-alone": (
        "裁剪后那里的住户将不在任何网格内",
        "the households there would be in no grid",
    ),
    "fix-left-may-be-enclave": ("可能是飞地，不会自动填补", "it may be an enclave and is never filled unattended"),
    "fix-left-no-ground-left": ("图形不含任何面积", "the shape encloses no ground"),
    "fix-left-no-parent": ("没有上级", "it has no parent"),
    "fix-left-no-taker": ("没有相邻的网格可以接收", "no grid borders it that could take it"),
    "fix-left-not-unattended": ("需人工决定", "needs a decision by somebody"),
    "fix-left-parent-reaches-over": (
        "上级在此处超出了它自己的上级范围，请先处理上级的边界",
        "the grid above reaches over its own parent's border here; mend that first",
    ),
    "fix-left-place-and-code-disagree": (
        "位置与编码不能确定唯一的上级，或该地块已有网格",
        "position and code do not point to one parent with that ground free",
    ),
    "fix-left-shape-missing-here": (
        "此处有网格缺少图形，可能就是这块地",
        "a grid without a shape belongs here; this may be its ground",
    ),
    "fix-left-shape-would-be-invalid": ("结果不是有效图形", "the result would not be a valid shape"),
    "fix-left-title": ("保留未动（及原因）", "Left as it is, and why"),
    "fix-left-too-large": (
        "又宽又大，不能自动处理，需人工决定",
        "too wide and too large to be mended unattended",
    ),
    "fix-make-valid": ("修正为有效图形", "Make the shape valid"),
    "fix-match-vertices": ("补齐边界节点", "Match the vertices"),
    "fix-no-report": ("没有写出报告：{reason}", "No report was written: {reason}"),
    "fix-nothing": ("没有可以自动修复的问题。", "There is nothing that may be mended unattended."),
    "fix-plan": (
        "将修复 {count:,} 处：变动 {area_m2:,.1f} 平方米、{households:,} 户，涉及 {grids:,} 个网格",
        "{count:,} faults to mend: {area_m2:,.1f} m² and {households:,} households move, {grids:,} grids are touched",
    ),
    "fix-record-parts": ("登记为本来就有的块数", "Record the number of parts as right"),
    "fix-refused-errors": (
        "修复后会出现新的错误级问题，因此未执行：",
        "Mending would cause new errors, so nothing was done:",
    ),
    "fix-result": (
        "修复后：{errors:,} 个错误、{warnings:,} 个警告",
        "Afterwards: {errors:,} errors, {warnings:,} warnings",
    ),
    "fix-set-parent": ("登记上级", "Record the parent"),
    "fix-set-up-branch": ("组建党支部", "Set up a branch"),
    "fix-set-up-joint-branch": ("组建联合党支部", "Set up a joint branch"),
}
"""Key to (Chinese, English)."""
