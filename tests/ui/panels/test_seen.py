"""Panels that work out what they show when they are first seen do so after the paint event that told them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ui.panels.base import Panel
from ui.panels.chain import ChainPanel
from ui.panels.people.panel import PeoplePanel
from ui.panels.person import PersonPanel
from ui.session.session import Session


@pytest.mark.parametrize(
    ("make", "told_by"),
    [(PeoplePanel, "paintEvent"), (ChainPanel, "paintEvent"), (PersonPanel, "eventFilter")],
    ids=["people", "chain", "person"],
)
def test_nothing_is_begun_while_a_panel_is_painted(
    session: Session,
    show: Callable[[type[Panel]], Panel],
    qtbot,
    monkeypatch: pytest.MonkeyPatch,
    make: type[Panel],
    told_by: str,
) -> None:
    tells, begins, depth, begun = getattr(make, told_by), session.start, [0], []

    def tell(*args: object) -> object:
        depth[0] += 1
        try:
            return tells(*args)
        finally:
            depth[0] -= 1

    def start(*args: object, **more: object) -> object:
        begun.append(depth[0])
        return begins(*args, **more)

    session.show_person(1)
    monkeypatch.setattr(make, told_by, tell)
    panel = show(make)
    panel.hide()
    qtbot.wait(20)
    if isinstance(panel, PersonPanel):
        panel._facts = panel._job = None
    elif isinstance(panel, ChainPanel):
        qtbot.waitUntil(lambda: panel._job is None)
        panel._take(None)
    else:
        qtbot.waitUntil(lambda: not panel._making)
        panel.page.show_table(None)
    monkeypatch.setattr(session, "start", start)
    panel.show()
    qtbot.waitUntil(lambda: bool(begun))
    assert set(begun) == {0}
    qtbot.waitUntil(lambda: not session.is_working)
