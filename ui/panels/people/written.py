"""A table of people as a file: asked where, written in the background, noted in the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.dialogs.files_asked import ask_where
from ui.look.words import Words
from ui.session.noting import note_export
from ui.session.session import Session
from ui.words.messages import message_of

if TYPE_CHECKING:
    from ui.panels.people.page import PeoplePage


def write_as_seen(
    page: PeoplePage, session: Session, words: Words, parent: QWidget, told: Callable[[str], None]
) -> None:
    """Write what a table shows as a file, masked as it is seen, and tell where it is."""
    from ui.outputs.formats import file_filters, with_suffix_of
    from ui.panels.people.seen import listed_as_seen

    if page.model.table is None:
        return
    language = words.language
    listed = listed_as_seen(page.model, page.long.columns(), language)
    title = words("people-do-write").rstrip("…")
    asked = ask_where(parent, "table", title, f"{listed.title}.xlsx", file_filters("list"))
    if asked is None:
        return
    path = with_suffix_of(asked[0], "list", chosen=asked[1])

    def written(_: object) -> None:
        noted = note_export(session, path, listed.privacy, len(listed), language)
        told("  ".join([words("cli-written", file=str(path)), *(message_of(problem, language) for problem in noted)]))

    session.start("job-exporting", lambda _: listed.write(path), written)
