"""Findings in words and in files: a sentence to each, JSON for programs, a workbook and a GeoPackage for people."""

from ui.findings.geopackage import write_geopackage
from ui.findings.json import findings_as_json, write_json
from ui.findings.wording import Wording
from ui.findings.workbook import write_workbook

__all__ = ["Wording", "findings_as_json", "write_geopackage", "write_json", "write_workbook"]
