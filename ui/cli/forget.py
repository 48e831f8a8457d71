"""The verb ``forget``: take a person out of a project, its history and its drafts, after asking twice."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from gridmap.model.errors import BadInput
from ui.cli.frame import DONE, Argument, Verb, terminal_of
from ui.cli.project import opened
from ui.cli.terminal import Terminal
from ui.words.forgetting import what_stays

if TYPE_CHECKING:
    pass


@click.command("forget", cls=Verb, place=120)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--worker", "number", metavar="NUMBER", required=True, help="help-forget-worker")
@click.option("--name", metavar="NAME", default="", help="help-forget-name")
@click.option("--yes", is_flag=True, help="help-forget-yes")
@click.option("--dry-run", is_flag=True, help="help-dry-run")
@click.pass_context
def forget_verb(ctx: click.Context, project: str, number: str, name: str, yes: bool, dry_run: bool) -> int:
    """Forget a person: name, phone and staff number go for good."""
    from gridmap.project.forgetting import Person, forget_person

    terminal = terminal_of(ctx)
    if not number.strip():
        raise BadInput("forget-nobody", value=number)
    asks = not yes and not dry_run
    if asks and not is_watched():
        raise BadInput("forget-unasked")
    person = Person(number, name)
    with opened(terminal, project, read_only=dry_run) as file:
        with terminal.progress("job-forgetting"):
            told = forget_person(file, person, dry_run=True)
        if dry_run or asks:
            terminal.say("forget-would", names=list(told.names), places=told.places, drafts=told.drafts)
        if asks and not _is_sure(terminal, person.staff_number):
            terminal.say("forget-left-alone")
            return DONE
        if not dry_run:
            with terminal.progress("job-forgetting"):
                told = forget_person(file, person)
            terminal.say("forget-done", places=told.places, drafts=told.drafts)
        for key, count in what_stays(told):
            terminal.warn(key, count=count)
        if dry_run:
            terminal.say("fix-dry-run")
    return DONE


def is_watched() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def _is_sure(terminal: Terminal, number: str) -> bool:
    """Ask twice: yes or no, and then for the staff number again."""
    if not click.confirm(terminal.text("forget-ask"), default=False, err=True):
        return False
    again: str = click.prompt(terminal.text("forget-ask-number"), default="", show_default=False, err=True)
    return again.strip() == number
