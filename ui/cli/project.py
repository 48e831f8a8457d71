"""How verbs open a project: with a bar while it loads, and with what had to be left out told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.terminal import Terminal

if TYPE_CHECKING:
    from gridmap.plan import Plan


def open_plan(terminal: Terminal, file: str) -> Plan:
    """Read a project's plan, for verbs that change nothing.

    Raises
    ------
    NotAProject
        If the file is none, or from a newer version.
    """
    from gridmap.project import Project

    with terminal.progress("cli-opening", file=file), Project.open(file, read_only=True) as project:
        return project.plan
