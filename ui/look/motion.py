"""Whether pictures may move: as the system says, which has a setting for people whom motion troubles."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle


def may_move() -> bool:
    """Return whether the system lets windows animate.

    Qt asks Windows ("Show animations"), macOS ("Reduce motion") and the desktops of Linux through their platform
    themes; its styles give no time to animations where these are off.
    """
    style = QApplication.style()
    return bool(
        style.styleHint(QStyle.StyleHint.SH_Widget_Animate)
        and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    )
