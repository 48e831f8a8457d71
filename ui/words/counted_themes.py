"""What is said of the themes that not every plan has: indicators, items, roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from gridmap.figures.courses import Course
from gridmap.figures.roles import asked_roles
from gridmap.figures.rows import column_of
from gridmap.model.plan import Plan
from layers.themes import MAP_THEMES, Theme
from ui.words.indicators import indicator_sentences, value_of_whole
from ui.words.messages import Language, as_percentage, text
from ui.words.trends import difference_of


def _since_a_year(found: Iterable[Course], language: Language) -> list[str]:
    """Return a sentence for each indicator that is another one than a year before, in the grids of now."""
    said = []
    for course in found:
        asked, before, after = course.indicator, course.values[0], course.values[-1]
        change = difference_of(column_of(asked), after - before, language)
        if change not in ("0", "–"):
            values = {
                "indicator": asked.name.in_language(language),
                "before": value_of_whole(asked, before),
                "after": value_of_whole(asked, after),
            }
            said.append(text("briefing-indicator-trend", language, first=course.days[0], change=change, **values))
    return said


def sentences_of(theme: Theme, plan: Plan, row: pd.Series, language: Language, found: Sequence[Course]) -> list[str]:
    """Return the figures of such a theme in sentences.

    Parameters
    ----------
    row : Series
        The figures of what is shown, as :func:`gridmap.figures.statistics.total` has them.
    found : sequence of Course
        How the indicators of it went in the year before, as far as anything is known.
    """
    of = MAP_THEMES[theme].of
    if of == "indicators":
        return [*indicator_sentences(found, language), *_since_a_year(found, language)]
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
