"""What the command line says, and its help."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
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
    "check-top-of-rule": ("{rule}，户数最多的 {count} 个", "{rule}: the {count} with the most households"),
    "cli-bad-value": ("{name} 的值不对：{reason}", "{name}: {reason}"),
    "cli-checking": ("正在检查", "Checking"),
    "cli-choose": ("{name} 不能是“{value}”，可选：{expected}", '{name} cannot be "{value}"; choose from: {expected}'),
    "cli-counting": ("正在统计", "Counting"),
    "cli-crash": (
        "GridMap 出现了意外错误，项目文件未受影响。详情已写入：{log}",
        "GridMap ran into an unexpected error; the project file is as it was. The details are in {log}",
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
    "cli-more-problems": ("注意：另有 {count:,} 处类似情况。", "Note: {count:,} more of this kind."),
    "cli-no-such-option": ("没有选项 {name}。", "There is no option {name}."),
    "cli-no-such-verb": ("没有命令 {name}。", "There is no command {name}."),
    "cli-opening": ("正在打开 {file}", "Opening {file}"),
    "cli-option-needs-value": ("选项 {name} 后面要写一个值。", "Option {name} needs a value."),
    "cli-output-full": (
        "磁盘已满，输出没有写完整。请腾出空间后重试。",
        "The disk is full; not all of the output was written. Free some space and try again.",
    ),
    "cli-problem": ("注意：{message}", "Note: {message}"),
    "cli-reading": ("正在读取 {file}", "Reading {file}"),
    "cli-rescued": (
        "已保存到 {file}：{rows:,} 行，操作记录 {lines:,} 行。",
        "Wrote {file}: {rows:,} rows, {lines:,} lines of history.",
    ),
    "cli-rescued-nothing-lost": ("没有发现缺失。", "Nothing seems to be lost."),
    "cli-see-help": ("用法见：{line}", "See: {line}"),
    "cli-storing": ("正在保存", "Saving"),
    "cli-whole-number": ("{name} 应为不小于 {least} 的整数。", "{name} must be a whole number of {least} or more."),
    "cli-writing": ("正在写入 {file}", "Writing {file}"),
    "cli-written": ("已保存到 {file}", "Written: {file}"),
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
    "export-not-on-map": (
        "有 {count:,} 个网格没有图形，不在地图上。",
        "Without a shape, so not on the map: {count:,} grids.",
    ),
    "export-without-ground": (
        "没有可用范围、图上不显示的网格共 {count} 个：{codes}。原因见 gridmap check。",
        "Without usable ground, so not visible on a map: {count} ({codes}). gridmap check says why.",
    ),
    "export-without-shape": (
        "有 {count:,} 个网格没有图形，文件里有它们的属性，图形为空。",
        "Without a shape, which stays empty in the file: {count:,} grids.",
    ),
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
    "help-draft-agree": (
        "登记：方案已经县（市、区）同意。",
        "Record that the county agreed to a draft.",
    ),
    "help-draft-apply": (
        "把方案应用到项目（一步，可撤销），然后删除方案文件。",
        "Apply a draft to the project, in one step that can be undone; its file goes.",
    ),
    "help-draft-day": (
        "登记的日期，例如 2026-06-15；默认今天。",
        "The day that is recorded, 2026-06-15 for instance; today by default.",
    ),
    "help-draft-document": ("登记的文号，可不填。", "The number of the document that says so, if there is one."),
    "help-draft-drop": ("放弃方案并删除其文件。", "Drop a draft and its file for good."),
    "help-draft-file": ("登记：方案已报市备案。", "Record that the city filed a draft."),
    "help-draft-list": ("列出已有方案。", "List the drafts."),
    "help-draft-new": ("以现行划分为起点新建一个调整方案。", "Begin a draft, from the division as it is now."),
    "help-draft-propose": (
        "登记：方案已由镇（街道）提出；已应用的方案同样可以登记。",
        "Record that the town proposed a draft, be it applied already or not.",
    ),
    "help-draft-take-back": ("取消最后登记的一个环节。", "Take back the stage that was recorded last."),
    "help-dry-run": ("只显示将要做的修改，不改动项目。", "Show what would be done and change nothing."),
    "help-encoding": (
        "文字编码，如 GBK；文件未说明或有误时使用。",
        "Encoding of the texts, for example GBK, where the file does not say or is wrong.",
    ),
    "help-exit-codes": (
        "退出码：0 完成且没有错误级问题；1 发现错误级问题；2 输入或用法有误；3 GridMap 自身出错（已写日志）；"
        "130 按 Ctrl+C 中断。",
        "Exit codes: 0 done, nothing of severity error found; 1 errors found; 2 bad input or usage; 3 GridMap "
        "itself failed (a log was written); 130 interrupted with Ctrl+C.",
    ),
    "help-export": (
        "导出：地理数据、Excel 台账、地图、幻灯片或网页，按后缀确定格式。",
        "Write grids as geodata, a workbook, a map, slides or a web page; the suffix says which.",
    ),
    "help-export-atlas": (
        "图集：该级每个网格一页（town、village、grid 等），写成 PDF。",
        "An atlas: a page for each grid of this level (town, village, grid, ...), as PDF.",
    ),
    "help-export-base-map": (
        "底图：tianditu-map、tianditu-image、openstreetmap 的本机缓存，或 MBTiles 文件；不联网。",
        "Base map: tianditu-map, tianditu-image or openstreetmap as kept on this computer, or an MBTiles file.",
    ),
    "help-export-board": (
        "网格公示牌：每个网格一张，大字，带二维码（PDF）。",
        "Notice boards: one for each grid, in large type with a QR code (PDF).",
    ),
    "help-export-crs": (
        "数据的坐标：EPSG 代码、gcj02 或 bd09；默认为项目坐标系（GeoJSON 和 KML 为 WGS 84）。",
        "Coordinates of data: an EPSG code, gcj02 or bd09; the project's by default (WGS 84 in GeoJSON and KML).",
    ),
    "help-export-dossier": (
        "一格一档：每个网格一页，地图、四至、户数、人员、党组织和变更（PDF）。",
        "A page for each grid: map, extent, households, people, branches and changes (PDF).",
    ),
    "help-export-dpi": ("图片的分辨率（像素/英寸）。", "Resolution of a picture, pixels to an inch."),
    "help-export-extent": (
        "页面显示的范围（项目坐标，西,南,东,北）。",
        "What the page shows: west, south, east, north in the project's coordinates.",
    ),
    "help-export-files": (
        "图集写成一个文件（one）、每页一个（each）或每个上级一个（top）。",
        "An atlas as one file, one for each page (each), or one for each top grid (top).",
    ),
    "help-export-layers": (
        "地图只画这些图层，逗号分隔，例如 kinds,borders,names,water。",
        "Draw these layers only, with commas, kinds,borders,names,water for instance.",
    ),
    "help-export-made-by": ("制图单位，写在页脚。", "Who made the page, said in its foot."),
    "help-export-paper": (
        "纸张：A4、A3（默认）、A2、A1、A0 或 16:9；一格一档默认 A4。",
        "Paper: A4, A3 (default), A2, A1, A0 or 16:9; A4 for dossiers.",
    ),
    "help-export-pattern": (
        "图集各文件的名称，可用 {{code}}、{{name}}、{{number}}、{{file}}。",
        "Names of the files of an atlas, of {{code}}, {{name}}, {{number}}, {{file}}.",
    ),
    "help-export-portrait": ("纵向。", "Upright paper."),
    "help-export-qr": (
        "公示牌二维码的内容，可用 {{code}} 和 {{name}}；默认为名称和编码。",
        "What the QR code of a board says, with {{code}} and {{name}}; name and code by default.",
    ),
    "help-export-reference": (
        "叠加的参考文件，与窗口中相同（可重复）。",
        "A file laid over the map, as in the window (may be repeated).",
    ),
    "help-export-review-number": (
        "审图号；公开的地图没有审图号时标注“内部资料”。",
        "The map's review number; a public map without one is marked as internal.",
    ),
    "help-export-scale": (
        "比例尺，例如 5000 或 1:5000；默认取能放下全部内容的整数比例尺。",
        "The scale, 5000 or 1:5000 for instance; by default the largest round one at which all fits.",
    ),
    "help-export-scope": (
        "只导出该编码或名称的网格及其下级（可重复）。",
        "Only the grid with this code or name and what is below it (may be repeated).",
    ),
    "help-export-since": (
        "Excel：另加两张表，列出从这一天到 --on 的人员变动和网格变更。",
        "Excel: two more sheets with who left and came, and which grids changed, from this day to --on.",
    ),
    "help-export-template": (
        "幻灯片模板（.pptx 或 .potx），或版面模板（.toml，由导出对话框保存）。",
        "A template of slides (.pptx or .potx), or of pages (.toml, as the export dialog keeps it).",
    ),
    "help-export-type-size": (
        "字号倍数，0.5 到 3；默认 1，16:9 为 2（会议室后排可读）。",
        "Type, 0.5 to 3 times its own size; 1 by default, 2 on 16:9, to be read from the back of a room.",
    ),
    "help-export-title": ("地图或幻灯片的标题。", "The title of a map or of slides."),
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
    "help-history": ("列出谁在什么时候做了什么。", "Show who did what, and when."),
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
    "help-layer": ("文件中的图层；有多个图层时需要。", "Layer of the file; needed if it has several."),
    "help-level": (
        "导入到方案中的哪个层级或类型，如 town、village、comprehensive、dedicated。",
        "Level or kind of the scheme that the file holds, for example town, village, comprehensive, dedicated.",
    ),
    "help-name-column": (
        "名称所在的列；不写则按列名识别。",
        "Column with the names; found by its heading if not given.",
    ),
    "help-on": (
        "人员按哪一天计（YYYY-MM-DD），过去或将来均可；默认今天。",
        "The day for which assignments count (YYYY-MM-DD), past or to come; today by default.",
    ),
    "help-open": ("打开窗口显示项目。", "Open a project in the window."),
    "help-options": ("选项：", "Options:"),
    "help-out": ("放结果的文件夹，默认 out。", "Folder for the results, by default out."),
    "help-output": ("输出文件：{formats}。", "The file to write: {formats}."),
    "help-overwrite": ("允许覆盖已有文件。", "Replace a file that already exists."),
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
        "Replace grids whose code already exists; by default they are skipped.",
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
    "help-sample-scheme": (
        "哪个方案的示例：city（默认）、micro、shapingba、chengdu、chongchuan、planners，见 gridmap schemes。",
        "Whose sample: city (default), micro, shapingba, chengdu, chongchuan or planners; see gridmap schemes.",
    ),
    "help-schemes": (
        "列出自带的方案及其示例规模。",
        "List the schemes that ship, and in what sizes their samples can be made.",
    ),
    "help-sample-out": ("要生成的项目文件。", "The project file to make."),
    "help-scheme": (
        "新项目的方案：自带方案的代号（默认 city，见 gridmap schemes）或 TOML 文件。",
        "Scheme of a new project: the key of one that ships (default city; see gridmap schemes), or a TOML file.",
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
        "For files whose coordinates are swapped (latitude or northing first).",
    ),
    "help-theme": (
        "图片的主题：boundaries（默认）、staffing、branches、workload、gaps。",
        "Theme of a picture: boundaries (default), staffing, branches, workload, gaps.",
    ),
    "help-usage": ("用法：{line}", "Usage: {line}"),
    "help-verbs": ("命令：", "Commands:"),
    "help-version": ("显示版本。", "Show the version."),
    "help-xlsx": ("把问题写成 Excel 工作簿。", "Write the findings to an Excel workbook."),
    "office-again": ("    已按此改用 --crs gcj02 读入", "    So it was read again with --crs gcj02"),
    "office-begin": (
        "再看一个镇交来的文件怎样读入（文件在 {folder}，也可以拖到窗口里自己试）：",
        "And how the files that a town hands in are read (they are in {folder}; drop them on the window to try it):",
    ),
    "office-boundaries": (
        "网格边界：读入 {count:,} 个，与示例的边界最多相差 {millimetres:.4f} 毫米",
        "Boundaries: {count:,} grids came in, nowhere more than {millimetres:.4f} mm from those of the sample",
    ),
    "office-checked": (
        "新项目 {file} 已检查：{count:,} 个问题",
        "The new project {file} has been checked: {count:,} findings",
    ),
    "office-lists": (
        "名单：读入 {good:,} 行，人员 {workers:,}、任职 {assignments:,}、党组织 {branches:,}；未读入 {bad:,} 行",
        "Lists: {good:,} rows came in with {workers:,} people, {assignments:,} assignments and {branches:,} branches; "
        "{bad:,} rows were left out",
    ),
    "office-told": ("  · {message}", "  · {message}"),
    "sample-defects": (
        "方案 {scheme} 的示例不能埋入缺陷，只有 {expected} 可以。请去掉 --defects。",
        "Faults cannot be planted in the sample of scheme {scheme}, only in that of {expected}; leave out --defects.",
    ),
    "sample-no-room": (
        "种子 {seed} 生成的示例容不下所有缺陷，请换一个种子。",
        "A sample with seed {seed} has no room for every fault; choose another seed.",
    ),
    "sample-size": (
        "方案 {scheme} 的示例没有 {value} 规模，可选：{expected}",
        "The sample of scheme {scheme} has no size {value}; there are: {expected}",
    ),
    "sample-truth": (
        "埋入 {count:,} 处缺陷，清单见 {file}",
        "{count:,} faults were planted; they are listed in {file}",
    ),
    "stats-area": ("面积（平方公里）", "Area (km²)"),
    "stats-covered": ("支部覆盖", "Branch covered"),
    "stats-in-no-grid": (
        "另有 {buildings:,} 栋楼（{households:,} 户）不在任何网格内，未计入上表。",
        "{buildings:,} more buildings ({households:,} households) are in no grid, and not in the table.",
    ),
    "stats-staffed": ("配备率", "Staffed"),
}
"""Key to (Chinese, English)."""
