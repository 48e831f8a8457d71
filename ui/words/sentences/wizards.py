"""What all wizards say: their buttons, the columns of a file and what each is taken for."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "wizard-back": ("上一步", "Back"),
    "wizard-columns-header": ("文件中的列", "Column in the file"),
    "wizard-columns-name": ("文件中的列及其含义", "The columns of the file and what each is taken for"),
    "wizard-columns-row": ("第 {row} 行", "Row {row}"),
    "wizard-columns-taken": ("当作", "Taken for"),
    "wizard-columns-why": ("依据", "Why"),
    "wizard-finish": ("完成", "Finish"),
    "wizard-next": ("下一步", "Next"),
    "wizard-stop": ("停止", "Stop"),
    "wizard-stopping": ("正在停止…", "Stopping…"),
}
