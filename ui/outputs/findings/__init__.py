"""Findings in words and in files: a sentence to each, JSON for programs, a workbook and a GeoPackage for people."""

from ui.outputs.findings.geopackage import write_geopackage
from ui.outputs.findings.json import findings_as_json, write_json
from ui.outputs.findings.workbook import write_workbook
from ui.words.findings import Wording

__all__ = ["Wording", "findings_as_json", "write_geopackage", "write_json", "write_workbook"]
