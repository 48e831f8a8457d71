"""How two days beside one another are said: what figures are called, values and differences, and what is not known."""

from __future__ import annotations

import datetime as dt
import math

from gridmap.figures.rows import column_of
from gridmap.figures.trend import AGAIN, REST, WHOLE, Trend, is_ratio
from gridmap.model.plan import Plan
from gridmap.project.earlier import Earlier
from ui.words.indicators import value_of_whole
from ui.words.labels import heading, row_of_rest
from ui.words.messages import Language, as_percentage, text

_OWN = {"grids": "trend-grids", "vacant": "trend-vacant"}
_MINUS = "−"


def figure_name(plan: Plan, figure: str, language: Language) -> str:
    """Return what a figure of a trend is called."""
    return text(_OWN[figure], language) if figure in _OWN else heading(plan, figure, language)


def line_names(plan: Plan, found: Trend, language: Language) -> list[str]:
    """Return what each line of a trend is called: a grid by its name or code, and the lines at the end."""
    said = {
        REST: row_of_rest(plan, found.by, language),
        AGAIN: text("column-row_again", language),
        WHOLE: text("column-row_total", language),
    }
    rows = zip(found.lines["line"], found.lines["name"], found.lines["code"], strict=True)
    return [said.get(line) or str(name or code) for line, name, code in rows]


def figure_value(plan: Plan, figure: str, value: float) -> str:
    """Return the value of a figure: a share, a rate or a number; a dash for none."""
    if math.isnan(value):
        return "–"
    asked = next((one for one in plan.scheme.indicators if column_of(one) == figure), None)
    if asked is not None:
        return value_of_whole(asked, value)
    return as_percentage(value) if is_ratio(figure) else f"{int(value):,}"


def difference_of(figure: str, value: float, language: Language) -> str:
    """Return a difference with its sign: a number, or of a share percentage points; a dash where it is not known."""
    if math.isnan(value):
        return "–"
    share = figure.endswith("_share")
    shown = f"{100 * value:+,.1f}" if share else f"{value:+,.1f}" if is_ratio(figure) else f"{int(value):+,}"
    if not any(digit in shown for digit in "123456789"):
        return "0"
    shown = shown.replace("-", _MINUS)
    return text("trend-points", language, value=shown) if share else shown


def how_told(earlier: Earlier, found: Trend, language: Language) -> str:
    """Return what is known of the first day, and from where."""
    return told_of_day(earlier, found.first, language)


def told_of_day(earlier: Earlier, day: dt.date, language: Language) -> str:
    """Return what is known of a day, and from where."""
    begins = earlier.begins.isoformat() if earlier.begins else ""
    return text(f"trend-{earlier.told}", language, first=day.isoformat(), begins=begins)
