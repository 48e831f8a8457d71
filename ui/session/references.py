"""Files from disk that are laid over the map to look at, to snap to and to follow; never part of the plan.

Whoever draws along a road or snaps to a cadastral line asks the desk: ``desk.references.visible`` are the
references that can be seen now, each with its ``shapes`` in the plan's CRS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gridmap.model.arrays import ShapeArray
from gridmap.model.errors import BadInput, Problem
from gridmap.storage.whole_files import keep, let_go
from ui.session.jobs import Job
from ui.session.session import Session
from ui.session.watching import Watching

if TYPE_CHECKING:
    from gridmap.exchange.reference import ReferenceShapes


@dataclass(frozen=True)
class ReferenceFile:
    """One layer of one file, and what had to be said about it.

    Attributes
    ----------
    path : str
    layer : str
        ``""`` for the only one.
    crs : str
        What the user says the file is in; ``""`` where the file says it itself.
    """

    path: str
    layer: str = ""
    crs: str = ""

    @property
    def key(self) -> str:
        """Names it among the layers of the map."""
        return "reference-" + hashlib.sha1(f"{self.path}\n{self.layer}".encode()).hexdigest()[:12]

    @property
    def name(self) -> str:
        """What to call it: the file, and the layer if it has several."""
        stem = Path(self.path).name
        return f"{stem} · {self.layer}" if self.layer else stem


@dataclass(eq=False)
class Reference:
    """A file that is laid over the map.

    Attributes
    ----------
    file : ReferenceFile
    shapes : object (n,)
        Points, lines and polygons of one part each, in the plan's CRS; nothing missing, empty or infinite.
    crs : str
        What the file is in, by name.
    visible : bool
        Whether it is on the map now.
    """

    file: ReferenceFile
    shapes: ShapeArray
    crs: str
    visible: bool = True

    @property
    def key(self) -> str:
        """Names it among the layers of the map."""
        return self.file.key

    @property
    def name(self) -> str:
        """What it is called."""
        return self.file.name


class References(QObject):
    """The references of the open project, in the order in which they were added.

    Parameters
    ----------
    session : Session
        In its background files are read; its plan's CRS is what shapes are brought into.

    Signals
    -------
    added : Reference
    removed : str
        Key of a reference that was taken away.
    noticed : Reference, tuple of Problem
        What was noticed while a file was read.
    refused : ReferenceFile, Exception
        A file could not be read, and why.
    changed_elsewhere : str
        Path of a file that another program has changed since it was read.
    several : str, tuple of str
        A file has several layers of which some must be chosen.
    """

    added = Signal(object)
    removed = Signal(str)
    noticed = Signal(object, object)
    refused = Signal(object, object)
    several = Signal(str, object)
    changed_elsewhere = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._all: dict[str, Reference] = {}
        self._watching = Watching(self)
        self._watching.touched.connect(lambda path: self.changed_elsewhere.emit(str(path)))

    def __iter__(self) -> Iterator[Reference]:
        return iter(tuple(self._all.values()))

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, key: str) -> Reference:
        return self._all[key]

    def __contains__(self, key: object) -> bool:
        return key in self._all

    @property
    def visible(self) -> tuple[Reference, ...]:
        """The references that can be seen on the map now."""
        return tuple(reference for reference in self if reference.visible)

    def open(self, file: ReferenceFile) -> Job:
        """Read a file in the background and add it; :attr:`several` is told if it has several layers."""
        plan = self._session.plan

        def work(job: Job) -> ReferenceShapes | tuple[str, ...] | Exception:
            from gridmap.exchange.reference import read_reference  # which reads everything that GDAL does
            from gridmap.exchange.sources import layers_in

            try:
                layers = () if file.layer else layers_in(Path(file.path))
                job.step()
                if len(layers) > 1:
                    return layers
                return read_reference(Path(file.path), plan.crs, file.layer or None, file.crs or None)
            except BadInput as error:
                return error

        def take(found: ReferenceShapes | tuple[str, ...] | Exception) -> None:
            if plan.crs != self._session.plan.crs or self._session.project is None:
                return
            if isinstance(found, tuple):
                self.several.emit(file.path, found)
            elif isinstance(found, Exception):
                self.refused.emit(file, found)
            else:
                self._add(Reference(file, found.shapes, found.crs), found.problems)

        return self._session.start("job-reference", work, take, apart=True)

    def _add(self, reference: Reference, problems: tuple[Problem, ...]) -> None:
        if reference.key in self._all:
            self.remove(reference.key)
        self._all[reference.key] = reference
        keep(reference.file.path)
        self._watching.follow(Path(reference.file.path))
        self.added.emit(reference)
        if problems:
            self.noticed.emit(reference, problems)

    def remove(self, key: str) -> None:
        """Take a reference off the map; the file stays where it is."""
        reference = self._all.pop(key, None)
        if reference is not None:
            let_go(reference.file.path)
            if not any(other.file.path == reference.file.path for other in self):
                self._watching.forget(Path(reference.file.path))
            self.removed.emit(key)

    def read_again(self, path: str) -> None:
        """Read a file again after it was changed: every layer of it that lies over the map."""
        for reference in self:
            if reference.file.path == path:
                self.open(reference.file)

    def clear(self) -> None:
        """Take all references off the map."""
        for key in list(self._all):
            self.remove(key)
