"""The verb ``compare``: tell how two divisions differ."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.frame import DONE, Argument, Verb, on_option, privacy_option, terminal_of
from ui.cli.project import note_export, open_plan
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.project.comparison import Comparison


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
        note_export(terminal, project, out, profile_named(privacy), len(comparison.grids))
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
    if len(comparison.compounds):
        rows = comparison.compounds.to_dict("records")
        terminal.table(
            [
                (words.heading("change", language), "left"),
                (terminal.text("compound-name"), "left"),
                (terminal.text("record-compound-what"), "left"),
            ],
            [
                [
                    words.compound_status(row["status"], language),
                    words.compound_name(row),
                    words.what_of_compound(row, comparison, language),
                ]
                for row in rows
            ],
        )
    terminal.out.print(words.summary(comparison, language), style="bold", soft_wrap=True)
