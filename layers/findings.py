"""The layer of what a check found: exact ground, and a symbol where it is too small to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

import numpy as np
import shapely

from gridmap.checks import RULES, Finding
from gridmap.model.plan import Plan
from gridmap.model.scheme import Severity
from layers import palette
from layers.marks import Box, Entry, Layer, Legend, Marks, touching
from layers.style import Style

MANY: Final = 150
"""Of more findings than these the symbols are drawn smaller."""


class FindingsLayer(Layer):
    """Findings of the gravest severity, by rule or group of rules; of the others the legend says how many there are.

    Parameters
    ----------
    findings : sequence of Finding
        As a check ranks them, the gravest first.
    severities : tuple of str
        Which of them are drawn.
    """

    key: ClassVar[str] = "findings"
    is_clickable: ClassVar[bool] = True

    def __init__(self, findings: Sequence[Finding] = (), severities: tuple[Severity, ...] = ("error",)) -> None:
        self.findings = findings
        self.severities = severities

    def is_of(self, findings: Sequence[Finding]) -> bool:
        """Whether these findings are the ones it shows, so that it would look the same with them."""
        return len(findings) == len(self.findings) and all(map(_are_same, self.findings, findings))

    def marks(self, plan: Plan, window: Box | None = None, detail_m: float = 0.0) -> Marks:
        """Return the findings that have a place, the gravest on top; the key is the place in the list of findings."""
        classes = list(palette.FINDINGS)
        wanted = [i for i, finding in enumerate(self.findings) if finding.severity in self.severities]
        key = np.array(wanted[::-1], dtype=np.int64)
        styles = tuple(_as_small_as(style, len(wanted)) for style in palette.FINDINGS.values())
        shapes = np.array([self.findings[i].where for i in key], dtype=object)
        style = np.array([classes.index(class_of(self.findings[i].rule)) for i in key], dtype=np.int64)
        number = np.bincount(style, minlength=len(classes)).tolist()
        entries = tuple(
            Entry(f"legend-findings-{name}", (styles[i],), number[i], "point")
            for i, name in enumerate(classes)
            if number[i]
        )
        placed = touching(shapes, window) if len(shapes) else np.zeros(0, dtype=bool)
        unplaced = int(shapely.is_missing(shapes).sum())
        if unplaced:
            entries = (*entries, Entry("legend-findings-unplaced", (), unplaced, "point"))
        others = len(self.findings) - len(wanted)
        if others:
            entries = (*entries, Entry("legend-findings-others", (), others, "point"))
        if not wanted:
            entries = (Entry("legend-findings-none", (), None, "point"), *entries)
        return Marks(key[placed], shapes[placed], style[placed], styles, legend=Legend("legend-findings", entries))


def _as_small_as(style: Style, count: int) -> Style:
    """Return a style whose symbols are smaller where there are many, so that they do not cover one another."""
    return replace(style, symbol_mm=style.symbol_mm * min(max((MANY / max(count, 1)) ** 0.25, 0.6), 1.0))


def _are_same(one: Finding, two: Finding) -> bool:
    if one is two:
        return True
    return (one.id, one.severity) == (two.id, two.severity) and bool(one.where == two.where)


def class_of(rule: str) -> str:
    """Return the class of findings that a rule's findings are drawn in: its own, or its group's."""
    return rule if rule in palette.FINDINGS else RULES[rule].group
