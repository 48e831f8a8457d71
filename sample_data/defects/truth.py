"""The truth about a spoiled plan: every defect with its place, its measure and what it is about."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from gridmap.model.arrays import positions_in
from gridmap.model.plan import Plan
from gridmap.storage.whole_files import write_whole
from sample_data.facts import VERSION

FORMAT: Final = 1


@dataclass(frozen=True, eq=False)
class Defect:
    """One thing that is wrong, because it was planted or because it follows from what was planted.

    Attributes
    ----------
    rule : str
        Key of the rule that must find it.
    planted : str
        What was done, in kebab case: ``"gap-open-to-outside"``.
    grids, workers, branches, buildings : tuple of int
        Ids of the rows that it is about.
    where : geometry or None
        In the plan's CRS. For ground the exact polygon; for vertices their points; for an invalid shape the points or
        lines on one of which its fault lies; for what has no shape of its own a point inside the first grid.
    area_m2 : float or None
        Of ground.
    count : int or None
        Of whatever the rule counts: vertices, parts, households, members.
    """

    rule: str
    planted: str
    grids: tuple[int, ...] = ()
    workers: tuple[int, ...] = ()
    branches: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()
    where: shapely.Geometry | None = None
    area_m2: float | None = None
    count: int | None = None


@dataclass(frozen=True, eq=False)
class Truth:
    """All defects of a plan.

    Attributes
    ----------
    plan : Plan
        The spoiled plan, in whose codes, names and numbers the defects are told.
    size : str
    seed : int
    defects : tuple of Defect
    """

    plan: Plan
    size: str
    seed: int
    defects: tuple[Defect, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of defects by rule, the rules in the order of their keys."""
        return dict(sorted(Counter(defect.rule for defect in self.defects).items()))

    def to_json(self) -> dict[str, Any]:
        """Return the truth as JSON: grids by code, workers by number, branches by name, buildings by door plate."""
        rows = []
        for defect in self.defects:
            rows.append(
                {
                    "rule": defect.rule,
                    "grids": self._named("grids", "code", defect.grids),
                    "workers": self._named("workers", "staff_number", defect.workers),
                    "branches": self._named("branches", "name", defect.branches),
                    "buildings": self._named("buildings", "door_plate", defect.buildings),
                    "where": None if defect.where is None else shapely.geometry.mapping(defect.where),
                    "area_m2": defect.area_m2,
                    "count": defect.count,
                    "planted": defect.planted,
                }
            )
        return {
            "format": FORMAT,
            "seed": self.seed,
            "size": self.size,
            "generator": f"gridmap sample {VERSION}",
            "crs": self.plan.scheme.crs,
            "counts": self.counts,
            "defects": rows,
        }

    def write(self, path: str | Path) -> None:
        """Write the truth beside the sample, one defect to a line."""
        head = self.to_json()
        rows = head.pop("defects")
        lines = [f"  {json.dumps(row, ensure_ascii=False)}" for row in rows]
        text = json.dumps(head, ensure_ascii=False)[:-1] + ', "defects": [\n' + ",\n".join(lines) + "\n]}\n"
        write_whole(path, text)

    def _named(self, table: str, column: str, ids: tuple[int, ...]) -> list[str]:
        frame = self.plan.tables[table]
        at = positions_in(frame.index.to_numpy(), np.array(ids, dtype=np.int64))
        names = frame[column].to_numpy(dtype=object)
        return [str(names[i]) if i >= 0 else "" for i in at.tolist()]
