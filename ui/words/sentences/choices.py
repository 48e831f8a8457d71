"""What was asked for by a name that is not there: a grid, a level, a rule, a theme, a draft."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "no-such-column": (
        "表 {table} 没有名为“{column}”的列；可用的列：{expected}",
        'Table {table} has no column "{column}"; it has: {expected}',
    ),
    "base-map-unknown": (
        "没有底图“{value}”，可选：{expected}，或一个 .mbtiles 文件。",
        "There is no base map {value}; choose from: {expected}, or an .mbtiles file.",
    ),
    "extent-impossible": (
        "范围“{value}”不可用，请写四个数：西,南,东,北，例如 550000,3525000,556000,3530000。",
        "{value} is no extent; write four numbers: west,south,east,north, 550000,3525000,556000,3530000 for instance.",
    ),
    "template-elsewhere": (
        "版面模板中的范围使用 {value}，项目使用 {expected}。请删去模板中的 extent，或重新选择范围。",
        "The extent in the template is in {value}, the project in {expected}. Remove it there, or choose it anew.",
    ),
    "template-field": (
        "{file}：版面模板没有“{value}”一项，可用：{expected}。",
        "{file}: a template of pages has no {value}; it may have: {expected}.",
    ),
    "template-not-toml": (
        "{file} 不能用作版面模板（{reason}）。请选择由导出对话框保存的 .toml 文件。",
        "{file} cannot be used as a template of pages ({reason}). Choose a .toml file that the export dialog has kept.",
    ),
    "template-value": (
        "{file}：{field} 不能是“{value}”。",
        "{file}: {field} cannot be {value}.",
    ),
    "no-such-draft": (
        "没有名为“{value}”的调整方案。现有：{expected}。",
        'There is no draft named "{value}". There are: {expected}.',
    ),
    "no-such-role": ("没有“{value}”这种角色；可选：{expected}", 'There is no role "{value}"; choose from: {expected}'),
    "rule-not-unattended": (
        "规则 {value} 的问题需人工决定，可自动修复的规则：{expected}",
        "Findings of rule {value} need a decision; rules that may run unattended: {expected}",
    ),
    "type-size-impossible": (
        "字号倍数应在 {least:g} 到 {most:g} 之间，不能是“{value}”。",
        "Type can be {least:g} to {most:g} times its own size, not “{value}”.",
    ),
    "scale-impossible": (
        "比例尺分母 {value} 不可用，请写 100 到 10000000 之间的整数，例如 5000。",
        "No map has the scale 1:{value}; write a whole number from 100 to 10000000, 5000 for instance.",
    ),
    "unknown-layer": ("没有图层“{value}”，可选：{expected}。", "There is no layer {value}; choose from: {expected}."),
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
        'There is no privacy profile "{value}"; choose from: {expected}',
    ),
    "unknown-rule": ("没有规则“{value}”，可选：{expected}", 'There is no rule "{value}"; choose from: {expected}'),
    "unknown-theme": ("没有专题“{value}”，可选：{expected}", 'There is no theme "{value}"; choose from: {expected}'),
}
"""Key to (Chinese, English)."""
