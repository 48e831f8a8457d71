"""`gridmap history`: who did what, and when."""

from __future__ import annotations

import getpass

import pytest

from gridmap.edits import SetAttributes
from gridmap.project.project import Project
from gridmap.storage.journal import HistoryEntry
from ui.words.history_lines import what_was_done
from ui.words.messages import BOTH, SENTENCES


def test_every_edit_is_a_line_with_its_author_and_undo_names_the_line_it_takes_back(run, sound):
    with Project.open(sound, who="wang") as project:
        project.perform(SetAttributes("grids", (1,), {"name": "东门"}))
        project.undo()
    lines = [line for line in run("history", sound).stdout.splitlines() if " wang " in line]
    assert len(lines) == 2
    assert "Changed name of grids (1 row)" in lines[0]
    assert "Took back no. 1: Changed name" in lines[1]


def test_a_project_without_edits_says_so(run, sound):
    assert run("history", sound).stdout == "Nothing has been edited in this project yet.\n"
    assert run("history", sound, "--lang", "zh").stdout.startswith("这个项目还没有")


@pytest.mark.parametrize("language", BOTH)
def test_an_edit_that_this_version_does_not_know_is_named_by_its_label(language):
    from datetime import UTC, datetime

    entry = HistoryEntry(3, datetime.now(UTC), getpass.getuser(), "do", "paint-it-blue", {}, 3)
    assert what_was_done(entry, language) == "paint-it-blue"
    lacking = HistoryEntry(3, datetime.now(UTC), getpass.getuser(), "do", "set-attributes", {}, 3)
    assert "change-set-attributes" in SENTENCES and what_was_done(lacking, language) == "set-attributes"
