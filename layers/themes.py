"""All layers that a map may show, and themes: which of them make a map that answers one question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gridmap.checks import Finding
from gridmap.figures.roles import asked_roles
from gridmap.ground.items import ItemState, item_states
from gridmap.indicators.counted import indicators
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from layers.branch_chain import BranchChain
from layers.compounds import CompoundsLayer
from layers.departments import DepartmentCrossings, Departments
from layers.findings import FindingsLayer
from layers.indicators import Facilities, IndicatorStates, layers_of_indicators
from layers.items import ItemRate, Items, ItemsAge, ItemsOpen, ItemsSolved
from layers.marks import Layer
from layers.roles import RoleStates, layers_of_roles
from layers.states import BranchStates, Density, StaffingStates, WorkerLoad, WorkloadStates
from layers.surroundings import Buildings, ExemptAreas, Roads, Water, Zones
from layers.territory import Borders, GridKinds, Names, PlainGround

Theme = str
"""Key of a theme, one of :data:`THEMES`."""


@dataclass(frozen=True)
class MapTheme:
    """A map that answers one question.

    Its name is ``theme-KEY`` in ``ui/words/sentences``, and ``action-theme-KEY`` on its button. What the table of a
    page has under it is in ``ui/outputs/paper/table_columns.py``.

    Attributes
    ----------
    key : str
    layers : frozenset of str
        Keys of the layers that it shows besides those that are shown everywhere.
    icon : str
        Of its button: a name of Material Design Icons.
    of_findings : bool
        Whether it is about what a check finds, which has to be run for it.
    of : "", "indicators", "items" or "roles"
        What it is about that a plan or its scheme may not have at all, so that it says nothing there.
    """

    key: Theme
    layers: frozenset[str]
    icon: str
    of_findings: bool = False
    of: Literal["", "indicators", "items", "roles"] = ""


MAP_THEMES: Final[Mapping[Theme, MapTheme]] = {
    theme.key: theme
    for theme in (
        MapTheme("boundaries", frozenset({"kinds"}), "vector-polygon"),
        MapTheme("staffing", frozenset({"staffing"}), "account-hard-hat-outline"),
        MapTheme("branches", frozenset({"branches"}), "flag-outline"),
        MapTheme("workload", frozenset({"workload"}), "scale-balance"),
        MapTheme("gaps", frozenset({"ground", "findings"}), "alert-decagram-outline", of_findings=True),
        MapTheme("indicators", frozenset({"indicators", "facilities"}), "bullseye-arrow", of="indicators"),
        MapTheme("items", frozenset({"item-open", "items"}), "clipboard-check-outline", of="items"),
        MapTheme("roles", frozenset({"roles"}), "account-group-outline", of="roles"),
    )
}
"""The themes by their keys, in the order in which they are offered."""

THEMES: Final[tuple[Theme, ...]] = tuple(MAP_THEMES)


def themes_of(plan: Plan, on: dt.date | None = None) -> tuple[Theme, ...]:
    """Return the themes that say something of a plan on a day, by default today, in the order of :data:`MAP_THEMES`.

    That of indicators does if the scheme has any, and anything is known of one of them; that of items if any is raised;
    that of roles if the scheme asks for any besides the worker.
    """
    known = {
        "": True,
        "indicators": any(counted.is_met is not None for counted in indicators(plan, on).values()),
        "items": bool((item_states(plan, on) >= ItemState.RAISED).any()),
        "roles": bool(asked_roles(plan.scheme)),
    }
    return tuple(key for key, theme in MAP_THEMES.items() if known[theme.of])


def every_layer(
    *, findings: Sequence[Finding] = (), on: dt.date | None = None, scheme: Scheme | None = None
) -> list[Layer]:
    """Return all layers that a map may show, each key once, in the order in which they are painted, the lowest first.

    Parameters
    ----------
    findings : sequence of Finding
        What the layer ``"findings"`` shows.
    on : date, optional
        The day for which assignments count; today by default.
    scheme : Scheme, optional
        Its indicators and its roles have a layer each.
    """
    return [
        ExemptAreas(),
        PlainGround(),
        GridKinds(),
        Density(),
        ItemRate(on),
        ItemsSolved(on),
        ItemsAge(on),
        ItemsOpen(on),
        RoleStates(on),
        *(layers_of_roles(scheme, on) if scheme else ()),
        WorkerLoad(on),
        WorkloadStates(),
        BranchStates(on),
        StaffingStates(on),
        IndicatorStates(on),
        *(layers_of_indicators(scheme, on) if scheme else ()),
        Buildings(),
        Water(),
        Roads("motorway", "primary"),
        Zones(),
        DepartmentCrossings(),
        Borders(),
        Departments(),
        BranchChain(on),
        CompoundsLayer(),
        Facilities(on),
        Items(on),
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
    own = MAP_THEMES[theme].layers
    return [layer for layer in every_layer(findings=findings, on=on) if layer.is_everywhere or layer.key in own]
