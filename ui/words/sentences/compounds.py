"""Compounds: what there is of them, and what they have."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "palette-kind-compound": ("小区", "Compound"),
    "stats-compounds": ("小区", "Compounds"),
    "stats-compounds-committee": ("有业委会", "With an owners' committee"),
    "stats-compounds-branch": ("有党组织", "With a branch"),
    "stats-compounds-firm": ("有物业企业", "With a property firm"),
    "stats-compounds-listed": ("名册所列", "On the list"),
    "stats-compounds-members": ("下沉党员", "Members placed"),
    "stats-compounds-residents": ("人口", "Residents"),
    "stats-compounds-super": ("超大小区", "Super-compounds"),
    "stats-compounds-total": ("小区数", "Compounds"),
    "table-compounds": ("小区", "compounds"),
}
