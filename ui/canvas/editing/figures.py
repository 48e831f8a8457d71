"""The figures of what is proposed: each grid's households, residents, area and standard, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gridmap.outcome.effect import NO_STANDARD
from gridmap.outcome.outcome import Outcome
from gridmap.people.workload import Workload
from ui.canvas.editing.proposal import NewBorder, plate_box
from ui.canvas.furniture import paint_plate
from ui.canvas.view import View
from ui.look.appearance import Appearance
from ui.look.words import Words
from ui.words.grid_names import grid_name, short_name
from ui.words.measures import area_text, length_text
from ui.words.states import workload_word

_MOST_ROWS: Final = 5
_GAP: Final = 14.0
_PAD: Final = 10.0


@dataclass(frozen=True)
class FigureRow:
    """What becomes of one grid, before and after.

    Attributes
    ----------
    grid : int
    name : str
    households, residents : (int, int)
    area_m2 : (float, float)
    standard : (int, int)
        Values of :class:`gridmap.people.workload.Workload`, or :data:`gridmap.outcome.effect.NO_STANDARD`.
    """

    grid: int
    name: str
    households: tuple[int, int]
    residents: tuple[int, int]
    area_m2: tuple[float, float]
    standard: tuple[int, int]
    fate: Literal["stays", "new", "gone"] = "stays"

    def title(self, words: Words) -> str:
        """Return the name, with whether the grid comes or goes."""
        return self.name if self.fate == "stays" else words(f"figure-{self.fate}", name=self.name)


def rows_of(outcome: Outcome) -> tuple[FigureRow, ...]:
    """Return what becomes of the grids that a proposed edit concerns: the deepest level first, what moves most."""
    found = outcome.effect
    if found is None:
        return ()
    before, after = found.before, found.after
    order = np.lexsort((found.grid, -np.abs(after.households - before.households), -found.rank))
    names = {grid: _name(outcome, grid) for grid in found.grid.tolist()}
    return tuple(
        FigureRow(
            int(found.grid[i]),
            names[int(found.grid[i])],
            (int(before.households[i]), int(after.households[i])),
            (int(before.residents[i]), int(after.residents[i])),
            (float(before.area_m2[i]), float(after.area_m2[i])),
            (int(before.standard[i]), int(after.standard[i])),
            "new" if found.is_new[i] else "gone" if found.is_gone[i] else "stays",
        )
        for i in order.tolist()
    )


def _name(outcome: Outcome, grid: int) -> str:
    """Return what a grid is called, one that is not there yet as it will be."""
    assert outcome.change is not None
    rows = outcome.change.rows.get("grids")
    if rows is not None and grid in rows.after.index:
        return short_name(str(rows.after.at[grid, "code"]), str(rows.after.at[grid, "name"]))
    return grid_name(outcome.plan, grid)


def count_text(both: tuple[int, int]) -> str:
    """Return a number before and after; once if it stays."""
    before, after = both
    return f"{before:,} → {after:,}" if before != after else f"{after:,}"


def ground_text(both: tuple[float, float], words: Words) -> str:
    """Return an area before and after, both in one unit that is named once; once if it reads the same."""
    before, after = (area_text(words.language, value, *both) for value in both)
    return after if before == after else f"{before.rpartition(' ')[0]} → {after}"


def standard_text(standard: int, words: Words) -> str:
    """Return whether the household standard is met, in words."""
    return workload_word(standard, words.language) if standard != NO_STANDARD else "—"


def paint_figures(
    painter: QPainter,
    rows: tuple[FigureRow, ...],
    at: QPointF,
    clear: QRectF | None,
    view: View,
    look: Appearance,
    font: QFont,
    words: Words,
    keep_off: Sequence[QRectF] = (),
    border: NewBorder | None = None,
) -> QRectF | None:
    """Paint at the pointer what becomes of the grids, and return the box; ``None`` if there is nothing to say."""
    if not rows:
        return None
    shown = rows[:_MOST_ROWS]
    headings = ["", words("figure-households"), words("figure-residents"), words("figure-area"), words("figure-met")]
    cells = [
        [
            row.title(words),
            count_text(row.households),
            count_text(row.residents),
            ground_text(row.area_m2, words),
            standard_text(row.standard[1], words) if row.fate != "gone" else "",
        ]
        for row in shown
    ]
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(bold)
    widths = [max(metrics.horizontalAdvance(text) for text in column) for column in zip(headings, *cells, strict=True)]
    below = [words("figure-more", count=len(rows) - len(shown))] if len(rows) > len(shown) else []
    if border is not None:
        length = length_text(words.language, border.length_m)
        below.append(words("figure-border", length=length, vertices=len(border.vertices)))
    line = metrics.height() + 4
    width = max([sum(widths) + _GAP * (len(widths) - 1), *map(metrics.horizontalAdvance, below)]) + 2 * _PAD
    height = line * (len(cells) + 1 + len(below)) + 2 * _PAD - 6
    box = plate_box(width, height, at, clear, view, keep_off)
    paint_plate(painter, box, look, 0.96)
    top = box.top() + _PAD - 3
    for number, texts in enumerate([headings, *cells]):
        left = box.left() + _PAD
        for column, (text, wide) in enumerate(zip(texts, widths, strict=True)):
            painter.setFont(bold if number and column in (1, 4) else font)
            painter.setPen(_colour(number, column, shown, look))
            side = Qt.AlignmentFlag.AlignLeft if column in (0, 4) else Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(left, top, wide + 1, line), side | Qt.AlignmentFlag.AlignVCenter, text)
            left += wide + _GAP
        top += line
    painter.setFont(font)
    painter.setPen(QColor(look.muted))
    for text in below:
        painter.drawText(QRectF(box.left() + _PAD, top, width, line), Qt.AlignmentFlag.AlignVCenter, text)
        top += line
    return box


def _colour(number: int, column: int, rows: tuple[FigureRow, ...], look: Appearance) -> QColor:
    if number == 0:
        return QColor(look.muted)
    row = rows[number - 1]
    if column == 4 and row.standard[1] not in (NO_STANDARD, Workload.WITHIN):
        return QColor(look.error)
    return QColor(look.text)
