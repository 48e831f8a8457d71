"""The verb ``staffing``: who left and who came between two days, and which grids were vacant meanwhile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, Argument, Day, Verb, list_options, privacy_option, terminal_of
from ui.cli.project import note_export, open_plan
from ui.cli.terminal import Terminal
from ui.cli.vacancies import asked_grids, places_are_free, tell_written

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile
    from gridmap.people.turnover import Turnover

SHOWN: Final = 30
"""How many rows are printed; files hold all of them."""


@click.command("staffing", cls=Verb, place=64)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--from", "first", metavar="DATE", type=Day(), required=True, help="help-from-day")
@click.option("--to", "last", metavar="DATE", type=Day(), required=True, help="help-to-day")
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-scope")
@list_options()
@privacy_option()
@click.pass_context
def staffing_verb(
    ctx: click.Context,
    project: str,
    first: dt.date,
    last: dt.date,
    scopes: tuple[str, ...],
    json_file: str | None,
    out: Path | None,
    privacy: str,
) -> int:
    """Print who left and who came between two days, and how far every town was covered."""
    from gridmap.exchange.plain import in_plain_text
    from gridmap.people.privacy import profile_named
    from gridmap.people.turnover import turnover
    from ui.outputs.lists.staffing import list_of_turnover, turnover_as_json

    terminal, profile = terminal_of(ctx), profile_named(privacy)
    places_are_free(terminal, json_file, out)
    plan = in_plain_text(open_plan(terminal, project))
    within = asked_grids(plan, scopes)
    with terminal.progress("cli-counting"):
        found = turnover(plan, first, last, within=within)
    _show_turnover(terminal, plan, found, profile)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(turnover_as_json(plan, found, profile), json_file)
    if out:
        with terminal.progress("cli-writing", file=out):
            list_of_turnover(plan, found, terminal.language, profile).write(out)
    tell_written(terminal, json_file, out)
    if out:
        note_export(terminal, project, out, profile, len(found.left) + len(found.came))
    return DONE


def _show_turnover(terminal: Terminal, plan: Plan, found: Turnover, profile: Profile) -> None:
    from ui.outputs.lists.staffing import coverage_in_words, covered_in_words, events_in_words, headings_of_events

    language = terminal.language
    names, words = headings_of_events(plan, language), events_in_words(plan, found, language, profile)
    shown = ("code", "name", "what", "who", "day", "since")
    if len(words):
        rows = words[list(shown)].head(SHOWN).to_numpy().tolist()
        terminal.table([(names[key], "right" if key in ("code", "day", "since") else "left") for key in shown], rows)
    if len(words) > SHOWN:
        terminal.say("vacancies-more", count=len(words) - SHOWN)
    towns = coverage_in_words(plan, found, language)
    counted = ("grids", "lacking_first", "lacking_last", "days_vacant")
    lines = [
        [row["town"], *(int(row[key]) for key in counted), covered_in_words(row["covered_share"])]
        for _, row in towns.iterrows()
    ]
    headings = [(names["town"], "left"), *((terminal.text(f"list-{key}"), "right") for key in counted)]
    terminal.table([*headings, (terminal.text("list-covered_share"), "right")], lines)  # type: ignore[list-item]
    terminal.say(
        "staffing-summary",
        style="bold",
        first=found.first.isoformat(),
        last=found.last.isoformat(),
        left=len(found.left),
        came=len(found.came),
    )
