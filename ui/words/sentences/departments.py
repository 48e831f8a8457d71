"""Other departments' grids: laid over the base grids, snapped to them, brought in and written."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-bring-in-departments": ("导入部门网格…", "Bring in departments' grids…"),
    "action-departments": ("部门网格交叉", "Departments' grids"),
    "change-drop-department": ("移除“{department}”的 {count:,} 个部门网格", "Removed {count:,} grids of {department}"),
    "change-put-department": ("导入“{department}”的 {count:,} 个部门网格", "Imported {count:,} grids of {department}"),
    "change-snap-department": (
        "“{department}”的 {count:,} 个部门网格改由整个基础网格组成，涉及 {households:,} 户",
        "Made {count:,} grids of {department} of whole base grids; {households:,} households change",
    ),
    "department-code-inexact": (
        "{file} 第 {row} 行“{column}”：编码 {value} 的末几位已被表格软件丢失，未采用。请把该列设为文本后重新导出。",
        "{file}, row {row}, {column}: the last digits of the code {value} were lost in a spreadsheet, so it was left"
        " out. Make the column text and export it again.",
    ),
    "department-unknown": (
        "项目中没有“{value}”的部门网格。请核对部门名称，或先导入。",
        "The project has no grids of a department called {value}. Check the name, or import them first.",
    ),
    "department-needs-name": (
        "请用 --department 写明这些网格属于哪个部门，例如 --department 公安。",
        "Say with --department whose grids these are, for example --department Police.",
    ),
    "department-without-name": (
        "请写明这些网格属于哪个部门。",
        "Say which department these grids belong to.",
    ),
    "departments-apply-what": (
        "--apply 要与 --snap 一起用：只有对齐方案才需要写入。",
        "--apply goes with --snap: only what snapping proposes can be done.",
    ),
    "departments-ask-name": (
        "{file} 是哪个部门的网格？同一部门已有的网格将被代替。",
        "Whose grids are in {file}? Those that this department has now are replaced.",
    ),
    "departments-bare": ("部门网格未覆盖的基础网格", "Base ground in no department grid"),
    "departments-base": ("基础网格", "Base grid"),
    "departments-base-code": ("基础网格编码", "Base grid code"),
    "departments-column-after": ("对齐后户数", "Households after"),
    "departments-column-base-grids": ("基础网格数", "Base grids"),
    "departments-column-before": ("现有户数", "Households now"),
    "departments-column-code": ("部门网格编码", "Code"),
    "departments-column-department": ("部门", "Department"),
    "departments-column-gained": ("划入户数", "Gained"),
    "departments-column-grid": ("部门网格", "Department grid"),
    "departments-column-lost": ("划出户数", "Lost"),
    "departments-column-share": ("占基础网格", "Of the base grid"),
    "departments-column-area": ("错位面积（㎡）", "Area astray (m²)"),
    "departments-column-area-plain": ("面积（㎡）", "Area (m²)"),
    "departments-column-households": ("错位户数", "Households astray"),
    "departments-column-households-plain": ("户数", "Households"),
    "departments-column-holder": ("错位部分属于", "Part astray in"),
    "departments-column-home": ("主要属于", "Mostly in"),
    "departments-column-what": ("情况", "What"),
    "departments-crossings": ("与基础网格交叉之处", "Crossings with the base grids"),
    "departments-do-drop": ("移除", "Remove"),
    "departments-do-export": ("导出…", "Export…"),
    "departments-do-import": ("导入…", "Bring in…"),
    "departments-do-snap": ("对齐到基础网格…", "Snap to base grids…"),
    "departments-do-store": ("导入", "Bring in"),
    "departments-drawn": (
        "另有 {count:,} 处绘制误差（比 {width:g} 米窄，无住户），共 {area:,.0f} ㎡，不算交叉。",
        "Besides, {count:,} differences of drawing (narrower than {width:g} m, nobody lives there) with {area:,.0f} m²"
        " are no crossings.",
    ),
    "departments-dropped": (
        "已移除“{department}”的 {count:,} 个部门网格；在窗口中可以撤销。",
        "Removed {count:,} grids of {department}; this can be undone in the window.",
    ),
    "departments-gets-nothing": (
        "“{department}”的“{grid}”分不到任何基础网格，对齐后将没有范围。",
        "{grid} ({department}) would get no base grid, and would have no ground.",
    ),
    "departments-imported": (
        "{file} → “{department}”：新增 {new:,}，修改 {changed:,}，不变 {same:,}，移除 {gone:,}，未导入 {left_out:,} 行",
        "{file} to {department}: {new:,} new, {changed:,} changed, {same:,} the same, {gone:,} gone,"
        " {left_out:,} rows left out",
    ),
    "departments-laying-over": ("正在与基础网格叠合…", "Laying the grids over each other…"),
    "departments-left-out": (
        "基础网格 {grid} 的大部分不在“{department}”的任何网格内，对齐后仍不归它。",
        "Most of the base grid {grid} is in no grid of {department}, so it stays without one.",
    ),
    "departments-list": ("部门网格与基础网格交叉清单", "Department grids across base grids"),
    "departments-more": (
        "另有 {count:,} 处未显示；用 --json 或 -o 可得到全部。",
        "{count:,} more are not shown; --json and -o have all of them.",
    ),
    "departments-no-crossing": (
        "“{department}”：{grids:,} 个部门网格，与基础网格没有交叉。",
        "{department}: {grids:,} grids, none of which crosses a base grid.",
    ),
    "departments-none": (
        "项目中还没有部门网格。用 --import 文件 --department 部门 导入。",
        "The project has no departments' grids yet. Bring them in with --import FILE --department NAME.",
    ),
    "departments-none-here": (
        "还没有部门网格。导入公安、城管、环保等部门的网格后，这里列出与基础网格的交叉之处。",
        "No departments' grids yet. Bring in those of the police, city management and others to see what they cross.",
    ),
    "departments-nobody": ("（不在其内）", "(in none)"),
    "departments-outside": ("基础网格以外的部门网格", "Department ground in no base grid"),
    "departments-reading": ("正在读取 {file}…", "Reading {file}…"),
    "departments-same": (
        "“{department}”与项目中已有的相同，未作修改。",
        "{department} is as it was: nothing was changed.",
    ),
    "departments-snap": ("对齐到基础网格", "Snapped to the base grids"),
    "departments-snapped": (
        "“{department}”的 {count:,} 个网格已由整个基础网格组成；在窗口中可以撤销。",
        "Made {count:,} grids of {department} of whole base grids; this can be undone in the window.",
    ),
    "departments-snap-same": (
        "“{department}”的网格已由整个基础网格组成，无需对齐。",
        "The grids of {department} are made of whole base grids already.",
    ),
    "departments-snap-summary": (
        "“{department}”对齐后：{count:,} 个网格的范围改变，{households:,} 户改换部门网格",
        "{department} snapped: {count:,} grids get another shape, {households:,} households change their grid",
    ),
    "departments-summary": (
        "“{department}”：{grids:,} 个部门网格，{count:,} 处交叉，错位 {households:,} 户、{area:,.0f} ㎡",
        "{department}: {grids:,} grids, {count:,} crossings, {households:,} households and {area:,.0f} m² astray",
    ),
    "departments-tab-bare": ("未覆盖（{count:,}）", "Not covered ({count:,})"),
    "departments-tab-crossings": ("交叉（{count:,}）", "Crossings ({count:,})"),
    "departments-tab-outside": ("基础网格以外（{count:,}）", "Outside ({count:,})"),
    "departments-tied": (
        "基础网格 {grid} 在“{department}”的几个网格中份额相同，归入先登记的“{home}”。",
        "Several grids of {department} hold as much of the base grid {grid}: it goes to {home}, recorded first.",
    ),
    "departments-twice": (
        "“{department}”的网格之间重叠 {area:,.0f} ㎡，请先请该部门核对。",
        "Grids of {department} overlap by {area:,.0f} m²: have the department look at them first.",
    ),
    "departments-without-ground": (
        "“{department}”有 {count:,} 个网格没有范围，未参与叠合。",
        "{count:,} grids of {department} have no ground and were left out.",
    ),
    "help-departments": (
        "把公安、城管、环保等部门的网格与基础网格叠合：列出所有交叉之处，或把部门网格对齐到整个基础网格。",
        "Lay other departments' grids over the base grids: list all crossings, or make them of whole base grids.",
    ),
    "help-departments-apply": (
        "把 --snap 的结果写入项目（每个部门一步，可撤销）。",
        "Do in the project what --snap proposes, one step a department, each of which can be undone.",
    ),
    "help-departments-drop": (
        "从项目中移除 --department 的网格。",
        "Take the grids of --department out of the project.",
    ),
    "help-departments-dry-run": ("只预演 --import，不写入。", "Show what --import would do and change nothing."),
    "help-departments-import": (
        "导入一个部门的网格文件（代替该部门已有的网格）。",
        "Bring in a file of a department's grids, in place of those it has.",
    ),
    "help-departments-name": (
        "部门名称，例如 公安；可多次使用。",
        "Name of the department; may be given several times.",
    ),
    "help-departments-output": (
        "写成文件：.xlsx、.pdf 为清单，.gpkg 为图层。",
        "Write it to a file: a list as .xlsx or .pdf, layers as .gpkg.",
    ),
    "help-departments-snap": (
        "给出对齐方案：每个部门网格由哪些整个基础网格组成，哪些户改换。",
        "Propose for each grid the union of whole base grids that it mostly is, with the households that change.",
    ),
    "finding-department-crossing": (
        "{grid} 有一部分（{area_m2:,.0f} 平方米，{households:,} 户）属于“{department}”的“{holder}”，"
        "与其余部分不在同一个部门网格",
        "Part of {grid} ({area_m2:,.0f} m², {households:,} households) is in {holder} of {department}, unlike most of"
        " it",
    ),
    "job-departments": ("正在叠合部门网格", "Laying departments' grids over"),
    "job-reading-department": ("正在读取部门网格", "Reading departments' grids"),
    "layer-department-crossings": ("部门网格交叉处", "Department crossings"),
    "layer-departments": ("部门网格", "Departments' grids"),
    "legend-department-crossings": ("与基础网格交叉处", "Crossing with base grids"),
    "legend-departments": ("部门网格（网格数）", "Departments' grids (grids)"),
    "no-base-grids": (
        "项目中还没有划好范围的基础网格，无法对齐。请先划分或导入网格。",
        "The project has no base grids with ground to snap to. Draw or import grids first.",
    ),
    "panel-departments": ("部门网格", "Departments"),
    "rule-department-crossing": ("部门网格与基础网格交叉", "Department grid across base grids"),
    "snap-after": ("对齐后", "After"),
    "snap-before": ("现在", "Now"),
    "snap-do": ("对齐", "Snap"),
    "snap-heading": ("把“{department}”的网格对齐到整个基础网格", "Make the grids of {department} of whole base grids"),
    "snap-legend": (
        "蓝线：部门网格；灰线：基础网格；红色斜线：将改归另一个部门网格的地方",
        "Blue: the department's grids; grey: base grids; hatched red: ground that goes to another grid",
    ),
    "snap-more": ("另有 {count:,} 处需要留意；导出的清单列出全部。", "{count:,} more to mind; --json lists all."),
}
