"""What is said of the themes that not every plan has: indicators, items, roles."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from gridmap.figures.roles import asked_roles
from gridmap.model.plan import Plan
from layers.themes import MAP_THEMES, Theme
from ui.words.indicators import indicator_sentences
from ui.words.messages import Language, as_percentage, text


def sentences_of(theme: Theme, plan: Plan, row: pd.Series, language: Language, on: dt.date) -> list[str]:
    """Return the figures of such a theme in sentences.

    Parameters
    ----------
    row : Series
        The figures of what is shown, as :func:`gridmap.figures.statistics.total` has them.
    """
    of = MAP_THEMES[theme].of
    if of == "indicators":
        return indicator_sentences(plan, language, on)
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
