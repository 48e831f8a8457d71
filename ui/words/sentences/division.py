"""Dividing ground: what a division came to, and why one cannot be made."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-divide": (
        "重新划分网格…",
        "Divide Anew...",
    ),
    "change-redivide": (
        "重新划分 {codes} 的网格：{before:,} 个变为 {count:,} 个，新增 {new:,} 个",
        "Divided {codes} anew: {before:,} grids became {count:,}, of which {new:,} are new",
    ),
    "cli-dividing": ("正在划分", "Dividing"),
    "cli-dividing-village": ("正在划分 {name}", "Dividing {name}"),
    "column-division-border": ("界线（米）", "Border (m)"),
    "column-division-compactness": ("紧凑度", "Compactness"),
    "column-division-grids": ("网格数", "Grids"),
    "column-division-households": ("每格户数", "Households"),
    "column-division-moved": ("调整户数", "Moved"),
    "column-division-on-lines": ("沿路河", "On roads"),
    "column-division-outside": ("不达标", "Outside"),
    "column-division-plan": ("方案", "Plan"),
    "column-zone": ("分区", "Zone"),
    "column-zone-compactness": ("紧凑度", "Compactness"),
    "column-zone-deviation": ("与均值相差", "From the mean"),
    "column-zone-units": ("单元数", "Units"),
    "divide-all-well": (
        "所有网格都达标，小区没有切开。",
        "All grids keep to the standard, and no compound is cut.",
    ),
    "divide-applied": (
        "已按方案划分 {count:,} 个村（社区），共 {grids:,} 个网格；可以撤销（一步）。",
        "Divided {count:,} villages into {grids:,} grids, as one step that can be undone.",
    ),
    "divide-carry-out": (
        "直接执行",
        "Carry out",
    ),
    "divide-columns-gave-way": (
        "输出文件中未保留以下列（与分区列或 GeoPackage 自用的列重名）：{columns}",
        "These columns were left out of the output, since their names are taken: {columns}",
    ),
    "divide-count": (
        "{file}：按这个允差划不成 {parts:,} 个分区；最接近的可行数目是 {nearest:,} 个。",
        "{file} cannot be divided into {parts:,} zones within this tolerance; {nearest:,} is the nearest that can.",
    ),
    "divide-cut-estates": (
        "{name}：以下小区的楼栋不相连，分在了几个网格：{names}",
        "{name}: these compounds lie in several grids, since their blocks do not lie together: {names}",
    ),
    "divide-draft-or-apply": (
        "--draft 和 --apply 只能选一个。",
        "Either --draft or --apply, not both.",
    ),
    "divide-draft-title": (
        "{name}重新划分",
        "{name} divided anew",
    ),
    "divide-drafted": (
        "已存为调整方案“{title}”：{count:,} 个村（社区）、{grids:,} 个网格。用 gridmap draft --apply 采用。",
        'Kept as the draft "{title}": {count:,} villages, {grids:,} grids. gridmap draft --apply carries it out.',
    ),
    "divide-heading": (
        "重新划分{name}的网格",
        "New grids for {name}",
    ),
    "divide-keep-draft": (
        "存为调整方案",
        "Keep as a draft",
    ),
    "divide-layer-zones": (
        "已划成 {count:,} 个分区，分区之间的界线共长 {border:,.0f}",
        "Zones: {count:,}; the borders between them are {border:,.0f} long",
    ),
    "divide-least": (
        "户数下限",
        "Least households",
    ),
    "divide-legend": (
        "数字为户数。粗实线为新界线，灰色虚线为现有界线，细线为道路。",
        "Numbers are households. Bold lines are new borders, dashed ones today's, thin ones roads.",
    ),
    "divide-limit": ("{least:,.0f}–{most:,.0f} 户", "{least:,.0f} to {most:,.0f} households"),
    "divide-limits": (
        "每个网格",
        "Each grid",
    ),
    "divide-locked": (
        "{count:,} 个锁定的网格保持不动；解锁后可一并划分。",
        "Locked grids that stay as they are: {count:,}. Unlock them to divide them as well.",
    ),
    "divide-many-draft-title": (
        "重新划分{count:,}个村（社区）",
        "{count:,} villages divided anew",
    ),
    "divide-many-heading": (
        "重新划分 {count:,} 个村（社区）的网格",
        "New grids for {count:,} villages",
    ),
    "divide-many-stop": (
        "停止并保留已完成的",
        "Stop and keep what is done",
    ),
    "divide-many-total": (
        "{count:,} 个村（社区）由 {before:,} 个网格划为 {grids:,} 个，其中 {outside:,} 个不达标，调整 {moved:,} 户；"
        "{left:,} 个村（社区）保持原样。",
        "Villages divided: {count:,}, from {before:,} grids into {grids:,}; {outside:,} of them miss the standard,"
        " {moved:,} households move. Villages left as they are: {left:,}.",
    ),
    "divide-many-village": ("村（社区）", "Village"),
    "divide-most": (
        "户数上限",
        "Most households",
    ),
    "divide-none": ("没有可以划分的村（社区）。", "There is nothing to divide."),
    "divide-not-found": (
        "{file}：没有找到 {parts:,} 个分区、允差 {tolerance:.1%} 的划分。最接近的一种有分区相差 {nearest:.1%}"
        "（合计 {weight:,.10g}，内有 {names}）。请放宽允差，或改变分区数目。",
        "{file}: no division into {parts:,} zones within {tolerance:.1%} was found. The nearest has a zone that is"
        " {nearest:.1%} off (it weighs {weight:,.10g} and holds {names}). Allow a larger tolerance, or another number"
        " of zones.",
    ),
    "divide-nothing-selected": (
        "请先选择要重新划分的村（社区）或其中的网格。",
        "Select the village to divide, or one of its grids, first.",
    ),
    "divide-outside": (
        "{name}：{count:,} 个网格不达标准（{least:,.0f}–{most:,.0f} 户），其中 {unavoidable:,} 个无法避免。",
        "{name}: grids outside {least:,.0f} to {most:,.0f} households: {count:,}; {unavoidable:,} cannot be helped.",
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
    "divide-plan-number": (
        "方案{number}",
        "Plan {number}",
    ),
    "divide-plans": (
        "{name}：{before:,} 个网格，标准 {least:,.0f}–{most:,.0f} 户",
        "{name}: {before:,} grids, {least:,.0f} to {most:,.0f} households each",
    ),
    "divide-skipped": ("{name} 未划分：{reason}", "{name} was left as it is: {reason}"),
    "divide-title": (
        "重新划分网格",
        "Divide anew",
    ),
    "divide-too-heavy": (
        "{name}：以下地块自身就超过 {most:,.0f} 户，只能单独成为一个网格：{blocks}",
        "{name}: these blocks hold more than {most:,.0f} households by themselves and are grids of their own: {blocks}",
    ),
    "divide-too-heavy-block": ("{place}（{households:,.0f} 户）", "{place} ({households:,.0f} households)"),
    "divide-unit": (
        "户",
        "households",
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
    "divide-wish-impossible": (
        "{name}：按 {least:,.0f}–{most:,.0f} 户划不成：{reasons}",
        "{name}: {least:,.0f} to {most:,.0f} households cannot be met: {reasons}",
    ),
    "divide-working": (
        "正在比较划法……",
        "Comparing divisions...",
    ),
    "grids-overlap-already": (
        "{codes} 的网格互相重叠 {area_m2:,.1f} 平方米，请先修复（gridmap fix）再划分。",
        "The grids of {codes} overlap by {area_m2:,.1f} m2. Mend that first (gridmap fix), then divide.",
    ),
    "help-divide": (
        "按户数标准重新划分网格，界线尽量沿道路、河流和小区",
        "Divide villages into grids by the household standard, along roads, water and compounds",
    ),
    "help-divide-apply": ("直接执行方案（一步，可撤销）", "Carry the plan out, as one step that can be undone"),
    "help-divide-draft": ("把方案存为调整方案，名为 TITLE", "Keep the plan as a draft with this title"),
    "help-divide-file": (
        "任意面状图层（Shapefile、GeoPackage、GeoJSON 等）",
        "Any layer of polygons: Shapefile, GeoPackage, ...",
    ),
    "help-divide-households": (
        "每个网格的户数范围，默认按项目的标准",
        "Households of a grid; the scheme's standard by default",
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
    "help-divide-plan": ("采用第几个方案，默认第 1 个", "Which of the plans to carry out; the first by default"),
    "help-divide-plans": (
        "提出几个方案，默认 3 个（多个村时 1 个）",
        "How many plans; 3, or 1 where there are many villages",
    ),
    "help-divide-plans-json": ("把各方案写成 JSON（- 为标准输出）", "Write the plans as JSON (- for standard output)"),
    "help-divide-rebalance": (
        "在现有网格上改动最少：移动的户数最少",
        "Change today's grids as little as possible: move the fewest households",
    ),
    "help-divide-scope": (
        "要划分的村（社区）、镇的编码，可重复；默认全部",
        "Code of a village, town or other grid to divide; may be repeated; all by default",
    ),
    "help-divide-seed": ("随机数种子；同一种子结果相同", "Seed; the same seed gives the same zones"),
    "help-divide-tolerance": (
        "各分区与均值相差的允差，默认 0.05 即 5%",
        "By what share a zone may differ from the mean; 0.05 by default",
    ),
    "help-divide-weight": ("要分得均匀的数值所在的列", "Column of the numbers to share out evenly"),
    "limits-crossed": (
        "户数下限 {least:,.0f} 大于上限 {most:,.0f}。",
        "The least number of households ({least:,.0f}) is more than the most ({most:,.0f}).",
    ),
    "no-household-standard": (
        "{codes} 的网格没有户数标准，请用 --households 写明范围。",
        "The grids of {codes} have no household standard. Give the range with --households.",
    ),
    "nothing-to-divide": (
        "{codes} 下没有可以重新划分的网格（专属网格、锁定的网格和没有图形的网格不划分）。",
        "{codes} has no grid to divide: dedicated and locked grids, and those without a shape, stay as they are.",
    ),
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
