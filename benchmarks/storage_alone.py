"""What stands under opening and writing a project: SQLite and GEOS alone, in seconds of the processor.

``python -m benchmarks.storage_alone PROJECT.gpkg``
"""

from __future__ import annotations

import gc
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely

from benchmarks.measure import best_of
from gridmap.model.tables import TABLES
from gridmap.project.project import Project
from gridmap.storage import layout
from gridmap.storage.file import connect
from gridmap.storage.names import ID, SHAPE
from gridmap.storage.rows import insert
from gridmap.storage.shapes import from_blobs, to_blobs
from gridmap.storage.soundness import faults


def reading(path: Path) -> dict[str, Callable[[], object]]:
    """Return what reading cannot do without, by name."""
    connection = connect(path)
    filled = [name for name in TABLES if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {name})").fetchone()[0]]
    shaped = [name for name in filled if TABLES[name].shape]
    joined = {
        name: ", ".join(f"group_concat({column}, ',')" for column in (ID, *TABLES[name].column_names))
        for name in filled
    }
    blobs = [blob for name in shaped for (blob,) in connection.execute(f"SELECT {SHAPE} FROM {name}")]
    wkb = shapely.to_wkb(from_blobs(blobs, wrapped=True)[0])

    def run(statements: list[str]) -> Callable[[], object]:
        return lambda: [connection.execute(statement).fetchall() for statement in statements]

    return {
        "all pages looked at (quick_check)": lambda: faults(connection),
        "all rows, an object for each value": run([f"SELECT * FROM {name}" for name in filled]),
        "all values but shapes joined by SQLite": run([f"SELECT {joined[name]} FROM {name}" for name in filled]),
        "all shapes fetched as bytes": run([f"SELECT {SHAPE} FROM {name}" for name in shaped]),
        "all shapes made by GEOS": lambda: shapely.from_wkb(wkb),
    }


def writing(path: Path) -> dict[str, Callable[[], object]]:
    """Return what writing cannot do without, by name."""
    with Project.open(path, read_only=True) as project:
        tables = {name: frame for name, frame in project.plan.tables.items() if len(frame)}
    columns: dict[str, list[list[Any]]] = {}
    for name, frame in tables.items():
        columns[name] = [frame.index.to_list(), *(frame[column].to_list() for column in TABLES[name].column_names)]
        if TABLES[name].shape:
            columns[name].append(list(to_blobs(frame["geometry"].to_numpy(), 0, wrap=TABLES[name].shape != "any")))

    def put() -> None:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("BEGIN")
            for name, values in columns.items():
                names = [column.strip('"') for column in layout.columns_of(TABLES[name])]
                connection.execute(f"CREATE TABLE {name} ({names[0]} INTEGER PRIMARY KEY, {', '.join(names[1:])})")
                insert(connection, name, names, values)

    shapes = [frame["geometry"].to_numpy() for name, frame in tables.items() if TABLES[name].shape]
    return {
        "all shapes made bytes by GEOS": lambda: [shapely.to_wkb(some) for some in shapes],
        "all rows put into memory by SQLite": put,
    }


def main() -> None:
    """Print each piece with its shortest time of three."""
    gc.disable()
    for pieces in (reading, writing):
        for what, work in pieces(Path(sys.argv[1])).items():
            print(f"{what:42} {best_of(3, work).cpu_seconds:6.2f} s", flush=True)


if __name__ == "__main__":
    main()
