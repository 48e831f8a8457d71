"""How far an adjustment has got: proposed by the town, agreed by the county, filed by the city."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "change-stage-agree": (
        "登记办理进度：“{title}”已于 {day} 经县（市、区）同意",
        'Recorded that the county agreed to "{title}" on {day}',
    ),
    "change-stage-file": (
        "登记办理进度：“{title}”已于 {day} 报市备案",
        'Recorded that the city filed "{title}" on {day}',
    ),
    "change-stage-none": (
        "取消“{title}”已登记的办理进度",
        'Took back the stages recorded for "{title}"',
    ),
    "change-stage-propose": (
        "登记办理进度：“{title}”已于 {day} 由镇（街道）提出",
        'Recorded that the town proposed "{title}" on {day}',
    ),
    "stage-agree-missing": (
        "请先登记县（市、区）同意的日期，再登记市备案。",
        "Record first on which day the county agreed.",
    ),
    "stage-day-too-early": (
        "{day} 早于上一环节的日期 {before}，请核对。",
        "{day} is earlier than the day of the stage before it, {before}. Correct one of them.",
    ),
    "stage-nothing-to-take-back": (
        "“{title}”还没有登记任何办理进度，无可取消。",
        'No stage of "{title}" is recorded, so none can be taken back.',
    ),
    "stage-propose-missing": (
        "请先登记镇（街道）提出的日期。",
        "Record first on which day the town proposed it.",
    ),
    "stages-all-done": ("各环节均已办结", "Every stage is done"),
    "stages-day": ("日期", "Day"),
    "stages-day-of": ("{step}：日期", "{step}: day"),
    "stages-do": ("登记", "Record"),
    "stages-document": ("文号", "Document"),
    "stages-document-hint": ("可不填", "Optional"),
    "stages-document-of": ("{step}：文号", "{step}: document"),
    "stages-due": ("下一环节：{step}", "Next: {step}"),
    "stages-heading": ("办理进度", "Stages of the adjustment"),
    "stages-none-applied": (
        "没有打开的调整方案，也没有已应用的方案，无可登记。",
        "No draft is open and none was applied, so there are no stages to record.",
    ),
    "stages-which": ("调整方案", "Adjustment"),
}
"""Key to (Chinese, English)."""
