"""Which layers the map shows, in which order and how strongly: a theme, and what the user has made of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from layers.marks import Layer
from layers.roles import RoleStates
from layers.shown import ShownLayer
from layers.themes import THEMES, Theme, every_layer, layers_of
from ui.session.settings import Settings

BASE: Final = "base-map"
"""Key of the row of the base map, which is no layer of the plan and always lies at the bottom."""


@dataclass(frozen=True)
class Stacked:
    """One layer in the stack: its key, whether it is shown, and its opacity from 0 to 1."""

    key: str
    visible: bool = True
    opacity: float = 1.0


class LayerStack(QObject):
    """The layers of the map in their order, for the theme that is shown.

    A theme brings an arrangement; what the user changes of it is remembered for that theme alone. Besides the layers of
    the program (:func:`layers.themes.every_layer`), others may be added while the program runs, such as files that are
    laid over the map; they keep their place in an arrangement while they are away.

    Parameters
    ----------
    parent : QObject, optional

    Signals
    -------
    changed : ()
        Something is shown otherwise, or came or went.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings: Settings | None = None
        self._own: dict[str, Layer] = {layer.key: layer for layer in every_layer()}
        self._day: dt.date | None = None
        self._role = ""
        self._added: dict[str, Layer] = {}
        self._titles: dict[str, str] = {}
        self._base, self._base_title = Stacked(BASE), ""
        self._theme: Theme = THEMES[0]
        self._stack: list[Stacked] = _as_it_comes(self._theme)

    def remember_in(self, settings: Settings) -> None:
        """Keep arrangements in settings, and take the present theme's from there."""
        self._settings = settings
        self.set_theme(self._theme)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def count_on(self, day: dt.date) -> None:
        """Have the layers of the program that tell who answers for what count on a day."""
        self._day = day
        self._own |= {layer.key: layer for layer in every_layer(on=day) if layer.counts_on_a_day}
        self._own[RoleStates.key] = RoleStates(day, self._role)
        self.changed.emit()

    def show_role(self, role: str) -> None:
        """Show on the layer of roles the grids with and without one role, by its key; "" for all that must be there."""
        self._role = role
        self._own[RoleStates.key] = RoleStates(self._day, role)
        self.show(RoleStates.key, True)

    @property
    def theme(self) -> Theme:
        """The theme whose arrangement is shown."""
        return self._theme

    def set_theme(self, key: str) -> None:
        """Show a theme, one of :data:`layers.themes.THEMES`, as the user has arranged it."""
        self._theme = next(theme for theme in THEMES if theme == key)
        if self._role:
            self._role = ""
            self._own[RoleStates.key] = RoleStates(self._day)
        self._stack = self._remembered() or _as_it_comes(self._theme)
        for name in self._added:
            self._put_in(name)
        self.changed.emit()

    @property
    def rows(self) -> tuple[Stacked, ...]:
        """The layers that there are, the one on top first."""
        there = {**self._own, **self._added}
        return tuple(stacked for stacked in reversed(self._stack) if stacked.key in there)

    @property
    def all_rows(self) -> tuple[Stacked, ...]:
        """The rows of a list of layers: :attr:`rows`, and the base map at the bottom if there is one."""
        return (*self.rows, self._base) if self._base_title else self.rows

    @property
    def shown(self) -> tuple[ShownLayer, ...]:
        """The layers for the map, the lowest first."""
        return tuple(
            ShownLayer(self.layer(stacked.key), stacked.visible, stacked.opacity) for stacked in reversed(self.rows)
        )

    def layer(self, key: str) -> Layer:
        """Return the layer of a key."""
        return self._added[key] if key in self._added else self._own[key]

    def title(self, key: str) -> str:
        """Return what a layer that was added is called; ``""`` for those of the program, which have names in words."""
        if key == BASE:
            return self._base_title
        return self._titles.get(key, "") if key in self._added else ""

    def __getitem__(self, key: str) -> Stacked:
        return self._base if key == BASE else self._stack[self._place(key)]

    # ---- the base map ------------------------------------------------------------------------------------------------

    @property
    def base(self) -> Stacked:
        """Whether and how strongly the base map is shown, if there is one."""
        return self._base

    def set_base(self, title: str) -> None:
        """Have a row for the base map below all layers, under a title; ``""`` for none."""
        if title != self._base_title:
            self._base_title = title
            self.changed.emit()

    @property
    def is_own(self) -> bool:
        """Whether the user has arranged the theme otherwise than it comes."""
        return [one for one in self._stack if one.key in self._own] != _as_it_comes(self._theme)

    # ---- arranging ---------------------------------------------------------------------------------------------------

    def show(self, key: str, visible: bool) -> None:
        """Show a layer or hide it; one that fills the ground comes above those that do and are shown, to be seen."""
        if key == BASE:
            self._base = replace(self._base, visible=visible)
            self.changed.emit()
            return
        at = self._place(key)
        self._stack[at] = replace(self._stack[at], visible=visible)
        if visible and self._is_ground(key):
            hiding = [i for i, one in enumerate(self._stack) if i > at and one.visible and self._is_ground(one.key)]
            if hiding:
                self._stack.insert(hiding[-1], self._stack.pop(at))
        self._keep()

    def fade(self, key: str, opacity: float) -> None:
        """Give a layer an opacity, 0 to 1."""
        opacity = min(max(opacity, 0.0), 1.0)
        if key == BASE:
            self._base = replace(self._base, opacity=opacity)
            self.changed.emit()
            return
        at = self._place(key)
        self._stack[at] = replace(self._stack[at], opacity=opacity)
        self._keep()

    def move(self, key: str, row: int) -> None:
        """Put a layer at a row of :attr:`rows`, counted from the top; beyond either end counts as the end.

        The base map stays where it is.
        """
        if key == BASE:
            return
        keys = [stacked.key for stacked in self.rows]
        row = min(max(row, 0), len(keys) - 1)
        if keys[row] == key:
            return
        target = self._place(keys[row])
        self._stack.insert(target, self._stack.pop(self._place(key)))
        self._keep()

    def reset(self) -> None:
        """Show the theme as it comes; what was added stays."""
        added = [stacked for stacked in self._stack if stacked.key not in self._own]
        self._stack = _as_it_comes(self._theme)
        for stacked in added:
            self._put_in(stacked.key)
        self._keep()

    def _is_ground(self, key: str) -> bool:
        return key in self._own and self._own[key].is_ground

    def _place(self, key: str) -> int:
        return next(i for i, stacked in enumerate(self._stack) if stacked.key == key)

    # ---- layers that come and go -------------------------------------------------------------------------------------

    def add(self, key: str, layer: Layer, title: str) -> None:
        """Add a layer with a name of its own, below findings and names unless it has a place of old."""
        self._added[key], self._titles[key] = layer, title
        self._put_in(key)
        self.changed.emit()

    def take_out(self, key: str, *, forget: bool = False) -> None:
        """Take a layer out that was added, and ``forget`` its place if it is not to come back."""
        self._added.pop(key, None)
        if forget:
            self._stack = [stacked for stacked in self._stack if stacked.key != key]
            self._keep()
        else:
            self.changed.emit()

    def _put_in(self, key: str) -> None:
        if all(stacked.key != key for stacked in self._stack):
            self._stack.insert(self._place("findings"), Stacked(key))

    # ---- remembering -------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        if self._settings is not None:
            rows = [(one.key, one.visible, one.opacity) for one in self._stack]
            self._settings.put_arrangement(self._theme, rows)
        self.changed.emit()

    def _remembered(self) -> list[Stacked]:
        """Return the arrangement that was kept, with layers that have come since where the theme has them."""
        kept = [Stacked(*row) for row in self._settings.arrangement(self._theme)] if self._settings else []
        known = {stacked.key for stacked in kept}
        comes = _as_it_comes(self._theme)
        if not known & set(self._own):
            return []
        for i, stacked in enumerate(comes):
            if stacked.key not in known:
                below = {one.key for one in comes[:i]}
                place = max((j + 1 for j, one in enumerate(kept) if one.key in below), default=0)
                kept.insert(place, stacked)
        return kept


def _as_it_comes(theme: Theme) -> list[Stacked]:
    """Return the arrangement that a theme brings, the lowest layer first."""
    shown = {layer.key for layer in layers_of(theme)}
    return [Stacked(layer.key, layer.key in shown) for layer in every_layer()]
