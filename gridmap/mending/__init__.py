"""Mending: which fixes fit a finding, what a fix would bring, and mending a whole project at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridmap.mending.bounds import may_be_enclave
from gridmap.mending.fault import Left, Mended
from gridmap.mending.fix_all import UNATTENDED, Mending, fix_all
from gridmap.mending.preview import Preview, households_moved, preview

if TYPE_CHECKING:
    from gridmap.mending.offering import Offer, accept, offer_keys, offers

__all__ = [
    "UNATTENDED",
    "Left",
    "Mended",
    "Mending",
    "Offer",
    "Preview",
    "accept",
    "fix_all",
    "households_moved",
    "may_be_enclave",
    "offer_keys",
    "offers",
    "preview",
]


def __getattr__(name: str) -> object:
    """Read what fits one finding when somebody asks for it: it needs all edits, and mending a whole project none."""
    if name in ("Offer", "accept", "offer_keys", "offers"):
        from gridmap.mending import offering

        return getattr(offering, name)
    raise AttributeError(name)
