"""A run of the tests that goes over midnight is no other: no file of theirs holds the day of its import."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
AT_IMPORT = re.compile(r"^\S.*(?:date\.today\(\)|datetime\.now\(|currentDate\w*\(\))", re.MULTILINE)
"""Unindented: a constant, the default of a parameter, or what a test is called with."""


def test_no_test_holds_the_day_on_which_it_was_read():
    holding = {
        f"{path.relative_to(TESTS)}: {found[0]}"
        for path in TESTS.rglob("*.py")
        for found in AT_IMPORT.finditer(path.read_text(encoding="utf-8"))
        if path.name != Path(__file__).name
    }
    assert not holding, holding


def test_what_is_looked_for_would_be_found():
    assert AT_IMPORT.search("TODAY = dt.date.today()\n") and AT_IMPORT.search("def of(day=dt.date.today()):\n")
    assert not AT_IMPORT.search("def of():\n    day = dt.date.today()\n")
