"""The verb ``branches``: how far the chain of party branches reaches, and which branches should be set up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ui.cli.frame import DONE, FOUND, Argument, Verb, list_options, on_option, terminal_of
from ui.cli.project import note_export, open_plan, opened
from ui.cli.terminal import Terminal
from ui.cli.vacancies import places_are_free, tell_written

if TYPE_CHECKING:
    import pandas as pd

    from gridmap.model.plan import Plan

SHOWN: Final = 30
"""How many rows are printed; files hold all of them."""


@click.command("branches", cls=Verb, place=61)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--apply", "applies", is_flag=True, help="help-branches-apply")
@on_option()
@list_options()
@click.pass_context
def branches_verb(
    ctx: click.Context, project: str, applies: bool, on: dt.date | None, json_file: str | None, out: Path | None
) -> int:
    """Print how far the chain reaches and which branches should be set up, and set them up if asked."""
    from gridmap.exchange.plain import in_plain_text
    from gridmap.people.joint_branches import branches_wanted
    from ui.outputs.lists.branches import branches_as_json, list_of_branches

    terminal = terminal_of(ctx)
    places_are_free(terminal, json_file, out)
    plan = in_plain_text(open_plan(terminal, project))
    day = on or dt.date.today()
    with terminal.progress("cli-counting"):
        wanted = branches_wanted(plan, day)
    _show(terminal, plan, wanted, day)
    if json_file:
        from ui.outputs.findings import write_json

        write_json(branches_as_json(plan, wanted, day), json_file)
    if out:
        with terminal.progress("cli-writing", file=out):
            list_of_branches(plan, wanted, terminal.language, day).write(out)
    tell_written(terminal, json_file, out)
    if out:
        note_export(terminal, project, out, "public", len(wanted))
    if not applies:
        return FOUND if len(wanted) else DONE
    _set_up(terminal, project, wanted)
    return FOUND if (wanted["form"] == "").any() else DONE


def _show(terminal: Terminal, plan: Plan, wanted: pd.DataFrame, on: dt.date) -> None:
    from gridmap.figures.reach import reach_of_plan
    from ui.outputs.lists.branches import branches_in_words, headings_of_branches
    from ui.words.indicators import reach_in_words

    table = plan.tables["branches"]
    for tier in plan.scheme.tiers:
        count = int((table["tier"] == tier.key).sum())
        terminal.say("branches-of-tier", tier=tier.name, count=count)
    reach = reach_of_plan(plan, on)
    if reach.get("reached_share") is not None:
        terminal.out.print(reach_in_words(reach, terminal.language), markup=False, soft_wrap=True)
    members = (plan.grids["declared_members"], plan.tables["compounds"]["members"])
    if not any(column.to_numpy().any() for column in members):
        terminal.say("branches-no-members")
        return
    if not len(wanted):
        terminal.say("branches-none")
        return
    words, names = branches_in_words(plan, wanted, terminal.language), headings_of_branches(plan, terminal.language)
    shown = [*(level.key for level in plan.scheme.levels[:-1]), "grids", "members", "form"]
    terminal.table(
        [(names[key], "right" if key == "members" else "left") for key in shown],
        words[shown].head(SHOWN).astype(object).to_numpy().tolist(),
    )
    if len(wanted) > SHOWN:
        terminal.say("vacancies-more", count=len(wanted) - SHOWN)
    counts = {form or "left": int((wanted["form"] == form).sum()) for form in ("own", "joint", "")}
    terminal.say("branches-summary", style="bold", **counts)


def _set_up(terminal: Terminal, project: str, wanted: pd.DataFrame) -> None:
    """Set all of them up in one step that one undo takes back."""
    from gridmap.edits import SetUpBranch, SetUpCompoundBranch, SetUpJointCompoundBranch, Together

    due = wanted[wanted["form"] != ""]
    edits = tuple(
        SetUpBranch(grids)
        if not compounds
        else SetUpCompoundBranch(compounds[0])
        if len(compounds) == 1
        else SetUpJointCompoundBranch(compounds)
        for grids, compounds in zip(due["grids"].tolist(), due["compounds"].tolist(), strict=True)
    )
    if not edits:
        return
    with opened(terminal, project, read_only=False) as file:
        file.must_be_writable()
        file.perform(Together(edits, "set-up-branches", {"count": len(edits)}))
    terminal.say("branches-set-up", style="bold", count=len(edits))
