"""What goes into a meeting: a page, an atlas of villages, sheets of grids, slides, a web page, a workbook of the city.

No peer yet: layouts of QGIS have still to be measured beside it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import Bench, timed
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from ui.outputs.export import Export

BUDGET = {"page": 1.5, "atlas": 60.0, "dossier": 60.0, "slides": 10.0, "web page": 5.0, "workbook": 1.5}
MOST_MB = {"slides": 3.0, "web page": 3.0}


def run(bench: Bench) -> None:
    """Measure each on the city; what the province would need is no briefing."""
    if "city" not in bench.sizes:
        return
    path = bench.path("city")
    with Project.open(path, read_only=True) as project:
        plan = project.plan
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        for what, wanted in (
            ("page", {"format": "pdf"}),
            ("slides", {"format": "pptx"}),
            ("web page", {"format": "html"}),
            ("workbook", {"format": "xlsx"}),
            ("atlas", {"format": "pdf", "atlas": "village"}),
            ("dossier", {"format": "pdf", "form": "dossier", "atlas": "comprehensive", "paper": "A4"}),
        ):
            _measure(bench, plan, Path(folder), what, wanted)


def _measure(bench: Bench, plan: Plan, folder: Path, what: str, wanted: dict[str, str]) -> None:
    file = folder / f"{what}.{wanted['format']}"
    fresh = Plan.of_conformed(plan.scheme, plan.tables)  # nothing worked out before
    timing = timed(lambda: Export(fresh, None, **wanted).write(file))
    pages = {"atlas": 250, "dossier": 1036}.get(what, 1)
    bench.add(
        f"briefing: {what}",
        "city",
        timing,
        budget=BUDGET[what],
        note=f"{file.stat().st_size / 1e6:.1f} MB"
        + (f" of {MOST_MB[what]:.0f}" if what in MOST_MB else "")
        + (f", {pages} pages" if pages > 1 else ""),
    )
