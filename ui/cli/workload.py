"""The verb ``workload``: how much everybody carries, worst first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, Argument, Verb, list_options, on_option, privacy_option, terminal_of
from ui.cli.project import note_export, open_plan
from ui.cli.terminal import Terminal
from ui.cli.vacancies import asked_grids, places_are_free, tell_written

if TYPE_CHECKING:
    import pandas as pd

    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile

SHOWN: Final = 30
"""How many rows are printed; files hold all of them."""


@click.command("workload", cls=Verb, place=65)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-scope")
@on_option()
@list_options()
@privacy_option()
@click.pass_context
def workload_verb(
    ctx: click.Context,
    project: str,
    scopes: tuple[str, ...],
    on: dt.date | None,
    json_file: str | None,
    out: Path | None,
    privacy: str,
) -> int:
    """Print how much every worker carries, worst first."""
    from gridmap.exchange.plain import in_plain_text
    from gridmap.people.loads import worker_loads
    from gridmap.people.privacy import profile_named
    from ui.outputs.lists.staffing import list_of_loads, loads_as_json

    terminal, profile = terminal_of(ctx), profile_named(privacy)
    places_are_free(terminal, json_file, out)
    plan, day = in_plain_text(open_plan(terminal, project)), on or dt.date.today()
    within = asked_grids(plan, scopes)
    with terminal.progress("cli-counting"):
        table = worker_loads(plan, within=within, on=day)
    _show_loads(terminal, plan, table, profile)
    terminal.say(
        "workload-summary",
        style="bold",
        on=day.isoformat(),
        workers=len(table),
        over=int((table["over"] != "").sum()),
    )
    if json_file:
        from ui.outputs.findings import write_json

        write_json(loads_as_json(plan, table, day, profile), json_file)
    if out:
        with terminal.progress("cli-writing", file=out):
            list_of_loads(plan, table, terminal.language, day, profile).write(out)
    tell_written(terminal, json_file, out)
    if out:
        note_export(terminal, project, out, profile, len(table))
    return DONE


def _show_loads(terminal: Terminal, plan: Plan, table: pd.DataFrame, profile: Profile) -> None:
    from ui.outputs.lists.staffing import covered_in_words, headings_of_loads, loads_in_words

    names = headings_of_loads(plan, terminal.language)
    words = loads_in_words(plan, table.head(SHOWN), terminal.language, profile)
    shown = ("who", "grids", "households", "apart_m", "walk_m", "of_limit", "over")
    if len(words):
        words["of_limit"] = [covered_in_words(share) for share in words["of_limit"]]
        rows = words[list(shown)].astype(object).to_numpy().tolist()
        terminal.table([(names[key], "left" if key in ("who", "over") else "right") for key in shown], rows)
    if len(table) > SHOWN:
        terminal.say("workload-more", count=len(table) - SHOWN)
