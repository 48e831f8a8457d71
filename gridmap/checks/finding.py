"""A finding: one thing that is not as it should be, with a name that lasts and a place among the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from json.encoder import encode_basestring_ascii as _quoted
from typing import Final, Literal

import shapely

from gridmap.model.edit import Edit
from gridmap.model.scheme import Severity

Group = Literal["ground", "codes", "people", "branches", "buildings", "indicators"]
Value = str | int | float

SEVERITY_RANK: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "notice": 2, "off": 3}


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing that is not as it should be.

    Attributes
    ----------
    rule : str
        Key of the rule.
    severity : "error", "warning" or "notice"
    grids, workers, branches, buildings : tuple of int
        Ids of the rows that it is about, the one at fault first.
    where : geometry or None
        The exact polygon (or points) in the plan's CRS; ``None`` if the finding has no place.
    values : mapping
        What the sentence speaks of and what findings are ranked by: ``area_m2``, ``households``, ``limit``, ...
    fixes : tuple of Edit
        What would mend it.
    about : str
        Tells findings of one rule about the same rows apart where there may be several, for instance the name of a
        compound. Not for personal data: it takes part in the id, and ids are written into every output.
    secret : str
        What the finding is about and nobody is shown, for instance a phone number; takes part in the evidence alone.
    of_grids : tuple of "where" and "households"
        What of the finding is simply that of its grids, and another one when their ground or their households change.
    """

    rule: str
    severity: Severity
    grids: tuple[int, ...] = ()
    workers: tuple[int, ...] = ()
    branches: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()
    where: shapely.Geometry | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    fixes: tuple[Edit, ...] = ()
    about: str = ""
    secret: str = ""
    of_grids: tuple[Literal["where", "households"], ...] = ()

    @cached_property
    def id(self) -> str:
        """Stable name of the finding, made from what it is about and not from what is wrong with it by how much.

        For pieces of ground the place takes part: the westernmost vertex and the next along the border, to a decimetre.
        Of two pieces that share the one no other can share both.
        """
        place: list[float] = []
        if self.about == "place" and self.where is not None:
            vertices = shapely.get_coordinates(shapely.normalize(self.where))[:2]
            place = [round(number, 1) for number in vertices.ravel().tolist()]
        rows = ", ".join(["[]" if not ids else str([*ids]) for ids in self._rows])
        key = f"[{_quoted(self.rule)}, {rows}, {_quoted(self.about)}, {place}]"  # JSON; made so it takes half the time
        return blake2b(key.encode(), digest_size=8).hexdigest()

    @property
    def _rows(self) -> tuple[tuple[int, ...], ...]:
        return self.grids, self.workers, self.branches, self.buildings

    @cached_property
    def weight(self) -> tuple[int, float, float, str]:
        """Sort key: gravest first, then most households, then most ground, then the rule."""
        households, area = self.values.get("households", 0), self.values.get("area_m2", 0)
        return (SEVERITY_RANK[self.severity], 0 - float(households), 0 - float(area), self.rule)

    @property
    def rank(self) -> tuple[int, float, float, str, str]:
        """Sort key that puts findings in one order alone: :attr:`weight`, then the id."""
        return (*self.weight, self.id)
