"""What parts of a check that cannot be left out take by themselves: ``python -m benchmarks.least_of_a_check A.gpkg``.

By the processor, one thread, the least of several runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

from gridmap.ground.tiling.edges import edges_of
from gridmap.project.project import Project


def least_ms(work: Callable[[], object], times: int = 15) -> float:
    """Return the least processor time of some work, milliseconds."""
    taken = []
    for _ in range(times):
        begin = time.thread_time()
        work()
        taken.append(time.thread_time() - begin)
    return 1000 * min(taken)


def main() -> None:
    """Print a line for each part."""
    with Project.open(Path(sys.argv[1]), read_only=True) as project:
        plan = project.plan
    shapes = plan.all_shapes[plan.has_shape]
    edges = edges_of(shapes)
    keys = np.random.default_rng(1).integers(0, 2**63, len(edges), dtype=np.uint64)
    buildings = np.asarray(plan.buildings.geometry.array, dtype=object)
    points = shapely.point_on_surface(buildings)
    lowest = shapes[plan.ranks[plan.has_shape] == len(plan.scheme.levels)]
    tree = shapely.STRtree(points)
    print(f"{len(shapes)} grids, {len(edges)} edges, {len(buildings)} buildings")
    for what, work in (
        ("validity of all shapes, GEOS", lambda: shapely.is_valid(shapes)),
        ("coordinates read into an array", lambda: shapely.get_coordinates(shapes)),
        ("one sort of as many numbers as there are edges", lambda: np.sort(keys)),
        ("a point in each building, GEOS", lambda: shapely.point_on_surface(buildings)),
        ("a tree of these points", lambda: shapely.STRtree(points)),
        ("which lowest grid holds which point, GEOS", lambda: tree.query(lowest, predicate="intersects")),
    ):
        print(f"{least_ms(work):8.1f} ms  {what}")


if __name__ == "__main__":
    main()
