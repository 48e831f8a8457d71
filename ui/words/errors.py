"""Errors and problems, named as they are raised."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "archive-too-large": (
        "{file} 解压后过大，没有读取：最多 {bytes} 字节、{count} 个文件，且不超过压缩包的 {times} 倍。"
        "请解压后选择其中的边界文件。",
        "{file} would unpack to more than can be read: at most {bytes} bytes, {count} files and {times} times its "
        "size. Unpack it and choose the file with the boundaries.",
    ),
    "assigned-already": (
        "{name} 在这段时间内已经负责网格 {code}。请先结束原来的任职。",
        "{name} answers for grid {code} in that time already; end the present assignment first.",
    ),
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
    "changes-nothing": ("这样修改不会有任何变化。", "This would change nothing."),
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
    "datum-shift-unknown": (
        "{file} 的坐标系 {crs} 与项目坐标系的转换参数不公开，只做了椭球换算，位置可能相差约 100 米。"
        "请让测绘部门转换到 CGCS2000 后再导入。",
        "{file}: how the datum of {crs} differs from the project's is not public; only the ellipsoid was "
        "changed, and places may be off by some 100 m. Have the survey office convert the file to CGCS2000 "
        "first.",
    ),
    "disk-full": (
        "磁盘已满，{file} 未作改动。请腾出空间后重试。",
        "The disk is full; {file} is as it was. Make room and try again.",
    ),
    "draft-applied-already": (
        "方案“{title}”已经应用过，没有再次应用。可以放弃它；如要重新应用，请先撤销上一次。",
        'The draft "{title}" was applied already and was not applied again. Drop it, or undo its being applied first.',
    ),
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
    "draft-exists": (
        "已有名为“{title}”的调整方案（{file}）。请换个名字，或先处理原方案。",
        'There is a draft named "{title}" already ({file}). Choose another title, or deal with that draft first.',
    ),
    "draft-of-draft": (
        "“{title}”本身就是调整方案，不能在方案里再建方案。请先应用或放弃它。",
        '"{title}" is a draft itself; apply or drop it before beginning another.',
    ),
    "draft-without-project": (
        "{file} 是项目“{project}”的调整方案，但同一文件夹里没有这个项目。请把两个文件放在一起再打开。",
        (
            '{file} is a draft of the project "{project}", which is not in the same folder. Put the two files '
            "together and try again."
        ),
    ),
    "draft-without-title": ("请给调整方案起个名字。", "Give the draft a title."),
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
    "ended-already": (
        "这项任职已于 {value} 结束，不能改到更晚的日子；要继续负责，请重新安排。",
        "The assignment ended on {value} already and cannot end later; assign the worker again instead.",
    ),
    "ends-before-begin": (
        "结束日期 {end} 早于开始日期 {begin}。请改正日期。",
        "The last day {end} is before the first day {begin}; correct the dates.",
    ),
    "export-file-locked": (
        "无法写入 {file}。文件可能正在其他程序中打开，或者没有写入权限。请关闭该文件，或另选位置后重试。",
        "{file} cannot be written: it may be open in another program, or you may lack the right. Choose another place.",
    ),
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
    "folder-not-found": ("没有文件夹 {folder}，无法在其中保存。", "There is no folder {folder} to save in."),
    "folder-not-writable": ("没有写入 {file} 的权限：{reason}", "There is no permission to write {file}: {reason}"),
    "format-not-known": (
        "无法识别 {file} 的格式。可以读取：{expected}。请让提供者另存为其中一种。",
        "The format of {file} is not one that is read here. These are: {expected}. "
        "Ask whoever sent it to save it as one of them.",
    ),
    "forget-in-draft": (
        "“{title}”是调整方案。请在项目中清除个人信息，其调整方案会一并处理。",
        '"{title}" is a draft. Forget the person in the project; its drafts are gone through as well.',
    ),
    "forget-nobody": (
        "项目及其调整方案中从未有过“{value}”这名网格员。",
        'Neither the project nor any draft of it has ever had a worker "{value}".',
    ),
    "forget-several": (
        "工号 {value} 先后属于 {names}。请用 --name 指明是哪一位。",
        "Staff number {value} has belonged to {names}. Say with --name who is meant.",
    ),
    "forget-unfinished": (
        "{file} 中已清除个人信息，但文件还没能整理（{reason}），下次打开时会再试。",
        "A person was forgotten in {file}, but the file could not be written anew yet ({reason}); this is "
        "tried again when it is opened the next time.",
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
    "history-does-not-fit": (
        "第 {seq} 步涉及的数据已在别处改动，不能撤销或重做；未作任何改动。",
        "What step {seq} was about has been changed elsewhere, so it can be neither taken back nor done again; "
        "nothing was changed.",
    ),
    "id-number-left-out": (
        "{file} 第 {row} 行“{column}”：含有身份证号，该单元格已留空。",
        '{file}, row {row}, "{column}": the cell holds an ID number of a person and was left blank.',
    ),
    "index-rebuilt": (
        "表 {sheet} 的空间索引已损坏，已根据表中的图形重建；数据没有缺失。",
        "The spatial index of table {sheet} was damaged and has been rebuilt from its shapes; no data is missing.",
    ),
    "journal-line-unusable": (
        "操作记录第 {row} 行的编号不合理，未读入。",
        "The history has a line numbered {row}, which cannot be; it was left out.",
    ),
    "journal-lines-lost": (
        "操作记录有 {count:,} 行无法读取，未带入。",
        "{count:,} lines of the history cannot be read and were left out.",
    ),
    "journal-unreadable": ("操作记录无法读取，未带入。", "The history cannot be read and was left out."),
    "kind-not-below": ("类型“{kind}”的上级只能是：{expected}", 'A grid of kind "{kind}" belongs below: {expected}'),
    "kind-not-carved": (
        "“{kind}”叠加在其他网格之上，不从中划出。",
        "{kind} lies on top of other grids and is not carved out of them.",
    ),
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
    "picture-too-large": (
        "图片 {width} × {height} 像素太大，内存不足；请减小尺寸或分辨率。",
        "A picture of {width} by {height} pixels is too large for the memory; make it smaller.",
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
    "reason-missing": ("请写明接受的理由。", "Give the reason for accepting."),
    "reference-shapes-left-out": (
        "{file} 中有 {count} 个图形无法绘制，已略过。",
        "{file}: {count} shapes cannot be drawn and were left out.",
    ),
    "reference-swapped": (
        "{file} 的横、纵坐标写反了，显示时已对调。",
        "{file}: x and y have changed places in the file; they are put in order for showing it.",
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
    "vertex-joins-borders": (
        "这里是网格 {codes} 几条边界的交汇点，不能删除，只能移动。",
        "Borders of grid {codes} meet at this vertex; it can be moved but not removed.",
    ),
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
"""Key to (Chinese, English)."""
