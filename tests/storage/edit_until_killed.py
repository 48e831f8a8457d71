"""Edits a project until somebody kills it; run by test_kill.py.

Libraries are imported once. For each line ``PATH SEED`` on stdin a child is forked, which opens the project and edits
it in an endless loop; its process number is told on stdout, and after it the number of each line of the journal as soon
as the edit has returned. When the child is dead, ``dead`` is told.
"""

from __future__ import annotations

import os
import random
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridmap.edits import PutRows, SetAttributes
from gridmap.project.project import Project


def tell(word: object) -> None:
    os.write(1, f"{word}\n".encode())


def next_edit(project: Project, chance: random.Random) -> None:
    plan = project.plan
    match chance.randrange(8):
        case 0 | 1:
            grid = chance.choice(plan.ids.tolist())
            project.perform(SetAttributes("grids", (grid,), {"name": f"第{chance.random()}网格"}))
        case 2:
            rows = plan.grids.loc[[4, 5]].copy()
            rows["geometry"] = shapely.transform(rows.geometry.to_numpy(), lambda xy: xy + chance.random())
            project.perform(PutRows("reshape", put={"grids": rows}))
        case 3 | 4:
            count = chance.choice([1, 30, 30, 300, 2100])
            first = plan.next_id("buildings")
            xy = np.random.default_rng(first).random((count, 2)) * 400 + [551_000, 3_520_000]
            index = pd.RangeIndex(first, first + count, name="id")
            rows = gpd.GeoDataFrame({"households": 3}, geometry=shapely.points(xy), index=index, crs=plan.crs)
            project.perform(PutRows("import", put={"buildings": rows}))
        case 5:
            drop = tuple(plan.buildings.index[3::2].tolist())
            project.perform(PutRows("drop", drop={"buildings": drop}))
        case 6:
            project.undo()
        case 7:
            project.redo()


def edit(path: str, seed: int) -> None:
    chance = random.Random(seed)
    project = Project.open(path, who="victim")
    if project.read_only:
        raise SystemExit(f"the lock was not taken over: {project.locked_by}")
    told = len(project.history())
    while True:
        next_edit(project, chance)
        if project.last_line > told:
            told = project.last_line
            tell(told)


def main() -> None:
    tell("ready")
    for line in sys.stdin:
        path, seed = line.rstrip("\n").rsplit(" ", 1)
        child = os.fork()
        if child == 0:
            try:
                edit(path, int(seed))
            finally:
                os._exit(1)
        tell(child)
        os.waitpid(child, 0)
        tell("dead")


if __name__ == "__main__":
    main()
