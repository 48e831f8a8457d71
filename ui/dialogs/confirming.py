"""Ask before something is taken away, and say beforehand why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from gridmap.edits import Edit
from gridmap.model.errors import GridMapError
from gridmap.people.privacy import shown_error
from ui.dialogs.base import EditDialog
from ui.look.words import Words
from ui.session.session import Session


class ConfirmEdit(EditDialog):
    """Asks whether an edit is to be done; one that would be refused can only be left.

    Parameters
    ----------
    edit : Edit
    key : str
        ``KEY-title``, ``KEY-heading``, ``KEY-note`` and ``KEY-do`` are its sentences.
    values : mapping
        What the heading speaks of.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        edit: Edit,
        key: str,
        values: Mapping[str, object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, words, parent)
        self._edit, self._key, self._values = edit, key, values
        self.refused: GridMapError | None = None
        try:
            edit.change(session.plan)
        except GridMapError as error:
            self.refused = error
        self.note.show()
        self.do.setEnabled(self.refused is None)
        self.setMinimumWidth(420)
        self.ready()

    def set_texts(self) -> None:
        """Set every text in the present language."""
        super().set_texts()
        say = self.words
        self.setWindowTitle(say(f"{self._key}-title"))
        self.heading.setText(say(f"{self._key}-heading", **self._values))
        note = say(f"{self._key}-note")
        if self.refused is not None:
            note = say.of(shown_error(self.refused, self.session.privacy), self.session.plan)
        self.note.setText(note)
        self.do.setText(say(f"{self._key}-do"))

    def edit(self) -> Edit:
        """Return the edit that is asked about."""
        return self._edit
