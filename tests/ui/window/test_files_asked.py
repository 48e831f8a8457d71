"""What the window asks to write has a name, and begins beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ui.window.main_window import MainWindow

WAIT = 20_000


@pytest.mark.parametrize(
    ("action", "name"),
    [("save-copy", "town 副本.gpkg"), ("export-workbook", "{title}网格台账.xlsx"), ("export-record", None)],
)
def test_what_the_window_writes_has_a_name_proposed_beside_the_project(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch, action: str, name: str | None
) -> None:
    begun: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _p, _t, at, _f: (begun.append(Path(at)) or "", ""))
    folder, title = opened.session.project.path.parent, opened.session.plan.facts().get("title") or "town"
    if name is None:
        opened.desk.drafting.begin("拆分东区")
        qtbot.waitUntil(lambda: opened.desk.drafting.mark is not None, timeout=WAIT)
        name = "拆分东区网格调整备案表.docx"
    opened.actions_by_key[action].trigger()
    assert begun == [folder / name.format(title=title)]


def test_the_folder_of_an_opened_project_is_the_next_one_to_look_in(
    opened: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere, begun = tmp_path / "elsewhere", []
    elsewhere.mkdir()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda _p, _t, at, _f: (begun.append(at) or str(elsewhere / "x.gpkg"), "")
    )
    monkeypatch.setattr(opened.files, "open", lambda _: None)
    opened.files.choose()
    opened.files.choose()
    assert Path(begun[-1]) == elsewhere
    assert opened.settings.folder("project") == elsewhere
