"""What the window explains: help, the sheet of keys, the tour, hints at the pointer, and what turns them on and off."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-as-system": ("跟随系统", "As the system"),
    "action-help": ("帮助", "Help"),
    "action-hints": ("光标旁的提示", "Hints at the pointer"),
    "action-keys": ("全部快捷键", "All keys"),
    "action-labels": ("图标旁显示名称", "Names beside icons"),
    "action-legend": ("地图上显示图例", "Legend on the map"),
    "action-tour": ("五步导览", "A tour in five steps"),
    "help-window-chapters": ("章节", "Chapters"),
    "help-chapter-checks": ("检查规则", "Checks"),
    "help-chapter-mending": ("问题修复", "Mending"),
    "help-chapter-privacy": ("人员信息保护", "Privacy"),
    "help-chapter-project-file": ("项目文件", "The project file"),
    "help-chapter-scheme": ("方案的写法", "The scheme"),
    "help-window-find": ("在使用指南中查找", "Find in the guide"),
    "help-window-forward": ("前进", "Forward"),
    "help-window-found": ("“{typed}”：{count:,} 处", "“{typed}”: {count:,} places"),
    "help-window-nothing": (
        "使用指南中没有“{typed}”。可换一个说法，或只写其中一个词。",
        "The guide has nothing on “{typed}”. Try another word, or one word only.",
    ),
    "help-window-outside": (
        "这个链接通往使用指南之外：{address}。现在用浏览器打开吗？",
        "This link leads out of the guide, to {address}. Open it in the browser?",
    ),
    "help-window-page": ("使用指南正文", "Page of the guide"),
    "hint-another-grid": ("再单击一个相邻的网格", "Click another grid that borders it"),
    "hint-border": ("指向两个网格之间的边界", "Point at the border between two grids"),
    "hint-border-drag": ("按住拖动这条边界，或单击后输入距离", "Drag this border, or click it and type a distance"),
    "hint-border-held": ("输入“东移, 北移”，或按住拖动", "Type dx, dy, or drag"),
    "hint-buildings": ("单击或圈选楼栋", "Click or lasso buildings"),
    "hint-draw-area": ("逐点单击或按住手绘，圈出范围", "Click corners or draw by hand around the ground"),
    "hint-draw-line": ("从网格一侧画到另一侧", "Draw from one side of the grid to the other"),
    "hint-edge-drag": ("拖出新节点，或双击加节点", "Drag out a new corner, or double-click for one"),
    "hint-end-drawing": ("双击或回车结束，退格撤一点", "Double-click or Enter ends, Backspace takes one back"),
    "hint-enter": ("回车确认，Esc 取消", "Enter accepts, Esc cancels"),
    "hint-follow-begin": ("在边界上单击起点", "Click where on the border it begins"),
    "hint-follow-end": ("在同一条边界上单击终点", "Click where on the same border it ends"),
    "hint-gap": ("单击没有网格的空白处", "Click a gap that no grid covers"),
    "hint-grid": ("单击一个网格", "Click a grid"),
    "hint-next-corner": ("单击下一点", "Click the next corner"),
    "hint-receiver": ("先按住 Ctrl 单击接收的网格", "First Ctrl+click the grid that receives"),
    "hint-reshape-begin": ("从边界上一点开始画", "Begin on a border"),
    "hint-reshape-end": ("画回同一条边界，双击结束", "Draw back to the same border, a double click ends"),
    "hint-vertex": ("指向边界或它的节点", "Point at a border or one of its corners"),
    "hint-vertex-drag": ("按住拖动，单击选中", "Drag it; a click holds it"),
    "hint-vertex-held": ("Delete 删除，输入数字精确移动", "Delete removes it, digits move it exactly"),
    "key-accept": ("确认所提议的修改", "Do what is proposed"),
    "key-corner-back": ("撤回上一点", "Take the last corner back"),
    "key-escape": ("取消选中，熄灭标红", "Select nothing, put out what is lit up"),
    "key-forget": ("放弃所画或所提议的", "Forget what was drawn or is proposed"),
    "key-hold-space": ("按住时拖动地图", "While held, dragging moves the map"),
    "key-next-grid": ("选中下一个、上一个网格", "Select the next grid, the one before"),
    "key-no-snap": ("按住时不捕捉", "While held, nothing snaps"),
    "key-pan": ("平移地图（按住 Shift 更快）", "Move the map (Shift: faster)"),
    "key-select-more": ("加选或取消选中", "Add to the selection, or take out"),
    "key-type-place": ("输入坐标或距离", "Type a position or a distance"),
    "key-vertex-out": ("删除选中的节点", "Remove the corner that is held"),
    "key-zoom": ("放大、缩小", "Zoom in, zoom out"),
    "keys-file": ("GridMap 快捷键", "GridMap keys"),
    "keys-find": ("按名称或按键查找", "Find by name or key"),
    "keys-none": ("没有与“{typed}”有关的快捷键。", "No key for “{typed}”."),
    "keys-on-the-map": ("在地图上", "On the map"),
    "keys-print": ("存为 PDF…", "Save as PDF…"),
    "keys-with-a-tool": ("使用编辑工具时", "With a tool that edits"),
    "legend-fold": ("收起图例", "Fold the legend"),
    "legend-unfold": ("展开图例", "Unfold the legend"),
    "tour-back": ("上一步", "Back"),
    "tour-begin": ("开始导览", "Take the tour"),
    "tour-details": (
        "单击地图上或层级中的网格，这里就列出它的户数、人员和支部；安排网格员、关联支部也在这里。",
        "Click a grid on the map or in the hierarchy: here are its households, workers and branches, and here workers "
        "are assigned and branches linked.",
    ),
    "tour-details-title": ("详情", "The details"),
    "tour-end": ("完成", "Done"),
    "tour-findings": (
        "程序自动检查划分是否有空白、重叠，人员和支部是否到位。按 F8 逐个查看，单击“修复”选择办法。",
        "Gaps, overlaps, missing workers and branches are found for you. F8 goes from one to the next; Mend lists the "
        "ways to put it right.",
    ),
    "tour-findings-title": ("问题", "The findings"),
    "tour-map": (
        "滚轮缩放，按住拖动平移，单击选中网格。上方的五个专题各回答一个问题，颜色的含义见右上角的图例。",
        "The wheel zooms, dragging moves the map, a click selects a grid. Each of the five themes above answers one "
        "question; the legend in the upper right corner says what the colours mean.",
    ),
    "tour-map-title": ("地图", "The map"),
    "tour-next": ("下一步", "Next"),
    "tour-not-now": ("以后再说", "Not now"),
    "tour-offer": (
        "第一次使用？用示例城市走一遍，五步、两分钟。以后可在“帮助”菜单中找到。",
        "New here? Five steps through a sample city take two minutes. Later you find the tour in the menu Help.",
    ),
    "tour-skip": ("跳过", "Skip"),
    "tour-tools": (
        "这些工具修改边界，光标停在图标上就能看到用途。修改之前先看到前后数字，回车才算数，"
        "Ctrl+Z 随时撤销。按 F1 打开使用指南。",
        "These tools change boundaries; rest the pointer on one to see what it does. You see the figures before and "
        "after, only Enter makes it count, and Ctrl+Z takes it back. F1 opens the guide.",
    ),
    "tour-tools-title": ("工具", "The tools"),
    "tour-tree": (
        "镇、村（社区）、网格逐级列在这里。输入名称或拼音首字母，列表随之缩小。",
        "Towns, villages and grids, one below the other. Type a name or its initials in pinyin, and the list narrows "
        "down.",
    ),
    "tour-tree-title": ("网格层级", "The hierarchy"),
}
"""Key to (Chinese, English)."""
