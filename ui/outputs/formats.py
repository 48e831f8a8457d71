"""What can be written: one entry to a format, which command line, window and writers read.

A new format is an entry of :data:`FORMATS` and the function that it names. Nothing is loaded but the table; a writer is
imported when it writes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from gridmap.model.errors import BadInput

Kind = Literal["page", "slides", "web", "text", "workbook", "geodata", "record", "list"]
"""A map on paper, slides, a map for the browser, a text with maps, a workbook of the grids, data for a GIS, a record of
adjustment, a list."""


Asks = Literal[
    "scope", "theme", "drawn", "paper", "dpi", "parts", "privacy", "title", "template", "scale", "atlas", "review",
    "crs", "since", "forms",
]  # fmt: skip
"""What somebody may want of it: see the attributes of :class:`ui.outputs.export.Export`; ``scope`` are its grids,
``forms`` whether it is a form for each of them."""

_MAP: Final[frozenset[Asks]] = frozenset({"scope", "theme", "title", "review"})
_PAGE: Final[frozenset[Asks]] = _MAP | {"drawn", "paper", "parts", "scale"}
_TABLE: Final[frozenset[Asks]] = frozenset({"scope", "privacy"})
_LIST: Final[frozenset[Asks]] = frozenset({"scope", "privacy"})
_DATA: Final[frozenset[Asks]] = _TABLE | {"crs"}
_RECORD: Final[frozenset[Asks]] = frozenset({"title", "privacy"})


@dataclass(frozen=True)
class Format:
    """A kind of file that GridMap writes.

    Attributes
    ----------
    suffix : str
        Ending of the file's name, by which it is known; with its dot, in small letters.
    label : str
        Its own name, the same in every language; ``export-format-KEY`` says what it is good for where a list offers it.
    kind : str
    asks : frozenset of str
        What it needs to be asked.
    writer : str
        ``module:function``. The function takes an :class:`ui.outputs.export.Export`, the file and a step, and returns
        the files that it wrote. That of a list takes a :class:`ui.outputs.lists.Listed` and a file. That of a record
        takes a comparison and a file, ``title``, ``language``, ``privacy``
        and ``on``.
    dpi : int
        Pixels to an inch where nobody asks for a number: 96 for what has no size in pixels of its own.
    also : tuple of str
        Other endings that mean the same, which are never offered.
    offered : bool
        Whether the window offers it; the others are for programs.
    """

    suffix: str
    label: str
    kind: Kind
    asks: frozenset[Asks]
    writer: str
    dpi: int = 200
    also: tuple[str, ...] = ()
    offered: bool = True

    @property
    def key(self) -> str:
        """The suffix without its dot."""
        return self.suffix[1:]

    @property
    def file_filter(self) -> str:
        """What a dialog that asks for a file shows only: ``"PDF (*.pdf)"``."""
        return f"{self.label} (*{self.suffix})"

    def write(self, *wanted: Any, **more: Any) -> Any:
        """Call the writer, which is imported now."""
        module, _, function = self.writer.partition(":")
        write: Callable[..., Any] = getattr(importlib.import_module(module), function)
        return write(*wanted, **more)


FORMATS: Final = (
    Format(".gpkg", "GeoPackage", "geodata", _DATA, "ui.outputs.ledger:write_geodata"),
    Format(".geojson", "GeoJSON", "geodata", _DATA, "ui.outputs.ledger:write_geodata", also=(".json",)),
    Format(".shp", "Shapefile", "geodata", _DATA, "ui.outputs.ledger:write_geodata"),
    Format(".kml", "KML", "geodata", _DATA, "ui.outputs.ledger:write_geodata"),
    Format(".csv", "CSV", "geodata", _DATA, "ui.outputs.ledger:write_geodata"),
    Format(".dxf", "DXF", "geodata", _DATA, "ui.outputs.ledger:write_geodata"),
    Format(".xlsx", "Excel", "workbook", _TABLE | {"since"}, "ui.outputs.office_workbook:write_workbook"),
    Format(".pdf", "PDF", "page", _PAGE | {"atlas"}, "ui.outputs.paper:write_pdf"),
    Format(".png", "PNG", "page", _PAGE | {"dpi"}, "ui.outputs.paper:write_png"),
    Format(".svg", "SVG", "page", _PAGE, "ui.outputs.paper:write_svg", dpi=96),
    Format(".pptx", "PowerPoint", "slides", _MAP | {"privacy", "template"}, "ui.outputs.slides:write_slides"),
    Format(".html", "HTML", "web", _MAP | {"privacy"}, "ui.outputs.web.web_page:write"),
    Format(".docx", "Word", "text", _MAP - {"theme"} | {"privacy", "forms"}, "ui.outputs.briefing_text:write_text"),
    Format(".docx", "Word", "record", _RECORD, "ui.outputs.record.document:write_document"),
    Format(".xlsx", "Excel", "record", _RECORD, "ui.outputs.record.workbook:write_workbook"),
    Format(".xlsx", "Excel", "list", _LIST, "ui.outputs.lists.workbook:write_workbook"),
    Format(".pdf", "PDF", "list", _LIST, "ui.outputs.lists.pages:write_pdf"),
    Format(".json", "JSON", "record", _RECORD, "ui.outputs.record.for_programs:write_json", offered=False),
)
"""Every format, in the order in which they are offered."""

OF_A_PLAN: Final[tuple[Kind, ...]] = ("geodata", "workbook", "page", "slides", "web", "text")
"""Kinds that show a plan; a record tells how two differ."""

OF_A_MAP: Final[tuple[Kind, ...]] = ("page", "slides", "web", "text")


def formats_of(*kinds: Kind) -> tuple[Format, ...]:
    """Return the formats of some kinds, in the order of :data:`FORMATS`."""
    return tuple(known for known in FORMATS if known.kind in kinds)


def suffixes_of(*kinds: Kind) -> tuple[str, ...]:
    """Return the suffixes of some kinds, in the order of :data:`FORMATS`."""
    return tuple(known.suffix for known in formats_of(*kinds))


def format_of(file: str | Path, *kinds: Kind, also: bool = False) -> Format:
    """Return the format that the ending of a file's name asks for.

    Parameters
    ----------
    kinds : sequence of str
        Those that will do here.
    also : bool
        Whether the other endings that mean the same will do.

    Raises
    ------
    BadInput
        ``export-suffix-unknown``, with those that there are.
    """
    suffix = Path(file).suffix.lower()
    for known in formats_of(*kinds):
        if suffix == known.suffix or (also and suffix in known.also):
            return known
    raise BadInput("export-suffix-unknown", file=str(file), expected=", ".join(suffixes_of(*kinds)))


def file_filters(*kinds: Kind) -> str:
    """Return the filters of a dialog that asks for a file: those that the window offers of some kinds."""
    return ";;".join(known.file_filter for known in formats_of(*kinds) if known.offered)


def with_suffix_of(file: Path, *kinds: Kind, chosen: str) -> Path:
    """Return a file's name as it is if its ending is one that is offered; else with that of the filter chosen."""
    offered = [known for known in formats_of(*kinds) if known.offered]
    if file.suffix.lower() in [known.suffix for known in offered]:
        return file
    suffix = next((known.suffix for known in offered if known.file_filter == chosen), offered[0].suffix)
    return file.with_name(file.name + suffix)
