"""The verb ``export``: grids for a GIS, a workbook for the office, a map for the wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from ui.cli.frame import DONE, Argument, Day, LateChoice, Option, Verb, on_option, privacy_option, terminal_of
from ui.cli.project import note_export, open_plan, opened
from ui.outputs.asked import extent_of, grids_named, layers_named, scale_of, theme_named, type_size_of
from ui.outputs.formats import OF_A_MAP, OF_A_PLAN, format_of, suffixes_of

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from gridmap.project.earlier import Earlier
    from layers import Layer
    from ui.cli.terminal import Terminal
    from ui.outputs.export import Export
    from ui.outputs.formats import Format
    from ui.outputs.paper.base_map import BaseTiles
    from ui.outputs.paper.grid_facts import Done
    from ui.words.messages import Language

_BESIDE: Final = (".cpg", ".dbf", ".prj", ".shx")  # parts of a shapefile, which goes by the name of its .shp


def _themes() -> tuple[str, ...]:
    from layers.themes import THEMES

    return THEMES


def _papers() -> tuple[str, ...]:
    from ui.outputs.export import PAPER_MM

    return tuple(PAPER_MM)


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
@click.option("--scope", "scopes", metavar="CODE|NAME", multiple=True, help="help-export-scope")
@click.option("--theme", metavar="T", type=LateChoice(_themes), default="boundaries", help="help-theme")
@click.option("--title", metavar="TEXT", default="", help="help-export-title")
@on_option()
@click.option("--paper", metavar="SIZE", type=LateChoice(_papers), help="help-export-paper")
@click.option("--portrait", is_flag=True, help="help-export-portrait")
@click.option("--scale", metavar="N", default="", help="help-export-scale")
@click.option("--type-size", metavar="N", default="", help="help-export-type-size")
@click.option("--extent", metavar="W,S,E,N", default="", help="help-export-extent")
@click.option("--dpi", metavar="N", type=click.IntRange(30, 1200), help="help-export-dpi")
@click.option("--layers", metavar="L,L,...", help="help-export-layers")
@click.option("--base-map", metavar="NAME|F.mbtiles", default="", help="help-export-base-map")
@click.option(
    "--reference",
    "references",
    metavar="F",
    multiple=True,
    type=click.Path(path_type=Path),
    help="help-export-reference",
)
@click.option("--made-by", metavar="TEXT", default="", help="help-export-made-by")
@click.option("--atlas", metavar="LEVEL", default="", help="help-export-atlas")
@click.option(
    "--files", metavar="F", type=click.Choice(("one", "each", "top")), default="one", help="help-export-files"
)
@click.option("--pattern", metavar="NAME", default="", help="help-export-pattern")
@click.option("--dossier", "form", flag_value="dossier", help="help-export-dossier")
@click.option("--board", "form", flag_value="board", help="help-export-board")
@click.option("--qr", metavar="TEXT", default="", help="help-export-qr")
@click.option("--review-number", metavar="N", default="", help="help-export-review-number")
@click.option("--since", metavar="DATE", type=Day(), help="help-export-since")
@click.option("--crs", metavar="CRS", default="", help="help-export-crs")
@click.option("--template", metavar="T.pptx|T.toml", type=click.Path(path_type=Path), help="help-export-template")
@privacy_option()
@click.pass_context
def export_verb(ctx: click.Context, /, project: str, out: Path, scopes: tuple[str, ...], **wanted: Any) -> int:
    """Write a project's grids to a file of another format; the suffix says which."""
    from gridmap.storage.whole_files import must_be_free
    from ui.outputs.export_notes import missing_shapes, without_ground
    from ui.outputs.publishing import rules_touched

    terminal = terminal_of(ctx)
    format_ = format_of(out, *OF_A_PLAN)
    must_be_free(out)
    if wanted["form"] == "dossier" or (wanted["since"] and "since" in format_.asks):
        plan, wanted["changes"], wanted["earlier"] = _with_changes(
            terminal, project, wanted["privacy"], wanted["since"]
        )
    else:
        plan = open_plan(terminal, project)
    grids = grids_named(plan, scopes)
    for note in missing_shapes(plan, grids, is_map=format_.kind in OF_A_MAP):
        terminal.warn(note.key, **note.values)
    with terminal.progress("cli-writing", file=out) as step:
        given = frozenset(name for name in wanted if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT)
        export = _export(plan, grids, format_, terminal.language, wanted, given)
        files = export.write(out, step)
    for file in files:
        if file.suffix not in _BESIDE:
            terminal.say("cli-written", file=file)
    note_export(terminal, project, out, export.privacy, export.count)
    for note in (*without_ground(plan, grids), *rules_touched(export), *export.notes_of_page()):
        terminal.warn(note.key, **note.values)
    return DONE


