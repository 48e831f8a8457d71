"""Dividing ground: lattices, any layer, villages and a whole city; peers: METIS alone, GerryChain, spopt and CP-SAT."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.exact_zones import fewest_moved, shortest_border
from benchmarks.measure import Bench, best_of
from gridmap.division.dividing import Division, change_least, described, divide, divide_evenly
from gridmap.division.proposals import ground_to_divide, propose, rebalance, together, villages_in
from gridmap.division.start import started
from gridmap.division.units import Units, units_of
from gridmap.model.arrays import FloatArray, IntArray, ShapeArray

LEAST, MOST = 300.0, 500.0
SIDES = (8, 10, 16, 30, 50)
SPOPT_AT_MOST, CP_SAT_AT_MOST = 256, 100
CP_SAT_S = 20.0


def run(bench: Bench) -> None:
    """Measure divisions of made-up ground, and of the sample."""
    for lumpy in (False, True):
        for side in SIDES:
            _lattice(bench, side, lumpy=lumpy)
    _proved(bench)
    _least_change(bench)
    _examples(bench)
    _layers(bench)
    if "city" in bench.sizes:
        _villages(bench)


def lattice(side: int, *, lumpy: bool = False, seed: int = 0) -> tuple[ShapeArray, FloatArray]:
    """Return square blocks of 100 m with 20 to 79 households, one in 40 with 250 to 900 if lumpy."""
    rng = np.random.default_rng(seed)
    x, y = (at.ravel() * 100.0 for at in np.meshgrid(np.arange(side), np.arange(side)))
    weight = rng.integers(20, 80, side * side).astype(float)
    if lumpy:
        lumps = rng.random(side * side) < 1 / 40
        weight[lumps] = rng.integers(250, 900, int(lumps.sum()))
    return shapely.box(x, y, x + 100, y + 100), weight


def _lattice(bench: Bench, side: int, *, lumpy: bool) -> None:
    shapes, weight = lattice(side, lumpy=lumpy)
    units = units_of(shapes, weight)
    found: list[Division] = []
    timing = best_of(3 if side < 30 else 2, lambda: found.append(divide(units, LEAST, MOST, seed=1)))
    ours = found[-1]
    zones = len(ours.weight)
    peers: dict[str, tuple[float, Division]] = {}
    if bench.peers and not lumpy:
        if _has("gerrychain"):
            try:
                peers["GerryChain"] = _timed(lambda: described(units, gerrychain_zones(units, zones), LEAST, MOST))
            except RuntimeError as error:  # it finds no tree to cut in so many tries
                bench.remark(f"GerryChain divides no {side * side} blocks: {error}")
        peers["METIS alone"] = _timed(lambda: described(units, started(units, zones, 0.2, 1), LEAST, MOST))
        if _has("spopt") and side * side <= SPOPT_AT_MOST:
            peers["spopt max-p"] = _timed(lambda: described(units, spopt_zones(shapes, weight), LEAST, MOST))
    told = _said(ours) + "".join(f"; {name}: {_said(other)} in {s:.2f} s" for name, (s, other) in peers.items())
    first = next(iter(peers), "")
    bench.add(
        f"{'lumpy' if lumpy else 'smooth'} lattice of {side * side} blocks into grids of 300-500",
        "-",
        timing,
        peer=first,
        peer_seconds=peers[first][0] if first else None,
        note=told,
    )


def _said(division: Division) -> str:
    avoidable = int((~division.unavoidable).sum())
    return (
        f"{len(division.weight)} zones, border {division.border:,.0f} m, compactness {division.compactness.mean():.3f},"
        f" out of range {len(division.outside)} ({avoidable} avoidable)"
    )


def _timed(work: Callable[[], Division]) -> tuple[float, Division]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


# ---- peers -----------------------------------------------------------------------------------------------------------


def gerrychain_zones(
    units: Units, zones: int, steps: int = 200, tolerance: float | None = None, begun: IntArray | None = None
) -> IntArray:
    """Return a division by GerryChain: recombination of which the shortest cut counts.

    It begins with a recursive tree partition if no division is given to begin with.
    """
    import random
    from functools import partial

    import networkx
    from gerrychain import Graph, MarkovChain, Partition, accept, constraints, updaters
    from gerrychain.partition import recursive_tree_part
    from gerrychain.proposals import recom

    random.seed(1)
    graph = networkx.Graph()
    graph.add_nodes_from((unit, {"w": float(weight)}) for unit, weight in enumerate(units.weight.tolist()))
    graph.add_edges_from(zip(units.owner.tolist(), units.neighbour.tolist(), strict=True))
    ideal = float(units.weight.sum()) / zones
    if tolerance is None:
        tolerance = (MOST - LEAST) / (MOST + LEAST)
    own = Graph.from_networkx(graph)
    if begun is None:
        first = recursive_tree_part(own, range(zones), ideal, "w", tolerance)
    else:
        first = dict(enumerate(begun.tolist()))
    partition = Partition(own, first, {"w": updaters.Tally("w", alias="w"), "cut_edges": updaters.cut_edges})
    chain = MarkovChain(
        partial(recom, pop_col="w", pop_target=ideal, epsilon=tolerance, node_repeats=0),
        [constraints.within_percent_of_ideal_population(partition, tolerance, pop_key="w")],
        accept.always_accept,
        partition,
        steps,
    )
    best = min(chain, key=lambda state: len(state["cut_edges"]))
    return np.array([best.assignment[unit] for unit in range(len(units))], dtype=np.int64)


def spopt_zones(shapes: ShapeArray, weight: FloatArray, least: float = LEAST) -> IntArray:
    """Return a division by spopt's max-p heuristic: as many zones of at least so many households as it finds."""
    from libpysal.weights import Rook
    from spopt.region import MaxPHeuristic

    frame = gpd.GeoDataFrame({"w": weight, "x": shapely.get_x(shapely.centroid(shapes))}, geometry=shapes)
    frame["y"] = shapely.get_y(shapely.centroid(shapes))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MaxPHeuristic(frame, Rook.from_dataframe(frame, use_index=False), ["x", "y"], "w", least, top_n=2)
        np.random.seed(1)  # noqa: NPY002 - it asks no other
        model.solve()
    return np.unique(np.asarray(model.labels_), return_inverse=True)[1].astype(np.int64)


