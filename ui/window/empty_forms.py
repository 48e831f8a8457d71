"""Empty forms of lists, to be filled in and brought in: by the scheme of the open project, else by the usual one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from gridmap.model.errors import GridMapError
from ui.dialogs.files_asked import ask_where
from ui.look.words import Words
from ui.session.session import Session
from ui.window.frame import Frame

FORMS: Final = ("workers", "branches", "grids", "buildings", "items", "facilities", "compounds")


class EmptyForms(QObject):
    """The part of the window that writes empty forms.

    Parameters
    ----------
    session : Session
    words : Words
    frame : Frame
    """

    def __init__(self, session: Session, words: Words, frame: Frame) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._frame = session, words, frame

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            f"form-{form}": partial(self._frame.when_read, partial(self.write, form), "ui.outputs.rosters.forms")
            for form in FORMS
        }

    def write(self, form: str) -> None:
        """Ask where, and write the empty form of a list."""
        from gridmap.exchange.rosters import tables_named
        from ui.outputs.rosters.forms import title_of, write_template

        say, table = self._words, tables_named(form)
        offered = f"{title_of(table, say.language)}.xlsx"
        asked = ask_where(
            self._frame.window(), "form", say("roster-write-form"), offered, say("roster-workbook-filter")
        )
        if asked is None:
            return
        path, _ = asked
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        try:
            write_template(self._session.plan.scheme, table, path, say.language)
        except GridMapError as error:
            self._frame.complain(error)
        else:
            self._frame.told(say("roster-form-written", file=str(path)))