def _with_changes(
    terminal: Terminal, project: str, privacy: str, since: dt.date | None
) -> tuple[Plan, tuple[Done, ...], Earlier | None]:
    """Return a project's plan, what was done to its grids, and how it was on a day if one is said."""
    from gridmap.people.privacy import profile_named
    from gridmap.project.earlier import plan_on
    from ui.outputs.paper.grid_changes import changes_of

    with opened(terminal, project) as file:
        earlier = plan_on(file, since) if since else None
        return file.plan, changes_of(file, terminal.language, profile_named(privacy)), earlier


def _export(
    plan: Plan,
    grids: tuple[int, ...],
    format_: Format,
    language: Language,
    wanted: Mapping[str, Any],
    given: frozenset[str],
) -> Export:
    """Return what the options ask for; what was given itself goes before what a template of pages says."""
    from gridmap.people.privacy import profile_named
    from ui.outputs.export import Export

    day = wanted["on"] or dt.date.today()
    is_page = format_.kind == "page"
    export = Export(
        plan,
        None,
        theme_named(wanted["theme"]),
        language,
        format_.key,
        title=wanted["title"].strip(),
        grids=grids,
        privacy=profile_named(wanted["privacy"]),
        on=day,
        template=None if is_page else wanted["template"],
        drawn=_drawn(plan, wanted, day) if is_page else (),
        base=_base(wanted["base_map"]) if is_page and wanted["base_map"] else None,
        extent=extent_of(wanted["extent"]),
        type_size=type_size_of(wanted["type_size"]),
        paper=wanted["paper"] or ("A4" if wanted["form"] == "dossier" else "A3"),
        upright=wanted["portrait"],
        dpi=wanted["dpi"] or 0,
        scale=scale_of(wanted["scale"]),
        made_by=wanted["made_by"].strip(),
        atlas=wanted["atlas"],
        files=wanted["files"],
        pattern=wanted["pattern"],
        form=wanted["form"] or "map",
        changes=wanted.get("changes", ()),
        since=wanted["since"],
        earlier=wanted.get("earlier"),
        qr=wanted["qr"],
        crs=wanted["crs"],
        review_number=wanted["review_number"],
    )
    if not is_page or wanted["template"] is None:
        return export
    from ui.outputs.page_template import read_template

    kept = given | {"layers"} if wanted["references"] else given
    return read_template(wanted["template"]).applied(export, kept)


def _drawn(plan: Plan, wanted: Mapping[str, Any], day: dt.date) -> tuple[tuple[Layer, float], ...]:
    """Return the layers that are asked for, with files laid over them; none for those of the theme alone."""
    if not wanted["layers"] and not wanted["references"]:
        return ()
    from gridmap.exchange.reference import read_reference
    from layers import layers_of
    from layers.reference import ReferenceLayer

    own = layers_named(wanted["layers"], day, plan.scheme) if wanted["layers"] else ()
    own = own or tuple((layer, 1.0) for layer in layers_of(theme_named(wanted["theme"]), on=day))
    laid = [
        (ReferenceLayer(read_reference(file, plan.crs).shapes, number), 1.0)
        for number, file in enumerate(wanted["references"])
    ]
    names = [entry for entry in own if entry[0].is_written]
    return (*(entry for entry in own if not entry[0].is_written), *laid, *names)


def _base(name: str) -> BaseTiles:
    from ui.canvas.base_map.printed import printed_base

    return printed_base(name)
