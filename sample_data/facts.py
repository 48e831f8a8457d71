"""What a sample says of itself, so that nobody takes its boundaries or its people for real ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

VERSION: Final = "3"
"""Version of the generator: raised whenever the same seed makes another sample."""

AS_OF: Final = "2020-12-31"
"""The day that a sample shows."""


def facts(
    title: str, size: str, seed: int, names: str, *, about: Mapping[str, str] | None = None, as_of: str = AS_OF
) -> pd.DataFrame:
    """Return the table of facts.

    Parameters
    ----------
    title : str
        In Chinese; what a map is headed with.
    size, seed : str, int
        What the sample was made with.
    names : str
        Where the names and codes of its places come from.
    about : mapping of language to str, optional
        What is published of the place, and what is made up besides.
    as_of : str, optional
        The day that it shows.
    """
    pairs = {
        "title": title,
        "origin": "synthetic boundaries",
        "origin_zh": "边界为合成示意",
        "people": "人员与电话均为虚构。People and phones are made; no subscriber's number begins with 111.",
        "names": names,
        "as_of": as_of,
        "generator": f"gridmap sample {VERSION}",
        "size": size,
        "seed": str(seed),
    }
    if about:
        pairs |= {"about": about["en"], "about_zh": about["zh"]}
    ids = pd.Index(range(1, len(pairs) + 1), name="id")
    return pd.DataFrame({"key": list(pairs.keys()), "value": list(pairs.values())}, index=ids)
