"""What was chosen of an export is there again; what is shown of people never is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from ui.dialogs.export import ExportDialog
from ui.dialogs.printing import PrintDialog
from ui.window.main_window import MainWindow

WAIT = 20_000


def dialog_of(window: MainWindow, action: str, kind: type[ExportDialog]) -> ExportDialog:
    window.actions_by_key[action].trigger()
    return window.findChildren(kind)[-1]


def choose(box: QComboBox, wanted: object) -> None:
    box.setCurrentIndex(box.findData(wanted))


def test_what_was_chosen_is_there_again_but_never_the_profile(
    qtbot: QtBot, opened: MainWindow, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "map.svg"), ""))
    dialog = dialog_of(opened, "export-map", ExportDialog)
    choose(dialog.format, "svg")
    choose(dialog.paper, "A4")
    choose(dialog.orientation, True)
    choose(dialog.privacy, "internal")
    choose(dialog.more.forms, "dossier")
    dialog.more.put_coordinates("EPSG:4528")
    dialog.more.since.show_day(dt.date(2026, 1, 5))
    dialog.more.lists_changes.setChecked(True)
    dialog.holds["north"].setChecked(False)
    dialog.title.setText("只属于这一张图")
    qtbot.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=WAIT)
    dialog.reject()
    again = dialog_of(opened, "export-map", ExportDialog)
    assert (again.format.currentData(), again.paper.currentData(), again.orientation.currentData()) == (
        "svg",
        "A4",
        True,
    )
    more = again.more
    assert (more.forms.currentData(), more.coordinates, more.since.date) == (
        "dossier",
        "EPSG:4528",
        dt.date(2026, 1, 5),
    )
    assert more.lists_changes.isChecked()
    assert not again.holds["north"].isChecked() and again.holds["legend"].isChecked()
    assert again.privacy.currentData() == "briefing" and again.title.text() == ""
    opened.settings.save()
    assert "internal" not in (tmp_path / "settings.ini").read_text()
    again.reject()
    printing = dialog_of(opened, "print-map", PrintDialog)
    assert (printing.format.currentData(), printing.paper.currentData()) == ("pdf", "A4")  # printing has its own
    assert printing.orientation.currentData() is False
    printing.reject()


def test_a_dialog_that_is_left_changes_nothing(opened: MainWindow) -> None:
    dialog = dialog_of(opened, "export-map", ExportDialog)
    choose(dialog.paper, "A0")
    dialog.reject()
    again = dialog_of(opened, "export-map", ExportDialog)
    assert again.paper.currentData() == "A3"
    again.reject()


def test_settings_that_a_hand_has_spoiled_are_let_be(opened: MainWindow) -> None:
    opened.settings.put_choices(
        "export", {"format": "exe", "paper": [1], "holds": "all", "template": 7, "crs": 1, "since": "soon"}
    )
    dialog = dialog_of(opened, "export-map", ExportDialog)
    assert (dialog.format.currentData(), dialog.paper.currentData()) == ("pdf", "A3")
    assert all(check.isChecked() for check in dialog.holds.values())
    assert dialog.more.coordinates == "" and not dialog.more.lists_changes.isChecked()
    dialog.reject()


def test_the_key_of_printing_everywhere_prints(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.keyClick(opened, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [dialog] = opened.findChildren(PrintDialog)
    assert dialog.isVisible()
    dialog.reject()
