"""What stands above a map, on paper and on a web page alike: its title, and the line below it."""

from __future__ import annotations

import datetime as dt

from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.model.sections import Name
from ui.words.messages import Language, day_of, text


def said(words: str | Name, language: Language) -> str:
    """Return words in a language: a sentence by its key, or a name of the scheme."""
    return text(words, language) if isinstance(words, str) else words.in_language(language)


def heading_of(plan: Plan, theme: str, grids: tuple[int, ...], language: Language, title: str = "") -> str:
    """Return the title of a map.

    Parameters
    ----------
    theme : str
        One of :data:`layers.THEMES`.
    grids : tuple of int
        Ids of the grids that are shown with what is below them; none for the whole plan.
    title : str
        What somebody wants it to be called; ``""`` for the name of what is shown and of the theme.
    """
    if title:
        return plain_text(title)
    place = plain_text(plan.facts().get("title", ""))
    if len(grids) == 1:
        place = plain_text(str(plan.value(grids[0], "name")))
    elif grids:
        place = text("map-selected", language, count=len(grids))
    name = text(f"theme-{theme}", language)
    if language == "zh":  # 某市网格 and 网格划分图 is 某市网格划分图
        same = max(n for n in range(len(name)) if place.endswith(name[:n]))
        place = place[: len(place) - same]
    return text("map-title", language, place=place, theme=name) if place else name


def place_of(plan: Plan, grids: tuple[int, ...], language: Language) -> str:
    """Return what is shown, without what of it is shown: the place alone, for the title of something that shows all."""
    heading = heading_of(plan, "boundaries", grids, language)
    return heading.removesuffix(text("theme-boundaries", language)).rstrip(": ") or heading


def subtitle_of(plan: Plan, grids: tuple[int, ...], language: Language, on: dt.date) -> str:
    """Return the line below the title: where it is, of when, by which scheme."""
    parts = [plain_text(plan.facts().get("title", ""))] if grids else []
    parts += [day_of(on, language), plan.scheme.name.in_language(language)]
    return "  ·  ".join(part for part in parts if part)


def one_side(sentence: str, language: Language) -> str:
    """Return the Chinese or the English part of a fact that says the same in both, Chinese first; else all of it."""
    chinese, stop, english = sentence.rpartition("。")
    if not (stop and english.strip()):
        return sentence
    return chinese if language == "zh" else english.strip().removesuffix(".")
