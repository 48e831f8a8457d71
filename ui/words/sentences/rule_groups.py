"""What the groups of rules are called."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "rule-group-branches": ("党组织", "Party branches"),
    "rule-group-buildings": ("房屋与户数", "Buildings"),
    "rule-group-codes": ("编码与隶属", "Codes and family"),
    "rule-group-ground": ("图形与空间", "Ground"),
    "rule-group-people": ("人员", "People"),
}
