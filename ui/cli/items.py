"""The verb ``items``: what was reported and dealt with, by town, village or grid, by month, or by kind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.frame import DONE, Argument, Day, Verb, list_options, on_option, terminal_of
from ui.cli.project import note_export, open_plan
from ui.cli.terminal import Terminal
from ui.cli.vacancies import asked_grids, name_of_scope, places_are_free, tell_written

if TYPE_CHECKING:
    from gridmap.figures.items import ItemFigures
    from gridmap.model.plan import Plan


@click.command("items", cls=Verb, place=61)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--by", "by", metavar="LEVEL", help="help-items-by")
@click.option("--from", "first", metavar="DATE", type=Day(), help="help-items-from")
@click.option("--to", "last", metavar="DATE", type=Day(), help="help-items-to")
@on_option()
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-scope")
@list_options()
@click.pass_context
def items_verb(
    ctx: click.Context,
    project: str,
    by: str | None,
    first: dt.date | None,
    last: dt.date | None,
    on: dt.date | None,
    scopes: tuple[str, ...],
    json_file: str | None,
    out: Path | None,
) -> int:
    """Print figures of items, and write them."""
    from gridmap.exchange.plain import in_plain_text
    from gridmap.figures.items import of_items
    from ui.outputs.lists.items import items_as_json, list_of_items

    terminal = terminal_of(ctx)
    places_are_free(terminal, json_file, out)
    if first and last and last < first:
        raise click.UsageError(terminal.text("items-period-reversed", first=first.isoformat(), last=last.isoformat()))
    plan = in_plain_text(open_plan(terminal, project))
    day = on or last or dt.date.today()
    with terminal.progress("cli-counting"):
        level = by or plan.scheme.levels[0].key
        found = of_items(plan, level, on=day, since=first, until=last, within=asked_grids(plan, scopes))
    period = f"{first or '…'} – {last or day}" if first or last else ""
    _show(terminal, plan, found, period)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(items_as_json(found), json_file)
    if out:
        with terminal.progress("cli-writing", file=out):
            scope = name_of_scope(plan, scopes, terminal)
            list_of_items(plan, found, terminal.language, period, scope).write(out)
    tell_written(terminal, json_file, out)
    if out:
        note_export(terminal, project, out, "public", len(found.rows))
    return DONE


def _show(terminal: Terminal, plan: Plan, found: ItemFigures, period: str) -> None:
    from ui.cli.stats import heading_of
    from ui.outputs.lists.items import SHOWN, figure_in_words, headings_of_items, names_of_items
    from ui.words.labels import dates_of

    whole = found.whole.iloc[0]
    if not int(whole["raised"]):
        terminal.say("items-none", on=found.on.isoformat())
        return
    names = headings_of_items(plan, found, terminal.language)
    rows = [*found.rows.to_dict("records"), *found.rest.to_dict("records")]
    lines = zip(names_of_items(plan, found, terminal.language), rows, strict=True)
    terminal.table(
        [(names["name"], "left"), *((names[key], "right") for key in SHOWN)],
        [[name, *(figure_in_words(key, row[key]) for key in SHOWN)] for name, row in lines if row["raised"]],
        title=heading_of(plan.facts(), terminal.language),
        total=[terminal.text("column-row_total"), *(figure_in_words(key, whole[key]) for key in SHOWN)],
    )
    if period:
        terminal.say("items-of-period", period=period)
    terminal.out.print(dates_of(plan.facts(), found.on, terminal.language), soft_wrap=True)
