"""What was read of a project's file once more, until the project takes it."""

from __future__ import annotations

from typing import NamedTuple

from gridmap.model.change import Change
from gridmap.model.plan import Plan
from gridmap.project.open_file import OpenFile
from gridmap.project.opening import ReadFile


class ReadAgain(NamedTuple):
    """A file that was read again, which may take a while; see :meth:`gridmap.project.Project.read_again`.

    Attributes
    ----------
    before : Plan
        Of the project when the reading began.
    file : OpenFile
        The file as it is open now.
    read : ReadFile
    change : Change
        From that plan to the one in the file.
    """

    before: Plan
    file: OpenFile
    read: ReadFile
    change: Change

    def close(self) -> None:
        """Let go of the file: nobody takes what was read."""
        self.file.close()
