"""Asking for files: each kind of file has the folder in which it was last chosen, and what is written has a name.

Qt itself keeps one last folder for the whole program; here it is one for each kind, and it outlives the program.
What is remembered are folders, never files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gridmap.model.plain_text import as_file_name
from ui.session.settings import Settings

Kind = Literal[
    "project", "map", "table", "record", "form", "boundaries", "lists", "reference", "scheme", "template", "base-map"
]
"""What is asked for; boundaries and lists are mostly not where maps go."""


class _Folders:
    """Where files of a kind were chosen last, as the window's settings have it; without a window nothing is kept."""

    def __init__(self) -> None:
        self.settings: Settings | None = None

    def of(self, kind: Kind, near: Path | None) -> Path:
        """Return the folder to begin in: that of the kind, else the one beside what is open, else the documents."""
        remembered = self.settings.folder(kind) if self.settings is not None else None
        for folder in (remembered, near):
            if folder is not None and folder.is_dir():
                return folder
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def keep(self, kind: Kind, chosen: Path) -> None:
        """Remember the folder of a file that was chosen."""
        if self.settings is not None:
            self.settings.put_folder(kind, chosen.parent)


_FOLDERS: Final = _Folders()


def remember_folders_in(settings: Settings | None) -> None:
    """Begin to remember folders in the settings of a window, or with ``None`` stop."""
    _FOLDERS.settings = settings


def ask_which(parent: QWidget, kind: Kind, title: str, filters: str, near: Path | None = None) -> Path | None:
    """Ask for a file to read, ``None`` for none.

    Parameters
    ----------
    filters : str
        As Qt has them: ``"GeoPackage (*.gpkg);;All files (*)"``.
    near : Path, optional
        The folder to begin in where none of the kind is remembered.
    """
    name, _ = QFileDialog.getOpenFileName(parent, title, str(_FOLDERS.of(kind, near)), filters)
    if not name:
        return None
    _FOLDERS.keep(kind, Path(name))
    return Path(name)


def ask_which_files(
    parent: QWidget, kind: Kind, title: str, filters: str, near: Path | None = None
) -> tuple[Path, ...]:
    """Ask for files to read, none for none; as :func:`ask_which`."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(_FOLDERS.of(kind, near)), filters)
    files = tuple(Path(name) for name in names)
    if files:
        _FOLDERS.keep(kind, files[0])
    return files


def ask_where(
    parent: QWidget,
    kind: Kind,
    title: str,
    name: str,
    filters: str,
    near: Path | None = None,
    *,
    there: bool = False,
) -> tuple[Path, str] | None:
    """Ask for a file to write, ``None`` for nowhere; returned with the filter that was chosen.

    Parameters
    ----------
    name : str
        What is proposed, with its ending; letters that no file name may have are replaced.
    there : bool
        Whether ``near`` was chosen already, so that it comes before the folder that is remembered.
    """
    stem, dot, ending = name.rpartition(".")
    folder = near if there and near is not None else _FOLDERS.of(kind, near)
    file = folder / f"{as_file_name(stem)}{dot}{ending}"
    chosen, chosen_filter = QFileDialog.getSaveFileName(parent, title, str(file), filters)
    if not chosen:
        return None
    _FOLDERS.keep(kind, Path(chosen))
    return Path(chosen), chosen_filter
