"""Text as every file and every screen can hold it: without control characters and halves of letters.

A name may come out of any program. NUL and its like end a text early, are no XML, so that Word and Excel refuse the
whole file, or tell a terminal what to do; a lone surrogate cannot be written as UTF-8 at all. Whatever leaves GridMap
goes through :func:`plain_text`, which shows where such a letter was; the project itself keeps its texts as they are.
What somebody types goes through :func:`without_strange_letters`, so that the project is not where they come from.
"""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"
"""Stands where a letter was that no file can hold: what Unicode has for this, and what readers show for it."""

# C0 and C1 without tab, line feed and carriage return, DEL, surrogates, and the code points of the first plane that are
# no characters. XML 1.0 (fifth edition, production 2) forbids most of these, section 2.2 advises against the others.
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# What turns the direction of writing round (Unicode Annex 9): one in a name has the rest of a line read backwards.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_IN_A_NAME: Final = re.compile(rf'[\x00-\x1f<>:"/\\|?*{REPLACEMENT}]+')
_LONGEST_NAME: Final = 120
"""Bytes of a text in the name of a file; systems take 255 of a whole name, and lock and unfinished copy add to it."""


def plain_text(text: str) -> str:
    """Return a text with :data:`REPLACEMENT` for each letter that no file can hold; most texts stay as they are."""
    return _NO_TEXT.sub(REPLACEMENT, text)


def without_strange_letters(text: str) -> str:
    """Return a text without the letters that no file can hold: for what is typed, where nobody meant them."""
    return _NO_TEXT.sub("", text)


def is_plain(text: str) -> bool:
    """Whether :func:`plain_text` would leave a text as it is."""
    # What Python calls printable has none of these letters, and it is quicker to ask: a plan has a million of them.
    return text.isprintable() or _NO_TEXT.search(text) is None


def one_line(text: str) -> str:
    """Return a text for a line of a terminal: nothing in it moves the cursor or turns the rest of the line round."""
    return _DIRECTIONS.sub(REPLACEMENT, plain_text(text).replace("\r", " "))


def as_file_name(text: str) -> str:
    """Return a text as a part of a file's name that every system takes, ``"_"`` if nothing is left of it.

    No letter leads out of the folder, hides the ending of the name, or counts for more than a hundred or so in all.
    """
    plain = _NOT_IN_A_NAME.sub("_", _DIRECTIONS.sub("_", plain_text(text)))
    return plain.strip(" .").encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .") or "_"


def letters_named(text: str) -> str:
    """Name the letters of a text that no file can hold, each once: ``"U+0000, U+001B"``."""
    return ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(_NO_TEXT.findall(text)))
