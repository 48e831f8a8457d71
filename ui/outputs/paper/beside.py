"""What stands beside or below the map of a page: figures, legend and table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from layers import Legend, Theme
from ui.outputs.paper import furniture
from ui.outputs.paper.contents import Contents, Table
from ui.outputs.paper.proportions import Proportions
from ui.outputs.paper.sheet import Sheet

HEADING_MM: Final = 4.7
_TABLE_HEAD_MM: Final = 5.8
_LEAST_ROWS: Final = 5
"""Of a table, with its sum: for so many other things give way."""


@dataclass(frozen=True)
class Beside:
    """Figures, legend and table of a page, as far as it has them.

    Parameters
    ----------
    parts : collection of str
        Which of ``figures``, ``legend`` and ``table`` there are.
    """

    contents: Contents
    theme: Theme
    parts: Collection[str]
    p: Proportions

    def paint_column(
        self, sheet: Sheet, x: float, y: float, width: float, height: float, legends: list[Legend]
    ) -> None:
        """Draw them one below the other, so that the last ends where the map does; what finds no room is left out."""
        p, bottom = self.p, y + height
        legends, shares = self._what_fits(height, legends)
        legend = "legend" in self.parts and bool(legends)
        rest = height - self._used(legends, shares)
        table = self._table(rest)
        rows = len(table.rows) + bool(table.total) if table else 0
        row_height = min(rest / rows, p.table_rows[1]) if rows else 0.0
        spare = min(max(rest - rows * row_height, 0.0) / 2, 8.0) if rows else 0.0
        if "figures" in self.parts:
            y = self._paint_figures(sheet, x, y, width, shares) + p.section + spare
        if legend:
            y = self._paint_legend(sheet, x, y, width, legends) + p.section + spare
        if table:
            room = (bottom - y - HEADING_MM - _TABLE_HEAD_MM) / rows
            self._paint_table(sheet, x, y, width, table, min(row_height, room))

    def paint_strip(self, sheet: Sheet, x: float, y: float, width: float, height: float, legends: list[Legend]) -> None:
        """Draw them side by side."""
        p = self.p
        column = (width - 2 * p.gutter) / 3
        if "figures" in self.parts:
            self._paint_figures(sheet, x, y, column, shares=True)
            x += column + p.gutter
        if "legend" in self.parts:
            self._paint_legend(sheet, x, y, column, legends)
            x += column + p.gutter
        rest = height - HEADING_MM - _TABLE_HEAD_MM
        table = self._table(rest)
        if table:
            rows = len(table.rows) + bool(table.total)
            self._paint_table(sheet, x, y, column, table, min(rest / rows, p.table_rows[1]))

    def _what_fits(self, height: float, legends: list[Legend]) -> tuple[list[Legend], bool]:
        """Return the legends that there is room for, and whether there is for the shares, so that the table has some.

        First the surroundings go, which explain themselves, then the shares, then the borders.
        """
        legends, shares = list(legends), "figures" in self.parts
        wanted = self.p.table_rows[0] * _LEAST_ROWS if "table" in self.parts else 0.0

        def full() -> bool:
            return height - self._used(legends, shares) < wanted

        if full() and legends and not legends[-1].heading:
            legends.pop()
        if full():
            shares = False
        if full():
            legends = [legend for legend in legends if legend.heading != "legend-borders"]
        while full() and legends:
            legends.pop()
        return legends, shares

    def _used(self, legends: list[Legend], shares: bool) -> float:
        """Return how high everything but the rows of the table is."""
        p = self.p
        used = HEADING_MM + _TABLE_HEAD_MM if "table" in self.parts else 0.0
        if "figures" in self.parts:
            used += HEADING_MM + 1.0 + 2 * p.figure_row + p.section + (2.6 + 2 * p.share_row if shares else 0.0)
        if "legend" in self.parts and legends:
            used += HEADING_MM + furniture.legend_height(legends, p.legend_row) + p.section
        return used

    def _table(self, height: float) -> Table | None:
        if "table" not in self.parts:
            return None
        return self.contents.table(self.theme, int(height / self.p.table_rows[0]) - 1)

    def _paint_figures(self, sheet: Sheet, x: float, y: float, width: float, shares: bool) -> float:
        p, contents = self.p, self.contents
        y = furniture.draw_heading(sheet, x, y, width, contents.say("map-figures"))
        y = furniture.draw_figures(sheet, x, y + 1.0, width, contents.key_figures(), 3, p.figure_row, p.big)
        return furniture.draw_shares(sheet, x, y + 2.6, width, contents.shares(), p.share_row) if shares else y

    def _paint_legend(self, sheet: Sheet, x: float, y: float, width: float, legends: list[Legend]) -> float:
        y = furniture.draw_heading(sheet, x, y, width, self.contents.say("map-legend"))
        return furniture.draw_legend(sheet, x, y + 1.6, width, legends, self.contents.say, self.p.legend_row)

    def _paint_table(self, sheet: Sheet, x: float, y: float, width: float, table: Table, row_height: float) -> None:
        y = furniture.draw_heading(sheet, x, y, width, table.heading)
        furniture.draw_table(sheet, x, y, width, table, row_height)
