"""A session goes into a draft and out again: it shows the draft, edits it, and applies, drops or leaves it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gridmap.edits import SetAttributes
from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_between
from gridmap.model.plan import Plan
from gridmap.project.drafts import drafts_of
from gridmap.project.project import Project
from sample_data.make import make_plan
from ui.session.desk import Desk
from ui.session.session import Session

WAIT = 20_000


@pytest.fixture(scope="module")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drafting") / "town.gpkg"
    Project.create(path, make_plan("town", 2020)).close()
    return path


@pytest.fixture
def desk(qtbot: QtBot, town_file: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk()
    session = desk.session
    with qtbot.waitSignal(session.findings_changed, timeout=WAIT):
        desk.opening.open(shutil.copy(town_file, tmp_path / "town.gpkg"))
    yield desk
    session.close()
    assert not session.is_working
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.endswith(".lock")) == []
    desk.deleteLater()


@pytest.fixture
def session(desk: Desk) -> Session:
    return desk.session


@pytest.fixture
def complaints(session: Session) -> list[Exception]:
    told: list[Exception] = []
    session.complained.connect(told.append)
    return told


def begin(qtbot: QtBot, desk: Desk, title: str = "东门调整") -> None:
    with qtbot.waitSignals([desk.drafting.changed, desk.session.findings_changed], timeout=WAIT):
        desk.drafting.begin(title)


def apply(qtbot: QtBot, desk: Desk) -> Change | None:
    """Apply the draft that is shown and return what it did to the project, ``None`` if it was refused."""
    done: list[Change] = []
    desk.drafting.apply(done.append)
    qtbot.waitUntil(lambda: not desk.session.is_working, timeout=WAIT)
    return done[0] if done else None


def rename(session: Session, name: str, at: int = -1) -> int:
    grid = int(session.plan.ids[at])
    assert session.perform(SetAttributes("grids", (grid,), {"name": name}))
    return grid


def test_a_draft_is_edited_and_the_project_stays_as_it_is(qtbot: QtBot, desk: Desk, session: Session) -> None:
    project, plan = session.project, session.plan
    told: list[tuple[Plan, Plan, object]] = []
    session.plan_changed.connect(lambda *args: told.append(args))
    begin(qtbot, desk)
    assert session.project is not project
    assert desk.drafting.base is project
    assert desk.drafting.mark.title == "东门调整"
    assert not desk.drafting.can_apply
    grid = rename(session, "甲")
    assert project.plan is plan
    assert session.plan.value(grid, "name") == "甲"
    assert desk.drafting.can_apply
    session.undo()
    assert session.plan.same_content(plan)
    assert not desk.drafting.can_apply
    for before, after, change in told:
        assert before.apply(change).same_content(after)


def test_a_draft_is_left_and_entered_again_with_all_its_edits_and_its_undo(
    qtbot: QtBot, desk: Desk, session: Session
) -> None:
    plan = session.plan
    begin(qtbot, desk)
    grid = rename(session, "甲")
    session.select([grid])
    desk.drafting.leave()
    assert desk.drafting.mark is None
    assert session.plan is plan
    assert session.selection == (grid,)
    assert not session.project.can_undo
    [draft] = desk.drafting.drafts
    with qtbot.waitSignal(desk.drafting.changed, timeout=WAIT):
        desk.drafting.enter(draft.path)
    assert session.plan.value(grid, "name") == "甲"
    session.undo()
    assert session.plan.same_content(plan)


def test_what_the_window_is_told_when_it_goes_in_and_out_is_the_difference(
    qtbot: QtBot, desk: Desk, session: Session
) -> None:
    begin(qtbot, desk)
    rename(session, "甲")
    rename(session, "乙", 5)
    told: list[tuple[Plan, Plan, object]] = []
    session.plan_changed.connect(lambda *args: told.append(args))
    desk.drafting.leave()
    with qtbot.waitSignal(desk.drafting.changed, timeout=WAIT):
        desk.drafting.enter(desk.drafting.drafts[0].path)
    apply(qtbot, desk)
    assert len(told) == 3
    for before, after, change in told:
        assert change.touched == change_between(before, after, "").touched
        assert before.apply(change).same_content(after)


def test_a_draft_is_applied_in_one_step_and_its_file_goes(
    qtbot: QtBot, desk: Desk, session: Session, complaints
) -> None:
    plan = session.plan
    begin(qtbot, desk)
    rename(session, "甲")
    rename(session, "乙", 5)
    draft = session.plan
    change = apply(qtbot, desk)
    assert change.label == "apply-draft"
    assert desk.drafting.base is None
    assert session.plan.same_content(draft)
    assert desk.drafting.drafts == []
    assert session.undo().label == "apply-draft"
    assert session.plan.same_content(plan)
    assert not session.project.can_undo
    assert complaints == []


def test_a_draft_is_dropped_for_good(qtbot: QtBot, desk: Desk, session: Session) -> None:
    plan = session.plan
    begin(qtbot, desk)
    rename(session, "甲")
    desk.drafting.drop()
    assert session.plan.same_content(plan)
    assert desk.drafting.drafts == []
    assert drafts_of(session.project.path) == []


def test_what_does_not_fit_any_more_is_told_and_the_draft_stays(
    qtbot: QtBot, desk: Desk, session: Session, complaints
) -> None:
    begin(qtbot, desk)
    grid = rename(session, "甲")
    desk.drafting.leave()
    rename(session, "乙")
    with qtbot.waitSignal(desk.drafting.changed, timeout=WAIT):
        desk.drafting.enter(desk.drafting.drafts[0].path)
    assert apply(qtbot, desk) is None
    assert isinstance(complaints[0], Refused)
    assert complaints[0].grids == (grid,)
    assert desk.drafting.mark is not None
    assert session.plan.value(grid, "name") == "甲"


def test_the_comparison_follows_every_edit(qtbot: QtBot, desk: Desk, session: Session) -> None:
    begin(qtbot, desk)
    with qtbot.waitSignal(desk.drafting.compared, timeout=WAIT) as told:
        desk.drafting.compare()
    assert told.args[0].is_empty
    with qtbot.waitSignal(desk.drafting.compared, timeout=WAIT) as told:
        grid = rename(session, "甲")
    assert told.args[0].grids.index.tolist() == [grid]
    with qtbot.waitSignal(desk.drafting.compared, timeout=WAIT) as told:
        desk.drafting.leave()
    assert told.args[0] is None


def test_a_draft_that_is_opened_brings_its_project(qtbot: QtBot, desk: Desk, session: Session, complaints) -> None:
    begin(qtbot, desk)
    grid = rename(session, "甲")
    path, project = session.project.path, desk.drafting.base.path
    session.close()
    with qtbot.waitSignal(desk.drafting.changed, timeout=WAIT):
        desk.opening.open(path)
    assert desk.drafting.base.path == project
    assert session.plan.value(grid, "name") == "甲"
    session.close()
    alone = path.parent / "elsewhere" / path.name
    alone.parent.mkdir()
    shutil.copy(path, alone)
    with qtbot.waitSignal(session.complained, timeout=WAIT):
        desk.opening.open(alone)
    assert complaints[0].key == "draft-without-project"
    assert session.project is None


def test_while_somebody_else_has_the_project_a_draft_is_tried_but_not_applied(
    qtbot: QtBot, desk: Desk, session: Session
) -> None:
    other = Desk()
    second = other.session
    with qtbot.waitSignal(second.findings_changed, timeout=WAIT):
        other.opening.open(session.project.path)
    assert second.project.read_only
    begin(qtbot, other, "旁人的方案")
    rename(second, "甲")
    assert second.project.can_undo
    assert not other.drafting.can_apply
    second.close()
    other.deleteLater()
    with qtbot.waitSignal(desk.drafting.changed, timeout=WAIT):
        desk.drafting.enter(desk.drafting.drafts[0].path)
    assert desk.drafting.can_apply
    apply(qtbot, desk)
    assert session.plan.value(int(session.plan.ids[-1]), "name") == "甲"


def test_a_draft_that_is_edited_while_it_is_applied_is_applied_as_it_is_then(
    qtbot: QtBot, desk: Desk, session: Session, complaints
) -> None:
    begin(qtbot, desk)
    first = rename(session, "甲")
    desk.drafting.apply()
    second = rename(session, "乙", at=-2)
    qtbot.waitUntil(lambda: desk.drafting.base is None, timeout=WAIT)
    assert (session.plan.value(first, "name"), session.plan.value(second, "name")) == ("甲", "乙")
    assert desk.drafting.drafts == [] and complaints == []


def test_a_draft_that_is_left_while_it_is_applied_stays(qtbot: QtBot, desk: Desk, session: Session) -> None:
    plan = session.plan
    begin(qtbot, desk)
    rename(session, "甲")
    desk.drafting.apply()
    desk.drafting.leave()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert session.plan.same_content(plan)
    assert len(desk.drafting.drafts) == 1


def test_a_draft_that_is_there_when_nobody_waits_for_it_any_more_is_closed(
    qtbot: QtBot, desk: Desk, session: Session, tmp_path: Path
) -> None:
    begin(qtbot, desk)
    path = session.project.path
    desk.drafting.leave()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    job = desk.drafting.enter(path)
    assert job is not None
    while not desk.drafting._untaken:  # it is open, and what comes next waits for the window's turn
        time.sleep(0.01)
    session.close()
    assert not list(tmp_path.glob(".*.lock"))
    assert desk.drafting.base is None


def test_a_draft_is_opened_from_its_file_while_its_project_is_open(qtbot: QtBot, desk: Desk, session: Session) -> None:
    begin(qtbot, desk)
    path = session.project.path
    desk.drafting.leave()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    desk.opening.open(path)
    qtbot.waitUntil(lambda: desk.drafting.base is not None, timeout=WAIT)
    assert session.project.path == path and not session.project.read_only and not desk.drafting.base.read_only


def test_of_drafts_that_are_asked_for_at_once_the_last_is_shown_and_opened_once(
    qtbot: QtBot, desk: Desk, session: Session, tmp_path: Path, complaints
) -> None:
    paths = []
    for title in ("东门调整", "西门调整"):
        begin(qtbot, desk, title)
        paths.append(session.project.path)
        desk.drafting.leave()
        qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    project = session.project
    first, last, again = (desk.drafting.enter(path) for path in (*paths, paths[1]))
    assert last is again is not first
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert desk.drafting.base is project and session.project.path == paths[1] and complaints == []
    assert not session.project.read_only and len(list(tmp_path.glob(".*.lock"))) == 2
    desk.drafting.leave()


def test_a_draft_whose_project_is_left_before_it_is_there_is_never_shown(
    qtbot: QtBot, desk: Desk, session: Session, town_file: Path, tmp_path: Path, complaints
) -> None:
    begin(qtbot, desk)
    path = session.project.path
    desk.drafting.leave()
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    desk.drafting.enter(path)
    while not desk.drafting._untaken:  # it is open, and what comes next waits for the window's turn
        time.sleep(0.01)
    other = Project.open(shutil.copy(town_file, tmp_path / "other.gpkg"))
    session.take(other)
    qtbot.waitUntil(lambda: not session.is_working, timeout=WAIT)
    assert session.project is other and desk.drafting.base is None and complaints == []
