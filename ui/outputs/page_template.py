"""How pages are to look, kept in a file: paper, scale, type, what is shown, texts. Text in it is text, nothing else.

A template is TOML. GridMap reads no more of it than :data:`FIELDS` has, and refuses what it does not know, so that a
word that is spelt wrongly does not pass for one that is not there.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from gridmap.model.errors import BadInput
from gridmap.model.plain_text import one_line, plain_text
from gridmap.storage.held import raw_bytes
from gridmap.storage.whole_files import reading, write_whole
from layers import every_layer
from ui.outputs.asked import PARTS, layers_named, scale_of, theme_named, type_size_of
from ui.outputs.export import PAPER_MM, Export

SUFFIX: Final = ".toml"
_MOST_BYTES: Final = 65_536
_MOST_LETTERS: Final = 300
_MOST_LAYERS: Final = 40

FIELDS: Final[Mapping[str, type]] = {
    "paper": str,
    "portrait": bool,
    "theme": str,
    "scale": int,
    "type_size": float,
    "dpi": int,
    "parts": list,
    "layers": list,
    "title": str,
    "made_by": str,
    "extent": list,
    "crs": str,
}
"""What may stand in a template, and of which kind it is."""


@dataclass(frozen=True)
class PageTemplate:
    """What a template asks; ``None`` where it asks nothing.

    Attributes
    ----------
    paper : str
        A key of :data:`ui.outputs.export.PAPER_MM`.
    extent : (float, float, float, float)
        West, south, east, north; ``crs`` says in which coordinates, as ``EPSG:…``.
    layers : tuple of str
        Keys of layers in place of the theme's.

    The others as in :class:`ui.outputs.export.Export`.
    """

    paper: str | None = None
    portrait: bool | None = None
    theme: str | None = None
    scale: int | None = None
    type_size: float | None = None
    dpi: int | None = None
    parts: tuple[str, ...] | None = None
    layers: tuple[str, ...] | None = None
    title: str | None = None
    made_by: str | None = None
    extent: tuple[float, float, float, float] | None = None
    crs: str | None = None

    @classmethod
    def of(cls, export: Export) -> PageTemplate:
        """Return the template of an export: everything about how it looks, and nothing of what is in its project."""
        code = export.plan.crs.to_epsg()
        known = [layer.key for layer in every_layer(scheme=export.plan.scheme)]
        return cls(
            paper=export.paper,
            portrait=export.upright,
            theme=export.theme,
            scale=export.scale,
            type_size=export.type_size,
            dpi=round(export.dpi),
            parts=tuple(part for part in PARTS if part in export.parts),
            title=export.title,
            made_by=export.made_by,
            layers=tuple(layer.key for layer, _ in export.drawn if layer.key in known) or None,
            extent=export.extent,
            crs=f"EPSG:{code}" if export.extent and code else None,
        )

    def applied(self, export: Export, keep: frozenset[str] = frozenset()) -> Export:
        """Return an export that looks as the template asks.

        Parameters
        ----------
        keep : frozenset of str
            Names of the template's fields that somebody asked for otherwise, who is right.

        Raises
        ------
        BadInput
            ``template-elsewhere`` if its extent is in other coordinates than the project's.
        """
        asked: dict[str, Any] = {}
        for name, attribute in _ATTRIBUTES.items():
            value = getattr(self, name)
            if value is not None and name not in keep:
                asked[attribute] = value
        if self.layers and "layers" not in keep:
            asked["drawn"] = layers_named(",".join(self.layers), export.on, export.plan.scheme)
        if self.extent is not None and "extent" not in keep:
            code = export.plan.crs.to_epsg()
            if self.crs is not None and self.crs != f"EPSG:{code}":
                raise BadInput("template-elsewhere", value=self.crs, expected=f"EPSG:{code}")
            asked["extent"] = self.extent
        return replace(export, **asked)


_ATTRIBUTES: Final[Mapping[str, str]] = {
    "paper": "paper",
    "portrait": "upright",
    "theme": "theme",
    "scale": "scale",
    "type_size": "type_size",
    "dpi": "dpi",
    "parts": "parts",
    "title": "title",
    "made_by": "made_by",
}


def read_template(path: Path) -> PageTemplate:
    """Read a template.

    Raises
    ------
    BadInput
        ``file-not-found``; ``template-not-toml``; ``template-field`` for a field that there is none of;
        ``template-value`` for one that cannot be; ``unknown-theme``, ``scale-impossible``, ``type-size-impossible``.
    """
    if not path.is_file():
        raise BadInput("file-not-found", file=str(path))
    with reading(path):
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput("template-not-toml", file=str(path), reason=f"> {_MOST_BYTES:,} B")
        content = raw_bytes(path)
    try:
        said = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput("template-not-toml", file=str(path), reason=plain_text(str(error))[:_MOST_LETTERS]) from error
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name not in FIELDS:
            raise BadInput("template-field", file=str(path), value=plain_text(name)[:60], expected=", ".join(FIELDS))
        found[name] = _checked(path, name, value)
    return PageTemplate(**found)


def _checked(path: Path, name: str, value: object) -> Any:
    """Return the value of a field as it is to be used."""
    right = isinstance(value, FIELDS[name]) and not (isinstance(value, bool) and FIELDS[name] is not bool)
    if name in ("scale", "type_size"):
        right = isinstance(value, int | float | str) and not isinstance(value, bool)
    if name == "scale" and right:
        return scale_of(value)  # type: ignore[arg-type]
    if name == "type_size" and right:
        return type_size_of(value)  # type: ignore[arg-type]
    checked: Any = None
    if right and isinstance(value, str):
        checked = one_line(" ".join(value.split()))
        right = len(checked) <= _MOST_LETTERS and (name != "paper" or checked in PAPER_MM)
        if name == "theme":
            theme_named(checked)
    elif right and name == "extent":
        checked, right = _extent(value)
    elif right and isinstance(value, list):
        checked = tuple(value)
        known = PARTS if name == "parts" else checked
        right = len(value) <= _MOST_LAYERS and all(isinstance(word, str) and word in known for word in value)
    elif right and isinstance(value, int):
        checked = value
        right = isinstance(value, bool) or value == 0 or 30 <= value <= 1200
    if not right:
        raise BadInput("template-value", file=str(path), field=name, value=plain_text(str(value))[:60])
    return checked


def _extent(value: object) -> tuple[tuple[float, ...], bool]:
    numbers = (
        tuple(float(number) for number in value if isinstance(number, int | float) and not isinstance(number, bool))
        if isinstance(value, list)
        else ()
    )
    right = (
        len(numbers) == 4 and all(map(math.isfinite, numbers)) and numbers[0] < numbers[2] and numbers[1] < numbers[3]
    )
    return numbers, right and isinstance(value, list) and len(value) == 4


def write_template(template: PageTemplate, path: Path) -> None:
    """Write a template; raises as :func:`gridmap.storage.whole_files.write_whole` does."""
    lines = ["# GridMap", ""]
    for name in FIELDS:
        value = getattr(template, name)
        if value is None:
            continue
        if isinstance(value, bool):
            lines.append(f"{name} = {'true' if value else 'false'}")
        else:  # what JSON says of texts, numbers and lists of them, TOML says alike
            given = list(value) if isinstance(value, tuple) else value
            lines.append(f"{name} = {json.dumps(given, ensure_ascii=False)}")
    write_whole(path, "\n".join(lines) + "\n")
