"""The buttons that a dialog keeps are made by Python: one wrapper for their life."""

import re
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QDialogButtonBox

import ui
from ui.look.box_buttons import add_button

_MADE_BY_QT = re.compile(r"self\.\w+(: QPushButton)? = \w+(\.\w+)*\.addButton\(")


def test_a_button_is_in_its_box_with_role_and_text_and_owned_by_python(qtbot):
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    button = add_button(box, QDialogButtonBox.ButtonRole.ApplyRole, "划分")
    assert box.buttons() == [button] and box.buttons()[0] is button
    assert box.buttonRole(button) == QDialogButtonBox.ButtonRole.ApplyRole
    assert button.text() == "划分" and shiboken6.createdByPython(button)


def test_no_dialog_keeps_a_button_that_qt_has_made():
    files = sorted(Path(ui.__file__).parent.rglob("*.py"))
    assert len(files) > 100
    assert not [file.name for file in files if _MADE_BY_QT.search(file.read_text(encoding="utf-8"))]
