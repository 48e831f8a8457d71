"""Figures of two days beside one another, for programs and as a sheet."""

from __future__ import annotations

from typing import Any

from gridmap.figures.trend import Trend, is_ratio, records
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.project.earlier import Earlier
from ui.outputs.ledger.workbook import Column
from ui.words.labels import heading
from ui.words.messages import Language, text
from ui.words.trends import figure_name, line_names


def trend_as_json(found: Trend, earlier: Earlier) -> dict[str, Any]:
    """Return a trend for programs: the days, from where the first one is known, the level, and the lines."""
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "told_by": earlier.told,
        "history_begins": earlier.begins.isoformat() if earlier.begins else None,
        "by": found.by,
        "figures": list(found.figures),
        "rows": [
            {key: plain_text(value) if isinstance(value, str) else value for key, value in row.items()}
            for row in records(found)
        ],
    }


def trend_columns(plan: Plan, found: Trend, language: Language) -> list[Column]:
    """Return a trend as columns of a sheet: figure by figure the lines with what each was, is, and the difference.

    Figures are numbers, shares and rates below one another, so that the sheet has no row of totals: the last line of
    each figure is its total.
    """
    names, count = line_names(plan, found, language), len(found.lines)
    figures = [figure_name(plan, figure, language) for figure in found.figures]
    styles = [style for figure in found.figures for style in [_style(figure)] * count]
    sides = [
        Column(heading_, side.T.ravel().tolist(), "float", styles=[f"{style}{more}" for style in styles])
        for heading_, side, more in (
            (found.first.isoformat(), found.before, ""),
            (found.last.isoformat(), found.after, ""),
            (text("trend-difference", language), found.difference, " more"),
        )
    ]
    return [
        Column(text("trend-figure", language), [figure for figure in figures for _ in range(count)], "text"),
        Column(heading(plan, "code", language), found.lines["code"].tolist() * len(figures), "text"),
        Column(heading(plan, "name", language), names * len(figures), "text"),
        *sides,
    ]


def _style(figure: str) -> str:
    return "share" if figure.endswith("_share") else "float" if is_ratio(figure) else "int"
