"""A reader's head holds so much: no file, class or function is longer, or it says why."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("gridmap", "layers", "ui", "sample_data", "tools", "benchmarks", "tests")
FILES = sorted(file for place in PLACES for file in (ROOT / place).rglob("*.py"))
FILE_LINES, CLASS_LINES, FUNCTION_LINES = 600, 350, 60
WHY = "Long because"
DATA = ("tests/exchange/tables/awkward.py",)
"""Files that hold nothing but tables of what is so."""


def lines_of(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1  # type: ignore[attr-defined]


def too_long(file: Path) -> list[str]:
    source = file.read_text(encoding="utf-8")
    where = file.relative_to(ROOT).as_posix()
    found = []
    is_data = ("SENTENCES: Final" in source and where.startswith("ui/words/")) or where in DATA
    if source.count("\n") > FILE_LINES and not is_data:
        found.append(f"{where}: {source.count(chr(10))} lines")
    for node in ast.walk(ast.parse(source)):
        most = {ast.ClassDef: CLASS_LINES, ast.FunctionDef: FUNCTION_LINES, ast.AsyncFunctionDef: FUNCTION_LINES}.get(
            type(node)
        )
        if most is None or lines_of(node) <= most:
            continue
        if WHY not in (ast.get_source_segment(source, node) or ""):
            found.append(f"{where}: {node.name} {lines_of(node)} lines")  # type: ignore[attr-defined]
    return found


def test_nothing_is_longer_than_a_reader_can_hold():
    assert [line for file in FILES for line in too_long(file)] == []


@pytest.mark.parametrize(
    ("source", "long"),
    [
        ("def f():\n" + "    x = 1\n" * 59, False),
        ("def f():\n" + "    x = 1\n" * 60, True),
        ("def f():\n    # Long because it is a list.\n" + "    x = 1\n" * 60, False),
        ("class A:\n" + "    x = 1\n" * 350, True),
        ("x = 1\n" * 601, True),
    ],
)
def test_the_measure_tells_long_from_short(tmp_path, monkeypatch, source, long):
    file = tmp_path / "ui" / "a.py"
    file.parent.mkdir()
    file.write_text(source, encoding="utf-8")
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    assert bool(too_long(file)) is long
