"""The day for which the window counts who answers for what, and lists of people for a day or between two."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-people-lists": ("人员清单（空缺、变动、负荷）…", "Lists of people (vacancies, changes, workload)…"),
    "day-as-of": ("截至 {day}", "as of {day}"),
    "day-bar-note": ("修改仍从今天起生效", "Changes still begin today"),
    "day-bar-past": ("现在看到的是 {day} 的人员情况", "People are counted as of {day}, which is past"),
    "day-bar-planned": ("现在看到的是 {day} 的人员安排（计划）", "People are counted as of {day}, as planned"),
    "day-calendar": ("打开日历", "Open the calendar"),
    "day-help": (
        "人员、空缺、党组织、检查和导出都按这一天统计，可选过去或将来的日期",
        "The day for which people, vacancies, branches, checks and exports count; past or planned",
    ),
    "day-label": ("统计日期", "Counted on"),
    "day-nobody": ("这一天无人负责", "Nobody answers for it on that day"),
    "day-not-understood": (
        "看不懂日期“{value}”。请按 2026-06-15 的样子填写。",
        "“{value}” is no day that can be read. Write it like 2026-06-15.",
    ),
    "day-today-again": ("回到今天", "Back to today"),
    "people-lists-from": ("自", "From"),
    "people-lists-place": ("范围", "Place"),
    "people-lists-title": ("人员清单", "Lists of people"),
    "people-lists-until": ("至", "Until"),
    "people-lists-which": ("清单", "List"),
    "people-lists-write": ("导出或打印（Excel、PDF）…", "Write or print (Excel, PDF)…"),
}
"""Key to (Chinese, English)."""
