"""A line of the history in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ui.words.messages import Language, has, text

if TYPE_CHECKING:
    from gridmap.people.privacy import Profile
    from gridmap.storage import HistoryEntry


def what_was_done(
    entry: HistoryEntry, language: Language, privacy: Profile = "briefing", numbers: Iterable[str] = ()
) -> str:
    """Return the sentence of a line of the journal; an edit of a newer version is named by its label.

    Parameters
    ----------
    privacy : Profile
        What is said of people.
    numbers : iterable of str
        Staff numbers of the project, which may stand in what somebody wrote.
    """
    from gridmap.people.privacy import shown_values

    key = f"change-{entry.label}"
    values = shown_values(entry.label, entry.values, privacy, numbers)
    if has(f"table-{values.get('table')}"):
        values["table"] = text(f"table-{values['table']}", language)
    try:
        edit = text(key, language, **values) if has(key) else entry.label
    except (KeyError, ValueError):
        edit = entry.label
    if entry.action in ("do", "forget"):
        return edit
    return text(f"history-{entry.action}", language, edit=edit, seq=entry.target)
