"""Dividing ground: what a division came to, and why one cannot be made."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "cli-dividing": ("正在划分", "Dividing"),
    "column-zone": ("分区", "Zone"),
    "column-zone-compactness": ("紧凑度", "Compactness"),
    "column-zone-deviation": ("与均值相差", "From the mean"),
    "column-zone-units": ("单元数", "Units"),
    "divide-columns-gave-way": (
        "输出文件中未保留以下列（与分区列或 GeoPackage 自用的列重名）：{columns}",
        "These columns were left out of the output, since their names are taken: {columns}",
    ),
    "divide-count": (
        "{file}：按这个允差划不成 {parts:,} 个分区；最接近的可行数目是 {nearest:,} 个。",
        "{file} cannot be divided into {parts:,} zones within this tolerance; {nearest:,} is the nearest that can.",
    ),
    "divide-layer-zones": (
        "已划成 {count:,} 个分区，分区之间的界线共长 {border:,.0f}",
        "Zones: {count:,}; the borders between them are {border:,.0f} long",
    ),
    "divide-not-found": (
        "{file}：没有找到 {parts:,} 个分区、允差 {tolerance:.1%} 的划分。最接近的一种有分区相差 {nearest:.1%}"
        "（合计 {weight:,.10g}，内有 {names}）。请放宽允差，或改变分区数目。",
        "{file}: no division into {parts:,} zones within {tolerance:.1%} was found. The nearest has a zone that is"
        " {nearest:.1%} off (it weighs {weight:,.10g} and holds {names}). Allow a larger tolerance, or another number"
        " of zones.",
    ),
    "divide-piece-between": (
        "{file}：有 {count:,} 片地块与其余部分不相连，其中一片合计 {weight:,.10g}（内有 {names}），"
        "分成几个分区都不合要求（{parts:,} 个分区、允差 {tolerance:.1%}）。允差放宽到 {nearest:.1%} 即可。",
        "{file}: {count:,} pieces of ground are cut off from the rest. One weighs {weight:,.10g} (it holds {names}) and"
        " fits no whole number of zones ({parts:,} zones within {tolerance:.1%}). {nearest:.1%} will do.",
    ),
    "divide-piece-too-light": (
        "{file}：有 {count:,} 片地块与其余部分不相连，其中一片合计只有 {weight:,.10g}（{names}），"
        "不足一个分区至少要有的 {limit:,.10g}（{parts:,} 个分区、允差 {tolerance:.1%}）。"
        "请先去掉或连上这 {units:,} 个单元，或把允差放宽到 {nearest:.1%}。",
        "{file}: {count:,} pieces of ground are cut off from the rest. One weighs only {weight:,.10g} ({names}), less"
        " than the {limit:,.10g} that a zone must ({parts:,} zones within {tolerance:.1%}). Leave out or connect these"
        " {units:,} units, or allow a tolerance of {nearest:.1%}.",
    ),
    "divide-unit-and-dependants-too-heavy": (
        "{file}：{names} 与只能经由它到达的单元（{others}）合计 {weight:,.10g}，"
        "超过一个分区至多可有的 {limit:,.10g}（{parts:,} 个分区、允差 {tolerance:.1%}）。"
        "允差放宽到 {nearest:.1%}，或至多划 {fewer:,} 个分区。",
        "{file}: {names}, with the units that can be reached through it only ({others}), weighs {weight:,.10g}; a zone"
        " may weigh {limit:,.10g} ({parts:,} zones within {tolerance:.1%}). Allow a tolerance of {nearest:.1%}, or ask"
        " for {fewer:,} zones at most.",
    ),
    "divide-unit-too-heavy": (
        "{file}：有 {count:,} 个单元本身就超过一个分区至多可有的 {limit:,.10g}"
        "（{parts:,} 个分区、允差 {tolerance:.1%}）：{names}，最重的为 {weight:,.10g}。"
        "允差放宽到 {nearest:.1%}，或至多划 {fewer:,} 个分区。",
        "{file}: units that are by themselves heavier than the {limit:,.10g} that a zone may weigh ({parts:,} zones"
        " within {tolerance:.1%}): {count:,}, namely {names}; the heaviest weighs {weight:,.10g}. Allow a tolerance of"
        " {nearest:.1%}, or ask for {fewer:,} zones at most.",
    ),
    "help-divide-file": (
        "任意面状图层（Shapefile、GeoPackage、GeoJSON 等）",
        "Any layer of polygons: Shapefile, GeoPackage, ...",
    ),
    "help-divide-json": (
        "把各分区的数字写成 JSON（- 为标准输出）",
        "Write the figures of the zones as JSON (- for standard output)",
    ),
    "help-divide-keep": ("此列的值相同的单元不分开", "Units with the same value in this column stay together"),
    "help-divide-layer": (
        "把任意面状图层划成均衡、连片的分区",
        "Divide any layer of polygons into balanced, connected zones",
    ),
    "help-divide-out": (
        "写到哪个文件：原有各列加上 zone 列（1 到 N）",
        "Where to write the units, with a column zone (1 to N)",
    ),
    "help-divide-parts": ("划成多少个分区", "How many zones"),
    "help-divide-seed": ("随机数种子；同一种子结果相同", "Seed; the same seed gives the same zones"),
    "help-divide-tolerance": (
        "各分区与均值相差的允差，默认 0.05 即 5%",
        "By what share a zone may differ from the mean; 0.05 by default",
    ),
    "help-divide-weight": ("要分得均匀的数值所在的列", "Column of the numbers to share out evenly"),
    "weight-missing": (
        "“{column}”列有 {count:,} 个空单元格，按 0 计（首个在第 {row} 行）",
        'Blank cells in "{column}", counted as 0: {count:,} (the first in row {row})',
    ),
    "weight-negative": (
        "{file} 第 {row} 行“{column}”列为负数 {value}：请改为 0 或正数。",
        '{file}, row {row}: "{column}" is negative ({value}). Make it 0 or more.',
    ),
    "weight-not-a-number": (
        "{file} 第 {row} 行“{column}”列不是数字：“{value}”。请改正，或换一列。",
        '{file}, row {row}: "{column}" is no number: "{value}". Correct it, or name another column.',
    ),
    "weights-are-nothing": (
        "{file} 的“{column}”列合计为 0，没有可分的。",
        '{file}: "{column}" adds up to nothing, so there is nothing to share out.',
    ),
}
