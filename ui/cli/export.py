"""The verb ``export``: grids for a GIS, a workbook for the office, a map for the wall."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gridmap.model.errors import BadInput
from ui.cli.check import grids_with_codes
from ui.cli.frame import DONE, Argument, Option, Verb, privacy_option, terminal_of
from ui.cli.project import open_plan
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.model.plan import Plan

_THEMES: Final = ("boundaries", "staffing", "branches", "workload", "gaps")
_BESIDE: Final = (".cpg", ".dbf", ".prj", ".shx")  # parts of a shapefile, which goes by the name of its .shp
_MOST_NAMED: Final = 10
_MAPS: Final = (".png", ".pdf", ".svg", ".html")


@click.command("export", cls=Verb)
@click.argument("project", cls=Argument, describe="help-project")
@click.option(
    "-o",
    "--output",
    "out",
    cls=Option,
    values=lambda: {"formats": " ".join(_writers())},
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    help="help-output",
)
@click.option("--scope", metavar="CODE", help="help-export-scope")
@click.option("--theme", metavar="T", type=click.Choice(_THEMES), default="boundaries", help="help-theme")
@privacy_option()
@click.pass_context
def export_verb(ctx: click.Context, /, project: str, out: Path, scope: str | None, theme: str, privacy: str) -> int:
    """Write a project's grids to a file of another format; the suffix says which."""
    from gridmap.storage.whole_files import must_be_free

    terminal = terminal_of(ctx)
    write = _writers().get(out.suffix.lower())
    if write is None:
        raise BadInput("export-suffix-unknown", file=str(out), expected=", ".join(_writers()))
    must_be_free(out)
    plan = open_plan(terminal, project)
    _tell_of_missing_shapes(terminal, plan, scope, is_map=out.suffix.lower() in _MAPS)
    with terminal.progress("cli-writing", file=out):
        files = write(terminal, plan, out, scope, theme, privacy)
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


Writer = Callable[[Terminal, "Plan", Path, "str | None", str, str], tuple[Path, ...]]
"""Writes a plan to a file: terminal, plan, file, code of the scope, theme, privacy; returns what was written."""


def _writers() -> dict[str, Writer]:
    """Return what writes each format, by suffix; help and complaints name these."""
    return {
        ".gpkg": _write_geodata,
        ".geojson": _write_geodata,
        ".shp": _write_geodata,
        ".xlsx": _write_workbook,
        ".png": _write_picture,
        ".pdf": _write_picture,
        ".svg": _write_picture,
        ".html": _write_web_page,
    }


def _write_geodata(
    terminal: Terminal, plan: Plan, out: Path, scope: str | None, _theme: str, privacy: str
) -> tuple[Path, ...]:
    from gridmap.people.privacy import profile_named
    from ui.outputs.ledger.geodata import export_geodata

    return export_geodata(
        plan,
        out,
        scope=grids_with_codes(plan, (scope,)) if scope else None,
        privacy=profile_named(privacy),
        language=terminal.language,
    )


def _write_workbook(
    terminal: Terminal, plan: Plan, out: Path, scope: str | None, _theme: str, privacy: str
) -> tuple[Path, ...]:
    from gridmap.checks import run_checks
    from gridmap.people.privacy import profile_named
    from ui.outputs.findings import Wording
    from ui.outputs.ledger.workbook import export_workbook

    grids = grids_with_codes(plan, (scope,)) if scope else None
    findings = run_checks(plan, scope=grids)
    wording = Wording(plan, terminal.language, profile_named(privacy))
    return export_workbook(
        plan,
        out,
        scope=grids,
        privacy=wording.privacy,
        language=terminal.language,
        findings=findings,
        findings_table=wording.table(findings).drop(columns="geometry"),
    )


def _write_picture(
    terminal: Terminal, plan: Plan, out: Path, scope: str | None, theme: str, _privacy: str
) -> tuple[Path, ...]:
    from ui.outputs.paper import draw_map_page

    draw_map_page(plan, out, theme=theme, scope=scope, language=terminal.language)
    return (out,)


def _write_web_page(
    terminal: Terminal, plan: Plan, out: Path, scope: str | None, theme: str, privacy: str
) -> tuple[Path, ...]:
    from ui.outputs.web.web_page import write_web_page

    write_web_page(plan, out, theme=theme, scope=scope, privacy=privacy, language=terminal.language)
    return (out,)
