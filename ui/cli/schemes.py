"""The verb ``schemes``: which schemes ship, and how to make the sample of each."""

from __future__ import annotations

import click

from ui.cli.frame import DONE, Verb, terminal_of


@click.command("schemes", cls=Verb, place=25)
@click.pass_context
def schemes_verb(ctx: click.Context) -> int:
    """List the schemes that ship, with what each is for."""
    from gridmap.model.scheme import SHIPPED
    from sample_data.schemes import WITH_SAMPLE, sizes_of

    terminal = terminal_of(ctx)
    say = terminal.text
    rows = [[key, ", ".join(sizes_of(key)) if key in WITH_SAMPLE else None, say(f"scheme-is-{key}")] for key in SHIPPED]
    columns = ("key", "sizes", "is")
    terminal.table([(say(f"schemes-{column}"), "left") for column in columns], rows)
    terminal.say("schemes-how")
    return DONE
