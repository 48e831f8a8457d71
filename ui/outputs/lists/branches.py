"""The list of party branches that should be set up, alone or with neighbours, and of grids that can set up none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from gridmap.figures.reach import reach_of_plan
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from ui.outputs.ledger.workbook import Column
from ui.outputs.lists import Listed
from ui.words.labels import dates_of, heading
from ui.words.messages import Language, between, text


def branches_as_json(plan: Plan, wanted: pd.DataFrame, on: dt.date) -> dict[str, Any]:
    """Return what :func:`gridmap.people.joint_branches.branches_wanted` found for programs: codes and keys.

    Returns
    -------
    dict
        ``{"chain": {"reached_buildings", "reached_households", "reached_share"}, "branches": [{"grids", "compound",
        "compounds", "members", "form", "why"}]}``: codes of grids, the name of a compound, and the names of all that a
        branch is for
    """
    rows = [
        {
            **row,
            "grids": [plain_text(code) for code in plan.codes(row["grids"])],
            "compound": plain_text(plan.tables["compounds"]["name"].get(row["compound"], "")),
            "compounds": [plain_text(plan.tables["compounds"]["name"][one]) for one in row["compounds"]],
        }
        for row in wanted.astype(object).to_dict("records")
    ]
    return {"chain": reach_of_plan(plan, on), "branches": rows}


def branches_in_words(plan: Plan, wanted: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the same with names for ids and words for keys: a column for each level above the lowest, and others.

    ``members`` stays a number.
    """
    first = plan.positions([(*grids, 0)[0] for grids in wanted["grids"]])
    names = plan.grids["name"].to_numpy(dtype=object)
    codes = plan.grids["code"].to_numpy(dtype=object)
    found: dict[str, Any] = {}
    for level in plan.scheme.levels[:-1]:
        at = plan.positions(np.append(plan.ancestors_at(level), 0)[first])
        found[level.key] = [names[here] or codes[here] if here >= 0 else "" for here in at.tolist()]
    places = [plan.positions(grids).tolist() for grids in wanted["grids"]]
    compounds = plan.tables["compounds"]["name"]
    found["grids"] = [
        between(language).join(compounds[one] for one in estates)
        if estates
        else between(language).join(names[at] or codes[at] for at in known)
        for estates, known in zip(wanted["compounds"].tolist(), places, strict=True)
    ]
    found["codes"] = [", ".join(codes[at] for at in known) for known in places]
    found["members"] = wanted["members"].tolist()
    keys = [
        f"compound-{why}" if why and estates else why or form
        for form, why, estates in zip(wanted["form"], wanted["why"], wanted["compounds"], strict=True)
    ]
    found["form"] = [text(f"branches-{key}", language) for key in keys]
    return pd.DataFrame(found, index=wanted.index)


def headings_of_branches(plan: Plan, language: Language) -> dict[str, str]:
    """Return what the columns of :func:`branches_in_words` are called; those of levels by the scheme."""
    found = {level.key: level.name.in_language(language) for level in plan.scheme.levels[:-1]}
    found |= {key: text(f"branches-column-{key}", language) for key in ("grids", "members", "form")}
    return found | {"codes": heading(plan, "codes", language)}


def list_of_branches(plan: Plan, wanted: pd.DataFrame, language: Language, on: dt.date) -> Listed:
    """Return the branches that should be set up as a list to print and to send.

    Parameters
    ----------
    wanted : DataFrame
        :func:`gridmap.people.joint_branches.branches_wanted` of the plan.
    on : date
        The day for which they were counted.
    """
    words, names = branches_in_words(plan, wanted, language), headings_of_branches(plan, language)
    columns = [
        Column(names[key], words[key].tolist(), "text")
        if key != "members"
        else Column(names[key], words[key].tolist(), "int", "sum", float(words[key].sum()))
        for key in words.columns
    ]
    facts: list[tuple[str, str | int]] = [
        (text("branches-own", language), int((wanted["form"] == "own").sum())),
        (text("branches-joint", language), int((wanted["form"] == "joint").sum())),
        (text("branches-left", language), int((wanted["form"] == "").sum())),
    ]
    return Listed(
        plan,
        text("branches-title", language),
        dates_of(plan.facts(), on, language),
        language,
        "public",  # it names nobody
        columns,
        facts=facts,
        on=on,
    )
