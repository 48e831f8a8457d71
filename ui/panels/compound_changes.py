"""What is done with compounds from wherever they are listed: put on the list, corrected, drawn, taken off."""

from __future__ import annotations

from typing import Final

import shapely
from PySide6.QtWidgets import QWidget

from gridmap.edits import DeleteCompound, RemoveOutline
from gridmap.ground.compounds import compounds, grounds
from gridmap.model.arrays import IntArray
from gridmap.model.plan import Plan
from ui.look.words import Words
from ui.session.desk import Desk

_VIEW_M: Final = 60.0
"""Metres around a compound that are shown with it."""


def change_compounds(desk: Desk, words: Words, what: str, place: int, grid: int, parent: QWidget) -> None:
    """Open the dialog, or take the tool, that a link or an action asks for.

    Parameters
    ----------
    what : str
        ``new-compound``, ``correct-compound``, ``delete-compound``; ``outline-compound`` draws its outline,
        ``vertices-compound`` corrects it, ``bare-compound`` takes it away.
    place : int
        Place of the compound among them; of a new one -1.
    grid : int
        Id of the grid that a new one is in, 0 if that is not known.
    """
    session = desk.session
    found = compounds(session.plan)
    if place >= len(found):
        return
    row = int(session.plan.tables["compounds"].index[place]) if 0 <= place < found.listed else 0
    if what in ("new-compound", "correct-compound"):
        from ui.dialogs.compound import CompoundDialog

        dialog = CompoundDialog(session, words, grid, place, parent)
        dialog.outline_wanted.connect(lambda compound, how: work_on_outline(desk, compound, how))
        dialog.open()
    elif row and what == "delete-compound":
        from ui.dialogs.confirming import ConfirmEdit

        name = {"name": str(found.name[place])}
        ConfirmEdit(session, words, DeleteCompound(row), "compound-delete", name, parent).open()
    elif row and what == "bare-compound":
        session.perform(RemoveOutline(row))
    elif row:
        work_on_outline(desk, row, what.removesuffix("-compound"))


def work_on_outline(desk: Desk, compound: int, how: str) -> None:
    """Show where a compound of the list is, and take the tool that draws or corrects its outline.

    Parameters
    ----------
    compound : int
        Id of its row.
    how : str
        ``outline`` or ``vertices``.
    """
    plan = desk.session.plan
    at = plan.tables["compounds"].index.get_indexer([compound])
    desk.session.show(ground_of_compounds(plan, at))
    if how == "vertices":
        desk.editing.correct_outline(compound)
    else:
        desk.editing.outline(compound)


def ground_of_compounds(plan: Plan, places: IntArray) -> shapely.Geometry | None:
    """Return a box around some compounds by their places among them, that of its grid for one that is nowhere.

    ``None`` if nothing says where any of them is.
    """
    shapes = grounds(plan, places)
    nowhere = shapely.is_missing(shapes)
    shapes[nowhere] = plan.shapes(compounds(plan).seat[places[nowhere]])
    shapes = shapes[~shapely.is_missing(shapes)]
    return shapely.box(*shapely.total_bounds(shapes)).buffer(_VIEW_M).envelope if len(shapes) else None
