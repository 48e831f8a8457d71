"""Samples of the other schemes from the window: chosen in a dialog that says what is made up, made, and opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sample_data.schemes import WITH_SAMPLE
from sample_data.schemes.made import about_sample
from ui.dialogs.samples import SamplesDialog
from ui.look.words import Words
from ui.window.main_window import MainWindow


@pytest.fixture
def dialog(qtbot: QtBot) -> SamplesDialog:
    made = SamplesDialog(Words("zh"))
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return made


def test_every_scheme_says_what_its_sample_makes_up_in_both_languages(dialog: SamplesDialog) -> None:
    assert dialog.list.count() == len(WITH_SAMPLE)
    for language in ("zh", "en"):
        dialog.words.speak(language)
        for row, key in enumerate(WITH_SAMPLE):
            dialog.list.setCurrentRow(row)
            assert dialog.scheme == key
            assert dialog.about.text() == about_sample(key)[language]
            assert dialog.purpose.text() == dialog.words(f"scheme-is-{key}")


def test_what_is_chosen_is_told_with_its_size(dialog: SamplesDialog, qtbot: QtBot) -> None:
    dialog.list.setCurrentRow(WITH_SAMPLE.index("planners"))
    dialog.how_large.setCurrentIndex(dialog.how_large.findData("town"))
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.do.click()
    assert told.args == ["planners", "town"]


def test_a_sample_is_asked_for_on_the_start_page_and_opened(qtbot: QtBot, window: MainWindow) -> None:
    window.start._samples.click()
    [dialog] = window.findChildren(SamplesDialog)
    dialog.list.setCurrentRow(WITH_SAMPLE.index("chongchuan"))
    with qtbot.waitSignal(window.session.opened, timeout=20_000):
        dialog.do.click()
    assert window.session.plan.scheme.key == "chongchuan"
    assert len(window.session.plan.tables["items"]) == 86
