"""What the window remembers from one day to the next."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QByteArray, QSettings

from layers.themes import THEMES
from ui.words.messages import LANGUAGES, Language

_RECENT: Final = 10
_PROJECTS: Final = 40
_SHAPES: Final = 200
_WORDS: Final = 200
"""Of so many kinds of lists it is remembered how they are understood."""


class Settings:
    """Recent projects, language, light or dark, and where the panels stand.

    Parameters
    ----------
    file : Path, optional
        An INI file of one's own, for tests; by default the place where this system keeps settings.
    """

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "GridMap", "GridMap")
        else:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)
        self._of_ones_own = file
        keep_private(Path(self._store.fileName()), with_folder=file is None)

    @property
    def recent(self) -> list[Path]:
        """Projects that were open last, the latest first; nobody looks here whether they are still there."""
        names = self._store.value("recent", [])
        names = [names] if isinstance(names, str) else list(cast("list[str]", names or []))
        return list(map(Path, names))

    def forget_recent(self, path: Path) -> None:
        """Take a project off the recent ones."""
        self._store.setValue("recent", [str(other) for other in self.recent if other != path])

    @property
    def cache(self) -> Path:
        """The folder for what can be made anew at any time."""
        if self._of_ones_own is not None:
            return self._of_ones_own.parent / "cache"
        import platformdirs

        return Path(platformdirs.user_cache_dir("gridmap"))

    def remember(self, path: Path) -> None:
        """Put a project on top of the recent ones."""
        path = path.resolve()
        names = [path, *(other for other in self.recent if other != path)]
        self._store.setValue("recent", [str(name) for name in names[:_RECENT]])

    @property
    def language(self) -> Language | None:
        """The language that was chosen; ``None`` if none was."""
        value = self._store.value("language")
        return value if value in LANGUAGES else None

    @language.setter
    def language(self, language: Language) -> None:
        self._store.setValue("language", language)

    @property
    def appearance(self) -> str:
        """``"light"``, ``"dark"``, or ``"system"`` for what the system has on."""
        value = str(self._store.value("appearance", ""))
        return value if value in ("dark", "system") else "light"

    @appearance.setter
    def appearance(self, appearance: str) -> None:
        self._store.setValue("appearance", appearance)

    @property
    def theme(self) -> str:
        """The map theme that was shown last."""
        theme = str(self._store.value("theme", ""))
        return theme if theme in THEMES else THEMES[0]

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("theme", theme)

    @property
    def overview(self) -> bool:
        """Whether the small map of the whole stands in the corner."""
        return self._store.value("overview", "true") != "false"

    @overview.setter
    def overview(self, shown: bool) -> None:
        self._store.setValue("overview", "true" if shown else "false")

    @property
    def labels(self) -> bool | None:
        """Whether names stand beside the icons of the bars; ``None`` if nobody has said so."""
        value = self._store.value("labels")
        return None if value is None else value == "true"

    @labels.setter
    def labels(self, shown: bool) -> None:
        self._store.setValue("labels", "true" if shown else "false")

    def is_on(self, name: str, usual: bool = True) -> bool:
        """Whether something that can be turned off is on, by a name of its own: ``"hints"``, ``"legend"``."""
        return self._store.value(f"on/{name}", "true" if usual else "false") == "true"

    def turn(self, name: str, on: bool) -> None:
        """Remember whether something is on."""
        self._store.setValue(f"on/{name}", "true" if on else "false")

    def arrangement(self, theme: str) -> list[tuple[str, bool, float]]:
        """Return how the user has arranged the layers of a theme, the lowest first; nothing if never."""
        rows = self._json(f"layers/{theme}")
        if not isinstance(rows, list):
            return []
        return [
            (str(row[0]), bool(row[1]), min(max(float(row[2]), 0.0), 1.0))
            for row in rows
            if isinstance(row, list) and len(row) == 3 and isinstance(row[2], (int, float))
        ]

    def put_arrangement(self, theme: str, rows: Sequence[tuple[str, bool, float]]) -> None:
        """Remember the layers of a theme: key, whether it is shown, and opacity of each, the lowest first."""
        self._store.setValue(f"layers/{theme}", json.dumps(rows))

    def references(self, project: Path) -> list[tuple[str, str, str]]:
        """Return the files that lay over the map of a project: path, layer, and CRS where the file does not say it."""
        kept = self._json("references")
        rows = kept.get(str(project.resolve()), []) if isinstance(kept, dict) else []
        whole = [row for row in rows if isinstance(row, list) and len(row) == 3] if isinstance(rows, list) else []
        return [(str(path), str(layer), str(crs)) for path, layer, crs in whole]

    def put_references(self, project: Path, rows: Sequence[tuple[str, str, str]]) -> None:
        """Remember the files that lie over the map of a project; of the projects before, the latest are kept."""
        name, kept = str(project.resolve()), self._json("references")
        others = {other: files for other, files in kept.items() if other != name} if isinstance(kept, dict) else {}
        latest = [*others.items(), *([(name, list(rows))] if rows else [])][-_PROJECTS:]
        self._store.setValue("references", json.dumps(dict(latest), ensure_ascii=False))

    @property
    def roster_corrections(self) -> dict[str, object]:
        """How lists are understood where the user has corrected it: by the fingerprint of their headers."""
        kept = self._json("rosters")
        return {str(shape): said for shape, said in kept.items()} if isinstance(kept, dict) else {}

    def put_roster_correction(self, shape: str, said: object) -> None:
        """Remember how lists of one shape are understood, ``None`` to forget it; of all the latest are kept."""
        others = {other: kept for other, kept in self.roster_corrections.items() if other != shape}
        latest = [*others.items(), *([(shape, said)] if said is not None else [])][-_SHAPES:]
        self._store.setValue("rosters", json.dumps(dict(latest), ensure_ascii=False))

    @property
    def facility_kinds(self) -> dict[str, str]:
        """Which kind of facilities words of lists stand for, where the user has said so: a key of a scheme by word."""
        return {word: kind for word, kind in self.choices("facility-kinds").items() if isinstance(kind, str)}

    def put_facility_kinds(self, kinds: Mapping[str, str], *, forget: Iterable[str] = ()) -> None:
        """Remember which kinds words of lists stand for, in place of those to forget; of all the latest are kept."""
        gone = {*forget, *kinds}
        others = {word: kind for word, kind in self.facility_kinds.items() if word not in gone}
        self.put_choices("facility-kinds", dict([*others.items(), *kinds.items()][-_WORDS:]))

    def columns_of(self, of: str) -> dict[str, dict[str, str]]:
        """Return what columns were taken for in files that came in before: header to field, by the shape of the file.

        Parameters
        ----------
        of : str
            What the files are: ``"boundaries"``.
        """
        kept = self._json(f"columns/{of}")
        rows = kept.items() if isinstance(kept, dict) else ()
        return {
            str(shape): {str(header): str(field) for header, field in columns.items()}
            for shape, columns in rows
            if isinstance(columns, dict)
        }

    def put_columns(self, of: str, shape: str, columns: Mapping[str, str]) -> None:
        """Remember what the columns of a file are taken for, under its shape; the latest are kept, and no cell ever."""
        others = {known: taken for known, taken in self.columns_of(of).items() if known != shape}
        latest = [*others.items(), (shape, dict(columns))][-_PROJECTS:]
        self._store.setValue(f"columns/{of}", json.dumps(dict(latest), ensure_ascii=False))

    def choices(self, of: str) -> dict[str, object]:
        """Return what was chosen last in a dialog: each choice by its name."""
        kept = self._json(f"choices/{of}")
        return {str(name): value for name, value in kept.items()} if isinstance(kept, dict) else {}

    def put_choices(self, of: str, chosen: Mapping[str, object]) -> None:
        """Remember what is chosen in a dialog."""
        self._store.setValue(f"choices/{of}", json.dumps(dict(chosen), ensure_ascii=False))

    def folder(self, kind: str) -> Path | None:
        """Return the folder in which files of a kind were chosen last, ``None`` if none ever was."""
        value = str(self._store.value(f"folders/{kind}", ""))
        return Path(value) if value else None

    def put_folder(self, kind: str, folder: Path) -> None:
        """Remember in which folder files of a kind were chosen."""
        self._store.setValue(f"folders/{kind}", str(folder))

    def base_map(self, name: str) -> str:
        """Return a setting of base maps: ``name`` of the one shown, ``key``, ``address``, ``file``, ``datum``."""
        return str(self._store.value(f"base-map/{name}", ""))

    def put_base_map(self, name: str, value: str) -> None:
        """Remember a setting of base maps."""
        self._store.setValue(f"base-map/{name}", value)

    def _json(self, name: str) -> object:
        """Return what was stored as JSON, ``None`` where nothing was or somebody has spoiled it."""
        value = self._store.value(name)
        try:
            return cast(object, json.loads(value)) if isinstance(value, str) else None
        except json.JSONDecodeError:
            return None

    def place(self, name: str) -> QByteArray | None:
        """Return what :meth:`put_place` stored under a name."""
        value = self._store.value(f"place/{name}")
        return value if isinstance(value, QByteArray) else None

    def put_place(self, name: str, value: QByteArray) -> None:
        """Remember where something stands: what ``saveGeometry`` or ``saveState`` returned."""
        self._store.setValue(f"place/{name}", value)

    def save(self) -> None:
        """Write everything down now."""
        self._store.sync()


def keep_private(file: Path, *, with_folder: bool) -> None:
    """Let nobody but the user read a file of settings, which holds keys: from its beginning, or from now on.

    Qt keeps the rights of a file that is there when it writes it anew. Where rights cannot be set, on a stick say, the
    settings work all the same.
    """
    if os.name != "posix":  # elsewhere the user's folder is private already
        return
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if with_folder:
            file.parent.chmod(0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDONLY, 0o600))
        file.chmod(0o600)
