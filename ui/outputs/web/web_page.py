"""Write a plan as a web page that opens offline; the words are put in here, ``web.py`` makes the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gridmap.checks import Findings, run_checks
from gridmap.exchange.plain import in_plain_text
from gridmap.figures.courses import courses_of_a_year
from gridmap.model.plan import Plan
from gridmap.people.privacy import profile_named
from gridmap.storage.whole_files import write_whole
from ui.outputs.asked import grid_with_code, theme_named
from ui.outputs.paper.contents import Contents
from ui.outputs.web.further_tables import further_tables
from ui.outputs.web.web import WORDS, WebMap
from ui.words.courses import courses_for_page
from ui.words.findings import Wording
from ui.words.labels import dates_of, made_today
from ui.words.measures import in_km2
from ui.words.messages import Language, as_percentage, origin_of, text
from ui.words.titles import heading_of, one_side, said, subtitle_of

if TYPE_CHECKING:
    from ui.outputs.export import Export

_ALL_ROWS: Final = 1_000_000
"""More rows than a table can have: a page scrolls."""


def write(export: Export, path: Path, step: Callable[[float], None]) -> tuple[Path, ...]:
    """Write what somebody wants; see :func:`write_web_page`."""
    step(0.05)
    write_web_page(
        export.plan,
        path,
        theme=export.theme,
        scope=export.grids or None,
        privacy=export.privacy,
        language=export.language,
        findings=export.findings,
        title=export.title,
        on=export.on,
        review=export.mark or export.review,
        step=step,
    )
    return (path,)


def write_web_page(
    plan: Plan,
    path: str | Path,
    *,
    theme: str = "boundaries",
    scope: str | tuple[int, ...] | None = None,
    privacy: str = "briefing",
    language: Language = "zh",
    findings: Findings | None = None,
    title: str = "",
    on: dt.date | None = None,
    review: str = "",
    step: Callable[[float], None] = lambda share: None,
) -> None:
    """Write a plan as one HTML file that asks nothing of any network.

    Long because of all that it may be told.

    Parameters
    ----------
    plan : Plan
    path : path
        A file that is there is replaced.
    theme : str
        One of :data:`layers.THEMES`.
    scope : str or tuple of int, optional
        Code of the grid to show with all below it, or ids of several; the whole plan by default.
    privacy : str
        ``"public"``, ``"briefing"`` (phones and staff numbers masked) or ``"internal"``.
    language : "zh" or "en"
    findings : Findings, optional
        What :func:`gridmap.checks.run_checks` found in the whole plan; run here if it is not given.
    title : str
        ``""`` for the name of what is shown and of the theme.
    on : date, optional
        The day that is printed and for which assignments count; today by default.
    review : str
        What the page says of the map's review, before where its boundaries come from.
    step : callable
        Called with the share of the work that is done, 0 to 1; what it raises stops the work.

    Raises
    ------
    BadInput
        ``unknown-theme``, ``unknown-code`` or ``unknown-privacy``.
    BadInput, GridMapError
        As :func:`gridmap.storage.whole_files.whole_files` if the file cannot be written.
    """
    known = theme_named(theme)
    grids = scope if isinstance(scope, tuple) else grid_with_code(plan, scope)
    plan = in_plain_text(plan)
    profile = profile_named(privacy)
    day = on or dt.date.today()
    found = run_checks(plan, on=day) if findings is None else findings
    wording = Wording(plan, language, profile)
    step(0.1)
    facts = plan.facts()
    page = WebMap(
        plan=plan,
        theme=known,
        say=partial(said, language=language),
        words={name: text(f"web-{name}", language, count="{count}") for name in WORDS},
        area=partial(_area, language=language),
        tell=wording.message,
        title=heading_of(plan, known, grids, language, title),
        subtitle=subtitle_of(plan, grids, language, day),
        notice="  ·  ".join(part for part in (review, origin_of(facts, language)) if part),
        source=_source(facts, day, language),
        language=language,
        grids=grids,
        findings=found.open,
        figures=_figures(plan, grids, known, found, day, language),
        privacy=profile,
        on=day,
        step=lambda share: step(0.2 + 0.8 * share),
    )
    write_whole(path, page.html())


def _figures(
    plan: Plan, grids: tuple[int, ...], theme: str, found: Findings, day: dt.date, language: Language
) -> dict[str, Any]:
    """Return the figures beside the map, which are those of pages, slides and ``gridmap stats``."""
    contents = Contents(plan, grids, language, found, day)
    table = contents.table(theme, _ALL_ROWS)
    return {
        "numbers": [[figure.value, figure.words, figure.colour] for figure in contents.key_figures()],
        "shares": [
            [share.words, as_percentage(share.share), share.share if np.isfinite(share.share) else None]
            for share in contents.shares()
        ],
        "heading": table.heading if table else "",
        "columns": table.columns if table else (),
        "rows": table.rows if table else (),
        "total": table.total if table else (),
        "grids": contents.rows.index.tolist() if table else [],
        "courses": {
            "heading": text("course-heading", language),
            "note": text("course-of-now", language),
            "each": courses_for_page(courses_of_a_year(plan, day, grids), language),
        },
        "more": [asdict(more) for more in further_tables(plan, grids, language, day)],
    }


def _source(facts: Mapping[str, str], day: dt.date, language: Language) -> str:
    """Return the line below the map: where it comes from, of which day, and what made it."""
    parts = [facts["source"]] if facts.get("source") else []
    parts.append(dates_of(facts, day, language))
    if facts.get("names"):
        parts.append(one_side(facts["names"], language))
    parts += [made_today(language), text("web-made-with", language)]
    return "  ·  ".join(parts)


def _area(area_m2: float, language: Language) -> str:
    if in_km2(area_m2):
        return text("inspector-km2", language, value=area_m2 / 1e6)
    return text("inspector-m2", language, value=area_m2)
