"""Reads exports as other programs do, and fails where a name has become more than the text it is."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from gridmap.model.plain_text import plain_text
from tests.hostile_text import plan_with_names
from ui.outputs.ledger.geodata import export_geodata
from ui.outputs.ledger.workbook import export_workbook
from ui.outputs.web.web_page import write_web_page

FORMULAS_OF_ITS_OWN = re.compile(r"SUBTOTAL\(\d+,(?:Table_\d+)?\[[^\[\]]*\]\)|IF\(SUBTOTAL.*|-?[\d.]+")


def as_xml_reads(text: str) -> str:
    """Return a text as a reader of XML has it: all ends of lines are line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parts_of(file: Path) -> dict[str, str]:
    """Return the XML parts of an office document; one that is no XML fails."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist() if name.endswith((".xml", ".rels"))}
    for content in parts.values():
        ElementTree.parse(io.BytesIO(content))
    return {name: content.decode("utf-8") for name, content in parts.items()}


def must_be_mere_cells(file: Path) -> None:
    """Fail if a workbook has a formula that is not GridMap's own, a link, or anything outside itself."""
    parts = parts_of(file)
    for name, content in parts.items():
        for formula in re.findall(r"<(?:\w+:)?f\b[^>]*>(.*?)</", content):
            assert FORMULAS_OF_ITS_OWN.fullmatch(formula.lstrip("=")), (name, formula)
        assert "<hyperlink" not in content and 'TargetMode="External"' not in content, name


class Facts(HTMLParser):
    """Reads what a page has as data, and which elements it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self._inside = False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "script" and dict(attrs).get("id") == "facts"

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.data += data


def facts_of(file: Path) -> tuple[dict, Facts]:
    reader = Facts()
    reader.feed(file.read_text(encoding="utf-8"))
    return json.loads(reader.data), reader


def must_be_read_back(names: Sequence[str], folder: Path) -> None:
    """Export a village whose grids, people and title have these names, and fail unless each is read as it is."""
    plan = plan_with_names(names)
    shown = [plain_text(name) for name in names]
    export_geodata(plan, folder / "a.geojson")
    read = json.loads((folder / "a.geojson").read_text(encoding="utf-8"))
    assert [feature["properties"]["name"] for feature in read["features"]][2:-1] == shown
    export_workbook(plan, folder / "a.xlsx")
    must_be_mere_cells(folder / "a.xlsx")
    write_web_page(plan, folder / "a.html", title=names[0])
    facts, _ = facts_of(folder / "a.html")
    assert {name for name in shown if name} <= set(facts["grids"]["title"])
