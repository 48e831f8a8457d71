"""A first look at files of boundaries: their layers, what each probably is, its columns with some cells, and its place.

Nothing is decided here. It is what a user is shown before saying what a file is to be taken for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyproj

from gridmap.exchange.boundary_codes import mostly_codes
from gridmap.exchange.cells import texts_of
from gridmap.exchange.headers import plain
from gridmap.exchange.rosters.private import is_private_header
from gridmap.exchange.sources import Features, layers_in, read_features
from gridmap.exchange.tables.id_numbers import take_id_numbers
from gridmap.exchange.whereabouts import Whereabouts, whereabouts
from gridmap.model.errors import BadInput
from gridmap.model.scheme import Kind, Scheme

SHOWN_ROWS: Final = 3
_LOOKED_AT: Final = 2000
"""So many rows, evenly taken, say of which kind a layer is."""
_WORDS: Final[Mapping[int, tuple[str, ...]]] = {1: ("镇", "街道", "乡镇", "town"), 2: ("社区", "村", "village")}
"""What names of files and layers have in them, by the rank of the level: besides the names of the scheme itself."""


@dataclass(frozen=True, eq=False)
class LayerSeen:
    """One layer of a file, or a file of which nothing can be read.

    Attributes
    ----------
    path : Path
    layer : str or None
        Its name where the file has several and one must be named; else ``None``.
    rows : int
    columns : mapping of header to tuple of str
        The first :data:`SHOWN_ROWS` cells of every column, without ID numbers; those of columns that are private by
        their header are blank.
    kind : str
        Key of the kind, or of the level where a column tells several kinds apart, that the rows probably are.
    where : Whereabouts or None
    refused : BadInput or None
        Why nothing can be read.
    """

    path: Path
    layer: str | None = None
    rows: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = ""
    where: Whereabouts | None = None
    refused: BadInput | None = None


def first_look(
    paths: Sequence[Path], scheme: Scheme, progress: Callable[[float], None] | None = None
) -> tuple[LayerSeen, ...]:
    """Look at every layer of every file; one that cannot be read is told, and the others looked at all the same.

    Parameters
    ----------
    paths : sequence of Path
    scheme : Scheme
        Its kinds are what layers may be.
    progress : callable, optional
        Called with the share that is done, 0 to 1; what it raises stops the work.

    Returns
    -------
    tuple of LayerSeen
        Those of higher levels first, since the grids of lower ones belong to them; else in the order of the files.
    """
    step = progress or (lambda share: None)
    seen: list[LayerSeen] = []
    for number, path in enumerate(paths):
        step(number / len(paths))
        try:
            names = layers_in(path)
        except BadInput as error:
            seen.append(LayerSeen(path, refused=error))
            continue
        several = len(names) > 1 and path.suffix.lower() not in (".kml", ".kmz", ".dxf")  # those are read as one
        for name in names if several else (None,):
            step(number / len(paths))
            seen.append(_seen(path, name, scheme))
    step(1.0)
    ranks = {kind.key: kind.level.rank for kind in scheme.kinds} | {level.key: level.rank for level in scheme.levels}
    return tuple(sorted(seen, key=lambda one: ranks.get(one.kind, 99)))


def _seen(path: Path, layer: str | None, scheme: Scheme) -> LayerSeen:
    try:
        features = read_features(path, layer)
    except BadInput as error:
        return LayerSeen(path, layer, refused=error)
    kind = probable_kind(features, scheme, f"{path.stem} {layer or ''}")
    where = whereabouts([features], pyproj.CRS.from_user_input(scheme.crs))
    columns = {header: _cells(header, values[:SHOWN_ROWS]) for header, values in features.columns.items()}
    return LayerSeen(path, layer, len(features), columns, kind, where)


def _cells(header: str, values: object) -> tuple[str, ...]:
    texts = texts_of(values)  # type: ignore[arg-type]
    if is_private_header(header):
        return ("",) * len(texts)
    return tuple(take_id_numbers(str(text))[0] for text in texts)


def probable_kind(features: Features, scheme: Scheme, named: str) -> str:
    """Tell what the rows of a layer probably are: by codes, then by its name, else grids of the lowest level.

    Parameters
    ----------
    named : str
        What file and layer are called.

    Returns
    -------
    str
        Key of a kind; or of a level with several kinds, if the layer has a column that may tell them apart.
    """
    by_name = _kind_named(scheme, plain(named))
    sample = {header: values[:: 1 + len(values) // _LOOKED_AT] for header, values in features.columns.items()}
    for level in reversed(scheme.levels):
        kinds = scheme.kinds_of(level)
        with_pattern = [kind for kind in kinds if kind.code.pattern]
        if with_pattern and any(mostly_codes(values, with_pattern) for values in sample.values()):
            if by_name is not None and by_name.level.key == level.key:
                return by_name.key
            return _one_of(kinds, sample, level.key)
    if by_name is not None:
        return by_name.key
    lowest = scheme.levels[-1]
    return _one_of(scheme.kinds_of(lowest), sample, lowest.key)


def _kind_named(scheme: Scheme, named: str) -> Kind | None:
    """Return the kind that a name speaks of, the lowest if of several: 长江村网格 are grids, 村级网格 villages."""
    of_grids = "网格" in named or "grid" in named
    for kind in reversed(scheme.kinds):
        words = [plain(word) for word in (kind.key, kind.name.zh, kind.name.en, kind.level.key)]
        places = _WORDS.get(kind.level.rank, ()) if len(scheme.levels) > 2 else ()
        words = [f"{word}级" for word in places] if of_grids and places else [*words, *places]
        short = plain(kind.name.zh).removesuffix("网格")
        if any(word in named for word in words if word != "grid") or (len(short) > 1 and short in named):
            return kind
    return None


def _one_of(kinds: Sequence[Kind], sample: Mapping[str, object], level: str) -> str:
    """Return the only kind, the level if a column may tell several apart, else the kind that tiles the ground."""
    if len(kinds) == 1:
        return kinds[0].key
    words = {plain(word) for kind in kinds for word in (kind.key, kind.name.zh, kind.name.en)}
    words |= {word.removesuffix("网格") for word in words}
    for values in sample.values():
        texts = [plain(str(text)) for text in texts_of(values).tolist() if text]  # type: ignore[arg-type]
        if texts and sum(text in words for text in texts) * 2 > len(texts):
            return level
    return next((kind for kind in kinds if kind.ground == "tile"), kinds[0]).key
