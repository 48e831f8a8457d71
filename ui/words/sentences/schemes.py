"""What is wrong with a scheme."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "scheme-crs-not-metric": (
        "方案 {file} 的 {place}：“{value}”不是以米为单位的投影坐标系，请改用如 EPSG:4549。",
        'Scheme {file}, {place}: "{value}" is not a projected CRS in metres; use for example EPSG:4549.',
    ),
    "scheme-duplicate": (
        "方案 {file} 的 {place}：“{value}”重复出现，每个只能写一次。",
        'Scheme {file}, {place}: "{value}" appears twice; each may appear only once.',
    ),
    "scheme-format": (
        "方案 {file} 的格式版本是 {value}，本版本只认识 {expected}，请升级 GridMap。",
        "Scheme {file} has format {value}; this version knows format {expected}. Update GridMap.",
    ),
    "scheme-level-empty": (
        "方案 {file} 的 {place}：层级“{value}”没有任何网格类型，请补上 [[kind]] 或删去该层级。",
        'Scheme {file}, {place}: level "{value}" has no kind of grid; add a [[kind]] or remove the level.',
    ),
    "scheme-missing": ("方案 {file} 缺少 {place}。", "Scheme {file} lacks {place}."),
    "scheme-not-found": (
        "找不到方案 {file}。可以写 TOML 文件的路径，或自带方案之一：{expected}",
        "There is no scheme {file}. Give the path of a TOML file, or one that ships with GridMap: {expected}",
    ),
    "scheme-not-text": (
        "表 {sheet} 第 {row} 行第 {column} 列应为工作方案的文本，但无法读取。可用 gridmap rescue 换标准方案写出。",
        "Table {sheet}, row {row}, column {column}: this should be the text of the scheme and cannot be read. "
        "gridmap rescue writes a new file with the standard scheme.",
    ),
    "scheme-reference": (
        "方案 {file} 的 {place}：没有“{value}”，可选：{expected}",
        'Scheme {file}, {place}: there is no "{value}"; there are: {expected}',
    ),
    "scheme-replaced": (
        "工作方案无法读取（{reason}），已换成标准方案。请核对坐标系和各项标准。",
        "The scheme cannot be read ({reason}); the standard one has taken its place. Check the coordinate system and"
        " the standards.",
    ),
    "scheme-syntax": ("方案 {file} 不是有效的 TOML：{reason}", "Scheme {file} is not valid TOML: {reason}"),
    "scheme-too-large": (
        "方案 {file} 过大，最多 {expected} 个字符。",
        "Scheme {file} is too large; it may have {expected} characters at most.",
    ),
    "scheme-unknown-key": (
        "方案 {file} 中的 {place} 无法识别；这里可以写：{expected}",
        "Scheme {file}: {place} is unknown; allowed here: {expected}",
    ),
    "scheme-value": (
        "方案 {file} 的 {place}：“{value}”不对，应为 {expected}",
        'Scheme {file}, {place}: "{value}" is not valid; expected {expected}',
    ),
    "schemes-differ": (
        "两个项目的网格方案或坐标系不同（{one}、{other}），不能比对。",
        "The two use different kinds of grid or a different CRS ({one}, {other}), so they cannot be compared.",
    ),
}
"""Key to (Chinese, English)."""
