"""Opening what officers send: any of the usual vector formats, zipped or not, with the texts in the right encoding.

What a file may be, and how large, is for :mod:`gridmap.exchange.formats` and :mod:`gridmap.exchange.archives` to say;
how it becomes something that can be read, for :mod:`gridmap.exchange.opening`. What comes out is columns and shapes as
the file has them, in the file's CRS; what they mean is for :mod:`gridmap.exchange.boundaries` to say.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyogrio

from gridmap.exchange.encodings import encoding_named
from gridmap.exchange.features import FOLDER, Features
from gridmap.exchange.gdal_layers import json_driver
from gridmap.exchange.opening import GdalPlace, KmlPlace, Place, opened
from gridmap.model.errors import BadInput, GridMapError

__all__ = ["FOLDER", "Features", "layers_in", "read_features"]

_AREAS: Final = ("Polygon", "Surface", "Unknown", "GeometryCollection")
_LINES: Final = ("LineString", "Curve")
# What people add to the name of a layer to say that it holds areas.
_OF_A_LAYER: Final = ("多边形", "图层", "边界", "范围", "区划", "面", "界", "数据", "polygon", "region", "area", "_")


def layers_in(source: Path) -> tuple[str, ...]:
    """Return the names of the layers with shapes in a file; errors as of :func:`read_features`."""
    with opened(Path(source)) as places:
        return tuple(layer for place in places for layer, _ in place.layers(str(source)))


def read_features(
    source: Path,
    layer: str | None = None,
    encoding: str | None = None,
    likely: Iterable[str] = (),
    *,
    without_table: bool = False,
) -> Features:
    """Read one layer of a file.

    Parameters
    ----------
    source : Path
        A file of one of the :mod:`~gridmap.exchange.formats`, a zip with one in it, a file geodatabase, or a folder
        with one file.
    layer : str, optional
        Name of the layer; needed where there are several with areas, but for the folders of a KML, which are read all
        at once.
    encoding : str, optional
        Of the texts, if the file is known to be wrong about it.
    likely : iterable of str, optional
        Names of which a layer is taken if several are there and none was asked for.
    without_table : bool
        Whether the shapes of a shapefile are wanted of which the table is missing.

    Raises
    ------
    BadInput
        ``file-not-found``, ``source-empty``, ``file-unreadable``, ``source-is-folder``, ``zip-without-boundaries``,
        ``archive-too-large``, ``archive-locked``, ``file-too-large``, ``format-not-known`` and the formats that are
        known and not read, ``source-reaches-out``, ``shapefile-incomplete``, ``layer-not-found``, ``layer-choose``,
        ``layer-without-shapes``, ``layer-empty``, ``encoding-unknown``, ``encoding-name-unknown``.
    """
    wanted = encoding_named(encoding) if encoding else None
    source = Path(source)
    file = str(source)
    with opened(source, wanted, without_table=without_table) as places:
        if layer is None and len(places) == 1 and _has_one_layer(places[0]):
            return places[0].read(None, wanted, file)
        offers = [(place, name, sort) for place in places for name, sort in place.layers(file)]
        place, name = _chosen(offers, layer, list(likely), file)
        if isinstance(place, KmlPlace) and layer is None:
            return place.read(None, wanted, file)
        return place.read(name, wanted, file)


def _has_one_layer(place: Place) -> bool:
    """Whether a place has no layers to choose from, so that it need not be asked, which may mean to read all of it."""
    return not isinstance(place, GdalPlace) or json_driver(place.path) != ""


def _chosen(offers: list[tuple[Place, str, str]], layer: str | None, likely: list[str], file: str) -> tuple[Place, str]:
    if not offers:
        raise BadInput("layer-without-shapes", file=file)
    if layer is not None:
        for exact in (True, False):
            for place, name, _ in offers:
                if layer in (name, place.path.stem) if exact else _alike(layer, name) or _alike(layer, place.path.stem):
                    return place, name
            kmls = [place for place, _, _ in offers if isinstance(place, KmlPlace)]
            if kmls:
                return kmls[0], layer  # perhaps a folder of folders
        raise BadInput("layer-not-found", file=file, value=layer, expected=", ".join(name for _, name, _ in offers))
    offers = _with_areas(offers, file) if len(offers) > 1 else offers
    if len(offers) > 1:
        for meant in (_named, _named_nearly):
            found = [offer for offer in offers if meant(offer[1], likely)]
            if len(found) == 1:
                return found[0][:2]
        raise BadInput("layer-choose", file=file, expected=", ".join(name for _, name, _ in offers))
    return offers[0][:2]


def _with_areas(offers: list[tuple[Place, str, str]], file: str) -> list[tuple[Place, str, str]]:
    """Return the layers that may hold areas, without those that hold nothing; if there are none, those of lines."""
    offers = [offer for offer in offers if _holds_something(*offer[:2])] or offers
    for sorts in (_AREAS, _LINES):
        found = [offer for offer in offers if any(sort in offer[2] for sort in sorts)]
        if found:
            return found
    return offers


def _holds_something(place: Place, layer: str) -> bool:
    if not isinstance(place, GdalPlace):
        return True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            count = int(pyogrio.read_info(place.path, layer=layer, encoding="ISO-8859-1")["features"])
            if count < 0:  # not known without counting
                info = pyogrio.read_info(place.path, layer=layer, encoding="ISO-8859-1", force_feature_count=True)
                count = int(info["features"])
        return count != 0
    except (GridMapError, RuntimeError, ValueError, KeyError):  # whoever reads it says what is wrong
        return True


def _named(layer: str, likely: list[str]) -> bool:
    return layer.casefold() in {name.casefold() for name in likely}


def _named_nearly(layer: str, likely: list[str]) -> bool:
    """Whether the last part of a layer's name is one of those, whatever says that it is a layer of areas."""
    last = layer.casefold().rpartition("_")[2]
    bare = last
    for word in _OF_A_LAYER:
        bare = bare.removesuffix(word)
    return bool({last, bare} & {name.casefold() for name in likely})


def _alike(one: str, two: str) -> bool:
    return one.strip().casefold() == two.strip().casefold()
