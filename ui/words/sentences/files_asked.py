"""Names that are proposed for files to write."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "file-name-copy": ("{name} 副本", "{name} copy"),
    "file-name-record": ("{draft} 网格调整备案表", "{draft} adjustment record"),
    "file-name-workbook": ("{name} 网格台账", "{name} ledger"),
}
