"""The panel of workers, assignments, vacancies, branches, zones and buildings, and its first dialogs."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-show-people": ("人员表格", "Tables of people"),
    "job-people": ("正在整理人员表…", "Preparing the tables of people…"),
    "job-people-pasting": ("正在粘贴…", "Pasting…"),
    "panel-people": ("人员", "People"),
    "people-above": ("上级党组织", "Branch above"),
    "people-any-town": ("全部镇街", "All towns"),
    "people-any-village": ("全部村居", "All villages"),
    "people-assignments": ("任职", "Assignments"),
    "people-branch": ("党组织名称", "Branch"),
    "people-branches": ("党组织", "Branches"),
    "people-buildings": ("楼栋", "Buildings"),
    "people-change": ("变更", "Change"),
    "people-change-help": (
        "先在表中选行；要安排网格，再在地图上选网格（按住 Ctrl 可多选），也可以把人直接拖到网格上。",
        "Choose rows in the table. To give somebody grids, then choose them on the map (Ctrl for several), or drag the "
        "person onto a grid.",
    ),
    "people-compound": ("小区", "Compound"),
    "people-count": (
        "显示 {shown:,} 行，共 {all:,} 行；任职按 {on} 统计",
        "{shown:,} of {all:,} rows are shown; assignments count as of {on}",
    ),
    "people-do-assign": ("安排所选网格…", "Assign the selected grids…"),
    "people-do-assign-help": (
        "把地图上选中的网格交给这个人负责",
        "Let this person answer for the grids that are selected on the map",
    ),
    "people-do-branch-chain": ("组织架构树", "Chain as a tree"),
    "people-do-branch-chain-help": (
        "按上下级显示党组织，可拖动调整上级",
        "Show the branches below one another; drag them to move them",
    ),
    "people-do-branch-correct": ("更正…", "Correct…"),
    "people-do-branch-correct-help": (
        "更正名称、层级、上级、书记、党员数",
        "Correct name, tier, branch above, secretary or members",
    ),
    "people-do-branch-delete": ("撤销…", "Dissolve…"),
    "people-do-branch-delete-help": (
        "撤销这个党组织；还有下级的不能撤销",
        "Dissolve this branch; not while branches stand below it",
    ),
    "people-do-branch-merge": ("合并重复记录…", "Merge entries…"),
    "people-do-branch-merge-help": (
        "所选几行其实是同一个党组织：合并成一条",
        "The selected rows are one branch: make one entry of them",
    ),
    "people-do-branch-new": ("新增党组织…", "New branch…"),
    "people-do-branch-new-help": (
        "新增一个党组织；选中一行时，默认归在它之下",
        "Add a branch, below the one that is selected if any",
    ),
    "people-do-building-give": ("划到别的网格…", "Move to another grid…"),
    "people-do-building-give-help": (
        "把所选楼栋连同周围用地划给相邻网格，先看户数变化",
        "Give the buildings and the ground around them to a grid beside theirs; households are shown first",
    ),
    "people-do-end-all": ("结束全部任职…", "End everything…"),
    "people-do-end-all-help": ("这个人自某日起不再负责任何网格", "This person answers for no grid after a day"),
    "people-do-hand-over": ("移交给接任人…", "Hand over…"),
    "people-do-hand-over-help": (
        "把这个人负责的全部网格自某日起交给接任人",
        "Give all grids of this person to a successor from a day on",
    ),
    "people-do-person": ("人员页", "Page of this person"),
    "people-do-person-help": (
        "在右侧显示这个人的网格、工作量和经历",
        "Show this person's grids, workload and history at the right",
    ),
    "people-do-row-end": ("结束任职…", "End…"),
    "people-do-row-end-help": ("结束所选的任职", "End the selected assignments"),
    "people-do-row-transfer": ("转交给别人…", "Transfer…"),
    "people-do-row-transfer-help": (
        "把所选任职（同一个人的）转交给别人",
        "Give the grids of the selected assignments, all of one person, to somebody else",
    ),
    "people-do-show": ("在地图上显示", "Show on the map"),
    "people-do-show-help": (
        "在地图上显示所选各行的网格（双击或回车也可）",
        "Show the grids of the selected rows on the map (or double-click, or Enter)",
    ),
    "people-do-stand-in": ("安排代班…", "Stand-in…"),
    "people-do-stand-in-help": (
        "在一段时间内由别人代管这个人的全部网格，到期自动恢复",
        "Somebody else answers for this person's grids from one day until another",
    ),
    "people-do-suggest": ("建议人选…", "Suggest who…"),
    "people-do-suggest-help": (
        "在所选范围内推算由谁补上空缺，确认后一步完成",
        "Work out who could take the vacancies of the chosen place; applied in one step if you agree",
    ),
    "people-do-transfer": ("转交部分网格…", "Transfer the selected grids…"),
    "people-do-transfer-help": (
        "把这个人负责的、地图上选中的网格转交给别人",
        "Give those of this person's grids that are selected on the map to somebody else",
    ),
    "people-do-vacancy-assign": ("安排人员…", "Assign somebody…"),
    "people-do-vacancy-assign-help": (
        "选一个人负责所选的全部网格",
        "Choose who is to answer for all the selected grids",
    ),
    "people-do-worker-correct": ("更正…", "Correct…"),
    "people-do-worker-correct-help": (
        "更正这个人的姓名、电话或工号",
        "Correct this person's name, phone or staff number",
    ),
    "people-do-worker-delete": ("删除…", "Delete…"),
    "people-do-worker-delete-help": (
        "把这个人从名单中删除；仍在任职的不能删除",
        "Take this person off the list; not while he or she answers for a grid",
    ),
    "people-do-worker-merge": ("合并重复记录…", "Merge entries…"),
    "people-do-worker-merge-help": (
        "所选几行其实是同一个人：合并成一条",
        "The selected rows are one person: make one entry of them",
    ),
    "people-do-worker-new": ("新增网格员…", "New worker…"),
    "people-do-worker-new-help": (
        "登记姓名、工作电话和工号；电话会核对，同名会提示",
        "Name, work phone and staff number; phones are checked, namesakes shown",
    ),
    "people-do-write": ("按所见导出…", "Export as seen…"),
    "people-do-write-help": (
        "导出表中现有的行和列，姓名和电话按当前的显示方式处理",
        "Write the rows and columns that are shown; names and phones as they are seen",
    ),
    "people-do-zone-correct": ("更正…", "Correct…"),
    "people-do-zone-correct-help": ("更正名称、类型、牵头党组织或范围", "Correct name, kind, leading branch or ground"),
    "people-do-zone-delete": ("删除…", "Delete…"),
    "people-do-zone-delete-help": ("删除这个片区，党组织不受影响", "Take this zone away; its branch stays"),
    "people-do-zone-new": ("新增片区…", "New zone…"),
    "people-do-zone-new-help": (
        "新增党建片区，范围可取地图上所选的网格",
        "Add a zone, of the ground of the grids that are selected on the map",
    ),
    "people-door-plate": ("门牌", "Door plate"),
    "people-filter": ("名称或姓名、首字母、电话、编码", "Name, initials, phone, code"),
    "people-filter-help": (
        "按名称或姓名、拼音或首字母、电话（后四位即可）、工号、网格名称或编码查找，完全相同的排在最前",
        "Find by name, pinyin or initials, phone (the last four digits will do), staff number, grid or code; "
        "exact matches first",
    ),
    "people-grid": ("网格名称", "Grid"),
    "people-joint": ("联合支部", "Joint"),
    "people-lacking": ("只看没有网格的", "Without a grid only"),
    "people-leads": ("牵头党组织", "Leading branch"),
    "people-members": ("党员数", "Members"),
    "people-no-assignments": (
        "还没有任何任职。请用“文件 > 导入名单”（Ctrl+Shift+I）导入网格员名单，或在“详情”中安排网格员。",
        "Nobody answers for any grid yet. Bring in a list of workers (File > Bring in lists, Ctrl+Shift+I), or assign "
        "workers in the details.",
    ),
    "people-no-branches": (
        "还没有党组织。请用“文件 > 导入名单”（Ctrl+Shift+I）导入党组织名单。",
        "There is no party branch yet. Bring in a list of branches: File > Bring in lists (Ctrl+Shift+I).",
    ),
    "people-no-buildings": (
        "还没有楼栋。请用“文件 > 导入名单”（Ctrl+Shift+I）导入楼栋清单。",
        "There are no buildings yet. Bring in a list of buildings: File > Bring in lists (Ctrl+Shift+I).",
    ),
    "people-no-vacancies": (
        "{on} 没有空缺：应配人员的网格都已配备。",
        "No vacancies on {on}: every grid that needs somebody has somebody.",
    ),
    "people-no-workers": (
        "还没有网格员。请用“文件 > 导入名单”（Ctrl+Shift+I）导入网格员名单。",
        "There are no workers yet. Bring in a list of workers: File > Bring in lists (Ctrl+Shift+I).",
    ),
    "people-no-zones": (
        "还没有党建片区。请先在地图上选好它的网格，再用“变更 > 新增片区”。",
        "There is no zone yet. Select its grids on the map, then choose Change > New zone.",
    ),
    "people-none-fit": (
        "没有符合条件的行。请清空查找内容，或改选其他镇、村。",
        "No row fits. Clear what is typed, or choose another place.",
    ),
    "people-paste": ("粘贴", "Paste"),
    "people-pasted": ("已粘贴 {count:,} 个单元格（可撤销）", "{count:,} cells were pasted (can be undone)"),
    "people-rows": ("行数", "Rows"),
    "people-state": ("任职状态", "State"),
    "people-state-later": ("待开始", "to begin"),
    "people-state-now": ("在任", "in force"),
    "people-state-over": ("已结束", "ended"),
    "people-tier": ("层级", "Tier"),
    "people-town": ("只看一个镇", "One town only"),
    "people-vacancies": ("空缺", "Vacancies"),
    "people-village": ("只看一个村", "One village only"),
    "people-village-of": ("村居", "Village"),
    "people-workers": ("网格员", "Workers"),
    "people-zone": ("片区名称", "Zone"),
    "people-zone-kind": ("片区类型", "Kind of zone"),
    "people-zones": ("片区", "Zones"),
    "portfolio-assign-many": (
        "由 {name} 负责所选的 {count:,} 个网格",
        "{name} is to answer for the {count:,} selected grids",
    ),
    "portfolio-assign-one": ("由 {name} 负责{grid}", "{name} is to answer for {grid}"),
    "portfolio-end": (
        "{name} 不再负责任何网格（现有 {count:,} 个）",
        "{name} no longer answers for any grid ({count:,} now)",
    ),
    "portfolio-end-note": (
        "尚未开始的任职将取消；这些网格可能因此空缺。",
        "What was to begin later is dropped; the grids may become vacant.",
    ),
    "portfolio-end-title": ("结束全部任职", "End everything"),
    "portfolio-first-day": ("接任人开始日期", "First day of the successor"),
    "portfolio-hand-over": (
        "谁来接任 {name} 的 {count:,} 个网格？",
        "Who takes over the {count:,} grids of {name}?",
    ),
    "portfolio-hand-over-do": ("移交", "Hand over"),
    "portfolio-hand-over-title": ("移交网格", "Hand grids over"),
    "portfolio-load": (
        "现负责 {grids:,} 个网格，将增加 {more:,} 个（{households:,} 户）。",
        "Grids now: {grids:,}. Grids added: {more:,}, with {households:,} households.",
    ),
    "suggestion-after": ("调整后", "After"),
    "suggestion-before": ("调整前", "Before"),
    "suggestion-do": ("按此安排", "Apply"),
    "suggestion-heading": ("建议这样安排", "Suggested: who leaves, who comes"),
    "suggestion-legend": (
        "颜色与“人员配备”专题相同；粗线围起的是换人或补上人的网格。",
        "Colours as in the theme Staffing; outlined are the grids that get somebody else.",
    ),
    "suggestion-nothing": ("没有可以补上的空缺", "No vacancy can be filled"),
}
