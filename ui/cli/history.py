"""The verb ``history``: who did what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.frame import DONE, Argument, Verb, terminal_of
from ui.cli.project import opened
from ui.messages import Language, has, text

if TYPE_CHECKING:
    from gridmap.storage import HistoryEntry


@click.command("history", cls=Verb)
@click.argument("project", cls=Argument, describe="help-project")
@click.pass_context
def history_verb(ctx: click.Context, project: str) -> int:
    """Print the journal of a project, oldest line first."""
    terminal = terminal_of(ctx)
    with opened(terminal, project) as file:
        entries = file.history()
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
                entry.who,
                what_was_done(entry, terminal.language),
            )
            for entry in entries
        ],
    )
    return DONE


def what_was_done(entry: HistoryEntry, language: Language) -> str:
    """Return the sentence of a line of the journal; an edit of a newer version is named by its label."""
    key = f"change-{entry.label}"
    values = dict(entry.values)
    if has(f"table-{values.get('table')}"):
        values["table"] = text(f"table-{values['table']}", language)
    try:
        edit = text(key, language, **values) if has(key) else entry.label
    except (KeyError, ValueError):
        edit = entry.label
    if entry.action in ("do", "forget"):
        return edit
    return text(f"history-{entry.action}", language, edit=edit, seq=entry.target)
