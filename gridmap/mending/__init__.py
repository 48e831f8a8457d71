"""Mending: which fixes fit a finding, what a fix would bring, and mending a whole project at once."""

from __future__ import annotations

from gridmap.mending.bounds import may_be_enclave
from gridmap.mending.fix_all import UNATTENDED, Left, Mended, Mending, fix_all
from gridmap.mending.offers import Offer, accept, offer_keys, offers
from gridmap.mending.preview import Preview, area_moved, households_moved, preview

__all__ = [
    "UNATTENDED",
    "Left",
    "Mended",
    "Mending",
    "Offer",
    "Preview",
    "accept",
    "area_moved",
    "fix_all",
    "households_moved",
    "may_be_enclave",
    "offer_keys",
    "offers",
    "preview",
]
