"""Printing the map."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "action-print-map": ("打印地图…", "Print the map…"),
    "job-printing": ("正在打印…", "Printing…"),
    "not-printed": (
        "打印机“{printer}”没有接受打印任务：请检查它是否已连接、是否有纸，再试一次。",
        "The printer {printer} did not take the page: see that it is connected and has paper, then try again.",
    ),
    "print-default": ("默认打印机", "the default printer"),
    "print-do": ("打印…", "Print…"),
    "print-heading": ("打印地图", "Print the map"),
    "print-sent": ("已发送到打印机“{printer}”。", "Sent to the printer {printer}."),
}
