"""The record of adjustment."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "record-after-of": ("{what}（调整后）", "{what}, after"),
    "record-annex-buildings": ("附件4　更换所属网格的楼栋清单", "Annex 4: buildings that change grids"),
    "record-annex-grids": ("附件1　调整前后网格情况对照表", "Annex 1: grids before and after"),
    "record-annex-maps": ("附件3　调整前后网格示意图", "Annex 3: maps before and after"),
    "record-annex-people": (
        "附件5　人员和党组织变动（网格范围不变）",
        "Annex 5: people and branches (ground as before)",
    ),
    "record-annex-compounds": ("附件{number}　小区变动情况", "Annex {number}: compounds"),
    "record-annex-totals": ("附件2　涉及{level}情况", "Annex 2: {level} concerned"),
    "record-basis": ("调整依据", "Legal basis"),
    "record-before-of": ("{what}（调整前）", "{what}, before"),
    "record-changed": ("调整", "changed"),
    "record-city": ("市（备案）", "City"),
    "record-column-answers": ("网格员（责任人）", "Who answers"),
    "record-column-branch_covered": ("党组织覆盖网格数", "Grids with a branch"),
    "record-column-change": ("变动", "Change"),
    "record-column-compound": ("小区", "Compound"),
    "record-column-door_plate": ("门牌号", "Door plate"),
    "record-column-from": ("调出网格", "From"),
    "record-column-standard": ("户数标准", "Standard"),
    "record-column-to": ("调入网格", "To"),
    "record-compound-area": ("{area_m2:,.0f} 平方米", "{area_m2:,.0f} m²"),
    "record-compound-between": ("；", "; "),
    "record-compound-buildings": (
        "楼栋划入 {joined:,} 栋、划出 {left:,} 栋",
        "{joined:,} buildings joined, {left:,} left",
    ),
    "record-compound-outline": ("小区范围", "Outline"),
    "record-compound-what": ("变动内容", "What changes"),
    "record-compounds": ("小区变动", "Compounds"),
    "record-compounds-are": (
        "小区新增 {new:,} 个，移出名册 {retired:,} 个，变动 {changed:,} 个。",
        "Compounds: {new:,} new, {retired:,} taken off the list, {changed:,} changed.",
    ),
    "record-concerned": ("涉及{level}", "{level} concerned"),
    "record-county": ("县（市、区）", "County"),
    "record-dates": ("数据口径", "Dates"),
    "record-day": ("{year}年{month}月{day}日", "{year}-{month:02d}-{day:02d}"),
    "record-difference-of": ("{what}增减", "{what}, difference"),
    "record-heading": ("网格调整备案表", "Record of grid adjustment"),
    "record-made-by": (
        "填报人：　　　　　审核人：　　　　　联系电话：　　　　　填报日期：{date}",
        "Prepared by:                    Checked by:                    Phone:                    Date: {date}",
    ),
    "record-map-after": ("调整后", "After"),
    "record-map-before": ("调整前", "Before"),
    "record-map-note": (
        "斜线为划转地块，虚线为调整前边界。",
        "Hatched: ground that changes hands. Dashed: the border before.",
    ),
    "record-more-buildings": ("另有 {count:,} 栋，见 Excel 版备案表。", "{count:,} more are in the workbook."),
    "record-more-compounds": ("另有 {count:,} 个小区，见 Excel 版备案表。", "{count:,} more are in the workbook."),
    "record-moves": ("划转情况", "What moves"),
    "record-moves-are": (
        "{buildings:,} 栋楼、{households:,} 户、{residents:,} 人更换所属网格；划转面积 {area_m2:,.0f} 平方米。",
        (
            "{buildings:,} buildings with {households:,} households and {residents:,} residents change grids; "
            "{area_m2:,.0f} m² of ground."
        ),
    ),
    "record-new": ("新设", "new"),
    "record-no-buildings": ("没有楼栋更换所属网格。", "No building changes its grid."),
    "record-nobody": ("（无网格）", "(no grid)"),
    "record-opinion": ("{level}意见", "Opinion of the {level}"),
    "record-opinion-centre": ("县（市、区）网格化服务管理中心意见", "Opinion of the county grid centre"),
    "record-reason": ("调整理由", "Reasons"),
    "record-region": ("地区", "Region"),
    "record-retired": ("撤销", "retired"),
    "record-seal": (
        "\n\n负责人（签字）：　　　　（盖章）　　　年　　月　　日",
        "\n\nSigned:                         (seal)                     Date:",
    ),
    "record-sheet-buildings": ("更换网格的楼栋", "Buildings"),
    "record-sheet-compounds": ("小区变动", "Compounds"),
    "record-sheet-grids": ("调整前后对照", "Grids before and after"),
    "record-sheet-ground": ("划转地块", "Ground"),
    "record-sheet-summary": ("备案表", "Record"),
    "record-sheet-totals": ("{level}情况", "By {level}"),
    "record-state-done": ("已办", "done"),
    "record-state-due": ("待办", "due"),
    "record-state-waits": ("待上一步完成", "waits for the step before"),
    "record-states-done": ("日期、文号", "Day, document"),
    "record-states-state": ("状态", "State"),
    "record-states-step": ("环节", "Step"),
    "record-states-who": ("应办单位", "Who is due"),
    "record-step-agree": ("县（市、区）同意", "Agreed by the county"),
    "record-step-file": ("市备案", "Filed by the city"),
    "record-step-propose": ("镇（街道）提出", "Proposed by the town"),
    "record-title-of-draft": ("方案名称", "Adjustment"),
    "record-what": ("调整内容", "What changes"),
    "record-what-is": (
        "调整网格 {changed:,} 个，新设 {new:,} 个，撤销 {retired:,} 个。",
        "{changed:,} grids changed, {new:,} new, {retired:,} retired.",
    ),
}
"""Key to (Chinese, English)."""
