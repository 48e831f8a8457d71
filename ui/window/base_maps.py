"""The base map that the user wants: which, with what key, from what address or file, and how strongly it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gridmap.model.errors import BadInput
from ui.canvas.base_map.choice import NONE, source_of
from ui.canvas.base_map.tile_cache import clear_former, default_folder
from ui.canvas.map_canvas import MapCanvas
from ui.look.words import Words
from ui.session.layer_stack import LayerStack
from ui.session.settings import Settings

if TYPE_CHECKING:
    from ui.dialogs.base_map import BaseMapDialog


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
