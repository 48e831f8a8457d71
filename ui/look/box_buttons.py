"""The buttons of a dialog's box, made by us and not by Qt."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton


def add_button(box: QDialogButtonBox, role: QDialogButtonBox.ButtonRole, text: str = "") -> QPushButton:
    """Put a button into a box and return it.

    What ``box.addButton(text, role)`` returns is made by Qt, and its wrapper has been seen to end before it: a dialog
    that keeps it and is told of another language then fails. A button that Python makes has one wrapper for its life.
    """
    button = QPushButton(text, box)
    box.addButton(button, role)
    return button
