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
    from ui.outputs.export_notes import missing_shapes, without_ground

    terminal = terminal_of(ctx)
    write = _writers().get(out.suffix.lower())
    if write is None:
        raise BadInput("export-suffix-unknown", file=str(out), expected=", ".join(_writers()))
    must_be_free(out)
    plan = open_plan(terminal, project)
    grids = grids_with_codes(plan, (scope,)) if scope else ()
    for note in missing_shapes(plan, grids, is_map=out.suffix.lower() in _MAPS):
        terminal.warn(note.key, **note.values)
    with terminal.progress("cli-writing", file=out):
        files = write(terminal, plan, out, scope, theme, privacy)
    for file in files:
        if file.suffix not in _BESIDE:
            terminal.say("cli-written", file=file)
    for note in without_ground(plan, grids):
        terminal.warn(note.key, **note.values)
    return DONE


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
