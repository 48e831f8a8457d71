"""Every sentence that GridMap says, in Chinese and in English, under the key that the domain raises.

``gridmap`` raises errors and describes findings and changes by a key and values; here stand the words. Keys are in
alphabetical order, each with its sentence in Chinese and then in English, and both speak of the same values.

Keys with a first part of their own
    ``column-``  a heading of a table         ``finding-``  what was found, one sentence to a rule
    ``change-``  a line of the history        ``fix-``      what a fix of a finding does
    ``cli-``     what the command line says   ``rule-``     the name of a rule
    ``help-``    the command line's help      ``severity-``, ``table-``  names of severities and tables
All others are errors and problems, named as they are raised.
"""

from __future__ import annotations

import ctypes
import locale
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from gridmap.errors import GridMapError, Problem

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "cli-bad-value": ("{name} 的值不对：{reason}", "{name}: {reason}"),
    "cli-choose": ("{name} 不能是“{value}”，可选：{expected}", '{name} cannot be "{value}"; choose from: {expected}'),
    "cli-crash": (
        "GridMap 出现了意外错误，项目文件未受影响。详情已写入：{log}",
        "GridMap met an unexpected error; the project file is as it was. The details are in {log}",
    ),
    "cli-did-you-mean": ("您是想写 {names} 吗？", " Did you mean {names}?"),
    "cli-error": ("错误：{message}", "Error: {message}"),
    "cli-extra-argument": ("多余的参数：{value}", "Too many arguments: {value}"),
    "cli-file": ("文件 {file}：{reason}", "File {file}: {reason}"),
    "cli-interrupted": ("已中断。", "Interrupted."),
    "cli-missing": ("缺少 {name}。", "{name} is missing."),
    "cli-no-such-option": ("没有选项 {name}。", "There is no option {name}."),
    "cli-no-such-verb": ("没有命令 {name}。", "There is no command {name}."),
    "cli-option-needs-value": ("选项 {name} 后面要写一个值。", "Option {name} needs a value."),
    "cli-see-help": ("用法见：{line}", "See: {line}"),
    "file-unreadable": ("无法读取文件 {file}：{reason}", "The file {file} cannot be read: {reason}"),
    "help-arguments": ("参数：", "Arguments:"),
    "help-exit-codes": (
        "退出码：0 完成且没有错误级问题；1 发现错误级问题；2 输入或用法有误；3 GridMap 自身出错（已写日志）。",
        "Exit codes: 0 done, nothing of severity error found; 1 errors found; 2 bad input or usage; "
        "3 GridMap itself failed (a log was written).",
    ),
    "help-gridmap": (
        "GridMap：网格化治理的桌面地理信息系统。不带命令时打开窗口。",
        "GridMap: desktop GIS for grid-based community governance. Without a command it opens the window.",
    ),
    "help-help": ("显示本帮助。", "Show this help."),
    "help-lang": (
        "界面语言，可写在任何位置；默认取环境变量 GRIDMAP_LANG，其次取系统语言。",
        "Language, anywhere on the line; by default that of GRIDMAP_LANG, then the system's.",
    ),
    "help-open": ("打开窗口显示项目。", "Open a project in the window."),
    "help-options": ("选项：", "Options:"),
    "help-project": ("项目文件（.gpkg）。", "A project file (.gpkg)."),
    "help-usage": ("用法：{line}", "Usage: {line}"),
    "help-verbs": ("命令：", "Commands:"),
    "help-version": ("显示版本。", "Show the version."),
    "no-such-column": (
        "表 {table} 没有名为“{column}”的列；可用的列：{expected}",
        'Table {table} has no column "{column}"; it has: {expected}',
    ),
    "no-such-row": ("表 {table} 中没有要修改的那一行。", "Table {table} has no such row."),
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
    "scheme-reference": (
        "方案 {file} 的 {place}：没有“{value}”，可选：{expected}",
        'Scheme {file}, {place}: there is no "{value}"; there are: {expected}',
    ),
    "scheme-syntax": ("方案 {file} 不是有效的 TOML：{reason}", "Scheme {file} is not valid TOML: {reason}"),
    "scheme-unknown-key": (
        "方案 {file} 中的 {place} 无法识别；这里可以写：{expected}",
        "Scheme {file}: {place} is not known; what may stand here: {expected}",
    ),
    "scheme-value": (
        "方案 {file} 的 {place}：“{value}”不对，应为 {expected}",
        'Scheme {file}, {place}: "{value}" will not do; expected {expected}',
    ),
    "unknown-kind": (
        "方案中没有网格类型“{value}”，可选：{expected}",
        'The scheme has no kind of grid "{value}"; it has: {expected}',
    ),
    "unknown-level": (
        "方案中没有层级“{value}”，可选：{expected}",
        'The scheme has no level "{value}"; it has: {expected}',
    ),
    "window-missing": (
        "这个版本还没有地图窗口。可以先用命令行：gridmap stats、gridmap check、gridmap export（见 gridmap --help）。",
        "This version has no map window yet. Use the command line: gridmap stats, gridmap check, gridmap export "
        "(see gridmap --help).",
    ),
}
"""Key to (Chinese, English). Placeholders are those of ``str.format``, with a format where a number needs one."""


def text(key: str, language: Language, /, **values: object) -> str:
    """Return the sentence of a key in a language, with the values filled in.

    Raises
    ------
    KeyError
        If there is no such sentence, or it speaks of a value that is not given.
    """
    sentence = SENTENCES[key][LANGUAGES.index(language)]
    return sentence.format_map({name: _shown(value, language) for name, value in values.items()})


def message_of(error: GridMapError | Problem, language: Language) -> str:
    """Return what to tell a user about an error or a problem; falls back on key and values, for errors of plug-ins."""
    values = dict(error.values)
    for name in ("file", "sheet", "row", "column"):
        if getattr(error, name, None):
            values.setdefault(name, getattr(error, name))
    try:
        return text(error.key, language, **values)
    except (KeyError, ValueError, IndexError):
        return " ".join([error.key, *(f"{name}={value}" for name, value in values.items())])


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
