"""Every key that the domain raises has a sentence in both languages, and both say the same."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path, PurePosixPath

import pytest

from gridmap.model.errors import BadInput, GridMapError, Problem
from gridmap.model.sections import Name
from ui.words.messages import BOTH, SENTENCES, message_of, preferred_language, text

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted([*(ROOT / "gridmap").rglob("*.py"), *(ROOT / "ui").rglob("*.py")])


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def kinds_of_error() -> set[str]:
    """Names of the classes that say something to users, however they were derived."""
    bases: dict[str, set[str]] = {}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    found = {"GridMapError", "Problem"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def literals(node: ast.expr) -> list[str]:
    """The texts that an expression can be, as far as the source says: a literal, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def raised() -> list[tuple[str, str, set[str] | None]]:
    """(where, key, names of the values) of every error and problem in the sources; None for values that vary."""
    kinds = kinds_of_error()
    calls = []
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds and node.args:
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                values = next((k.value for k in node.keywords if k.arg == "values"), None)
                if isinstance(values, ast.Dict):
                    names |= {part for key in values.keys if key is not None for part in literals(key)}
                open_ended = any(k.arg is None for k in node.keywords) or not isinstance(values, (ast.Dict, type(None)))
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                calls += [(where, key, None if open_ended else names) for key in literals(node.args[0])]
    return calls


def test_the_scan_finds_what_is_raised():
    keys = {key for _, key, _ in raised()}
    assert "scheme-missing" in keys and "unknown-level" in keys and len(keys) > 12


def test_every_key_that_is_raised_has_a_sentence():
    lacking = sorted({f"{key} ({where})" for where, key, _ in raised() if key not in SENTENCES})
    assert not lacking


def test_a_sentence_speaks_only_of_values_that_are_given():
    wrong = [
        f"{where}: {key} lacks {placeholders(SENTENCES[key][0]) - names}"
        for where, key, names in raised()
        if names is not None and key in SENTENCES and not placeholders(SENTENCES[key][0]) <= names
    ]
    assert not wrong


def about_the_same(pair: object) -> bool:
    """Whether both languages say something, of the same values, and the English in letters that its readers know."""
    if not (isinstance(pair, tuple) and len(pair) == len(BOTH)):
        return False
    chinese, english = pair
    said = bool(chinese.strip() and english.strip()) and placeholders(chinese) == placeholders(english)
    return said and not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_both_languages_have_a_sentence_about_the_same():
    assert len(SENTENCES) > 3000
    assert [key for key, pair in SENTENCES.items() if not about_the_same(pair)] == []


@pytest.mark.parametrize("pair", ["中", ("中",), ("中", " "), ("{a}", "{b}"), ("中", "one 网格")])
def test_a_pair_that_says_two_things_is_found(pair):
    assert not about_the_same(pair)
    assert about_the_same(("{a} 个网格", "{a} grids"))


AMERICAN = re.compile(
    r"\b(colors?|colored|centers?|centered|neighbors?|neighboring|neighborhoods?|meters?|kilometers?|licens(e[sd]?|ing)"
    r"|behaviors?|favorites?|favors?|labeled|labeling|unlabeled|canceled|canceling|traveled|traveling|catalogs?|gray|honors?"
    r"|(analy|recogni|organi|summari|customi|initiali|minimi|maximi|authori|normali|synchroni|optimi|generali)z\w*"
    r"|fulfill|skillful|defense|offense|gotten|judgment|artifacts?|toward|afterward|checkbox|math)\b",
    re.IGNORECASE,
)
"""Words as Americans spell them."""


def test_english_is_spelt_as_in_britain():
    assert [key for key, (_, english) in SENTENCES.items() if AMERICAN.search(english)] == []


def test_the_list_of_american_words_catches_what_it_should():
    for wrong in ("Color", "centered", "the neighbor", "10 meters", "MIT license", "gray", "recognized", "a catalog"):
        assert AMERICAN.search(wrong), wrong
    for right in (
        "Colour",
        "centred",
        "neighbour",
        "metres",
        "licence",
        "grey",
        "recognised",
        "perimeter",
        "parameter",
    ):
        assert not AMERICAN.search(right), right


def test_a_value_is_said_as_a_person_would():
    name = Name("综合网格", "Comprehensive grid")
    assert "综合网格" in text("unknown-kind", "zh", value=name, expected=["a", "b"])
    assert text("unknown-kind", "zh", value=name, expected=["a", "b"]).endswith("a、b")
    assert text("unknown-kind", "en", value=PurePosixPath("x/y"), expected=("a", "b")).endswith("a, b")


def test_an_error_without_a_sentence_is_still_told():
    assert message_of(GridMapError("from-a-plug-in", row=7), "en") == "from-a-plug-in row=7"
    assert message_of(BadInput("scheme-missing"), "en") == "scheme-missing"


def test_a_problem_tells_where_it_is():
    problem = Problem("file-unreadable", file="a.xlsx", values={"reason": "locked"})
    assert message_of(problem, "en") == "The file a.xlsx cannot be read: locked"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"GRIDMAP_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"GRIDMAP_LANG": "zh-CN", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"GRIDMAP_LANG": "tlh", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_then_the_systems_then_chinese(environ, language):
    assert preferred_language(environ) == language


def test_one_of_something_is_in_the_singular_in_english():
    counted = {"errors": 1, "warnings": 0, "notices": 2}
    assert text("window-counts", "en", **counted) == "1 error · 0 warnings · 2 notices"
    assert text("check-summary", "en", title="A", **counted) == "A: 1 error, 0 warnings, 2 notices"
    assert text("change-match-vertices", "en", count=1) == "Matched 1 vertex"
    assert text("change-fix-all", "en", count=1001) == "Mended 1,001 faults"


def test_a_name_stands_in_a_chinese_sentence_without_blanks_and_a_number_or_code_with_them():
    def given(code):
        return text("change-give-ground", "zh", area_m2=8697.94, code=code)

    assert given("新东网格 …02001") == "把 8,697.9 平方米划给新东网格 …02001"
    assert given("320582") == "把 8,697.9 平方米划给 320582" and given("") == "把 8,697.9 平方米划给 "
    assert text("finding-no-branch", "zh", grid="胡家港（003）", households=4) == "胡家港（003）没有党支部覆盖（4 户）"
    assert text("finding-no-branch", "zh", grid="003", households=4) == "003 没有党支部覆盖（4 户）"
    ends = {"name": "W1 甲", "other": "乙 W2", "count": 2, "on": "2026-12-01"}
    assert text("change-hand-over", "zh", **ends) == "W1 甲的 2 个网格自 2026-12-01 起移交给乙 W2"
    assert text("change-set-parent", "zh", code="张 三", parent="{code}") == "把张 三登记在 {code} 之下"
    assert text("cli-written", "zh", file="网格.pdf") == "已保存到 网格.pdf"
    assert text("change-give-ground", "en", area_m2=1, code="新东网格") == "Gave 1.0 m² to 新东网格"
