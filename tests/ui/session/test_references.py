"""Files that are laid over the map, without a window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.session.desk import Desk
from ui.session.references import ReferenceFile

WAIT = 20_000


def test_closing_waits_for_no_file_that_is_read_and_nothing_comes_of_it(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answers, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(_: Path) -> tuple[str, ...]:
        begun.set()
        answers.wait(WAIT / 1000)
        ended.set()
        return ("one", "two")

    monkeypatch.setattr("gridmap.exchange.sources.layers_in", slow)
    asked: list[str] = []
    desk.references.several.connect(lambda path, _: asked.append(path))
    desk.references.open(ReferenceFile(str(tmp_path / "far.gpkg")))
    qtbot.waitUntil(begun.is_set, timeout=WAIT)
    desk.session.close()
    assert not ended.is_set() and desk.session.project is None
    answers.set()
    qtbot.waitUntil(ended.is_set, timeout=WAIT)
    qtbot.wait(50)
    assert asked == []
