"""Compounds of a grid among its details, and the details of one compound."""

from __future__ import annotations

import html
from typing import Final

import numpy as np
import shapely

from gridmap.edits import CorrectOutline, DrawOutline
from gridmap.figures.compounds import compound_rows, path_of, within
from gridmap.ground.compound_outlines import buildings_of
from gridmap.ground.compound_places import compound_shapes, has_shape
from gridmap.ground.compounds import compounds
from gridmap.ground.placement import building_points
from gridmap.model.plan import Plan
from gridmap.outcome.outcome import Outcome
from ui.look.words import Words
from ui.words.messages import between

_NAMED: Final = 8
"""So many compounds of a grid are named, those with most residents first."""

_AT_ONCE: Final = 20_000
"""Of so many buildings their compounds are found without anybody waiting."""


def compounds_of_grid(plan: Plan, grid: int, words: Words, unfolded: int = -1, can_edit: bool = False) -> str:
    """Return the HTML of the compounds in a grid and below it, each with a link ``compound:PLACE``; ``""`` for none.

    Parameters
    ----------
    unfolded : int
        Place of the compound whose details are shown, -1 for none.
    can_edit : bool
        Whether links to correct that one and to take it off the list stand below its details.
    """
    if not compounds.is_known(plan) and len(plan.buildings) > _AT_ONCE:
        return ""  # the check works it out in the background, and the page is written anew then
    found = compounds(plan)
    if not len(found):
        return ""
    here = np.flatnonzero(within(plan, found, [grid]))
    if not len(here):
        return ""
    order = here[np.lexsort((here, -found.residents[here]))]
    shown = order[:_NAMED].tolist()
    if unfolded in here and unfolded not in shown:
        shown.append(unfolded)
    lines = []
    for place in shown:
        name = html.escape(str(found.name[place]))
        people = words("inspector-compound", count=int(found.residents[place]))
        line = f"<p><a href='compound:{place}'>{name}</a>&nbsp; {people}</p>"
        if place == unfolded:
            rows = "".join(
                f"<tr><td style='padding-right: 12px'>{head}</td><td>{said}</td></tr>"
                for head, said in details_of_compound(plan, place, words)
            )
            line += f"<table style='margin-left: 12px'>{rows}</table>"
            line += _links(plan, place, words) if can_edit else ""
        lines.append(line)
    if len(order) > len(shown):
        lines.append(f"<p>{words('inspector-compounds-more', count=len(order) - len(shown))}</p>")
    return "".join(lines)


def _links(plan: Plan, place: int, words: Words) -> str:
    """Return links to what may be done with a compound: its row on one line, its outline on the next."""
    lines = [[("correct-compound", "inspector-compound-list")]]
    if place < len(plan.tables["compounds"]):
        lines = [[("correct-compound", "inspector-compound-correct"), ("delete-compound", "inspector-compound-delete")]]
        drawn = [("outline-compound", "compound-outline-draw")]
        if has_shape(plan)[place]:
            drawn = [("outline-compound", "compound-outline-again")]
            drawn += [("vertices-compound", "compound-outline-correct"), ("bare-compound", "compound-outline-remove")]
        lines.append(drawn)
    said = "<br>".join(" &nbsp;".join(f"<a href='{to}:{place}'>{words(key)}</a>" for to, key in line) for line in lines)
    return f"<p style='margin-left: 12px'>{said}</p>"


def count_in_grid(plan: Plan, grid: int) -> int:
    """Return how many compounds have homes in a grid or below it, or lie there."""
    return int(within(plan, compounds(plan), [grid]).sum())


def details_of_compound(plan: Plan, place: int, words: Words) -> list[tuple[str, str]]:
    """Return heading and HTML of what is known of a compound, by its place among them."""
    row = compound_rows(plan).loc[place]
    found, yes, no = compounds(plan), words("compound-yes"), words("compound-no")
    if not row["listed"]:
        yes = no = words("inspector-compound-unlisted")

    def people(column: int) -> str:
        said = int((found.households, found.residents)[column][place])
        declared = said > 0 and found.built[place, column] == 0
        return words("inspector-compound-declared", count=said) if declared else f"{said:,}"

    own = words("compound-super") if row["super"] else ""
    facts = [
        (words("inspector-compound-where"), html.escape(between(words.language).join(path_of(plan, int(row["seat"]))))),
        (words("compound-buildings"), f"{int(row['buildings']):,}"),
        (words("compound-households"), people(0)),
        (words("compound-residents"), " · ".join(part for part in (people(1), own) if part)),
        (words("compound-registered"), f"{int(row['registered']):,}" if row["registered"] else ""),
        (words("compound-branch"), html.escape(row["branch"]) or (yes if row["has_branch"] else no)),
        (words("compound-members"), f"{int(row['members']):,}" if row["members"] else ""),
        (words("compound-committee"), html.escape(row["committee"]) or (yes if row["has_committee"] else no)),
        (words("compound-firm"), html.escape(row["firm"]) or no),
        (words("inspector-compound-alias"), html.escape(row["alias"])),
        (words("compound-source"), html.escape(row["source"])),
    ]
    return [(head, said) for head, said in facts if said]


def outline_told(outcome: Outcome, words: Words) -> str:
    """Say what a compound would hold with the outline that is proposed, ``""`` for edits of something else."""
    edit = outcome.edit
    if not isinstance(edit, (DrawOutline, CorrectOutline)) or outcome.change is None:
        return ""
    after = outcome.plan.apply(outcome.change)
    place = int(after.tables["compounds"].index.get_loc(edit.compound))
    row, mine = compound_rows(after).loc[place], buildings_of(after, place)
    told = words("outline-holds", buildings=int(row["buildings"]), households=int(row["households"]))
    outside = ~shapely.intersects(building_points(after)[mine], compound_shapes(after)[place])
    return told + (" " + words("outline-leaves-out", count=int(outside.sum())) if outside.any() else "")
