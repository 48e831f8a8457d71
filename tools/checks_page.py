"""Write docs/checks.md from the rules themselves: what each means, how grave it is, its limits, where it comes from.

``python tools/checks_page.py`` writes the page; with ``--check`` it only exits with 1 if the page is not up to date.
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


def page() -> str:
    """Return the text of docs/checks.md."""
    parts = [_HEAD.format(count=len(RULES)), *_table()]
    for group, title in _GROUPS.items():
        parts.append(f"\n## {title}\n")
        parts += [_section(rule) for rule in RULES.values() if rule.group == group]
    return "\n".join(parts)


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
    return f"- Limit `{key}`: {limit.value:,g} {limit.unit}. {limit.source}"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it with the one that is there."""
    if "--check" in arguments:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
