"""Lists of who answers for which grid: vacancies, who left and came, workload, suggestions."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "help-vacancies": (
        "列出缺少网格员或责任人的网格，以及空缺自哪一天起。\n有空缺时退出码为 1。",
        "List the grids that lack somebody, by town and village, and since when.\nExit code 1 if there are any.",
    ),
    "help-list-output": ("把清单写成文件：{formats}。", "Write the list to a file: {formats}."),
    "list-dates": ("日期", "Dates"),
    "list-lacks": ("缺少岗位", "Lacks"),
    "list-never": ("从未配备", "never filled"),
    "list-nothing": ("没有需要列出的内容。", "Nothing to list."),
    "list-of-group": ("{name}（{count:,} 项）", "{name} ({count:,})"),
    "list-since": ("空缺自", "Vacant since"),
    "list-vacancies": ("网格员空缺清单", "Vacancies"),
    "list-vacancies-by-village": ("各村空缺数", "By village"),
    "list-vacancies-count": ("空缺数", "Vacancies"),
    "vacancies-more": (
        "另有 {count:,} 个网格未显示；用 --json 或 -o 可得到全部。",
        "{count:,} more are not shown; --json and -o have all of them.",
    ),
    "vacancies-none": ("没有空缺：{on} 这一天，每个网格都有人负责。", "No vacancies: on {on} every grid has somebody."),
    "vacancies-summary": (
        "{on}：{count:,} 个网格有空缺，共 {households:,} 户",
        "{on}: {count:,} grids lack somebody, with {households:,} households",
    ),
}
"""Key to (Chinese, English)."""
