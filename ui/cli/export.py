"""The verb ``export``: grids for a GIS, a workbook for the office, a map for the wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, Argument, LateChoice, Option, Verb, privacy_option, terminal_of
from ui.cli.project import open_plan
from ui.cli.terminal import Terminal
from ui.outputs.asked import grids_with_codes, theme_named
from ui.outputs.formats import OF_A_MAP, OF_A_PLAN, format_of, suffixes_of

if TYPE_CHECKING:
    from gridmap.model.plan import Plan

_BESIDE: Final = (".cpg", ".dbf", ".prj", ".shx")  # parts of a shapefile, which goes by the name of its .shp
_MOST_NAMED: Final = 10


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
@privacy_option()
@click.pass_context
def export_verb(ctx: click.Context, /, project: str, out: Path, scope: str | None, theme: str, privacy: str) -> int:
    """Write a project's grids to a file of another format; the suffix says which."""
    from gridmap.people.privacy import profile_named
    from gridmap.storage.whole_files import must_be_free

    terminal = terminal_of(ctx)
    format_ = format_of(out, *OF_A_PLAN)
    must_be_free(out)
    plan = open_plan(terminal, project)
    _tell_of_missing_shapes(terminal, plan, scope, is_map=format_.kind in OF_A_MAP)
    with terminal.progress("cli-writing", file=out) as step:
        from ui.outputs.export import Export

        files = Export(
            plan,
            None,
            theme_named(theme),
            terminal.language,
            format_.key,
            grids=tuple(grids_with_codes(plan, (scope,)) if scope else ()),
            privacy=profile_named(privacy),
        ).write(out, step)
    for file in files:
        if file.suffix not in _BESIDE:
            terminal.say("cli-written", file=file)
    _tell_what_has_no_ground(terminal, plan, scope)
    return DONE


def _tell_what_has_no_ground(terminal: Terminal, plan: Plan, scope: str | None) -> None:
    """Say which grids of the scope ought to have ground and have none that could be shown."""
    import numpy as np
    import shapely

    from gridmap.ground.tiling import valid_shapes

    may_lack_it = plan.of_kinds(kind for kind in plan.scheme.kinds if not kind.shape_required)
    without = plan.ids[shapely.is_missing(valid_shapes(plan)) & ~may_lack_it]
    if scope:
        without = np.intersect1d(without, plan.below(list(grids_with_codes(plan, (scope,)))))
    if len(without):
        codes = ", ".join(plan.codes(without[:_MOST_NAMED])) + (", …" if len(without) > _MOST_NAMED else "")
        terminal.warn("export-without-ground", count=len(without), codes=codes)


def _tell_of_missing_shapes(terminal: Terminal, plan: Plan, scope: str | None, *, is_map: bool) -> None:
    """Tell how many of the grids that are exported have no shape: tables hold them all the same, maps cannot."""
    import numpy as np

    ids = plan.below(grids_with_codes(plan, (scope,))) if scope else plan.ids
    count = int(np.count_nonzero(~plan.has_shape[plan.positions(ids)]))
    if count:
        terminal.warn("export-not-on-map" if is_map else "export-without-shape", count=count)
