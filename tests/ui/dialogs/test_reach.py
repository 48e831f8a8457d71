"""Every dialog is used by keys alone and read out: each control has a name, a place in the order of Tab, and a mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.dialogs.test_fits import DIALOGS
from tests.ui.reach import name_of, out_of_order, unnamed, unreached, unseen_focus, way_of_tab
from tests.ui.seen import cut_or_covered
from ui.dialogs.divide import DivideDialog
from ui.look.appearance import APPEARANCES
from ui.look.dressing import apply
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.settings import Settings
from ui.wizards.frame import Step, Wizard

HAS_NONE = {"waiting"}
"""Has nothing to press: it goes by itself."""


@pytest.fixture(params=sorted(APPEARANCES))
def look(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    apply(qapp, APPEARANCES[request.param])
    return str(request.param)


@pytest.fixture
def below(nothing_left: None, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    return window


def opened(name: str, language: str, qtbot: QtBot, desk: Desk, folder: Path, window: QWidget) -> QDialog:
    dialog = DIALOGS[name](desk, Words(language), Settings(folder / "settings.ini"), window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: not desk.session.is_working, timeout=60_000)
    if isinstance(dialog, DivideDialog):  # its plans come a moment after the work, and anew after a limit was set
        qtbot.wait(600)
        qtbot.waitUntil(lambda: bool(dialog.proposals) and not desk.session.is_working, timeout=60_000)
        QApplication.processEvents()
    return dialog


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_used_by_keys_alone(
    name: str, look: str, qtbot: QtBot, desk: Desk, tmp_path: Path, below: QWidget
) -> None:
    dialog = opened(name, "zh" if look == "dark" else "en", qtbot, desk, tmp_path, below)
    way = way_of_tab(dialog)
    faults = {
        "without a name": unnamed(dialog),
        "not reached by Tab": unreached(dialog, way),
        "out of order": out_of_order(way),
        "the same with the keys and without": unseen_focus(dialog, way),
        "cut or covered": cut_or_covered(dialog),
    }
    dialog.reject()
    dialog.deleteLater()
    assert faults == {what: [] for what in faults}, [name_of(stop) for stop in way]
    assert bool(way) != (name in HAS_NONE)


@pytest.mark.parametrize("name", ["new-project", "boundaries", "rosters"])
def test_what_every_step_of_a_wizard_asks_has_a_name(
    name: str, qtbot: QtBot, desk: Desk, tmp_path: Path, below: QWidget
) -> None:
    wizard = opened(name, "en", qtbot, desk, tmp_path, below)
    assert isinstance(wizard, Wizard)
    steps, faults = wizard.findChildren(Step), []
    for step in steps:
        if wizard.pages.indexOf(step) < 0:
            wizard.pages.addWidget(step)
        step.set_texts()
        wizard.pages.setCurrentWidget(step)
        faults += unnamed(step)
    wizard.reject()
    wizard.deleteLater()
    assert len(steps) >= 3
    assert faults == []


def test_a_field_is_spoken_with_what_stands_before_it(qtbot: QtBot, desk: Desk, tmp_path: Path, below: QWidget) -> None:
    dialog = opened("add-worker", "en", qtbot, desk, tmp_path, below)
    names = [name_of(control) for control in way_of_tab(dialog)]
    dialog.reject()
    dialog.deleteLater()
    assert names[:3] == ["Name", "Work phone", "Staff number"]
