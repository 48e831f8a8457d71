"""Two days beside one another: what was counted on each, and the difference."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "briefing-indicator-trend": (
        "{indicator}：{first} 为 {before}，现为 {after}（{change}）。",
        "{indicator}: {before} on {first}, {after} now ({change}).",
    ),
    "help-trend-from": (
        "与这一天（YYYY-MM-DD）比较：各项数字两天分别是多少、相差多少。",
        "Compare with this day (YYYY-MM-DD): what each figure was then, what it is, and the difference.",
    ),
    "help-trend-to": (
        "比较到哪一天（YYYY-MM-DD）；默认为 --on 的日期，即今天。",
        "The later of the two days (YYYY-MM-DD); that of --on, or today, if left out.",
    ),
    "sheet-trend": ("两日对比 {first} 起", "Trend since {first}"),
    "trend-beginning": (
        "修改记录从 {begins} 开始；此前的网格和楼栋按记录开始时计。",
        "The history of the project begins on {begins}; for earlier days grids and buildings are counted as they were "
        "then.",
    ),
    "trend-difference": ("增减", "Change"),
    "trend-figure": ("项目", "Figure"),
    "trend-grids": ("基本网格数", "Grids"),
    "trend-heading": ("{first} 与 {last} 对比", "{first} and {last} compared"),
    "trend-history": (
        "网格和楼栋按修改记录中 {first} 的状态计；人员、党组织、设施和事项按各自日期计。",
        "Grids and buildings are those of {first} in the project's history; people, branches, facilities and items"
        " count by their own dates.",
    ),
    "trend-points": ("{value} 个百分点", "{value} points"),
    "trend-present": (
        "修改记录查不到 {first} 的网格和楼栋，两天都按现在的计；人员、党组织、设施和事项按各自日期计。",
        "The project's history does not say what grids and buildings there were on {first}: those of now are counted on"
        " both days. People, branches, facilities and items count by their own dates.",
    ),
    "trend-same": ("各行数字两天相同。", "The figures of all rows are the same on both days."),
    "trend-since": ("较 {first}：{change}", "{change} since {first}"),
    "trend-vacant": ("缺专职网格员的网格", "Grids without a full-time worker"),
}
