"""The verb ``history``: who did what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.frame import DONE, Argument, Verb, privacy_option, terminal_of
from ui.cli.project import opened
from ui.words.history_lines import what_was_done

if TYPE_CHECKING:
    pass


@click.command("history", cls=Verb, place=70)
@click.argument("project", cls=Argument, describe="help-project")
@privacy_option()
@click.pass_context
def history_verb(ctx: click.Context, project: str, privacy: str) -> int:
    """Print the journal of a project, oldest line first."""
    from gridmap.people.privacy import profile_named, shown_user

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
