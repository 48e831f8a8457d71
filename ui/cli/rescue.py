"""The verb ``rescue``: what can be read of a damaged or rigged project, written to a new file."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.frame import DONE, FOUND, Argument, Verb, terminal_of
from ui.cli.project import show_problems


@click.command("rescue", cls=Verb, place=80)
@click.argument("project", cls=Argument, describe="help-project")
@click.option(
    "-o", "--output", "out", metavar="NEW.gpkg", type=click.Path(path_type=Path), required=True,
    help="help-rescue-output",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="help-overwrite")
@click.pass_context
def rescue_verb(ctx: click.Context, project: str, out: Path, overwrite: bool) -> int:
    """Write a clean copy; 1 if anything is lost, each table and row of which is told."""
    from gridmap.project.project import Project

    terminal = terminal_of(ctx)
    with terminal.progress("cli-opening", file=project) as step:
        opened = Project.open(
            project, read_only=True, salvage=True, progress=lambda done, total: step(done / max(total, 1))
        )
    with opened:
        if not opened.damaged:
            opened.must_be_whole()
        opened.save_copy(out, overwrite=overwrite)
        rows = sum(len(table) for table in opened.plan.tables.values())
        terminal.say("cli-rescued", file=str(out), rows=rows, lines=len(opened.history()))
        show_problems(terminal, opened.problems, limit=None)
        if not opened.problems:
            terminal.say("cli-rescued-nothing-lost")
        return FOUND if opened.problems else DONE
