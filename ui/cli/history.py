"""The verb ``history``: who did what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from ui.cli.frame import DONE, Argument, Verb, privacy_option, terminal_of
from ui.cli.project import opened
from ui.messages import Language, has, text

if TYPE_CHECKING:
    from gridmap.privacy import Profile
    from gridmap.storage import HistoryEntry


@click.command("history", cls=Verb)
@click.argument("project", cls=Argument, describe="help-project")
@privacy_option()
@click.pass_context
def history_verb(ctx: click.Context, project: str, privacy: str) -> int:
    """Print the journal of a project, oldest line first."""
    from gridmap.privacy import profile_named, shown_user

    profile = profile_named(privacy)
    terminal = terminal_of(ctx)
    with opened(terminal, project) as file:
        entries = file.history()
        numbers = file.plan.tables["workers"]["staff_number"].tolist()
    if not entries:
        terminal.say("history-empty")
        return DONE
    say = terminal.text
    terminal.table(
        [
            (say("column-seq"), "right"),
            (say("column-at"), "left"),
            (say("column-who"), "left"),
            (say("column-what"), "left"),
        ],
        [
            (
                entry.seq,
                f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
                shown_user(entry.who, profile, numbers),
                what_was_done(entry, terminal.language, profile, numbers),
            )
            for entry in entries
        ],
    )
    return DONE


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
    from gridmap.privacy import shown_values

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
