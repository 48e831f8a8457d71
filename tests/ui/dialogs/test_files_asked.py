"""File dialogs begin where files of the kind were chosen last, and propose a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.dialogs.files_asked import ask_where, ask_which, ask_which_files, remember_folders_in
from ui.session.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(tmp_path / "settings.ini")
    remember_folders_in(settings)
    yield settings
    remember_folders_in(None)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


class Answers:
    """Stands for somebody who chooses a file in Qt's dialog; keeps where the dialog began."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun: list[Path] = []
        self.answer = ""
        one = lambda _parent, _title, at, _filters: (self._begun(at), "Excel (*.xlsx)")  # noqa: E731
        several = lambda _parent, _title, at, _filters: ([self._begun(at)], "")  # noqa: E731
        monkeypatch.setattr(QFileDialog, "getOpenFileName", one)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", one)
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", several)

    def _begun(self, at: str) -> str:
        self.begun.append(Path(at))
        return self.answer


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def folder(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name


def test_each_kind_of_file_has_the_folder_where_it_was_chosen_last(settings, parent, answers, tmp_path):
    maps, lists = folder(tmp_path, "maps"), folder(tmp_path, "lists")
    answers.answer = str(maps / "a.pdf")
    assert ask_where(parent, "map", "t", "a.pdf", "PDF (*.pdf)") == (maps / "a.pdf", "Excel (*.xlsx)")
    answers.answer = str(lists / "b.xlsx")
    assert ask_which_files(parent, "lists", "t", "Excel (*.xlsx)") == (lists / "b.xlsx",)
    again = Settings(tmp_path / "settings.ini")  # the next day
    settings.save()
    remember_folders_in(again)
    ask_where(parent, "map", "t", "c.pdf", "PDF (*.pdf)")
    ask_which(parent, "lists", "t", "Excel (*.xlsx)")
    assert answers.begun[-2:] == [maps / "c.pdf", lists]


def test_before_that_it_is_the_folder_of_the_project_and_a_folder_that_is_gone_is_not_proposed(
    settings, parent, answers, tmp_path
):
    here, gone = folder(tmp_path, "here"), folder(tmp_path, "gone")
    ask_where(parent, "map", "t", "a.pdf", "PDF (*.pdf)", here)
    assert answers.begun[-1] == here / "a.pdf"
    answers.answer = str(gone / "a.pdf")
    ask_where(parent, "map", "t", "a.pdf", "PDF (*.pdf)", here)
    gone.rmdir()
    ask_where(parent, "map", "t", "a.pdf", "PDF (*.pdf)", here)
    assert answers.begun[-1] == here / "a.pdf"


def test_who_chooses_nothing_changes_nothing(settings, parent, answers, tmp_path):
    settings.put_folder("map", tmp_path)
    assert ask_where(parent, "map", "t", "a.pdf", "PDF (*.pdf)") is None
    assert ask_which(parent, "map", "t", "PDF (*.pdf)") is None
    assert settings.folder("map") == tmp_path


def test_a_title_that_is_no_file_name_becomes_one(settings, parent, answers, tmp_path):
    ask_where(parent, "map", "t", "东/西: 网格图?.pdf", "PDF (*.pdf)", tmp_path)
    assert answers.begun[-1] == tmp_path / "东_西_ 网格图_.pdf"
