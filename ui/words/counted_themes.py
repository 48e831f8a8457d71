"""What is said of the themes that not every plan has: indicators, items, roles."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from gridmap.figures.roles import asked_roles
from gridmap.figures.rows import column_of
from gridmap.figures.trend import trend
from gridmap.model.plan import Plan
from layers.themes import MAP_THEMES, Theme
from ui.words.indicators import indicator_sentences, value_of_whole
from ui.words.messages import Language, as_percentage, text
from ui.words.trends import difference_of


def _since_a_year(plan: Plan, language: Language, on: dt.date) -> list[str]:
    """Return a sentence for each indicator that is another one than a year before, in the grids of now."""
    first = on - dt.timedelta(days=365)
    found = trend(plan, plan, plan.scheme.levels[0], first, on)
    said = []
    for asked in plan.scheme.indicators:
        figure = column_of(asked)
        if figure not in found.figures:
            continue
        before, after = found.whole(figure)
        change = difference_of(figure, after - before, language)
        if change not in ("0", "–"):
            values = {
                "indicator": asked.name.in_language(language),
                "before": value_of_whole(asked, before),
                "after": value_of_whole(asked, after),
            }
            said.append(text("briefing-indicator-trend", language, first=first, change=change, **values))
    return said


def sentences_of(theme: Theme, plan: Plan, row: pd.Series, language: Language, on: dt.date) -> list[str]:
    """Return the figures of such a theme in sentences.

    Parameters
    ----------
    row : Series
        The figures of what is shown, as :func:`gridmap.figures.statistics.total` has them.
    """
    of = MAP_THEMES[theme].of
    if of == "indicators":
        return [*indicator_sentences(plan, language, on), *_since_a_year(plan, language, on)]
    if of == "items":
        values = {key: int(row[f"items_{key}"]) for key in ("raised", "solved", "open", "overdue")}
        share = as_percentage(float(row["items_solved_share"]))
        return [text("briefing-items-figures", language, share=share, **values)]
    said = []
    for role in asked_roles(plan.scheme):
        grids, there = int(row[f"role_{role.key}_grids"]), int(row[f"role_{role.key}_with"])
        share = as_percentage(there / grids if grids else np.nan)
        name = role.name.in_language(language)
        said.append(text("briefing-role-figures", language, role=name, grids=grids, there=there, share=share))
    return said
