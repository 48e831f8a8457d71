"""The verbs ``draft`` and ``compare``: try another division beside the one in force, and tell how two differ."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, on_option, privacy_option, terminal_of
from ui.cli.project import open_plan, opened
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.project.comparison import Comparison


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


@click.command("compare", cls=Verb, place=100)
@click.argument("project", cls=Argument, describe="help-compare-project")
@click.argument("other", cls=Argument, describe="help-compare-other")
@click.option("-o", "--output", "out", metavar="OUT", type=click.Path(path_type=Path), help="help-compare-output")
@click.option("--title", metavar="T", default="", help="help-compare-title")
@on_option()
@privacy_option()
@click.pass_context
def compare_verb(
    ctx: click.Context, project: str, other: str, out: Path | None, title: str, on: dt.date | None, privacy: str
) -> int:
    """Tell how a project, a copy or a draft of it differs from it, and write the record of adjustment."""
    from gridmap.people.privacy import profile_named
    from gridmap.project.comparison import compare
    from gridmap.project.drafts import draft_named
    from gridmap.storage.draft_mark import read_mark
    from gridmap.storage.whole_files import must_be_free
    from ui.outputs.formats import format_of
    from ui.outputs.record import write_record

    terminal = terminal_of(ctx)
    if out is not None:
        format_of(out, "record")
        must_be_free(out)
    place = Path(other) if Path(other).is_file() else draft_named(Path(project), other).path
    mark = read_mark(place)
    before, after = open_plan(terminal, project), open_plan(terminal, str(place))
    with terminal.progress("job-comparing"):
        comparison = compare(before, after, on=on)
    show_comparison(terminal, comparison)
    if out is not None:
        with terminal.progress("cli-writing", file=out):
            write_record(
                comparison,
                out,
                title=title or (mark.title if mark else ""),
                language=terminal.language,
                privacy=profile_named(privacy),
            )
        terminal.say("cli-written", file=str(out))
    return DONE


def show_comparison(terminal: Terminal, comparison: Comparison) -> None:
    """Print the grids that differ with their figures before and after, and what changes hands."""
    from ui.outputs.record import words

    language = terminal.language
    if len(comparison.grids):
        table = comparison.grids
        pairs = {
            key: [
                words.changed(words.whole(a), words.whole(b))
                for a, b in zip(table[f"{key}_before"], table[f"{key}_after"], strict=True)
            ]
            for key in ("households", "residents", "area_m2")
        }
        terminal.table(
            [
                *((words.heading(key, language), "left") for key in ("change", "code", "name")),
                *((words.heading(key, language), "right") for key in pairs),
            ],
            list(
                zip(
                    [words.status_word(status, language) for status in table["status"]],
                    table["code"],
                    table["name"],
                    *pairs.values(),
                    strict=True,
                )
            ),
        )
    terminal.out.print(words.summary(comparison, language), style="bold", soft_wrap=True)
