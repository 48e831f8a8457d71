"""The verb ``departments``: other departments' grids over the base grids, and made of whole ones if asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, terminal_of
from ui.cli.project import note_export, open_plan, opened, show_problems
from ui.cli.terminal import Terminal
from ui.outputs.formats import format_of

if TYPE_CHECKING:
    from gridmap.exchange.department_grids import PreparedDepartment
    from gridmap.ground.departments import LaidOver
    from gridmap.model.plan import Plan

SHOWN: Final = 20
"""How many rows of a department are printed; files hold all of them."""


@click.command("departments", cls=Verb, place=59)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--import", "source", metavar="FILE", type=click.Path(path_type=Path), help="help-departments-import")
@click.option("--department", "names", metavar="D", multiple=True, help="help-departments-name")
@click.option("--layer", metavar="NAME", help="help-layer")
@click.option("--code", metavar="COLUMN", help="help-code-column")
@click.option("--name", metavar="COLUMN", help="help-name-column")
@click.option("--crs", metavar="CRS", help="help-crs")
@click.option("--encoding", metavar="NAME", help="help-encoding")
@click.option("--swap-xy", is_flag=True, help="help-swap-xy")
@click.option("--dry-run", is_flag=True, help="help-departments-dry-run")
@click.option("--snap", is_flag=True, help="help-departments-snap")
@click.option("--apply", "applies", is_flag=True, help="help-departments-apply")
@click.option("--drop", is_flag=True, help="help-departments-drop")
@click.option("--json", "json_file", metavar="F.json", help="help-json")
@click.option("-o", "--output", "out", metavar="OUT", type=click.Path(path_type=Path), help="help-departments-output")
@click.pass_context
def departments_verb(
    ctx: click.Context,
    /,
    project: str,
    source: Path | None,
    names: tuple[str, ...],
    dry_run: bool,
    snap: bool,
    applies: bool,
    drop: bool,
    json_file: str | None,
    out: Path | None,
    **reading: Any,
) -> int:
    """List where departments' grids cross the base grids; bring them in, snap them or take them out."""
    terminal = terminal_of(ctx)
    _must_fit(source, names, snap, applies, drop)
    _places_are_free(terminal, json_file, out)
    if source is not None:
        _bring_in(terminal, project, source, names[0], dry_run, reading)
        if dry_run:
            return DONE
    if drop:
        _drop(terminal, project, names)
        return DONE
    from gridmap.exchange.plain import in_plain_text

    plan = in_plain_text(open_plan(terminal, project))
    all_laid = _laid(terminal, plan, names)
    for laid in all_laid:
        _show(terminal, plan, laid)
        if snap:
            _show_snap(terminal, plan, laid)
    if json_file:
        from ui.outputs.findings import write_json
        from ui.outputs.lists.departments import departments_as_json

        write_json(departments_as_json(plan, all_laid), json_file)
    if out and not all_laid:
        raise BadInput("nothing-to-export", file=str(out))
    if out:
        _write(terminal, plan, all_laid, out)
        note_export(terminal, project, out, "public", sum(len(laid.pieces.grids) for laid in all_laid))
    for file in (json_file, out):
        if file and file != "-":
            terminal.say("cli-written", file=str(file))
    if applies:
        _apply(terminal, project, [laid.department for laid in all_laid])
    return DONE


def _must_fit(source: Path | None, names: tuple[str, ...], snap: bool, applies: bool, drop: bool) -> None:
    """Refuse what does not go together."""
    if (source is not None or drop) and len(names) != 1:
        raise BadInput("department-needs-name")
    if applies and not snap:
        raise BadInput("departments-apply-what")


def _places_are_free(terminal: Terminal, json_file: str | None, out: Path | None) -> None:
    from gridmap.storage.whole_files import must_be_free

    if json_file == "-":
        terminal.give_data_the_output()
    if out is not None and out.suffix.lower() not in (".gpkg", ".xlsx", ".pdf"):
        raise BadInput("export-suffix-unknown", file=str(out), expected=".xlsx, .pdf, .gpkg")
    if out is not None and out.suffix.lower() != ".gpkg":
        format_of(out, "list")
    for file in (json_file, out):
        if file and file != "-":
            must_be_free(file)


def _bring_in(
    terminal: Terminal, project: str, source: Path, department: str, dry_run: bool, reading: dict[str, Any]
) -> None:
    from gridmap.exchange.department_grids import DepartmentOptions, read_department
    from gridmap.storage.whole_files import reading as being_read

    with being_read(source), opened(terminal, project, read_only=dry_run) as file:
        with terminal.progress("departments-reading", file=source):
            prepared = read_department(file.plan, source, DepartmentOptions(department, **reading))
        if prepared.edit is not None and not dry_run:
            file.must_be_writable()
            file.perform(prepared.edit)
    _tell(terminal, prepared)


def _tell(terminal: Terminal, prepared: PreparedDepartment) -> None:
    show_problems(terminal, prepared.problems)
    if prepared.edit is None:
        terminal.say("departments-same", department=prepared.department)
        return
    terminal.say(
        "departments-imported",
        style="bold",
        file=prepared.file,
        department=prepared.department,
        new=prepared.new,
        changed=prepared.changed,
        same=prepared.same,
        gone=prepared.gone,
        left_out=prepared.left_out,
    )


