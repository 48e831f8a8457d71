"""How far an adjustment has got: proposed by the town, agreed by the county, filed by the city, each on a day.

It stands among the facts of the draft (table ``facts``, key ``adjustment-STAGE-ID`` with the draft's id), so that it
goes into the project with the draft, has its own line in the history, and is undone and forgotten like all else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from gridmap.model.change import Change
from gridmap.model.errors import Refused
from gridmap.model.making import change_of
from gridmap.model.plain_text import without_strange_letters
from gridmap.model.plan import Plan

STAGES: Final = ("propose", "agree", "file")
"""In their order: the town proposes, the county agrees, the city files."""

_MISSING: Final = ("stage-propose-missing", "stage-agree-missing", "stage-agree-missing")
_KEY: Final = re.compile(r"adjustment-(propose|agree|file)-(.+)", re.DOTALL)
_DAY: Final = 10  # letters of a date


@dataclass(frozen=True)
class Stage:
    """A stage that an adjustment has reached.

    Attributes
    ----------
    key : str
        One of :data:`STAGES`.
    day : date
    document : str
        Number of the paper that says so, ``""`` if there is none.
    """

    key: str
    day: dt.date
    document: str = ""


def stages_in(plan: Plan) -> dict[str, tuple[Stage, ...]]:
    """Return the stages that adjustments have reached, by the id of the draft, in their order.

    What is out of order or has no day (another program may write facts) is left out with all that comes after it.
    """
    known: dict[str, dict[str, str]] = {}
    for key, value in plan.facts().items():
        match = _KEY.fullmatch(key)
        if match:
            known.setdefault(match[2], {})[match[1]] = value
    return {which: found for which, values in known.items() if (found := _in_order(values))}


def _in_order(values: Mapping[str, str]) -> tuple[Stage, ...]:
    found: list[Stage] = []
    for key in STAGES:
        try:
            day = dt.date.fromisoformat(values.get(key, "")[:_DAY])
        except ValueError:
            break
        found.append(Stage(key, day, values[key][_DAY:].strip()))
    return tuple(found)


def stages_between(before: Plan, after: Plan) -> tuple[Stage, ...]:
    """Return how far the adjustment has got that leads from one plan to another; nothing if it is not one alone."""
    old = stages_in(before)
    new = [stages for which, stages in stages_in(after).items() if which not in old]
    return new[0] if len(new) == 1 else ()


@dataclass(frozen=True)
class RecordStages:
    """Record how far an adjustment has got, in place of what was recorded before.

    Parameters
    ----------
    adjustment : str
        Id of the draft, see :class:`gridmap.storage.DraftMark`.
    title : str
        The draft's, for the history.
    stages : tuple of Stage
        Those that are reached, in the order of :data:`STAGES`; none to take all back.
    """

    adjustment: str
    title: str
    stages: tuple[Stage, ...]

    def change(self, plan: Plan) -> Change:
        """Return the change.

        Raises
        ------
        Refused
            ``stage-propose-missing``, ``stage-agree-missing`` if one is reached without the one before it;
            ``stage-day-too-early`` if its day is before that of the one before it; ``changes-nothing``.
        """
        for at, stage in enumerate(self.stages):
            if stage.key != STAGES[at]:
                raise Refused(_MISSING[at])
            if at and stage.day < self.stages[at - 1].day:
                before = self.stages[at - 1].day
                raise Refused("stage-day-too-early", day=stage.day.isoformat(), before=before.isoformat())
        wanted = {f"adjustment-{one.key}-{self.adjustment}": _value(one) for one in self.stages}
        facts = plan.tables["facts"]
        every = [f"adjustment-{key}-{self.adjustment}" for key in STAGES]
        there = {key: int(row) for row, key in zip(facts.index.tolist(), facts["key"], strict=True) if key in every}
        drop = [row for key, row in there.items() if key not in wanted]
        free = plan.next_id("facts")
        rows = pd.DataFrame({"key": list(wanted), "value": list(wanted.values())})
        rows.index = pd.Index([there.get(key, free + at) for at, key in enumerate(wanted)], name="id", dtype="int64")
        last = self.stages[-1] if self.stages else None
        values: dict[str, str | int | float] = {"title": self.title}
        if last is not None:
            values["day"] = last.day.isoformat()
        label = f"stage-{last.key}" if last is not None else "stage-none"
        change = change_of(plan, label, put={"facts": rows}, drop={"facts": drop}, values=values)
        if not len(change.ids("facts")):
            raise Refused("changes-nothing")
        return change


def _value(stage: Stage) -> str:
    document = " ".join(without_strange_letters(stage.document).split())
    return f"{stage.day.isoformat()} {document}".rstrip()
