"""All layers that a map may show, and themes: which of them make a map that answers one question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from gridmap.checks import Finding
from layers.findings import FindingsLayer
from layers.marks import Layer
from layers.states import BranchStates, Density, StaffingStates, WorkerLoad, WorkloadStates
from layers.surroundings import Buildings, ExemptAreas, Roads, Water, Zones
from layers.territory import Borders, GridKinds, Names, PlainGround

Theme = Literal["boundaries", "staffing", "branches", "workload", "gaps"]
THEMES: Final[tuple[Theme, ...]] = ("boundaries", "staffing", "branches", "workload", "gaps")


_EVERYWHERE: Final = frozenset({"exempt", "buildings", "water", "roads", "borders", "names"})
_OWN: Final[dict[Theme, frozenset[str]]] = {
    "boundaries": frozenset({"kinds"}),
    "staffing": frozenset({"staffing"}),
    "branches": frozenset({"branches"}),
    "workload": frozenset({"workload"}),
    "gaps": frozenset({"ground", "findings"}),
}


def every_layer(*, findings: Sequence[Finding] = (), on: dt.date | None = None) -> list[Layer]:
    """Return all layers that a map may show, each key once, in the order in which they are painted, the lowest first.

    Parameters
    ----------
    findings : sequence of Finding
        What the layer ``"findings"`` shows.
    on : date, optional
        The day for which assignments count; today by default.
    """
    return [
        ExemptAreas(),
        PlainGround(),
        GridKinds(),
        Density(),
        WorkerLoad(on),
        WorkloadStates(),
        BranchStates(),
        StaffingStates(on),
        Buildings(),
        Water(),
        Roads("motorway", "primary"),
        Zones(),
        Borders(),
        FindingsLayer(findings),
        Names(),
    ]


def layers_of(theme: Theme, *, findings: Sequence[Finding] = (), on: dt.date | None = None) -> list[Layer]:
    """Return the layers of a theme in the order in which they are painted, the lowest first.

    Parameters
    ----------
    theme : str
        One of :data:`THEMES`; its name is ``theme-KEY`` in ``ui/words/sentences``.
    findings, on
        As for :func:`every_layer`.
    """
    return [layer for layer in every_layer(findings=findings, on=on) if layer.key in _EVERYWHERE | _OWN[theme]]
