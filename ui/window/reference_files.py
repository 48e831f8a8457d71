"""Bringing files over the map: which file, which of its layers, where it lies; remembered for each project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from gridmap.model.errors import GridMapError, Problem
from layers.reference import ReferenceLayer
from ui.dialogs.files_asked import ask_which_files
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.layer_stack import LayerStack
from ui.session.references import Reference, ReferenceFile
from ui.session.settings import Settings

_ASKED_WHERE = frozenset(
    {
        "crs-missing",
        "crs-missing-swapped",
        "coordinates-not-degrees",
        "coordinates-are-degrees",
        "coordinates-zone-prefixed",
        "coordinates-lack-zone",
    }
)
"""What is wrong with coordinates that the user can put right by saying where they are."""


class ReferenceFiles(QObject):
    """Opens references for the user, puts them among the layers of the map, and brings them back with their project.

    Parameters
    ----------
    desk : Desk
        Its ``references`` are what is open.
    stack : LayerStack
        The layers of the map.
    settings : Settings
    words : Words
    window : QWidget
        Parent of the dialogs.

    Signals
    -------
    told : str
        A sentence for the status bar.
    """

    told = Signal(str)

    def __init__(self, desk: Desk, stack: LayerStack, settings: Settings, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._references = desk.session, desk.references
        self._stack, self._settings, self._words, self._window = stack, settings, words, window
        self._restoring: set[ReferenceFile] = set()
        """Files that come back with their project: what is wrong with them is told in passing, and asks nothing."""
        self._brought: dict[str, int] = {}
        """The number of each file in the order in which they came, which its colour goes by."""
        references, session = desk.references, desk.session
        references.added.connect(self._added)
        references.removed.connect(stack.take_out)
        references.noticed.connect(self._noticed)
        references.refused.connect(self._refused)
        references.several.connect(self._choose_layers)
        session.opened.connect(self._restore)
        session.closed.connect(self._leave)
        stack.changed.connect(self._follow)

    # ---- the user ----------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files and open them."""
        say = self._words
        title, formats = say("action-add-reference"), say("reference-filter")
        for file in ask_which_files(self._window, "reference", title, formats):
            self._references.open(ReferenceFile(str(file)))

    def remove(self, key: str) -> None:
        """Take a reference off the map for good; the file stays on disk."""
        if key in self._references:
            self._references.remove(key)
            self._stack.take_out(key, forget=True)
            self._keep()

    def _choose_layers(self, path: str, layers: Sequence[str]) -> None:
        say = self._words
        every = say("reference-all-layers", count=len(layers))
        question = as_it_reads(say("reference-which-layer", file=Path(path).name))
        chosen, given = QInputDialog.getItem(
            self._window, say("action-add-reference"), question, [every, *layers], 0, False
        )
        if given:
            for layer in layers if chosen == every else [chosen]:
                self._references.open(ReferenceFile(path, layer))

    def _refused(self, file: ReferenceFile, error: GridMapError) -> None:
        say = self._words
        if file in self._restoring:
            self._restoring.discard(file)
            self.told.emit(say("reference-not-restored", name=file.name, reason=say.of(error)))
        elif error.key in _ASKED_WHERE:
            expected = str(error.values["expected"])
            offered = expected if expected.startswith("EPSG:") and "/" not in expected else ""
            question = as_it_reads(say("reference-which-crs", name=file.name, **error.values))
            crs, given = QInputDialog.getText(self._window, say("action-add-reference"), question, text=offered)
            if given and crs.strip():
                self._references.open(replace(file, crs=crs.strip()))
        else:
            self._session.complained.emit(error)

    def _noticed(self, reference: Reference, problems: Sequence[Problem]) -> None:
        self.told.emit(f"{reference.name}: {self._words.of(problems[0])}")

    # ---- among the layers --------------------------------------------------------------------------------------------

    def _added(self, reference: Reference) -> None:
        self._restoring.discard(reference.file)
        number = self._brought.setdefault(reference.key, len(self._brought))
        self._stack.add(reference.key, ReferenceLayer(reference.shapes, number), reference.name)
        self._keep()

    def _follow(self) -> None:
        for reference in self._references:
            stacked = self._stack[reference.key]
            reference.visible = stacked.visible and stacked.opacity > 0

    # ---- with the project --------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        """Open what lay over the map of this project when it was open last."""
        self._leave()
        project = self._session.project
        if project is not None:
            for row in self._settings.references(project.path):
                file = ReferenceFile(*row)
                self._restoring.add(file)
                self._references.open(file)

    def _leave(self) -> None:
        self._restoring.clear()
        self._references.clear()
        self._brought.clear()

    def _keep(self) -> None:
        project = self._session.project
        if project is not None:
            files = [reference.file for reference in self._references]
            waiting = [file for file in self._restoring if file not in files]
            rows = [(file.path, file.layer, file.crs) for file in (*files, *waiting)]
            self._settings.put_references(project.path, rows)
