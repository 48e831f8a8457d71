"""Facilities, and what is counted against a target."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "change-add-facility": ("新增设施 {name}", "Added facility {name}"),
    "change-correct-facility": ("修改设施 {name}", "Corrected facility {name}"),
    "change-delete-facility": ("删除设施 {name}", "Deleted facility {name}"),
    "facility-kind": (
        "方案中没有“{value}”这类设施。可选：{expected}。",
        "The scheme has no kind of facilities {value}. There are: {expected}.",
    ),
    "facility-number": (
        "{column} 应为 0 到 1,000,000,000 的整数，而不是“{value}”。",
        "{column} must be a whole number from 0 to 1,000,000,000, not {value}.",
    ),
    "facility-without-name": ("设施或组织必须有名称。", "A facility must have a name."),
    "not-a-place": ("这个位置是空的，或坐标不是有效数值。", "This place is empty, or its coordinates are no numbers."),
    "finding-facility-elsewhere": (
        "“{facility}”（{kind}）登记在 {grid}，按位置却不在其中{others}",
        "{facility} ({kind}) is listed in {grid}, but its place is not in it{others}",
    ),
    "finding-facility-elsewhere-in": ("，而在 {grid}", ": it is in {grid}"),
    "finding-indicator-lacking": (
        "{grid} 未达到“{indicator}”：现为 {value}，要求 {limit}",
        "{grid} falls short of “{indicator}”: {value}, where {limit} is asked for",
    ),
    "finding-indicator-lacking-compound": (
        "小区“{compound}”未达到“{indicator}”：现为 {value}，要求 {limit}（{grids}）",
        "Compound {compound} falls short of “{indicator}”: {value}, where {limit} is asked for ({grids})",
    ),
    "action-theme-indicators": ("指标", "Indicators"),
    "layer-facilities": ("设施与组织", "Facilities"),
    "layer-indicators": ("指标", "Indicators"),
    "legend-facilities": ("设施与组织（个）", "Facilities"),
    "legend-facilities-unplaced": ("没有位置（图上未标）", "Without a place (not drawn)"),
    "legend-indicator-far-under": ("不足目标的一半", "Less than half of the target"),
    "legend-indicator-met": ("达标", "Met"),
    "legend-indicator-not-asked": ("暂无数据", "No data"),
    "legend-indicator-under": ("接近目标（一半以上）", "Half of the target or more"),
    "legend-indicators": ("指标（单元数）", "Indicators (units)"),
    "legend-indicators-met": ("全部达标", "All met"),
    "legend-indicators-not-asked": ("暂无数据", "No data"),
    "legend-indicators-one": ("一项未达标", "One not met"),
    "legend-indicators-several": ("两项及以上未达标", "Two or more not met"),
    "theme-indicators": ("指标达标图", "Indicators"),
    "legend-findings-indicators": ("设施与指标问题", "Facilities and indicators"),
    "rule-facility-elsewhere": ("设施位置与登记网格不符", "Facility in another grid"),
    "rule-indicator-lacking": ("指标未达标", "Short of an indicator"),
    "rule-group-indicators": ("设施与指标", "Facilities and indicators"),
    "table-facilities": ("设施与组织", "facilities and organisations"),
    "unknown-indicator": (
        "方案中没有指标“{value}”。可选：{expected}。",
        "The scheme has no indicator {value}. There are: {expected}.",
    ),
    "indicator-met": ("达标", "Met"),
    "indicator-not-met": ("未达标", "Not met"),
    "indicator-no-data": ("暂无数据", "No data"),
    "stats-facilities": ("设施与组织", "Facilities and organisations"),
    "stats-facility-count": ("数量", "Number"),
    "stats-facility-members": ("党员数", "Party members"),
    "stats-facility-people": ("人数", "People"),
    "stats-facility-unassigned": ("未归属", "Not assigned"),
    "stats-indicators": ("指标", "Indicators"),
    "stats-indicator-lacking": ("未达标单元", "Units lacking"),
    "stats-indicator-state": ("结果", "Result"),
    "stats-indicator-target": ("目标", "Target"),
    "stats-indicator-units": ("单元数", "Units"),
    "stats-indicator-value": ("现值", "Value"),
    "stats-straight-line": (
        "“{indicator}”：{households:,} 户距任何道路都太远，按直线距离计入。",
        "“{indicator}”: {households:,} households are far from every road and count as near by a straight line.",
    ),
}
