"""What stands on a map page besides the map: legend, scale bar, north arrow, figures, table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from PySide6.QtGui import QPainter

from gridmap.model.arrays import ShapeArray
from layers.marks import Entry, Legend, Words
from layers.style import Style
from ui.outputs.paper.contents import BAR, INK, Figure, Share, Table
from ui.outputs.paper.mark_painter import Strokes, paint_shapes, paint_symbols
from ui.outputs.paper.sheet import UNITS, Align, Sheet, Type
from ui.words.messages import as_percentage

MUTED: Final = "#66707c"
HAIRLINE: Final = "#d6d3cc"
ACCENT: Final = "#8a1c3c"
BAR_GROUND: Final = "#e4e7e6"

HEADING: Final = Type(3.1, bold=True, colour=ACCENT, spacing=0.1)
BODY: Final = Type(3.0, colour=INK)
SMALL: Final = Type(2.55, colour=MUTED)
NUMBER: Final = Type(3.0, bold=True, colour=INK)
BIG: Final = Type(6.6, bold=True, colour=INK)

Say = Callable[[Words], str]
"""From a key or a name to the words of the page's language."""


def draw_heading(sheet: Sheet, x: float, y: float, width: float, text: str) -> float:
    """Write the heading of a section with a hairline below it and return where its content begins."""
    sheet.text(x, y + 3.0, text, HEADING, room=width)
    sheet.line(x, y + 4.7, x + width, y + 4.7, HAIRLINE, 0.18)
    return y + 4.7


# ---- figures -----------------------------------------------------------------------------------------------------


