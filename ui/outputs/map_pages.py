"""A plan as a map page, in one call."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gridmap.checks import Findings
from gridmap.model.plan import Plan
from ui.outputs.asked import grid_with_code, theme_named
from ui.outputs.export import Export
from ui.outputs.formats import format_of
from ui.words.messages import Language


def draw_map_page(
    plan: Plan,
    path: str | Path,
    *,
    theme: str = "boundaries",
    scope: str | None = None,
    size_px: tuple[int, int] | None = None,
    dpi: float = 0,
    language: Language = "zh",
    findings: Findings | None = None,
    title: str | None = None,
    on: dt.date | None = None,
) -> None:
    """Draw a plan as a map page and write it as PNG, PDF or SVG, by the ending of the file's name.

    Needs no screen.

    Parameters
    ----------
    plan : Plan
    path : path
        Where the page goes, ``.png``, ``.pdf`` or ``.svg``; a file that is there is replaced.
    theme : str
        One of :data:`layers.THEMES`.
    scope : str, optional
        Code of the grid to show with all below it; the whole plan by default.
    size_px : (int, int), optional
        Width and height; A3 landscape by default. With ``dpi`` it also says how large a PDF is on paper.
    dpi : float
        Pixels to an inch of paper, which the printed scale goes by; 0 for what the format has where nobody asks.
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
        ``unknown-theme``, ``unknown-code`` or ``export-suffix-unknown``.
    GridMapError
        ``no-chinese-font``; as :func:`gridmap.storage.whole_files.whole_files` if the file cannot be written.
    """
    Export(
        plan,
        findings,
        theme_named(theme),
        language,
        format_of(path, "page").key,
        title or "",
        grid_with_code(plan, scope),
        dpi=dpi,
        size_px=size_px,
        on=on or dt.date.today(),
    ).write(Path(path))
