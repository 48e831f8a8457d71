"""Addresses of tiles: how servers spell them, and which cannot be shown, with the reason."""

from __future__ import annotations

import pytest

from gridmap.model.errors import BadInput
from ui.canvas.base_map.tile_address import likely_datum, own_source


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://a.example/{z}/{x}/{y}.png", "https://a.example/{z}/{x}/{y}.png"),
        (" https://a.example/{Z}/{X}/{-y}.png ", "https://a.example/{z}/{x}/{-y}.png"),
        (
            "http://a.example/wmts?TILEMATRIXSET=w&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}",
            "http://a.example/wmts?TILEMATRIXSET=w&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        ),
    ],
)
def test_the_usual_spellings_are_understood(address: str, asked: str) -> None:
    source = own_source(address, "gcj02")
    assert source.addresses == (asked,)
    assert source.datum == "gcj02"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("", "tiles-not-web"),
        ("ftp://a.example/{z}/{x}/{y}", "tiles-not-web"),
        ("C:/tiles/{z}/{x}/{y}.png", "tiles-not-web"),
        ("https://a.example/{z}/{x}.png", "tiles-address-incomplete"),
        ("https://{s}.a.example/{z}/{x}/{y}.png", "tiles-placeholder-unknown"),
        ("https://maponline0.bdimg.com/tile/?x={x}&y={y}&z={z}", "tiles-own-grid"),
        ("https://t0.tianditu.gov.cn/vec_c/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}", "tiles-of-degrees"),
        ("https://a.example/wmts?TileMatrixSet=EPSG:4490&m={z}&r={y}&c={x}", "tiles-of-degrees"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(address: str, key: str) -> None:
    with pytest.raises(BadInput) as told:
        own_source(address, "wgs84")
    assert told.value.key == key


def test_sources_known_to_be_shifted_are_known() -> None:
    assert likely_datum("https://webrd01.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}") == "gcj02"
    assert likely_datum("https://rt0.map.gtimg.com/tile?z={z}&x={x}&y={-y}") == "gcj02"
    assert likely_datum("https://notamap.com/{z}/{x}/{y}") == "wgs84"
    assert likely_datum("") == "wgs84"
