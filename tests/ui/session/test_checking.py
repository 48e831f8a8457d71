"""What a check found is compared with what was known before in the thread of the check."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from gridmap.checks import Finding, Findings, difference
from gridmap.edits import SetAttributes
from ui.session import checking
from ui.session.session import Session


def test_what_an_edit_brought_and_cleared_is_told_and_found_in_another_thread(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def noted(before: Findings, after: Findings) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        threads.append(threading.get_ident())
        return difference(before, after)

    monkeypatch.setattr(checking, "difference", noted)
    before = session.findings
    assert before is not None
    grid = int(session.plan.ids[-1])
    code = str(session.plan.value(int(session.plan.ids[-2]), "code"))
    with qtbot.waitSignal(session.findings_changed, timeout=20_000) as told:
        session.perform(SetAttributes("grids", (grid,), {"code": code}))
    findings, brought, cleared = told.args
    assert findings is session.findings
    assert (cleared, brought) == difference(before, findings)
    assert "bad-code" in {finding.rule for finding in brought}
    assert len(threads) == 1 and threading.get_ident() not in threads
    with qtbot.waitSignal(session.findings_changed, timeout=20_000) as told:
        session.undo()
    _, brought, cleared = told.args
    assert not brought and "bad-code" in {finding.rule for finding in cleared}
    with qtbot.waitSignal(session.findings_changed, timeout=20_000) as told:
        session.check()  # all of it again: nothing is known before
    assert told.args[1:] == [(), ()] and len(threads) == 2
