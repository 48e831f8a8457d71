"""What goes into a meeting: a page, an atlas of villages, sheets of grids, slides, a web page, a workbook of the city.

The peer is QGIS with its own layouts, on the same layers and the same figures; see ``briefing_in_qgis.py``. An atlas
takes it as long for each page, so that a few villages tell; what it would take for all of them is reckoned from these.
Long atlases and dossiers are drawn by several processes; their time of the processor counts all of them.
The limit is what Qt's writer takes for the same pages once they are drawn; see ``writer_alone.py``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import Bench, Timing, timed
from benchmarks.render import SYSTEM_PYTHON
from benchmarks.writer_alone import writer_alone
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.outputs.export import Export
from ui.outputs.paper.atlas import Atlas, units_of
from ui.outputs.paper.contents import figures_of_each
from ui.outputs.paper.hands import processes_for

BUDGET: Final = {"page": 1.0, "atlas": 60.0, "dossier": 60.0, "slides": 10.0, "web page": 2.0, "workbook": 1.5}
MOST_MB: Final = {"slides": 3.0, "web page": 3.0}
FEW: Final = 25
"""Villages of the atlas that QGIS makes too."""
_VILLAGES: Final = 250

_WANTED: Final[Mapping[str, dict[str, Any]]] = {
    "page": {"format": "pdf"},
    "page without figures and table": {"format": "pdf", "parts": ("legend", "key", "scale", "north")},
    "slides": {"format": "pptx"},
    "web page": {"format": "html"},
    "workbook": {"format": "xlsx"},
    "atlas": {"format": "pdf", "atlas": "village"},
    f"atlas of {FEW} villages": {"format": "pdf", "atlas": "village"},
    "dossier": {"format": "pdf", "form": "dossier", "atlas": "comprehensive", "paper": "A4"},
}
_PEER: Final = {
    "page": "page",
    "page without figures and table": "map",
    f"atlas of {FEW} villages": "atlas",
    "atlas": "all villages",
}


def run(bench: Bench) -> None:
    """Measure each on the city; what the province would need is no briefing."""
    if "city" not in bench.sizes:
        return
    path = bench.path("city")
    with Project.open(path, read_only=True) as project:
        plan = project.plan
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        peer = _qgis(bench, path, Path(folder))
        few = tuple(units_of(plan, "village")[:FEW])
        for what, wanted in _WANTED.items():
            scope = {"grids": few} if what.startswith("atlas of") else {}
            _measure(bench, plan, Path(folder), what, {**wanted, **scope}, peer.get(_PEER.get(what, "")))
        export = Export(plan, None, format="pdf", atlas="village", grids=few)
        figures = figures_of_each(plan, few, None, export.on)
        pages = Atlas(replace(export, files="each"), [few]).pages(0, figures)
        limit = writer_alone(pages, export.size())
    bench.add(f"briefing: Qt's writer alone, {FEW} villages", "city", limit, note=f"{FEW} pages")


def _measure(
    bench: Bench, plan: Plan, folder: Path, what: str, wanted: dict[str, Any], peer: list[float] | None
) -> None:
    file = folder / f"{what}.{wanted['format']}"
    fresh = Plan.of_conformed(plan.scheme, plan.tables)  # nothing worked out before
    before = _of_children()
    timing = timed(lambda: Export(fresh, None, **wanted).write(file))
    timing = replace(timing, cpu_seconds=timing.cpu_seconds + _of_children() - before)
    pages = {"atlas": _VILLAGES, "dossier": 1036, f"atlas of {FEW} villages": FEW}.get(what, 1)
    note = [f"{file.stat().st_size / 1e6:.1f} MB" + (f" of {MOST_MB[what]:.0f}" if what in MOST_MB else "")]
    if pages > 1:
        note.append(f"{pages} pages, {1000 * timing.cpu_seconds / pages:.0f} ms of the processor each")
        note.append(f"{processes_for(pages)} processes, {1000 * timing.seconds / pages:.0f} ms by the clock each")
    if what in BUDGET:
        note.append(f"by the processor {'kept' if timing.cpu_seconds <= BUDGET[what] else 'MISSED'}")
    if peer:
        note.append(f"QGIS {peer[1]:.3g} s of the processor, {peer[1] / timing.cpu_seconds:.1f} times ours")
    bench.add(
        f"briefing: {what}",
        "city",
        Timing(timing.seconds, timing.cpu_seconds, timing.note),
        budget=BUDGET.get(what),
        peer="QGIS" if peer else "",
        peer_seconds=peer[0] if peer else None,
        note=", ".join(note),
    )


def _of_children() -> float:
    """Return what processes that were started and are gone took of the processor, seconds."""
    times = os.times()
    return times.children_user + times.children_system


def _qgis(bench: Bench, path: Path, folder: Path) -> dict[str, list[float]]:
    """Return seconds by the clock and of the processor that QGIS takes for each; none without QGIS."""
    if not bench.peers or not SYSTEM_PYTHON.exists():
        return {}
    if subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        bench.remark("QGIS is not installed, so that its layouts are not measured")
        return {}
    script = Path(__file__).with_name("briefing_in_qgis.py")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        [SYSTEM_PYTHON, script, path, folder / "qgis", str(FEW)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    try:
        found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        print(done.stderr[-2000:], file=sys.stderr)
        bench.remark("QGIS failed, so that its layouts are not measured")
        return {}
    if found["pages"] != FEW:
        bench.remark(f"QGIS made {found['pages']} pages of its atlas, not {FEW}")
    found["all villages"] = [taken * _VILLAGES / found["pages"] for taken in found["atlas"]]
    return found
