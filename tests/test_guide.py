"""The guide has every job in both languages, shows pictures that are there, and names menus and keys as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import supervisor_pictures
from tools.guide_pictures import JOBS
from ui.window.actions import ACTIONS
from ui.words.messages import BOTH, text

DOCS = Path(__file__).parent.parent / "docs"
FIRST = {"zh": DOCS / "first-map.zh-CN.md", "en": DOCS / "first-map.md"}
PAGES = {"zh": DOCS / "guide.zh-CN.md", "en": DOCS / "guide.md"}
KEYS = {
    "B": "tool-move-border", "E": "tool-vertices", "H": "tool-reshape", "F": "tool-follow", "S": "tool-split",
    "D": "tool-split-equally", "U": "tool-merge", "C": "tool-carve", "X": "tool-dissolve", "I": "tool-fill-gap",
    "F8": "next-finding", "Ctrl+K": "search",
}  # fmt: skip


@pytest.mark.parametrize("language", BOTH)
def test_every_job_has_a_section_with_its_picture(language):
    page = PAGES[language].read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^## (\d+) ", page, re.M)] == list(range(1, len(JOBS) + 1))
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", page)
    assert pictures == [f"images/guide/{name}-{language}.png" for name in JOBS]
    assert all((DOCS / picture).stat().st_size > 10_000 for picture in pictures)


def test_no_page_shows_a_picture_or_leads_to_a_page_that_is_not_there():
    for page in [*DOCS.glob("*.md"), *DOCS.parent.glob("README*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page.name, link)


def must_be_in_menus(page: str, language: str) -> None:
    """Fail if a page speaks of a menu or an action that the window does not call so."""
    titles = {text(f"menu-{spec.menu}", language): spec.menu for spec in ACTIONS}
    for menu, action in re.findall(r"\*\*([^*>]+) > ([^*]+)\*\*", page):
        assert menu in titles
        names = [text(f"action-{spec.key}", language) for spec in ACTIONS if spec.menu == titles[menu]]
        assert any(name.rstrip("…").startswith(action) for name in names), (menu, action)


@pytest.mark.parametrize("language", BOTH)
def test_the_first_map_is_told_with_a_picture_of_each_step_and_in_the_words_of_the_wizard(language):
    page = FIRST[language].read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", page)
    steps = ("start", "first-files", "first-place", "first-columns", "first-outcome", "first-map", "first-shift")
    assert pictures == [f"images/window-{step}-{language}.png" for step in steps]
    assert all((DOCS / picture).stat().st_size > 10_000 for picture in pictures)
    must_be_in_menus(page, language)
    for key in ("boundaries-number", "boundaries-match", "boundaries-people", "boundaries-store"):
        assert text(key, language) in page
    shortcut = {spec.key: spec.shortcut for spec in ACTIONS}
    for key in ("new-project", "bring-in-boundaries", "undo"):
        assert shortcut[key] in page


@pytest.mark.parametrize("language", BOTH)
def test_keys_are_those_of_the_window_and_menus_are_named_as_there(language):
    page = PAGES[language].read_text(encoding="utf-8")
    shortcut = {spec.key: spec.shortcut for spec in ACTIONS}
    for key, action in KEYS.items():
        assert shortcut[action] == key
        assert f"**{key}**" in page
    must_be_in_menus(page, language)


SUPERVISOR = {"zh": DOCS / "supervisor.zh-CN.md", "en": DOCS / "supervisor.md"}


@pytest.mark.parametrize("language", BOTH)
def test_every_job_of_the_supervisor_has_a_section_with_its_picture_and_the_words_of_the_window(language):
    page = SUPERVISOR[language].read_text(encoding="utf-8")
    jobs = supervisor_pictures.JOBS
    assert (
        [int(number) for number in re.findall(r"^## (\d+) ", page, re.M)]
        == list(range(1, 11))
        == [int(name[:2]) for name in jobs]
    )
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", page)
    assert pictures == [f"images/supervisor/{name}-{language}.png" for name in jobs]
    assert all((DOCS / picture).stat().st_size > 10_000 for picture in pictures)
    must_be_in_menus(page, language)
    shortcut = {spec.key: spec.shortcut for spec in ACTIONS}
    for key in ("search", "show-people", "people-lists", "undo", "theme-staffing"):
        assert shortcut[key] in page
    for key in ("day-label", "day-today-again", "list-turnover", "list-vacancies", "suggestion-do"):
        assert f"**{text(key, language)}**" in page
