"""The record of adjustment: a comparison of two divisions as a document to be signed and a workbook to be filed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from gridmap.model.errors import BadInput
from gridmap.model.plain_text import plain_text
from gridmap.people.privacy import Profile
from gridmap.project.comparison import Comparison
from gridmap.storage.whole_files import write_whole
from ui.outputs.record.plain import comparison_in_plain_text
from ui.words.messages import Language

__all__ = ["SUFFIXES", "write_record"]

SUFFIXES = (".docx", ".xlsx", ".json")


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
    day = on or dt.date.today()
    comparison, title = comparison_in_plain_text(comparison), plain_text(title)
    match path.suffix.lower():
        case ".xlsx":
            from ui.outputs.record.workbook import write_workbook

            write_workbook(comparison, path, title=title, language=language, privacy=privacy, on=day)
        case ".docx":
            from ui.outputs.record.document import write_document

            write_document(comparison, path, title=title, language=language, privacy=privacy, on=day)
        case ".json":
            from ui.outputs.record.for_programs import as_json

            write_whole(path, json.dumps(as_json(comparison, title), ensure_ascii=False, indent=1))
        case _:
            raise BadInput("export-suffix-unknown", file=str(path), expected=", ".join(SUFFIXES))
