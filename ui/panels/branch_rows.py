"""Rows of the details of a grid: the branches that it is linked to, and the chain above each."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable

from gridmap.model.plan import Plan
from gridmap.people.branches import branches_of, known_links
from gridmap.people.chains import upward
from gridmap.people.privacy import Profile, shown_names
from ui.look.words import Words


def rows_of_branches(
    plan: Plan,
    grid: int,
    words: Words,
    privacy: Profile,
    on: dt.date,
    muted: Callable[[str], str],
    links: Callable[..., str],
) -> list[tuple[str, str]]:
    """Return the rows of a grid's branches as markup, those first that count on a day.

    Parameters
    ----------
    muted, links : callable
        How the page shows what matters less, and what may be done.
    """
    branches = plan.tables["branches"]
    tiers = {tier.key: words.name(tier.name) for tier in plan.scheme.tiers}
    counting = branches_of(plan, grid, on).tolist()
    branch, place = known_links(plan, on)
    linked = branches.index.to_numpy()[branch[plan.ids[place] == grid]].tolist()
    rows = []
    for known in counting + [other for other in linked if other not in counting]:
        row = branches.loc[known]
        name = html.escape(row["name"])
        if row["joint"]:
            name += f" · {words('inspector-joint')}"
        if known not in counting:
            name += f" · {muted(words('inspector-not-counted'))}"
        turn = ("own", "inspector-make-own") if row["joint"] else ("joint", "inspector-make-joint")
        may = links((f"unlink:{known}", "inspector-unlink"), (f"{turn[0]}:{known}", turn[1]))
        rows.append((html.escape(tiers.get(row["tier"], row["tier"])), name + may))
        secretary = shown_names([row["secretary"]], privacy)[0]
        rows.append((words("inspector-secretary"), html.escape(secretary) or "—"))
        rows.append((words("inspector-members"), f"{int(row['members']):,}"))
        below = int((branches["parent"] == known).sum())
        if below:
            rows.append((words("inspector-groups"), f"{below:,}"))
        rows += _above(plan, known, words, tiers, muted)
    return rows


def _above(
    plan: Plan, branch: int, words: Words, tiers: dict[str, str], muted: Callable[[str], str]
) -> list[tuple[str, str]]:
    """Return a row for each branch above one, up to the top, and one for each tier that is missing on the way."""
    table, rows = plan.tables["branches"], []
    for place, missing in upward(plan, int(table.index.get_loc(branch))):
        row = table.iloc[place]
        if table.index[place] != branch:
            rows.append((html.escape(tiers.get(row["tier"], row["tier"])), html.escape(row["name"])))
        if missing:
            tier = html.escape(words.name(plan.scheme.tiers[missing - 1].name))
            rows.append((tier, muted(words("inspector-chain-breaks"))))
    return rows
