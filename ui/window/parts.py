"""The parts of the window for whoever has no mouse: F6 goes from the map to the panels, and around again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar, QWidget

from ui.panels.base import Panel


class Parts(QObject):
    """Brings the keys to a part of the window.

    Each part gives them to the control that had them last, the first time to the first one that takes them.

    Parameters
    ----------
    window : QMainWindow
    others : sequence of QWidget
        What of the window is no panel, the start page, the map and the bar of findings, say.
    panels : mapping of str to Panel
    docks : mapping of str to QDockWidget
        Both by the key of the panel, as they stand from left to right.
    raise_panel : callable
        Shows a panel in front of those that share its place.
    """

    def __init__(
        self,
        window: QMainWindow,
        others: Sequence[QWidget],
        panels: Mapping[str, Panel],
        docks: Mapping[str, QDockWidget],
        raise_panel: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._window, self._others, self._panels, self._docks = window, others, panels, docks
        self._raise_panel = raise_panel

    @property
    def does(self) -> Mapping[str, Callable[..., object]]:
        """What the actions of this part do."""
        return {"next-part": lambda: self.step(1), "previous-part": lambda: self.step(-1)}

    def shown(self) -> list[QWidget]:
        """Return the parts that are seen now: what is no panel, then the panels in front."""
        docks = [self._panels[key] for key, dock in self._docks.items() if not dock.isHidden()]
        parts = [*self._others, *docks]
        return [part for part in parts if part.isVisible() and not part.visibleRegion().isEmpty()]

    def step(self, by: int) -> None:
        """Go to the next part (1), or to the one before (-1)."""
        parts, at = self.shown(), focused()
        held = next((place for place, part in enumerate(parts) if at is not None and _holds(part, at)), None)
        first = (held if held is not None else -1 if by > 0 else 0) + by
        for number in range(len(parts)):
            if _give_keys(parts[(first + by * number) % len(parts)]):
                return

    def go_to(self, key: str) -> None:
        """Show a panel and bring the keys to it."""
        self._raise_panel(key)
        _give_keys(self._panels[key])


def focused() -> QWidget | None:
    """Return what has the keys."""
    return QApplication.focusWidget()


def is_behind(widget: QWidget) -> bool:
    """Whether Qt shows a widget, but beside the window: a panel behind others, or the tabs of one that needs none."""
    if isinstance(widget, QTabBar) and widget.geometry().right() < 0:
        return True
    above: QWidget | None = widget
    while above is not None and not isinstance(above, QDockWidget):
        above = above.parentWidget()
    return above is not None and not above.isFloating() and above.geometry().right() < 0


def _holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


def _give_keys(part: QWidget) -> bool:
    """Give the keys to a part; return whether anything in it takes them."""
    last: list[QWidget] = list(filter(None, [part.focusWidget()]))
    for widget in [*filter(_takes_keys, last), *_stops(part)]:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
    return False


def _stops(part: QWidget) -> list[QWidget]:
    """Return what takes the keys in a part, from above to below and from left to right.

    The chain of Tab is not asked: whatever ``nextInFocusChain`` returns belongs to the one before it from then on, for
    PySide. So the window came to belong to a label, and when that had gone, and the next one, it never went itself.
    """
    places = [(widget.mapTo(part, QPoint()), widget) for widget in part.findChildren(QWidget) if _takes_keys(widget)]
    below = [widget for _, widget in sorted(places, key=lambda one: (one[0].y(), one[0].x()))]
    return [part, *below] if _takes_keys(part) else below


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
