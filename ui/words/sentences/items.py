"""What is said of items, reported and dealt with: when they come in from a list, and of their figures."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-form-items": ("事项清单", "Items"),
    "item-days-reversed": (
        "“{value}”早于前一步的 {before}，请核对上报、交办、办结、评价的日期",
        "{value} is before {before}, the step that comes first; check the days of raising, assigning, solving and "
        "evaluating",
    ),
    "item-in-several-grids": ("写了几个网格，一件事项只能属于一个", "several grids are named; an item is in one"),
    "item-kind-long": (
        "类别太长或含号码，可能涉及个人，未保存",
        "the kind is too long or has a number in it, so it may speak of somebody; it was not kept",
    ),
    "item-number-twice": (
        "编号“{value}”前面已有，而内容不同；请改正其中一行",
        "the number {value} came before and says otherwise there; mend one of the two rows",
    ),
    "item-rating-unknown": (
        "看不懂评价“{value}”，未采用；可写满意、基本满意、不满意或 1 到 5",
        'the rating "{value}" is not understood and was not taken; write 1 to 5',
    ),
    "item-without-day": ("没有上报日期，无法计入", "there is no day on which it was raised, so it cannot be counted"),
    "help-items": (
        "事项统计：上报、办结、办结率、超期和办理天数，按层级、月份或类别。",
        "Figures of items: raised, solved, share, overdue and days taken, by level, month or kind.",
    ),
    "help-items-by": (
        "按什么统计：方案中的层级或类型，或 month（上报月份）、kind（类别）；默认最上一层。",
        "What to count by: a level or kind of the scheme, month (raised) or kind (of item); the top level by default.",
    ),
    "help-items-from": ("只计这一天及以后上报的事项。", "Only items raised on this day or later."),
    "help-items-to": (
        "只计这一天及以前上报的事项；未写 --on 时按这一天的进度统计。",
        "Only items raised until this day; without --on it is also the day for which they count.",
    ),
    "items-assigned": ("其中已交办", "Of these assigned"),
    "items-evaluated": ("已评价", "Evaluated"),
    "items-list": ("事项统计", "Items"),
    "items-mean-rating": ("平均评价", "Mean rating"),
    "items-median-days": ("办理天数（中位数）", "Median days"),
    "items-month": ("上报月份", "Month raised"),
    "items-none": ("截至 {on} 没有符合条件的事项。", "As of {on} there are no such items."),
    "items-of-period": ("上报时间：{period}", "Raised: {period}"),
    "items-open": ("未办结", "Open"),
    "items-open-days": ("未办结 {low}–{high} 天", "Open {low}–{high} days"),
    "items-open-over": ("未办结超过 {days} 天", "Open over {days} days"),
    "items-overdue": ("超期", "Overdue"),
    "items-period": ("上报时间", "Raised"),
    "items-period-reversed": (
        "起止日期颠倒：{first} 晚于 {last}。",
        "The period is turned round: {first} is after {last}.",
    ),
    "items-raised": ("上报", "Raised"),
    "items-solved": ("已办结", "Solved"),
    "items-solved-share": ("办结率", "Solved share"),
    "items-summary": (
        "事项：上报 {raised:,} 件，已办结 {solved:,} 件（{share}），未办结 {open:,} 件，其中超期 {overdue:,} 件；"
        "不在任何网格 {not_placed:,} 件。",
        "Items: {raised:,} raised, {solved:,} solved ({share}), {open:,} open, of which {overdue:,} overdue; "
        "{not_placed:,} in no grid.",
    ),
    "items-without-kind": ("未注明类别", "Kind not said"),
    "layer-item-rate": ("每千人事项数", "Items to 1,000 residents"),
    "layer-items": ("事项", "Items"),
    "layer-roles": ("角色到位情况", "Roles held"),
    "legend-item-rate": ("每千人事项数（网格数）", "Items to 1,000 residents (grids)"),
    "legend-item-rate-high": ("6–10 件", "6 to 10"),
    "legend-item-rate-highest": ("10 件及以上", "10 and more"),
    "legend-item-rate-low": ("1–3 件", "1 to 3"),
    "legend-item-rate-lowest": ("不到 1 件", "Under 1"),
    "legend-item-rate-middle": ("3–6 件", "3 to 6"),
    "legend-item-rate-not-asked": ("无人居住", "Nobody lives there"),
    "legend-items": ("事项（件数）", "Items"),
    "legend-items-assigned": ("已交办", "Assigned"),
    "legend-items-evaluated": ("已评价", "Evaluated"),
    "legend-items-raised": ("已上报", "Raised"),
    "legend-items-solved": ("已办结", "Solved"),
    "legend-roles": ("方案要求的角色（网格数）", "Roles that the scheme asks (grids)"),
    "legend-roles-all": ("全部到位", "All held"),
    "legend-roles-none": ("全部缺位", "None held"),
    "legend-roles-not-asked": ("不要求", "Not asked"),
    "legend-roles-some": ("部分缺位", "Some missing"),
    "palette-kind-item": ("事项", "item"),
    "roster-field-assigned_on": ("交办时间", "Assigned on"),
    "roster-field-evaluated_on": ("评价时间", "Evaluated on"),
    "roster-field-item_kind": ("事项类别", "Kind of item"),
    "roster-field-item_number": ("事项编号", "Item number"),
    "roster-field-raised_on": ("上报时间", "Raised on"),
    "roster-field-rating": ("评价", "Rating"),
    "roster-field-solved_on": ("办结时间", "Solved on"),
    "roster-form-item-place": ("坐标与网格填一项即可", "place or grid will do"),
    "roster-form-item-rating": ("满意/基本满意/不满意", "1 to 5, 5 is best"),
    "roster-form-title-items": ("事项清单", "Items"),
    "roster-items-without-place": (
        "{count:,} 件事项没有坐标，也没有写明网格，单独计数",
        "{count:,} items have neither coordinates nor a grid and are counted apart",
    ),
    "stats-roles": ("各角色到位率（括号内为缺人的网格数）", "Grids with each role (in brackets, grids without)"),
    "roster-rows-are-items": ("事项", "an item"),
    "roster-table-items": ("事项", "Items"),
}
