"""Another language while a wizard stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sample_data.make import make_plan
from tests.ui.window.office import KINDS, drop, go_to, office, wizard_of
from ui.window.main_window import MainWindow
from ui.wizards.beginning.wizard import NewProjectWizard


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The boundaries of a town as an office has them."""
    return office(tmp_path / "大新镇", make_plan("town", 2020))


def test_another_language_finds_files_that_were_looked_at_before_the_project_has_a_place(
    qtbot: QtBot, window: MainWindow, files: list[Path]
) -> None:
    assert drop(window, files)
    wizard = wizard_of(window)
    assert isinstance(wizard, NewProjectWizard)
    go_to(qtbot, wizard, "place")
    window.words.speak("en")
    kinds, scheme = wizard.boundaries.sources.kinds, wizard.scheme.scheme
    assert [kinds[row].currentData() for row in range(3)] == KINDS
    shown = [kinds[row].currentText() for row in range(2)]
    assert shown == [window.words.name(scheme.kind(kind).name) for kind in KINDS[:2]] and shown[0].isascii()
    assert wizard.step.key == "place"
    go_to(qtbot, wizard, "outcome")
    wizard.reject()
