"""What the window explains while one works: names beside icons, hints at the pointer, cards of tools, the legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.canvas.map_canvas import MapCanvas
from ui.look.appearance import Appearance
from ui.look.words import Words
from ui.session.settings import Settings
from ui.window.map_legend import MapLegend
from ui.window.menus import Menus
from ui.window.tool_cards import ToolCards

WIDE_PX: Final = 1600
"""From this width of the screen on, names stand beside icons unless the user does not want them."""


class ViewOptions(QObject):
    """The part of the window that turns on and off what explains it.

    Parameters
    ----------
    menus : Menus
    canvas : MapCanvas
    legend : MapLegend
    words : Words
    settings : Settings
    window : QWidget
    """

    def __init__(
        self, menus: Menus, canvas: MapCanvas, legend: MapLegend, words: Words, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._menus, self._canvas, self._settings, self._window = menus, canvas, settings, window
        self.legend = legend
        self._labels = False
        menus.bar.installEventFilter(self)
        self.cards = ToolCards((menus.bar, menus.modes), menus.actions, words, window)

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {"labels": self.show_labels, "hints": self.show_hints, "legend": self.legend.show}

    def begin(self) -> None:
        """Have everything as it was left, at first names beside icons where the screen is wide."""
        labels = self._settings.labels
        wide = self._window.screen().availableGeometry().width() >= WIDE_PX
        wanted = wide if labels is None else labels
        for key, on in (
            ("labels", wanted),
            ("hints", self._settings.is_on("hints")),
            ("legend", self._settings.is_on("legend")),
        ):
            action = self._menus.actions[key]
            action.blockSignals(True)
            action.setChecked(on)
            action.blockSignals(False)
        self._put_labels(wanted)
        self._canvas.hints.shown = self._settings.is_on("hints")

    def show_labels(self, shown: bool) -> None:
        """Have names beside the icons of the bars, or not, from now on."""
        self._settings.labels = shown
        self._put_labels(shown)

    def _put_labels(self, shown: bool) -> None:
        self._labels = shown
        self._menus.modes.show_labels(shown)
        self._fit_labels()

    def _fit_labels(self) -> None:
        self._menus.show_labels(self._menus.bar.width() if self._labels else 0)

    def set_texts(self) -> None:
        """Make room for the names of the present language."""
        self._put_labels(self._labels)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have as many names in the bar as there is room for now."""
        if event.type() == QEvent.Type.Resize and self._labels:
            self._fit_labels()
        return False

    def show_hints(self, shown: bool) -> None:
        """Have the map say at the pointer what a tool waits for, or not."""
        self._settings.turn("hints", shown)
        self._canvas.hints.shown = shown
        self._canvas.update()

    def wear(self, appearance: Appearance) -> None:
        """Put on the light or the dark appearance."""
        self.cards.wear(appearance)
        self.legend.wear(appearance)
