"""What is done from the details of a grid about its compounds: one put on the list, corrected, taken off."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gridmap.edits import DeleteCompound
from gridmap.ground.compounds import compounds
from ui.look.words import Words
from ui.session.session import Session


def change_compounds(session: Session, words: Words, what: str, place: int, grid: int, parent: QWidget) -> None:
    """Open the dialog that a link asks for.

    Parameters
    ----------
    what : str
        ``new-compound``, ``correct-compound`` or ``delete-compound``.
    place : int
        Place of the compound among them; of a new one -1.
    grid : int
        Id of the grid whose details have the link.
    """
    found = compounds(session.plan)
    if place >= len(found):
        return
    if what == "delete-compound":
        if place < found.listed:
            from ui.dialogs.confirming import ConfirmEdit

            edit = DeleteCompound(int(session.plan.tables["compounds"].index[place]))
            ConfirmEdit(session, words, edit, "compound-delete", {"name": str(found.name[place])}, parent).open()
        return
    from ui.dialogs.compound import CompoundDialog

    CompoundDialog(session, words, grid, place, parent).open()
