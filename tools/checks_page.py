"""Write docs/checks.md from the rules themselves: what each means, how grave it is, its limits, where it comes from.

``python tools/checks_page.py`` writes the page in both languages; with ``--check`` it only exits with 1 if one of them
is not up to date.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Final

from gridmap.checks import RULES, Rule
from gridmap.model.scheme import Limit, load_scheme
from ui.words.messages import text

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
PAGE_ZH: Final = PAGE.with_name("checks.zh-CN.md")

_GROUPS: Final = {
    "ground": "Ground 图形与空间",
    "codes": "Codes and family 编码与隶属",
    "people": "People 人员",
    "branches": "Party branches 党组织",
    "buildings": "Buildings 房屋与户数",
    "indicators": "Facilities and indicators 设施与指标",
}

_HEAD: Final = """\
# Checks 检查规则

<!-- Written by tools/checks_page.py from gridmap/checks/ and ui/words/sentences. Change those and run it again. -->

`gridmap check` runs these {count} rules. Each is one file in `gridmap/checks/`, named after its key. The severities are
the rules' own; a scheme may set others, or turn a rule off, under `[severity]`: `number-order = "off"`. The limits are
those of the scheme `city`; every scheme has its own. An *error* makes `gridmap check` exit with 1.

One fault is told once where that can be: a house in a gap is told with the gap, and not once more as a house in no
grid. A finding that somebody accepted (who, when, why, until when) stays accepted until that day, or until what it is
about changes, and is counted apart.
"""

_HEAD_ZH: Final = """\
# 检查规则

<!-- 由 tools/checks_page.py 根据 gridmap/checks/ 和 ui/words/sentences 生成，请改源文件后重新运行。 -->

`gridmap check` 和窗口里的“检查”按下面 {count} 条规则检查。严重程度是规则自带的；
方案可在 `[severity]` 下另行规定或关闭某条规则，例如 `number-order = "off"`。
限值取自方案 `city`，各方案可以不同。有“错误”时 `gridmap check` 的退出码为 1。

一处毛病尽量只报一次：空白里的房屋随空白一起报，不再另报“房屋不在网格内”。经人认可的问题（谁、何时、为何、到哪天）到期之前，
或所涉内容改变之前，一直算已认可，单独计数。
"""

_UNITS_ZH: Final = {
    "grids": "个", "households": "户", "members": "人", "residents": "人", "days": "天", "m": "米", "m2": "平方米",
}  # fmt: skip
_SOURCES_ZH: Final = {
    "中国社会报, 2020-08-25: a full-time worker in every grid": "《中国社会报》2020-08-25：每个网格配一名专职网格员",
    "Chengdu, 2018-2019: over 200 compounds of more than 10,000 residents": "成都 2018 至 2019 年：万人小区 200 多个",
    "OGC 06-103r4 (Simple Features), 6.1.11": "OGC 06-103r4（简单要素）6.1.11",
    "Oracle Spatial, ORA-13356: adjacent points in a geometry are redundant": "Oracle Spatial，ORA-13356",
}
_ARTICLES_ZH: Final = "中国共产党支部工作条例（试行）(2018) art. "


def page() -> str:
    """Return the text of docs/checks.md."""
    parts = [_HEAD.format(count=len(RULES)), *_table()]
    for group, title in _GROUPS.items():
        parts.append(f"\n## {title}\n")
        parts += [_section(rule) for rule in RULES.values() if rule.group == group]
    return "\n".join(parts)


def page_zh() -> str:
    """Return the text of docs/checks.zh-CN.md."""
    parts = [_HEAD_ZH.format(count=len(RULES)), "| | 规则 | 键 | 严重程度 |", "|---|---|---|---|"]
    for number, (key, rule) in enumerate(RULES.items(), start=1):
        parts.append(f"| {number} | {text(f'rule-{key}', 'zh')} | [`{key}`](#{key}) | {_severity_zh(rule)} |")
    for group in _GROUPS:
        parts.append(f"\n## {text(f'rule-group-{group}', 'zh')}\n")
        parts += [_section_zh(rule) for rule in RULES.values() if rule.group == group]
    return "\n".join(parts)


def _section_zh(rule: Rule) -> str:
    limits = load_scheme().limits
    lines = [
        f'### <a id="{rule.key}"></a>{text(f"rule-{rule.key}", "zh")}\n',
        f"`{rule.key}`，{_severity_zh(rule)}。{text(f'meaning-{rule.key}', 'zh')}\n",
        *(f"- 限值 `{key}`：{_value_zh(limits[key])}。{limits[key].source.zh}" for key in rule.limits),
    ]
    source = _source_zh(rule.source)
    return "\n".join([*lines, *([f"- 依据：{source}"] if source else []), ""])


def _value_zh(limit: Limit) -> str:
    return f"{limit.value:,g} {_UNITS_ZH[limit.unit]}"


def _severity_zh(rule: Rule) -> str:
    return text(f"severity-{rule.severity}", "zh")


def _source_zh(source: str) -> str:
    """Return where a rule comes from, nothing if that is the design or the scheme itself."""
    if source.startswith(_ARTICLES_ZH):
        articles = source.removeprefix(_ARTICLES_ZH).split(":")[0].replace(" and ", "、")
        return f"《中国共产党支部工作条例（试行）》（2018）第 {articles} 条"
    return _SOURCES_ZH.get(source, "")


def _table() -> list[str]:
    rows = ["| | Rule | 规则 | Key | Severity |", "|---|---|---|---|---|"]
    for number, (key, rule) in enumerate(RULES.items(), start=1):
        zh, en = (text(f"rule-{key}", language) for language in ("zh", "en"))
        rows.append(f"| {number} | {en} | {zh} | [`{key}`](#{key}) | {rule.severity} |")
    return rows


def _section(rule: Rule) -> str:
    zh, en = (text(f"rule-{rule.key}", language) for language in ("zh", "en"))
    lines = [
        f'### <a id="{rule.key}"></a>{en} · {zh}\n',
        f"`{rule.key}`, {rule.severity}. {_meaning(rule)}\n",
        *(_limit(key, load_scheme().limits[key]) for key in rule.limits),
        f"- Source: {rule.source}",
        "",
    ]
    return "\n".join(lines)


def _meaning(rule: Rule) -> str:
    return inspect.cleandoc(rule.find.__doc__ or "").replace("``", "`")


def _limit(key: str, limit: Limit) -> str:
    return f"- Limit `{key}`: {limit.value:,g} {limit.unit}. {limit.source.en}"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it with the one that is there."""
    pages = {PAGE: page(), PAGE_ZH: page_zh()}
    if "--check" in arguments:
        return 0 if all(file.read_text(encoding="utf-8") == said for file, said in pages.items()) else 1
    for file, said in pages.items():
        file.write_text(said, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
