"""How indicators are said: their values and targets, as a share or as a number with its unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from gridmap.figures.courses import Course
from gridmap.model.indicators import Indicator
from gridmap.model.scheme import Scheme
from ui.words.messages import Language, as_percentage, text


def value_of_whole(asked: Indicator, value: float | None) -> str:
    """Return the value of several units together, or a target: a share or a rate; a dash without data."""
    if value is None or math.isnan(value):
        return "–"
    return as_percentage(value) if asked.is_share else _number(asked, value)


def value_of_unit(asked: Indicator, value: float | None) -> str:
    """Return the value of one unit: what it has where every unit must have some, else as that of the whole."""
    if value is None or math.isnan(value):
        return "–"
    return _number(asked, value) if asked.form in ("at_least", "share_with") else value_of_whole(asked, value)


def state_of(met: bool | None, language: Language) -> str:
    """Return whether a target is reached, in words."""
    return text("indicator-no-data" if met is None else "indicator-met" if met else "indicator-not-met", language)


def state_in_a_sentence(met: bool | None, language: Language) -> str:
    """Return whether a target is reached, as it stands within a sentence."""
    return state_of(met, language).lower()


def reach_in_words(reach: Mapping[str, Any], language: str) -> str:
    """Return how far the chain of branches reaches (:func:`gridmap.figures.reach.reach_of_plan`) as a sentence."""
    share = as_percentage(float(reach["reached_share"]))
    figures = {name: reach[f"reached_{name}"] for name in ("buildings", "households")}
    return text("branches-reach", language, share=share, **figures)


def facility_name(scheme: Scheme, key: str, language: str) -> str:
    """Return what a kind of facilities is called; its key if the scheme does not know it."""
    kind = scheme.facility(key)
    return kind.name.in_language(language) if kind else key


def indicator_sentences(found: Iterable[Course], language: Language) -> list[str]:
    """Return a sentence for each indicator of which anything is known: its value, its target, whether it is reached."""
    return [
        text(
            "briefing-indicator-figures",
            language,
            indicator=course.indicator.name.in_language(language),
            value=value_of_whole(course.indicator, course.values[-1]),
            target=value_of_whole(course.indicator, course.indicator.target),
            state=state_in_a_sentence(course.is_reached, language),
        )
        for course in found
        if not math.isnan(course.values[-1])
    ]


def _number(asked: Indicator, value: float) -> str:
    shown = f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
    return f"{shown} {asked.unit}".strip() if asked.unit.isascii() else f"{shown}{asked.unit}"
