"""Every sentence that GridMap says, in Chinese and in English, under the key that the domain raises.

``gridmap`` raises errors and describes findings and changes by a key and values; here stand the words. Keys are in
alphabetical order, each with its sentence in Chinese and then in English, and both speak of the same values.

Keys with a first part of their own
    ``column-``  a heading of a table         ``finding-``  what was found, one sentence to a rule
    ``change-``  a line of the history        ``fix-``      what a fix of a finding does
    ``cli-``     what the command line says   ``rule-``     the name of a rule
    ``help-``    the command line's help      ``severity-``, ``table-``  names of severities and tables
    ``map-``, ``legend-``, ``layer-``, ``theme-``  what stands on maps
All others are errors and problems, named as they are raised.
"""

from __future__ import annotations

import ctypes
import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from gridmap.plain_text import plain_text

if TYPE_CHECKING:
    from gridmap.errors import GridMapError, Problem

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-about": ("关于 GridMap", "About GridMap"),
    "action-add-reference": ("叠加参考文件…", "Lay a file over the map…"),
    "action-apply-draft": ("应用方案", "Apply the draft"),
    "action-back": ("上一视图", "Back"),
    "action-base-map-mbtiles": ("MBTiles 文件", "MBTiles file"),
    "action-base-map-none": ("无底图", "None"),
    "action-base-map-openstreetmap": ("OpenStreetMap", "OpenStreetMap"),
    "action-base-map-own": ("自定义瓦片服务", "Tiles from an address"),
    "action-base-map-settings": ("底图设置…", "Base map settings…"),
    "action-base-map-tianditu-image": ("天地图影像", "Tianditu imagery"),
    "action-base-map-tianditu-map": ("天地图矢量", "Tianditu map"),
    "action-begin-draft": ("试一试：新建调整方案…", "Try it: a new draft…"),
    "action-chinese": ("中文", "Chinese"),
    "action-close-project": ("关闭项目", "Close the project"),
    "action-compare-draft": ("与现行划分比对", "Compare"),
    "action-dark": ("深色", "Dark"),
    "action-drop-draft": ("放弃方案…", "Drop the draft…"),
    "action-english": ("英文", "English"),
    "action-export-map": ("导出地图…", "Export the map…"),
    "action-export-record": ("导出网格调整备案表…", "Export the adjustment record…"),
    "action-export-workbook": ("导出台账（Excel）…", "Export the ledger (Excel)…"),
    "action-fit": ("全图", "Show all"),
    "action-forward": ("下一视图", "Forward"),
    "action-leave-draft": ("返回现行划分", "Back to the current division"),
    "action-light": ("浅色", "Light"),
    "action-mend-all": ("自动修复…", "Mend unattended…"),
    "action-next-finding": ("下一个问题", "Next finding"),
    "action-open": ("打开项目…", "Open project…"),
    "action-open-sample": ("打开示例城市", "Open the sample city"),
    "action-overview": ("鹰眼图", "Overview map"),
    "action-people-briefing": ("汇报：姓名完整，电话和工号打码", "Briefing: names; phones and staff numbers masked"),
    "action-people-internal": ("内部：姓名、电话和工号完整", "Internal: names, phones and staff numbers in full"),
    "action-people-public": ("公开：只显示姓氏", "Public: surnames only"),
    "action-previous-finding": ("上一个问题", "Previous finding"),
    "action-quit": ("退出", "Quit"),
    "action-redo": ("重做", "Redo"),
    "action-reload": ("重新载入", "Reload"),
    "action-save-copy": ("另存副本…", "Save a copy…"),
    "action-search": ("搜索一切…", "Search everything…"),
    "action-set-attributes": ("修改属性…", "Set attributes…"),
    "action-show-selection": ("定位所选", "Show the selection"),
    "action-theme-boundaries": ("网格边界", "Boundaries"),
    "action-theme-branches": ("党组织", "Party branches"),
    "action-theme-gaps": ("覆盖问题", "Gaps"),
    "action-theme-staffing": ("人员配备", "Staffing"),
    "action-theme-workload": ("工作量", "Workload"),
    "action-tool-box": ("框选", "Select by rectangle"),
    "action-tool-carve": ("划出专属网格", "Carve a dedicated grid"),
    "action-tool-clip": ("裁去越界部分", "Clip an overhang"),
    "action-tool-dissolve": ("撤回专属网格", "Dissolve a carved grid"),
    "action-tool-draw-grid": ("绘制新网格", "Draw a new grid"),
    "action-tool-exempt": ("标记豁免区域", "Exempt an area"),
    "action-tool-fill-gap": ("填补空白", "Fill a gap"),
    "action-tool-follow": ("边界沿道路河流", "Follow a road or river"),
    "action-tool-give-area": ("圈地划给网格", "Give a lassoed area"),
    "action-tool-give-buildings": ("楼栋划给网格", "Give buildings"),
    "action-tool-lasso": ("套索选择", "Select by lasso"),
    "action-tool-measure-area": ("量面积", "Measure an area"),
    "action-tool-measure-length": ("量距离", "Measure a length"),
    "action-tool-merge": ("合并网格", "Merge grids"),
    "action-tool-move-border": ("移动公共边界", "Move a shared border"),
    "action-tool-move-grid": ("划归其他村（社区）", "Move to another village"),
    "action-tool-pan": ("浏览与选择", "Browse and select"),
    "action-tool-reshape": ("重画边界", "Reshape a border"),
    "action-tool-retire": ("撤并网格", "Retire a grid"),
    "action-tool-split": ("沿线拆分", "Split along a line"),
    "action-tool-split-equally": ("按户数均分", "Split equally"),
    "action-tool-vertices": ("编辑节点", "Edit vertices"),
    "action-undo": ("撤销", "Undo"),
    "archive-too-large": (
        "{file} 解压后过大，没有读取：最多 {bytes} 字节、{count} 个文件，且不超过压缩包的 {times} 倍。"
        "请解压后选择其中的边界文件。",
        "{file} would unpack to more than can be read: at most {bytes} bytes, {count} files and {times} times its "
        "size. Unpack it and choose the file with the boundaries.",
    ),
    "assign-do": ("安排", "Assign"),
    "assign-find": ("输入姓名、工号或拼音首字母", "Type a name, staff number or initials"),
    "assign-from": ("开始日期", "From"),
    "assign-grids": ("网格数", "Grids"),
    "assign-heading": ("谁来负责{grid}？", "Who is to answer for {grid}?"),
    "assign-name": ("姓名", "Name"),
    "assign-phone": ("电话", "Phone"),
    "assign-role": ("角色", "Role"),
    "assign-staff-number": ("工号", "Staff number"),
    "assign-title": ("安排网格员", "Assign a worker"),
    "assign-until": ("结束日期", "Until"),
    "assigned-already": (
        "{name} 在这段时间内已经负责网格 {code}。请先结束原来的任职。",
        "{name} answers for grid {code} in that time already; end the present assignment first.",
    ),
    "attribute-kind": ("类型", "Kind"),
    "attribute-name": ("名称", "Name"),
    "attribute-not-said": ("（未填）", "(not said)"),
    "attribute-note": ("备注", "Note"),
    "attribute-setting": ("城乡", "Setting"),
    "attribute-use": ("用途", "Use"),
    "attributes-differ": ("（各不相同，保持不变）", "(differ; left as they are)"),
    "attributes-do": ("保存", "Save"),
    "attributes-of-many": ("所选 {count:,} 个网格", "The {count:,} selected grids"),
    "attributes-title": ("修改属性", "Set attributes"),
    "base-map-address-note": (
        "XYZ 或 WMTS 模板，含 {{z}}、{{x}}、{{y}}；须为球面墨卡托切片。",
        "An XYZ or WMTS template with {{z}}, {{x}} and {{y}}; tiles must be those of Web Mercator.",
    ),
    "base-map-apply": ("应用", "Apply"),
    "base-map-browse": ("浏览…", "Browse…"),
    "base-map-datum-gcj02": ("GCJ-02 火星坐标（高德、腾讯等）", "GCJ-02 (Amap, Tencent)"),
    "base-map-datum-note": (
        "适用于自定义地址和 MBTiles 文件。GCJ-02 瓦片会移回原位显示，项目数据从不移动。",
        "Of the address or the file above. Tiles in GCJ-02 are moved to where they belong, the project's data never.",
    ),
    "base-map-datum-wgs84": ("WGS 84 / CGCS2000（天地图、OSM 等）", "WGS 84 / CGCS2000 (Tianditu, OSM)"),
    "base-map-field-address": ("瓦片地址", "Address of tiles"),
    "base-map-field-datum": ("瓦片坐标基准", "Datum of the tiles"),
    "base-map-field-file": ("MBTiles 文件", "MBTiles file"),
    "base-map-field-key": ("天地图密钥", "Tianditu key"),
    "base-map-key-note": (
        "在天地图控制台申请“浏览器端”密钥（tk），仅保存在本机。",
        'A key (tk) of the type "browser" from the console of Tianditu; kept on this computer only.',
    ),
    "base-map-refused": (
        "“{name}”拒绝提供瓦片（HTTP {status}）：密钥可能有误、类型不是“浏览器端”，或当日配额已用完。",
        "{name} gives no tiles (HTTP {status}): the key may be wrong or of another type, or used up for today.",
    ),
    "base-map-row": ("底图：{name}", "Base map: {name}"),
    "base-map-settings": ("底图设置", "Base map settings"),
    "border-locked": (
        "{level} {codes} 的边界已锁定，不能移动。需要修改时请先解锁。",
        "The border of {codes} ({level}) is locked; unlock it to move it.",
    ),
    "border-would-cross": (
        "网格 {codes} 的边界会自相交或翻转，未作修改。",
        "The border of grid {codes} would cross itself; nothing was changed.",
    ),
    "borders-would-not-match": (
        "网格 {codes} 的边界节点无法对齐，未作修改。请换一个位置再试。",
        "The vertices of the borders of {codes} would not match; nothing was changed. Try another place.",
    ),
    "branch-linked-already": ("{name} 已经关联到网格 {code}。", "{name} is linked to grid {code} already."),
    "branch-not-linked": ("“{name}”没有关联到网格 {code}，无需取消。", '"{name}" is not linked to grid {code}.'),
    "building-without-grid": (
        "所选楼栋中有不在任何网格内的，不能划转。",
        "One of the buildings is in no grid and cannot be given.",
    ),
    "buildings-not-adjacent": (
        "所选楼栋的用地不与网格 {codes} 相邻；请把中间的楼栋一并选上。",
        "The ground of the buildings does not border grid {codes}; choose those in between as well.",
    ),
    "canvas-help": (
        "方向键平移，加减号缩放，Home 显示全部，Tab 逐个选择",
        "Arrows pan, plus and minus zoom, Home shows everything, Tab goes from grid to grid",
    ),
    "canvas-name": ("地图", "Map"),
    "change-accept-finding": ("接受问题（{rule}）：{reason}", "Accepted a finding ({rule}): {reason}"),
    "change-add-vertex": ("在 {codes} 的边界上增加节点", "Added a vertex to {codes}"),
    "change-add-worker": ("新增网格员 {name}", "Added worker {name}"),
    "change-apply-draft": (
        "应用调整方案“{title}”（涉及 {grids} 个网格）",
        'Applied the draft "{title}" ({grids} grids)',
    ),
    "change-assign-worker": ("安排 {name} 负责网格 {code}", "Assigned {name} to grid {code}"),
    "change-carve-grid": ("划出 {code}（{area_m2:,.1f} 平方米）", "Carved out {code} ({area_m2:,.1f} m²)"),
    "change-clip-to-parent": (
        "把 {code} 裁剪到上级范围内（{area_m2:,.1f} 平方米）",
        "Clipped {code} to its parent ({area_m2:,.1f} m²)",
    ),
    "change-dissolve-grid": ("把 {code} 还给 {to}", "Dissolved {code} into {to}"),
    "change-draw-grid": ("新建网格 {code}（{area_m2:,.1f} 平方米）", "Drew grid {code} ({area_m2:,.1f} m²)"),
    "change-drop-repeated-points": ("删去 {code} 的重复节点", "Left out repeated vertices of {code}"),
    "change-end-assignment": (
        "{name} 在网格 {code} 的任职于 {on} 结束",
        "Ended the assignment of {name} to grid {code} on {on}",
    ),
    "change-exempt-ground": (
        "登记免覆盖区域（{area_m2:,.1f} 平方米）：{reason}",
        "Recorded exempt ground ({area_m2:,.1f} m²): {reason}",
    ),
    "change-extend-parent": ("扩展 {code} 的范围（{area_m2:,.1f} 平方米）", "Extended {code} ({area_m2:,.1f} m²)"),
    "change-fix-all": ("自动修复 {count:,} 处问题", "Mended {count:,} faults"),
    "change-follow-line": (
        "让 {codes} 之间的边界沿线走（{area_m2:,.1f} 平方米）",
        "Let the border between {codes} follow a line ({area_m2:,.1f} m²)",
    ),
    "change-forget-person": (
        "清除一名人员的信息（{places:,} 处，不能撤销）",
        "Forgot a person ({places:,} places; cannot be taken back)",
    ),
    "change-give-buildings": (
        "把 {count:,} 栋楼划给 {code}（{area_m2:,.1f} 平方米）",
        "Gave {count:,} buildings to {code} ({area_m2:,.1f} m²)",
    ),
    "change-give-ground": ("把 {area_m2:,.1f} 平方米划给 {code}", "Gave {area_m2:,.1f} m² to {code}"),
    "change-give-shape": ("为 {code} 补上图形（{area_m2:,.1f} 平方米）", "Gave {code} its shape ({area_m2:,.1f} m²)"),
    "change-import-boundaries": ("从 {file} 导入 {count:,} 个网格", "Imported {count:,} grids from {file}"),
    "change-link-branch": ("{name} 关联到网格 {code}", "Linked {name} to grid {code}"),
    "change-make-branch-joint": ("{name} 设为联合支部", "Made {name} a joint branch"),
    "change-make-branch-own": ("{name} 设为独立支部", "Made {name} a branch that is not joint"),
    "change-make-valid": ("修正 {code} 的无效图形", "Made the shape of {code} valid"),
    "change-match-vertices": ("补齐 {count:,} 个边界节点", "Matched {count:,} vertices"),
    "change-merge-grids": ("把 {codes} 并入 {code}", "Merged {codes} into {code}"),
    "change-move-border": (
        "移动 {codes} 之间的边界（{area_m2:,.1f} 平方米）",
        "Moved the border between {codes} ({area_m2:,.1f} m²)",
    ),
    "change-move-grid": ("把 {code} 移到 {parent} 之下", "Moved {code} to {parent}"),
    "change-move-vertex": ("移动 {codes} 的边界节点", "Moved a vertex of {codes}"),
    "change-remove-vertex": ("删去 {codes} 的边界节点", "Removed a vertex of {codes}"),
    "change-reshape-border": (
        "重画 {codes} 之间的边界（{area_m2:,.1f} 平方米）",
        "Redrew the border between {codes} ({area_m2:,.1f} m²)",
    ),
    "change-retire-grid": ("撤销 {code}，范围划给 {to}", "Retired {code}; its ground went to {to}"),
    "change-set-attributes": (
        "修改{table}表的 {count:,} 行：{columns}",
        "Changed {columns} in {count:,} rows of {table}",
    ),
    "change-set-parent": ("把 {code} 登记在 {parent} 之下", "Recorded {code} below {parent}"),
    "change-split-equally": (
        "把 {code} 等分为 {count} 个网格，新增 {codes}",
        "Split {code} into {count} equal shares; new: {codes}",
    ),
    "change-split-grid": ("拆分 {code}，新增 {codes}", "Split {code}; new: {codes}"),
    "change-unlink-branch": ("取消 {name} 与网格 {code} 的关联", "Unlinked {name} from grid {code}"),
    "changes-nothing": ("这样修改不会有任何变化。", "This would change nothing."),
    "check-accepted": ("另有 {count:,} 个已认可的问题未计入。", "{count:,} accepted findings are not counted."),
    "check-all-clear": ("检查了 {rules} 条规则，没有发现问题。", "{rules} rules were checked; nothing was found."),
    "check-more": (
        "还有 {count:,} 个问题；gridmap check 的 --json 或 --geo 写出全部，--rule 或 --scope 缩小范围。",
        "{count:,} more; --json or --geo of gridmap check writes all of them, --rule or --scope narrows them down.",
    ),
    "check-rules-clear": ("没有发现问题的规则：{rules}", "Nothing found by: {rules}"),
    "check-summary": (
        "{title}：{errors:,} 个错误，{warnings:,} 个警告，{notices:,} 个提示",
        "{title}: {errors:,} errors, {warnings:,} warnings, {notices:,} notices",
    ),
    "check-top": (
        "最要紧的 {count} 个问题（先看级别，再看涉及户数）",
        "The {count} most important (by severity, then by households)",
    ),
    "check-top-of-rule": ("{rule}，户数最多的 {count} 个", "{rule}: the {count} with most households"),
    "cli-bad-value": ("{name} 的值不对：{reason}", "{name}: {reason}"),
    "cli-checking": ("正在检查", "Checking"),
    "cli-choose": ("{name} 不能是“{value}”，可选：{expected}", '{name} cannot be "{value}"; choose from: {expected}'),
    "cli-counting": ("正在统计", "Counting"),
    "cli-crash": (
        "GridMap 出现了意外错误，项目文件未受影响。详情已写入：{log}",
        "GridMap met an unexpected error; the project file is as it was. The details are in {log}",
    ),
    "cli-did-you-mean": ("您是想写 {names} 吗？", " Did you mean {names}?"),
    "cli-drawing": ("正在绘制 {file}", "Drawing {file}"),
    "cli-error": ("错误：{message}", "Error: {message}"),
    "cli-extra-argument": ("多余的参数：{value}", "Too many arguments: {value}"),
    "cli-file": ("文件 {file}：{reason}", "File {file}: {reason}"),
    "cli-fixing": ("正在计算修复", "Working out the mending"),
    "cli-interrupted": ("已中断。", "Interrupted."),
    "cli-making": ("正在生成示例（{size}）", "Making the sample ({size})"),
    "cli-missing": ("缺少 {name}。", "{name} is missing."),
    "cli-more-problems": ("注意：另有 {count:,} 处类似情况。", "Note: {count:,} more of the kind."),
    "cli-no-such-option": ("没有选项 {name}。", "There is no option {name}."),
    "cli-no-such-verb": ("没有命令 {name}。", "There is no command {name}."),
    "cli-opening": ("正在打开 {file}", "Opening {file}"),
    "cli-option-needs-value": ("选项 {name} 后面要写一个值。", "Option {name} needs a value."),
    "cli-output-full": (
        "磁盘已满，输出没有写完整。请腾出空间后重试。",
        "The disk is full; not all of the output was written. Make room and try again.",
    ),
    "cli-problem": ("注意：{message}", "Note: {message}"),
    "cli-reading": ("正在读取 {file}", "Reading {file}"),
    "cli-rescued": (
        "已写出 {file}：{rows:,} 行，操作记录 {lines:,} 行。",
        "Wrote {file}: {rows:,} rows, {lines:,} lines of history.",
    ),
    "cli-rescued-nothing-lost": ("没有发现缺失。", "Nothing seems to be lost."),
    "cli-see-help": ("用法见：{line}", "See: {line}"),
    "cli-storing": ("正在保存", "Saving"),
    "cli-whole-number": ("{name} 应为不小于 {least} 的整数。", "{name} is a whole number of {least} or more."),
    "cli-writing": ("正在写入 {file}", "Writing {file}"),
    "cli-written": ("已写出 {file}", "Written: {file}"),
    "code-ambiguous": (
        "{file} 第 {row} 行：项目中有多个网格的编码是“{code}”，不知道该替换哪一个，此行未导入。请先处理重复编码。",
        '{file}, row {row}: several grids of the project have the code "{code}", so it is not clear which to '
        "replace; the row was left out. Settle the duplicate codes first.",
    ),
    "code-empty": (
        "{file} 第 {row} 行：“{column}”为空，此行未导入。请补上编码。",
        '{file}, row {row}: "{column}" is empty; the row was left out. Fill in the code.',
    ),
    "code-exists": (
        "{file} 第 {row} 行：项目中已有编码“{code}”，此行未导入。要用文件中的内容替换，请加 --replace。",
        '{file}, row {row}: the project has the code "{code}" already; the row was left out. To replace it by '
        "what the file says, add --replace.",
    ),
    "code-in-use": (
        "编码 {code} 已被使用或已停用，请另选一个。",
        "The code {code} is in use or retired; choose another.",
    ),
    "code-keeps": ("保留原编码", "Keeps its code"),
    "code-new": ("按新村（社区）重编", "New code of the village"),
    "code-precision-lost": (
        "{file} 第 {row} 行“{column}”：编码“{value}”是科学计数法或过大的数字，末几位已丢失，此行未导入。"
        "请把该列存为文本后重新导出。",
        '{file}, row {row}, "{column}": the code "{value}" is a number too long to be exact, its last digits '
        "are lost; the row was left out. Store the column as text and export it again.",
    ),
    "code-twice": (
        "{file} 第 {row} 行“{column}”：编码“{code}”与第 {first} 行相同，此行未导入。"
        "同一网格有多块时请先合并为一个要素。",
        '{file}, row {row}, "{column}": the code "{code}" is that of row {first}; the row was left out. If one '
        "grid has several pieces, merge them into one feature first.",
    ),
    "code-zeros-restored": (
        "{file}“{column}”：编码被存成数字而丢失了开头的零，已补回 {count:,} 个，例如 {before} → {after}。",
        '{file}, "{column}": codes stored as numbers had lost their leading zeros; {count:,} were restored, '
        "for example {before} to {after}.",
    ),
    "column-area_km2": ("面积 km²", "Area (km²)"),
    "column-area_m2": ("面积（平方米）", "Area (m²)"),
    "column-at": ("时间", "When"),
    "column-codes": ("网格编码", "Grid codes"),
    "column-count": ("数量", "Count"),
    "column-covered": ("支部覆盖", "Branch covered"),
    "column-file": ("文件", "File"),
    "column-fix": ("修复方式", "Fix"),
    "column-gaps": ("空白区域", "Gaps"),
    "column-households": ("户数", "Households"),
    "column-id": ("问题编号", "Finding"),
    "column-mended": ("处数", "Faults"),
    "column-message": ("说明", "What was found"),
    "column-missing": (
        "{file} 中认不出需要的列，请用 {option} 写明列名。文件中的列：{expected}",
        "{file}: a column that is needed was not recognised; name it with {option}. The columns are: {expected}",
    ),
    "column-not-found": (
        "{file} 中没有名为“{column}”的列。文件中的列：{expected}",
        '{file} has no column "{column}". The columns are: {expected}',
    ),
    "column-reason": ("原因", "Reason"),
    "column-restored": (
        "表 {sheet} 缺少列“{column}”，已补上空列。可能在其他软件中被删除过。",
        'Table {sheet} lacked its column "{column}"; an empty one was put back. Another program may have removed it.',
    ),
    "column-rule": ("规则", "Rule"),
    "column-seq": ("序号", "No."),
    "column-severity": ("级别", "Severity"),
    "column-staffed": ("配备率", "Staffed"),
    "column-title": ("名称", "Title"),
    "column-total": ("合计", "Total"),
    "column-what": ("操作", "What"),
    "column-who": ("人员", "Who"),
    "column-width_m": ("宽度（米）", "Width (m)"),
    "column-x": ("东坐标（米）", "East (m)"),
    "column-y": ("北坐标（米）", "North (m)"),
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
    "coordinates-are-degrees": (
        "{file} 的坐标是经纬度（例如 {x:.6f}, {y:.6f}），而文件或选项称其为 {crs}。请用 --crs 写明，例如：{expected}",
        "{file}: the coordinates are degrees (such as {x:.6f}, {y:.6f}), but are said to be in {crs}. State "
        "where they are with --crs, for example: {expected}",
    ),
    "coordinates-lack-zone": (
        "{file} 的横坐标（例如 {x:,.0f}）不带带号，而 {crs} 要求带号 {zone}。请改用 --crs {expected}。",
        "{file}: eastings such as {x:,.0f} have no zone number, but {crs} wants zone {zone} before them. Use "
        "--crs {expected}.",
    ),
    "coordinates-not-degrees": (
        "{file} 的坐标（例如 {x:,.1f}, {y:,.1f}）不是经纬度，而文件或选项称其为 {crs}。请用 --crs 写明投影，"
        "例如：{expected}",
        "{file}: coordinates such as {x:,.1f}, {y:,.1f} are no degrees, but are said to be in {crs}. State the "
        "projection with --crs, for example: {expected}",
    ),
    "coordinates-swapped": (
        "{file} 的两个坐标写反了：按 {crs}，{x:,.4f}, {y:,.4f} 落在本项目范围之外，对调后才在范围内。请加 "
        "--swap-xy 重新导入。",
        "{file}: the two coordinates change places: in {crs}, {x:,.4f}, {y:,.4f} lies outside the project's "
        "area, and inside it the other way round. Import again with --swap-xy.",
    ),
    "coordinates-zone-prefixed": (
        "{file} 的横坐标（例如 {x:,.0f}）带有带号 {zone}，而 {crs} 不带带号。请改用带带号的坐标系，例如 --crs "
        "{expected}。",
        "{file}: eastings such as {x:,.0f} begin with the zone number {zone}, but {crs} has none. Use the CRS "
        "with zone numbers, for example --crs {expected}.",
    ),
    "crs-assumed": (
        "{file} 没有说明坐标系，其坐标是经纬度，按 {crs} 处理。若来自网络地图，请用 --crs gcj02 或 --crs bd09。",
        "{file} does not say its CRS; the coordinates are degrees and were taken as {crs}. If they come from a "
        "Chinese web map, use --crs gcj02 or --crs bd09.",
    ),
    "crs-missing": (
        "{file} 没有说明坐标系（缺少 .prj 等）。坐标例如 {x:,.4f}, {y:,.4f}，可能是：{expected}。请用 --crs 写明。",
        "{file} does not say its CRS (no .prj or the like). Its coordinates, such as {x:,.4f}, {y:,.4f}, may "
        "be in: {expected}. State it with --crs.",
    ),
    "crs-missing-swapped": (
        "{file} 没有说明坐标系，且两个坐标像是写反了（{x:,.4f}, {y:,.4f}）。可能是：{expected}。请用 --crs "
        "写明，并加 --swap-xy。",
        "{file} does not say its CRS, and its coordinates seem to have changed places ({x:,.4f}, {y:,.4f}). "
        "They may be in: {expected}. State it with --crs and add --swap-xy.",
    ),
    "crs-overridden": (
        "{file} 自称坐标系为 {said}，已按要求当作 {crs} 处理。",
        "{file} says that its CRS is {said}; as asked, it was taken as {crs}.",
    ),
    "crs-unknown": (
        "不认识坐标系“{value}”。请写 EPSG 代码（如 EPSG:4549）、gcj02 或 bd09。",
        'The CRS "{value}" is not known. Give an EPSG code (such as EPSG:4549), gcj02 or bd09.',
    ),
    "dashboard-branch-covered-share": ("支部覆盖", "Branch"),
    "dashboard-by": ("覆盖情况", "Coverage"),
    "dashboard-column-branch-covered-share": ("支部", "Branch"),
    "dashboard-column-covered-share": ("空间", "Ground"),
    "dashboard-column-findings-error": ("错误", "Errors"),
    "dashboard-column-name": ("名称", "Name"),
    "dashboard-column-staffed-share": ("人员", "Staff"),
    "dashboard-covered-share": ("空间覆盖", "Ground"),
    "dashboard-homes": ("每个网格的户数", "Households to a grid"),
    "dashboard-homes-told": (
        "{count:,} 个网格，中位数 {median:,} 户；低于标准 {under:,} 个，高于标准 {over:,} 个。浅色区域为标准范围。",
        "{count:,} grids, median {median:,}; {under:,} under the standard, {over:,} over. Pale: the standard.",
    ),
    "dashboard-nothing": ("打开项目后显示总体情况。", "Open a project to see its figures."),
    "dashboard-staffed-share": ("专职配备", "Staffed"),
    "dashboard-working": ("正在计算…", "Working it out…"),
    "dashboard-worst": ("最需关注的十个", "The worst ten"),
    "datum-shift-unknown": (
        "{file} 的坐标系 {crs} 与项目坐标系的转换参数不公开，只做了椭球换算，位置可能相差约 100 米。"
        "请让测绘部门转换到 CGCS2000 后再导入。",
        "{file}: how the datum of {crs} differs from the project's is not public; only the ellipsoid was "
        "changed, and places may be off by some 100 m. Have the survey office convert the file to CGCS2000 "
        "first.",
    ),
    "demo-done": (
        "用时 {seconds:.1f} 秒。示例中特意埋入了 {count:,} 处缺陷，上面的问题就是检查出来的结果，"
        "因此仍以退出码 0 结束。",
        "Done in {seconds:.1f} s. {count:,} faults were planted in the sample on purpose; what stands above is "
        "what the check found, so this ends with exit code 0 all the same.",
    ),
    "demo-next": ("打开窗口查看：{line}", "See it in the window: {line}"),
    "demo-no-picture": ("没有画出地图：{reason}", "No map was drawn: {reason}"),
    "demo-project-there": (
        "{file} 里有别人的项目或已作的修改，演示不会覆盖它。请用 --out 另选文件夹。",
        "{file} holds a project, or edits, that the demo will not replace. Choose another folder with --out.",
    ),
    "direction-ns": ("由北到南", "North to south"),
    "direction-shortest": ("切线最短", "Shortest cuts"),
    "direction-we": ("由西到东", "West to east"),
    "disk-full": (
        "磁盘已满，{file} 未作改动。请腾出空间后重试。",
        "The disk is full; {file} is as it was. Make room and try again.",
    ),
    "dock-float": ("浮动显示", "Float"),
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
    "draft-applied-already": (
        "方案“{title}”已经应用过，没有再次应用。可以放弃它；如要重新应用，请先撤销上一次。",
        'The draft "{title}" was applied already and was not applied again. Drop it, or undo its being applied first.',
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
    "draft-collides": (
        "方案与现行划分后来的改动合在一起会产生新的错误，不能应用。涉及网格：{codes}。",
        (
            "Together with what was changed meanwhile the draft would bring new errors, so it cannot be applied. "
            "Grids: {codes}."
        ),
    ),
    "draft-conflicts": (
        (
            "方案与现行划分改动了同样的内容，不能直接应用。涉及网格：{codes}。请在方案里撤销这些网格的改动，"
            "或另建方案重做。"
        ),
        (
            "The draft and the current division have both changed the same things, so it cannot be applied. "
            "Grids: {codes}. Undo the draft's changes to these grids, or begin another draft."
        ),
    ),
    "draft-drop": ("放弃方案", "Drop the draft"),
    "draft-dropped": ("已放弃调整方案“{title}”。", 'The draft "{title}" was dropped.'),
    "draft-exists": (
        "已有名为“{title}”的调整方案（{file}）。请换个名字，或先处理原方案。",
        'There is a draft named "{title}" already ({file}). Choose another title, or deal with that draft first.',
    ),
    "draft-left": (
        "已返回现行划分；方案“{title}”已保存，可从“方案”菜单再次打开。",
        'Back in the current division; the draft "{title}" is kept, see the menu Plans.',
    ),
    "draft-none": ("（没有调整方案）", "(no drafts)"),
    "draft-none-cli": ("这个项目没有调整方案。", "This project has no drafts."),
    "draft-number": ("调整方案{number}", "Draft {number}"),
    "draft-of-draft": (
        "“{title}”本身就是调整方案，不能在方案里再建方案。请先应用或放弃它。",
        '"{title}" is a draft itself; apply or drop it before beginning another.',
    ),
    "draft-one-at-a-time": (
        "--new、--apply、--drop、--list 一次只能用一个。",
        "Use only one of --new, --apply, --drop and --list at a time.",
    ),
    "draft-there": (
        "这个项目有 {count:,} 个调整方案，见“方案”菜单。",
        "This project has {count:,} drafts; see the menu Plans.",
    ),
    "draft-title": ("{title}（调整方案：{draft}）", "{title} (draft: {draft})"),
    "draft-without-project": (
        "{file} 是项目“{project}”的调整方案，但同一文件夹里没有这个项目。请把两个文件放在一起再打开。",
        (
            '{file} is a draft of the project "{project}", which is not in the same folder. Put the two files '
            "together and try again."
        ),
    ),
    "draft-without-title": ("请给调整方案起个名字。", "Give the draft a title."),
    "editing-accept": ("确认（回车）", "Accept (Enter)"),
    "editing-drop": ("取消（Esc）", "Cancel (Esc)"),
    "editing-no-tool": ("未选用编辑工具", "No editing tool in hand"),
    "editing-no-tool-help": (
        "从左侧工具栏或“编辑边界”菜单选用工具，也可按其快捷键",
        "Take a tool from the bar on the left, from the menu Edit boundaries, or by its key",
    ),
    "editing-unlock": ("解锁{level}边界", "Unlock borders of level {level}"),
    "encoding-differs": (
        "{file} 自称文字编码为 {said}，实际是 {found}，已按后者读取。",
        "{file} says that its texts are in {said}, but they are in {found} and were read as that.",
    ),
    "encoding-name-unknown": (
        "不认识文字编码“{value}”。请写 UTF-8、GBK 或 GB18030 等。",
        'The encoding "{value}" is not known. Give UTF-8, GBK, GB18030 or the like.',
    ),
    "encoding-unknown": (
        "{file} 的文字既不是 UTF-8 也不是 GBK/GB18030。请用 --encoding 写明。",
        "{file}: the texts are neither in UTF-8 nor in GBK or GB18030. State the encoding with --encoding.",
    ),
    "end-do": ("结束任职", "End it"),
    "end-heading": ("{name} 不再负责{grid}", "{name} no longer answers for {grid}"),
    "end-last-day": ("最后一天", "Last day"),
    "end-title": ("结束任职", "End an assignment"),
    "ended-already": (
        "这项任职已于 {value} 结束，不能改到更晚的日子；要继续负责，请重新安排。",
        "The assignment ended on {value} already and cannot end later; assign the worker again instead.",
    ),
    "ends-before-begin": (
        "结束日期 {end} 早于开始日期 {begin}。请改正日期。",
        "The last day {end} is before the first day {begin}; correct the dates.",
    ),
    "exempt-closed": ("封闭区域", "Closed area"),
    "exempt-lake": ("湖泊水面", "Lake"),
    "exempt-other": ("其他", "Other"),
    "exempt-river": ("河道水面", "River"),
    "export-as-shown": ("当前显示的图层", "Layers as shown"),
    "export-content": ("内容", "Content"),
    "export-do": ("导出…", "Export…"),
    "export-dpi": ("分辨率", "Resolution"),
    "export-dpi-value": ("{dpi} 像素/英寸", "{dpi} dpi"),
    "export-file-locked": (
        "无法写入 {file}。文件可能正在其他程序中打开，或者没有写入权限。请关闭该文件，或另选位置后重试。",
        "{file} cannot be written: it may be open in another program, or you may lack the right. Choose another place.",
    ),
    "export-format": ("格式", "Format"),
    "export-format-html": ("网页（HTML，可离线打开）", "Web page (HTML, opens offline)"),
    "export-format-pdf": ("PDF（矢量，文字可检索）", "PDF (vectors, text can be searched)"),
    "export-format-png": ("PNG 图片", "PNG picture"),
    "export-format-svg": ("SVG（矢量，可再编辑）", "SVG (vectors, for editing)"),
    "export-heading": ("导出地图", "Export the map"),
    "export-holds": ("版面内容", "The page holds"),
    "export-landscape": ("横向", "Landscape"),
    "export-not-on-map": (
        "有 {count:,} 个网格没有图形，不在地图上。",
        "Without a shape, so not on the map: {count:,} grids.",
    ),
    "export-open-file": ("打开文件", "Open the file"),
    "export-open-folder": ("打开所在文件夹", "Open the folder"),
    "export-orientation": ("方向", "Orientation"),
    "export-paper": ("纸张", "Paper"),
    "export-paper-slide": ("16:9（演示文稿）", "16:9 (slide)"),
    "export-part-figures": ("总体情况", "Figures"),
    "export-part-legend": ("图例", "Legend"),
    "export-part-north": ("指北针", "North arrow"),
    "export-part-scale": ("比例尺", "Scale bar"),
    "export-part-table": ("分区统计表", "Table by area"),
    "export-portrait": ("纵向", "Portrait"),
    "export-preview": ("预览", "Preview"),
    "export-preview-none": (
        "网页没有预览；导出后用浏览器打开查看。",
        "There is no preview of a web page; open it in a browser afterwards.",
    ),
    "export-preview-working": ("正在生成预览…", "Drawing the preview…"),
    "export-privacy": ("个人信息", "People"),
    "export-privacy-briefing": ("汇报：姓名完整，电话和工号打码", "Briefing: names; phones and staff numbers masked"),
    "export-privacy-internal": ("内部：姓名、电话和工号完整", "Internal: names, phones and staff numbers in full"),
    "export-privacy-public": ("公开：只显示姓氏", "Public: surnames only"),
    "export-scope": ("范围", "Area"),
    "export-scope-all": ("全部", "Everything"),
    "export-scope-selection": ("所选网格（{count:,} 个）", "The selection ({count:,})"),
    "export-scope-unit": ("选择{level}", "Choose a {level}"),
    "export-suffix-unknown": (
        "不支持导出为 {file}，可用的后缀：{expected}",
        "{file} cannot be written; the suffix may be one of: {expected}",
    ),
    "export-title": ("标题", "Title"),
    "export-unit": ("镇村", "Place"),
    "export-without-ground": (
        "没有可用范围、图上不显示的网格共 {count} 个：{codes}。原因见 gridmap check。",
        "Without usable ground, so not to be seen on a map: {count} ({codes}). gridmap check says why.",
    ),
    "export-without-shape": (
        "有 {count:,} 个网格没有图形，文件里有它们的属性，图形为空。",
        "Without a shape, which stays empty in the file: {count:,} grids.",
    ),
    "figure-area": ("面积", "Area"),
    "figure-gone": ("{name}（撤并）", "{name} (goes)"),
    "figure-households": ("户数", "Households"),
    "figure-met": ("户数标准", "Standard"),
    "figure-more": ("另有 {count:,} 个网格，见“编辑”面板", "{count:,} more grids: see the Editing panel"),
    "figure-new": ("{name}（新）", "{name} (new)"),
    "figure-residents": ("人口", "Residents"),
    "file-busy": (
        "其他程序正在写入 {file}，本次未作改动。请稍候或在该程序中保存后重试。",
        "Another program is writing to {file}; nothing was changed. Wait, or save there, and try again.",
    ),
    "file-changed-elsewhere": (
        "{file} 已被其他程序修改，本次未作改动。请重新载入（F5）后再编辑。",
        "Another program has changed {file}; nothing was changed here. Reload it (F5) and edit again.",
    ),
    "file-cut-off": (
        "{file} 比其文件头所说的短，像是没有传完整；缺少的图形按没有图形处理。请重新获取。",
        "{file} is shorter than it says of itself, as if it had not been copied whole; shapes that are lacking "
        "are treated as missing. Get it again.",
    ),
    "file-damaged": (
        "{file} 已损坏（{reason}）。请使用备份；没有备份时，可用 gridmap rescue 把还能读出的内容写成新文件。",
        "{file} is damaged ({reason}). Use a backup; without one, gridmap rescue writes what can still be read to a "
        "new file.",
    ),
    "file-empty": ("{file} 是空文件，不是 GridMap 项目。", "{file} is empty; it is no GridMap project."),
    "file-endless": (
        "{file} 的内容使读取无法结束，已停止。它可能被人动过手脚，请使用备份。",
        "Reading {file} would not come to an end and was stopped. Somebody may have tampered with it; use a backup.",
    ),
    "file-exists": (
        "{file} 已存在。请换个文件名，或允许覆盖。",
        "{file} is there already. Choose another name, or allow it to be replaced.",
    ),
    "file-from-newer-version": (
        "{file} 由更新版本的 GridMap 写成（格式 {found}，本版本认识到 {known}）。请升级 GridMap 后再打开。",
        "{file} was written by a newer GridMap (format {found}; this version knows up to {known}). Get a newer "
        "GridMap to open it.",
    ),
    "file-gone": (
        "{file} 已被移动、删除或替换，本次未作改动。请把它放回原处，或重新打开。",
        "{file} was moved, removed or replaced; nothing was changed. Put it back, or open it again.",
    ),
    "file-is-folder": ("{file} 是文件夹，不是 GridMap 项目文件。", "{file} is a folder, not a GridMap project file."),
    "file-name-unusable": (
        "文件名或所在文件夹名中有“!”或“;”，无法读取：{file}。请改名后再试。",
        "{file} cannot be read because of the ! or ; in its name or folder. Rename it and try again.",
    ),
    "file-not-found": ("找不到文件 {file}。", "There is no file {file}."),
    "file-not-geopackage": (
        "{file} 不是 GeoPackage 文件，因此不是 GridMap 项目。",
        "{file} is no GeoPackage, so it is no GridMap project.",
    ),
    "file-not-read": (
        "暂时无法读取 {file}：{reason}。请检查磁盘或网络后重试。",
        "{file} cannot be read just now: {reason}. See to the disk or the network and try again.",
    ),
    "file-not-saved": (
        "无法写入 {file}，本次未作改动：{reason}",
        "{file} cannot be written; nothing was changed: {reason}",
    ),
    "file-not-writable": ("{file} 是只读文件，不能修改。", "{file} is write-protected and cannot be changed."),
    "file-too-large": (
        "{file} 过大，文本格式最多 {bytes} 字节。请分成几个文件，或转为 GeoPackage。",
        "{file} is too large: a text format may have {bytes} bytes at most. Split it, or convert it to a GeoPackage.",
    ),
    "file-too-old": (
        "{file} 的格式 {found} 太旧，本版本（格式 {known}）无法升级它。",
        "{file} has format {found}, which is too old for this version (format {known}) to bring up to date.",
    ),
    "file-unreadable": ("无法读取文件 {file}：{reason}", "The file {file} cannot be read: {reason}"),
    "foreign-column": (
        "表 {sheet} 的列 {column} 带有 GridMap 没有写过的规则（计算、检查、默认值或排序）。",
        "Table {sheet}: column {column} has a rule that GridMap did not write (computed, checked, filled in, sorted).",
    ),
    "foreign-column-missing": (
        "表 {sheet} 缺少列 {column}，未读取该表。",
        "Table {sheet} lacks the column {column}; the table was not read.",
    ),
    "foreign-constraint": (
        "表 {sheet} 带有 GridMap 没有写过的约束：{words}。",
        "Table {sheet} has a constraint that GridMap did not write: {words}.",
    ),
    "foreign-index": (
        "表 {sheet} 的索引 {name} 不是 GridMap 或常用软件写的那种。",
        "Table {sheet}: the index {name} is none that GridMap or the usual programs write.",
    ),
    "foreign-key-column": (
        "表 {sheet} 的编号列 {column} 缺失或已被改动；能认出的行已读入。",
        "Table {sheet}: the column of ids, {column}, is missing or was changed; rows that can be told apart are read.",
    ),
    "foreign-not-a-table": (
        "{sheet} 不是 GridMap 写的数据表（是视图、虚拟表或特殊的表），未读取。",
        "{sheet} is not a table as GridMap writes it (a view, a virtual or special table); it was not read.",
    ),
    "foreign-table-missing": (
        "缺少表 {sheet}，无法修改此文件。",
        "Table {sheet} is missing, so the file cannot be edited.",
    ),
    "foreign-trigger": (
        "表 {sheet} 上的触发器 {name} 不是 GridMap 写的，会在修改时自行运行。",
        "Table {sheet}: GridMap did not write the trigger {name}, which would run by itself at an edit.",
    ),
    "foreign-view": ("视图 {sheet} 不是 GridMap 写的。", "GridMap did not write the view {sheet}."),
    "foreign-virtual-table": (
        "虚拟表 {sheet} 不是 GridMap 写的。",
        "GridMap did not write the virtual table {sheet}.",
    ),
    "finding-a-building": ("未编门牌的建筑物", "A building without a door plate"),
    "finding-a-worker": ("一名网格员", "A worker"),
    "finding-and-more": ("{names} 等 {count:,} 个", "{names} and others, {count:,} in all"),
    "finding-assignment-not-in-force": (
        "{workers} 在 {grid} 的任职（{role}）{state}（{date}），该岗位现在无人",
        "{workers} as {role} of {grid}: {state} {date}, and nobody else has taken over",
    ),
    "finding-assignment-unknown": (
        "任职记录 {assignment} 中的{missing}不存在（人员：{workers}；网格：{grids}）",
        "Assignment {assignment} refers to {missing} that the project does not have (worker: {workers}; grid: {grids})",
    ),
    "finding-bad-code": (
        "{grid} 的编码不符合方案，应形如 {example}",
        "The code of {grid} does not fit the scheme; it should look like {example}",
    ),
    "finding-branch-of-another": (
        "{grid} 由 {branches} 覆盖，而该党支部隶属 {unit}",
        "{grid} is served by {branches}, which belongs to {unit}",
    ),
    "finding-broken-chain": (
        "{branches}（{tier}）没有上级{tier_above}",
        "{branches} ({tier}) hangs on no {tier_above}",
    ),
    "finding-building-in-no-grid": (
        "{building} 不在任何网格内（{households:,} 户）",
        "{building} is in no grid ({households:,} households)",
    ),
    "finding-building-in-two-grids": (
        "{building} 同时在 {grids} 内（{households:,} 户）",
        "{building} is in more than one grid: {grids} ({households:,} households)",
    ),
    "finding-childless": (
        "{grid} 没有划分下级网格，{households:,} 户无网格归属",
        "{grid} is not divided into grids below it; {households:,} households belong to none",
    ),
    "finding-compound-in-one-grid": (
        "小区“{compound}”有 {residents:,} 人（超过 {limit:,} 人），却全在一个网格内：{grids}",
        "Compound {compound} has {residents:,} residents (more than {limit:,}) and lies in one grid: {grids}",
    ),
    "finding-compound-split": (
        "小区“{compound}”（{households:,} 户）被拆分到 {count:,} 个网格：{grids}",
        "Compound {compound} ({households:,} households) is split among {count:,} grids: {grids}",
    ),
    "finding-duplicate-code": (
        "编码 {code} 被多个网格使用：{grids}",
        "Code {code} is used by more than one grid: {grids}",
    ),
    "finding-empty-building-in-no-grid": (
        "{building} 不在任何网格内（无住户）",
        "{building} is in no grid (nobody lives there)",
    ),
    "finding-enclave": (
        "{grid} 有 {area_m2:,.1f} 平方米是飞地，四周都是 {others}（{households:,} 户）",
        "{grid} has an enclave of {area_m2:,.1f} m² inside {others} ({households:,} households)",
    ),
    "finding-exempt-with-households": (
        "免覆盖区“{name}”内有 {count:,} 栋房屋、{households:,} 户，不属于任何网格",
        "Exempt area {name} has {households:,} households in {count:,} buildings, which belong to no grid",
    ),
    "finding-gap-enclave": (
        "无上级的网格围住 {area_m2:,.1f} 平方米空白，其中 {households:,} 户，可能是飞地",
        "{area_m2:,.1f} m² that grids without a parent enclose belong to none, with {households:,} households;"
        " it may be an enclave",
    ),
    "finding-gap": (
        "{grid}：有 {area_m2:,.1f} 平方米不属于任何网格，其中 {households:,} 户",
        "{grid}: {area_m2:,.1f} m² belong to no grid, with {households:,} households",
    ),
    "finding-households-in-dedicated": (
        "{grid} 不应有住户，却有 {households:,} 户（{count:,} 栋房屋）",
        "{grid} should have no households and has {households:,}, in {count:,} buildings",
    ),
    "finding-households-over-standard": (
        "{grid} 有 {households:,} 户，超过标准 {least:,}–{most:,} 户",
        "{grid} has {households:,} households, more than the standard of {least:,} to {most:,}",
    ),
    "finding-households-under-standard": (
        "{grid} 有 {households:,} 户，低于标准 {least:,}–{most:,} 户",
        "{grid} has {households:,} households, fewer than the standard of {least:,} to {most:,}",
    ),
    "finding-invalid-shape": ("{grid} 的图形无效：{reason}", "The shape of {grid} is not valid: {reason}"),
    "finding-joint-branch-only": (
        "{grid} 由联合党支部覆盖，没有单独的党支部（{households:,} 户）",
        "{grid} is served by a joint branch and has none of its own ({households:,} households)",
    ),
    "finding-joint-over-units": (
        "联合党支部 {branches} 覆盖 {count:,} 个网格（一般不超过 {limit:,} 个）：{grids}",
        "Joint branch {branches} serves {count:,} grids (as a rule at most {limit:,}): {grids}",
    ),
    "finding-link-unknown": (
        "关联记录 {link} 中的{missing}不存在（党支部：{branches}；网格：{grids}）",
        "Link {link} refers to {missing} that the project does not have (branch: {branches}; grid: {grids})",
    ),
    "finding-missing-shape": ("{grid} 没有图形", "{grid} has no shape"),
    "finding-no-branch": (
        "{grid} 没有党支部覆盖（{households:,} 户）",
        "No party branch serves {grid} ({households:,} households)",
    ),
    "finding-no-branch-below": (
        "{branches}（{tier}）没有下级{tier_below}",
        "{branches} ({tier}) has no {tier_below} below it",
    ),
    "finding-no-code": ("无编码", "no code"),
    "finding-no-parent": ("（无上级）", "(no parent)"),
    "finding-no-responsible-person": ("{grid} 没有{role}", "{grid} has no {role}"),
    "finding-no-secretary": ("{branches} 没有书记", "{branches} has no secretary"),
    "finding-no-worker": (
        "{grid} 没有网格员（{households:,} 户无人负责）",
        "Nobody answers for {grid} ({households:,} households)",
    ),
    "finding-number-order": (
        "{grid} 的 {of:,} 个下级网格中有 {count:,} 个没有按自西向东、自北向南编号",
        "Of the {of:,} grids of {grid}, {count:,} are not numbered from west to east, then from north to south",
    ),
    "finding-only-part-time-worker": (
        "{grid} 只有兼职网格员，缺专职网格员（{households:,} 户）",
        "Only part-time workers answer for {grid}, no full-time one ({households:,} households)",
    ),
    "finding-orphan": (
        "{grid} 没有录入上级网格，或上级不存在",
        "The parent of {grid} is not recorded or does not exist",
    ),
    "finding-overhang": (
        "{grid} 有 {area_m2:,.1f} 平方米在上级 {others} 之外，其中 {households:,} 户",
        "{grid} reaches {area_m2:,.1f} m² outside its parent {others}, with {households:,} households",
    ),
    "finding-overlap": (
        "{grid}（{kind}）与 {others}（{other_kind}）重叠 {area_m2:,.1f} 平方米，其中 {households:,} 户",
        "{grid} ({kind}) and {others} ({other_kind}) both hold {area_m2:,.1f} m², with {households:,} households",
    ),
    "finding-prefix-not-parent": (
        "{grid} 的编码没有以上级编码 {parent} 开头（归属以登记的上级为准）",
        "The code of {grid} does not begin with its parent's, {parent}; the recorded parent holds",
    ),
    "finding-repeated-points": (
        "{grid} 有 {count:,} 个连续重复的节点",
        "{grid} has {count:,} vertices that come twice in a row",
    ),
    "finding-retired-code": (
        "{grid} 使用了停用的编码 {code}（{retired_on} 停用）",
        "{grid} has the retired code {code} (retired on {retired_on})",
    ),
    "finding-same-name": (
        "同一上级下有多个网格叫“{name}”：{grids}",
        "Several grids of one parent are called {name}: {grids}",
    ),
    "finding-several-parts": (
        "{grid} 分成 {count:,} 块，登记的是 {expected:,} 块",
        "{grid} has {count:,} parts; {expected:,} are recorded",
    ),
    "finding-shared-phone": (
        "{count:,} 名人员的工作电话相同：{workers}",
        "{count:,} workers have the same work phone: {workers}",
    ),
    "finding-sliver": (
        "{grid} 有一块宽仅 {width_m:,.2f} 米的狭长碎片（{area_m2:,.1f} 平方米，{households:,} 户）",
        "{grid} has a sliver only {width_m:,.2f} m wide ({area_m2:,.1f} m², {households:,} households)",
    ),
    "finding-too-few-members": (
        "{branches} 只有 {members:,} 名正式党员（少于 {limit:,} 名），又不是联合党支部",
        "{branches} has {members:,} full members, fewer than {limit:,}, and is no joint branch",
    ),
    "finding-too-many-members": (
        "{branches} 有 {members:,} 名正式党员（一般不超过 {limit:,} 名）",
        "{branches} has {members:,} full members (as a rule at most {limit:,})",
    ),
    "finding-unknown-kind": (
        "{grid} 的类型“{kind}”不在方案中",
        '{grid} is of kind "{kind}", which the scheme does not have',
    ),
    "finding-unmatched-vertices": (
        "{grid} 的边界上缺 {count:,} 个节点，相邻网格在那里有节点：{others}",
        "The border of {grid} lacks {count:,} vertices where its neighbours have them: {others}",
    ),
    "finding-unworded": ("{rule}：{about}", "{rule}: {about}"),
    "finding-worker-across-level-1": (
        "{workers} 负责的网格分属 {count:,} 个一级网格：{grids}",
        "The grids of {workers} lie in {count:,} different level-1 grids: {grids}",
    ),
    "finding-worker-far-apart": (
        "{workers} 负责的网格相距 {distance_m:,.0f} 米（上限 {limit:,.0f} 米）：{grids}",
        "The grids of {workers} are {distance_m:,.0f} m apart (limit {limit:,.0f} m): {grids}",
    ),
    "finding-worker-over-grids": (
        "{workers} 专职负责 {count:,} 个网格（上限 {limit:,}），共 {households:,} 户：{grids}",
        "{workers} answers full-time for {count:,} grids (limit {limit:,}) with {households:,} households: {grids}",
    ),
    "finding-worker-over-households": (
        "{workers} 专职负责 {households:,} 户（上限 {limit:,}）：{grids}",
        "{workers} answers full-time for {households:,} households (limit {limit:,}): {grids}",
    ),
    "finding-worker-without-grid": ("{workers} 没有负责任何网格", "{workers} answers for no grid"),
    "finding-wrong-parent": (
        "{grid}（{kind}）的上级登记为 {parent}（{parent_kind}），这一类型不能作它的上级",
        "{grid} ({kind}) is recorded under {parent} ({parent_kind}), which cannot be its parent",
    ),
    "finding-zone-without-branch": (
        "党建片区“{name}”没有牵头党支部，或该党支部不存在（{households:,} 户）",
        "The leading branch of party-building zone {name} is not recorded or does not exist ({households:,} "
        "households)",
    ),
    "findings-accept": ("接受…", "Accept…"),
    "findings-accepted": ("已认可", "Accepted"),
    "findings-after": ("下一个", "Next"),
    "findings-any-rule": ("全部规则", "All rules"),
    "findings-any-severity": ("全部级别", "Any severity"),
    "findings-before": ("上一个", "Previous"),
    "findings-brings": ("带来 {count:,} 个新问题", "brings {count:,} findings"),
    "findings-brings-none": ("不带来新问题", "brings no finding"),
    "findings-count": ("显示 {shown:,} / {all:,}，已接受 {accepted:,}", "{shown:,} of {all:,}, {accepted:,} accepted"),
    "findings-filter": ("筛选：名称、编码或文字", "Filter by name, code or words"),
    "findings-mend": ("修复", "Mend"),
    "findings-moves": ("{area_m2:,.1f} 平方米、{households:,} 户", "{area_m2:,.1f} m², {households:,} households"),
    "findings-no-fix": ("没有可用的修复方式", "No fix fits this finding"),
    "findings-reason": ("接受该问题的理由：", "Reason for accepting this finding:"),
    "findings-sheet-counts": ("汇总", "Summary"),
    "findings-sheet-list": ("问题清单", "Findings"),
    "findings-without-place": (
        "有 {count:,} 个问题不在某个位置上，未写入图层文件。",
        "Not in the file of places, since they are at none: {count:,} findings.",
    ),
    "findings-warning": ("注意：{reason}", "mind: {reason}"),
    "fix-accept": ("接受（写明理由）", "Accept, with a reason"),
    "fix-brings": ("此外会出现 {count} 个次要问题：", "It will bring {count} lesser findings:"),
    "fix-brings-count": ("修复后会出现 {count:,} 个次要问题。", "It will bring {count:,} lesser findings."),
    "fix-clip-to-parent": ("裁剪到上级范围内", "Clip to the parent"),
    "fix-do": ("修复", "Mend"),
    "fix-done": (
        "已修复 {count:,} 处，可用撤销一步恢复。",
        "Mended {count:,} faults in one step; one undo takes it back.",
    ),
    "fix-draw-grid": ("新建一个网格", "Draw a new grid"),
    "fix-drop-repeated-points": ("删去重复节点", "Leave out repeated vertices"),
    "fix-drop-sliver": ("把碎片并入相邻网格", "Give the sliver to the neighbour"),
    "fix-dry-run": (
        "仅预览，项目未改动。去掉 --dry-run 即执行。",
        "This was a preview, the project is as it was. Leave out --dry-run to mend it.",
    ),
    "fix-exempt": ("登记为免覆盖区域", "Record as exempt"),
    "fix-extend-parent": ("扩展上级范围", "Extend the parent"),
    "fix-give-ground": ("划给相邻网格", "Give to a neighbour"),
    "fix-give-shape": ("把空白区域作为它的图形", "Make the bare ground its shape"),
    "fix-give-to-longest-border": ("划给共同边界最长的网格", "Give to the neighbour with the longest border"),
    "fix-give-to-neighbour": ("划给另一相邻网格", "Give to another neighbour"),
    "fix-give-to-same-branch": ("划给同一党支部的网格", "Give to a neighbour of the same branch"),
    "fix-keep-in": ("只保留在其中一个网格", "Keep in one of the two"),
    "fix-left-count": (
        "另有 {count:,} 处需人工决定，将保持原样。",
        "{count:,} faults need a decision and stay as they are.",
    ),
    "fix-left-grid-has-ground": ("该网格已有图形", "the grid has a shape already"),
    "fix-left-grid-missing-here": (
        "这块空白与相邻网格一样大，可能有一个网格尚未录入",
        "a grid seems to be missing here: as large as its neighbours",
    ),
    "fix-left-grid-would-scatter": ("会把一个网格分成更多块", "it would leave a grid in more parts"),
    "fix-left-grid-would-vanish": ("会使其中一个网格失去全部范围", "one of the grids would be left without ground"),
    "fix-left-ground-is-held": ("这块地已属于其他网格", "another grid holds the ground"),
    "fix-left-held-by-another": (
        "由其他上级的网格占用，需先确定归属",
        "a grid recorded elsewhere holds it; decide whose it is",
    ),
    "fix-left-households-inside": ("其中有住户，归属需人工确定", "households live there; decide whose they are"),
    "fix-left-households-left-alone": (
        "裁剪后那里的住户将不在任何网格内",
        "the households there would be in no grid",
    ),
    "fix-left-may-be-enclave": ("可能是飞地，不会自动填补", "it may be an enclave and is never filled unattended"),
    "fix-left-no-ground-left": ("图形不含任何面积", "the shape encloses no ground"),
    "fix-left-no-parent": ("没有上级", "it has no parent"),
    "fix-left-no-taker": ("没有相邻的网格可以接收", "no grid borders it that could take it"),
    "fix-left-not-unattended": ("需人工决定", "needs a decision by somebody"),
    "fix-left-place-and-code-disagree": (
        "位置与编码不能确定唯一的上级，或该地块已有网格",
        "place and code do not name one parent with that ground free",
    ),
    "fix-left-shape-missing-here": (
        "此处有网格缺少图形，可能就是这块地",
        "a grid without a shape belongs here; the ground may be its",
    ),
    "fix-left-shape-would-be-invalid": ("结果不是有效图形", "the result would not be a valid shape"),
    "fix-left-too-large": (
        "又宽又大，不能自动处理，需人工决定",
        "too wide and too large to be mended unattended",
    ),
    "fix-left-title": ("保留未动（及原因）", "Left as it is, and why"),
    "fix-make-valid": ("修正为有效图形", "Make the shape valid"),
    "fix-match-vertices": ("补齐边界节点", "Match the vertices"),
    "fix-no-report": ("没有写出报告：{reason}", "No report was written: {reason}"),
    "fix-nothing": ("没有可以自动修复的问题。", "There is nothing that may be mended unattended."),
    "fix-plan": (
        "将修复 {count:,} 处：变动 {area_m2:,.1f} 平方米、{households:,} 户，涉及 {grids:,} 个网格",
        "{count:,} faults to mend: {area_m2:,.1f} m² and {households:,} households move, {grids:,} grids are touched",
    ),
    "fix-record-parts": ("登记为本来就有的块数", "Record the number of parts as right"),
    "fix-refused-errors": (
        "修复后会出现新的错误级问题，因此未执行：",
        "Mending would bring new errors, so nothing was done:",
    ),
    "fix-result": (
        "修复后：{errors:,} 个错误、{warnings:,} 个警告",
        "Afterwards: {errors:,} errors, {warnings:,} warnings",
    ),
    "fix-set-parent": ("登记上级", "Record the parent"),
    "folder-not-found": ("没有文件夹 {folder}，无法在其中保存。", "There is no folder {folder} to save in."),
    "folder-not-writable": ("没有写入 {file} 的权限：{reason}", "There is no permission to write {file}: {reason}"),
    "format-not-known": (
        "无法识别 {file} 的格式。可以读取：{expected}。请让提供者另存为其中一种。",
        "The format of {file} is not one that is read here. These are: {expected}. "
        "Ask whoever sent it to save it as one of them.",
    ),
    "forget-ask": ("确定要清除吗？此操作不能撤销", "Forget this person? This cannot be taken back"),
    "forget-ask-again": (
        "最后确认：现在就清除{name}的信息吗？清除后无法找回。",
        "For the last time: forget {name} now? Nothing can bring it back.",
    ),
    "forget-ask-number": ("请再输入一次工号以确认", "Type the staff number again to confirm"),
    "forget-consequences": (
        "将从项目、编辑历史和所有调整方案中清除{name}的姓名、电话和工号，"
        "相应位置改为“{forgotten}”。\n\n· 分工和历史步骤保留，以前的步骤仍可撤销和重做。"
        "\n· 清除本身不能撤销。\n· 另存的副本、已导出的文件和备份不在其内，请另行处理。",
        "The name, phone and staff number of {name} will go from the project, its history and all its drafts; "
        '"{forgotten}" stands in their place.\n'
        "\n· Assignments and steps of the history stay; older steps can still be taken back and done again."
        "\n· The forgetting itself cannot be taken back."
        "\n· Copies saved elsewhere, exported files and backups are not reached; see to these yourself.",
    ),
    "forget-do": ("清除", "Forget"),
    "forget-done": (
        "已清除 {places:,} 处（已一并处理 {drafts:,} 个调整方案）。另存的副本、导出的文件和备份请另行处理。",
        "Forgotten in {places:,} places; drafts gone through: {drafts:,}. See to copies, exports and backups yourself.",
    ),
    "forget-in-draft": (
        "“{title}”是调整方案。请在项目中清除个人信息，其调整方案会一并处理。",
        '"{title}" is a draft. Forget the person in the project; its drafts are gone through as well.',
    ),
    "forget-left-alone": ("未作任何改动。", "Nothing was changed."),
    "forget-left-assignment": (
        "保留 {count:,} 条分工，人员显示为“(forgotten)”；如已不在岗，请结束分工。",
        'Assignments that stay, as "(forgotten)": {count:,}. End them if the person no longer works there.',
    ),
    "forget-left-file-name": (
        "有 {count:,} 个文件的文件名含有此人姓名，未改名。",
        "Files whose own names hold the person's name, and which were not renamed: {count:,}.",
    ),
    "forget-left-not-a-draft": (
        "有 {count:,} 个名称像调整方案的文件无法读取，未处理。",
        "Files named like drafts that cannot be read, and were left alone: {count:,}.",
    ),
    "forget-left-other-table": (
        "其他软件存入项目的表中有 {count:,} 处含有此人信息，未改动。",
        "Cells that name the person in tables of other programs, left as they are: {count:,}.",
    ),
    "forget-left-place": (
        "有 {count:,} 处地名或支部名称含有相同的字，未改动。",
        "Names of places or branches that hold the same name, left as they are: {count:,}.",
    ),
    "forget-left-shared-name": (
        "有 {count:,} 处文字只写了姓名，而另有同名人员，无法判断是谁，未改动。",
        "Texts with nothing but a name that somebody else has too, left as they are: {count:,}.",
    ),
    "forget-left-unreadable-line": (
        "历史中有 {count:,} 步的内容无法读取，已清空。",
        "Steps of the history that could not be read, and were emptied: {count:,}.",
    ),
    "forget-nobody": (
        "项目及其调整方案中从未有过“{value}”这名网格员。",
        'Neither the project nor any draft of it has ever had a worker "{value}".',
    ),
    "forget-several": (
        "工号 {value} 先后属于 {names}。请用 --name 指明是哪一位。",
        "Staff number {value} has belonged to {names}. Say with --name who is meant.",
    ),
    "forget-title": ("清除此人信息", "Forget this person"),
    "forget-unasked": (
        "清除个人信息要确认两次，而此处没有终端。确定要清除时请加 --yes。",
        "Forgetting a person is confirmed twice, and there is no terminal here. Add --yes if you are sure.",
    ),
    "forget-unfinished": (
        "{file} 中已清除个人信息，但文件还没能整理（{reason}），下次打开时会再试。",
        "A person was forgotten in {file}, but the file could not be written anew yet ({reason}); this is "
        "tried again when it is opened the next time.",
    ),
    "forget-would": (
        "{names}：将清除 {places:,} 处（一并处理 {drafts:,} 个调整方案），不能撤销。",
        "{names}: {places:,} places are cleared, drafts gone through: {drafts:,}; this cannot be taken back.",
    ),
    "geopackage-not-project": (
        "{file} 是 GeoPackage，但不是 GridMap 项目。请用 gridmap import 把它导入项目。",
        "{file} is a GeoPackage but no GridMap project. Bring it into a project with gridmap import.",
    ),
    "grid-has-ground": ("网格 {codes} 已有图形，未作修改。", "Grid {codes} has a shape already; nothing was changed."),
    "grid-is-divided": (
        "网格 {codes} 下面还有网格，不能直接拆分。",
        "There are grids below {codes}; it cannot be split itself.",
    ),
    "grid-locked": (
        "{file} 第 {row} 行：编码为“{code}”的网格已锁定，未替换。",
        '{file}, row {row}: the grid with code "{code}" is locked and was not replaced.',
    ),
    "grid-not-carved": (
        "网格 {codes} 不是专属网格，不能撤回；如要取消该网格，请用“撤并网格”。",
        "Grid {codes} was not carved out of others; use Retire a grid to end it.",
    ),
    "grid-text-not-plain": (
        "网格 {code} 的“{column}”含有控制字符（{letters}），输出时以 � 代替。",
        'Grid {code}, "{column}": control characters ({letters}) are written as �.',
    ),
    "grid-without-ground": ("网格 {codes} 没有图形，无法拆分。", "Grid {codes} has no shape and cannot be split."),
    "grid-would-scatter": (
        "网格 {codes} 将被分成更多块，未作修改。",
        "Grid {codes} would be left in more parts; nothing was changed.",
    ),
    "grid-would-vanish": (
        "网格 {codes} 将失去全部范围，未作修改。",
        "Grid {codes} would be left without ground; nothing was changed.",
    ),
    "grids-not-adjacent": (
        "网格 {codes} 不相邻，合并后不连成一片，未作修改。",
        "Grids {codes} do not border each other; nothing was changed.",
    ),
    "ground-is-exempt": (
        "这块地已登记为免覆盖区域，不能划给网格 {codes}。",
        "The ground is exempt and cannot be given to grid {codes}.",
    ),
    "ground-is-held": (
        "这块地已属于网格 {codes}，未作修改。",
        "The ground is held by grid {codes}; nothing was changed.",
    ),
    "ground-not-adjacent": (
        "这块地与网格 {codes} 不相邻，未作修改。",
        "The ground does not border grid {codes}; nothing was changed.",
    ),
    "ground-without-area": ("所画的图形没有面积。", "What was drawn has no area."),
    "help-arguments": ("参数：", "Arguments:"),
    "help-by": (
        "按哪一层级统计，写方案中的层级或类型，如 town、village；默认最上一层。",
        "Level or kind of the scheme to count by, for example town or village; by default the top one.",
    ),
    "help-check": (
        "检查项目：空白、重叠、无网格员、无党支部等。\n发现错误级问题时退出码为 1。",
        "Check a project: gaps, overlaps, grids without worker or branch, and the rest.\nExit code 1 if errors "
        "are found.",
    ),
    "help-code-column": (
        "编码所在的列；不写则按列名识别。",
        "Column with the codes; found by its heading if not given.",
    ),
    "help-compare": (
        "比对两份划分：调整的网格、更换网格的楼栋和划转地块，可导出网格调整备案表。",
        ("Tell how two divisions differ: grids, buildings and ground that change hands; with the adjustment record."),
    ),
    "help-compare-other": (
        "调整后：方案名称，或方案、副本的文件。",
        "After: the title of a draft, or the file of a draft or copy.",
    ),
    "help-compare-output": (
        "网格调整备案表：.docx（表格和地图）、.xlsx（全部明细）或 .json。",
        "The adjustment record: .docx (form, tables, maps), .xlsx (every figure) or .json.",
    ),
    "help-compare-project": ("调整前的项目文件（.gpkg）。", "The project file (.gpkg) before."),
    "help-compare-title": (
        "备案表上的方案名称；默认用方案自己的名称。",
        "What the adjustment is called in the record; the draft's own title by default.",
    ),
    "help-crs": (
        "坐标系：EPSG 代码、gcj02 或 bd09；文件未说明或有误时使用。",
        "EPSG code, gcj02 or bd09, where the file does not say or is wrong.",
    ),
    "help-defects": (
        "埋入各种缺陷，并在 OUT.truth.json 中列出。",
        "Plant faults of every kind, and list them in OUT.truth.json.",
    ),
    "help-demo": (
        "在示例城市上完成主要工作：生成、检查、统计、出图，结果放在一个文件夹。",
        "The main job on the sample city: make it, check it, count it, draw it, all into one folder.",
    ),
    "help-demo-size": ("规模：town 一个镇、city 全市（默认）。", "town or city (default)."),
    "help-draft": (
        "调整方案：在现行划分旁边另建一份试调，不影响现行划分。\n不带选项时列出已有方案。",
        (
            "Drafts: another division beside the one in force, tried without touching it.\nLists them where "
            "nothing else is said."
        ),
    ),
    "help-draft-apply": (
        "把方案应用到项目（一步，可撤销），然后删除方案文件。",
        "Apply a draft to the project, in one step that can be undone; its file goes.",
    ),
    "help-draft-drop": ("放弃方案并删除其文件。", "Drop a draft and its file for good."),
    "help-draft-list": ("列出已有方案。", "List the drafts."),
    "help-draft-new": ("以现行划分为起点新建一个调整方案。", "Begin a draft, from the division as it is now."),
    "help-dry-run": ("只显示将要做的修改，不改动项目。", "Show what would be done and change nothing."),
    "help-encoding": (
        "文字编码，如 GBK；文件未说明或有误时使用。",
        "Encoding of the texts, for example GBK, where the file is wrong about it.",
    ),
    "help-exit-codes": (
        "退出码：0 完成且没有错误级问题；1 发现错误级问题；2 输入或用法有误；3 GridMap 自身出错（已写日志）。",
        "Exit codes: 0 done, nothing of severity error found; 1 errors found; 2 bad input or usage; 3 GridMap "
        "itself failed (a log was written).",
    ),
    "help-export": (
        "导出：地理数据、Excel 台账、地图或网页，按后缀确定格式。",
        "Write grids as geodata, a workbook, a map or a web page; the suffix says which.",
    ),
    "help-export-scope": ("只导出该编码的网格及其下级。", "Only the grid with this code and what is below it."),
    "help-fix": (
        "自动修复可以无人值守处理的问题。",
        "Mend what may be mended unattended, in one step that can be undone.",
    ),
    "help-fix-rule": ("只修复这条规则的问题（可重复）。", "Mend only findings of this rule (may be repeated)."),
    "help-forget": (
        "清除一名人员的姓名、电话和工号（项目、历史和所有调整方案），不能撤销。",
        "Forget a person: name, phone and staff number go from project, history and drafts for good.",
    ),
    "help-forget-name": (
        "姓名；仅当同一工号先后属于几个人时需要。",
        "Name; needed only where several people have had the staff number.",
    ),
    "help-forget-worker": ("工号。", "Staff number of the person."),
    "help-forget-yes": ("不再询问，直接清除。", "Do not ask."),
    "help-geo": ("把问题写成 GeoPackage，可用 QGIS 打开。", "Write the findings to a GeoPackage, for QGIS."),
    "help-gridmap": (
        "GridMap：网格化治理的桌面地理信息系统。不带命令时打开窗口。",
        "GridMap: desktop GIS for grid-based community governance. Without a command it opens the window.",
    ),
    "help-help": ("显示本帮助。", "Show this help."),
    "help-history": ("列出谁在什么时候做了什么。", "Tell who did what, and when."),
    "help-import": (
        "导入边界：Shapefile、GeoPackage、GeoJSON、TopoJSON 等。\n没有项目时新建一个。",
        "Bring in boundaries from Shapefile, GeoPackage, GeoJSON, TopoJSON and the like.\nMakes the project if "
        "there is none.",
    ),
    "help-json": (
        "把结果写成 JSON 文件；- 表示标准输出。",
        "Write the result as JSON to a file; - for standard output.",
    ),
    "help-kind-column": (
        "类型所在的列；一个层级有多种类型时使用。",
        "Column with the kind, where a level has several.",
    ),
    "help-lang": (
        "界面语言，可写在任何位置；默认取环境变量 GRIDMAP_LANG，其次取系统语言。",
        "Language, anywhere on the line; by default that of GRIDMAP_LANG, then the system's.",
    ),
    "help-layer": ("文件中的图层；有多个图层时需要。", "Layer of the file; needed where it has several."),
    "help-level": (
        "导入到方案中的哪个层级或类型，如 town、village、comprehensive、dedicated。",
        "Level or kind of the scheme that the file holds, for example town, village, comprehensive, dedicated.",
    ),
    "help-name-column": (
        "名称所在的列；不写则按列名识别。",
        "Column with the names; found by its heading if not given.",
    ),
    "help-open": ("打开窗口显示项目。", "Open a project in the window."),
    "help-options": ("选项：", "Options:"),
    "help-out": ("放结果的文件夹，默认 out。", "Folder for the results, by default out."),
    "help-output": ("输出文件：{formats}。", "The file to write: {formats}."),
    "help-overwrite": ("允许覆盖已有文件。", "Replace a file that is there already."),
    "help-parent-column": (
        "上级所在的列（编码或名称）；不写则按列名、编码前缀或位置识别。",
        "Column with the parent's code or name; else found by heading, code prefix or place.",
    ),
    "help-privacy": (
        "人员信息：public 只留姓；briefing 电话和工号打码（默认）；internal 完整。",
        "What is shown of people: public (surnames only), briefing (phones and staff numbers masked, the default), "
        "internal (everything).",
    ),
    "help-project": ("项目文件（.gpkg）。", "A project file (.gpkg)."),
    "help-project-or-new": ("项目文件（.gpkg）；不存在时新建。", "A project file (.gpkg); made if there is none."),
    "help-replace": (
        "编码已存在的网格用文件中的替换；默认跳过。",
        "Replace grids whose code is there already; by default they are skipped.",
    ),
    "help-report": (
        "修复报告（JSON）；默认与项目同名的 -fix.json。",
        "Report as JSON; by default beside the project, NAME-fix.json.",
    ),
    "help-rescue": (
        "把已损坏或被动过手脚的项目中还能读出的内容写成新文件，并报告缺了什么。\n\n原文件保持不变。",
        "Write what can be read of a damaged or rigged project to a new file, and tell what is lost.\n\n"
        "The file itself stays as it is.",
    ),
    "help-rescue-output": ("新项目文件（.gpkg）", "The new project file (.gpkg)"),
    "help-rule": ("只运行该规则；可多次使用。", "Only this rule; may be given several times."),
    "help-sample": (
        "生成示例项目：真实名称和数量，模拟边界，虚构人员。",
        "Make a sample project: real names and counts, synthetic boundaries, invented people.",
    ),
    "help-sample-out": ("要生成的项目文件。", "The project file to make."),
    "help-scheme": (
        "新项目的方案：city（默认）、micro 或 TOML 文件。",
        "Scheme of a new project: city (default), micro, or a TOML file.",
    ),
    "help-scope": (
        "只看该编码的网格及其下级；可多次使用。",
        "Only the grid with this code and what is below it; may be given several times.",
    ),
    "help-seed": (
        "随机种子；同一种子得到同一结果，默认 2020。",
        "Seed; the same seed makes the same sample, by default 2020.",
    ),
    "help-size": ("规模：town 一个镇、city 全市（默认）、province 全省。", "town, city (default) or province."),
    "help-sources": ("要导入的文件。", "The files to import."),
    "help-stats": (
        "统计网格、户数、面积、配备率和党支部覆盖率。",
        "Count grids, households and area, staffed and branch-covered shares.",
    ),
    "help-swap-xy": (
        "文件中的两个坐标次序颠倒（纬度或北坐标在前）时使用。",
        "For files whose coordinates come the other way round (latitude or northing first).",
    ),
    "help-theme": (
        "图片的主题：boundaries（默认）、staffing、branches、workload、gaps。",
        "Theme of a picture: boundaries (default), staffing, branches, workload, gaps.",
    ),
    "help-usage": ("用法：{line}", "Usage: {line}"),
    "help-verbs": ("命令：", "Commands:"),
    "help-version": ("显示版本。", "Show the version."),
    "help-xlsx": ("把问题写成 Excel 工作簿。", "Write the findings to an Excel workbook."),
    "history-begin": ("最初状态", "The beginning"),
    "history-does-not-fit": (
        "第 {seq} 步涉及的数据已在别处改动，不能撤销或重做；未作任何改动。",
        "What step {seq} was about has been changed elsewhere, so it can be neither taken back nor done again; "
        "nothing was changed.",
    ),
    "history-empty": ("这个项目还没有任何编辑。", "Nothing has been edited in this project yet."),
    "history-forgotten": (
        "单击回到这一步；清除的信息无论在哪一步都不会恢复",
        "Click to go to this point; what was forgotten comes back at none",
    ),
    "history-here": ("当前位置", "The present point"),
    "history-how": (
        "单击任意一步，回到当时的状态；之后的步骤变灰，再次单击即可恢复。",
        "Click a step to go back to it. Later steps turn grey; click one of them to have it again.",
    ),
    "history-read-only": (
        "项目以只读方式打开，只能查看历史。",
        "The project is open for reading only; its history can be looked at.",
    ),
    "history-redo": ("重做第 {seq} 步：{edit}", "Redid no. {seq}: {edit}"),
    "history-standing": ("单击回到这一步", "Click to go back to this step"),
    "history-undo": ("撤销第 {seq} 步：{edit}", "Took back no. {seq}: {edit}"),
    "history-undone": ("已撤销；单击恢复到这一步", "Undone; click to have it again"),
    "import-adopted": ("{count:,} 个已有网格补上了上级", "{count:,} grids that were there got their parent"),
    "import-by_column": ("按列 {count:,} 个", "{count:,} by the column"),
    "import-by_place": ("按位置 {count:,} 个", "{count:,} by place"),
    "import-by_prefix": ("按编码前缀 {count:,} 个", "{count:,} by code prefix"),
    "id-number-left-out": (
        "{file} 第 {row} 行“{column}”：含有身份证号，该单元格已留空。",
        '{file}, row {row}, "{column}": the cell holds an ID number of a person and was left blank.',
    ),
    "import-done": (
        "{file}：导入 {count:,} 个网格，其中替换 {replaced:,} 个；未导入 {left_out:,} 行",
        "{file}: {count:,} grids came in, of which {replaced:,} replace others; {left_out:,} rows were left out",
    ),
    "import-made": ("已新建项目 {file}", "Made the project {file}"),
    "import-next": ("下一步：{line}", "Next: {line}"),
    "import-parents": ("  上级：{ways}", "  Parents: {ways}"),
    "import-without_parent": ("没有上级 {count:,} 个", "{count:,} without"),
    "inspector-area": ("面积", "Area"),
    "inspector-assign": ("安排网格员…", "assign…"),
    "inspector-branch": ("党组织", "Party branch"),
    "inspector-buildings": ("房屋", "Buildings"),
    "inspector-children": ("下级网格", "Grids below"),
    "inspector-code": ("编码", "Code"),
    "inspector-declared": ("{count:,}（其中填报 {declared:,}）", "{count:,} ({declared:,} declared)"),
    "inspector-end": ("结束", "end"),
    "inspector-forget": ("清除此人信息…", "forget…"),
    "inspector-from": ("{day} 起", "from {day}"),
    "inspector-groups": ("下属党小组", "Groups below"),
    "inspector-hide-phones": ("隐藏电话", "hide phones"),
    "inspector-history": ("变更记录", "History"),
    "inspector-joint": ("联合支部", "joint"),
    "inspector-kind": ("类型", "Kind"),
    "inspector-km2": ("{value:,.2f} 平方公里", "{value:,.2f} km²"),
    "inspector-link-branch": ("关联支部…", "link branch…"),
    "inspector-m2": ("{value:,.0f} 平方米", "{value:,.0f} m²"),
    "inspector-make-joint": ("设为联合支部", "make joint"),
    "inspector-make-own": ("设为独立支部", "make its own"),
    "inspector-members": ("党员", "Members"),
    "inspector-no-branch": ("无党支部覆盖", "No branch serves it"),
    "inspector-no-findings": ("没有问题", "Nothing is wrong"),
    "inspector-no-shape": ("无图形（仅台账）", "no shape (ledger only)"),
    "inspector-no-workers": ("当前无人负责", "Nobody answers for it today"),
    "inspector-not-counted": ("层级不符，不计入", "other tier, does not count"),
    "inspector-nothing": ("在地图或层级中选择一个网格。", "Select a grid on the map or in the hierarchy."),
    "inspector-parent": ("上级", "Parent"),
    "inspector-residents": ("人口", "Residents"),
    "inspector-secretary": ("书记", "Secretary"),
    "inspector-selected": ("已选 {count:,} 个网格", "{count:,} grids selected"),
    "inspector-show-phones": ("显示电话", "show phones"),
    "inspector-standard": ("{count:,}（标准 {low:,}–{high:,}）", "{count:,} (standard {low:,}–{high:,})"),
    "inspector-unlink": ("取消关联", "unlink"),
    "inspector-until": ("至 {day}", "until {day}"),
    "inspector-workers": ("网格员", "Workers"),
    "job-checking": ("正在检查", "Checking"),
    "job-comparing": ("正在比对方案…", "Comparing…"),
    "job-creating": ("正在生成示例城市", "Making the sample city"),
    "job-exporting": ("正在导出", "Exporting"),
    "job-figures": ("正在统计", "Working out the figures"),
    "job-forgetting": ("正在清除个人信息", "Forgetting a person"),
    "job-indexing": ("正在准备搜索", "Getting the search ready"),
    "job-legends": ("正在统计图例", "Counting for the legends"),
    "job-examining": ("正在检查文件是否完好", "Seeing whether the file is whole"),
    "job-opening": ("正在打开项目", "Opening the project"),
    "job-opening-draft": ("正在打开调整方案…", "Opening the draft…"),
    "job-proposing": ("正在计算", "Working out"),
    "job-reference": ("正在读取参考文件", "Reading the reference file"),
    "job-rescuing": ("正在读出还能读的内容", "Reading what can be read"),
    "job-stop": ("停止", "Stop"),
    "journal-line-unusable": (
        "操作记录第 {row} 行的编号不合理，未读入。",
        "The history has a line numbered {row}, which cannot be; it was left out.",
    ),
    "journal-lines-lost": (
        "操作记录有 {count:,} 行无法读取，未带入。",
        "{count:,} lines of the history cannot be read and were left out.",
    ),
    "journal-unreadable": ("操作记录无法读取，未带入。", "The history cannot be read and was left out."),
    "keeps-left": ("线左侧", "Left of the line"),
    "keeps-more": ("户数多的一半", "Half with more households"),
    "keeps-right": ("线右侧", "Right of the line"),
    "kind-not-below": ("类型“{kind}”的上级只能是：{expected}", 'A grid of kind "{kind}" belongs below: {expected}'),
    "kind-not-carved": (
        "“{kind}”叠加在其他网格之上，不从中划出。",
        "{kind} lies on top of other grids and is not carved out of them.",
    ),
    "kind-unknown": (
        "{file} 第 {row} 行“{column}”：不认识网格类型“{value}”（可选：{expected}），此行未导入。",
        '{file}, row {row}, "{column}": there is no kind of grid "{value}" here (there are: {expected}); the '
        "row was left out.",
    ),
    "layer-borders": ("网格边界", "Borders"),
    "layer-branches": ("党组织覆盖", "Branch state"),
    "layer-buildings": ("房屋", "Buildings"),
    "layer-choose": (
        "{file} 有多个图层，请用 --layer 选一个：{expected}",
        "{file} has several layers; choose one with --layer: {expected}",
    ),
    "layer-density": ("人口密度", "Density of residents"),
    "layer-empty": ("{file} 的图层“{layer}”没有任何要素。", '{file}: layer "{layer}" has no features.'),
    "layer-exempt": ("豁免区域", "Exempt areas"),
    "layer-findings": ("检查问题", "Findings"),
    "layer-ground": ("网格底色", "Plain ground"),
    "layer-kinds": ("综合网格与专属网格", "Comprehensive and dedicated grids"),
    "layer-load": ("网格员服务户数", "Workload of workers"),
    "layer-names": ("名称", "Names"),
    "layer-neighbours": ("周边网格", "Neighbouring grids"),
    "layer-not-found": (
        "{file} 没有图层“{value}”，有：{expected}",
        '{file} has no layer "{value}"; it has: {expected}',
    ),
    "layer-outline": ("外轮廓", "Outline"),
    "layer-reference": ("参考文件", "Reference file"),
    "layer-registered-again": (
        "表 {sheet} 的图层登记缺失，已补上。",
        "Table {sheet} was no longer registered as a layer; this was mended.",
    ),
    "layer-roads": ("道路", "Roads"),
    "layer-staffing": ("网格员配备", "Staffing state"),
    "layer-water": ("水域", "Water"),
    "layer-without-shapes": (
        "{file} 中没有带图形的图层，不是边界文件。",
        "{file} has no layer with shapes; it is no file of boundaries.",
    ),
    "layer-workload": ("网格户数与标准", "Households and standard"),
    "layer-zones": ("党建片区", "Party-building zones"),
    "layers-add": ("叠加参考文件（不写入项目）", "Lay a file over the map (it is not stored in the project)"),
    "layers-down": ("下移一层（Alt+↓）", "Move down (Alt+Down)"),
    "layers-hidden": ("隐藏", "hidden"),
    "layers-opacity": ("不透明度", "Opacity"),
    "layers-remove": ("移除所选参考文件", "Take the selected file off the map"),
    "layers-reset": ("恢复本专题的默认图层", "Layers as the theme brings them"),
    "layers-shown": ("显示", "shown"),
    "layers-up": ("上移一层（Alt+↑）", "Move up (Alt+Up)"),
    "legend-borders": ("网格边界（个数）", "Borders (number of grids)"),
    "legend-branches": ("党组织覆盖（各级应建网格数）", "Party branch (grids of all levels)"),
    "legend-branches-joint": ("联合党支部", "Joint branch"),
    "legend-branches-none": ("无党支部", "No branch"),
    "legend-branches-not-asked": ("不要求设党支部", "No branch required"),
    "legend-branches-own": ("单独党支部", "Branch of its own"),
    "legend-buildings": ("房屋", "Buildings"),
    "legend-changed-ground": ("划转地块", "Ground that changes hands"),
    "legend-density": ("人口密度（人/平方公里，网格数）", "Residents to a square kilometre (grids)"),
    "legend-density-high": ("5,000 至 10,000", "5,000 to 10,000"),
    "legend-density-highest": ("10,000 及以上", "10,000 and more"),
    "legend-density-low": ("500 至 2,000", "500 to 2,000"),
    "legend-density-lowest": ("不足 500", "Under 500"),
    "legend-density-middle": ("2,000 至 5,000", "2,000 to 5,000"),
    "legend-density-not-asked": ("专属网格等非居住网格", "Grids not meant for homes"),
    "legend-exempt": ("豁免区域（水面等）", "Exempt area (water etc.)"),
    "legend-findings": ("检查发现的错误（处）", "Errors found"),
    "legend-findings-branches": ("党组织问题", "Party branches"),
    "legend-findings-buildings": ("房屋与户数问题", "Buildings and households"),
    "legend-findings-codes": ("编码与隶属问题", "Codes and parents"),
    "legend-findings-gap": ("空白区域（无网格覆盖）", "Gap: ground of no grid"),
    "legend-findings-ground": ("其他图形问题", "Other faults of shape"),
    "legend-findings-none": ("没有发现错误", "No errors found"),
    "legend-findings-others": ("警告与提示（图上未标）", "Warnings and notices (not drawn)"),
    "legend-findings-overhang": ("越出上级边界", "Overhang beyond the parent"),
    "legend-findings-overlap": ("网格重叠", "Overlap of grids"),
    "legend-findings-people": ("人员配备问题", "Staffing"),
    "legend-findings-unplaced": ("其中无法在图上标出", "Of these without a place on the map"),
    "legend-load": ("专职网格员服务户数（网格数）", "Households of the full-time worker (grids)"),
    "legend-load-half": ("不超过上限的一半", "Up to half the limit"),
    "legend-load-nobody": ("无专职网格员", "No full-time worker"),
    "legend-load-not-asked": ("不要求专职网格员", "No full-time worker required"),
    "legend-load-over": ("超过上限", "Over the limit"),
    "legend-load-within": ("在上限以内", "Up to the limit"),
    "legend-old-border": ("调整前边界", "Border before"),
    "legend-reference-points": ("点", "Points"),
    "legend-reference-shapes": ("线与面", "Lines and areas"),
    "legend-road-motorway": ("高速公路", "Motorway"),
    "legend-road-primary": ("主干道", "Main road"),
    "legend-road-secondary": ("次干道", "Secondary road"),
    "legend-road-street": ("街道", "Street"),
    "legend-staffing": ("网格员配备（网格数）", "Staffing (grids)"),
    "legend-staffing-full-time": ("有专职网格员", "Full-time worker"),
    "legend-staffing-nobody": ("无网格员", "Nobody"),
    "legend-staffing-not-asked": ("不要求专职网格员", "No full-time worker required"),
    "legend-staffing-part-time": ("仅有兼职人员", "Part-time only"),
    "legend-water": ("水域", "Water"),
    "legend-workload": ("户数与标准相比（网格数）", "Households against the standard (grids)"),
    "legend-workload-far-over": ("超过上限 50% 以上", "Over the most by half or more"),
    "legend-workload-lower-half": ("符合标准，偏少", "Within, lower half"),
    "legend-workload-not-asked": ("不设户数标准", "No standard"),
    "legend-workload-over": ("高于上限", "Over the most"),
    "legend-workload-under": ("低于下限", "Under the least"),
    "legend-workload-upper-half": ("符合标准，偏多", "Within, upper half"),
    "legend-zones": ("党建片区", "Party-building zone"),
    "letters-left-out": (
        "{file} 第 {row} 行“{column}”：编码中的控制字符（{letters}）已去掉，请核对。",
        '{file}, row {row}, "{column}": control characters ({letters}) were taken out of the code; look it over.',
    ),
    "letters-replaced": (
        "{file} 第 {row} 行“{column}”：控制字符（{letters}）已换成 �，请核对。",
        '{file}, row {row}, "{column}": control characters ({letters}) were replaced by �; look it over.',
    ),
    "line-changes-nothing": (
        "这条线没有改变边界：请从边界上出发，再回到边界。",
        "The line changes no border; start on a border and return to it.",
    ),
    "line-does-not-divide": (
        "这条线没有把网格 {codes} 分成两块：请从边界画到边界。",
        "The line does not divide grid {codes}; draw it from border to border.",
    ),
    "line-leaves-grids": (
        "这条线越出了网格 {codes}，未作修改。",
        "The line leaves grids {codes}; nothing was changed.",
    ),
    "line-not-on-one-border": (
        "看不出要改哪两个网格之间的边界：请让线的两端都落在同一条边界上，或先选中两个网格。",
        "It is not clear which border is meant; let both ends of the line lie on one border, or select the two grids.",
    ),
    "link-do": ("关联", "Link"),
    "link-find": ("输入支部名称、书记或拼音首字母", "Type a branch, a secretary or initials"),
    "link-heading": ("哪个党支部覆盖{grid}？", "Which branch is to serve {grid}?"),
    "link-title": ("关联党支部", "Link a branch"),
    "lock-grids": ("锁定所选 {count:,} 个网格", "The {count:,} selected grids"),
    "lock-level": ("锁定{level}边界", "Borders of level {level}"),
    "map-and-more": ("其余 {count:,} 个", "{count:,} more"),
    "map-area": ("面积（平方公里）", "Area (km²)"),
    "map-average": ("户/网格", "per grid"),
    "map-by": ("分{level}统计", "By {level}"),
    "map-column-errors": ("错误", "errors"),
    "map-column-joint": ("联合", "joint"),
    "map-column-must": ("应配", "needed"),
    "map-column-own": ("单独", "own"),
    "map-column-share": ("比例", "share"),
    "map-column-staffed": ("已配", "staffed"),
    "map-column-warnings": ("警告", "warnings"),
    "map-crs": ("坐标系：{crs}", "CRS: {crs}"),
    "map-errors": ("检查发现的错误", "Errors found"),
    "map-figures": ("总体情况", "At a glance"),
    "map-households-of": ("居民户数", "Households"),
    "map-legend": ("图例", "Legend"),
    "map-made": ("GridMap 制图 · {date}", "Made with GridMap, {date}"),
    "map-north": ("北", "N"),
    "map-scale": ("比例尺 1:{scale:,}", "Scale 1:{scale:,}"),
    "map-selected": ("所选 {count:,} 个网格", "{count:,} selected grids"),
    "map-share-branches": ("党支部覆盖率", "Covered by a party branch"),
    "map-share-staffed": ("专职网格员配备率", "With a full-time worker"),
    "map-source": ("来源：{source}", "Source: {source}"),
    "map-title": ("{place}{theme}", "{place}: {theme}"),
    "map-total": ("总计", "All"),
    "measured-area": ("面积 {area}\n周长 {length}", "Area {area}\nPerimeter {length}"),
    "measured-length": ("长度 {length}", "Length {length}"),
    "menu-bar": ("工具栏", "Tool bar"),
    "menu-base-map": ("底图", "Base map"),
    "menu-boundaries": ("编辑边界", "Edit boundaries"),
    "menu-drafts": ("打开已有方案", "Open a draft"),
    "menu-edit": ("编辑", "Edit"),
    "menu-file": ("文件", "File"),
    "menu-findings": ("问题", "Findings"),
    "menu-go-to-grid": ("缩放到此网格", "Go to this grid"),
    "menu-help": ("帮助", "Help"),
    "menu-locks": ("锁定边界", "Locked borders"),
    "menu-map": ("地图", "Map"),
    "menu-panels": ("面板", "Panels"),
    "menu-people": ("个人信息", "People"),
    "menu-plans": ("方案", "Plans"),
    "menu-select-parent": ("选中上级", "Select its parent"),
    "menu-tools": ("工具", "Tools"),
    "menu-view": ("视图", "View"),
    "name-column-missing": (
        "{file} 中认不出名称列，网格未取名。可用 --name 写明；文件中的列：{expected}",
        "{file}: no column of names was recognised, so the grids have none. You may name it with --name; the "
        "columns are: {expected}",
    ),
    "no-border-here": ("这里没有边界，未作修改。", "No border passes here; nothing was changed."),
    "no-chinese-font": (
        "这台计算机没有可显示中文的字体，无法制图。请安装后重试：Debian/Ubuntu 运行 sudo apt-get install "
        "fonts-noto-cjk；Windows 和 macOS 自带（{families}），请检查是否被删除。",
        "This computer has no font with Chinese characters, so no map can be drawn. Install one and try again: "
        "on Debian or Ubuntu, sudo apt-get install fonts-noto-cjk; Windows and macOS bring their own "
        "({families}), which may have been removed.",
    ),
    "no-code-left": (
        "{code} 下的顺序号已用完，请手工指定编码。",
        "All numbers below {code} are used; give a code by hand.",
    ),
    "no-common-border": ("网格 {codes} 没有共同的边界。", "Grids {codes} share no border."),
    "no-gap-here": ("这里没有空白地块。", "There is no gap here."),
    "no-ground-left": (
        "网格 {codes} 的图形不含任何面积，请重新绘制。",
        "The shape of grid {codes} encloses no ground; draw it again.",
    ),
    "no-line-here": ("起点和终点附近没有道路或河流可以沿用。", "No road or river runs near both places."),
    "no-neighbour": (
        "没有与网格 {codes} 相邻的网格来接收它的范围。",
        "No grid borders {codes} that could receive its ground.",
    ),
    "no-parent": ("网格 {codes} 没有上级，请先指定上级。", "Grid {codes} has no parent; record one first."),
    "no-parents-in-plan": (
        "项目中还没有上级网格（{expected}），{file} 的 {count:,} 个网格暂无上级。之后导入上级时会自动归属。",
        "The project has no grids yet that could be parents ({expected}), so {count:,} grids of {file} have "
        "none. They are assigned once the parents are imported.",
    ),
    "no-polygons": (
        "{file} 中没有面（多边形），只有 {value}。请先在 GIS 软件中转换为面。",
        "{file} has no polygons, only {value}. Convert them to polygons in a GIS first.",
    ),
    "no-screen": (
        "这里没有可用的屏幕，无法打开窗口。请在桌面环境中运行；不需要窗口的命令见 gridmap --help。",
        "There is no screen here to open a window on. Run it on a desktop; gridmap --help lists what needs no window.",
    ),
    "no-such-column": (
        "表 {table} 没有名为“{column}”的列；可用的列：{expected}",
        'Table {table} has no column "{column}"; it has: {expected}',
    ),
    "no-such-draft": (
        "没有名为“{value}”的调整方案。现有：{expected}。",
        'There is no draft named "{value}". There are: {expected}.',
    ),
    "no-such-line": (
        "历史记录中没有第 {seq} 步（共 {last} 步）。",
        "The history has no step {seq}; the last is {last}.",
    ),
    "no-such-role": ("没有“{value}”这种角色；可选：{expected}", 'There is no role "{value}"; choose from: {expected}'),
    "no-such-row": ("表 {table} 中没有要修改的那一行。", "Table {table} has no such row."),
    "no-taker": (
        "{codes} 中没有与这块地相邻的网格，请人工处理。",
        "No grid of {codes} borders this ground; decide by hand.",
    ),
    "no-vertex-here": ("这里没有边界节点，未作修改。", "No border has a vertex here; nothing was changed."),
    "not-a-date": ("“{value}”不是日期。请写成“2020-08-25”的样子。", '"{value}" is not a date; write it as 2020-08-25.'),
    "not-a-draft": ("{file} 不是调整方案文件。", "{file} is not a draft."),
    "not-of-one-level": (
        "网格 {codes} 不在同一层级，不能合并。",
        "Grids {codes} are not of one level and cannot be merged.",
    ),
    "nothing-bare": (
        "圈出的范围已被网格 {codes} 覆盖，没有空白地块。",
        "What was drawn is held by grid {codes}; no ground is bare there.",
    ),
    "nothing-inside-parent": (
        "圈出的范围不在 {codes} 之内，未作修改。",
        "Nothing of what was drawn lies in {codes}; nothing was changed.",
    ),
    "nothing-outside": ("网格 {codes} 没有超出上级范围的部分。", "Nothing of grid {codes} lies outside its parent."),
    "nothing-to-export": ("没有可导出到 {file} 的网格。", "There is no grid to write to {file}."),
    "nothing-to-give": ("所选楼栋已在网格 {codes} 内。", "Grid {codes} holds the buildings already."),
    "nothing-to-merge": ("请再选一个要合并的网格。", "Choose another grid to merge."),
    "option-direction": ("切分方向", "Direction"),
    "option-exempt-kind": ("豁免类别", "Kind of ground"),
    "option-into": ("合并到", "Merge into"),
    "option-keeps": ("保留原编码", "Keeps the code"),
    "option-kind": ("网格类型", "Kind"),
    "option-name": ("名称", "Name"),
    "option-parent": ("划归", "Move to"),
    "option-parts": ("份数", "Parts"),
    "option-people": ("人员和支部", "Workers and branches"),
    "option-reason": ("原因", "Reason"),
    "option-recode": ("编码", "Code"),
    "option-to": ("划给", "Give to"),
    "option-use": ("用途", "Use"),
    "output-is-device": (
        "{file} 不是普通文件，不能在此写入。请换个文件名。",
        "{file} is no ordinary file and cannot be written. Choose another name.",
    ),
    "output-is-draft": (
        "{file} 是 GridMap 草案，不会被覆盖，未作任何改动。请换个文件名。",
        "{file} is a GridMap draft and is never replaced by other output; nothing was changed. Choose another name.",
    ),
    "output-is-folder": (
        "{file} 是文件夹，不能写成文件。请指定文件夹中的文件名。",
        "{file} is a folder. Name a file within it.",
    ),
    "output-is-journal": (
        "{file} 是数据库的附属文件（日志），覆盖它会损坏数据，未作任何改动。请换个文件名。",
        "{file} is kept by a database beside it, which would be damaged without it; nothing was changed. "
        "Choose another name.",
    ),
    "output-is-lock": (
        "{file} 是 GridMap 项目的锁定标记，不会被覆盖，未作任何改动。请换个文件名。",
        "{file} is where GridMap keeps who has a project open; nothing was changed. Choose another name.",
    ),
    "output-is-project": (
        "{file} 是 GridMap 项目，不会被覆盖，未作任何改动。请换个文件名。",
        "{file} is a GridMap project and is never replaced by other output; nothing was changed. Choose another name.",
    ),
    "output-is-read": (
        "{file} 正在作为数据来源使用，不会被覆盖，未作任何改动。请换个文件名，或先移除该参考图层。",
        "{file} is being read here and will not be replaced; nothing was changed. Choose another name, "
        "or take it off the map first.",
    ),
    "outside-crs-area": (
        "{file}：{of:,} 个网格中有 {count:,} 个（如第 {row} 行）远在 {crs} 的适用范围之外，"
        "那里的面积误差最大达 {area_error:.1%}。请核对坐标系，或为方案另选坐标系。",
        "{file}: {count:,} of {of:,} grids (row {row}, for one) lie far outside the area for which {crs} is "
        "made; areas there are wrong by up to {area_error:.1%}. Check the CRS, or choose another for the "
        "scheme.",
    ),
    "palette-keys": (
        "↑↓ 选择 · 回车前往 · Esc 关闭 · “>” 只找命令",
        "↑↓ choose · Enter goes there · Esc closes · “>” commands only",
    ),
    "palette-kind-branch": ("党组织", "Branch"),
    "palette-kind-building": ("房屋", "Building"),
    "palette-kind-command": ("命令", "Command"),
    "palette-kind-grid": ("网格", "Grid"),
    "palette-kind-worker": ("网格员", "Worker"),
    "palette-nothing": (
        "没有找到。可试试拼音首字母、编码开头或电话后几位。",
        "Nothing found. Try initials in pinyin, the beginning of a code or the last digits of a phone.",
    ),
    "palette-placeholder": (
        "网格、村、人员、支部、电话、门牌、命令；可用拼音或首字母",
        "Grid, village, worker, branch, phone, door plate, command; pinyin or initials will do",
    ),
    "palette-preparing": ("正在准备搜索，命令已可用…", "Getting the search ready; commands can be given already…"),
    "palette-results": ("搜索结果", "What was found"),
    "palette-title": ("搜索", "Search"),
    "panel-comparison": ("方案比对", "Comparison"),
    "panel-dashboard": ("总览", "Dashboard"),
    "panel-editing": ("编辑", "Editing"),
    "panel-findings": ("问题", "Findings"),
    "panel-history": ("历史记录", "History"),
    "panel-inspector": ("详情", "Details"),
    "panel-layers": ("图层", "Layers"),
    "panel-tree": ("网格层级", "Hierarchy"),
    "parent-already": ("网格 {code} 已在 {parent} 之下。", "Grid {code} is below {parent} already."),
    "parent-not-found": (
        "{file} 第 {row} 行：找不到编码为“{code}”的网格的上级，已无上级导入。",
        '{file}, row {row}: no parent was found for the grid with code "{code}"; it came in without one.',
    ),
    "parent-place-differs": (
        "{file}：{count:,} 个网格不在其编码或上级列所指的上级范围内，例如：{codes}。已按编码或上级列归属。",
        "{file}: {count:,} grids lie outside the parent that their code or the column names, for example: "
        "{codes}. They were given to that parent all the same.",
    ),
    "parent-value-unknown": (
        "{file} 第 {row} 行：找不到上级“{value}”，改按编码前缀或位置确定上级。",
        '{file}, row {row}: there is no parent "{value}"; the code or the place was asked instead.',
    ),
    "part-not-in-one-piece": (
        "这样拆分网格 {codes} 会有一块不连成一片，未作修改。",
        "A part of grid {codes} would not lie in one piece; nothing was changed.",
    ),
    "people-end": ("随网格终止", "End with the grid"),
    "people-go": ("转到接收网格", "Go to the receiving grid"),
    "picture-too-large": (
        "图片 {width} × {height} 像素太大，内存不足；请减小尺寸或分辨率。",
        "A picture of {width} by {height} pixels is too large for the memory; make it smaller.",
    ),
    "place-field-name": ("输入坐标或距离", "Type a place or a length"),
    "place-field-syntax": ("东移, 北移 · @距离<角度 · 距离 · X, Y 坐标", "dx, dy · @length<angle · length · X, Y"),
    "place-field-unread": (
        "看不懂。请写成：10, -5 或 @25<90 或 25 或 548123, 3527001",
        "Not understood. Write 10, -5 or @25<90 or 25 or 548123, 3527001",
    ),
    "project-has-scheme": (
        "项目 {file} 已有自己的方案，--scheme 只用于新项目。",
        "Project {file} has its scheme already; --scheme is for new projects.",
    ),
    "project-in-use": (
        "{user} 自 {since} 起在 {host} 上打开着 {file}，此处只能查看。",
        "{user} has had {file} open on {host} since {since}; here it can only be looked at.",
    ),
    "project-damaged": (
        "{file} 已损坏，这里是还能读出的内容，不能修改。请把它另存为新文件，再打开新文件。",
        "{file} is damaged; this is what can still be read of it and cannot be edited. Save a copy and open that.",
    ),
    "project-read-only": ("{file} 以只读方式打开，不能修改。", "{file} is open for reading only."),
    "project-strange": (
        "{file} 中有 GridMap 没有写过的东西（{names}），只能查看。请另存副本（副本不含这些），再打开副本修改。",
        "{file} holds what GridMap did not write ({names}), so it is open for reading only. Save a copy, which is "
        "without it, and edit that.",
    ),
    "reader-warning": ("读取 {file} 时的提示：{reason}", "While reading {file}: {reason}"),
    "reason-duplicate-rings": ("边界环重复", "a ring comes twice"),
    "reason-empty-part": ("有一部分是空的", "a part without any ground"),
    "reason-hole-lies-outside-shell": ("洞在外边界之外", "a hole lies outside its shell"),
    "reason-holes-are-nested": ("洞中有洞", "a hole lies inside another"),
    "reason-interior-is-disconnected": ("内部不连通", "the interior falls apart"),
    "reason-invalid-coordinate": ("坐标无效", "an invalid coordinate"),
    "reason-missing": ("请写明接受的理由。", "Give the reason for accepting."),
    "reason-nested-shells": ("外边界互相嵌套", "one part lies inside another"),
    "reason-not-a-polygon": ("不是面", "not a polygon"),
    "reason-not-finite": ("坐标不是有效数字", "coordinates that are no numbers"),
    "reason-off-the-map": ("坐标远在任何地图之外", "coordinates far off any map"),
    "reason-ring-is-not-closed": ("边界环不闭合", "a ring is not closed"),
    "reason-ring-self-intersection": ("边界环自相交", "a ring touches or crosses itself"),
    "reason-self-intersection": ("边界自相交", "the border crosses itself"),
    "reason-spike": ("有极窄的尖刺或裂缝", "a spike or slit of no width"),
    "reason-too-few-points-in-geometry-component": ("节点太少", "too few points"),
    "reason-too-tangled": (
        "边界自相交上千次，无法测量，按没有范围处理",
        "the border crosses itself a thousand times or more, too tangled to measure, and counts as no ground",
    ),
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
    "redo-named": ("重做：{edit}", "Redo: {edit}"),
    "reference-all-layers": ("全部 {count} 个图层", "All {count} layers"),
    "reference-filter": (
        "矢量文件 (*.shp *.gpkg *.geojson *.json *.kml *.kmz *.dxf *.gml *.tab *.mif *.fgb *.zip);;所有文件 (*)",
        "Vector files (*.shp *.gpkg *.geojson *.json *.kml *.kmz *.dxf *.gml *.tab *.mif *.fgb *.zip);;All files (*)",
    ),
    "reference-not-restored": (
        "参考文件“{name}”没能重新打开：{reason}",
        "The reference file {name} did not come back: {reason}",
    ),
    "reference-shapes-left-out": (
        "{file} 中有 {count} 个图形无法绘制，已略过。",
        "{file}: {count} shapes cannot be drawn and were left out.",
    ),
    "reference-swapped": (
        "{file} 的横、纵坐标写反了，显示时已对调。",
        "{file}: x and y have changed places in the file; they are put in order for showing it.",
    ),
    "reference-which-crs": (
        "“{name}”没有说明坐标系，或与坐标不符（例如 {x:,.4f}, {y:,.4f}；可能是 {expected}）。\n"
        "请填写坐标系（EPSG 代码、gcj02 或 bd09）：",
        "{name} does not say its CRS, or one that its coordinates do not fit "
        "(such as {x:,.4f}, {y:,.4f}; perhaps {expected}).\nState the CRS (an EPSG code, gcj02 or bd09):",
    ),
    "reference-which-layer": (
        "“{file}”含有多个图层，叠加哪一个？",
        "{file} has several layers. Which one is to be laid over the map?",
    ),
    "reference-without-shapes": ("{file} 中没有可以绘制的图形。", "{file} has no shape that can be drawn."),
    "row-id-unusable": (
        "表 {sheet} 编号为“{value}”的行未读入：编号必须是不重复的正整数。",
        "Table {sheet}: the row with id {value} was left out, because ids must be positive whole numbers, none twice.",
    ),
    "rows-lost": (
        "表 {sheet} 少了 {count:,} 行（现有 {found:,} 行），它们不是经正常修改消失的。请与备份核对。",
        "Table {sheet} has lost {count:,} rows ({found:,} are there), and by no edit. Compare it with a backup.",
    ),
    "rows-unreadable": (
        "表 {sheet} 有 {count:,} 行无法读出（读出 {found:,} 行）。",
        "Table {sheet}: {count:,} rows cannot be read ({found:,} were read).",
    ),
    "rows-unreadable-uncounted": (
        "表 {sheet} 读出 {found:,} 行；原有多少行已无从得知。",
        "Table {sheet}: {found:,} rows were read; how many there were is not known any more.",
    ),
    "rule-assignment-not-in-force": ("任职已到期或未开始", "Assignment not in force"),
    "rule-assignment-unknown": ("任职记录无对应", "Assignment of nobody or nothing"),
    "rule-bad-code": ("编码不合规", "Bad code"),
    "rule-branch-of-another": ("由其他单位的党支部覆盖", "Branch of another unit"),
    "rule-broken-chain": ("隶属链断裂", "Broken chain"),
    "rule-building-in-no-grid": ("有住户的房屋不在网格内", "Building in no grid"),
    "rule-building-in-two-grids": ("房屋同属两个网格", "Building in two grids"),
    "rule-childless": ("未划分下级网格", "Not divided"),
    "rule-compound-in-one-grid": ("大型小区只有一个网格", "Large compound in one grid"),
    "rule-compound-split": ("小区被拆分", "Compound split"),
    "rule-duplicate-code": ("编码重复", "Duplicate code"),
    "rule-empty-building-in-no-grid": ("无住户的房屋不在网格内", "Empty building in no grid"),
    "rule-enclave": ("飞地", "Enclave"),
    "rule-exempt-with-households": ("免覆盖区内有住户", "Households in an exempt area"),
    "rule-gap": ("空白区域", "Gap"),
    "rule-households-in-dedicated": ("专属网格内有住户", "Households where nobody should live"),
    "rule-households-over-standard": ("户数超过标准", "Above the household standard"),
    "rule-households-under-standard": ("户数低于标准", "Below the household standard"),
    "rule-invalid-shape": ("图形无效", "Invalid shape"),
    "rule-joint-branch-only": ("仅有联合党支部", "Joint branch only"),
    "rule-joint-over-units": ("联合党支部覆盖单位过多", "Joint branch of too many units"),
    "rule-link-unknown": ("党支部与网格的关联无对应", "Link to nothing"),
    "rule-missing-shape": ("缺少图形", "Missing shape"),
    "rule-no-branch": ("无党支部", "No branch"),
    "rule-no-branch-below": ("下级党组织缺失", "Nothing below in the chain"),
    "rule-no-responsible-person": ("无责任人", "No responsible person"),
    "rule-no-secretary": ("党支部无书记", "No secretary"),
    "rule-no-worker": ("无网格员", "No worker"),
    "rule-not-unattended": (
        "规则 {value} 的问题需人工决定，可自动修复的规则：{expected}",
        "Findings of rule {value} need a decision; rules that may run unattended: {expected}",
    ),
    "rule-number-order": ("编号次序不符", "Number order"),
    "rule-only-part-time-worker": ("仅有兼职网格员", "Part-time worker only"),
    "rule-orphan": ("无上级网格", "Orphan"),
    "rule-overhang": ("越出上级边界", "Overhang"),
    "rule-overlap": ("网格重叠", "Overlap"),
    "rule-prefix-not-parent": ("编码前缀与上级不符", "Prefix other than parent"),
    "rule-repeated-points": ("节点重复", "Repeated vertices"),
    "rule-retired-code": ("停用编码重新使用", "Retired code in use"),
    "rule-same-name": ("同级重名", "Same name"),
    "rule-several-parts": ("网格分成多块", "Grid in several parts"),
    "rule-shared-phone": ("多人共用电话", "Shared phone"),
    "rule-sliver": ("狭长碎片", "Sliver"),
    "rule-too-few-members": ("党员人数不足", "Too few members"),
    "rule-too-many-members": ("党员人数过多", "Too many members"),
    "rule-unknown-kind": ("类型未知", "Unknown kind"),
    "rule-unmatched-vertices": ("节点不吻合", "Unmatched vertices"),
    "rule-worker-across-level-1": ("跨一级网格任职", "Grids in several level-1 grids"),
    "rule-worker-far-apart": ("所负责网格相距过远", "Grids far apart"),
    "rule-worker-over-grids": ("负责网格过多", "Too many grids"),
    "rule-worker-over-households": ("负责户数过多", "Too many households"),
    "rule-worker-without-grid": ("人员未分配网格", "Worker without a grid"),
    "rule-wrong-parent": ("上级网格不对", "Wrong parent"),
    "rule-zone-without-branch": ("党建片区无党支部", "Zone without a branch"),
    "sample-no-room": (
        "种子 {seed} 生成的示例容不下所有缺陷，请换一个种子。",
        "The sample of seed {seed} has no room for every fault; take another seed.",
    ),
    "sample-truth": (
        "埋入 {count:,} 处缺陷，清单见 {file}",
        "{count:,} faults were planted; they are listed in {file}",
    ),
    "scheme-crs-not-metric": (
        "方案 {file} 的 {place}：“{value}”不是以米为单位的投影坐标系，请改用如 EPSG:4549。",
        'Scheme {file}, {place}: "{value}" is not a projected CRS in metres; use for example EPSG:4549.',
    ),
    "scheme-duplicate": (
        "方案 {file} 的 {place}：“{value}”重复出现，每个只能写一次。",
        'Scheme {file}, {place}: "{value}" comes twice; each may be written once.',
    ),
    "scheme-format": (
        "方案 {file} 的格式版本是 {value}，本版本只认识 {expected}，请升级 GridMap。",
        "Scheme {file} has format {value}; this version knows format {expected}. Get a newer GridMap.",
    ),
    "scheme-level-empty": (
        "方案 {file} 的 {place}：层级“{value}”没有任何网格类型，请补上 [[kind]] 或删去该层级。",
        'Scheme {file}, {place}: level "{value}" has no kind of grid; add a [[kind]] or remove the level.',
    ),
    "scheme-missing": ("方案 {file} 缺少 {place}。", "Scheme {file} lacks {place}."),
    "scheme-not-found": (
        "找不到方案 {file}。可以写 TOML 文件的路径，或自带方案之一：{expected}",
        "There is no scheme {file}. Give the path of a TOML file, or one that ships: {expected}",
    ),
    "scheme-not-text": (
        "表 {sheet} 第 {row} 行第 {column} 列应为工作方案的文本，但无法读取。可用 gridmap rescue 换标准方案写出。",
        "Table {sheet}, row {row}, column {column}: this should be the text of the scheme and cannot be read. "
        "gridmap rescue writes a new file with the standard scheme.",
    ),
    "scheme-replaced": (
        "工作方案无法读取（{reason}），已换成标准方案。请核对坐标系和各项标准。",
        "The scheme cannot be read ({reason}); the standard one has taken its place. See to the coordinate system "
        "and the standards.",
    ),
    "scheme-reference": (
        "方案 {file} 的 {place}：没有“{value}”，可选：{expected}",
        'Scheme {file}, {place}: there is no "{value}"; there are: {expected}',
    ),
    "scheme-syntax": ("方案 {file} 不是有效的 TOML：{reason}", "Scheme {file} is not valid TOML: {reason}"),
    "scheme-too-large": (
        "方案 {file} 过大，最多 {expected} 个字符。",
        "Scheme {file} is too large; it may have {expected} characters at most.",
    ),
    "scheme-unknown-key": (
        "方案 {file} 中的 {place} 无法识别；这里可以写：{expected}",
        "Scheme {file}: {place} is not known; what may stand here: {expected}",
    ),
    "scheme-value": (
        "方案 {file} 的 {place}：“{value}”不对，应为 {expected}",
        'Scheme {file}, {place}: "{value}" will not do; expected {expected}',
    ),
    "schemes-differ": (
        "两个项目的网格方案或坐标系不同（{one}、{other}），不能比对。",
        "The two have different kinds of grids or another CRS ({one}, {other}) and cannot be compared.",
    ),
    "setting-rural": ("农村", "Rural"),
    "setting-unknown": (
        "{file} 第 {row} 行“{column}”：不认识“{value}”，应为城镇或乡村，已留空。",
        '{file}, row {row}, "{column}": "{value}" is neither urban nor rural and was left blank.',
    ),
    "setting-urban": ("城镇", "Urban"),
    "severity-error": ("错误", "error"),
    "severity-notice": ("提示", "notice"),
    "severity-off": ("关闭", "off"),
    "severity-warning": ("警告", "warning"),
    "shape-broken": (
        "{file} 第 {row} 行：图形已损坏（无法读取或坐标不是有限数），该网格没有图形。",
        "{file}, row {row}: the shape is damaged (it cannot be read, or a coordinate is no finite number); the "
        "grid has no shape.",
    ),
    "shape-missing": (
        "{file} 第 {row} 行：没有图形，该网格只记入台账。",
        "{file}, row {row}: there is no shape; the grid came in without one.",
    ),
    "shape-not-polygon": (
        "{file} 第 {row} 行：图形是 {value}，不是面，此行未导入。",
        "{file}, row {row}: the shape is a {value} and no polygon; the row was left out.",
    ),
    "shape-not-projectable": (
        "{file} 第 {row} 行：坐标无法从 {crs} 换算到项目坐标系，该网格没有图形。",
        "{file}, row {row}: the coordinates cannot be brought from {crs} into the project's CRS; the grid has "
        "no shape.",
    ),
    "shape-not-valid": (
        "网格 {codes} 的图形无效，请先修正图形再改边界。",
        "The shape of grid {codes} is not valid; make it valid before changing its border.",
    ),
    "shape-parts-dropped": (
        "{file} 第 {row} 行：图形（{value}）中的点和线已去掉，只保留面。",
        "{file}, row {row}: points and lines of the shape ({value}) were dropped; its polygons were kept.",
    ),
    "shape-unreadable": (
        "表 {sheet} 中编号 {row} 的图形无法读取，按没有图形处理。",
        "Table {sheet}: the shape of row {row} cannot be read; the row is treated as one without a shape.",
    ),
    "shape-would-be-invalid": (
        "网格 {codes} 的图形将变为无效，未作修改。",
        "The shape of grid {codes} would be invalid; nothing was changed.",
    ),
    "shapefile-incomplete": (
        "{file} 不完整，缺少：{missing}。Shapefile 的 .shp、.shx、.dbf 要放在一起，请向提供者索取。",
        "{file} is not complete; it lacks: {missing}. The .shp, .shx and .dbf of a shapefile belong together; "
        "ask whoever sent it.",
    ),
    "size-city": ("全市", "city"),
    "size-province": ("全省", "province"),
    "size-town": ("一个镇", "town"),
    "source-empty": ("{file} 是空文件。", "{file} is an empty file."),
    "source-is-folder": (
        "{file} 是文件夹，请指定其中一个文件：{expected}",
        "{file} is a folder; name one file in it: {expected}",
    ),
    "source-reaches-out": (
        "{file} 引用了其他文件或网络地址（{value}），为安全起见没有读取。"
        "请让提供者另存为 Shapefile、GeoPackage 或 GeoJSON。",
        "{file} refers to other files or to the network ({value}) and was not read, to be safe. "
        "Ask whoever sent it to save it as Shapefile, GeoPackage or GeoJSON.",
    ),
    "sqlite-without-rtree": (
        "这里的 SQLite {version} 不含 R-tree 模块，不能写项目文件。请换用 python.org 或系统自带的 Python。",
        "The SQLite {version} here lacks its R-tree module, so projects cannot be written. Use the Python of "
        "python.org or of your system.",
    ),
    "staff-number-in-use": (
        "工号 {value} 已由 {name} 使用。请核对工号。",
        "The staff number {value} is that of {name}; check it.",
    ),
    "standard-far-over": ("远超", "far over"),
    "standard-over": ("超出", "over"),
    "standard-under": ("不足", "under"),
    "standard-within": ("达标", "met"),
    "stats-in-no-grid": (
        "另有 {buildings:,} 栋楼（{households:,} 户）不在任何网格内，未计入上表。",
        "{buildings:,} more buildings ({households:,} households) are in no grid, and not in the table.",
    ),
    "start-empty": (
        "还没有打开过项目。新项目可用 gridmap import 从 Shapefile、GeoJSON 或 GeoPackage 建立。",
        "No project was open yet. Make one from a Shapefile, GeoJSON or GeoPackage with gridmap import.",
    ),
    "start-recent": ("最近打开", "Recent projects"),
    "start-subtitle": (
        "把城市划成网格，让每一户都有人负责。打开一个项目，或先看看示例城市。",
        "A city in grids, so that every household has somebody who answers for it. Open a project or the sample city.",
    ),
    "table-accepted": ("已认可的问题", "accepted findings"),
    "table-assignments": ("网格员配备", "assignments"),
    "table-branch_grids": ("党支部与网格的关联", "links of branches and grids"),
    "table-branches": ("党支部", "branches"),
    "table-buildings": ("建筑物", "buildings"),
    "table-columns": ("显示的列", "Columns"),
    "table-copy": ("复制所选行", "Copy the selected rows"),
    "table-exempt_areas": ("免覆盖区域", "exempt areas"),
    "table-facts": ("项目说明", "facts"),
    "table-grids": ("网格", "grids"),
    "table-missing": (
        "缺少表 {sheet}，按空表处理。可能在其他软件中被删除过。",
        "Table {sheet} is missing and counts as empty. Another program may have removed it.",
    ),
    "table-restored": (
        "缺少表 {sheet}，已补上空表。可能在其他软件中被删除过。",
        "Table {sheet} was missing; an empty one was put back. Another program may have removed it.",
    ),
    "table-retired_codes": ("停用编码", "retired codes"),
    "table-roads": ("道路", "roads"),
    "table-water": ("水域", "water"),
    "table-workers": ("网格员", "workers"),
    "table-zones": ("党建片区", "party-building zones"),
    "text-cut": (
        "{file}“{column}”：有 {count:,} 处文字因字段太短在末尾被截断（如第 {row} 行），请核对。",
        '{file}, "{column}": {count:,} texts were cut off at the end where the field is too short (row {row}, '
        "for one); look them over.",
    ),
    "text-ends-at-nul": (
        "{file} 第 {row} 行“{column}”：文字中有空字符（U+0000），其后的内容无法读取，已截去，请核对。",
        '{file}, row {row}, "{column}": the text has a NUL (U+0000); what follows it cannot be read and was left out.',
    ),
    "text-not-plain": (
        "“{sheet}”表 id {row} 的“{column}”含有控制字符（{letters}），输出时以 � 代替。",
        'Table "{sheet}", id {row}, "{column}": control characters ({letters}) are written as �.',
    ),
    "text-not-storable": (
        "文字 {value} 含有无法保存的字符，未作改动。",
        "The text {value} holds characters that cannot be stored; nothing was changed.",
    ),
    "theme-boundaries": ("网格划分图", "Grid boundaries"),
    "theme-branches": ("网格党组织覆盖图", "Party branches in the grids"),
    "theme-gaps": ("网格覆盖问题图", "Gaps in coverage"),
    "theme-staffing": ("专职网格员配备图", "Full-time workers in the grids"),
    "theme-workload": ("网格户数负荷图", "Households of the grids"),
    "tiles-address-incomplete": (
        "地址中缺少 {missing}，无法取得瓦片。",
        "The address lacks {missing}, without which no tile can be asked for.",
    ),
    "tiles-file-missing": ("请选择一个 MBTiles 文件。", "Choose an MBTiles file."),
    "tiles-key-missing": ("请填写天地图密钥。", "Enter a key for Tianditu."),
    "tiles-not-mbtiles": (
        "{file} 不是可用的 MBTiles 文件，或其中没有瓦片。",
        "{file} is no MBTiles file, or has no tiles.",
    ),
    "tiles-not-web": (
        "“{value}”不是网址，应以 http:// 或 https:// 开头。",
        "“{value}” is no web address; it should begin with http:// or https://.",
    ),
    "tiles-of-degrees": (
        "{value} 的这套切片是经纬度切片，无法叠合。请改用球面墨卡托（如天地图的 _w）切片。",
        "{value}: tiles cut by longitude and latitude cannot be shown. Use those of Web Mercator (Tianditu: _w).",
    ),
    "tiles-of-vectors": (
        "{file} 里是矢量瓦片，只能显示图片瓦片。",
        "{file} holds vector tiles; only pictures can be shown.",
    ),
    "tiles-own-grid": (
        "{value} 是百度瓦片，采用 BD-09 和自有的切片方案，无法准确叠合，因此不予显示。",
        "{value} has Baidu's tiles: in BD-09, on a grid of their own. They cannot be laid in place and are not shown.",
    ),
    "tiles-placeholder-unknown": (
        "地址中的 {value} 无法识别，可用 {{z}}、{{x}}、{{y}}、{{-y}}；多个服务器请写其中一个。",
        "{value} in the address is not known. There are {{z}}, {{x}}, {{y}} and {{-y}}; of several servers write one.",
    ),
    "too-many-parts": ("份数应为 {expected}，现为 {value}。", "The number of parts must be {expected}, not {value}."),
    "tool-box-help": (
        "拖出矩形，选中其中的网格；按住 Ctrl 或 Shift 加选",
        "Drag a rectangle to select the grids inside; Ctrl or Shift adds",
    ),
    "tool-carve-help": (
        "圈出学校、市场等单位的范围，从综合网格中划出；按住 Shift 单击楼栋，直接取其轮廓。类型、名称和用途"
        "在“编辑”面板中填写。回车确认",
        "Draw around a school, market or other unit to carve it out; Shift+click takes the outline of a "
        "building. Give kind, name and use in the Editing panel. Enter accepts",
    ),
    "tool-clip-help": (
        "单击越出上级范围的网格，裁去界外部分。回车确认",
        "Click a grid that reaches over its parent's border to take off what lies outside. Enter accepts",
    ),
    "tool-dissolve-help": (
        "单击专属网格，把它的范围并回周围的综合网格，编码停用。回车确认",
        "Click a carved grid to give its ground back to those around it; its code is retired. Enter accepts",
    ),
    "tool-draw-grid-help": (
        "圈出新网格的范围；自动裁到所在村（社区）之内、其他网格之外。在“编辑”面板中填写类型和名称，回车确认",
        "Draw the new grid; it is cut to its village and to what no other grid holds. Choose kind and name "
        "in the Editing panel, then press Enter",
    ),
    "tool-exempt-help": (
        "圈出不需要网格覆盖的水面或封闭区域，只取未被网格覆盖的部分。在“编辑”面板中填写类别和原因，回车确认",
        "Draw around water or closed ground that needs no grid; only what no grid holds is taken. Give "
        "kind and reason in the Editing panel, then press Enter",
    ),
    "tool-fill-gap-help": (
        "单击没有网格覆盖的空白处，划给相邻网格；接收的网格可在“编辑”面板中改选。回车确认",
        "Click a gap to give it to a grid beside it; choose another in the Editing panel. Enter accepts",
    ),
    "tool-follow-help": (
        "在边界上先后单击起点和终点，两点之间的边界改走最近的道路或河流。回车确认",
        "Click a beginning and an end on a border; between them it follows the nearest road or river. Enter accepts",
    ),
    "tool-give-area-help": (
        "先选中接收的网格（Ctrl+单击），再圈出要划入的地块：按住拖动手绘，或逐点单击、双击结束。回车确认，Esc 取消",
        "Select the grid that receives (Ctrl+click), then draw around the ground: drag by hand, or click "
        "corners and end with a double click. Enter accepts, Esc cancels",
    ),
    "tool-give-buildings-help": (
        "先选中接收的网格（Ctrl+单击），再单击或圈选楼栋，楼栋连同周边地块一起划入。回车确认",
        "Select the grid that receives (Ctrl+click), then click or lasso buildings; the ground around them "
        "goes along. Enter accepts",
    ),
    "tool-lasso-help": (
        "按住左键圈出范围，选中其中的网格；按住 Ctrl 或 Shift 加选",
        "Hold the button and draw around the grids to select; Ctrl or Shift adds",
    ),
    "tool-measure-area-help": (
        "逐点单击圈出范围，双击或回车结束；退格撤一点，Esc 清除",
        "Click the corners, double-click or Enter ends; Backspace takes one back, Esc clears",
    ),
    "tool-measure-length-help": (
        "逐点单击，双击或回车结束；退格撤一点，Esc 清除",
        "Click point by point, double-click or Enter ends; Backspace takes one back, Esc clears",
    ),
    "tool-merge-help": (
        "依次单击要合并的网格（再次单击取消），保留哪个网格的编码在“编辑”面板中选择。回车确认",
        "Click the grids to merge (click again to leave one out); choose which one stays in the Editing "
        "panel. Enter accepts",
    ),
    "tool-move-border-help": (
        "拖动两个网格之间的整条边界；单击边界后输入“东移, 北移”可精确移动",
        "Drag the whole border between two grids; click it and type dx, dy to move it exactly",
    ),
    "tool-move-grid-help": (
        "单击网格，划归相邻的村（社区），村界随之移动；划入的村（社区）和编码处理在“编辑”面板中选择。回车确认",
        "Click a grid to move it to a village that borders it; the villages' border moves along. Choose "
        "the village, and whether the code changes, in the Editing panel. Enter accepts",
    ),
    "tool-pan-help": (
        "拖动平移，单击选择；按住 Ctrl 单击可加选或取消",
        "Drag to pan, click to select; Ctrl+click adds or takes out",
    ),
    "tool-reshape-help": (
        "从边界上一点画到边界上另一点（逐点单击、双击结束，或按住拖动），两点之间的边界改走这条线。回车确认",
        "Draw from one place on a border to another (click corners and end with a double click, or drag); "
        "between them the border runs along the line. Enter accepts",
    ),
    "tool-retire-help": (
        "单击要撤并的网格，范围并入相邻网格，编码停用；接收的网格和人员去向在“编辑”面板中选择。回车确认",
        "Click the grid to retire; a neighbour takes its ground and its code is never used again. Choose "
        "who takes it, and whether its people go along, in the Editing panel. Enter accepts",
    ),
    "tool-split-equally-help": (
        "单击网格，按户数均分成几份；份数和方向在“编辑”面板中选择。回车确认",
        "Click a grid to split it into shares of equally many households; choose how many and which way in "
        "the Editing panel. Enter accepts",
    ),
    "tool-split-help": (
        "画一条穿过网格的线（逐点单击、双击结束，或按住拖动），把网格一分为二。保留编码的"
        "一半和新网格名称在“编辑”面板中选填。回车确认",
        "Draw a line across a grid (click corners and end with a double click, or drag) to split it in "
        "two. Choose which half keeps the code in the Editing panel. Enter accepts",
    ),
    "tool-vertices-help": (
        "拖动节点移动；拖动边线或双击边线增加节点；选中后按 Delete "
        "删除，输入数字可精确移动。共用该节点的网格一起变动。按住 Alt 不捕捉",
        "Drag a vertex to move it; drag or double-click an edge to add one; Delete removes the one held, "
        "digits move it exactly. All grids that share it follow. Alt turns snapping off",
    ),
    "tree-branch-joint": ("联合", "joint"),
    "tree-branch-none": ("无", "none"),
    "tree-branch-own": ("独立", "own"),
    "tree-covered": ("支部", "Branch"),
    "tree-find": ("按名称或编码查找", "Find by name or code"),
    "tree-households": ("户数", "Homes"),
    "tree-name": ("名称", "Name"),
    "tree-staffed": ("人员", "Staff"),
    "tree-staffing-full-time": ("专职", "full"),
    "tree-staffing-nobody": ("无", "none"),
    "tree-staffing-part-time": ("兼职", "part"),
    "undo-named": ("撤销：{edit}", "Undo: {edit}"),
    "unknown-code": ("项目中没有编码为“{value}”的网格。", 'The project has no grid with code "{value}".'),
    "unknown-kind": (
        "方案中没有网格类型“{value}”，可选：{expected}",
        'The scheme has no kind of grid "{value}"; it has: {expected}',
    ),
    "unknown-level": (
        "方案中没有层级“{value}”，可选：{expected}",
        'The scheme has no level "{value}"; it has: {expected}',
    ),
    "unknown-privacy": (
        "没有隐私级别“{value}”，可选：{expected}",
        'There is no privacy profile "{value}"; there are: {expected}',
    ),
    "unknown-rule": ("没有规则“{value}”，可选：{expected}", 'There is no rule "{value}"; there are: {expected}'),
    "unknown-theme": ("没有专题“{value}”，可选：{expected}", 'There is no theme "{value}"; there are: {expected}'),
    "value-branch": ("党支部", "a branch"),
    "value-branch-and-grid": ("党支部和网格", "a branch and a grid"),
    "value-ended": ("已到期", "ended on"),
    "value-grid": ("网格", "a grid"),
    "value-not-begun": ("尚未开始", "begins on"),
    "value-unreadable": (
        "表 {sheet} 中编号 {row} 的“{column}”：无法识别“{value}”，按空白处理。",
        'Table {sheet}, row {row}: "{value}" will not do for "{column}"; it is treated as blank.',
    ),
    "value-worker": ("人员", "a worker"),
    "value-worker-and-grid": ("人员和网格", "a worker and a grid"),
    "vertex-joins-borders": (
        "这里是网格 {codes} 几条边界的交汇点，不能删除，只能移动。",
        "Borders of grid {codes} meet at this vertex; it can be moved but not removed.",
    ),
    "web-area": ("面积", "Area"),
    "web-branch": ("党组织", "Party branch"),
    "web-code": ("编码", "Code"),
    "web-households": ("户数", "Households"),
    "web-kind": ("类型", "Kind"),
    "web-legend": ("图例", "Legend"),
    "web-made-with": ("离线网页（Leaflet 1.9.4）", "offline page (Leaflet 1.9.4)"),
    "web-secretary": ("书记", "Secretary"),
    "web-severity": ("严重程度", "Severity"),
    "web-workers": ("网格员", "Workers"),
    "window-about": (
        "GridMap {version}：网格化治理的桌面地理信息系统。MIT 许可证。",
        "GridMap {version}: desktop GIS for grid-based community governance. MIT licence.",
    ),
    "window-cancel": ("取消", "Cancel"),
    "window-changed-elsewhere": (
        "{file} 刚被其他程序修改。现在重新载入吗？",
        "Another program has just changed {file}. Reload it now?",
    ),
    "window-check-difference": (
        "检查完成：新增 {brought:,} 个问题，消除 {cleared:,} 个。",
        "Checked: {brought:,} new findings, {cleared:,} cleared.",
    ),
    "window-checking": ("正在检查…", "Checking…"),
    "window-close": ("关闭", "Close"),
    "window-counts": (
        "错误 {errors:,} · 警告 {warnings:,} · 提示 {notices:,}",
        "{errors:,} errors · {warnings:,} warnings · {notices:,} notices",
    ),
    "window-later": ("稍后", "Later"),
    "window-locked-by": (
        "该项目已由 {who}（{host}）打开，此处只能查看。",
        "{who} on {host} has this project open; here it can only be read.",
    ),
    "window-project-filter": ("GridMap 项目 (*.gpkg)", "GridMap project (*.gpkg)"),
    "window-read-only": ("只读", "read only"),
    "window-reloaded-same": ("文件没有变化。", "The file has not changed."),
    "window-rescue": ("另存还能读出的内容…", "Save what can be read…"),
    "window-strange": (
        "因此只能查看。另存的副本不含这些内容，可以修改。",
        "So it is open for reading only. A copy is saved without all this and can be edited.",
    ),
    "worker-do": ("新增", "Add"),
    "worker-heading": (
        "只登记姓名、工作电话和工号，不登记其他个人信息。",
        "Name, work phone and staff number; nothing else of a person is kept.",
    ),
    "worker-new": ("新增网格员…", "New worker…"),
    "worker-phone": ("工作电话", "Work phone"),
    "worker-title": ("新增网格员", "New worker"),
    "worker-without-name": ("请填写网格员的姓名。", "Give the worker's name."),
    "would-open-gap": (
        "这样修改会在网格 {codes} 处留下 {area_m2:,.1f} 平方米空白，未作修改。",
        "This would leave {area_m2:,.1f} m² without a grid at {codes}; nothing was changed.",
    ),
    "would-overhang": (
        "这样修改会使网格 {codes} 有 {area_m2:,.1f} 平方米超出上级范围，未作修改。",
        "This would put {area_m2:,.1f} m² of grid {codes} outside its parent; nothing was changed.",
    ),
    "would-overlap": (
        "这样修改会使网格 {codes} 重叠 {area_m2:,.1f} 平方米，未作修改。",
        "This would make {area_m2:,.1f} m² overlap at grid {codes}; nothing was changed.",
    ),
    "z-dropped": (
        "{file}：{count:,} 个图形带有高程，已去掉。",
        "{file}: {count:,} shapes have heights, which were dropped.",
    ),
    "zip-without-boundaries": (
        "{file} 压缩包中没有边界文件（{expected}）。",
        "{file} holds no file of boundaries ({expected}).",
    ),
}
"""Key to (Chinese, English). Placeholders are those of ``str.format``, with a format where a number needs one."""


