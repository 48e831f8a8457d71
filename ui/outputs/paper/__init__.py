"""Pages to print and to show: the map with its legend and figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gridmap.checks import Findings, run_checks
from gridmap.model.errors import BadInput
from gridmap.model.plan import Plan
from layers import THEMES
from ui.words.messages import Language

__all__ = ["draw_map_page"]


def draw_map_page(
    plan: Plan,
    path: str | Path,
    *,
    theme: str = "boundaries",
    scope: str | None = None,
    size_px: tuple[int, int] | None = None,
    dpi: float = 200,
    language: Language = "zh",
    findings: Findings | None = None,
    title: str | None = None,
    on: dt.date | None = None,
) -> None:
    """Draw a plan as a map page and write it as PNG, PDF or SVG, by the ending of the file's name.

    Needs no screen. Takes about a second for a city.

    Parameters
    ----------
    plan : Plan
    path : path
        Where the page goes, ``.png``, ``.pdf`` or ``.svg``; a file that is there is replaced.
    theme : str
        One of :data:`layers.THEMES`: boundaries, staffing, branches, workload, gaps.
    scope : str, optional
        Code of the grid to show with all below it; the whole plan by default.
    size_px : (int, int), optional
        Width and height; A3 landscape by default. With ``dpi`` it also says how large a PDF is on paper.
    dpi : float
        Pixels to an inch of paper, which the printed scale goes by.
    language : "zh" or "en"
    findings : Findings, optional
        What :func:`gridmap.checks.run_checks` found in the whole plan; run here if the theme is ``"gaps"``.
    title : str, optional
        The name of what is shown and of the theme by default.
    on : date, optional
        The day that is printed and for which assignments count; today by default.

    Raises
    ------
    BadInput
        ``unknown-theme`` or ``unknown-code``.
    GridMapError
        ``no-chinese-font``, with what to install.
    BadInput, GridMapError
        As :func:`gridmap.storage.whole_files.whole_files` if the file cannot be written.
    """
    from ui.outputs.paper.map_page import MapPage
    from ui.outputs.paper.page import A3_LANDSCAPE_MM, Size, write_page

    if theme not in THEMES:
        raise BadInput("unknown-theme", value=theme, expected=", ".join(THEMES))
    grid = 0
    if scope is not None:
        ids = plan.ids_with_codes([scope])
        if not len(ids):
            raise BadInput("unknown-code", value=scope)
        grid = int(ids[0])
    day = on or dt.date.today()
    if theme == "gaps" and findings is None:
        findings = run_checks(plan, on=day)
    page = MapPage(plan, theme, grid, language, findings, title or "", day)
    size = Size(*size_px, dpi) if size_px else Size.of_paper(*A3_LANDSCAPE_MM, dpi)
    write_page(page, Path(path), size, title=page.heading)