def draw_figures(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    figures: Sequence[Figure],
    columns: int,
    row_height: float = 14.2,
    size_mm: float = BIG.size_mm,
) -> float:
    """Draw large numbers side by side, several rows of them if need be, and return where they end."""
    step = width / columns
    widest = max((sheet.text_width(figure.value, Type(size_mm, True)) for figure in figures), default=0.0)
    size_mm *= min(1.0, 0.98 * (step - 2) / max(widest, 1e-9))  # a figure that is cut is another figure
    for i, figure in enumerate(figures):
        left, top = x + (i % columns) * step, y + (i // columns) * row_height
        base = top + row_height * 0.563
        sheet.text(left, base, figure.value, Type(size_mm, True, figure.colour), room=step - 2)
        sheet.text(left, base + SMALL.size_mm * 1.57, figure.words, SMALL, room=step - 2)
    return y + math.ceil(len(figures) / columns) * row_height


def draw_shares(
    sheet: Sheet, x: float, y: float, width: float, shares: Sequence[Share], row_height: float = 9.4
) -> float:
    """Draw shares as bars with their per cent and the numbers behind them and return where they end."""
    for share in shares:
        sheet.text(x, y + 3.4, share.words, BODY, room=width * 0.55)
        percent = as_percentage(share.share)
        taken = sheet.text(x + width, y + 3.4, percent, Type(3.6, True, INK), "right")
        numbers = f"{share.part:,} / {share.whole:,}"
        sheet.text(x + width - taken - 2, y + 3.4, numbers, SMALL, "right", room=width * 0.4)
        sheet.box(x, y + 5.0, width, 1.7, BAR_GROUND, radius=0.85)
        if share.share > 0:
            sheet.box(x, y + 5.0, max(width * share.share, 1.7), 1.7, BAR, radius=0.85)
        y += row_height
    return y


# ---- table -------------------------------------------------------------------------------------------------------


def draw_table(sheet: Sheet, x: float, y: float, width: float, table: Table, row_height: float) -> float:
    """Draw a table: the first column to the left, numbers to the right; return where it ends."""
    count = len(table.columns) - 1
    every = [table.columns, *table.rows, table.total] if table.total else [table.columns, *table.rows]
    widest = Type(2.75, bold=True)
    widths = [max(sheet.text_width(row[i], widest) for row in every[1:]) for i in range(1, count + 1)]
    room = width * 0.2 if table.bars else 0.0
    least = max(sheet.text_width(row[0], widest) for row in every) + 2.0  # of the first column, if that can be
    heads = [[words] for words in table.columns[1:]]
    if sum(_with_heads(sheet, widths, heads)) + room + min(least, width * 0.4) > width:
        heads = [_in_two(sheet, words) for words in table.columns[1:]]
    widths = _with_heads(sheet, widths, heads)
    widths[-1] += room
    first = max(width - sum(widths), width * 0.3)
    squeeze = min(1.0, (width - first) / sum(widths))
    room *= squeeze
    rights = []
    right = x + first
    for wide in widths:
        right += wide * squeeze
        rights.append(right)
    higher = max(len(lines) - 1 for lines in heads) * SMALL.size_mm * 1.05
    y += higher
    row_height -= higher / max(len(every) - 1, 1)  # the whole is as high as with headings of one line
    head = Type(SMALL.size_mm, colour=MUTED)
    sheet.text(x, y + 4.2, table.columns[0], head, room=first - 1)
    for lines, at, wide in zip(heads, rights, widths, strict=True):
        for number, line in enumerate(lines):
            base = y + 4.2 - (len(lines) - 1 - number) * SMALL.size_mm * 1.05
            sheet.text(at, base, line, head, "right", room=wide * squeeze - 0.6)
    y += 5.8
    sheet.line(x, y, x + width, y, HAIRLINE, 0.18)
    cell = Type(min(2.75, row_height * 0.62), colour=INK)
    strong = Type(cell.size_mm, bold=True, colour=INK)
    for number, row in enumerate([*table.rows, *([table.total] if table.total else [])]):
        last = number == len(table.rows)
        baseline = y + row_height / 2 + cell.size_mm * 0.36
        if last:
            sheet.line(x, y, x + width, y, MUTED, 0.18)
        sheet.text(x, baseline, row[0], strong if last else cell, room=first - 1)
        for text, at, wide in zip(row[1:], rights, widths, strict=True):
            sheet.text(at, baseline, text, strong if last else cell, "right", room=wide * squeeze - 0.6)
        if not last and table.bars and not math.isnan(table.bars[number]):
            left = rights[-1] - widths[-1] * squeeze + 2.6
            sheet.box(left, y + row_height / 2 - 0.75, room - 2.6, 1.5, BAR_GROUND)
            if table.bars[number] > 0:
                sheet.box(left, y + row_height / 2 - 0.75, (room - 2.6) * table.bars[number], 1.5, table.bar_colour)
        y += row_height
    return y


def _with_heads(sheet: Sheet, widths: Sequence[float], heads: Sequence[Sequence[str]]) -> list[float]:
    """Return how wide columns of numbers have to be below their headings."""
    return [
        max(wide, *(sheet.text_width(line, SMALL) for line in lines)) + 3.0
        for wide, lines in zip(widths, heads, strict=True)
    ]


def _in_two(sheet: Sheet, words: str) -> list[str]:
    """Return a heading in the two lines that are the narrowest, if it can be broken at a blank."""
    places = [place for place, letter in enumerate(words) if letter == " "]
    broken = [[words[:place], words[place + 1 :]] for place in places]
    return min(broken, key=lambda lines: max(sheet.text_width(line, SMALL) for line in lines), default=[words])


# ---- legend ------------------------------------------------------------------------------------------------------

SWATCH_MM: Final = 8.0
LEGEND_ROW_MM: Final = 5.7


def draw_legend(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    legends: Sequence[Legend],
    say: Say,
    row_height: float = LEGEND_ROW_MM,
) -> float:
    """Draw the entries of legends one below the other, each with its sample and count, and return where they end."""
    for legend in legends:
        if legend.heading:
            sheet.text(x, y + 3.6, say(legend.heading), SMALL, room=width)
            y += 5.0
        for entry in legend.entries:
            _draw_entry(sheet, x, y, width, entry, say, row_height)
            y += row_height
        y += 1.2
    return y - 1.2 if legends else y


def legend_height(legends: Sequence[Legend], row_height: float = LEGEND_ROW_MM) -> float:
    """Return how high :func:`draw_legend` will be."""
    rows = sum(len(legend.entries) for legend in legends)
    headings = sum(bool(legend.heading) for legend in legends)
    return rows * row_height + headings * 5.0 + 1.2 * max(len(legends) - 1, 0)


def _draw_entry(sheet: Sheet, x: float, y: float, width: float, entry: Entry, say: Say, row_height: float) -> None:
    middle = y + row_height / 2
    draw_sample(sheet.painter, x, middle - 2.0, SWATCH_MM, 4.0, entry)
    taken = 0.0
    if entry.count is not None:
        taken = sheet.text(x + width, middle + 1.1, f"{entry.count:,}", NUMBER, "right")
    sheet.text(x + SWATCH_MM + 2.6, middle + 1.1, say(entry.words), BODY, room=width - SWATCH_MM - 4.6 - taken)


def draw_sample(painter: QPainter, x: float, y: float, width: float, height: float, entry: Entry) -> None:
    """Draw what marks of an entry look like: a patch of ground, a line, or a symbol."""
    for draw, path, ink in _sample(width, height, entry.styles, entry.form).strokes:
        draw(painter, path.translated(round(x * UNITS), round(y * UNITS)), ink)


@lru_cache(maxsize=512)
def _sample(width: float, height: float, styles: tuple[Style, ...], form: str) -> Strokes:
    """Return what a sample is drawn with, its corner at the sheet's; an atlas has the same ones on every page."""
    strokes = Strokes()
    right, bottom = width * UNITS, height * UNITS
    count = len(styles)
    for i, style in enumerate(styles):
        if form == "line":
            paint_shapes(strokes, _column(shapely.LineString([(0.0, bottom / 2), (right, bottom / 2)])), style)
        elif form == "point":
            patch = Style(
                fill=style.fill,
                pattern=style.pattern,
                pattern_colour=style.pattern_colour,
                pattern_gap_mm=style.pattern_gap_mm,
                stroke=style.stroke,
                width_mm=0.15,
            )
            paint_shapes(strokes, _column(shapely.box(right - 4.2 * UNITS, 40, right, bottom - 40)), patch)
            paint_symbols(strokes, _column(shapely.Point(1.8 * UNITS, bottom / 2)), style)
        else:
            part = shapely.box(right * i / count, 0.0, right * (i + 1) / count, bottom)
            paint_shapes(strokes, _column(part), style)
    if form == "area" and count:
        paint_shapes(strokes, _column(shapely.box(0.0, 0.0, right, bottom)), Style(stroke="#8d8a84", width_mm=0.12))
    return strokes


def _column(shape: shapely.Geometry) -> ShapeArray:
    return np.array([shape], dtype=object)


# ---- scale and north ---------------------------------------------------------------------------------------------


def round_length(longest: float) -> float:
    """Return the greatest of 1, 2, 5, 10, 20, 50, ... that is not over a length."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= longest * (1 + 1e-9))


def round_scale(number: float) -> int:
    """Return a number of a scale, 1 to so many, rounded up to two digits that people use (1, 1.2, 1.5, 2, 2.5, ...)."""
    power = 10.0 ** math.floor(math.log10(number))
    steps = (
        1,
        1.1,
        1.2,
        1.25,
        1.3,
        1.4,
        1.5,
        1.6,
        1.75,
        1.8,
        2,
        2.2,
        2.5,
        2.75,
        3,
        3.5,
        4,
        4.5,
        5,
        5.5,
        6,
        7,
        7.5,
        8,
        9,
        10,
    )
    return round(min(step * power for step in steps if step * power >= number * (1 - 1e-9)))


def draw_scale_bar(sheet: Sheet, x: float, y: float, metres_per_mm: float, longest_mm: float, ratio: str) -> None:
    """Draw a scale bar of a round length with its numbers above and the ratio below; ``y`` is its top."""
    metres = round_length(longest_mm * metres_per_mm)
    unit, per_unit = ("km", 1000.0) if metres >= 1000 else ("m", 1.0)
    field = metres / metres_per_mm / 4
    bar = y + 4.2
    for i in range(4):
        sheet.box(x + i * field, bar, field, 1.3, INK if i % 2 == 0 else "#ffffff", INK, 0.15)
    label = Type(2.5, colour=INK)
    for i in (0, 2, 4):
        text = f"{metres * i / 4 / per_unit:g}"
        align: Align = "left" if i == 0 else "centre"
        sheet.text(x + i * field, bar - 1.2, text + (f" {unit}" if i == 4 else ""), label, align)
    sheet.text(x, bar + 4.9, ratio, Type(2.5, colour=MUTED))


def draw_north(sheet: Sheet, x: float, y: float, height: float, letter: str) -> None:
    """Draw an arrow to grid north; ``x`` is its middle and ``y`` its top."""
    wide, top = height * 0.26, y + 4.2
    tail = top + height
    notch = (x, tail - height * 0.24)
    sheet.polygon([(x, top), (x - wide, tail), notch], INK)
    sheet.polygon([(x, top), (x + wide, tail), notch], "#ffffff", INK, 0.18)
    sheet.polygon([(x, top), (x - wide, tail), notch], "", INK, 0.18)
    sheet.text(x, y + 2.9, letter, Type(3.4, bold=True, colour=INK), "centre")
