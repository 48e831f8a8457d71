"""What each tool does, in one sentence: on the card beside its button, and in the chapter on tools."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "what-more": ("按 F1 看详细说明", "F1 tells more"),
    "what-set-attributes": (
        "修改所选网格的名称、类型等属性，多个网格可一起改。",
        "Changes names, kinds and other attributes of the selected grids, of several at once if need be.",
    ),
    "what-tool-box": ("拖一个矩形，选中里面的全部网格。", "Selects all grids inside a rectangle that you drag."),
    "what-tool-carve": (
        "在综合网格中圈出一个单位的范围，成为专属网格。",
        "Carves the ground of a school, market or other unit out of a grid as a dedicated grid of its own.",
    ),
    "what-tool-clip": (
        "裁掉网格越出上级范围的部分。",
        "Takes from a grid what lies outside the border of its parent.",
    ),
    "what-tool-dissolve": (
        "取消专属网格，范围还给周围的综合网格。",
        "Ends a carved grid and gives its ground back to the grids around it.",
    ),
    "what-tool-draw-grid": (
        "在没有网格的空白处画出一个新网格。",
        "Makes a new grid of ground that no grid holds, by drawing around it.",
    ),
    "what-tool-exempt": (
        "把水面、封闭区域等登记为不需要网格覆盖。",
        "Records water or closed ground as needing no grid, so that it is no gap.",
    ),
    "what-tool-fill-gap": (
        "把没有网格覆盖的空白地块划给相邻的网格。",
        "Gives ground that no grid holds to a grid beside it.",
    ),
    "what-tool-follow": (
        "让两点之间的边界改沿附近的道路或河流走。",
        "Lets a border follow the road or river nearby between two places.",
    ),
    "what-tool-give-area": (
        "圈一块地，从原来的网格划给另一个网格。",
        "Hands ground that you draw around from one grid to another.",
    ),
    "what-tool-give-buildings": (
        "点选楼栋，把它们连同周边的地一起划给另一个网格。",
        "Hands buildings that you click to another grid, with the ground around them.",
    ),
    "what-tool-lasso": ("手绘一圈，选中里面的全部网格。", "Selects all grids inside a line that you draw by hand."),
    "what-tool-measure-area": (
        "逐点圈一块地，量出面积和周长。",
        "Measures the area and perimeter of what you outline.",
    ),
    "what-tool-measure-length": ("逐点画线，量出长度。", "Measures the length of a line, point by point."),
    "what-tool-merge": ("把相邻的几个网格合并成一个。", "Makes one grid of several that border each other."),
    "what-tool-move-border": (
        "整条移动两个网格之间的公共边界。",
        "Moves the whole border between two grids; what one gains, the other gives.",
    ),
    "what-tool-move-grid": (
        "把网格划归相邻的村（社区），村界随之移动。",
        "Moves a grid to a neighbouring village; the villages' border moves along.",
    ),
    "what-tool-pan": (
        "拖动地图，单击选中网格，看它的详情。",
        "Drags the map; a click selects a grid and shows its details.",
    ),
    "what-tool-reshape": (
        "把边界的一段改成您画的线。",
        "Lets a part of a border run along a line that you draw.",
    ),
    "what-tool-retire": (
        "撤销一个网格，范围并入相邻网格，编码不再使用。",
        "Ends a grid: a neighbour takes its ground, and its code is never used again.",
    ),
    "what-tool-split": ("画一条线，把网格一分为二。", "Splits a grid in two along a line that you draw across it."),
    "what-tool-split-equally": (
        "按户数把网格平均分成几份。",
        "Splits a grid into shares of equally many households.",
    ),
    "what-tool-vertices": (
        "移动、增加或删除边界上的单个拐点。",
        "Moves, adds or removes single corners of a border, for all grids that share them.",
    ),
}
"""Key to (Chinese, English)."""