def cp_sat(units: Units, zones: int, seconds: float) -> tuple[float, float]:
    """Return the shortest border that CP-SAT finds for so many zones in range, and the bound that it proves.

    Zones need not be connected there, so that the bound holds for connected ones all the more.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    n = len(units)
    inside = [[model.new_bool_var("") for _ in range(zones)] for _ in range(n)]
    weight = units.weight.astype(int).tolist()
    for unit in range(n):
        model.add_exactly_one(inside[unit])
    for zone in range(zones):
        load = sum(weight[unit] * inside[unit][zone] for unit in range(n))
        model.add(load >= int(LEAST))
        model.add(load <= int(MOST))
    cut = []
    for one, two, length in zip(units.owner.tolist(), units.neighbour.tolist(), units.border.tolist(), strict=True):
        if one < two:
            apart = model.new_bool_var("")
            for zone in range(zones):
                model.add_implication(inside[one][zone], inside[two][zone]).only_enforce_if(~apart)
            cut.append(round(length) * apart)
    model.minimize(sum(cut))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.solve(model)
    return float(solver.objective_value), float(solver.best_objective_bound)


def _proved(bench: Bench) -> None:
    """Compare with the shortest borders that there are, proved, and with what CP-SAT finds in the same time."""
    if bench.peers and not _has("ortools"):
        bench.remark("ortools is not there: borders are not compared with what CP-SAT finds.")
    for side in (6, 8, 10):
        units = units_of(*lattice(side))
        found: list[Division] = []
        timing = best_of(3, lambda units=units, found=found: found.append(divide(units, LEAST, MOST, seed=1)))
        ours, zones = found[-1].border, len(found[-1].weight)
        said, peer, seconds = f"ours {ours:,.0f} m", "", None
        if side <= 8:
            begun = time.perf_counter()
            shortest = shortest_border(units, LEAST, MOST, zones, ours)
            said += f", proved shortest {shortest:,.0f} m in {time.perf_counter() - begun:.1f} s: {ours / shortest:.3f}"
        if bench.peers and _has("ortools"):
            begun = time.perf_counter()
            theirs, _ = cp_sat(units, zones, CP_SAT_S)
            peer, seconds = "CP-SAT", time.perf_counter() - begun
            said += f", CP-SAT {theirs:,.0f} m"
        bench.add(f"shortest border, {side * side} blocks", "-", timing, peer=peer, peer_seconds=seconds, note=said)


def _least_change(bench: Bench) -> None:
    """Change divisions of 40 blocks that miss the standard by now, beside the fewest households that must move."""
    ratios, missed = [], 0
    cases = list(itertools.islice(_outgrown(), 12))
    found: list[IntArray] = []

    def all_of_them() -> None:
        found[:] = [change_least(units, home, int(home.max()) + 1, LEAST, MOST, steps=120_000) for units, home in cases]

    timing = best_of(2, all_of_them)
    for (units, home), zone in zip(cases, found, strict=True):
        load = np.bincount(zone, units.weight)
        if load.min() < LEAST or load.max() > MOST:
            missed += 1
            continue
        moved = float(units.weight[zone != home].sum())
        ratios.append(moved / fewest_moved(units, home, LEAST, MOST, moved))
    said = f"households moved by the fewest possible, proved: mean {np.mean(ratios):.3f}, worst {max(ratios):.3f}"
    bench.add("least change of 40 blocks, 12 times", "-", timing, note=f"{said}; out of range {missed}")


def _outgrown() -> Iterator[tuple[Units, IntArray]]:
    """Yield blocks whose households have changed since they were divided, so that a zone misses the limits."""
    for seed in itertools.count():
        rng = np.random.default_rng(seed)
        x, y = (at.ravel() * 100.0 for at in np.meshgrid(np.arange(8), np.arange(5)))
        units = units_of(shapely.box(x, y, x + 100, y + 100), rng.integers(20, 80, 40).astype(float))
        home = divide(units, LEAST, MOST, seed=seed, steps=40_000).zone
        grown = rng.random(40) < 0.35
        weight = units.weight.copy()
        weight[grown] = np.round(weight[grown] * rng.uniform(0.2, 2.6, int(grown.sum())))
        load, zones = np.bincount(home, weight), int(home.max()) + 1
        room = (LEAST + 10) * zones <= weight.sum() <= (MOST - 10) * zones
        if room and (load.min() < LEAST or load.max() > MOST):
            yield dataclasses.replace(units, weight=weight), home


def _examples(bench: Bench) -> None:
    """Divide the example data that the peers come with: GerryChain's Gerrymandria, spopt's states of Mexico."""
    if not bench.peers:
        return
    if _has("gerrychain"):
        x, y = (at.ravel() * 100.0 for at in np.meshgrid(np.arange(8), np.arange(8)))
        units = units_of(shapely.box(x, y, x + 100, y + 100), np.ones(64))  # its 64 precincts of one voter each
        found: list[Division] = []
        timing = best_of(3, lambda: found.append(divide_evenly(units, 8, 0.0, seed=1)))
        rows = np.arange(64) // 8
        seconds, other = _timed(lambda: described(units, gerrychain_zones(units, 8, 1000, 0.01, rows), 8, 8))
        note = f"{_said(found[-1])}; GerryChain: {_said(other)} in {seconds:.2f} s"
        bench.add("Gerrymandria, 64 precincts into 8", "-", timing, peer="GerryChain", peer_seconds=seconds, note=note)
    if _has("spopt"):
        import libpysal

        states = gpd.read_file(libpysal.examples.get_path("mexicojoin.shp")).set_crs(4326).to_crs(6372)
        shapes = np.asarray(states.geometry.array, dtype=object)
        units = units_of(shapes, np.ones(len(shapes)))
        threshold = 6.0
        begun = time.perf_counter()
        theirs = described(units, spopt_zones(shapes, np.ones(len(shapes)), threshold), threshold, 2 * threshold - 1)
        seconds = time.perf_counter() - begun
        zones = len(theirs.weight)
        found = []
        timing = best_of(3, lambda: found.append(divide(units, threshold, 2 * threshold - 1, zones=zones, seed=1)))
        said = f"{_said(found[-1])}; spopt max-p: {_said(theirs)} in {seconds:.2f} s"
        title = "spopt's states of Mexico, at least 6 a region"
        bench.add(title, "-", timing, peer="spopt max-p", peer_seconds=seconds, note=said)


# ---- layers and villages ---------------------------------------------------------------------------------------------


def _layers(bench: Bench) -> None:
    """Divide about 3,000 units into 15 and 55 parts, and refuse what is impossible."""
    shapes, weight = lattice(55)
    for parts, tolerance in ((15, 0.03), (55, 0.05)):
        found: list[Division] = []

        def work(parts: int = parts, tolerance: float = tolerance, found: list[Division] = found) -> None:
            found.append(divide_evenly(units_of(shapes, weight), parts, tolerance, steps=100_000))

        timing = best_of(3, work)
        ours = found[-1]
        worst = float(np.abs(ours.weight / ours.weight.mean() - 1).max())
        peer, seconds, told = "", None, ""
        if bench.peers and _has("gerrychain"):
            units = units_of(shapes, weight)
            seconds, other = _timed(
                lambda units=units, parts=parts: described(units, gerrychain_zones(units, parts, 20), LEAST, MOST)
            )
            peer = "GerryChain"
            told = f"; GerryChain: border {other.border:,.0f} m, compactness {other.compactness.mean():.3f}"
        bench.add(
            f"layer of {len(shapes)} units into {parts} parts within {tolerance:.0%}",
            "-",
            timing,
            budget=0.6,
            peer=peer,
            peer_seconds=seconds,
            note=f"worst {worst:.1%}, border {ours.border:,.0f} m, compactness {ours.compactness.mean():.3f}{told}",
        )


def _villages(bench: Bench) -> None:
    """Propose plans for villages of the city, change today's grids, and divide all of it as one step."""
    plan = bench.fresh_plan("city")
    villages = villages_in(plan).tolist()
    grounds = [ground_to_divide(plan, village) for village in villages]
    largest = max(grounds, key=lambda ground: len(ground.grids))
    found: list[Any] = []
    timing = best_of(3, lambda: found.append(propose(plan, largest, 3)))
    best = found[-1][0]
    said = (
        f"{len(largest.grids)} grids, {len(found[-1])} plans, on lines {best.on_lines:.0%}, outside {len(best.outside)}"
    )
    bench.add("three plans of the largest village", "city", timing, budget=2.0, note=said)
    timing = best_of(3, lambda: found.append(rebalance(plan, largest)))
    bench.add("rebalance the largest village", "city", timing, budget=2.0, note=f"{found[-1].moved:.0f} moved")
    taken: list[Any] = []

    def everything() -> None:
        taken[:] = [propose(plan, ground, 1, steps=60_000)[0] for ground in grounds]
        taken.append(together(taken).change(plan))

    timing = best_of(1, everything)
    change = taken.pop()
    outside = sum(len(proposal.outside) for proposal in taken)
    new = sum(proposal.new_border for proposal in taken)
    on = sum(proposal.new_border * proposal.on_lines for proposal in taken) / max(new, 1e-9)
    changed = len(change.ids("grids"))
    said = f"{len(taken)} villages, {changed} grids changed, outside {outside}, new border on lines {on:.0%}"
    bench.add("all villages of a city, one step", "city", timing, budget=60.0, note=said)
