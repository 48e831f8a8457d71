"""The course of an indicator: from day to day, as a line, with its target."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "course-asked": ("走势", "Trend"),
    "course-change": ("较前一个日期增减", "Change since the earlier day"),
    "course-day": ("日期", "Day"),
    "course-from": ("自", "From"),
    "course-heading": ("指标走势", "Trends of the indicators"),
    "course-named": ("{name}　{said}", "{name}. {said}"),
    "course-no-data": (
        "这段时间里没有数据，画不出走势。",
        "There is no data of these days, so there is no line to draw.",
    ),
    "course-no-earlier": (
        "更早的日期没有数据，画不出走势；{day} 为 {value}。",
        "Nothing is known of any earlier day, so there is no line to draw; on {day} it was {value}.",
    ),
    "course-of-now": (
        "各日均按现有的网格和楼栋计；设施、人员、党组织按各自日期计。",
        "Grids and buildings are those of now on all days; facilities, people and branches count by their own dates.",
    ),
    "course-open": ("查看走势", "See its trend"),
    "course-said": (
        "{first} 为 {before}，{last} 为 {after}（{change}）；目标 {target}，{state}。",
        "{before} on {first}, {after} on {last} ({change}); target {target}: {state}.",
    ),
    "course-same": ("不变", "unchanged"),
    "course-source": ("依据：{what}", "Source: {what}"),
    "course-target": ("目标 {target}", "Target {target}"),
    "course-to": ("至", "to"),
    "course-unit": ("单位：{what}", "Unit: {what}"),
    "course-value": ("数值", "Value"),
    "course-working": ("正在计算各日数字…", "Working out the figures of each day…"),
    "job-course": ("正在计算指标走势", "Working out the trend of an indicator"),
}
