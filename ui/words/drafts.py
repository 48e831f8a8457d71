"""Drafts, comparisons and the adjustment record."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "comparison-buildings": ("楼栋 {count:,}", "Buildings {count:,}"),
    "comparison-grids": ("网格 {count:,}", "Grids {count:,}"),
    "comparison-ground": ("地块 {count:,}", "Ground {count:,}"),
    "comparison-none": (
        "打开调整方案后，这里显示它与现行划分的差别。",
        "Open a draft to see how it differs from the current division.",
    ),
    "comparison-same": ("与现行划分相同，没有改动。", "The same as the current division."),
    "comparison-summary": (
        (
            "调整 {grids:,} 个网格（含上级），新设 {new:,} 个，撤销 {retired:,} 个；{buildings:,} "
            "栋楼、{households:,} 户、{residents:,} 人更换网格；划转面积 {area_m2:,.0f} 平方米。"
        ),
        (
            "{grids:,} changed, {new:,} new, {retired:,} retired · {buildings:,} buildings, {households:,} "
            "households, {residents:,} residents and {area_m2:,.0f} m² change hands"
        ),
    ),
    "comparison-totals": ("村（社区）合计 {count:,}", "Totals {count:,}"),
    "draft-applied": (
        "已应用调整方案“{title}”。按 Ctrl+Z 可一步撤销。",
        'The draft "{title}" was applied. Ctrl+Z takes it back in one step.',
    ),
    "draft-applied-cli": (
        "已应用调整方案“{title}”（{grids:,} 个网格），可一步撤销。",
        'The draft "{title}" was applied ({grids:,} grids); one undo takes it back.',
    ),
    "draft-applied-left": (
        "方案“{title}”已经应用过，只是文件没有删除，可用 --drop 删除。",
        'The draft "{title}" was applied already; only its file was left. Remove it with --drop.',
    ),
    "draft-ask-drop": (
        "确定放弃调整方案“{title}”吗？方案文件将被删除，不能恢复。现行划分不受影响。",
        'Drop the draft "{title}"? Its file is deleted for good; the current division stays as it is.',
    ),
    "draft-ask-drop-applied": (
        "方案“{title}”已经应用过，只是文件没有删除。现在删除吗？",
        'The draft "{title}" was applied already; only its file was left. Remove it now?',
    ),
    "draft-ask-title": (
        "方案名称（现行划分不受影响，随时可以返回）",
        "Title of the draft (the current division stays as it is)",
    ),
    "draft-bar": ("调整方案：{title}", "Draft: {title}"),
    "draft-bar-note": ("可放心试调，现行划分不受影响", "Edit freely; the current division stays as it is"),
    "draft-begin": ("开始试调", "Begin"),
    "draft-drop": ("放弃方案", "Drop the draft"),
    "draft-dropped": ("已放弃调整方案“{title}”。", 'The draft "{title}" was dropped.'),
    "draft-left": (
        "已返回现行划分；方案“{title}”已保存，可从“方案”菜单再次打开。",
        'Back in the current division; the draft "{title}" is kept, see the menu Plans.',
    ),
    "draft-none": ("（没有调整方案）", "(no drafts)"),
    "draft-none-cli": ("这个项目没有调整方案。", "This project has no drafts."),
    "draft-number": ("调整方案{number}", "Draft {number}"),
    "draft-one-at-a-time": (
        "--new、--apply、--drop、--list 一次只能用一个。",
        "Use only one of --new, --apply, --drop and --list at a time.",
    ),
    "draft-there": (
        "这个项目有 {count:,} 个调整方案，见“方案”菜单。",
        "This project has {count:,} drafts; see the menu Plans.",
    ),
    "draft-title": ("{title}（调整方案：{draft}）", "{title} (draft: {draft})"),
    "record-after-of": ("{what}（调整后）", "{what}, after"),
    "record-annex-buildings": ("附件4　更换所属网格的楼栋清单", "Annex 4: buildings that change grids"),
    "record-annex-grids": ("附件1　调整前后网格情况对照表", "Annex 1: grids before and after"),
    "record-annex-maps": ("附件3　调整前后网格示意图", "Annex 3: maps before and after"),
    "record-annex-totals": ("附件2　涉及{level}情况", "Annex 2: {level} concerned"),
    "record-basis": ("调整依据", "Legal basis"),
    "record-before-of": ("{what}（调整前）", "{what}, before"),
    "record-changed": ("调整", "changed"),
    "record-column-answers": ("网格员（责任人）", "Who answers"),
    "record-column-branch_covered": ("党组织覆盖网格数", "Grids with a branch"),
    "record-column-change": ("变动", "Change"),
    "record-column-compound": ("小区", "Compound"),
    "record-column-door_plate": ("门牌号", "Door plate"),
    "record-column-from": ("调出网格", "From"),
    "record-column-standard": ("户数标准", "Standard"),
    "record-column-to": ("调入网格", "To"),
    "record-concerned": ("涉及{level}", "{level} concerned"),
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
    "record-opinion-centre": ("县（市、区）网格化服务管理中心备案意见", "Opinion of the county grid centre"),
    "record-reason": ("调整理由", "Reasons"),
    "record-region": ("地区", "Region"),
    "record-retired": ("撤销", "retired"),
    "record-seal": (
        "\n\n负责人（签字）：　　　　（盖章）　　　年　　月　　日",
        "\n\nSigned:                         (seal)                     Date:",
    ),
    "record-sheet-buildings": ("更换网格的楼栋", "Buildings"),
    "record-sheet-grids": ("调整前后对照", "Grids before and after"),
    "record-sheet-ground": ("划转地块", "Ground"),
    "record-sheet-summary": ("备案表", "Record"),
    "record-sheet-totals": ("{level}情况", "By {level}"),
    "record-standard-far-over": ("严重超标", "far over"),
    "record-standard-over": ("高于标准", "over"),
    "record-standard-under": ("低于标准", "under"),
    "record-standard-within": ("符合标准", "within"),
    "record-title-of-draft": ("方案名称", "Adjustment"),
    "record-what": ("调整内容", "What changes"),
    "record-what-is": (
        "调整网格 {changed:,} 个，新设 {new:,} 个，撤销 {retired:,} 个。",
        "{changed:,} grids changed, {new:,} new, {retired:,} retired.",
    ),
}
"""Key to (Chinese, English)."""
