"""What GEOS alone takes of mending a checked plan: ``python -m benchmarks.least_of_a_mending A.gpkg``.

All calls that shapely's functions get from our code while a plan is mended are written down, and done again one after
the other with nothing around them. By the processor, one thread, the least of several runs.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from benchmarks.fix import looked_at
from benchmarks.least_of_a_check import least_ms
from gridmap.checks import run_checks
from gridmap.ground import cores
from gridmap.mending import fix_all
from gridmap.project.project import Project

Calls = dict[str, list[Callable[[], object]]]


def main() -> None:
    """Print how long mending takes, what GEOS takes of it, and a line for each of its functions that takes long."""
    with Project.open(Path(sys.argv[1]), read_only=True) as project:
        plan = project.plan
    run_checks(plan)
    cores.CORES = 1  # so that all calls come from one thread
    whole = min(_mended(partial(looked_at, plan)) for _ in range(5))
    calls = _calls(lambda: fix_all(looked_at(plan)))
    taken = {name: least_ms(partial(_done, mine), 5) for name, mine in calls.items()}
    print(f"{whole:8.1f} ms  mending, of a checked plan")
    print(f"{sum(taken.values()):8.1f} ms  of that GEOS, {sum(map(len, calls.values()))} calls")
    for name, ms in sorted(taken.items(), key=lambda pair: -pair[1]):
        if ms >= 0.01 * whole:
            print(f"{ms:8.1f} ms    {name}, {len(calls[name])} calls")


def _mended(fresh: Callable[[], Any]) -> float:
    plan = fresh()
    begin = time.thread_time()
    fix_all(plan)
    return 1000 * (time.thread_time() - begin)


def _done(calls: list[Callable[[], object]]) -> None:
    for call in calls:
        call()


def _calls(work: Callable[[], object]) -> Calls:
    """Return the calls of functions that make or ask shapes, by name, while some work is done."""
    calls: Calls = defaultdict(list)

    def noted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            # An array may be written on later.
            kept = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
            calls[name].append(partial(function, *kept, **options))
            return function(*args, **options)

        return call

    functions = {name: getattr(shapely, name) for name in _NAMES}
    query = shapely.STRtree.query
    try:
        for name, function in functions.items():
            setattr(shapely, name, noted(name, function))
        shapely.STRtree.query = noted("query of a tree", query)
        work()
    finally:
        for name, function in functions.items():
            setattr(shapely, name, function)
        shapely.STRtree.query = query
    return calls


_NAMES = (
    "area",
    "boundary",
    "bounds",
    "buffer",
    "clip_by_rect",
    "constrained_delaunay_triangles",
    "difference",
    "dwithin",
    "intersection",
    "intersects",
    "is_simple",
    "is_valid",
    "length",
    "make_valid",
    "normalize",
    "point_on_surface",
    "polygonize",
    "polygons",
    "union",
    "union_all",
)


if __name__ == "__main__":
    main()
