"""The verb ``open``, and ``gridmap`` alone: the map window."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from types import ModuleType
from typing import Final

import click

from ui.cli.frame import Argument, Verb, terminal_of
from ui.words.messages import SENTENCES

_USUAL: Final = gc.get_threshold()
"""How often Python looks for rubbish; a window stays open all day, and the command line has set it to seldom."""

_FIRST: Final = (
    "gridmap.checks",
    "gridmap.exchange.datum",
    "gridmap.figures.coverage",
    "gridmap.mending",
    "gridmap.outcome.outcome",
    "gridmap.project.comparison",
    "gridmap.project.drafts",
    "gridmap.search.index",
    "layers.shown",
    "ui.words.findings",
)
"""What the window needs and has no Qt in it, with all that these import."""


@click.command("open", cls=Verb, place=130)
@click.argument("project", cls=Argument, describe="help-project", type=click.Path(path_type=str))
@click.pass_context
def open_verb(ctx: click.Context, project: str) -> int:
    """Open a project in the window."""
    return open_window(ctx, project)


def open_window(ctx: click.Context, project: str | None) -> int:
    """Open the window, with a project or with the start page, and return when it is closed.

    Raises
    ------
    GridMapError
        ``no-screen`` where there is none to open a window on; a project that cannot be read is told before that.
    """
    if project is not None:
        from pathlib import Path

        from gridmap.storage.file import look_at

        look_at(Path(project))
    if not _has_screen():
        from gridmap.model.errors import GridMapError

        raise GridMapError("no-screen")
    language = terminal_of(ctx).language if _language_was_asked_for(ctx) else None
    return load_program().run(project, language=language)


def load_program() -> ModuleType:
    """Import the window and return its module, :mod:`ui.window.app`.

    The domain comes first: once PySide6 is there it reads the source of every module that is imported, which makes
    pandas and its like a third of a second slower.
    """
    gc.disable()  # what is imported stays; looking for rubbish among it takes a tenth of the time
    try:
        for name in _FIRST:
            importlib.import_module(name)
        len(SENTENCES)  # the window says most of them
        import ui.window.app
    finally:
        gc.freeze()
        gc.set_threshold(*_USUAL)
        gc.enable()
    return ui.window.app


def _has_screen() -> bool:
    """Whether a window could be shown; a platform that somebody chose is taken at their word."""
    if "QT_QPA_PLATFORM" in os.environ or not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _language_was_asked_for(ctx: click.Context) -> bool:
    return "--lang" in " ".join(sys.argv[1:]) or "GRIDMAP_LANG" in os.environ
