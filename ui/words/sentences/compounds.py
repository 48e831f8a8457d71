"""Compounds: what there is of them, and what they have."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-form-compounds": ("小区名册", "List of compounds"),
    "change-add-compound": ("新增小区 {name}", "Added compound {name}"),
    "change-correct-compound": ("修改小区 {name}", "Corrected compound {name}"),
    "change-delete-compound": ("删除小区 {name}", "Took compound {name} off the list"),
    "action-tool-outline": ("画小区范围", "Draw a compound's outline"),
    "action-tool-outline-vertices": ("改小区范围", "Correct a compound's outline"),
    "change-correct-outline": ("修改小区 {name} 的范围", "Corrected the outline of compound {name}"),
    "change-draw-outline": ("画定小区 {name} 的范围", "Drew the outline of compound {name}"),
    "change-remove-outline": ("去掉小区 {name} 的范围", "Removed the outline of compound {name}"),
    "compound-named-by-buildings": (
        "这个名称写在楼栋上：请先列入名册（填写别的栏即可），或改楼栋的小区名称。",
        "Buildings bear this name: put the compound on the list first, by filling in something else of it, or change "
        "the name at the buildings.",
    ),
    "people-compounds": ("小区", "Compounds"),
    "people-do-compound-bare": ("去掉范围", "Remove outline"),
    "people-do-compound-bare-help": (
        "去掉所选小区的范围，写有小区名称的楼栋仍归本小区",
        "Take the outline of the compound away; buildings that bear its name stay its own",
    ),
    "people-do-compound-correct": ("更正…", "Correct…"),
    "people-do-compound-correct-help": (
        "更正小区的名称、数字、业委会、物业企业、党组织或范围；未列入名册的，可由此列入",
        "Correct name, numbers, committee, firm, branch or outline; one that is not on the list is put there",
    ),
    "people-do-compound-delete": ("移出名册…", "Take off the list…"),
    "people-do-compound-delete-help": (
        "把所选小区移出名册，楼栋上的小区名称不变",
        "Take the compound off the list; its buildings keep its name",
    ),
    "people-do-compound-new": ("新增小区…", "New compound…"),
    "people-do-compound-new-help": (
        "登记一个小区；没有楼栋和范围的，归地图上所选的网格",
        "Enter a compound; without buildings and outline it is in the grid that is selected on the map",
    ),
    "people-do-compound-outline": ("画范围", "Draw outline"),
    "people-do-compound-outline-help": (
        "在地图上画出所选小区的范围，代替原有范围",
        "Draw the outline of the compound on the map, in place of the one it has",
    ),
    "people-do-compound-vertices": ("改节点", "Correct vertices"),
    "people-do-compound-vertices-help": (
        "在地图上拖动小区范围的节点",
        "Drag the vertices of the compound's outline on the map",
    ),
    "people-no-compounds": (
        "还没有小区。请用“文件 > 导入名单”（Ctrl+Shift+I）导入小区名册，或点“变更 > 新增小区…”。",
        "There are no compounds yet. Bring in a list (File > Bring in lists, Ctrl+Shift+I), or enter one (Change > New "
        "compound…).",
    ),
    "people-outline": ("范围", "Outline"),
    "compound-outline-again": ("重画范围", "Draw it anew"),
    "compound-outline-correct": ("改节点", "Correct vertices"),
    "compound-outline-draw": ("画范围", "Draw outline"),
    "compound-outline-is": ("已有范围", "Has an outline"),
    "compound-outline-none": ("尚无范围", "No outline yet"),
    "compound-outline-remove": ("去掉范围", "Remove outline"),
    "option-outline-fitted": ("范围", "Outline"),
    "outline-as-drawn": ("按所画", "As drawn"),
    "outline-as-fits": ("只取本村以内、他小区以外", "Only in its village, beside other compounds"),
    "outline-holds": (
        "范围内归本小区的楼栋 {buildings:,} 栋、{households:,} 户。",
        "Buildings of the compound with this outline: {buildings:,}, with {households:,} households.",
    ),
    "outline-leaves-out": (
        "另有 {count:,} 栋楼写着本小区名称，却在范围之外。",
        "Buildings that bear its name and stand outside: {count:,}.",
    ),
    "outline-nothing-left": (
        "所画范围都在村界以外或别的小区之内，没有剩下的地：请按 Esc 清除后重画。",
        "All of it lies outside the village or in other compounds, so nothing is left: press Esc and draw again.",
    ),
    "outline-nowhere": (
        "这里不在任何村（社区）之内：请画在村界以内，或先画出村（社区）。",
        "No village is here: draw inside a village, or draw the village first.",
    ),
    "outline-outside": (
        "有 {area_m2:,.1f} 平方米画到了“{village}”之外：请贴着村界画，或在“编辑”面板中选“只取本村以内、"
        "他小区以外”；如果小区在别的村，请先更正它的楼栋或所在网格。",
        "{area_m2:,.1f} m² lie outside {village}: draw along its border, or choose “Only in its village, beside other "
        "compounds” in the Editing panel. If the compound is in another village, correct its buildings or its grid "
        "first.",
    ),
    "outline-overlaps": (
        "与小区“{compound}”重叠 {area_m2:,.1f} 平方米：请贴着它的范围画，或在“编辑”面板中选“只取本村以内、"
        "他小区以外”。",
        "{area_m2:,.1f} m² lie in compound {compound} too: draw along its outline, or choose “Only in its village, "
        "beside other compounds” in the Editing panel.",
    ),
    "tool-outline-help": (
        "逐点单击或按住手绘，圈出小区范围；圆点是它的楼栋，虚线是别的小区。双击或回车结束，再按回车确认，"
        "退格撤一点，Esc 取消",
        "Click corners or draw by hand around the compound; dots are its buildings, dashed lines other compounds. A "
        "double click or Enter ends, Enter again accepts, Backspace takes a corner back, Esc gives up",
    ),
    "tool-outline-vertices-help": (
        "拖动小区范围的节点；从边上可拖出新节点，双击加节点，选中后按 Delete 删除。改完按 V 回到浏览",
        "Drag vertices of the compound's outline; drag one out of an edge or double-click for a new one, Delete takes "
        "the chosen one out. V goes back to browsing",
    ),
    "change-link-compound": ("小区 {name} 的党组织设为 {to}", "Branch of compound {name}: {to}"),
    "change-put-compounds": ("录入小区名册（{count} 个）", "Compounds from a list: {count}"),
    "change-unlink-compound": ("取消小区 {name} 的党组织", "Compound {name} without a branch"),
    "compound-would-be-cut": (
        "这样会切开小区 {compound}（各侧户数：{sides}）。如确需切开，请允许后再改。",
        "This would cut compound {compound} (households on the sides: {sides}). Allow it if you mean it.",
    ),
    "editing-heading-of": ("{tool}：{name}", "{tool}: {name}"),
    "editing-cut-compounds": ("允许切开小区", "Allow compounds to be cut"),
    "inspector-compound": ("{count:,} 人", "{count:,} residents"),
    "inspector-compound-alias": ("别名", "Also called"),
    "inspector-compound-declared": ("{count:,}（名册申报）", "{count:,} (as declared)"),
    "inspector-compound-unlisted": ("未列入名册", "not on the list"),
    "inspector-compound-where": ("所在网格", "Where"),
    "inspector-compounds-more": ("另有 {count:,} 个小区", "and {count:,} more"),
    "layer-compounds": ("小区", "Compounds"),
    "legend-compounds": ("小区（个）", "Compounds"),
    "legend-compounds-bare": ("无党组织", "Without a branch"),
    "legend-compounds-branch": ("有党组织", "With a branch"),
    "legend-compounds-super-bare": ("超大小区，无党组织", "Super-compound without a branch"),
    "legend-compounds-super-branch": ("超大小区，有党组织", "Super-compound with a branch"),
    "legend-compounds-unlisted": ("未列入名册", "Not on the list"),
    "lock-compounds": ("不切开小区", "Keep compounds whole"),
    "compound-around": (
        "以所属 {count:,} 栋楼的外围为小区范围",
        "Outline around its {count:,} buildings",
    ),
    "compound-around-none": (
        "没有所属楼栋，不能据此画出范围",
        "No building belongs to it, so there is nothing to draw an outline around",
    ),
    "compound-correct-title": ("更正小区", "Correct a compound"),
    "compound-declared-households": ("申报户数", "Declared households"),
    "compound-declared-residents": ("申报人口", "Declared residents"),
    "compound-delete-do": ("移出名册", "Take it off"),
    "compound-delete-heading": ("将“{name}”移出小区名册？", "Take {name} off the list of compounds?"),
    "compound-delete-note": (
        "楼栋上的小区名称不变；可撤销。",
        "Its buildings keep its name; this can be undone.",
    ),
    "compound-delete-title": ("移出名册", "Take a compound off the list"),
    "compound-has-committee": ("已成立业委会", "Has an owners' committee"),
    "compound-new-title": ("新增小区", "New compound"),
    "compound-no-branch": ("无党组织", "No branch"),
    "inspector-compound-correct": ("更正…", "Correct…"),
    "inspector-compound-delete": ("移出名册…", "Take off the list…"),
    "inspector-compound-list": ("列入名册…", "Put on the list…"),
    "inspector-compound-new": ("新增…", "New…"),
    "compound-branch": ("党组织", "Party branch"),
    "compound-buildings": ("楼栋数", "Buildings"),
    "compound-committee": ("业委会", "Owners' committee"),
    "compound-firm": ("物业企业", "Property firm"),
    "compound-households": ("户数", "Households"),
    "compound-listed": ("名册所列", "On the list"),
    "compound-members": ("下沉党员", "Members placed"),
    "compound-name": ("小区", "Compound"),
    "compound-no": ("无", "none"),
    "compound-registered": ("户籍人口", "Registered residents"),
    "compound-residents": ("人口", "Residents"),
    "compound-source": ("来源", "Source"),
    "compound-super": ("超大小区", "Super-compound"),
    "compound-yes": ("有", "yes"),
    "web-compounds": ("小区", "Compounds"),
    "sheet-compounds": ("小区情况", "Compounds in figures"),
    "compound-branch-ambiguous": (
        "有几个党组织都叫“{value}”，未关联；请先把名称改为唯一",
        "several branches are called {value}, so none was linked; give each a name of its own",
    ),
    "compound-branch-unknown": (
        "没有名为“{value}”的党组织，未关联；请先录入党组织名册，或改正名称",
        "there is no branch {value}, so none was linked; bring in the list of branches first, or correct the name",
    ),
    "compound-branch-unnamed": (
        "只写了“{value}”，没有党组织名称，未关联；请填写名称",
        "{value} is no name of a branch, so none was linked; write its name",
    ),
    "compound-in-several-grids": (
        "写了几个网格；请写包含整个小区的网格或村（社区）",
        "several grids are named; name the one grid or village that has all of the compound",
    ),
    "compound-listed-twice": (
        "小区“{value}”在第 {other} 行已有；请只留一行，或注明不同的村（社区）",
        "compound {value} stands in row {other} already; keep one of the rows, or name different villages",
    ),
    "compound-name-missing": ("没有小区名称", "there is no name of a compound"),
    "compound-number": (
        "{column} 应为 0 到 1,000,000,000 的整数，而不是“{value}”。",
        "{column} must be a whole number from 0 to 1,000,000,000, not {value}.",
    ),
    "compound-outline": (
        "小区的范围必须是面，而不是 {value}。",
        "The outline of a compound must be an area, not a {value}.",
    ),
    "compound-twice": (
        "名册中已有名为“{name}”的小区，且可能在同一个村（社区）。请换一个名称，或注明所在网格。",
        "The list has a compound {name} already, perhaps in the same village. Give another name, or its grid.",
    ),
    "compounds-not-of-one-village": (
        "{names} 不在同一个村（社区），不能联合组建党支部。",
        "{names} do not lie in one village, so they cannot set up a joint branch.",
    ),
    "compound-without-name": ("小区必须有名称。", "A compound must have a name."),
    "finding-compound-cut": (
        "小区“{compound}”被网格边界切开，各侧户数为 {sides}：{grids}",
        "Compound {compound} is cut by borders of grids, with {sides} households on the sides: {grids}",
    ),
    "finding-super-compound": (
        "超大小区“{compound}”：{residents:,} 人，{households:,} 户（超过 {limit:,} 人）",
        "Super-compound {compound}: {residents:,} residents in {households:,} households (more than {limit:,})",
    ),
    "palette-kind-compound": ("小区", "Compound"),
    "roster-field-compound_alias": ("小区别名", "Also called"),
    "roster-field-compound_branch": ("小区党组织", "Branch of the compound"),
    "roster-field-compound_committee": ("业委会", "Owners' committee"),
    "roster-field-compound_firm": ("物业企业", "Property firm"),
    "roster-field-compound_members": ("下沉党员数", "Members placed"),
    "roster-field-compound_registered": ("户籍人口", "Registered residents"),
    "roster-field-compound_source": ("数据来源", "Data source"),
    "roster-form-known-branch": ("党组织名册中的名称", "its name in the list of branches"),
    "roster-form-name-or-yes": ("名称，或 是/否", "its name, or yes/no"),
    "roster-form-title-compounds": ("小区名册", "List of compounds"),
    "roster-rows-are-compounds": ("小区", "a compound"),
    "roster-table-compounds": ("小区", "Compounds"),
    "rule-compound-cut": ("小区被网格边界切开", "Compound cut by a border"),
    "rule-super-compound": ("超大小区", "Super-compound"),
    "stats-compounds": ("小区", "Compounds"),
    "stats-compounds-committee": ("有业委会", "With an owners' committee"),
    "stats-compounds-branch": ("有党组织", "With a branch"),
    "stats-compounds-firm": ("有物业企业", "With a property firm"),
    "stats-compounds-listed": ("名册所列", "On the list"),
    "stats-compounds-members": ("下沉党员", "Members placed"),
    "stats-compounds-residents": ("人口", "Residents"),
    "stats-compounds-super": ("超大小区", "Super-compounds"),
    "stats-compounds-total": ("小区数", "Compounds"),
    "tree-compounds": ("小区（{count:,} 个）", "Compounds ({count:,})"),
    "table-compounds": ("小区", "compounds"),
}
