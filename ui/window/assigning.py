"""Workers that are dragged from a table onto a grid: on the map, in the tree, or on a row of a table of people."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from gridmap.people.privacy import shown_names
from gridmap.people.staffing import counting
from ui.canvas.map_canvas import MapCanvas
from ui.look.words import Words
from ui.panels.people.page import PeoplePage
from ui.panels.people.panel import PeoplePanel
from ui.panels.tree import TreePanel
from ui.session.carried import workers_in
from ui.session.session import Session
from ui.window.frame import Frame
from ui.words.grid_names import grid_name

_TARGETS: Final = ("assignments", "vacancies", "branches")
"""Tables whose rows stand for grids onto which somebody may be dropped."""


class Assigning(QObject):
    """Watches map, tree and tables, lights up the grid under a worker who is dragged, and asks for the rest.

    A worker who is dropped on one of several selected grids gets all of them. Nothing is done before a dialog has said
    what is to be minded.
    """

    def __init__(
        self,
        session: Session,
        words: Words,
        canvas: MapCanvas,
        tree: TreePanel,
        people: PeoplePanel,
        frame: Frame,
    ) -> None:
        super().__init__(frame.window())
        self._session, self._words, self._frame = session, words, frame
        self._canvas = canvas
        self._under: dict[QWidget, Callable[[QPoint], tuple[int, ...]]] = {}
        self._watch(canvas, lambda at: self._of(canvas.grid_under(at.x(), at.y())))
        self._watch(tree.view.viewport(), lambda at: self._of(tree.model.grid_at(tree.view.indexAt(at))))
        for kind in _TARGETS:
            page = people.pages[kind]
            self._watch(page.view.viewport(), partial(self._of_row, page))
        session.closed.connect(lambda: canvas.pointing.hover(0))

    def _watch(self, widget: QWidget, under: Callable[[QPoint], tuple[int, ...]]) -> None:
        self._under[widget] = under
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def _of(self, grid: int) -> tuple[int, ...]:
        """Return a grid that is there, or none; what carries no worker, a town say, is taken as it is."""
        return (grid,) if grid and self._session.plan.positions([grid])[0] >= 0 else ()

    def _of_row(self, page: PeoplePage, at: QPoint) -> tuple[int, ...]:
        """Return the grids that the row at a place of a table is about."""
        index, table = page.view.indexAt(at), page.model.table
        if table is None or not index.isValid():
            return ()
        grids = table.grids_of(page.model.rows[index.row() : index.row() + 1])
        return tuple(self._session.plan.there(grids.tolist()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take workers that are dragged over a grid; leave everything else to whom it concerns."""
        if isinstance(event, QDragLeaveEvent):
            self._canvas.pointing.hover(0)
        elif isinstance(event, QDropEvent) and isinstance(watched, QWidget) and watched in self._under:
            workers = workers_in(event.mimeData())
            if workers:
                self._dragged(watched, event, workers)
                return True
        return super().eventFilter(watched, event)

    def _dragged(self, watched: QWidget, event: QDropEvent, workers: tuple[int, ...]) -> None:
        """Light up the grid under a worker, or ask for the assignment when he or she is let go."""
        grids = self._under[watched](event.position().toPoint())
        worker = workers[0] if len(workers) == 1 else 0
        self._canvas.pointing.hover(grids[0] if grids else 0)
        if isinstance(event, QDragEnterEvent):
            event.acceptProposedAction()  # a drag that is not taken here would never be told to move over grids
            return
        if not worker or not grids or not self._session.can_edit:
            event.ignore()
            return
        event.acceptProposedAction()
        if isinstance(event, QDragMoveEvent):
            names = self._session.plan.tables["workers"]["name"]
            name = str(shown_names([names.get(worker, "")], self._session.privacy)[0])
            on = self._words("said-between").join(grid_name(self._session.plan, grid) for grid in grids[:3])
            self._frame.told(self._words("assigning-here", name=name, grid=on))
        else:
            self._canvas.pointing.hover(0)
            self.assign(worker, grids)

    def assign(self, worker: int, grids: tuple[int, ...]) -> None:
        """Ask how a worker is to answer for grids; for all that are selected if one of them is."""
        from ui.dialogs.portfolios import AssignGridsDialog  # not before the window is up

        session = self._session
        plan, chosen = session.plan, session.selection
        if worker not in plan.tables["workers"].index:
            return
        if len(chosen) > 1 and set(grids) <= set(chosen):
            grids = tuple(plan.there(chosen))
        table = plan.tables["assignments"]
        own = set(
            table["grid"].to_numpy()[counting(plan, session.on) & (table["worker"].to_numpy() == worker)].tolist()
        )
        new = tuple(grid for grid in grids if grid not in own)
        if not new:
            names = shown_names([plan.tables["workers"]["name"][worker]], session.privacy)
            self._frame.told(self._words("assigning-already", name=str(names[0])))
            return
        AssignGridsDialog(session, self._words, worker, new, self._frame.window()).open()
