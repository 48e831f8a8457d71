"""What stands in the Word text for a briefing, and on the registration form of a grid."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "briefing-boundaries": ("总体情况", "At a glance"),
    "briefing-branches": ("党组织覆盖", "Party branches"),
    "briefing-branches-all": (
        "应建党组织的网格 {must:,} 个，已全部覆盖。",
        "All {must:,} grids that need a party branch have one.",
    ),
    "briefing-branches-figures": (
        "应建党组织的网格 {must:,} 个，已覆盖 {had:,} 个，覆盖率 {share}；尚有 {lacking:,} 个没有党组织。",
        "Of {must:,} grids that need a party branch, {had:,} have one ({share}); {lacking:,} have none.",
    ),
    "briefing-figures": (
        "共有{kinds}；居民 {households:,} 户、{residents:,} 人，面积 {area_km2:,.1f} 平方公里。",
        "There are {kinds}, with {households:,} households, {residents:,} residents and {area_km2:,.1f} km².",
    ),
    "briefing-gaps": ("存在的问题", "What is at fault"),
    "briefing-gaps-figures": (
        "检查发现错误 {error:,} 处、警告 {warning:,} 处、提示 {notice:,} 处。",
        "A check finds {error:,} errors, {warning:,} warnings and {notice:,} notices.",
    ),
    "briefing-heading": ("{place}网格化服务管理情况汇报", "{place}: the grids in brief"),
    "briefing-indicator-figures": (
        "{indicator}：{value}（目标 {target}，{state}）。",
        "{indicator}: {value} (target {target}; {state}).",
    ),
    "briefing-indicators": ("指标完成情况", "Indicators"),
    "briefing-kind": ("{name} {count:,} 个", "{count:,} × {name}"),
    "briefing-map": ("图 {number}　{name}", "Figure {number}: {name}"),
    "briefing-number-1": ("一", "1"),
    "briefing-number-2": ("二", "2"),
    "briefing-number-3": ("三", "3"),
    "briefing-number-4": ("四", "4"),
    "briefing-number-5": ("五", "5"),
    "briefing-number-6": ("六", "6"),
    "briefing-number-7": ("七", "7"),
    "briefing-number-8": ("八", "8"),
    "briefing-part": ("{number}、{name}", "{number}. {name}"),
    "briefing-staffing": ("网格员配备", "Staffing"),
    "briefing-staffing-all": (
        "应配专职网格员的网格 {must:,} 个，已全部配备。",
        "All {must:,} grids that need a full-time worker have one.",
    ),
    "briefing-staffing-figures": (
        "应配专职网格员的网格 {must:,} 个，已配 {had:,} 个，配备率 {share}；尚有 {lacking:,} 个未配专职网格员。",
        "Of {must:,} grids that need a full-time worker, {had:,} have one ({share}); {lacking:,} have none.",
    ),
    "briefing-workload": ("户数负荷", "Households"),
    "briefing-workload-figures": (
        "有户数标准的网格 {count:,} 个，其中符合标准 {within:,} 个，低于标准 {under:,} 个，高于标准 {over:,} 个。",
        "Of {count:,} grids with a household standard, {within:,} are within it, {under:,} below and {over:,} above.",
    ),
    "form-above": ("上级", "In"),
    "form-branches": ("党组织", "Party branches"),
    "form-changes": ("变更记录", "Changes"),
    "form-compounds": ("居民小区", "Compounds"),
    "form-extent": ("四至", "Extent"),
    "form-figures": (
        "{households:,} 户，{residents:,} 人，{buildings:,} 栋",
        "{households:,} households, {residents:,} residents, {buildings:,} buildings",
    ),
    "form-grid": ("填表人", "Filled in by"),
    "form-heading": ("网格登记表", "Registration of a grid"),
    "form-homes": ("户数、人口、楼栋", "Homes"),
    "form-people": ("人员", "People"),
    "form-town": ("镇（街道）意见", "Opinion of the town"),
    "form-units": ("专属网格", "Dedicated grids"),
    "form-village": ("村（社区）意见", "Opinion of the village"),
}
