"""What the sample's city counts besides grids and people: centres, councils, teams, projects, door plates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from sample_data.chance import Ints, shares_in_groups, stream
from sample_data.ground.addresses import short_name
from sample_data.ground.buildings import Built

_SOCIAL_WORK: Final = ("阳光", "同心", "春晖", "益家", "惠民", "和风", "暖邻", "晨曦", "康乐")
_BEGUN: Final = {"service_centre": (2016, 2020), "micro_project": (2018, 2020), "volunteer_team": (2012, 2019)}
"""Years in which the first and the last of a kind began."""


def make_facilities(
    grids: gpd.GeoDataFrame,
    built: Built,
    households: Ints,
    figures: Mapping[str, Mapping[str, Any]],
    share: float,
    seed: int,
) -> gpd.GeoDataFrame:
    """Make the facilities, organisations and units of a city, so many as it published, or of a part of it.

    Long because it is one list of kinds, each with its number and its places.

    Parameters
    ----------
    grids : GeoDataFrame
        By id, with the columns of the plan's tables.
    built : Built
        Facilities with a place are in buildings.
    households : array of int, one for each row of ``grids``
    figures : mapping
        The published figures, by section.
    share : float
        Of the whole city, 0 to 1.
    seed : int
    """
    rng = stream(seed, "facilities")
    said = figures["community"]
    kind, ids = grids["kind"].to_numpy(dtype=object), grids.index.to_numpy()
    names = [short_name(name) for name in grids["name"]]
    villages, towns = np.flatnonzero(kind == "village"), np.flatnonzero(kind == "town")
    low = np.flatnonzero(kind == "comprehensive")
    parent = grids["parent"].to_numpy()
    people = np.bincount(np.searchsorted(ids[villages], parent[low]), weights=households[low], minlength=len(villages))
    of_town = np.searchsorted(ids[towns], parent[villages])
    urban = villages[(grids["setting"].to_numpy(dtype=object)[villages] == "urban")]
    made: list[pd.DataFrame] = []

    def put(
        key: str, rows: Ints, label: str, count: Ints | int = 1, *, who: Ints | int = 0, placed: bool = False
    ) -> None:
        """Add a facility of a kind for each row of grids."""
        number = pd.Series(rows).groupby(rows).cumcount().to_numpy() + 1
        several = np.isin(rows, rows[number > 1])
        texts = [f"{names[row]}{label}{n if many else ''}" for row, n, many in zip(rows, number, several, strict=True)]
        first, last = _BEGUN.get(key, (2015, 2015))
        begun = first + rng.integers(0, last - first + 1, len(rows))
        places = _places(grids, built, ids[rows], rng) if placed else np.full(len(rows), None, dtype=object)
        made.append(
            pd.DataFrame(
                {
                    "code": "",
                    "name": texts,
                    "kind": key,
                    "count": count,
                    "people": who,
                    "grid": ids[rows],
                    "from_date": [f"{year}-01-01" for year in begun.tolist()],
                    "geometry": places,
                }
            )
        )

    def of_city(number: int, least: int = 1) -> int:
        return max(least, math.floor(share * number + 0.5))

    centres = _spread(people, of_town, of_city(said["service_complexes"], len(towns)))
    put("service_centre", villages[centres], "邻里服务综合体", placed=True)
    put("council", villages, "议事会")
    teams = _spread(people, of_town, of_city(said["volunteer_teams"], len(towns)))
    volunteers = shares_in_groups([of_city(said["volunteers"])], np.zeros(len(teams), np.int64), people[teams] + 1, 5)
    put("volunteer_team", villages[teams], "志愿服务队", who=volunteers, placed=True)
    covered = urban[: math.ceil(said["urban_communities_with_micro_project_share"] * len(urban))]
    projects = of_city(said["micro_projects"], len(covered))
    put("micro_project", covered, "微项目", _shared(projects, np.ones(len(covered)), 1))
    put("social_organisation", villages, "社会组织", _shared(of_city(said["social_organisations"]), people + 1, 1))
    put("social_worker", villages, "持证社工", _shared(of_city(said["social_workers"]), people + 1, 1))
    bodies = np.sort(rng.permutation(len(villages))[: of_city(said["social_work_bodies"])])
    put("social_work_body", villages[bodies], f"{_SOCIAL_WORK[seed % len(_SOCIAL_WORK)]}社会工作服务中心", placed=True)
    put("door_plate", low, "二维码门牌", _shared(of_city(said["door_plates"]), households[low] + 1.0, 1))
    table = pd.concat(made, ignore_index=True)
    table.index = pd.RangeIndex(1, len(table) + 1, name="id")
    return gpd.GeoDataFrame(table, geometry="geometry", crs=grids.crs)


def _shared(total: int, weights: npt.ArrayLike, least: int) -> Ints:
    """Share out a whole number by weights."""
    weight = np.asarray(weights, dtype=np.float64)
    return shares_in_groups([max(total, least * len(weight))], np.zeros(len(weight), np.int64), weight, least)


def _spread(people: Ints, of_town: Ints, total: int) -> Ints:
    """Return the places in the list of villages of so many facilities: one for each town at least, then by people."""
    towns = int(of_town.max()) + 1
    first = np.array(
        [int(np.flatnonzero(of_town == town)[np.argmax(people[of_town == town])]) for town in range(towns)]
    )
    more = total - towns
    share = _shared(more, people + 1, 0) if more else np.zeros(len(people), np.int64)
    count = share + np.bincount(first, minlength=len(people))
    return np.repeat(np.arange(len(people)), count)


def _places(grids: gpd.GeoDataFrame, built: Built, villages: Ints, rng: np.random.Generator) -> npt.NDArray[np.object_]:
    """Return a place in some building of each of some villages."""
    parent = grids["parent"].to_numpy()[np.searchsorted(grids.index.to_numpy(), built.grid)]
    shapes = np.asarray(built.table.geometry.array, dtype=object)
    chosen = []
    for village in villages.tolist():
        rows = np.flatnonzero(parent == village)
        chosen.append(int(rows[int(rng.integers(0, len(rows)))]))
    return np.asarray(shapely.point_on_surface(shapes[chosen]), dtype=object)
