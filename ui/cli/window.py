"""The verb ``open``, and ``gridmap`` alone: the map window."""

from __future__ import annotations

import click

from gridmap.errors import GridMapError
from ui.cli.frame import Argument, Verb


@click.command("open", cls=Verb)
@click.argument("project", cls=Argument, describe="help-project", type=click.Path(path_type=str))
def open_verb(project: str) -> int:
    """Open a project in the window."""
    return open_window(project)


def open_window(project: str | None) -> int:
    """Open the window, with a project or with the start page.

    Raises
    ------
    GridMapError
        ``window-missing``: this version is the command line alone.
    """
    raise GridMapError("window-missing", project=project)
