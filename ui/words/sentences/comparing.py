"""Two maps at once: the draft and the division in force, now and an earlier state."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-map-one": ("单幅地图", "One map"),
    "action-map-side": ("并排对照", "Two maps side by side"),
    "action-map-swipe": ("卷帘对照", "Two maps to swipe"),
    "history-beside": ("与这一步之后并排对照", "Show the state after this step beside the map"),
    "pair-after": ("“{what}”之后", "After: {what}"),
    "pair-draft": ("方案：{title}", "Draft: {title}"),
    "pair-edge": (
        "两幅地图的分界：拖动，或按 ← →；双击回到中间",
        "Edge of the two maps: drag it, or ← →; double-click centres it",
    ),
    "pair-in-force": ("现行划分", "In force"),
    "pair-nothing-earlier": (
        "项目还没有编辑过，没有更早的状态可以对照；也可以用“方案 > 试一试”新建方案来对照。",
        "Nothing has been edited yet, so there is no earlier state to compare with. A draft can be: Plans > Try it.",
    ),
    "pair-now": ("现在", "Now"),
}
