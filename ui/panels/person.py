"""The page of a person: who it is, what grids, how much that is against the limits, what was and what is to come."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from gridmap.edits.rows_of_people import namesakes
from gridmap.model.change import Change
from gridmap.model.errors import GridMapError
from gridmap.model.plan import Plan
from gridmap.people.privacy import PERSONS_BY_LABEL, shown_names, shown_numbers, shown_phones, shown_user
from gridmap.people.staff_numbers import staff_numbers
from gridmap.storage.journal import HistoryEntry
from gridmap.storage.traces import FORGOTTEN
from ui.look.page_pieces import PagePieces
from ui.look.soon import soon
from ui.look.words import Words
from ui.panels.base import SIDE_PX, Panel
from ui.panels.people.changes import Where, WorkerChanges
from ui.panels.person_facts import Duty, PersonFacts, person_facts
from ui.session.desk import Desk
from ui.session.jobs import Job
from ui.words.grid_names import grid_name
from ui.words.history_lines import what_was_done

_LINES: Final = 12
"""So many lines of the history are shown, the latest."""
_MOST: Final = 200
"""So many assignments of each state are shown."""
_LINKS: Final = ("worker-correct", "hand-over", "stand-in", "end-all")


class PersonPanel(Panel):
    """What is known of a worker, the phone masked until it is asked for, and as the profile has it."""

    key = "person"
    _built = False

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, words, parent)
        session = desk.session
        self._phone_shown = False
        self._facts: PersonFacts | None = None
        self._job: Job | None = None
        self._read: tuple[Plan, list[HistoryEntry]] | None = None
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.anchorClicked.connect(self._follow_link)
        self.page.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.setMinimumWidth(SIDE_PX)
        self._changes = WorkerChanges(Where(session, words, self, lambda _: np.array([session.person], dtype=np.int64)))
        self._seen = soon(self, self._see)
        self._built = True
        self.watch(session.person_wanted, self._turn_to)
        self.watch(session.plan_changed, self._change)
        self.watch(session.privacy_changed, self._mask)
        self.watch(session.day.changed, lambda _: self._count_another_day())
        self.watch(session.selection_changed, lambda _: self.refresh())  # which grids could be given
        self.ready()

    def set_texts(self) -> None:
        """Write the page anew in the present language."""
        self.page.setAccessibleName(self.words("panel-person"))
        self.refresh()

    @property
    def is_about_somebody(self) -> bool:
        """Whether there is anybody whose page it is."""
        return self.session.person in self.session.plan.tables["workers"].index

    def _turn_to(self, worker: int) -> None:
        self._phone_shown, self._facts = False, None
        self._work_out()
        self.refresh()

    def _change(self, before: Plan, after: Plan, change: Change | None) -> None:
        self._read = None
        if change is None:
            self._facts, self._phone_shown = None, False
        if not self.page.viewport().visibleRegion().isEmpty():
            self._work_out()
        self.refresh()

    def _count_another_day(self) -> None:
        self._facts = None
        self._work_out()
        self.refresh()

    def _mask(self) -> None:
        self._phone_shown = False
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Work out what was not worth it while nobody saw the page; one behind another tab is not painted."""
        if event.type() == QEvent.Type.Paint and self._job is None and self._is_old:
            self._seen.start()
        return super().eventFilter(watched, event)

    def _see(self) -> None:
        if self._job is None:
            self._work_out()

    @property
    def _is_old(self) -> bool:
        """Whether there is somebody of whom the present plan has not been asked."""
        facts, session = self._facts, self.session
        known = facts is not None and (facts.plan, facts.worker, facts.on) == (
            session.plan,
            session.person,
            session.on,
        )
        return self.is_about_somebody and not known

    def _work_out(self) -> None:
        """Work out the facts in the background."""
        session = self.session
        plan, worker, on = session.plan, session.person, session.on
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if not self._is_old:
            return

        def take(found: PersonFacts) -> None:
            self._job = None
            if (found.plan, found.worker, found.on) == (session.plan, session.person, session.on):
                self._facts = found
                self.refresh()

        self._job = session.start("job-people", lambda _: person_facts(plan, worker, on), take, apart=True)

    def let_go(self) -> None:
        """Stop watching, and working out."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().let_go()

    # ---- links -------------------------------------------------------------------------------------------------------

    def _follow_link(self, link: QUrl) -> None:
        what, _, which = link.toString().partition(":")
        does: Mapping[str, Callable[[], object]] = self._changes.does
        if what == "phone":
            self._phone_shown = not self._phone_shown
            self.refresh()
        elif what == "grid":
            self._show([int(which)])
        elif what == "map":
            self._show([duty.grid for duty in self._duties("now") if duty.grid])
        elif what in does and self.session.can_edit:
            does[what]()

    def _show(self, grids: list[int]) -> None:
        """Light up grids on the map, and go there."""
        plan = self.session.plan
        there = plan.there(dict.fromkeys(grids))
        self.session.select(there)
        shapes = plan.shapes(there)
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes):
            self.session.show(shapely.box(*shapely.total_bounds(shapes)))

    # ---- the page ----------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Write the page anew when light changes to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            self.refresh()

    def refresh(self) -> None:
        """Write the page of the present person."""
        place = self.page.verticalScrollBar().value()
        pieces = PagePieces(self.palette())
        self.page.document().setDefaultStyleSheet(pieces.style)
        body = self._body(pieces) if self.is_about_somebody else f"<p>{pieces.muted(self.words('person-nobody'))}</p>"
        self.page.setHtml(f"<html><body style='margin: 12px'>{body}</body></html>")
        self.page.verticalScrollBar().setValue(place)

    def _body(self, pieces: PagePieces) -> str:
        say, privacy = self.words, self.session.privacy
        row = self.session.plan.tables["workers"].loc[self.session.person]
        phone = str(shown_phones([row["phone"]], "internal" if self._phone_shown else privacy)[0])
        if privacy == "briefing" and row["phone"]:
            ask = "person-hide-phone" if self._phone_shown else "person-show-phone"
            phone = f"{html.escape(phone)} &nbsp;{pieces.link('phone:', say(ask))}"
        else:
            phone = html.escape(phone)
        facts = [
            (say("assign-staff-number"), html.escape(str(shown_numbers([row["staff_number"]], privacy)[0]))),
            (say("assign-phone"), phone),
        ]
        links = [("map:", say("people-do-show"))]
        if self.session.can_edit and row["name"] != FORGOTTEN:
            possible = self._changes.possible()
            links += [(f"{key}:", say(f"people-do-{key}")) for key in _LINKS if key in possible]
        parts = [
            pieces.title(html.escape(str(shown_names([row["name"]], privacy)[0]))),
            pieces.table([(name, value) for name, value in facts if value]),
            pieces.links(links, in_a_row=2),
        ]
        if self._facts is None:
            parts.append(f"<p>{pieces.muted(say('dashboard-working'))}</p>")
        else:
            parts += [self._grids(pieces), self._load(pieces, self._facts), self._others(pieces)]
        parts.append(self._history(pieces, str(row["name"])))
        return "".join(parts)

    def _duties(self, state: str) -> list[Duty]:
        return [duty for duty in self._facts.duties if duty.state == state] if self._facts is not None else []

    def _grids(self, pieces: PagePieces) -> str:
        now = self._duties("now")
        day = self.session.day
        on = "" if day.is_today else f" {self.words('day-as-of', day=day.date.isoformat())}"
        heading = pieces.heading(f"{self.words('person-grids')} ({len({duty.grid for duty in now}):,}){on}")
        return heading + (self._listed(pieces, now) or f"<p>{pieces.muted(self.words('person-no-grids'))}</p>")

    def _others(self, pieces: PagePieces) -> str:
        """Return what is to come and what is over."""
        text = ""
        for state, key in (("later", "person-later"), ("over", "person-over")):
            duties = self._duties(state)
            if duties:
                text += pieces.heading(f"{self.words(key)} ({len(duties):,})") + self._listed(pieces, duties)
        return text

    def _listed(self, pieces: PagePieces, duties: list[Duty]) -> str:
        say, plan = self.words, self.session.plan
        roles = {role.key: say.name(role.name) for role in plan.scheme.roles}
        lines = []
        for duty in duties[:_MOST]:
            if duty.grid and plan.positions([duty.grid])[0] >= 0:
                name = pieces.link(f"grid:{duty.grid}", html.escape(grid_name(plan, duty.grid)))
            else:
                name = pieces.muted(say("person-grid-gone"))
            days = " ".join(
                say(key, day=day)
                for key, day in (("inspector-from", duty.first), ("inspector-until", duty.last))
                if day
            )
            homes = say("person-homes", count=duty.households) if duty.state != "over" else ""
            about = [duty.village, roles.get(duty.role, duty.role), homes, days]
            told = html.escape(" · ".join(part for part in about if part))
            lines.append(f"<p style='margin: 4px 0'>{name}<br>{pieces.muted(told)}</p>")
        return "".join(lines)

    def _load(self, pieces: PagePieces, facts: PersonFacts) -> str:
        """Return how much the person carries, with what of each limit is used up."""
        say, load = self.words, facts.load
        rows = []
        for column, key in (
            ("grids", "list-grids"),
            ("households", "column-households"),
            ("residents", "column-residents"),
            ("apart_m", "list-apart_m"),
            ("walk_m", "list-walk_m"),
        ):
            value, limit = float(load[column]), facts.limits.get(column)
            if limit is None or not limit:
                rows.append((say(key), f"{value:,.0f}"))
                continue
            told = say("person-of-limit", value=value, limit=limit, share=value / limit)
            if value > limit:
                told = f"<b>{html.escape(told)} · {html.escape(say('person-over-limit'))}</b>"
            rows.append((say(key), told))
        rows.append((say("inspector-area"), say("inspector-km2", value=float(load["area_m2"]) / 1e6)))
        return pieces.heading(say("person-load")) + pieces.table(rows)

    def _history(self, pieces: PagePieces, name: str) -> str:
        """Return the latest lines of the history that name the person."""
        if not name or name == FORGOTTEN:
            return ""
        mine = [
            entry
            for entry in self._entries()
            if any(entry.values.get(key) == name for key in PERSONS_BY_LABEL.get(entry.label, ()))
        ]
        if not mine:
            return ""
        privacy, plan = self.session.privacy, self.session.plan
        numbers = staff_numbers(plan)
        lines = []
        for entry in reversed(mine[-_LINES:]):
            done = html.escape(what_was_done(entry, self.words.language, privacy, numbers, [plan]))
            who = pieces.muted(html.escape(shown_user(entry.who, privacy, numbers)))
            at = pieces.muted(f"{entry.at.astimezone():%Y-%m-%d %H:%M}")
            lines.append(f"<p style='margin: 4px 0'>{done}<br>{at} {who}</p>")
        others = len(namesakes(plan, name, self.session.person))
        note = f"<p>{pieces.muted(self.words('person-namesakes', count=others))}</p>" if others else ""
        return pieces.heading(self.words("inspector-history")) + note + "".join(lines)

    def _entries(self) -> list[HistoryEntry]:
        """Return the history, read from the file once for each plan."""
        project, plan = self.session.project, self.session.plan
        if project is None or not self.isVisible():
            return []
        if self._read is None or self._read[0] is not plan:
            try:
                self._read = (plan, project.history())
            except GridMapError:  # the file is gone or busy; whoever changes something is told so
                return []
        return self._read[1]
