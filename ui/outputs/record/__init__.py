"""The record of adjustment: a comparison of two divisions as a document to be signed and a workbook to be filed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gridmap.model.plain_text import plain_text
from gridmap.people.privacy import Profile
from gridmap.project.comparison import Comparison
from ui.outputs.formats import format_of
from ui.outputs.record.plain import comparison_in_plain_text
from ui.words.messages import Language

__all__ = ["write_record"]


def write_record(
    comparison: Comparison,
    path: Path,
    *,
    title: str = "",
    language: Language = "zh",
    privacy: Profile = "briefing",
    on: dt.date | None = None,
) -> None:
    """Write the record of adjustment; the suffix says as what.

    Parameters
    ----------
    path : Path
        ``.docx``: form, tables, maps; ``.xlsx``: every table in full; ``.json``: for other programs.
    title : str
        What the adjustment is called.
    privacy : Profile
        What is shown of people.
    on : date, optional
        The day that is printed; today by default.

    Raises
    ------
    BadInput
        ``export-suffix-unknown``, or ``file-not-saved``.
    GridMapError
        ``no-chinese-font`` where maps are drawn.
    """
    path = Path(path)
    kind = format_of(path, "record")
    day = on or dt.date.today()
    comparison, title = comparison_in_plain_text(comparison), plain_text(title)
    kind.write(comparison, path, title=title, language=language, privacy=privacy, on=day)
