"""The verb ``draft``: try another division beside the one in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Day, Verb, privacy_option, terminal_of
from ui.cli.project import opened
from ui.cli.terminal import Terminal


@click.command("draft", cls=Verb, place=90)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--new", "new", metavar="TITLE", help="help-draft-new")
@click.option("--apply", "apply", metavar="TITLE", help="help-draft-apply")
@click.option("--drop", "drop", metavar="TITLE", help="help-draft-drop")
@click.option("--propose", "propose", metavar="TITLE", help="help-draft-propose")
@click.option("--agree", "agree", metavar="TITLE", help="help-draft-agree")
@click.option("--file", "file", metavar="TITLE", help="help-draft-file")
@click.option("--take-back", "take_back", metavar="TITLE", help="help-draft-take-back")
@click.option("--day", "day", metavar="DATE", type=Day(), help="help-draft-day")
@click.option("--document", "document", metavar="TEXT", default="", help="help-draft-document")
@click.option("--list", "show", is_flag=True, help="help-draft-list")
@privacy_option()
@click.pass_context
def draft_verb(
    ctx: click.Context,
    /,
    project: str,
    new: str | None,
    apply: str | None,
    drop: str | None,
    show: bool,
    privacy: str,
    **stage: Any,
) -> int:
    """Begin, apply, drop or list the drafts of a project, or record how far one has got; lists them otherwise."""
    from gridmap.edits.stages import STAGES
    from gridmap.project.drafts import begin_draft, draft_named, drop_draft

    terminal = terminal_of(ctx)
    stages = [key for key in (*STAGES, "take_back") if stage[key] is not None]
    if sum((new is not None, apply is not None, drop is not None, show, len(stages))) > 1:
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
    elif stages:
        _record(terminal, project, stages[0], stage)
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


def _record(terminal: Terminal, project: str, key: str, wanted: Mapping[str, Any]) -> None:
    """Record in a draft, or in the project if it was applied, that a stage is reached, or take the last one back."""
    from gridmap.edits.stages import STAGES, RecordStages, Stage, stages_in
    from gridmap.model.errors import Refused
    from gridmap.project.drafts import applied_drafts, draft_named

    asked = str(wanted[key])
    with opened(terminal, project) as file:
        applied = [(which, title) for which, title in applied_drafts(file) if title == asked]
    place, (which, title) = project, applied[0] if applied else ("", "")
    if not applied:
        draft = draft_named(Path(project), asked)
        place, which, title = str(draft.path), draft.mark.id, draft.mark.title
    with opened(terminal, place, read_only=False) as file:
        file.must_be_writable()
        known = stages_in(file.plan).get(which, ())
        if key == "take_back":
            if not known:
                raise Refused("stage-nothing-to-take-back", title=title)
            stages = known[:-1]
        else:
            at = STAGES.index(key)
            stages = (*known[:at], Stage(key, wanted["day"] or dt.date.today(), wanted["document"]), *known[at + 1 :])
        change = file.perform(RecordStages(which, title, stages))
    terminal.say(f"change-{change.label}", **change.values)


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
