"""What the window does with files that are dropped on it, and how projects begin and grow by files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMessageBox

from gridmap.model.errors import GridMapError
from ui.dialogs.files_asked import Kind, ask_which_files
from ui.look.plain import as_it_reads
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.settings import Settings
from ui.window.frame import Frame
from ui.wizards.dropping import dropped_files

if TYPE_CHECKING:
    from ui.wizards.opening import Sorted

_MOST_TOLD: Final = 5
_SORTING: Final = "ui.wizards.opening"
_BEGINNING: Final = "ui.wizards.beginning.wizard"
_BOUNDARIES: Final = "ui.wizards.boundaries.wizard"
_LISTS: Final = "ui.wizards.rosters.wizard"


class BringingIn(QObject):
    """The part of the window that takes files in: dropped ones, chosen ones, those of a new project.

    Parameters
    ----------
    desk : Desk
    words : Words
    settings : Settings
    open_project : callable
        Opens a project file.
    frame : Frame
        Files dropped anywhere on its window are taken.
    """

    def __init__(
        self, desk: Desk, words: Words, settings: Settings, open_project: Callable[[Path], object], frame: Frame
    ) -> None:
        window = frame.window()
        super().__init__(window)
        self._desk, self._words, self._settings = desk, words, settings
        self._open_project, self._frame = open_project, frame
        self._waiting: Sorted | None = None
        desk.session.opened.connect(self._opened)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {
            "new-project": self.new_project,
            "bring-in-boundaries": partial(self._frame.when_read, self.choose_boundaries, _BOUNDARIES),
            "bring-in-lists": partial(self._frame.when_read, self.choose_lists, _LISTS),
        }

    # ---- dropping ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dropped on the window."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            files = dropped_files(event.mimeData())
            if files:
                event.acceptProposedAction()
                self._frame.when_read(partial(self.take, files), _SORTING)
                return True
        elif isinstance(event, QDragEnterEvent | QDragMoveEvent) and dropped_files(event.mimeData()):
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def take(self, files: Sequence[Path]) -> None:
        """Take files: open a project, ask for boundaries first and for lists then; what cannot be read is told.

        While a wizard is open it takes the files that are dropped on it, and the window takes none.
        """
        from ui.wizards.opening import sort_files

        if self._wizards():
            return
        found = sort_files(files)
        self._waiting = None
        if found.projects:
            self._waiting = found
            self._open_project(found.projects[-1])
        else:
            self._take(found)
        self._tell(found.refused)

    def _opened(self) -> None:
        """Take the files that were dropped together with the project that is open now."""
        waiting, self._waiting = self._waiting, None
        project = self._desk.session.project
        if waiting is not None and project is not None and project.path == waiting.projects[-1]:
            self._take(waiting)

    def _take(self, found: Sorted) -> None:
        """Ask for what can be taken in."""
        if self._desk.session.project is None:
            if found:
                self.new_project((*found.boundaries, *found.lists), found.schemes)
        elif not self._desk.session.can_edit:
            self._frame.told(self._words("bringing-in-read-only"))
        elif found.boundaries:
            self._ask("boundaries", found.boundaries, then=found.lists)
        elif found.lists:
            self._ask("list", found.lists)
        elif found.schemes:
            self._frame.told(self._words("bringing-in-scheme"))

    def _tell(self, refused: Sequence[GridMapError]) -> None:
        """Tell which files cannot be read, and why."""
        if not refused:
            return
        told = [self._words.of(error) for error in refused[:_MOST_TOLD]]
        if len(refused) > _MOST_TOLD:
            told.append(self._words("bringing-in-more", count=len(refused) - _MOST_TOLD))
        words = as_it_reads("\n\n".join(told))
        box = QMessageBox(QMessageBox.Icon.Warning, "GridMap", words, parent=self._frame.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # ---- wizards -----------------------------------------------------------------------------------------------------

    def new_project(self, files: Sequence[Path] = (), schemes: Sequence[Path] = ()) -> None:
        """Show the wizard of a new project; lists among its files are asked for when it is open."""
        self._frame.when_read(partial(self._begin, files, schemes), _BEGINNING)

    def _begin(self, files: Sequence[Path], schemes: Sequence[Path]) -> None:
        from ui.wizards.beginning.wizard import NewProjectWizard

        window = self._frame.window()
        wizard = NewProjectWizard(self._desk, self._words, self._settings, files, schemes, window)
        wizard.accepted.connect(lambda: self._ask("list", wizard.lists) if wizard.lists else None)
        wizard.finished.connect(self._come_back)
        wizard.open()

    def choose_boundaries(self) -> None:
        """Ask for files of boundaries, and show their wizard."""
        from ui.wizards.opening import BOUNDARIES

        files = self._choose(
            "boundaries", "action-bring-in-boundaries", "new-project-is-boundaries", (*BOUNDARIES, ".csv", ".txt")
        )
        if files:
            self._ask("boundaries", files)

    def choose_lists(self) -> None:
        """Ask for lists, and show their wizard."""
        from ui.wizards.opening import LISTS

        files = self._choose("lists", "action-bring-in-lists", "new-project-is-list", LISTS)
        if files:
            self._ask("list", files)

    def _choose(self, kind: Kind, title: str, named: str, suffixes: Sequence[str]) -> tuple[Path, ...]:
        say, project = self._words, self._desk.session.project
        endings = " ".join(f"*{suffix}" for suffix in dict.fromkeys(suffixes))
        filters = f"{say(named)} ({endings});;{say('new-project-all-files')} (*)"
        near = project.path.parent if project is not None else None
        return ask_which_files(self._frame.window(), kind, say(title), filters, near)

    def _ask(self, kind: str, files: Sequence[Path], then: Sequence[Path] = ()) -> None:
        """Show the wizard for files of a kind, and that for lists when it is gone."""
        wizard = _BOUNDARIES if kind == "boundaries" else _LISTS
        self._frame.when_read(partial(self._open, kind, files, then), wizard)

    def _open(self, kind: str, files: Sequence[Path], then: Sequence[Path]) -> None:
        from ui.wizards.opening import open_wizard

        wizard = open_wizard(
            kind,  # type: ignore[arg-type]
            self._desk,
            self._words,
            self._settings,
            files,
            self._frame.window(),
        )
        wizard.finished.connect(self._come_back)
        if then:
            wizard.accepted.connect(partial(self._ask, "list", tuple(then)))

    def _come_back(self) -> None:
        """Give the keys back to the window, unless another wizard has them by now."""
        if not self._wizards():
            self._frame.window().activateWindow()

    def _wizards(self) -> bool:
        """Whether a wizard is open."""
        from ui.wizards.frame import Wizard

        return any(wizard.isVisible() for wizard in self._frame.window().findChildren(Wizard))
