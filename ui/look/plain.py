"""Data in widgets as the text it is: Qt takes a text for markup, a mnemonic or a mark of its own wherever it may."""

from __future__ import annotations

import html
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_WORD_JOINER: Final = "\u2060"
_SHORT: Final = 12
"""Characters of a name that fit a line of a narrow panel."""


def plain_label(parent: QWidget | None = None) -> QLabel:
    """Return a label that shows a text as it is; one that Qt makes takes what looks like HTML for HTML."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def as_it_reads(text: str) -> str:
    """Return a text for a tool tip or a box, which take for HTML what looks like it: escaped if it does."""
    if "<" not in text and "&lt;" not in text:  # what Qt goes by (QtGui, qtextdocument.cpp, mightBeRichText)
        return text
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>"


def begun(text: str) -> str:
    """Return a sentence as a cell begins with it: with a capital, where a word of the alphabet comes first."""
    first = text.partition(" ")[0].rstrip(",;:")
    return text[:1].upper() + text[1:] if first.isascii() and first.isalpha() else text


def unbroken(name: str) -> str:
    """Return a Chinese name for an English sentence: on one line as a whole, if it is short enough."""
    return _WORD_JOINER.join(name) if len(name) <= _SHORT and not name.isascii() else name


def as_menu_text(text: str) -> str:
    """Return a text for a menu or a button: on one line, with ampersands that underline nothing."""
    return " ".join(text.split()).replace("&", "&&")


def as_title(text: str) -> str:
    """Return a text for the title of a window, where ``[*]`` would mark what is not saved."""
    return " ".join(text.split()).replace("[*]", "[*][*]")
