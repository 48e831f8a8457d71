"""Which files are what: projects, boundaries, lists, schemes, and what nothing here reads.

A user drops whatever lies in the folder. A file is what it holds and not what it is called, the files beside a
shapefile are part of it, and what cannot be read is told in the sentence of whoever would have read it.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from PySide6.QtWidgets import QWidget

from gridmap.exchange.formats import ALSO_READ, MAIN, formats, looks_like, refuse_known_others
from gridmap.exchange.survey import is_survey
from gridmap.exchange.tables.kinds import kind_of as kind_of_tables
from gridmap.model.errors import BadInput, GridMapError
from gridmap.storage.held import raw_bytes
from gridmap.storage.whole_files import own_kind_of
from ui.look.words import Words
from ui.session.desk import Desk
from ui.session.settings import Settings
from ui.wizards.frame import Wizard

Kind = Literal["project", "scheme", "boundaries", "list"]
"""What a file is: opened, taken as the scheme of a new project, or brought in by the wizard for boundaries or lists."""

BOUNDARIES: Final = (*MAIN, ".kmz", ".dxf", ".gdb", ".zip", ".shz", ".fgb", ".geojsonl", ".gpx")
LISTS: Final = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".csv", ".tsv")

WIZARDS: Final[Mapping[Kind, str]] = {
    "boundaries": "ui.wizards.boundaries.wizard:open_boundaries",
    "list": "ui.wizards.rosters.wizard:open_lists",
}
"""Who takes files of a kind: called with desk, words, settings, files and the window that it stands over.

Each shows its wizard, whose ``finished`` tells when it is gone, and returns it.
"""

_SIDE_OF: Final = {
    **dict.fromkeys((".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".shp.xml"), ".shp"),
    **dict.fromkeys((".dat", ".map", ".id", ".ind"), ".tab"),
    ".mid": ".mif",
}
"""Files that are part of another one, which is called the same but for this suffix."""
_TEXTS: Final = (".txt", ".xml", ".htm", ".html", "")
_HEAD: Final = 262_144
_MOST_IN_FOLDER: Final = 200
_WKT: Final = re.compile(r"\b(?:MULTI)?POLYGON\s*(?:ZM?|M)?\s*\(\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class Sorted:
    """Files by what they are, in the order in which they were named.

    Attributes
    ----------
    projects, schemes, boundaries, lists : tuple of Path
    refused : tuple of GridMapError
        Why the others cannot be read, one to a file.
    """

    projects: tuple[Path, ...] = ()
    schemes: tuple[Path, ...] = ()
    boundaries: tuple[Path, ...] = ()
    lists: tuple[Path, ...] = ()
    refused: tuple[GridMapError, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.projects or self.schemes or self.boundaries or self.lists)


def sort_files(paths: Iterable[Path]) -> Sorted:
    """Tell what files are; folders stand for the files in them, those beside a shapefile for the shapefile."""
    found: dict[Kind, list[Path]] = {"project": [], "scheme": [], "boundaries": [], "list": []}
    refused: list[GridMapError] = []
    for path in _whole(paths):
        try:
            kind = kind_of(path)
        except GridMapError as error:
            refused.append(error)
        else:
            found[kind].append(path)
    several = {kind: tuple(files) for kind, files in found.items()}
    return Sorted(several["project"], several["scheme"], several["boundaries"], several["list"], tuple(refused))


def open_wizard(
    kind: Kind, desk: Desk, words: Words, settings: Settings, files: Sequence[Path], window: QWidget
) -> Wizard:
    """Show the wizard that takes files of a kind, over a window with an open project."""
    module, name = WIZARDS[kind].split(":")
    opened = getattr(importlib.import_module(module), name)(desk, words, settings, tuple(files), window)
    assert isinstance(opened, Wizard)
    return opened


def kind_of(path: Path) -> Kind:
    """Tell what a file is by what it holds, by its suffix where that says nothing.

    Raises
    ------
    BadInput
        ``file-not-found``, ``source-empty``, ``file-unreadable``, or why nothing here reads it: ``format-dwg``,
        ``format-archive``, ``format-mdb``, ``format-map-document``, ``file-is-document``, ``file-is-database``,
        ``file-is-no-table``, ``format-not-known``.
    """
    suffix = path.suffix.lower()
    try:
        if not path.exists():
            raise BadInput("file-not-found", file=str(path))
        if path.is_dir():
            if suffix == ".gdb":
                return "boundaries"
            raise BadInput("source-is-folder", file=str(path), expected="-")
        if not path.stat().st_size:
            raise BadInput("source-empty", file=str(path))
        if own_kind_of(path) in ("project", "draft"):
            return "project"
        refuse_known_others(path, path.name)
        return _kind_of_others(path, suffix)
    except OSError as error:
        raise BadInput("file-unreadable", file=str(path), reason=str(error)) from error


def _kind_of_others(path: Path, suffix: str) -> Kind:
    head = _head(path)
    if suffix == ".toml":
        return "scheme"
    if suffix in (".csv", ".tsv", ".txt"):
        text = head.decode("gb18030", "replace")
        return "boundaries" if _WKT.search(text) or (suffix == ".txt" and is_survey(text)) else "list"
    if suffix in BOUNDARIES or looks_like(path) in ("shapefile", "sqlite", "tab"):
        return "boundaries"
    unknown = BadInput("format-not-known", file=path.name, expected=", ".join(dict.fromkeys((formats(), *LISTS))))
    try:
        found = kind_of_tables(head if len(head) < _HEAD else raw_bytes(path), path.name)
    except BadInput as error:
        if error.key == "file-is-no-table" and suffix not in LISTS:
            raise unknown from error
        raise
    if found == "delimited" and suffix not in (*LISTS, *_TEXTS):  # any text at all
        raise unknown
    return "list"


def _head(path: Path) -> bytes:
    return raw_bytes(path, _HEAD)


def _whole(paths: Iterable[Path]) -> list[Path]:
    """Return each file once: those of folders one by one, and the main one of those that belong together."""
    result: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and path.suffix.lower() != ".gdb":
            inside = sorted(path.iterdir())[:_MOST_IN_FOLDER]
            known = (*ALSO_READ, *BOUNDARIES, *LISTS)
            wanted = [one for one in inside if one.suffix.lower() in known]
            result |= dict.fromkeys(wanted or [path])
            continue
        main = _SIDE_OF.get(path.suffix.lower())
        beside = path.with_suffix(main) if main else path
        result[beside if beside.exists() else path] = None
    return list(result)
