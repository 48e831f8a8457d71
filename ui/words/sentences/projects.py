"""What is wrong with a project's file: damaged, changed elsewhere, not written by GridMap."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "column-restored": (
        "表 {sheet} 缺少列“{column}”，已补上空列。可能在其他软件中被删除过。",
        'Table {sheet} lacked its column "{column}"; an empty one was put back. Another program may have removed it.',
    ),
    "file-changed-elsewhere": (
        "{file} 已被其他程序修改，本次未作改动。请重新载入（F5）后再编辑。",
        "Another program has changed {file}; nothing was changed here. Reload it (F5) and edit again.",
    ),
    "file-damaged": (
        "{file} 已损坏（{reason}）。请使用备份；没有备份时，可用 gridmap rescue 把还能读出的内容写成新文件。",
        "{file} is damaged ({reason}). Use a backup; without one, gridmap rescue writes what can still be read to a "
        "new file.",
    ),
    "file-empty": ("{file} 是空文件，不是 GridMap 项目。", "{file} is empty; it is not a GridMap project."),
    "file-endless": (
        "{file} 的内容使读取无法结束，已停止。它可能被人动过手脚，请使用备份。",
        "Reading {file} would never come to an end, so it was stopped. Somebody may have tampered with it; use a"
        " backup.",
    ),
    "file-from-newer-version": (
        "{file} 由更新版本的 GridMap 写成（格式 {found}，本版本认识到 {known}）。请升级 GridMap 后再打开。",
        "{file} was written by a newer GridMap (format {found}; this version knows up to {known}). Update GridMap to"
        " open it.",
    ),
    "file-gone": (
        "{file} 已被移动、删除或替换，本次未作改动。请把它放回原处，或重新打开。",
        "{file} was moved, removed or replaced; nothing was changed. Put it back, or open it again.",
    ),
    "file-not-geopackage": (
        "{file} 不是 GeoPackage 文件，因此不是 GridMap 项目。",
        "{file} is not a GeoPackage, so it is not a GridMap project.",
    ),
    "file-too-old": (
        "{file} 的格式 {found} 太旧，本版本（格式 {known}）无法升级它。",
        "{file} has format {found}, which is too old for this version (format {known}) to bring up to date.",
    ),
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
        "Table {sheet}: the index {name} is not one that GridMap or the usual programs write.",
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
    "grid-text-not-plain": (
        "网格 {code} 的“{column}”含有控制字符（{letters}），输出时以 � 代替。",
        'Grid {code}, "{column}": control characters ({letters}) are written as �.',
    ),
    "history-does-not-fit": (
        "第 {seq} 步涉及的数据已在别处改动，不能撤销或重做；未作任何改动。",
        "The data of step {seq} has been changed elsewhere, so the step can be neither undone nor redone; nothing was"
        " changed.",
    ),
    "index-rebuilt": (
        "表 {sheet} 的空间索引已损坏，已根据表中的图形重建；数据没有缺失。",
        "The spatial index of table {sheet} was damaged and has been rebuilt from its shapes; no data is missing.",
    ),
    "journal-line-unusable": (
        "操作记录第 {row} 行的编号不合理，未读入。",
        "The history has a line numbered {row}, which cannot be right; it was left out.",
    ),
    "journal-lines-lost": (
        "操作记录有 {count:,} 行无法读取，未带入。",
        "{count:,} lines of the history cannot be read and were left out.",
    ),
    "journal-unreadable": ("操作记录无法读取，未带入。", "The history cannot be read and was left out."),
    "layer-registered-again": (
        "表 {sheet} 的图层登记缺失，已补上。",
        "Table {sheet} was no longer registered as a layer; this was mended.",
    ),
    "no-such-line": (
        "历史记录中没有第 {seq} 步（共 {last} 步）。",
        "The history has no step {seq}; the last is {last}.",
    ),
    "project-damaged": (
        "{file} 已损坏，这里是还能读出的内容，不能修改。请把它另存为新文件，再打开新文件。",
        "{file} is damaged; this is what can still be read of it and cannot be edited. Save a copy and open that.",
    ),
    "project-in-use": (
        "{user} 自 {since} 起在 {host} 上打开着 {file}，此处只能查看。",
        "{user} has had {file} open on {host} since {since}; here it can only be viewed.",
    ),
    "project-of-older-version": (
        "{file} 由旧版 GridMap 生成，打开编辑一次后才能记录。",
        "{file} was made by an older GridMap; open it for editing once.",
    ),
    "project-read-only": ("{file} 以只读方式打开，不能修改。", "{file} is open for reading only."),
    "project-strange": (
        "{file} 中有 GridMap 没有写过的东西（{names}），只能查看。请另存副本（副本不含这些），再打开副本修改。",
        "{file} contains things that GridMap did not write ({names}), so it is open for reading only. Save a copy,"
        " which leaves them out, and edit that.",
    ),
    "row-id-unusable": (
        "表 {sheet} 编号为“{value}”的行未读入：编号必须是不重复的正整数。",
        "Table {sheet}: the row with id {value} was left out, because ids must be positive whole numbers, each only"
        " once.",
    ),
    "rows-lost": (
        "表 {sheet} 少了 {count:,} 行（现有 {found:,} 行），它们不是经正常修改消失的。请与备份核对。",
        "Table {sheet} has lost {count:,} rows ({found:,} remain), and not through any edit. Compare it with a backup.",
    ),
    "rows-unreadable": (
        "表 {sheet} 有 {count:,} 行无法读出（读出 {found:,} 行）。",
        "Table {sheet}: {count:,} rows cannot be read ({found:,} were read).",
    ),
    "rows-unreadable-uncounted": (
        "表 {sheet} 读出 {found:,} 行；原有多少行已无从得知。",
        "Table {sheet}: {found:,} rows were read; how many there were is no longer known.",
    ),
    "shape-unreadable": (
        "表 {sheet} 中编号 {row} 的图形无法读取，按没有图形处理。",
        "Table {sheet}: the shape of row {row} cannot be read; the row is treated as one without a shape.",
    ),
    "sqlite-without-rtree": (
        "这里的 SQLite {version} 不含 R-tree 模块，不能写项目文件。请换用 python.org 或系统自带的 Python。",
        "The SQLite {version} here lacks its R-tree module, so projects cannot be written. Use the Python of "
        "python.org or of your system.",
    ),
    "table-missing": (
        "缺少表 {sheet}，按空表处理。可能在其他软件中被删除过。",
        "Table {sheet} is missing and counts as empty. Another program may have removed it.",
    ),
    "table-restored": (
        "缺少表 {sheet}，已补上空表。可能在其他软件中被删除过。",
        "Table {sheet} was missing; an empty one was put back. Another program may have removed it.",
    ),
    "text-not-plain": (
        "“{sheet}”表 id {row} 的“{column}”含有控制字符（{letters}），输出时以 � 代替。",
        'Table "{sheet}", id {row}, "{column}": control characters ({letters}) are written as �.',
    ),
    "text-not-storable": (
        "文字 {value} 含有无法保存的字符，未作改动。",
        "The text {value} holds characters that cannot be stored; nothing was changed.",
    ),
    "value-unreadable": (
        "表 {sheet} 中编号 {row} 的“{column}”：无法识别“{value}”，按空白处理。",
        'Table {sheet}, row {row}: "{value}" will not do for "{column}"; it is treated as blank.',
    ),
}
"""Key to (Chinese, English)."""
