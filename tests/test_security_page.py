"""The page on security names tests and sources that are there, and is found from the first page in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.partition("## What is promised")[2].partition("## What is not promised")[0].splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| promise"))
]


def named(text: str) -> list[str]:
    """Return what stands between backquotes."""
    return re.findall(r"`([^`]+)`", text)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\b(?:tests|gridmap|layers|ui)/[\w/.]+\.py\b", PAGE))))
def test_every_source_and_every_test_on_the_page_is_there(path):
    assert (ROOT / path).is_file()


def test_every_promise_names_the_code_that_keeps_it_and_a_test_that_shows_it():
    assert len(ROWS) > 25
    for promise, code, tests in ROWS:
        assert named(code) and not any(path.startswith("tests/") for path in named(code)), promise
        assert named(tests) and all(path.startswith("tests/") for path in named(tests)), promise
        shown = [(ROOT / path).read_text(encoding="utf-8") for path in named(tests) if "/test_" in path]
        assert shown and all(re.search(r"^def test_", text, re.M) for text in shown), promise


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_first_page_leads_to_it(page):
    assert "(docs/security.md)" in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("place", re.findall(r"\]\(([\w.-]+\.md)\)", PAGE))
def test_what_it_leads_to_is_there(place):
    assert (ROOT / "docs" / place).is_file()
