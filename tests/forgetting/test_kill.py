"""Whoever is killed while forgetting a person leaves whole files; doing it again completes what was begun."""

from __future__ import annotations

import os

import pytest

from tests.forgetting.conftest import people
from tests.forgetting.killing import (
    copies_of,
    forget_and_be_killed,
    forgetful_victims,
    once_more_must_complete,
    statements,
)

KILLS = 14

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def test_killed_at_any_statement_files_are_whole_and_once_more_completes_it(project, tmp_path) -> None:
    before = people(project.plan)
    project.close()
    copy, forgotten = copies_of(project.path, tmp_path), 0
    with forgetful_victims() as victims:
        count = statements(victims, copy)
        assert count > 3 * KILLS
        for kill in range(KILLS):
            path = copy(f"kill-{kill}")
            assert forget_and_be_killed(victims, path, 1 + (count - 1) * kill // (KILLS - 1)) == "killed"
            forgotten += once_more_must_complete(path, before)
    assert 0 < forgotten < KILLS
