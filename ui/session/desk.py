"""All that somebody works with at once: the open project and its drafts, the edit in hand, what is laid over the map.

There is one desk to a window. The session knows none of the others; they know the session. Whoever needs more than the
session, a tool or a panel say, is handed the desk and asks it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.session.drafting import Drafting
from ui.session.editing import Editing
from ui.session.opening import Opening
from ui.session.references import References
from ui.session.session import Session


class Desk(QObject):
    """Makes a session and what belongs to it, and holds them for as long as the window lives.

    Attributes
    ----------
    session : Session
        The open project and what the window is looking at.
    drafting : Drafting
        Drafts of the project; while one is open, the session's ``project`` and ``plan`` are the draft's.
    opening : Opening
        Brings projects into the session.
    editing : Editing
        The edit that is proposed and not yet done.
    references : References
        Files that are laid over the map: to look at, to snap to, to follow.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = Session(self)
        self.drafting = Drafting(self.session)
        self.opening = Opening(self.session, self.drafting.show)
        self.editing = Editing(self.session)
        self.references = References(self.session)
