"""The verb ``suggest``: who could take what is vacant, within all limits, and doing so if asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, Argument, Verb, list_options, on_option, privacy_option, terminal_of
from ui.cli.project import note_export, open_plan, opened
from ui.cli.terminal import Terminal
from ui.cli.vacancies import asked_grids, places_are_free, tell_written

if TYPE_CHECKING:
    from gridmap.model.plan import Plan
    from gridmap.people.privacy import Profile
    from gridmap.people.suggestions import Suggestion

SHOWN: Final = 30
"""How many rows are printed; files hold all of them."""


@click.command("suggest", cls=Verb, place=66)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-scope")
@on_option()
@list_options()
@click.option("--apply", "applies", is_flag=True, help="help-suggest-apply")
@privacy_option()
@click.pass_context
def suggest_verb(
    ctx: click.Context,
    project: str,
    scopes: tuple[str, ...],
    on: dt.date | None,
    json_file: str | None,
    out: Path | None,
    applies: bool,
    privacy: str,
) -> int:
    """Print who could take what is vacant and who would move; write it, and do it if asked."""
    from gridmap.people.privacy import profile_named

    terminal, profile = terminal_of(ctx), profile_named(privacy)
    places_are_free(terminal, json_file, out)
    if not applies:
        plan = open_plan(terminal, project)
        suggestion = _suggested(terminal, plan, scopes, on)
        _told(terminal, plan, suggestion, profile, json_file, out)
        if out:
            note_export(terminal, project, out, profile, len(suggestion.given))
        return DONE
    with opened(terminal, project, read_only=False) as file:
        file.must_be_writable()
        suggestion = _suggested(terminal, file.plan, scopes, on)
        before = file.plan
        if suggestion.given:
            from gridmap.edits import ApplySuggestion

            with terminal.progress("cli-storing"):
                file.perform(ApplySuggestion(suggestion))
        _told(terminal, before, suggestion, profile, json_file, out)
        if suggestion.given:
            terminal.say(
                "suggest-done",
                style="bold",
                count=len(suggestion.given),
                on=suggestion.on.isoformat(),
            )
    if out:
        note_export(terminal, project, out, profile, len(suggestion.given))
    return DONE


def _suggested(terminal: Terminal, plan: Plan, scopes: tuple[str, ...], on: dt.date | None) -> Suggestion:
    from gridmap.people.suggestions import suggest

    within = asked_grids(plan, scopes)
    with terminal.progress("suggest-working"):
        return suggest(plan, within=within, on=on)


def _told(
    terminal: Terminal, plan: Plan, suggestion: Suggestion, profile: Profile, json_file: str | None, out: Path | None
) -> None:
    """Print a suggestion and write it to the files that were asked for."""
    from ui.outputs.lists.suggestion import list_of_suggestion, suggestion_as_json

    _show(terminal, plan, suggestion, profile)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(suggestion_as_json(plan, suggestion, profile), json_file)
    if out:
        with terminal.progress("cli-writing", file=out):
            list_of_suggestion(plan, suggestion, terminal.language, profile).write(out)
    tell_written(terminal, json_file, out)


def _show(terminal: Terminal, plan: Plan, suggestion: Suggestion, profile: Profile) -> None:
    from ui.outputs.lists.suggestion import headings_of_suggestion, left_in_words, suggestion_in_words

    language = terminal.language
    if not suggestion.given and not suggestion.unfilled:
        terminal.say("vacancies-none", on=suggestion.on.isoformat())
        return
    names = headings_of_suggestion(plan, language)
    tables = (
        (suggestion_in_words(plan, suggestion, language, profile), ("code", "name", "role", "comes", "leaves"), ""),
        (left_in_words(plan, suggestion, language), ("code", "name", "limit"), terminal.text("list-unfilled")),
    )
    for table, shown, title in tables:
        if len(table):
            terminal.table(
                [(names[key], "right" if key == "code" else "left") for key in shown],
                table[list(shown)].head(SHOWN).to_numpy().tolist(),
                title=title,
            )
        if len(table) > SHOWN:
            terminal.say("vacancies-more", count=len(table) - SHOWN)
    terminal.say(
        "suggest-summary" if suggestion.proved else "suggest-summary-unproved",
        style="bold",
        on=suggestion.on.isoformat(),
        filled=suggestion.filled,
        left=len(suggestion.unfilled),
        moved=suggestion.moved,
    )
