"""What goes into a meeting: a page of the city, an atlas of its villages, a sheet for each grid, slides.

Peer: a layout of QGIS with the same layers and no labels, figures or legend, where ``python3-qgis`` is installed
(``benchmarks/layout_in_qgis.py``); of its atlas twelve pages are measured, and the time of all is told from them.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from benchmarks.edits import SYSTEM_PYTHON
from benchmarks.measure import Bench, timed
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.outputs.export import Export

BUDGET = {"page": 1.5, "atlas": 60.0, "dossier": 60.0, "slides": 10.0}
SLIDES_MB = 3.0


def run(bench: Bench) -> None:
    """Measure each on the city; what the province would need is no briefing."""
    if "city" not in bench.sizes:
        return
    path = bench.path("city")
    with Project.open(path, read_only=True) as project:
        plan = project.plan
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        peer = _peer(path, Path(folder)) if bench.peers else {}
        for what, wanted in (
            ("page", {"format": "pdf"}),
            ("slides", {"format": "pptx"}),
            ("atlas", {"format": "pdf", "atlas": "village"}),
            ("dossier", {"format": "pdf", "form": "dossier", "atlas": "comprehensive", "paper": "A4"}),
        ):
            _measure(bench, plan, Path(folder), what, wanted, peer)


def _measure(bench: Bench, plan: Plan, folder: Path, what: str, wanted: dict[str, str], peer: dict[str, float]) -> None:
    file = folder / f"{what}.{wanted['format']}"
    fresh = Plan.of_conformed(plan.scheme, plan.tables)  # nothing worked out before
    timing = timed(lambda: Export(fresh, None, **wanted).write(file))
    pages = {"atlas": 250, "dossier": 1036}.get(what, 1)
    seconds = peer.get(what, 0.0) * pages
    bench.add(
        f"briefing: {what}",
        "city",
        timing,
        budget=BUDGET[what],
        peer="QGIS layout" if seconds else "",
        peer_seconds=seconds or None,
        note=f"{file.stat().st_size / 1e6:.1f} MB" + (f", {pages} pages" if pages > 1 else ""),
    )


def _peer(path: Path, folder: Path) -> dict[str, float]:
    """Return how long QGIS takes for a page, nothing where it is not installed."""
    if subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        return {}
    script = Path(__file__).with_name("layout_in_qgis.py")
    done = subprocess.run(
        [SYSTEM_PYTHON, str(script), str(path), str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr[-2000:])
        return {}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
