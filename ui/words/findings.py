"""What a finding says, in Chinese or English: its rule, its grids by code and name, and one sentence."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from gridmap.checks import Finding, Findings
from gridmap.exchange.plain import in_plain_text
from gridmap.model.arrays import positions_in
from gridmap.model.plan import Plan
from gridmap.model.scheme import CodeRule
from gridmap.people.privacy import Profile, shown_names, shown_numbers
from ui.words.messages import Language, has, rule_named, text

_NOBODY: Final = "—"
"""Stands for people and branches that the project does not have."""
_BY_REASON: Final = ("broken-chain", "joint-branch-due", "joint-compound-branch-due")
"""Rules that have a sentence to a reason, which does not name it."""
_WORDS: Final = {"reason": ("reason", "value"), "missing": ("value", "reason"), "state": ("value", "reason")}
"""Values of findings that have a word, and how its key begins; the likely one first, since one that is not there is
looked for among all sentences."""
_LISTED: Final = 5
"""More names than these are not listed in a sentence."""


class Wording:
    """Turns the findings of one plan into words.

    Parameters
    ----------
    plan : Plan
        The plan that was checked; codes and names are looked up in it, as every file can hold them.
    language : "zh" or "en"
    privacy : Profile
        What is said of people.
    """

    def __init__(self, plan: Plan, language: Language, privacy: Profile = "briefing") -> None:
        self.plan = in_plain_text(plan)
        self.language = language
        self.privacy = privacy

    def rule(self, key: str) -> str:
        """Return the name of a rule; its key if it is a rule of somebody else's that has none."""
        return rule_named(key, self.language)

    def meaning(self, key: str) -> str:
        """Return what a rule means, in a sentence or two; nothing of a rule of somebody else's."""
        return text(f"meaning-{key}", self.language) if has(f"meaning-{key}") else ""

    def severity(self, key: str) -> str:
        """Return the name of a severity."""
        return text(f"severity-{key}", self.language)

    def message(self, finding: Finding) -> str:
        """Return the sentence of a finding."""
        grids = [self.grid(grid) for grid in finding.grids]
        workers = [self._person(worker) for worker in finding.workers]
        branches = self.branch_names(finding)
        values: dict[str, object] = {
            "grid": grids[0] if grids else text("finding-no-parent", self.language),
            "others": self._few(grids[1:]),
            "grids": self._few(grids),
            "worker": workers[0] if workers else "",
            "workers": self._few(workers) or _NOBODY,
            "branch": branches[0] if branches else "",
            "branches": self._few(branches) or _NOBODY,
            "building": self._building(finding),
            "example": self._code_example(finding),
        }
        if not has(f"finding-{finding.rule}"):
            return text("finding-unworded", self.language, rule=self.rule(finding.rule), about=values["grids"])
        sentence = f"finding-{finding.rule}"
        if finding.rule in _BY_REASON and "reason" in finding.values:
            sentence += f"-{finding.values['reason']}"
        values.update(
            (name, self._value(name, value))
            for name, value in finding.values.items()
            if name != "reason" or finding.rule not in _BY_REASON
        )
        if finding.rule == "indicator-lacking":
            return self._indicator(finding, values)
        if finding.rule == "facility-elsewhere":
            values["others"] = (
                text("finding-facility-elsewhere-in", self.language, grid=grids[1]) if len(grids) > 1 else ""
            )
        if finding.rule == "gap" and not finding.grids:
            from gridmap.mending import may_be_enclave  # a check alone does without all the edits

            if may_be_enclave(self.plan, finding.where):
                return text("finding-gap-enclave", self.language, **values)
        return text(sentence, self.language, **values)

    def _indicator(self, finding: Finding, values: dict[str, object]) -> str:
        """Return the sentence of a unit that lacks something: what it has and should have, in the indicator's unit."""
        from ui.words.indicators import value_of_unit  # with all figures, which few checks have to tell of

        asked = self.plan.scheme.indicator(str(finding.values["indicator"]))
        for name in ("value", "limit"):
            values[name] = value_of_unit(asked, float(finding.values[name]))
        of_compound = "-compound" if "compound" in finding.values else ""
        return text(f"finding-indicator-lacking{of_compound}", self.language, **values)

    def grid(self, grid: int) -> str:
        """Return a grid's name and code as a sentence calls it; the code alone if it has no name."""
        code, name = self._label(grid)
        unnamed = text("finding-no-code", self.language)
        if not name:
            return code or unnamed
        return f"{name}（{code or unnamed}）" if self.language == "zh" else f"{name} ({code or unnamed})"

    def fixes(self, finding: Finding) -> list[str]:
        """Return the keys of the fixes that findings of this rule are offered, accepting at the end."""
        from gridmap.mending import offer_keys

        return list(offer_keys(finding))

    def worker_numbers(self, finding: Finding) -> list[str]:
        """Return the staff numbers of the workers of a finding, as far as the profile shows them."""
        return shown_numbers(self._texts("workers", "staff_number", finding.workers), self.privacy).tolist()

    def branch_names(self, finding: Finding) -> list[str]:
        """Return the names of the branches of a finding."""
        return self._texts("branches", "name", finding.branches)

    def table(self, findings: Findings) -> pd.DataFrame:
        """Return the open findings as a table for people, in their order, with headings in the language.

        One column for each level of the scheme names the ancestor of the grid at fault; ``geometry`` stands last.
        """
        found = findings.open
        data: dict[str, object] = {
            self._heading("severity"): [self.severity(f.severity) for f in found],
            self._heading("rule"): [self.rule(f.rule) for f in found],
            self._heading("message"): [self.message(f) for f in found],
            self._heading("codes"): [", ".join(self.plan.codes(f.grids)) for f in found],
        }
        first = np.array([f.grids[0] if f.grids else 0 for f in found], dtype=np.int64)
        at = self.plan.positions(first)
        for level in self.plan.scheme.levels:
            ancestor = np.where(at >= 0, self.plan.ancestors_at(level)[at], 0) if len(self.plan.ids) else first * 0
            data[level.name.in_language(self.language)] = [self._label(int(i))[1] for i in ancestor]
        data[self._heading("households")] = [int(f.values.get("households", 0)) for f in found]
        data[self._heading("area_m2")] = [_number(f, "area_m2") for f in found]
        data[self._heading("width_m")] = [_number(f, "width_m") for f in found]
        where = np.array([f.where for f in found], dtype=object)
        middle = shapely.point_on_surface(where) if len(found) else where
        data[self._heading("x")] = shapely.get_x(middle)
        data[self._heading("y")] = shapely.get_y(middle)
        data[self._heading("id")] = [f.id for f in found]
        data["geometry"] = where
        return pd.DataFrame(data)

    def heading(self, column: str) -> str:
        """Return the heading of a column of :meth:`table`."""
        return self._heading(column)

    def _heading(self, column: str) -> str:
        return text(f"column-{column}", self.language)

    @cached_property
    def _columns(self) -> tuple[Any, Any]:
        return self.plan.grids["code"].array, self.plan.grids["name"].array

    def _label(self, grid: int) -> tuple[str, str]:
        """Return a grid's code and name, blanks if it is not there."""
        at = int(self.plan.positions([grid])[0])
        codes, names = self._columns
        return (codes[at], names[at]) if at >= 0 else ("", "")

    def _person(self, worker: int) -> str:
        """Return a worker's name and staff number as the profile shows them, and nothing else that is known of them."""
        known = self._texts("workers", "name", (worker,)), self._texts("workers", "staff_number", (worker,))
        if not known[0]:
            return ""
        name, number = shown_names(known[0], self.privacy)[0], shown_numbers(known[1], self.privacy)[0]
        return f"{name} ({number})" if name and number else name or number or text("finding-a-worker", self.language)

    def _building(self, finding: Finding) -> str:
        """Return the door plate of the building that a finding is about."""
        plates = self._texts("buildings", "door_plate", finding.buildings[:1])
        return plates[0] if plates and plates[0] else text("finding-a-building", self.language)

    def _few(self, names: list[str]) -> str | list[str]:
        """Return names to list in a sentence: the first few and how many there are, where they are many."""
        if len(names) <= _LISTED:
            return names
        return text("finding-and-more", self.language, names=names[:_LISTED], count=len(names))

    def _value(self, name: str, value: object) -> object:
        """Return a value of a finding as a sentence says it: keys of the scheme and of reasons become words."""
        scheme = self.plan.scheme
        if name in ("kind", "other_kind", "parent_kind") and str(value) in scheme:
            return scheme.kind(str(value)).name
        if name == "kind" and (facility := scheme.facility(str(value))):
            return facility.name
        if name == "indicator":
            return scheme.indicator(str(value)).name
        if name == "role":
            return next((role.name for role in scheme.roles if role.key == value), value)
        if name in ("tier", "tier_above", "tier_below"):
            return next((tier.name for tier in scheme.tiers if tier.key == value), value)
        for words in _WORDS.get(name, ()):
            if has(f"{words}-{value}"):
                return text(f"{words}-{value}", self.language)
        return value

    def _code_example(self, finding: Finding) -> str:
        """Return a code as the kind of the grid at fault writes them, or the pattern if the scheme shows none."""
        at = self.plan.positions(finding.grids[:1])
        number = int(self.plan.kind_numbers[at[0]]) if len(at) and at[0] >= 0 else -1
        code = self.plan.scheme.kinds[number].code if number >= 0 else CodeRule()
        return code.example or code.pattern

    def _texts(self, table: str, column: str, ids: tuple[int, ...]) -> list[str]:
        if not ids:
            return []
        frame = self.plan.tables[table]
        at = positions_in(frame.index.to_numpy(), ids)
        texts = frame[column].array
        return [str(texts[place]) for place in at[at >= 0].tolist()]


def _number(finding: Finding, value: str) -> float | None:
    return float(finding.values[value]) if value in finding.values else None