_SINGULAR: Final = {
    "buildings": "building",
    "drafts": "draft",
    "errors": "error",
    "faults": "fault",
    "findings": "finding",
    "grids": "grid",
    "households": "household",
    "notices": "notice",
    "parts": "part",
    "residents": "resident",
    "rows": "row",
    "shapes": "shape",
    "texts": "text",
    "vertices": "vertex",
    "warnings": "warning",
    "workers": "worker",
}
_COUNTED: Final = re.compile(rf"(?P<before>\{{(?P<value>\w+)(?::[^}}]*)?\}} )(?P<counted>{'|'.join(_SINGULAR)})\b")
"""A value and the noun that it counts, which English has in the singular where the value is one."""


def text(key: str, language: Language, /, **values: object) -> str:
    """Return the sentence of a key in a language, with the values filled in.

    Raises
    ------
    KeyError
        If there is no such sentence, or it speaks of a value that is not given.
    """
    sentence = SENTENCES[key][LANGUAGES.index(language)]
    if language == "en":
        sentence = _COUNTED.sub(lambda found: _in_number(found, values.get(found["value"])), sentence)
    return plain_text(sentence.format_map({name: _shown(value, language) for name, value in values.items()}))


def _in_number(found: re.Match[str], count: object) -> str:
    """Return a value and what it counts as the sentence has it, or in the singular if the value is one."""
    if count != 1:
        return found[0]
    return found["before"] + _SINGULAR[found["counted"]]


