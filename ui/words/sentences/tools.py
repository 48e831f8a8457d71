"""Tools of the map: what they wait for, what may be chosen, figures at the pointer."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "code-keeps": ("保留原编码", "Keeps its code"),
    "code-new": ("按新村（社区）重编", "New code of the village"),
    "direction-ns": ("由北到南", "North to south"),
    "direction-shortest": ("切线最短", "Shortest cuts"),
    "direction-we": ("由西到东", "West to east"),
    "figure-area": ("面积", "Area"),
    "figure-area-in": ("面积（{unit}）", "Area ({unit})"),
    "figure-border": ("新边界 {length}，{vertices:,} 个节点", "New border: {length}, {vertices:,} vertices"),
    "figure-gone": ("{name}（撤并）", "{name} (goes)"),
    "figure-households": ("户数", "Households"),
    "figure-met": ("户数标准", "Standard"),
    "figure-more": ("另有 {count:,} 个网格，见“编辑”面板", "{count:,} more grids: see the Editing panel"),
    "figure-new": ("{name}（新）", "{name} (new)"),
    "figure-residents": ("人口", "Residents"),
    "keeps-left": ("线左侧", "Left of the line"),
    "keeps-more": ("户数多的一半", "Fuller half"),
    "keeps-right": ("线右侧", "Right of the line"),
    "measure-km": ("{value} 公里", "{value} km"),
    "measure-km2": ("{value:,.3f} 平方公里", "{value:,.3f} km²"),
    "measure-m": ("{value} 米", "{value} m"),
    "measure-m2": ("{value:,.0f} 平方米", "{value:,.0f} m²"),
    "measured-area": ("面积 {area}\n周长 {length}", "Area {area}\nPerimeter {length}"),
    "measured-length": ("长度 {length}", "Length {length}"),
    "option-direction": ("切分方向", "Direction"),
    "option-exempt-kind": ("免覆盖类别", "Kind of ground"),
    "option-into": ("合并到", "Merge into"),
    "option-keeps": ("保留原编码", "Keeps the code"),
    "option-kind": ("网格类型", "Kind"),
    "option-name": ("名称", "Name"),
    "option-parent": ("划归", "Move to"),
    "option-parts": ("份数", "Parts"),
    "option-people": ("人员和支部", "Workers and branches"),
    "option-reason": ("原因", "Reason"),
    "option-recode": ("编码", "Code"),
    "option-to": ("划给", "Give to"),
    "option-use": ("用途", "Use"),
    "people-end": ("随网格终止", "End with the grid"),
    "people-go": ("转到接收网格", "Go to the receiving grid"),
    "place-field-name": ("输入坐标或距离", "Type a position or a distance"),
    "place-field-read": (
        "东 {east:,.2f} 米，北 {north:,.2f} 米（{length:,.2f} 米，{angle:.1f}°）· 回车执行",
        "{east:,.2f} m east, {north:,.2f} m north ({length:,.2f} m, {angle:.1f}°) · Enter does it",
    ),
    "place-field-syntax": ("东移, 北移 · @距离<角度 · 距离 · X, Y 坐标", "dx, dy · @length<angle · length · X, Y"),
    "place-field-unread": (
        "看不懂。请写成：10, -5 或 @25<90 或 25 或 548123, 3527001",
        "Not understood. Write 10, -5 or @25<90 or 25 or 548123, 3527001",
    ),
    "tool-box-help": (
        "拖出矩形，选中其中的网格；按住 Ctrl 或 Shift 加选",
        "Drag a rectangle to select the grids inside; Ctrl or Shift adds",
    ),
    "tool-carve-help": (
        "圈出学校、市场等单位的范围，从综合网格中划出；按住 Shift 单击楼栋，直接取其轮廓。类型、名称和用途"
        "在“编辑”面板中填写。回车确认",
        "Draw around a school, market or other unit to carve it out; Shift+click takes the outline of a "
        "building. Give kind, name and use in the Editing panel. Enter accepts",
    ),
    "tool-clip-help": (
        "单击越出上级范围的网格，裁去界外部分。回车确认",
        "Click a grid that reaches over its parent's border to take off what lies outside. Enter accepts",
    ),
    "tool-dissolve-help": (
        "单击专属网格，把它的范围并回周围的综合网格，编码停用。回车确认",
        "Click a carved grid to give its ground back to those around it; its code is retired. Enter accepts",
    ),
    "tool-draw-grid-help": (
        "圈出新网格的范围；自动裁到所在村（社区）之内、其他网格之外。在“编辑”面板中填写类型和名称，回车确认",
        "Draw the new grid; it is cut to its village and to what no other grid holds. Choose kind and name "
        "in the Editing panel, then press Enter",
    ),
    "tool-exempt-help": (
        "圈出不需要网格覆盖的水面或封闭区域，只取未被网格覆盖的部分。在“编辑”面板中填写类别和原因，回车确认",
        "Draw around water or closed ground that needs no grid; only what no grid holds is taken. Give "
        "kind and reason in the Editing panel, then press Enter",
    ),
    "tool-fill-gap-help": (
        "单击没有网格覆盖的空白处，划给相邻网格；接收的网格可在“编辑”面板中改选。回车确认",
        "Click a gap to give it to a grid beside it; choose another in the Editing panel. Enter accepts",
    ),
    "tool-follow-help": (
        "在边界上先后单击起点和终点，两点之间的边界改走最近的道路或河流。回车确认",
        "Click a beginning and an end on a border; between them it follows the nearest road or river. Enter accepts",
    ),
    "tool-give-area-help": (
        "单击接收的网格，再按住拖动圈出要划入的地块（也可逐点单击、双击结束）；圈好后再单击可改由别的网格接收。"
        "回车确认，Esc 取消",
        "Click the grid that receives, then drag around the ground (or click corners and end with a double click);"
        " a click afterwards lets another grid receive it. Enter accepts, Esc cancels",
    ),
    "tool-give-buildings-help": (
        "单击接收的网格（楼栋以外处），再单击或圈选楼栋，楼栋连同周边地块一起划入。回车确认",
        "Click the grid that receives, beside its buildings, then click or lasso buildings; the ground around them "
        "goes along. Enter accepts",
    ),
    "tool-lasso-help": (
        "按住左键圈出范围，选中其中的网格；按住 Ctrl 或 Shift 加选",
        "Hold the button and draw around the grids to select; Ctrl or Shift adds",
    ),
    "tool-measure-area-help": (
        "逐点单击圈出范围，双击或回车结束；退格撤一点，Esc 清除",
        "Click the corners, double-click or Enter ends; Backspace takes one back, Esc clears",
    ),
    "tool-measure-length-help": (
        "逐点单击，双击或回车结束；退格撤一点，Esc 清除",
        "Click point by point, double-click or Enter ends; Backspace takes one back, Esc clears",
    ),
    "tool-merge-help": (
        "依次单击要合并的网格（再次单击取消），保留哪个网格的编码在“编辑”面板中选择。回车确认",
        "Click the grids to merge (click again to leave one out); choose which one stays in the Editing "
        "panel. Enter accepts",
    ),
    "tool-move-border-help": (
        "拖动两个网格之间的整条边界；单击边界后输入“东移, 北移”可精确移动",
        "Drag the whole border between two grids; click it and type dx, dy to move it exactly",
    ),
    "tool-move-grid-help": (
        "单击网格，划归相邻的村（社区），村界随之移动；划入的村（社区）和编码处理在“编辑”面板中选择。回车确认",
        "Click a grid to move it to a village that borders it; the villages' border moves along. Choose "
        "the village, and whether the code changes, in the Editing panel. Enter accepts",
    ),
    "tool-pan-help": (
        "拖动平移，单击选择；按住 Ctrl 单击可加选或取消",
        "Drag to pan, click to select; Ctrl+click adds or takes out",
    ),
    "tool-reshape-help": (
        "从边界上一点画到边界上另一点（逐点单击、双击结束，或按住拖动），两点之间的边界改走这条线。回车确认",
        "Draw from one place on a border to another (click corners and end with a double click, or drag); "
        "between them the border runs along the line. Enter accepts",
    ),
    "tool-retire-help": (
        "单击要撤并的网格，范围并入相邻网格，编码停用；接收的网格和人员去向在“编辑”面板中选择。回车确认",
        "Click the grid to retire; a neighbour takes its ground and its code is never used again. Choose "
        "who takes it, and whether its people go along, in the Editing panel. Enter accepts",
    ),
    "tool-split-equally-help": (
        "单击网格，按户数均分成几份；份数和方向在“编辑”面板中选择。回车确认",
        "Click a grid to split it into shares of equally many households; choose how many and which way in "
        "the Editing panel. Enter accepts",
    ),
    "tool-split-help": (
        "画一条穿过网格的线（逐点单击、双击结束，或按住拖动），把网格一分为二。保留编码的"
        "一半和新网格名称在“编辑”面板中选填。回车确认",
        "Draw a line across a grid (click corners and end with a double click, or drag) to split it in "
        "two. Choose which half keeps the code in the Editing panel. Enter accepts",
    ),
    "tool-vertices-help": (
        "拖动节点移动；拖动边线或双击边线增加节点；选中后按 Delete "
        "删除，输入数字可精确移动。共用该节点的网格一起变动。按住 Alt 不捕捉",
        "Drag a vertex to move it; drag or double-click an edge to add one; Delete removes the one held, "
        "digits move it exactly. All grids that share it follow. Alt turns snapping off",
    ),
}
"""Key to (Chinese, English)."""
