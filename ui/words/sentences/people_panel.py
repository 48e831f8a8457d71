"""The panel of workers, assignments, vacancies and branches, and its dialogs."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-show-people": ("人员表格", "Tables of people"),
    "job-people": ("正在整理人员表…", "Preparing the tables of people…"),
    "panel-people": ("人员", "People"),
    "people-above": ("上级党组织", "Branch above"),
    "people-any-town": ("全部镇街", "All towns"),
    "people-any-village": ("全部村居", "All villages"),
    "people-assignments": ("任职", "Assignments"),
    "people-branch": ("党组织名称", "Branch"),
    "people-branches": ("党组织", "Branches"),
    "people-change": ("变更", "Change"),
    "people-change-help": (
        "先在表中选一个人；要安排网格，再在地图上选网格（按住 Ctrl 可多选）。",
        "Choose one person in the table; to give them grids, then choose the grids on the map (Ctrl for several).",
    ),
    "people-count": (
        "显示 {shown:,} 行，共 {all:,} 行；任职按 {on} 统计",
        "{shown:,} of {all:,} rows are shown; assignments count as of {on}",
    ),
    "people-do-assign": ("安排所选网格…", "Assign the selected grids…"),
    "people-do-assign-help": (
        "把地图上选中的网格交给这个人负责",
        "Let this person answer for the grids that are selected on the map",
    ),
    "people-do-end-all": ("结束全部任职…", "End everything…"),
    "people-do-end-all-help": ("这个人自某日起不再负责任何网格", "This person answers for no grid after a day"),
    "people-do-hand-over": ("移交给接任人…", "Hand over…"),
    "people-do-hand-over-help": (
        "把这个人负责的全部网格自某日起交给接任人",
        "Give all grids of this person to a successor from a day on",
    ),
    "people-do-show": ("在地图上显示", "Show on the map"),
    "people-do-show-help": (
        "在地图上显示所选各行的网格（双击或回车也可）",
        "Show the grids of the selected rows on the map (or double-click, or Enter)",
    ),
    "people-do-suggest": ("建议人选…", "Suggest who…"),
    "people-do-suggest-help": (
        "在所选范围内推算由谁补上空缺，确认后一步完成",
        "Work out who could take the vacancies of the chosen place; applied in one step if you agree",
    ),
    "people-do-write": ("按所见导出…", "Export as seen…"),
    "people-do-write-help": (
        "导出表中现有的行和列，姓名和电话按当前的显示方式处理",
        "Write the rows and columns that are shown; names and phones as they are seen",
    ),
    "people-filter": ("姓名、拼音首字母、电话、编码", "Name, initials, phone, code"),
    "people-filter-help": (
        "按姓名、拼音或首字母、电话（后四位即可）、工号、网格名称或编码查找，完全相同的排在最前",
        "Find by name, pinyin or initials, phone (the last four digits will do), staff number, grid or code; "
        "exact matches first",
    ),
    "people-grid": ("网格名称", "Grid"),
    "people-joint": ("联合支部", "Joint"),
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
    "people-no-vacancies": (
        "{on} 没有空缺：应配人员的网格都已配备。",
        "No vacancies on {on}: every grid that needs somebody has somebody.",
    ),
    "people-no-workers": (
        "还没有网格员。请用“文件 > 导入名单”（Ctrl+Shift+I）导入网格员名单。",
        "There are no workers yet. Bring in a list of workers: File > Bring in lists (Ctrl+Shift+I).",
    ),
    "people-none-fit": (
        "没有符合条件的行。请清空查找内容，或改选其他镇、村。",
        "No row fits. Clear what is typed, or choose another place.",
    ),
    "people-rows": ("行数", "Rows"),
    "people-state": ("任职状态", "State"),
    "people-state-later": ("待开始", "to begin"),
    "people-state-now": ("在任", "in force"),
    "people-state-over": ("已结束", "ended"),
    "people-tier": ("层级", "Tier"),
    "people-town": ("只看一个镇", "One town only"),
    "people-vacancies": ("空缺", "Vacancies"),
    "people-village": ("只看一个村", "One village only"),
    "people-workers": ("网格员", "Workers"),
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
    "suggestion-do": ("按此安排", "Apply"),
    "suggestion-heading": ("建议这样安排", "Suggested: who leaves, who comes"),
    "suggestion-nothing": ("没有可以补上的空缺", "No vacancy can be filled"),
}