def _drop(terminal: Terminal, project: str, names: tuple[str, ...]) -> None:
    from gridmap.edits import DropDepartment

    with opened(terminal, project, read_only=False) as file:
        file.must_be_writable()
        change = file.perform(DropDepartment(names[0]))
    terminal.say("departments-dropped", department=names[0], count=int(change.values["count"]))


def _laid(terminal: Terminal, plan: Plan, names: tuple[str, ...]) -> list[LaidOver]:
    """Return the departments that were asked for, all of them if none was, laid over the base grids."""
    from gridmap.ground.departments import departments, laid_over

    known = departments(plan)
    for name in names:
        if name not in known:
            raise BadInput("department-unknown", value=name)
    if not known:
        terminal.say("departments-none")
    with terminal.progress("departments-laying-over"):
        return [laid_over(plan, name) for name in names or known]


def _show(terminal: Terminal, plan: Plan, laid: LaidOver) -> None:
    from gridmap.ground.departments import crossings, department_rows
    from ui.outputs.lists.departments import crossings_in_words, headings_of_crossings

    found, grids = crossings(laid), len(laid.pieces.grids)
    without = len(department_rows(plan, laid.department)) - grids
    if without:
        terminal.warn("departments-without-ground", department=laid.department, count=without)
    if laid.twice_m2 >= 1:
        terminal.warn("departments-twice", department=laid.department, area=laid.twice_m2)
    if not len(found):
        terminal.say("departments-no-crossing", style="bold", department=laid.department, grids=grids)
        _tell_drawn(terminal, plan, laid)
        return
    words, names = (
        crossings_in_words(plan, laid, found, terminal.language).head(SHOWN),
        headings_of_crossings(terminal.language),
    )
    words["area_m2"] = [f"{value:,.0f}" for value in words["area_m2"]]
    words["share"] = [f"{value:.1%}" for value in words["share"]]
    shown = ("base", "name", "home", "holder", "households", "area_m2", "share")
    left = ("name", "home", "holder")
    terminal.table(
        [(names[key], "left" if key in left else "right") for key in shown],
        words[list(shown)].astype(object).to_numpy().tolist(),
    )
    if len(found) > SHOWN:
        terminal.say("departments-more", count=len(found) - SHOWN)
    terminal.say(
        "departments-summary",
        style="bold",
        department=laid.department,
        grids=grids,
        count=len(found),
        households=int(found.households.sum()),
        area=float(found.area_m2.sum()),
    )
    _tell_drawn(terminal, plan, laid)


def _tell_drawn(terminal: Terminal, plan: Plan, laid: LaidOver) -> None:
    """Say how many differences are mere ones of drawing, if there are any."""
    off = laid.drawn_otherwise
    if off.any():
        width = plan.scheme.limit("sliver_width")
        terminal.say("departments-drawn", count=int(off.sum()), width=width, area=float(laid.area_m2[off].sum()))


def _show_snap(terminal: Terminal, plan: Plan, laid: LaidOver) -> None:
    from gridmap.ground.departments import snapped
    from ui.outputs.lists.departments import base_names, grid_names, headings_of_snap, snap_in_words

    found, language, department = snapped(laid), terminal.language, laid.department
    if not found.changes.any():
        terminal.say("departments-snap-same", department=department)
        return
    words, names = snap_in_words(plan, found, language)[found.changes], headings_of_snap(language)
    shown = ("grid", "base_grids", "before", "gained", "lost", "after")
    terminal.table(
        [(names[key], "left" if key == "grid" else "right") for key in shown],
        words[list(shown)].head(SHOWN).astype(object).to_numpy().tolist(),
        title=terminal.text("departments-snap"),
    )
    if len(words) > SHOWN:
        terminal.say("departments-more", count=len(words) - SHOWN)
    for name in grid_names(plan, found.vanishing, language):
        terminal.warn("departments-gets-nothing", department=department, grid=name)
    pieces = laid.pieces
    homes = grid_names(plan, pieces.grids[laid.home[laid.tied]], language)
    for name, home in list(zip(base_names(plan, found.tied), homes, strict=True))[:SHOWN]:
        terminal.warn("departments-tied", department=department, grid=name, home=home)
    for name in base_names(plan, found.left_out)[:SHOWN]:
        terminal.warn("departments-left-out", department=department, grid=name)
    count = int(found.changes.sum())
    terminal.say("departments-snap-summary", style="bold", department=department, count=count, households=found.moved)


def _apply(terminal: Terminal, project: str, names: list[str]) -> None:
    from gridmap.edits import SnapDepartment
    from gridmap.model.errors import Refused

    with opened(terminal, project, read_only=False) as file:
        file.must_be_writable()
        for name in names:
            try:
                change = file.perform(SnapDepartment(name))
            except Refused as refused:
                if refused.key != "changes-nothing":
                    raise
                continue
            terminal.say("departments-snapped", style="bold", department=name, count=int(change.values["count"]))


def _write(terminal: Terminal, plan: Plan, all_laid: list[LaidOver], out: Path) -> None:
    with terminal.progress("cli-writing", file=out):
        if out.suffix.lower() == ".gpkg":
            from ui.outputs.department_layers import write_layers

            write_layers(plan, all_laid, out, terminal.language)
        else:
            from ui.outputs.lists.departments import list_of_crossings

            list_of_crossings(plan, all_laid, terminal.language, dt.date.today()).write(out)
