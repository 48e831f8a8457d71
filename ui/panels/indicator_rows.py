"""The indicators of the scheme in the dashboard: name and value, and below them whether the target is reached."""

from __future__ import annotations

import datetime as dt
import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gridmap.figures.rows import column_of
from gridmap.figures.trend import Trend, trend
from gridmap.indicators.counted import Counted, indicators
from gridmap.model.plan import Plan
from layers import palette
from ui.canvas.scene.colours import screen_colour
from ui.look.plain import plain_label
from ui.look.words import Words
from ui.look.wrapping_link import WrappingLink
from ui.words.indicators import state_of, value_of_whole
from ui.words.trends import difference_of


def known_indicators(plan: Plan, on: dt.date) -> tuple[Counted, ...]:
    """Return the indicators of which a plan says anything on a day, in the order of the scheme."""
    return tuple(counted for counted in indicators(plan, on).values() if counted.is_met is not None)


def trend_of_a_year(plan: Plan, on: dt.date) -> Trend | None:
    """Return how the figures of a plan compare with a year before, where anything is known of an indicator.

    Grids and buildings are those of now on both days; what has days of its own counts by them.
    """
    if not known_indicators(plan, on):
        return None
    return trend(plan, plan, plan.scheme.levels[0], on - dt.timedelta(days=365), on)


class IndicatorRows(QWidget):
    """Two lines for each indicator, so that they fit a narrow panel; nothing at all where there are none.

    Signals
    -------
    chosen : (str)
        Somebody wants to see how an indicator went: its key.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = plain_label()
        self._heading.setProperty("role", "heading")
        self._rows: list[tuple[WrappingLink, QLabel, QLabel]] = []
        self._asked: list[str] = []
        self._keys: list[str] = []
        self._lay = QGridLayout(self)
        self._lay.setContentsMargins(0, 8, 0, 0)
        self._lay.setHorizontalSpacing(8)
        self._lay.setVerticalSpacing(4)
        self._lay.addWidget(self._heading, 0, 0, 1, 2)
        self._lay.setColumnStretch(0, 1)
        self.hide()

    def show_indicators(self, found: tuple[Counted, ...], words: Words, *, night: bool) -> None:
        """Show indicators in a language, on a light or on a dark ground."""
        self._heading.setText(words("stats-indicators"))
        self._keys = [column_of(counted.indicator) for counted in found]
        self._asked = [counted.indicator.key for counted in found]
        while len(self._rows) > len(found):
            for widget in self._rows.pop():
                self._lay.removeWidget(widget)
                widget.deleteLater()
        while len(self._rows) < len(found):
            self._rows.append(self._row(len(self._rows)))
        for counted, (name, value, state) in zip(found, self._rows, strict=True):
            asked, met = counted.indicator, bool(counted.is_met)
            target = f"{words('stats-indicator-target')} {value_of_whole(asked, asked.target)}"
            name.say(words.name(asked.name))
            name.setToolTip(words("course-open"))
            value.setText(value_of_whole(asked, counted.value))
            state.setText(f"{state_of(met, words.language)} · {target}")
            colour = screen_colour(palette.INDICATOR[0 if met else 2].fill, night).name()
            value.setStyleSheet(f"border-left: 4px solid {colour}; padding-left: 4px;")
        self.setVisible(bool(found))

    def show_trend(self, found: Trend, words: Words) -> None:
        """Say below each indicator by how much it differs from the earlier day, where it does; after it was shown."""
        for key, (_, _, state) in zip(self._keys, self._rows, strict=True):
            before, after = found.whole(key) if key in found.figures else (math.nan, math.nan)
            told = difference_of(key, after - before, words.language)
            if told not in ("0", "–"):
                since = words("trend-since", first=found.first.isoformat(), change=told)
                state.setText(f"{state.text()} · {since}")

    def texts(self) -> list[tuple[str, ...]]:
        """Return what stands in the lines."""
        return [(name.said, value.text(), state.text()) for name, value, state in self._rows]

    def _row(self, number: int) -> tuple[WrappingLink, QLabel, QLabel]:
        name, value, state = WrappingLink(), plain_label(), plain_label()
        name.clicked.connect(lambda: self.chosen.emit(self._asked[number]))
        state.setWordWrap(True)
        state.setProperty("role", "muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setIndent(0)  # a label with a border would stand half a letter off the others
        row = 2 * number + 1
        self._lay.addWidget(name, row, 0)
        self._lay.addWidget(value, row, 1)
        self._lay.addWidget(state, row + 1, 0, 1, 2)
        return name, value, state
