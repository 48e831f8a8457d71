"""Which base maps can be chosen, and where the tiles of a choice come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gridmap.model.errors import BadInput
from ui.canvas.base_map.base_map import SOURCES, Datum, TileSource, mbtiles_source
from ui.canvas.base_map.tile_address import own_source
from ui.session.settings import Settings

if TYPE_CHECKING:
    pass


NONE: Final = "none"


CHOICES: Final = (NONE, *(source.name for source in SOURCES), "own", "mbtiles")
"""``action-base-map-NAME`` in ``ui/words/sentences`` is what a choice is called."""


def source_of(name: str, settings: Settings) -> TileSource | None:
    """Return where the tiles of a choice come from under the settings; ``None`` for no base map.

    Raises
    ------
    BadInput
        ``tiles-key-missing``, ``tiles-file-missing``, and those of :func:`~ui.canvas.base_map.tile_address.own_source`
        and :func:`~ui.canvas.base_map.base_map.mbtiles_source`.
    """
    datum: Datum = "gcj02" if settings.base_map("datum") == "gcj02" else "wgs84"
    if name == "own":
        return own_source(settings.base_map("address"), datum)
    if name == "mbtiles":
        if not settings.base_map("file"):
            raise BadInput("tiles-file-missing")
        return mbtiles_source(Path(settings.base_map("file")), datum)
    source = next((source for source in SOURCES if source.name == name), None)
    if source is not None and source.needs_key and not settings.base_map("key"):
        raise BadInput("tiles-key-missing")
    return source
