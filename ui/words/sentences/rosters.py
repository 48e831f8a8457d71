"""What is said of rosters on their way in: rows and columns that were taken, left out, or need a decision."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "change-roster": (
        "读入名单 {file}：新增 {new:,} 条，更新 {changed:,} 条，结束任职 {ended:,} 条",
        "Took in {file}: {new:,} new, {changed:,} changed, {ended:,} assignments ended",
    ),
    "column-roster-changed": ("更新", "Changed"),
    "column-roster-ended": ("结束", "Ended"),
    "column-roster-field": ("读作", "Taken for"),
    "column-roster-header": ("列", "Column"),
    "column-roster-new": ("新增", "New"),
    "column-roster-same": ("不变", "Same"),
    "column-roster-table": ("表", "Table"),
    "column-roster-why": ("依据", "Because of"),
    "help-roster": (
        "把网格员、党组织、网格和楼栋名单读入项目",
        "Bring lists of workers, branches, grids and buildings in",
    ),
    "help-roster-as-of": (
        "名单的日期：名单所列网格中未再列出的任职于前一天结束",
        "day of the lists: whoever they leave out of the grids they cover ended the day before",
    ),
    "help-roster-bad": (
        "把未读入的行写入工作簿，改好后可再次读入",
        "write the rows left out to a workbook, to mend and read",
    ),
    "help-roster-choose": (
        "认不出的名称按所写的网格编码处理，如 --choose 长江村/一网格=320582100201001（可重复）",
        'which grid an unknown name means: --choose "Village/Grid=CODE"; may be repeated',
    ),
    "help-roster-column": (
        "某列按所写的字段读取，如 --column 负责人=person:full_time；留空则不读（可重复）",
        'what a column is: --column "Lead=person:full_time"; nothing behind = leaves it out; may be repeated',
    ),
    "help-roster-crs": (
        "坐标所在的坐标系：EPSG 代码、gcj02 或 bd09",
        "where coordinates are: an EPSG code, gcj02 or bd09",
    ),
    "help-roster-dry-run": ("只显示结果，不写入项目", "show the outcome and store nothing"),
    "help-roster-files": ("名单文件，可用通配符", "lists, patterns among them"),
    "help-roster-json": ("把结果写入 JSON 文件（- 为标准输出）", "write the outcome as JSON (- for standard output)"),
    "help-roster-password": ("文件的打开密码", "password of the files"),
    "help-roster-project": (
        "项目文件（用 --template 时为要写出的表样）",
        "project file (with --template the form to write)",
    ),
    "help-roster-role": ("名单未写明角色时的角色", "role of people of whom the lists say none"),
    "help-roster-table": (
        "每一行是什么：workers、assignments、branches、grids、buildings、items、facilities 或 compounds",
        "what a row is: workers, assignments, branches, grids, buildings, items, facilities or compounds",
    ),
    "help-roster-template": ("写出一张空白表样", "write an empty form of a table"),
    "help-roster-who": (
        "同名的人是哪一位，如 --who 第一网格/张三=13800000001（电话或工号；留空为新人；可重复）",
        'who is meant of namesakes: --who "Grid/Name=PHONE", or a staff number, or nothing if new; may be repeated',
    ),
    "roster-ask-password": ("{file} 的打开密码", "Password of {file}"),
    "roster-at": ("{place}：{message}", "{place}: {message}"),
    "roster-at-column": ("列“{column}”", 'column "{column}"'),
    "roster-at-row": ("第 {row} 行", "row {row}"),
    "roster-at-sheet": ("工作表“{sheet}”", 'sheet "{sheet}"'),
    "roster-bad-none": ("没有未读入的行，未写出 {file}。", "No row was left out; {file} was not written."),
    "roster-bad-written": (
        "已把 {count:,} 行及原因写入 {file}；改好后可再次读入。",
        "{count:,} rows with their reasons are in {file}; mend them there and read it again.",
    ),
    "roster-beside-buildings": (
        "{count:,} 个填报的户数或人口与楼栋合计不同，已保存；统计仍以楼栋为准。",
        "{count:,} declared figures differ from those of the buildings; they are kept, and the buildings count.",
    ),
    "roster-branch-ambiguous": (
        "有几个党组织都叫“{value}”，分不清是哪一个；请写明村（社区）。",
        'several branches are called "{value}"; name the village',
    ),
    "roster-building-far": (
        "坐标“{value}”离项目范围超过 20 公里，请核对",
        "the place {value} is more than 20 km from the project; check it",
    ),
    "roster-building-unnamed": (
        "没有坐标也没有门牌，无法登记",
        "there is neither a place nor a door plate",
    ),
    "roster-building-without-place": (
        "没有坐标，也没有写明在哪个网格",
        "there are no coordinates and no grid is named",
    ),
    "roster-buildings-at-grid": (
        "{count:,} 栋楼没有坐标，已放在所写网格的中心位置",
        "{count:,} buildings have no coordinates and were put at the inner point of the grid they name",
    ),
    "roster-choice-unknown": (
        "--choose “{value}”：项目中没有编码为“{code}”的网格。",
        '--choose "{value}": the project has no grid with the code {code}.',
    ),
    "roster-code-ambiguous": (
        "项目中有几个网格的编码都是“{value}”",
        "several grids of the project have the code {value}",
    ),
    "roster-code-not-of-name": (
        "项目中没有编码“{value}”，而同名的网格是另一个编码",
        "no grid has the code {value}, and the grid of that name has another",
    ),
    "roster-code-unknown": ("项目中没有编码为“{value}”的网格", "no grid of the project has the code {value}"),
    "roster-columns": ("{table}，{file}：各列的含义", "{table}, {file}: what the columns are taken for"),
    "roster-columns-left": ("未读取的列：{columns}", "columns that were not read: {columns}"),
    "roster-columns-not-kept": (
        "认得但不保存的列：{columns}（以图形为准）",
        "columns that are known but not kept: {columns} (the shapes say it)",
    ),
    "roster-coordinates-swapped": (
        "{count:,} 行的坐标是先纬度后经度，已调换",
        "{count:,} rows have latitude before longitude and were put in order",
    ),
    "roster-counts": ("读入结果", "What came of it"),
    "roster-done": (
        "已读入 {good:,} 行，{bad:,} 行未读入；可一步撤销。",
        "{good:,} rows came in, {bad:,} were left out; one undo takes it back.",
    ),
    "roster-dry-run": (
        "可读入 {good:,} 行，{bad:,} 行不能读入；项目未改动。",
        "{good:,} rows would come in, {bad:,} would not; the project is as it was.",
    ),
    "roster-examples-left": (
        "{count:,} 行示例或填写说明未读取",
        "{count:,} rows are examples or notes and were passed over",
    ),
    "roster-field-unknown": (
        "没有“{value}”这个字段，可选：{expected}；角色或层级写在冒号后，如 person:full_time",
        'There is no field "{value}"; choose from: {expected}; a role or tier stands behind a colon (person:full_time)',
    ),
    "roster-grid-ambiguous": (
        "有几个网格都叫“{value}”，请写明村（社区）或编码",
        'several grids are called "{value}"; name the village or give the code',
    ),
    "roster-grid-missing": ("没有写明是哪个网格", "no grid is named"),
    "roster-grid-renamed": (
        "{count:,} 行的网格名称与项目中不同，以编码为准，名称未改",
        "{count:,} rows call the grid something else than the project does; the code counts and the name stays",
    ),
    "roster-grid-unknown": ("项目中没有“{value}”", 'the project has no grid "{value}"'),
    "roster-grid-without-place": (
        "所写的网格没有图形或下面还有网格，楼栋放不进去；请写明最末一级网格或坐标",
        "the grid has no shape, or grids below it; name one of these or give coordinates",
    ),
    "roster-kind-unknown": (
        "不认识网格类型“{value}”，未采用",
        'the grid kind "{value}" is unknown here and was not taken',
    ),
    "roster-left-header": (
        "列“{column}”是个人信息，{count:,} 格未读取",
        'column "{column}" is personal; {count:,} cells were not read',
    ),
    "roster-left-id-number": (
        "列“{column}”里有 {count:,} 个身份证号，未保存",
        'column "{column}" has {count:,} ID numbers, which were not kept',
    ),
    "roster-left-remark": (
        "列“{column}”里有 {count:,} 条备注涉及住址、健康或房主，未保存",
        'column "{column}" has {count:,} remarks about homes, health or owners, which were not kept',
    ),
    "roster-marked-joint": (
        "{count:,} 个党组织服务多个网格，已标为联合",
        "{count:,} branches serve several grids and were marked as joint",
    ),
    "roster-name-missing": ("没有姓名", "the name is missing"),
    "roster-namesakes": (
        "有 {count} 人都叫“{name}”，请写明电话或工号",
        'there are {count} people called "{name}"; give a phone or a staff number',
    ),
    "roster-not-a-day": (
        "{name} 不是日期：“{value}”。请写成 2024-05-01。",
        '{name}: "{value}" is no day. Write it as 2024-05-01.',
    ),
    "roster-not-a-pair": ("{name}：“{value}”应写成“名称=值”。", '{name}: "{value}" should be NAME=VALUE.'),
    "roster-nothing-came-in": ("没有任何一行读入，项目未改动。", "No row came in; the project is as it was."),
    "roster-nothing-read": (
        "{file} 中没有认得的名单。文件中的列：{expected}。请用 --table 说明每一行是什么，或用 --column 说明各列。",
        "{file} holds no list that is understood. Its columns are: {expected}. Say what a row is with --table, or what "
        "columns are with --column.",
    ),
    "roster-number-of-another": ("这个工号是“{name}”的", 'the staff number is that of "{name}"'),
    "roster-parent-branch-lower": (
        "“{value}”不能作上级：层级不高于本组织",
        '"{value}" cannot be above this branch: its tier is no higher',
    ),
    "roster-parent-branch-unknown": (
        "没有找到上级党组织“{value}”，本组织已读入，暂无上级",
        'there is no branch "{value}"; this one came in without one above it',
    ),
    "roster-phones-left": (
        "{count:,} 个多余的电话未读取（每人保存一个，手机优先）",
        "{count:,} further phones were not read (one for each person, mobiles first)",
    ),
    "roster-phones-unclear": (
        "{count} 个人与电话的个数不等，分不清是谁的，电话未读取",
        "there are {count} people and another number of phones, which were not read",
    ),
    "roster-place-ambiguous": (
        "有几个地方都叫“{value}”，请写明上级",
        'several places are called "{value}"; name the one above',
    ),
    "roster-place-around": (
        "{count} 行没有写明镇村，按工作表名、标题或文件名归入“{name}”",
        "{count} rows name no town or village; sheet, title or file name {name}, so they were read as of there",
    ),
    "roster-place-unknown": ("项目中没有“{value}”", 'the project has no place "{value}"'),
    "roster-places-elsewhere": (
        "{file}：{total:,} 个坐标中有 {count:,} 个远离项目范围。请用 --crs 指明坐标系（如 gcj02、bd09 或 EPSG 代码）。",
        "{file}: {count:,} of {total:,} places are far from the project. Say where they are with --crs (gcj02, bd09, "
        "an EPSG code).",
    ),
    "roster-role-kept": (
        "“{value}”不是方案中的角色，{count:,} 处按原样保存，不算专职",
        '"{value}" is no role of the scheme; {count:,} times it was kept as written and is not full-time',
    ),
    "roster-rows-twice": ("{count:,} 行重复，只读入一次", "{count:,} rows repeat others and count once"),
    "roster-scope": (
        "按 {on}：名单涉及 {count:,} 个网格，只在这些网格内结束未列出的任职",
        "As of {on}: the lists cover {count:,} grids; assignments end in these alone",
    ),
    "roster-sheet-for-readers": (
        "是汇总或说明，不是名单，未读取",
        "is a sheet of figures or facts, no list, and was passed over",
    ),
    "roster-spared": (
        "{count:,} 条任职未结束：任职的人在未读入的行里，改好后再读入",
        "{count:,} assignments did not end: the people stand in rows that were left out; mend these and read them",
    ),
    "roster-suggest": ("是否为：{names}", "perhaps: {names}"),
    "roster-suggest-who": (
        '写明后再读，或加 --who "{asked}=电话或工号"（新来的人留空）',
        'say so in the list, or add --who "{asked}=PHONE" or a staff number (nothing behind = for somebody new)',
    ),
    "roster-suggest-choose": (
        '是否为：{names}；可改正，或加 --choose "{asked}=编码"',
        'perhaps: {names}; mend it, or add --choose "{asked}=CODE"',
    ),
    "roster-table-assignments": ("任职", "Assignments"),
    "roster-table-branch_grids": ("党组织与网格", "Branches and grids"),
    "roster-table-branches": ("党组织", "Branches"),
    "roster-table-buildings": ("楼栋", "Buildings"),
    "roster-table-grids": ("网格", "Grids"),
    "roster-table-unknown": (
        "看不出每一行是什么，未读取。列：{expected}。可用 --table 或 --column 说明",
        "it is not clear what its rows are; it was passed over. Columns: {expected}. Say so with --table or --column",
    ),
    "roster-table-unnamed": (
        "没有“{value}”这种名单，可选：{expected}",
        'There is no table "{value}"; choose from: {expected}',
    ),
    "roster-table-workers": ("网格员", "Workers"),
    "roster-template-written": ("表样已保存到 {file}", "Wrote the form {file}"),
    "roster-tier-unknown": ("不认识党组织层级“{value}”", 'the tier "{value}" is unknown here'),
    "roster-vacant": ("{count:,} 处写明空缺", "{count:,} places are said to be vacant"),
    "roster-why-chosen": ("您指定的", "as you said"),
    "roster-why-content": ("按内容", "by its cells"),
    "roster-why-cut": ("列名被截断", "cut off"),
    "roster-why-like": ("列名相近", "nearly"),
    "roster-why-place": ("按位置", "by the column before"),
    "roster-why-private": ("个人信息，不读取", "personal, not read"),
    "roster-why-twice": ("与另一列重复，不读取", "another column says it, not read"),
    "roster-why-unknown": ("不认识，不读取", "unknown, not read"),
    "roster-why-word": ("列名", "its header"),
    "roster-without-grid": (
        "{count:,} 行没有写明网格，只登记了人员",
        "{count:,} rows name no grid; only the people came in",
    ),
    "roster-without-role": (
        "{count:,} 人没有写明角色，不算专职；可用 --role 指明",
        "{count:,} people have no role and do not count as full-time; --role says which they have",
    ),
}