def message_of(error: GridMapError | Problem, language: Language) -> str:
    """Return what to tell a user about an error or a problem; falls back on key and values, for errors of plug-ins."""
    values = dict(error.values)
    for name in ("file", "sheet", "row", "column"):
        if getattr(error, name, None):
            values.setdefault(name, getattr(error, name))
    try:
        return text(error.key, language, **values)
    except (KeyError, ValueError, IndexError):
        return plain_text(" ".join([error.key, *(f"{name}={value}" for name, value in values.items())]))


def origin_of(facts: Mapping[str, str], language: Language) -> str:
    """Return what a project says of where its boundaries come from, "synthetic boundaries" for instance, or nothing."""
    plain = facts.get("origin", "")
    return facts.get("origin_zh", plain) if language == "zh" else plain


def has(key: str) -> bool:
    """Whether there is a sentence of that key."""
    return key in SENTENCES


def preferred_language(environ: Mapping[str, str] = os.environ) -> Language:
    """Return the language to speak: ``GRIDMAP_LANG`` if it is set, else the system's if that says one, else Chinese."""
    asked = environ.get("GRIDMAP_LANG", "").strip().lower()[:2]
    if asked in LANGUAGES:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return _language_of_locale(value)
    return _language_of_locale(_system_locale())


def _language_of_locale(name: str) -> Language:
    plain = name.split(".", maxsplit=1)[0]
    if plain in ("", "C", "POSIX") or plain.lower().startswith("zh"):
        return "zh"
    return "en"


def _system_locale() -> str:
    """Name the locale of the desktop where the environment does not (Windows, macOS)."""
    if sys.platform == "win32":
        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return locale.getlocale()[0] or ""


def _shown(value: object, language: Language) -> object:
    """Return a value as a sentence says it; numbers stay numbers, so that the sentence may format them."""
    if isinstance(value, bool):
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}[language]
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Sequence):
        return ("、" if language == "zh" else ", ").join(str(_shown(part, language)) for part in value)
    named = getattr(value, "in_language", None)
    return named(language) if named else str(value)
