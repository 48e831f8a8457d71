"""The verb ``export``: grids for a GIS, a workbook for the office, a map for the wall."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, Argument, LateChoice, Option, Verb, on_option, privacy_option, terminal_of
from ui.cli.project import open_plan
from ui.outputs.asked import grids_with_codes, theme_named
from ui.outputs.formats import OF_A_MAP, OF_A_PLAN, format_of, suffixes_of

if TYPE_CHECKING:
    pass

_BESIDE: Final = (".cpg", ".dbf", ".prj", ".shx")  # parts of a shapefile, which goes by the name of its .shp


def _themes() -> tuple[str, ...]:
    from layers.themes import THEMES

    return THEMES


@click.command("export", cls=Verb, place=110)
@click.argument("project", cls=Argument, describe="help-project")
@click.option(
    "-o",
    "--output",
    "out",
    cls=Option,
    values=lambda: {"formats": " ".join(suffixes_of(*OF_A_PLAN))},
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    help="help-output",
)
@click.option("--scope", metavar="CODE", help="help-export-scope")
@click.option("--theme", metavar="T", type=LateChoice(_themes), default="boundaries", help="help-theme")
@on_option()
@privacy_option()
@click.pass_context
def export_verb(
    ctx: click.Context,
    /,
    project: str,
    out: Path,
    scope: str | None,
    theme: str,
    on: dt.date | None,
    privacy: str,
) -> int:
    """Write a project's grids to a file of another format; the suffix says which."""
    from gridmap.people.privacy import profile_named
    from gridmap.storage.whole_files import must_be_free
    from ui.outputs.export_notes import missing_shapes, without_ground

    terminal = terminal_of(ctx)
    format_ = format_of(out, *OF_A_PLAN)
    must_be_free(out)
    plan = open_plan(terminal, project)
    grids = tuple(grids_with_codes(plan, (scope,)) if scope else ())
    for note in missing_shapes(plan, grids, is_map=format_.kind in OF_A_MAP):
        terminal.warn(note.key, **note.values)
    with terminal.progress("cli-writing", file=out) as step:
        from ui.outputs.export import Export

        files = Export(
            plan,
            None,
            theme_named(theme),
            terminal.language,
            format_.key,
            grids=grids,
            privacy=profile_named(privacy),
            on=on or dt.date.today(),
        ).write(out, step)
    for file in files:
        if file.suffix not in _BESIDE:
            terminal.say("cli-written", file=file)
    for note in without_ground(plan, grids):
        terminal.warn(note.key, **note.values)
    return DONE
