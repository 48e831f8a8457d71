"""The verb ``vacancies``: which grids lack somebody, by town and village, and since when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, FOUND, Argument, Verb, list_options, on_option, terminal_of
from ui.cli.project import note_export, open_plan
from ui.cli.terminal import Terminal
from ui.outputs.asked import grids_with_codes
from ui.outputs.formats import format_of

if TYPE_CHECKING:
    import pandas as pd

    from gridmap.model.arrays import BoolArray
    from gridmap.model.plan import Plan

SHOWN: Final = 30
"""How many rows are printed; files hold all of them."""


@click.command("vacancies", cls=Verb, place=62)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-scope")
@on_option()
@list_options()
@click.pass_context
def vacancies_verb(
    ctx: click.Context,
    project: str,
    scopes: tuple[str, ...],
    on: dt.date | None,
    json_file: str | None,
    out: Path | None,
) -> int:
    """Print the grids that lack the role that their kind needs, and write them."""
    from gridmap.exchange.plain import in_plain_text
    from gridmap.people.vacancies import vacancies
    from ui.outputs.lists.vacancies import list_of_vacancies, vacancies_as_json

    terminal = terminal_of(ctx)
    places_are_free(terminal, json_file, out)
    plan = in_plain_text(open_plan(terminal, project))
    day = on or dt.date.today()
    within = asked_grids(plan, scopes)
    with terminal.progress("cli-counting"):
        table = vacancies(plan, within=within, on=day)
    _show(terminal, plan, table, day)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(vacancies_as_json(table), json_file)
    if out:
        with terminal.progress("cli-writing", file=out):
            list_of_vacancies(plan, table, terminal.language, day, name_of_scope(plan, scopes, terminal)).write(out)
    tell_written(terminal, json_file, out)
    if out:
        note_export(terminal, project, out, "public", len(table))
    return FOUND if len(table) else DONE


def places_are_free(terminal: Terminal, json_file: str | None, out: Path | None) -> None:
    """Refuse before the work what must not be replaced and what no list can be written as."""
    from gridmap.storage.whole_files import must_be_free

    if json_file == "-":
        terminal.give_data_the_output()
    if out is not None:
        format_of(out, "list")
    for file in (json_file, out):
        if file and file != "-":
            must_be_free(file)


def tell_written(terminal: Terminal, *files: str | Path | None) -> None:
    """Say which files were written."""
    for file in files:
        if file and file != "-":
            terminal.say("cli-written", file=str(file))


def asked_grids(plan: Plan, scopes: tuple[str, ...]) -> BoolArray | None:
    """Return which grids are among those of some codes or below them; ``None`` if no code is given.

    Raises
    ------
    BadInput
        ``unknown-code``.
    """
    from gridmap.figures.statistics import inside

    return inside(plan, grids_with_codes(plan, scopes)) if scopes else None


def name_of_scope(plan: Plan, scopes: tuple[str, ...], terminal: Terminal) -> str:
    """Return the names of the grids that were asked for, ``""`` for everything."""
    from ui.words.messages import between

    names = [str(plan.value(grid, "name")) for grid in grids_with_codes(plan, scopes)]
    return between(terminal.language).join(name or code for name, code in zip(names, scopes, strict=False))


def _show(terminal: Terminal, plan: Plan, table: pd.DataFrame, day: dt.date) -> None:
    from ui.outputs.lists.vacancies import headings_of_vacancies, vacancies_in_words

    if not len(table):
        terminal.say("vacancies-none", on=day.isoformat())
        return
    words, names = vacancies_in_words(plan, table, terminal.language), headings_of_vacancies(plan, terminal.language)
    shown = ["code", "name", "village", "lacks", "since"]
    terminal.table(
        [(names[key], "right" if key in ("code", "since") else "left") for key in shown],  # these are never folded
        words[shown].head(SHOWN).astype(object).to_numpy().tolist(),
    )
    if len(table) > SHOWN:
        terminal.say("vacancies-more", count=len(table) - SHOWN)
    terminal.say(
        "vacancies-summary",
        style="bold",
        on=day.isoformat(),
        count=len(table),
        households=int(table["households"].sum()),
    )
