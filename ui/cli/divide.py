"""The verb ``divide``: new borders for the grids of villages, by the household standard."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridmap.model.errors import BadInput, Refused
from ui.cli.frame import BAD_INPUT, DONE, Argument, Verb, terminal_of
from ui.cli.project import opened
from ui.cli.terminal import Terminal
from ui.words.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridmap.division.proposals import Ground, Proposal
    from gridmap.model.plan import Plan
    from gridmap.project.project import Project

_MOST_PLANS = 5


@click.command("divide", cls=Verb, place=56)
@click.argument("project", cls=Argument, describe="help-project")
@click.option("--scope", "scopes", metavar="CODE", multiple=True, help="help-divide-scope")
@click.option("--households", metavar="LO HI", nargs=2, type=click.FloatRange(min=0), help="help-divide-households")
@click.option("--plans", metavar="N", type=click.IntRange(1, _MOST_PLANS), help="help-divide-plans")
@click.option("--rebalance", is_flag=True, help="help-divide-rebalance")
@click.option("--seed", metavar="S", default=0, type=click.IntRange(min=0, max=2**31 - 1), help="help-divide-seed")
@click.option("--plan", "chosen", metavar="K", default=1, type=click.IntRange(1, _MOST_PLANS), help="help-divide-plan")
@click.option("--draft", "title", metavar="TITLE", help="help-divide-draft")
@click.option("--apply", "applies", is_flag=True, help="help-divide-apply")
@click.option("--json", "json_file", metavar="OUT.json", help="help-divide-plans-json")
@click.pass_context
def divide_verb(
    ctx: click.Context,
    /,
    project: str,
    scopes: tuple[str, ...],
    households: tuple[float, float] | None,
    plans: int | None,
    rebalance: bool,
    seed: int,
    chosen: int,
    title: str | None,
    applies: bool,
    json_file: str | None,
) -> int:
    """Propose new borders, and keep them as a draft or carry them out if asked."""
    from gridmap.storage.whole_files import must_be_free

    terminal = terminal_of(ctx)
    if title is not None and applies:
        raise BadInput("divide-draft-or-apply")
    if json_file == "-":
        terminal.give_data_the_output()
    elif json_file:
        must_be_free(json_file)
    with opened(terminal, project, read_only=not applies) as file:
        if applies:
            file.must_be_writable()
        grounds = _grounds(terminal, file.plan, scopes, households)
        count = plans or (1 if len(grounds) > 1 else 3)
        found = _proposed(terminal, file.plan, grounds, 1 if rebalance else count, seed, rebalance=rebalance)
        for proposals in found:
            show_plans(terminal, file.plan, proposals)
        if json_file:
            _write(terminal, file.plan, found, json_file)
        taken = [proposals[min(chosen, len(proposals)) - 1] for proposals in found]
        if taken and (applies or title is not None):
            _carry_out(terminal, file, taken, title)
    return DONE if found else BAD_INPUT


def _grounds(
    terminal: Terminal, plan: Plan, scopes: tuple[str, ...], households: tuple[float, float] | None
) -> list[Ground]:
    """Return what there is to divide in the scope; what cannot be divided is told."""
    import numpy as np

    from gridmap.division.proposals import ground_to_divide, villages_in
    from ui.outputs.asked import grids_with_codes

    least, most = households or (None, None)
    grounds: list[Ground] = []
    villages = villages_in(plan, np.array(grids_with_codes(plan, scopes)) if scopes else None)
    for village in villages.tolist():
        try:
            grounds.append(ground_to_divide(plan, village, least, most))
        except Refused as error:
            if len(villages) == 1:
                raise
            _skip(terminal, plan, village, error)
    if not grounds:
        terminal.warn("divide-none")
    return grounds


def _skip(terminal: Terminal, plan: Plan, village: int, error: Refused) -> None:
    reason = message_of(error, terminal.language)
    terminal.warn("divide-skipped", name=name_of(plan, village), reason=reason)


def name_of(plan: Plan, grid: int) -> str:
    """Return the name of a grid, or its code if it has none."""
    return plan.value(grid, "name") or plan.codes([grid])[0]


def _proposed(
    terminal: Terminal, plan: Plan, grounds: list[Ground], count: int, seed: int, *, rebalance: bool
) -> list[list[Proposal]]:
    from gridmap.division import proposals

    found = []
    with terminal.progress("cli-dividing") as step:
        for done, ground in enumerate(grounds):
            step(done / len(grounds))
            if rebalance:
                found.append([proposals.rebalance(plan, ground, seed=seed)])
            else:
                found.append(proposals.propose(plan, ground, count, seed=seed))
    return found


def show_plans(terminal: Terminal, plan: Plan, proposals: list[Proposal]) -> None:
    """Print the proposals for one village, and what stands in the way of the standard."""
    say, ground = terminal.text, proposals[0].ground
    name = name_of(plan, ground.village)
    limits: dict[str, Any] = {"name": name, "least": ground.least, "most": ground.most}
    names = ("plan", "grids", "households", "outside", "compactness", "border", "on-lines", "moved")
    headings = [(say(f"column-division-{name}"), "left" if name == "plan" else "right") for name in names]
    rows = [
        [
            str(number),
            len(proposal.shapes),
            f"{proposal.households.min():,.0f}–{proposal.households.max():,.0f}",
            len(proposal.outside),
            f"{proposal.compactness.mean():.2f}",
            f"{proposal.border:,.0f}",
            f"{proposal.on_lines:.0%}" if proposal.new_border else "-",
            round(proposal.moved),
        ]
        for number, proposal in enumerate(proposals, 1)
    ]
    terminal.table(headings, rows, title=say("divide-plans", before=len(ground.grids), **limits))  # type: ignore[arg-type]
    best = proposals[0]
    if best.too_heavy:
        blocks = [say("divide-too-heavy-block", place=place, households=homes) for place, homes in best.too_heavy]
        terminal.warn("divide-too-heavy", blocks=blocks, **limits)
    if len(best.outside):
        terminal.warn("divide-outside", count=len(best.outside), unavoidable=int(best.unavoidable.sum()), **limits)
    if best.cut_estates:
        terminal.warn("divide-cut-estates", name=name, names=list(best.cut_estates))


def _write(terminal: Terminal, plan: Plan, found: list[list[Proposal]], json_file: str) -> None:
    from gridmap.exchange.plain import in_plain_text
    from ui.outputs.findings import write_json

    plan = in_plain_text(plan)
    content = {"villages": [as_json(plan, proposals) for proposals in found]}
    write_json(content, json_file)
    if json_file != "-":
        terminal.say("cli-written", file=json_file)


def as_json(plan: Plan, proposals: list[Proposal]) -> dict[str, Any]:
    """Return the proposals for one village as plain values; shapes in the plan's CRS."""
    import json

    import shapely

    ground = proposals[0].ground

    def grid(proposal: Proposal, number: int) -> dict[str, Any]:
        keeps = int(proposal.keeps[number])
        return {
            "code": plan.codes([keeps])[0] if keeps else None,
            "households": float(proposal.households[number]),
            "compactness": round(float(proposal.compactness[number]), 4),
            "geometry": json.loads(shapely.to_geojson(proposal.shapes[number])),
        }

    return {
        "village": plan.codes([ground.village])[0],
        "name": plan.value(ground.village, "name"),
        "least": ground.least,
        "most": ground.most,
        "plans": [
            {
                "balance": round(proposal.balance, 4),
                "compactness": round(float(proposal.compactness.mean()), 4),
                "border_m": round(proposal.border, 3),
                "new_border_m": round(proposal.new_border, 3),
                "on_lines": round(proposal.on_lines, 4),
                "moved": proposal.moved,
                "outside": len(proposal.outside),
                "unavoidable": int(proposal.unavoidable.sum()),
                "too_heavy": [{"place": place, "households": homes} for place, homes in proposal.too_heavy],
                "cut_estates": list(proposal.cut_estates),
                "grids": [grid(proposal, number) for number in range(len(proposal.shapes))],
            }
            for proposal in proposals
        ],
    }


def _carry_out(terminal: Terminal, file: Project, taken: list[Proposal], title: str | None) -> None:
    """Carry proposals out as one step: in a new draft if it has a title, else in the project itself."""
    from gridmap.division.proposals import together

    edit = together(taken)
    counts = {"count": len(taken), "grids": sum(len(proposal.shapes) for proposal in taken)}
    if title is None:
        with terminal.progress("cli-storing"):
            file.perform(edit)
        terminal.say("divide-applied", style="bold", **counts)
        return
    with _new_draft(file, title) as draft, terminal.progress("cli-storing"):
        draft.perform(edit)
    terminal.say("divide-drafted", style="bold", title=title, **counts)


@contextmanager
def _new_draft(file: Project, title: str) -> Iterator[Project]:
    """Begin a draft and open it; it goes again if what is to come into it fails."""
    from gridmap.project.drafts import begin_draft, drop_draft
    from gridmap.project.project import Project

    path: Path = begin_draft(file, title)
    try:
        with Project.open(path) as draft:
            yield draft
    except BaseException:
        drop_draft(path)
        raise
