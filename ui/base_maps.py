"""The base map that the user wants: which, with what key, from what address or file, and how strongly it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridmap.errors import BadInput
from ui.canvas.base_map import SOURCES, Datum, TileSource, mbtiles_source
from ui.canvas.map_canvas import MapCanvas
from ui.canvas.tile_address import own_source
from ui.canvas.tile_cache import clear_former, default_folder
from ui.layer_stack import LayerStack
from ui.settings import Settings
from ui.words import Words

if TYPE_CHECKING:
    from ui.dialogs.base_map import BaseMapDialog

NONE: Final = "none"
CHOICES: Final = (NONE, *(source.name for source in SOURCES), "own", "mbtiles")
"""``action-base-map-NAME`` in ``ui/messages.py`` is what a choice is called."""


def source_of(name: str, settings: Settings) -> TileSource | None:
    """Return where the tiles of a choice come from under the settings; ``None`` for no base map.

    Raises
    ------
    BadInput
        ``tiles-key-missing``, ``tiles-file-missing``, and those of :func:`~ui.canvas.tile_address.own_source` and
        :func:`~ui.canvas.base_map.mbtiles_source`.
    """
    datum: Datum = "gcj02" if settings.base_map("datum") == "gcj02" else "wgs84"
    if name == "own":
        return own_source(settings.base_map("address"), datum)
    if name == "mbtiles":
        if not settings.base_map("file"):
            raise BadInput("tiles-file-missing")
        return mbtiles_source(Path(settings.base_map("file")), datum)
    source = next((source for source in SOURCES if source.name == name), None)
    if source is not None and source.needs_key and not settings.base_map("key"):
        raise BadInput("tiles-key-missing")
    return source


class BaseMaps(QObject):
    """Puts the base map that the user chooses below the plan, and asks for what it needs.

    Parameters
    ----------
    canvas : MapCanvas
    stack : LayerStack
        Has a row for the base map while there is one.
    settings : Settings
    words : Words
    window : QWidget
        Parent of the dialog.

    Signals
    -------
    chosen : str
        One of :data:`CHOICES` is shown now.
    told : str
        A sentence for the status bar.
    """

    chosen = Signal(str)
    told = Signal(str)

    def __init__(self, canvas: MapCanvas, stack: LayerStack, settings: Settings, words: Words, window: QWidget) -> None:
        super().__init__(window)
        self._canvas, self._stack, self._settings, self._words, self._window = canvas, stack, settings, words, window
        self.name = NONE
        self.dialog: BaseMapDialog | None = None
        canvas.tiles_refused.connect(self._tell_refusal)
        stack.changed.connect(self._follow)
        words.changed.connect(self._name_row)

    def restore(self) -> None:
        """Show the base map that was shown last, or none if it is no longer to be had.

        What earlier versions have kept of tiles is removed, whatever is shown: the user's key stands in it.
        """
        clear_former(default_folder())
        try:
            self._show(self._settings.base_map("name"))
        except BadInput:
            self._show(NONE)

    def choose(self, name: str) -> None:
        """Show a base map, one of :data:`CHOICES`; the user is asked for what it lacks."""
        try:
            self._show(name)
        except BadInput:
            self.ask(name)

    def ask(self, wanted: str = "") -> None:
        """Ask for key, address and file; when they are there the base map that is wanted is shown."""
        from ui.dialogs.base_map import BaseMapDialog

        self.chosen.emit(self.name)  # nothing is shown otherwise until the dialog is done
        dialog = self.dialog = BaseMapDialog(self._settings, self._words, wanted or self.name, self._window)
        dialog.accepted.connect(lambda: self._show(wanted or self.name))
        dialog.finished.connect(self._answered)
        dialog.open()

    def _answered(self) -> None:
        self.dialog = None

    def _show(self, name: str) -> None:
        source = source_of(name, self._settings)
        self.name = name if source is not None else NONE
        self._settings.put_base_map("name", self.name)
        self._canvas.set_base_map(source, self._settings.base_map("key"))
        self._name_row()
        self.chosen.emit(self.name)

    def _name_row(self) -> None:
        say = self._words
        self._stack.set_base("" if self.name == NONE else say("base-map-row", name=say(f"action-base-map-{self.name}")))

    def _follow(self) -> None:
        if self.name != NONE:
            row = self._stack.base
            self._canvas.fade_base_map(row.opacity if row.visible else 0.0)

    def _tell_refusal(self, status: int) -> None:
        say = self._words
        self.told.emit(say("base-map-refused", name=say(f"action-base-map-{self.name}"), status=status))
