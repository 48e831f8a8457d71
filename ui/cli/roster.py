"""The verb ``roster``: lists of workers, branches, grids and buildings into a project, and the forms to fill in."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import BAD_INPUT, DONE, Argument, Verb, terminal_of
from ui.cli.importing import files_of, pair
from ui.cli.project import opened
from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.exchange.rosters import Prepared, RosterOptions
    from gridmap.exchange.tables import FoundTable
    from gridmap.model.plan import Plan

TABLES: Final = ("workers", "assignments", "branches", "grids", "buildings", "items", "facilities", "compounds")
"""Those of :mod:`gridmap.exchange.rosters`, which takes longer to import than ``--help`` may."""

_SHOWN: Final = 20
"""So many lines of what was left out or changed are printed; ``--json`` and ``--bad`` have all."""


@click.command("roster", cls=Verb, place=35)
@click.argument("project", cls=Argument, describe="help-roster-project", type=click.Path(path_type=Path))
@click.argument("files", cls=Argument, metavar="FILE...", nargs=-1, describe="help-roster-files")
@click.option("--table", type=click.Choice(TABLES), metavar="T", help="help-roster-table")
@click.option("--as-of", metavar="DATE", help="help-roster-as-of")
@click.option("--bad", metavar="OUT.xlsx", type=click.Path(path_type=Path), help="help-roster-bad")
@click.option("--json", "json_file", metavar="OUT.json", help="help-roster-json")
@click.option("--dry-run", is_flag=True, help="help-roster-dry-run")
@click.option("--column", "columns", metavar="HEADER=FIELD", multiple=True, help="help-roster-column")
@click.option("--choose", "choices", metavar="NAME=CODE", multiple=True, help="help-roster-choose")
@click.option("--who", "people", metavar="NAME=PHONE", multiple=True, help="help-roster-who")
@click.option("--role", metavar="ROLE", default="", help="help-roster-role")
@click.option("--kind", "kinds", metavar="[WORD=]KIND", multiple=True, help="help-roster-kind")
@click.option("--crs", metavar="CRS", help="help-roster-crs")
@click.option("--password", metavar="P", default="", help="help-roster-password")
@click.option("--template", type=click.Choice(TABLES), metavar="T", help="help-roster-template")
@click.pass_context
def roster_verb(
    ctx: click.Context,
    /,
    project: Path,
    files: tuple[str, ...],
    table: str | None,
    as_of: str | None,
    bad: Path | None,
    json_file: str | None,
    dry_run: bool,
    columns: tuple[str, ...],
    choices: tuple[str, ...],
    people: tuple[str, ...],
    role: str,
    kinds: tuple[str, ...],
    crs: str | None,
    password: str,
    template: str | None,
) -> int:
    """Bring lists into a project, or write an empty form."""
    terminal = terminal_of(ctx)
    if template is not None:
        return _write_template(terminal, template, project, files)
    if not files:
        raise click.UsageError(terminal.text("cli-missing", name="FILE"))
    if json_file == "-":
        terminal.give_data_the_output()
    from gridmap.storage.whole_files import must_be_free, reading

    lists = files_of(files)
    day = _day(as_of)
    with ExitStack() as stack:
        for file in lists:
            stack.enter_context(reading(file))
        for out in (bad, None if json_file in (None, "-") else json_file):
            if out is not None:
                must_be_free(out)
        tables = _read_asking(terminal, lists, password)
        open_project = stack.enter_context(opened(terminal, str(project), read_only=dry_run))
        options = _options(open_project.plan, table, day, columns, choices, people, role, kinds, crs)
        prepared = _prepared(terminal, open_project.plan, tables, options)
        stored = bool(prepared.good) and not dry_run
        if stored:
            from gridmap.exchange.rosters import ImportRoster

            open_project.perform(ImportRoster(tuple(tables), options, prepared))
        _tell(terminal, prepared, json_file, bad, stored=stored, dry_run=dry_run)
    return DONE if prepared.good else BAD_INPUT


def _write_template(terminal: Terminal, template: str, place: Path, more: tuple[str, ...]) -> int:
    """Write the form of a table: by the scheme that ships, or by that of a project which is named before the file."""
    from gridmap.exchange.rosters import tables_named
    from gridmap.model.scheme import load_scheme
    from ui.outputs.rosters.forms import write_template

    if len(more) > 1:
        raise click.UsageError(terminal.text("cli-extra-argument", value=more[1]))
    if more:
        with opened(terminal, str(place)) as project:
            scheme, out = project.plan.scheme, Path(more[0])
    else:
        scheme, out = load_scheme("city"), place
    write_template(scheme, tables_named(template), out, terminal.language)
    terminal.say("roster-template-written", file=out)
    return DONE


def _read(terminal: Terminal, files: list[Path], password: str) -> list[FoundTable]:
    """Read every list, or none if one cannot be read."""
    from gridmap.exchange.tables import read_tables

    tables: list[FoundTable] = []
    for file in files:
        with terminal.progress("cli-reading", file=file) as step:
            tables += read_tables(file, password=password, progress=lambda done, of: step(done / max(of, 1)))
    return tables


def _read_asking(terminal: Terminal, files: list[Path], password: str) -> list[FoundTable]:
    """Read every list; if one is locked and somebody sits at the terminal, ask for the password."""
    try:
        return _read(terminal, files, password)
    except BadInput as error:
        if error.key != "file-needs-password" or not sys.stdin.isatty():
            raise
        asked = click.prompt(terminal.text("roster-ask-password", file=error.values["file"]), hide_input=True, err=True)
        return _read(terminal, files, asked)


def _prepared(terminal: Terminal, plan: Plan, tables: list[FoundTable], options: RosterOptions) -> Prepared:
    from gridmap.exchange.rosters import prepare

    with terminal.progress("cli-reading", file=tables[0].file) as step:
        return prepare(plan, tables, options, progress=lambda done, of: step(done / max(of, 1)))


def _options(
    plan: Plan,
    table: str | None,
    as_of: dt.date | None,
    columns: tuple[str, ...],
    choices: tuple[str, ...],
    people: tuple[str, ...],
    role: str,
    kinds: tuple[str, ...],
    crs: str | None,
) -> RosterOptions:
    from gridmap.exchange.rosters import RosterOptions, tables_named

    chosen: dict[str, int] = {}
    for name, code in (pair(words, "--choose") for words in choices):
        ids = plan.ids_with_codes([code])
        if len(ids) != 1:
            raise BadInput("roster-choice-unknown", value=name, code=code)
        chosen[name] = int(ids[0])
    return RosterOptions(
        table=None if table is None else tables_named(table),
        as_of=as_of,
        columns=dict(pair(words, "--column") for words in columns),
        choices=chosen,
        people=dict(pair(words, "--who") for words in people),
        role=role,
        kinds=dict(pair(words, "--kind") if "=" in words else ("", words) for words in kinds),
        crs=crs,
    )


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadInput("roster-not-a-day", name="--as-of", value=text) from None


def _tell(
    terminal: Terminal, prepared: Prepared, json_file: str | None, bad: Path | None, *, stored: bool, dry_run: bool
) -> None:
    """Print the outcome, and write it to the files that were asked for."""
    from ui.outputs.rosters.bad_rows import write_bad_rows
    from ui.outputs.rosters.wording import lines_of, reason_and_suggestion, report

    language = terminal.language
    lines = lines_of(prepared, language)
    for line in lines[:_SHOWN]:
        terminal.warn("cli-problem", message=line)
    if len(lines) > _SHOWN:
        terminal.warn("cli-more-problems", count=len(lines) - _SHOWN)
    if bad is not None:
        count = write_bad_rows(prepared, bad, lambda fault: reason_and_suggestion(fault, language), language)
        terminal.say("roster-bad-written" if count else "roster-bad-none", count=count, file=bad)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(report(prepared, language, stored=stored), json_file)
        if json_file != "-":
            terminal.say("cli-written", file=json_file)
    _show_columns(terminal, prepared)
    _show_counts(terminal, prepared)
    if not prepared.good:
        terminal.say("roster-nothing-came-in")
    else:
        terminal.say("roster-dry-run" if dry_run else "roster-done", good=prepared.good, bad=prepared.bad)


def _show_columns(terminal: Terminal, prepared: Prepared) -> None:
    """Print what the columns of each table were taken for; tables of one shape once."""
    shown: set[str] = set()
    for taken in prepared.tables:
        if taken.mapping is None or taken.mapping.fingerprint in shown:
            continue
        shown.add(taken.mapping.fingerprint)
        say = terminal.text
        rows: list[list[Any]] = [
            [column.header, column.field or "-", say(f"roster-why-{column.why}")] for column in taken.mapping.columns
        ]
        headings = [(say(f"column-roster-{key}"), "left") for key in ("header", "field", "why")]
        title = say("roster-columns", table=say(f"roster-table-{taken.mapping.table}"), file=taken.found.file)
        terminal.table(headings, rows, title=title)  # type: ignore[arg-type]


def _show_counts(terminal: Terminal, prepared: Prepared) -> None:
    if not prepared.counts:
        return
    say = terminal.text
    headings = [(say("column-roster-table"), "left")]
    headings += [(say(f"column-roster-{key}"), "right") for key in ("new", "changed", "ended", "same")]
    rows = [
        [say(f"roster-table-{name}"), count.new, count.changed, count.ended, count.same]
        for name, count in prepared.counts.items()
    ]
    terminal.table(headings, rows, title=say("roster-counts"))  # type: ignore[arg-type]
