"""Write the chapter on the tools: a section for each with its key, its sentence, its sketch and how it is used.

    python -m tools.tools_page

Everything is read from where the window has it, so that the chapter cannot say otherwise; ``tests/test_tools_page.py``
compares the two. The sketches go into ``docs/images/tools`` as pictures.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication

from ui.canvas.keys import WITH_A_TOOL
from ui.canvas.tools import EDIT_TOOLS, TOOLS
from ui.look.appearance import LIGHT
from ui.look.fonts import chinese_family
from ui.look.sketches import SKETCHES, WHOLE, picture_of
from ui.window.actions import ACTIONS
from ui.words.messages import BOTH, Language, text

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs"
_SCALE: Final = 2
_NAMES: Final = {"zh": "tools.zh-CN.md", "en": "tools.md"}
_OTHER: Final = {"zh": "[English](tools.md)", "en": "[中文](tools.zh-CN.md)"}
_TITLE: Final = {"zh": "工具", "en": "The tools"}
_BEGIN: Final = {
    "zh": "每个工具一节：用途、按键、示意图和用法。光标停在工具栏的图标上，也会出现同样的说明。",
    "en": "A section for each tool: what it does, its key, a sketch, and how it is used. The same is shown beside its "
    "icon when the\npointer rests there.",
}
_WHILE: Final = {"zh": "编辑时的按键", "en": "Keys while one edits"}
_KEY: Final = {"zh": "（{key}）", "en": " ({key})"}


def page(language: Language) -> str:
    """Return the chapter in a language."""
    keys = {spec.key: spec.shortcut for spec in ACTIONS}
    lines = [f"# {_TITLE[language]}", "", f"{_BEGIN[language]} {_OTHER[language]}", ""]
    for tool in TOOLS:
        name, key = text(f"action-tool-{tool.key}", language), keys[f"tool-{tool.key}"]
        what, how = text(f"what-tool-{tool.key}", language), text(f"tool-{tool.key}-help", language)
        ends = "。" if language == "zh" else "."
        lines += [f"## {name}{_KEY[language].format(key=key)}", "", what, ""]
        lines += [f"![{name}](images/tools/{tool.key}.png)", "", how if how.endswith(ends) else f"{how}{ends}", ""]
    lines += [f"## {_WHILE[language]}", ""]
    lines += [f"* **{keys}** {text(does, language)}" for keys, does in WITH_A_TOOL]
    return "\n".join([*lines, ""])


def picture(key: str) -> QImage:
    """Return the sketch of a tool on white, at the end of the hand's way."""
    return picture_of(SKETCHES[key], LIGHT, QFont(chinese_family()), WHOLE * _SCALE)


def main() -> None:
    """Write both pages and all pictures."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    for language in BOTH:
        (FOLDER / _NAMES[language]).write_text(page(language), encoding="utf-8")
    folder = FOLDER / "images" / "tools"
    folder.mkdir(parents=True, exist_ok=True)
    for tool in TOOLS:
        picture(f"tool-{tool.key}").save(str(folder / f"{tool.key}.png"))
    print(f"{len(TOOLS)} tools, {len(EDIT_TOOLS)} of them edit", file=sys.stderr)
    del app


if __name__ == "__main__":
    main()
