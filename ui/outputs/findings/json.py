"""Findings as JSON, for the programs of others: the shape stands in docs/design.md and stays stable."""

from __future__ import annotations

import json
import sys
from typing import Any

import shapely

from gridmap.checks import Finding, Findings
from gridmap.model.plain_text import plain_text
from gridmap.storage.whole_files import write_whole
from ui.words.findings import Wording


def findings_as_json(findings: Findings, wording: Wording) -> dict[str, Any]:
    """Return the open findings as JSON would have them.

    Returns
    -------
    dict
        ``counts`` by rule for every rule that was run, and ``findings`` with the most important first: ``id``,
        ``rule``, ``severity``, ``grids`` (codes), ``workers`` (staff numbers as far as the profile shows them: masked
        in a briefing, blank in public), ``branches`` (names), ``where``
        (GeoJSON geometry in the project's CRS, or null), ``values``, ``message`` and ``fixes`` (keys).
    """
    return {"counts": dict(findings.counts), "findings": [_one(finding, wording) for finding in findings.open]}


def _one(finding: Finding, wording: Wording) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "grids": wording.plan.codes(finding.grids),
        "workers": wording.worker_numbers(finding),
        "branches": wording.branch_names(finding),
        "where": None if finding.where is None else shapely.geometry.mapping(finding.where),
        "values": {
            name: plain_text(value) if isinstance(value, str) else value for name, value in finding.values.items()
        },
        "message": wording.message(finding),
        "fixes": wording.fixes(finding),
    }


def write_json(content: dict[str, Any], file: str) -> None:
    """Write JSON to a file in UTF-8, or to standard output if the file is ``"-"``.

    Raises as :func:`gridmap.storage.whole_files.whole_files` does.
    """
    if file == "-":
        json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    write_whole(file, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
