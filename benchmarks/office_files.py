"""Files of an office for a random user to bring in: boundaries of a few villages, lists of workers, one with faults."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gridmap.model.plan import Plan

_VILLAGES = 4


def office_files(folder: Path, plan: Plan) -> list[Path]:
    """Write them into a new folder and return them.

    Parameters
    ----------
    folder : Path
    plan : Plan
        Its first villages are written, their grids moved by half a metre.
    """
    folder.mkdir()
    grids = plan.grids
    villages = grids[grids["kind"] == "village"].head(_VILLAGES)
    below = grids[grids["parent"].isin(villages.index) & (grids["kind"] == "comprehensive")].dropna(subset="geometry")
    shapes = below[["code", "name", "geometry"]].rename(columns={"code": "网格编码", "name": "网格名称"})
    shapes["geometry"] = shapes.geometry.translate(0.5, 0)
    boundaries = folder / "网格.geojson"
    shapes.to_crs(4490).to_file(boundaries)
    named = below["parent"].map(villages["name"])
    workers = pd.DataFrame(
        {"村居": named, "网格": below["name"], "姓名": "王小明", "电话": "13800000001", "岗位": "专职网格员"}
    )
    workers["姓名"] = [f"王{number}" for number in range(len(workers))]
    workers["电话"] = [f"138{number:08d}" for number in range(len(workers))]
    good, bad = folder / "网格员.csv", folder / "网格员（有误）.csv"
    workers.to_csv(good, index=False, encoding="gbk")
    workers.loc[workers.index[::3], "网格"] = "没有这个网格"
    workers.loc[workers.index[1::3], "电话"] = "12"
    workers.to_csv(bad, index=False, encoding="utf-8-sig")
    return [boundaries, good, bad]
