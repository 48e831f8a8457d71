"""What is chosen of an export is there again the next time: format, paper, what stands on the page.

Kept is what a user wants of every map. What belongs to one map is not: title, area, layers, review number. And never
what is shown of people: a dialog begins with the profile of the window, which begins with a briefing every time, so
that nobody hands out telephone numbers because they once made a list for themselves.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox

from ui.dialogs.export import ExportDialog
from ui.session.settings import Settings

KEPT: Final = ("format", "paper", "orientation", "dpi", "scale", "forms", "holds", "template", "crs", "since")


class ExportChoices(QObject):
    """Puts into a dialog what was chosen the last time, and remembers what is chosen when something is written.

    Parameters
    ----------
    dialog : ExportDialog
        Keeps what this makes.
    settings : Settings
    name : "export" or "print"
        Under which it is remembered; paper is not the same for both.
    """

    def __init__(self, dialog: ExportDialog, settings: Settings, name: str) -> None:
        super().__init__(dialog)
        self._dialog, self._settings, self._name = dialog, settings, name
        self._put(settings.choices(name))
        dialog.writing.connect(self._keep)

    def _boxes(self) -> dict[str, QComboBox]:
        dialog = self._dialog
        return {
            "format": dialog.format,
            "paper": dialog.paper,
            "orientation": dialog.orientation,
            "dpi": dialog.dpi,
            "scale": dialog.more.scale,
            "forms": dialog.more.forms,
        }

    def _put(self, known: dict[str, object]) -> None:
        """Choose what is known and still to be had; whatever a hand has spoiled in the settings is let be."""
        dialog = self._dialog
        for name, box in self._boxes().items():
            at = box.findData(known[name]) if name in known else -1
            if at >= 0:
                box.setCurrentIndex(at)
        holds = known.get("holds")
        if isinstance(holds, list):
            for part, check in dialog.holds.items():
                check.setChecked(part in holds)
        template = known.get("template")
        if isinstance(template, str) and template and Path(template).is_file():
            dialog.more.template.setText(template)
        crs, since = known.get("crs"), known.get("since")
        if isinstance(crs, str):
            dialog.more.put_coordinates(crs)
        if isinstance(since, str):
            with contextlib.suppress(ValueError):
                dialog.more.since.show_day(dt.date.fromisoformat(since))
                dialog.more.lists_changes.setChecked(True)

    def _keep(self) -> None:
        dialog = self._dialog
        now: dict[str, object] = {name: box.currentData() for name, box in self._boxes().items()}
        now["holds"] = [part for part, check in dialog.holds.items() if check.isChecked()]
        now["template"] = dialog.more.template.text().strip()
        now["crs"] = dialog.more.coordinates
        now["since"] = dialog.more.since.date.isoformat() if dialog.more.lists_changes.isChecked() else ""
        self._settings.put_choices(self._name, now)
