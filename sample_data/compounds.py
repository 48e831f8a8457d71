"""A list of compounds for a sample: of the estates that its buildings name, most with outline, branch and firm."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.ground.compounds import compounds, grounds
from gridmap.model.plan import Plan

_REACH_M, _ROOM_M = 45.0, 25.0
"""Buildings nearer to one another than twice the first are in one outline, which reaches beyond them by the second."""


def with_compounds(plan: Plan) -> Plan:
    """Return a plan with a list of the compounds that its buildings name; everything on it is made up.

    Two of three have an outline, four of five a property firm, every other one a branch and a committee; one in
    ten is left off the list.
    """
    found = compounds(plan)
    which = np.flatnonzero(np.arange(len(found)) % 10 != 9)
    number = np.arange(len(which))
    hulls = shapely.buffer(shapely.buffer(grounds(plan, which), _REACH_M), _ROOM_M - _REACH_M).astype(object)
    hulls = shapely.simplify(shapely.make_valid(hulls), 2.0)
    branches = plan.tables["branches"].index.to_numpy()
    own = branches[np.arange(len(which)) % len(branches)] if len(branches) else np.zeros(len(which), dtype=np.int64)
    rows = pd.DataFrame(
        {
            "name": found.name[which],
            "grid": found.seat[which],
            "registered": found.residents[which] // 2,
            "has_committee": number % 2 == 0,
            "committee": [f"{name}业主委员会" if i % 4 == 0 else "" for i, name in enumerate(found.name[which])],
            "firm": [f"示例物业{i % 7 + 1}公司" if i % 5 else "" for i in number],
            "branch": np.where(number % 2 == 0, own, 0),
            "members": np.where(number % 2 == 0, 3 + number % 40, 0),
            "source": "示意数据",
        },
        index=pd.Index(number + 1, name="id"),
    )
    table = gpd.GeoDataFrame(rows, geometry=np.where(number % 3 < 2, hulls, None), crs=plan.crs)
    return Plan(plan.scheme, {**plan.tables, "compounds": table}, last_ids=plan.last_ids)
