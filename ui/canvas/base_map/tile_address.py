"""Addresses of tiles that users bring: XYZ and WMTS templates, which of them can be shown, and their likely datum."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from gridmap.model.errors import BadInput
from ui.canvas.base_map.base_map import Datum, TileSource

OWN_FINEST: Final = 19
"""Highest zoom that is asked for of a source that says nothing about it."""

_SPELLINGS: Final = {
    "tilematrix": "{z}", "zoom": "{z}", "level": "{z}", "z": "{z}",
    "tilecol": "{x}", "col": "{x}", "x": "{x}",
    "tilerow": "{y}", "row": "{y}", "y": "{y}", "-y": "{-y}",
}  # fmt: skip
_SHIFTED_HOSTS: Final = ("autonavi.com", "amap.com", "gtimg.com", "map.qq.com", "google.cn", "geoq.cn")
_OWN_GRID_HOSTS: Final = ("bdimg.com", "bdstatic.com", "map.baidu.com")


def own_source(address: str, datum: Datum) -> TileSource:
    """Return the source of an address that a user gives.

    Parameters
    ----------
    address : str
        With ``{z}``, ``{x}`` and ``{y}`` (``{-y}`` where rows are counted from the south), or as WMTS servers publish
        it, ``{TileMatrix}``, ``{TileCol}``, ``{TileRow}``. Tiles must be those of Web Mercator.
    datum : "wgs84" or "gcj02"
        What the user declares. WGS 84 and CGCS2000 agree to decimetres.

    Raises
    ------
    BadInput
        ``tiles-not-web``, ``tiles-address-incomplete``, ``tiles-placeholder-unknown``, ``tiles-own-grid`` (Baidu's lie
        on a grid of their own), ``tiles-of-degrees`` (a tile matrix of longitude and latitude).
    """
    address = address.strip()
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput("tiles-not-web", value=address.partition("?")[0])  # a key may stand behind it
    if _is_of(parts.hostname, _OWN_GRID_HOSTS):
        raise BadInput("tiles-own-grid", value=parts.hostname)
    for found in re.findall(r"\{([^{}]*)\}", address):
        known = _SPELLINGS.get(found.strip().lower())
        if known is None:
            raise BadInput("tiles-placeholder-unknown", value="{" + found + "}")
        address = address.replace("{" + found + "}", known)
    lacking = [name for name in ("{z}", "{x}", "{y}") if name not in address.replace("{-y}", "{y}")]
    if lacking:
        raise BadInput("tiles-address-incomplete", missing=" ".join(lacking))
    if re.search(r"[?&]tilematrixset=(c|epsg:?4490|epsg:?4326)(&|$)", address, re.IGNORECASE) or re.search(
        r"tianditu\.gov\.cn/\w+_c/", address, re.IGNORECASE
    ):
        raise BadInput("tiles-of-degrees", value=parts.hostname)
    return TileSource("own", (address,), datum, finest=OWN_FINEST)


def likely_datum(address: str) -> Datum:
    """Return the datum that an address is known for; WGS 84 where nothing is known."""
    host = urlsplit(address.strip()).hostname or ""
    return "gcj02" if _is_of(host, _SHIFTED_HOSTS) else "wgs84"


def _is_of(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
