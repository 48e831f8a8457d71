"""A line of the history in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from ui.words.messages import Language, has, text

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile
    from gridmap.storage.journal import HistoryEntry


_MADE: Final = {"split-grid": "codes", "split-equally": "codes", "carve-grid": "code", "draw-grid": "code"}
"""By the label of an edit, which of its values are codes of grids that it made."""


def what_was_done(
    entry: HistoryEntry,
    language: Language,
    privacy: Profile = "briefing",
    numbers: Iterable[str] = (),
    plans: Iterable[Plan] = (),
    *,
    undone: bool = False,
) -> str:
    """Return the sentence of a line of the journal; an edit of a newer version is named by its label.

    Parameters
    ----------
    privacy : Profile
        What is said of people.
    numbers : iterable of str
        Staff numbers of the project, which may stand in what somebody wrote.
    plans : iterable of Plan
        Know the names of grids; without them codes are said.
    undone : bool
        Whether the edit does not stand: codes of grids that it made are said as they are, for they may be others' now.
    """
    made = _MADE.get(entry.label, "") if undone else ""
    plain = {made: str(entry.values[made]).split(", ")} if made in entry.values else None
    edit = edit_in_words(entry.label, entry.values, language, privacy, numbers, plans, plain)
    if entry.action in ("do", "forget", "export"):
        return edit
    return text(f"history-{entry.action}", language, edit=edit, seq=entry.target)


def edit_in_words(
    label: str,
    of_edit: Mapping[str, str | int | float],
    language: Language,
    privacy: Profile,
    numbers: Iterable[str],
    plans: Iterable[Plan],
    plain: Mapping[str, object] | None = None,
) -> str:
    """Return what an edit did, by its label and values, as :func:`what_was_done` does; ``plain`` values as they are."""
    from gridmap.people.privacy import shown_values
    from ui.words.grid_names import with_names

    key = f"change-{label}"
    values = with_names(shown_values(label, of_edit, privacy, numbers), *plans) | dict(plain or {})
    if has(f"table-{values.get('table')}"):
        values["table"] = text(f"table-{values['table']}", language)
    if has(f"rule-{values.get('rule')}"):
        values["rule"] = text(f"rule-{values['rule']}", language)
    if label == "set-attributes":
        values["columns"] = [_column_word(column, language) for column in str(values.get("columns", "")).split(", ")]
    if has(f"history-for-{values.get('privacy')}"):
        values["privacy"] = text(f"history-for-{values['privacy']}", language)
    try:
        return text(key, language, **values) if has(key) else label
    except (KeyError, ValueError):
        return label


def _column_word(column: str, language: Language) -> str:
    """Return what a column is called in the midst of a sentence; its key if it has no name."""
    key = next((key for key in (f"attribute-{column}", f"column-{column}") if has(key)), "")
    word = text(key, language) if key else column
    return word[:1].lower() + word[1:] if language == "en" else word
