"""A check of all rules under a scheme with twenty indicators; the peer is the same check under one without any."""

from __future__ import annotations

import re
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.measure import Bench, best_of
from gridmap.checks import run_checks
from gridmap.ground.placement import building_points, holder_positions
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme, load_scheme, parse_scheme
from gridmap.model.tables import conform

MOST_TIMES: Final = 1.5
"""How many times as long as without indicators it may take."""

_FORMS: Final = (
    'of = "council"\nper = "village"\nat_least = 1',
    'of = "role:full_time"\nper = "village"\nat_least = 1',
    'of = "tier:grid"\nper = "village"\nat_least = 1',
    'of = "micro_project"\nper = "village"\nsetting = "urban"\nshare_with = true\ntarget = 0.98',
    'of = "door_plate"\nper = "grid"\nkinds = ["comprehensive"]\nshare_with = true\ntarget = 0.9',
    'of = "volunteer_team"\nmeasure = "people"\nper = "village"\nper_1000 = "residents"\ntarget = 10',
    'of = "social_worker"\nper = "town"\nper_1000 = "households"\ntarget = 5',
    'of = "volunteer_team"\nper = "compound"\nat_least = 1\ntarget = 0',
    'of = "service_centre"\nper = "village"\nwithin_m = 1500\ntarget = 0.5',
    'of = "volunteer_team"\nper = "town"\nwithin_m = 1000\ntarget = 0.5',
)


def _scheme(indicators: int) -> Scheme:
    text = re.sub(r"\[\[indicator\]\]\n(?:.+\n)+", "", load_scheme().text)
    for number in range(indicators):
        name = f'key = "i{number}"\nname = {{ zh = "指标{number}", en = "Indicator {number}" }}\n'
        text += f"\n[[indicator]]\n{name}{_FORMS[number % len(_FORMS)]}\n"
    return parse_scheme(text)


def _with_facilities(first: Plan) -> Plan:
    """Give a plan without facilities and roads some: the province has none, and nothing would be counted there.

    Door plates at every building and one facility of each other kind in every village with buildings, so that about as
    few lack something as in the city; a road past every thirty buildings, and one from each of those to the next.
    """
    known = np.flatnonzero(~shapely.is_missing(building_points(first)))
    points = building_points(first)[known]
    village = np.append(first.ancestors_at("village"), 0)[holder_positions(first)[known]]
    _, heads = np.unique(village, return_index=True)
    kinds = sorted({kind for form in _FORMS for kind in re.findall(r'of = "([a-z_]+)"', form)} - {"door_plate"})
    at = np.concatenate([np.arange(len(points)), np.repeat(heads, len(kinds))])
    facilities = gpd.GeoDataFrame(
        {"kind": ["door_plate"] * len(points) + kinds * len(heads), "count": 1, "people": 9},
        geometry=points[at],
        index=np.arange(1, len(at) + 1),
        crs=first.crs,
    )
    lines = shapely.linestrings(shapely.get_coordinates(points), indices=np.arange(len(points)) // 30)
    first_of = shapely.get_coordinates(points)[::30]
    lines = np.concatenate([lines, shapely.linestrings(np.stack([first_of[:-1], first_of[1:]], axis=1))])
    roads = gpd.GeoDataFrame(geometry=lines, index=np.arange(1, len(lines) + 1), crs=first.crs)
    made = {"facilities": conform("facilities", facilities), "roads": conform("roads", roads)}
    return Plan.of_conformed(first.scheme, {**first.tables, **made})


def run(bench: Bench) -> None:
    """Measure a check of everything with twenty indicators and without any."""
    with_twenty, without = _scheme(20), _scheme(0)
    for size in bench.sizes:
        first = bench.fresh_plan(size)
        first = first if len(first.tables["facilities"]) else _with_facilities(first)
        plans: list[Plan] = []
        times = 5 if size == "city" else 2

        def prepare(scheme: Scheme, first: Plan = first, plans: list[Plan] = plans) -> None:
            plans[:] = [Plan.of_conformed(scheme, first.tables, last_ids=first.last_ids)]

        bare = best_of(times, lambda plans=plans: run_checks(plans[0]), lambda: prepare(without))
        full = best_of(times, lambda plans=plans: run_checks(plans[0]), lambda: prepare(with_twenty))
        found = run_checks(plans[0]).counts["indicator-lacking"]
        bench.add(
            "check, all rules, 20 indicators",
            size,
            full,
            budget=MOST_TIMES * bare.seconds,
            peer="without indicators",
            peer_seconds=bare.seconds,
            note=f"{found} units lack something; {full.cpu_seconds / bare.cpu_seconds:.2f} times the processor",
        )
