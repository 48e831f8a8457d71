"""Themes: which layers make a map that answers one question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from gridmap.checks import Finding
from layers.findings import FindingsLayer
from layers.marks import Layer
from layers.states import BranchStates, StaffingStates, WorkloadStates
from layers.surroundings import Buildings, ExemptAreas, Roads, Water
from layers.territory import Borders, GridKinds, Names, PlainGround

Theme = Literal["boundaries", "staffing", "branches", "workload", "gaps"]
THEMES: Final[tuple[Theme, ...]] = ("boundaries", "staffing", "branches", "workload", "gaps")


def layers_of(theme: Theme, *, findings: Sequence[Finding] = (), on: dt.date | None = None) -> list[Layer]:
    """Return the layers of a theme in the order in which they are painted, the lowest first.

    Parameters
    ----------
    theme : str
        One of :data:`THEMES`; its name is ``theme-KEY`` in ``ui/messages.py``.
    findings : sequence of Finding
        What the theme ``"gaps"`` shows; other themes leave it out.
    on : date, optional
        The day for which assignments count; today by default.
    """
    ground: dict[Theme, Layer] = {
        "boundaries": GridKinds(),
        "staffing": StaffingStates(on),
        "branches": BranchStates(),
        "workload": WorkloadStates(),
        "gaps": PlainGround(),
    }
    layers: list[Layer] = [ExemptAreas(), ground[theme], Buildings(), Water(), Roads("motorway", "primary"), Borders()]
    if theme == "gaps":
        layers.append(FindingsLayer(findings))
    return [*layers, Names()]
