"""The verb ``draft``: try another division beside the one in force."""

from __future__ import annotations

from pathlib import Path

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, privacy_option, terminal_of
from ui.cli.project import opened
from ui.cli.terminal import Terminal


@click.command("draft", cls=Verb, place=90)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--new", "new", metavar="TITLE", help="help-draft-new")
@click.option("--apply", "apply", metavar="TITLE", help="help-draft-apply")
@click.option("--drop", "drop", metavar="TITLE", help="help-draft-drop")
@click.option("--list", "show", is_flag=True, help="help-draft-list")
@privacy_option()
@click.pass_context
def draft_verb(
    ctx: click.Context, project: str, new: str | None, apply: str | None, drop: str | None, show: bool, privacy: str
) -> int:
    """Begin, apply, drop or list the drafts of a project; lists them where nothing else is said."""
    from gridmap.project.drafts import begin_draft, draft_named, drop_draft

    terminal = terminal_of(ctx)
    if sum((new is not None, apply is not None, drop is not None, show)) > 1:
        raise BadInput("draft-one-at-a-time")
    if new is not None:
        with opened(terminal, project) as file:
            path = begin_draft(file, new)
        terminal.say("cli-written", file=str(path))
    elif apply is not None:
        _apply(terminal, project, apply)
    elif drop is not None:
        draft = draft_named(Path(project), drop)
        drop_draft(draft.path)
        terminal.say("draft-dropped", title=draft.mark.title)
    else:
        _list(terminal, project, privacy)
    return DONE


def _apply(terminal: Terminal, project: str, title: str) -> None:
    from gridmap.project.drafts import apply_draft, draft_named, drop_draft
    from gridmap.project.project import Project

    found = draft_named(Path(project), title)
    with opened(terminal, project, read_only=False) as file:
        file.must_be_writable()
        with Project.open(found.path) as draft:
            draft.must_be_writable()
            change = apply_draft(draft, file)
    drop_draft(found.path)
    terminal.say("draft-applied-cli", title=found.mark.title, grids=len(change.ids("grids")))


def _list(terminal: Terminal, project: str, privacy: str) -> None:
    from gridmap.people.privacy import profile_named, shown_user
    from gridmap.project.drafts import drafts_of, is_applied

    with opened(terminal, project) as file:
        drafts = drafts_of(Path(project))
        numbers = file.plan.tables["workers"]["staff_number"].tolist()
        done = [draft.mark.title for draft in drafts if is_applied(draft.mark, file)]
    if not drafts:
        terminal.say("draft-none-cli")
        return
    say = terminal.text
    terminal.table(
        [
            (say("column-title"), "left"),
            (say("column-at"), "left"),
            (say("column-who"), "left"),
            (say("column-file"), "left"),
        ],
        [
            (
                draft.mark.title,
                f"{draft.mark.made.astimezone():%Y-%m-%d %H:%M}",
                shown_user(draft.mark.who, profile_named(privacy), numbers),
                draft.path.name,
            )
            for draft in drafts
        ],
    )
    for title in done:
        terminal.warn("draft-applied-left", title=title)
