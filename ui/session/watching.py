"""Files that other programs may change while they are shown here: told soon on this computer, in time on others.

The system tells of files on this computer. A change of a file on another one mostly is not told, so they are looked at
now and then, seldom enough that nobody there notices, and never in the window's thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from ui.session.glance import Glance, Seen

SETTLES_MS: Final = 400
"""Who writes a file does so in several steps."""

NEAR_MS: Final = 10_000
"""So often files on this computer are looked at although nothing was told: some systems tell nothing."""

FAR_LOOKS: Final = 6
"""Of so many of these looks one takes in files on other computers."""


class Watching(QObject):
    """Tells of files that were changed, whoever did it; whether it matters is for those who hear it.

    Signals
    -------
    touched : Path
        A file is not as it was when it was followed or told of last.
    """

    touched = Signal(object)

    def __init__(self, parent: QObject | None = None, glance: Glance | None = None) -> None:
        super().__init__(parent)
        self._glance = glance or Glance(self)
        self._glance.seen.connect(self._take)
        self._known: dict[Path, Seen | None] = {}
        self._new: dict[Path, bool] = {}
        """Files that nobody has looked at yet, and whether the first look is told."""
        self._told = QFileSystemWatcher(self)
        self._told.fileChanged.connect(self._something_changed)
        self._told.directoryChanged.connect(self._something_changed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLES_MS)
        self._soon.timeout.connect(self._look_near)
        self._regularly = QTimer(self)
        self._regularly.setInterval(NEAR_MS)
        self._regularly.timeout.connect(self._look_all)
        self._looks = 0

    @property
    def followed(self) -> tuple[Path, ...]:
        """The files that are followed."""
        return tuple(self._known)

    def follow(self, path: Path, *, tell_first: bool = False) -> None:
        """Tell of changes of a file from now on.

        Parameters
        ----------
        tell_first : bool
            Whether the first look counts as a change, for those who know better than by a look whether it is one.
        """
        if path not in self._known:
            self._known[path] = None
            self._new[path] = tell_first
            self._regularly.start()
            self._glance.look(self._new)

    def follow_only(self, path: Path | None) -> None:
        """Tell of one file alone from now on, its first look included, or of none."""
        self.clear()
        if path is not None:
            self.follow(path, tell_first=True)

    def forget(self, path: Path) -> None:
        """Tell of it no more."""
        known = self._known.pop(path, None)
        self._new.pop(path, None)
        if known is not None and not known.is_far:
            self._told.removePath(str(path))
            if not any(other.parent == path.parent for other in self._known):
                self._told.removePath(str(path.parent))
        if not self._known:
            self._soon.stop()
            self._regularly.stop()

    def clear(self) -> None:
        """Tell of no file any more."""
        for path in self.followed:
            self.forget(path)

    def _something_changed(self, _path: str) -> None:
        self._soon.start()

    def _look_near(self) -> None:
        if self._glance.is_looking:
            self._soon.start()  # what was told may have come after that look
            return
        self._glance.look(path for path, known in self._known.items() if known is None or not known.is_far)

    def _look_all(self) -> None:
        self._looks += 1
        if self._looks % FAR_LOOKS:
            self._look_near()
        else:
            self._glance.look(self._known)

    def _take(self, found: dict[Path, Seen | None]) -> None:
        for path, seen in found.items():
            if path not in self._known or seen is None:  # one that is being replaced is gone for a moment
                continue
            before, self._known[path] = self._known[path], seen
            if self._new.pop(path, before is not None and before != seen):
                self.touched.emit(path)
            if not seen.is_far and path in self._known:
                watched = {*self._told.files(), *self._told.directories()}
                wanted = [name for name in (str(path), str(path.parent)) if name not in watched]
                if wanted:  # a file that was replaced is told of no more until it is named again
                    self._told.addPaths(wanted)
        if self._new:
            self._glance.look(self._new)
