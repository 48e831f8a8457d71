"""A process that is killed while it edits a draft loses no edit that it was told is done; the project stays whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from gridmap.edits import SetAttributes
from gridmap.model.errors import Refused
from gridmap.project.drafts import applied, apply_draft, begin_draft, drafts_of, is_applied
from gridmap.project.project import Project
from tests.storage.conftest import content_of, small_plan
from tests.storage.killing import Victims, kill_again_and_again

KILLS = 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.mark.slow
def test_killed_while_a_draft_is_edited_every_acknowledged_edit_is_there_and_can_be_applied(file):
    plan = small_plan()
    with Project.create(file, plan) as project:
        path = begin_draft(project, "方案")
    start = content_of(file)
    with Victims() as victims:
        killed = kill_again_and_again(victims, path, KILLS, 2020, title="方案", longest_s=0.02)
    assert killed.lines >= KILLS // 2
    assert content_of(file) == start
    with Project.open(file) as project, Project.open(path) as draft:
        project.perform(applied(draft))
        assert content_of(file) == content_of(path)
        project.undo()
        assert content_of(file) == start


@pytest.mark.parametrize("moment", ["Path.replace", "draft_mark.make_draft"])
def test_killed_while_a_draft_is_begun_there_is_a_whole_one_or_none(file, moment):
    """Killed before the copy is made a draft, and at the last moment before it takes its place."""
    Project.create(file, small_plan()).close()
    start = content_of(file)
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from gridmap.project.drafts import begin_draft\n"
        "from gridmap.project.project import Project\n"
        "from gridmap.storage import draft_mark\n"
        f"{moment} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "begin_draft(Project.open(sys.argv[1]), '方案')\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert drafts_of(file) == []
    assert content_of(file) == start
    with Project.open(file) as project:
        path = begin_draft(project, "方案")
        assert content_of(path) == start


def test_killed_between_applying_a_draft_and_removing_it_the_draft_is_known_to_be_applied(file):
    Project.create(file, small_plan()).close()
    with Project.open(file) as project:
        path = begin_draft(project, "方案")
    with Project.open(path) as draft:
        draft.perform(SetAttributes("grids", (4,), {"name": "东门"}))
    script = (
        "import os, signal, sys\n"
        "from gridmap.project.drafts import apply_draft\n"
        "from gridmap.project.project import Project\n"
        "apply_draft(Project.open(sys.argv[2]), Project.open(sys.argv[1]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", script, str(file), str(path)], check=False)
    assert run.returncode == -signal.SIGKILL
    with Project.open(file) as project, Project.open(path) as draft:
        assert project.plan.value(4, "name") == "东门"
        assert is_applied(draft.draft, project)
        before = content_of(file)
        with pytest.raises(Refused, match="draft-applied-already"):
            apply_draft(draft, project)
        assert content_of(file) == before
        project.undo()
        assert not is_applied(draft.draft, project)
        apply_draft(draft, project)
        assert project.plan.value(4, "name") == "东门"
