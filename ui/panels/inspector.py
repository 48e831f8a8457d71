"""Everything about the selected grid: what it is, who answers for it, its branch, its findings, its history."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from gridmap.checks import Finding
from gridmap.edits import SetJoint, UnlinkBranch
from gridmap.ground.compounds import grounds
from gridmap.model.change import Change
from gridmap.model.plain_text import plain_text
from gridmap.model.plan import Plan
from gridmap.people.privacy import shown_names, shown_phones, shown_user
from gridmap.people.staff_numbers import staff_numbers
from gridmap.people.staffing import has_ended
from gridmap.storage.journal import HistoryEntry
from gridmap.storage.traces import FORGOTTEN
from ui.dialogs.assign_worker import AssignWorkerDialog
from ui.dialogs.end_assignment import EndAssignmentDialog
from ui.dialogs.forgetting import ForgetPerson
from ui.dialogs.link_branch import LinkBranchDialog
from ui.look.appearance import appearance_of
from ui.look.words import Words
from ui.outputs.findings import Wording
from ui.panels.base import SIDE_PX, Panel
from ui.panels.branch_rows import rows_of_branches
from ui.panels.compound_changes import change_compounds
from ui.panels.compound_rows import compounds_of_grid, count_in_grid
from ui.panels.facility_rows import facility_rows
from ui.panels.grid_rows import area_in_words, grid_rows
from ui.panels.item_rows import item_rows
from ui.panels.known_facts import KnownFacts
from ui.panels.state_rows import state_rows
from ui.session.desk import Desk
from ui.words.history_lines import what_was_done
from ui.words.messages import about_of

_FINDINGS: Final = 20
"""So many findings of a grid are listed; the table has all."""
_LINES: Final = 8
"""So many lines of the history are shown, the latest."""

_COMPOUND_VIEW_M: Final = 60.0
"""Metres around a compound that are shown with it."""

_BESIDE_PX: Final = 84
_BESIDE: Final = 0.36
_APART_PX: Final = 10
_CODE: Final = "0" * 15
"""As long as the code of a grid, which is not broken."""
"""What stands beside the values is no wider than this, or than this share of a panel."""
_AROUND_PX: Final = 38
"""What a page has at its sides, with its scroll bar."""
_BETWEEN: Final = " &nbsp;"
"""What stands between two links on a line."""

Row = tuple[str, str]


class InspectorPanel(Panel):
    """What is known of the selected grid, with phones masked until they are asked for, and as the profile has it."""

    key = "inspector"
    _built = False

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.anchorClicked.connect(self._follow_link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self._built = True
        self.setMinimumWidth(SIDE_PX)
        self._phones_shown, self._compound = False, -1
        self._written = ("", "")
        """The style and the page that stand there."""
        self._is_owed = self._was_seen = False
        self._column_px = _BESIDE_PX + _APART_PX
        """What stands beside the values of a grid takes so much, in all sections."""
        self._known = KnownFacts(session, self.refresh)
        self.watch(session.selection_changed, self._select)
        self.watch(session.plan_changed, self._change)
        self.watch(session.findings_changed, lambda *_: self.refresh())
        self.watch(session.privacy_changed, self._show_people)
        self.watch(session.day.changed, lambda _: self.refresh())
        self.ready()

    def set_texts(self) -> None:
        """Write the page anew in the present language."""
        self.page.setAccessibleName(self.words("panel-inspector"))
        self.refresh()

    def _select(self, selection: tuple[int, ...]) -> None:
        self._phones_shown, self._compound = False, -1
        self.refresh()

    def _show_people(self) -> None:
        self._phones_shown = False
        self.refresh()

    def _change(self, before: Plan, after: Plan, change: Change | None) -> None:
        self._compound = -1
        self._known.forget(is_another=change is None)
        self.refresh()

    def _follow_link(self, link: QUrl) -> None:
        what, _, which = link.toString().partition(":")
        if what == "phones":
            self._phones_shown = not self._phones_shown
            self.refresh()
        elif what == "grid":
            self.session.select([int(which)])
            self.session.show(self.session.plan.shape(int(which)))
        elif what == "compound":
            self._show_compound(int(which))
        elif what == "person":
            self.session.show_person(int(which))
        elif what == "assign-many":
            there = self.session.plan.there(self.session.selection)
            if there and self.session.can_edit:
                AssignWorkerDialog(self.session, self.words, there[0], self, more=tuple(there[1:])).open()
        elif what == "finding" and self.session.findings is not None:
            finding = next((f for f in self.session.findings.open if f.id == which), None)
            self.session.look_at(finding)
            if finding is not None:
                self.session.show(finding.where)
        elif self.session.can_edit:
            self._change_people(what, which)

    def _show_compound(self, place: int) -> None:
        """Unfold the details of a compound and show where it is, or fold them again."""
        self._compound = -1 if place == self._compound else place
        if self._compound >= 0:
            ground = grounds(self.session.plan, np.array([place]))[0]
            self.session.show(None if ground is None else ground.buffer(_COMPOUND_VIEW_M))
        self.refresh()

    def unfold(self, place: int) -> None:
        """Show the details of a compound among those of its grid, by its place among the compounds."""
        self._compound = place
        self.refresh()

    def _change_people(self, what: str, which: str) -> None:
        """Do what a link of the sections about workers and branches says, asking first where there is a choice."""
        session, words, grid = self.session, self.words, self._grid()
        if grid is None:
            return
        if what == "assign":
            AssignWorkerDialog(session, words, grid, self).open()
        elif what == "end":
            EndAssignmentDialog(session, words, int(which), self).open()
        elif what == "forget":
            ForgetPerson(self.desk, words, int(which), self).ask()
        elif what == "link-branch":
            LinkBranchDialog(session, words, grid, self).open()
        elif what == "unlink":
            session.perform(UnlinkBranch(int(which), grid))
        elif what.endswith("-compound"):
            change_compounds(self.desk, words, what, int(which or -1), grid, self)
        elif what in ("joint", "own"):
            session.perform(SetJoint(int(which), what == "joint"))

    def _grid(self) -> int | None:
        """Return the one grid that the page is about, ``None`` if it is about several or none."""
        there = self.session.plan.there(self.session.selection)
        return there[0] if len(there) == 1 else None

    # ---- the page ----------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Write the page anew when light changes to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Write what has come while nobody saw the page."""
        super().showEvent(event)
        self._was_seen = True
        if self._is_owed:
            self.refresh()

    def refresh(self) -> None:
        """Write the page for the present selection; one that stands behind another panel waits until it is seen."""
        self._is_owed = self._was_seen and not self.isVisible()
        if self._is_owed:
            return
        written = (
            f"a {{ color: {self.palette().link().color().name()}; text-decoration: none; }}",
            f"<html><body style='margin: 12px 6px 12px 12px'>{self._body()}</body></html>",
        )
        if written == self._written:
            return
        self._written, place = written, self.page.verticalScrollBar().value()
        self.page.document().setDefaultStyleSheet(written[0])
        self.page.setHtml(written[1])
        self.page.verticalScrollBar().setValue(place)

    def _body(self) -> str:
        plan, selection = self.session.plan, self.session.selection
        there = plan.there(selection)
        if not there:
            return f"<p>{self._muted(self.words('inspector-nothing'))}</p>{self._about(plan)}"
        if not self._known.is_placed():
            return f"<p>{self._muted(self.words('dashboard-working'))}</p>"
        if len(there) > 1:
            return self._many(there)
        return self._one(plan, there[0])

    def _about(self, plan: Plan) -> str:
        """Return what the project says of itself: of a sample, what is published of its place and what is made up."""
        about = html.escape(plain_text(about_of(plan.facts(), self.words.language)))
        return f"{self._heading(self.words('inspector-about'))}<p>{self._muted(about)}</p>" if about else ""

    def _many(self, grids: list[int]) -> str:
        figures = self._known.figures(tuple(grids))  # a village beside its town is part of it and counts once
        if figures is None:
            told = f"<p>{self._muted(self.words('dashboard-working'))}</p>"
        else:
            rows = [
                (self.words("column-households"), f"{figures['households']:,}"),
                (self.words("inspector-residents"), f"{figures['residents']:,}"),
                (self.words("inspector-area"), area_in_words(figures["area_m2"], self.words)),
            ]
            told = self._table(rows)
        assign = f"<p>{self._link('assign-many:', 'inspector-assign')}</p>"
        return _title(self.words("inspector-selected", count=len(grids))) + told + assign

    def _one(self, plan: Plan, grid: int) -> str:
        say, row = self.words, plan.grids.loc[grid]
        facts: list[Row] = grid_rows(plan, grid, say)
        facts += state_rows(plan, grid, say, appearance_of(self.palette()))
        facts += item_rows(plan, grid, say, self.session.on)
        facts += facility_rows(plan, grid, say, self.session.on)
        children = plan.children(grid)
        if len(children):
            facts.append((say("inspector-children"), f"{len(children):,}"))
        facts = [(name, value) for name, value in facts if value]
        self._column_px = self._beside_px([name for name, _ in facts])
        return "".join(
            (
                _title(html.escape(row["name"] or row["code"])),
                self._table(facts, self._column_px),
                self._workers(plan, grid),
                self._branches(plan, grid),
                self._compounds(plan, grid),
                self._findings(plan, grid),
                self._history(plan, grid),
            )
        )

    def _workers(self, plan: Plan, grid: int) -> str:
        assignments, workers = plan.tables["assignments"], plan.tables["workers"]
        mine = assignments[(assignments["grid"] == grid).to_numpy() & ~has_ended(plan, self.session.on)]
        roles = {role.key: self.words.name(role.name) for role in plan.scheme.roles}
        privacy = self.session.privacy
        rows = []
        for assignment, row in mine.sort_values("from_date").iterrows():
            if row["worker"] in workers.index:
                person = workers.loc[row["worker"]]
                phone = shown_phones([person["phone"]], "internal" if self._phones_shown else privacy)[0]
                name = html.escape(shown_names([person["name"]], privacy)[0])
                about = f"<a href='person:{row['worker']}'>{name}</a>&nbsp; {html.escape(phone)}"
                about += f"<br>{self._muted(self._period(row['from_date'], row['until_date']))}"
                role = html.escape(roles.get(row["role"], row["role"]))
                links = [(f"end:{assignment}", "inspector-end")]
                if person["name"] != FORGOTTEN:
                    links.append((f"forget:{row['worker']}", "inspector-forget"))
                rows.append((role, about + self._links(*links)))
        ask = "inspector-hide-phones" if self._phones_shown else "inspector-show-phones"
        heading = self.words("inspector-workers") + self._day() + self._link("assign:", "inspector-assign")
        if rows and privacy == "briefing":
            heading += self._beside("phones:", ask)
        nobody = "inspector-no-workers" if self.session.day.is_today else "day-nobody"
        return self._section(heading, rows, self.words(nobody))

    def _day(self) -> str:
        """Return the day that counts, to stand behind a heading, or nothing if it is today."""
        day = self.session.day
        if day.is_today:
            return ""
        words = self._muted(self.words("day-as-of", day=day.date.isoformat()))
        return f" &nbsp;<span style='font-weight: 400'>{words}</span>"

    def _period(self, first: str, last: str) -> str:
        parts = [("inspector-from", first), ("inspector-until", last)]
        return html.escape(" ".join(self.words(key, day=day) for key, day in parts if day))

    def _branches(self, plan: Plan, grid: int) -> str:
        session = self.session
        rows = rows_of_branches(plan, grid, self.words, session.privacy, session.on, self._muted, self._links)
        heading = self.words("inspector-branch") + self._day() + self._link("link-branch:", "inspector-link-branch")
        return self._section(heading, rows, self.words("inspector-no-branch"))

    def _compounds(self, plan: Plan, grid: int) -> str:
        told = compounds_of_grid(plan, grid, self.words, self._compound, self.session.can_edit)
        new = self._link("new-compound:", "inspector-compound-new")
        count = f" ({count_in_grid(plan, grid):,})" if told else ""
        return self._heading(f"{self.words('stats-compounds')}{count}{new}") + told if told or new else ""

    def _findings(self, plan: Plan, grid: int) -> str:
        findings = self.session.findings
        if findings is None:
            return ""
        mine = [finding for finding in findings.open if grid in finding.grids]
        wording = Wording(plan, self.words.language, self.session.privacy)
        items = "".join(self._finding(wording, finding) for finding in mine[:_FINDINGS])
        if not items:
            items = f"<p>{self._muted(self.words('inspector-no-findings'))}</p>"
        return self._heading(f"{self.words('panel-findings')} ({len(mine)})") + items

    def _finding(self, wording: Wording, finding: Finding) -> str:
        words = html.escape(wording.message(finding))
        return f"<p>{wording.severity(finding.severity)} · <a href='finding:{finding.id}'>{words}</a></p>"

    def _history(self, plan: Plan, grid: int) -> str:
        """Return the latest lines of the history that speak of the grid's code."""
        code = plan.value(grid, "code")
        mine = [entry for entry in self._known.entries() if code and entry.values.get("code") == code][-_LINES:]
        if not mine:
            return ""
        numbers = staff_numbers(plan)
        lines = [(f"{entry.at.astimezone():%Y-%m-%d %H:%M}", self._step(entry, numbers)) for entry in reversed(mine)]
        return self._heading(self.words("inspector-history")) + self._table(lines)

    def _step(self, entry: HistoryEntry, numbers: Iterable[str]) -> str:
        privacy = self.session.privacy
        done = html.escape(what_was_done(entry, self.words.language, privacy, numbers, [self.session.plan]))
        return f"{done} · {self._muted(html.escape(shown_user(entry.who, privacy, numbers)))}"

    # ---- pieces of the page ------------------------------------------------------------------------------------------

    def _links(self, *links: tuple[str, str]) -> str:
        """Return links that change something, on lines of their own, or nothing if nothing may be changed."""
        if not self.session.can_edit:
            return ""
        room = self.width() - self._column_px - _AROUND_PX
        said = [(to, self.words(key)) for to, key in links]
        return "".join(f"<br>{line}" for line in _in_lines(said, room, self.page.fontMetrics()))

    def _link(self, to: str, key: str) -> str:
        """Return a link that changes something behind a heading, or nothing if nothing may be changed."""
        return self._beside(to, key) if self.session.can_edit else ""

    def _beside(self, to: str, key: str) -> str:
        return f"{_BETWEEN}<span style='font-weight: 400'><a href='{to}'>{_unbroken(self.words(key))}</a></span>"

    def _heading(self, words: str) -> str:
        line = self.palette().mid().color().name()
        rule = f"<hr style='background-color: {line}' size='1'>"
        return f"{rule}<p style='font-weight: 600; margin-top: 8px; margin-bottom: 4px'>{words}</p>"

    def _muted(self, words: str) -> str:
        colour = self.palette().placeholderText().color().name()
        return f"<span style='color: {colour}'>{words}</span>"

    def _table(self, rows: list[Row], beside_px: int = 0) -> str:
        width = beside_px or self._beside_px([name for name, _ in rows])
        lines = "".join(
            f"<tr><td width='{width}' style='padding: 2px 8px 2px 0'>{self._muted(name)}</td>"
            f"<td style='padding: 2px 0'>{value}</td></tr>"
            for name, value in rows
        )
        return f"<table width='100%' cellspacing='0'>{lines}</table>"

    def _beside_px(self, names: Iterable[str]) -> int:
        """Return the width of what stands beside the values: its longest word, so that codes are not broken in two."""
        metrics = self.page.fontMetrics()
        words = {word: metrics.horizontalAdvance(word) for name in names for word in name.split()}
        widest = max(_BESIDE_PX, round(_BESIDE * self.width()))
        uncut = min(
            max((px for word, px in words.items() if word.isascii()), default=0),  # Chinese goes on below anywhere
            self.width() - _AROUND_PX - _APART_PX - metrics.horizontalAdvance(_CODE),
        )
        return min(max(words.values(), default=0), max(widest, uncut)) + _APART_PX

    def _section(self, heading: str, rows: list[Row], empty: str) -> str:
        return self._heading(heading) + (self._table(rows, self._column_px) if rows else f"<p>{self._muted(empty)}</p>")


def _in_lines(links: list[tuple[str, str]], room_px: int, metrics: QFontMetrics) -> list[str]:
    """Return links in lines that are no wider than there is room, and none of them broken."""
    lines: list[list[str]] = []
    left = 0
    for to, words in links:
        left -= metrics.horizontalAdvance(f"  {words}")
        if left < 0:
            lines.append([])
            left = room_px - metrics.horizontalAdvance(words)
        lines[-1].append(f"<a href='{to}'>{_unbroken(words)}</a>")
    return [_BETWEEN.join(line) for line in lines]


def _unbroken(words: str) -> str:
    """Return words that stay on one line, where a language has blanks between them."""
    return words.replace(" ", "&nbsp;")


def _title(words: str) -> str:
    return f"<p style='font-size: 14pt; font-weight: 600; margin-bottom: 4px'>{words}</p>"
