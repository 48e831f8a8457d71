"""The roles of the scheme in the dashboard: in which share of the grids somebody has each; one is shown on the map."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gridmap.figures.roles import coverage_of_roles, known_roles
from gridmap.model.plan import Plan
from gridmap.model.scheme import Role
from ui.look.plain import as_it_reads, plain_label
from ui.look.words import Words
from ui.look.wrapping_link import WrappingLink
from ui.words.messages import as_percentage

_UNITS: Final = 8
"""So many units with the lowest shares are told of a role."""


@dataclass(frozen=True)
class Covered:
    """How far a role is covered.

    Attributes
    ----------
    role : Role
    grids, there, missing : int
        As :class:`gridmap.figures.roles.RoleCoverage` has them of everything.
    share : float
        NaN where there is no such grid.
    units : tuple of (str, float)
        The units of the level above the lowest that have the lowest shares.
    """

    role: Role
    grids: int
    there: int
    missing: int
    share: float
    units: tuple[tuple[str, float], ...] = ()


def covered_roles(plan: Plan, on: dt.date) -> tuple[Covered, ...]:
    """Return how far the roles are covered that the scheme asks for or that somebody has, in their order."""
    roles = known_roles(plan, on)
    if not roles:
        return ()
    level = plan.scheme.levels[max(len(plan.scheme.levels) - 2, 0)]
    found = coverage_of_roles(plan, level, on=on)
    whole, told = found.whole.iloc[0], []
    for role in roles:
        rows = found.rows[found.rows[f"grids_{role.key}"] > 0].sort_values(f"share_{role.key}", kind="stable")[:_UNITS]
        units = tuple(
            (str(name or code), float(share))
            for name, code, share in zip(rows["name"], rows["code"], rows[f"share_{role.key}"], strict=True)
        )
        grids, there, missing = (int(whole[f"{key}_{role.key}"]) for key in ("grids", "with", "missing"))
        told.append(Covered(role, grids, there, missing, float(whole[f"share_{role.key}"]), units))
    return tuple(told)


class RoleRows(QWidget):
    """Two lines for each role: its name, which shows it on the map, and its share; of how many grids, and the missing.

    Signals
    -------
    chosen : (str)
        Somebody wants to see the grids with and without a role: its key.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = plain_label()
        self._heading.setProperty("role", "heading")
        self._rows: list[tuple[WrappingLink, QLabel, QLabel]] = []
        self._keys: list[str] = []
        self._lay = QGridLayout(self)
        self._lay.setContentsMargins(0, 8, 0, 0)
        self._lay.setHorizontalSpacing(8)
        self._lay.setVerticalSpacing(2)
        self._lay.addWidget(self._heading, 0, 0, 1, 2)
        self._lay.setColumnStretch(0, 1)
        self.hide()

    def show_roles(self, found: tuple[Covered, ...], words: Words) -> None:
        """Show roles in a language."""
        self._heading.setText(words("dashboard-roles"))
        self._keys = [covered.role.key for covered in found]
        while len(self._rows) > len(found):
            for widget in self._rows.pop():
                self._lay.removeWidget(widget)
                widget.deleteLater()
        while len(self._rows) < len(found):
            self._rows.append(self._row(len(self._rows)))
        for covered, (name, share, told) in zip(found, self._rows, strict=True):
            name.say(words.name(covered.role.name))
            units = "\n".join(f"{unit}  {as_percentage(value)}" for unit, value in covered.units)
            name.setToolTip(as_it_reads(f"{words('dashboard-role-show')}\n{units}".strip()))
            share.setText(as_percentage(covered.share))
            key = "dashboard-role-missing" if covered.missing else "dashboard-role-told"
            told.setText(words(key, there=covered.there, grids=covered.grids, missing=covered.missing))
        self.setVisible(bool(found))

    def texts(self) -> list[tuple[str, ...]]:
        """Return what stands in the lines."""
        return [(name.said, share.text(), told.text()) for name, share, told in self._rows]

    def _row(self, number: int) -> tuple[WrappingLink, QLabel, QLabel]:
        name, share, told = WrappingLink(), plain_label(), plain_label()
        name.clicked.connect(lambda: self.chosen.emit(self._keys[number]))
        told.setProperty("role", "muted")
        told.setWordWrap(True)
        share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay.addWidget(name, 2 * number + 1, 0)
        self._lay.addWidget(share, 2 * number + 1, 1)
        self._lay.addWidget(told, 2 * number + 2, 0, 1, 2)
        return name, share, told
