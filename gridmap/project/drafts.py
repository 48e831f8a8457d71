"""Drafts: another division beside the one that is in force, edited freely, compared, and then applied or dropped.

    project = Project.open("city.gpkg")
    path = begin_draft(project, "three grids for the east gate")
    with Project.open(path) as draft:
        draft.perform(...)
        project.perform(applied(draft))      # one step, and one undo
    drop_draft(path)

A draft is a project file of its own beside the project, ``city.draft-TITLE.gpkg``. So everything that holds for a
project holds for it without a line of code: every edit is on the disk when it returns, outlives a kill, can be undone
after a restart, and QGIS opens the file. The project itself is not touched before the draft is applied. (The other way,
lines of the draft in the project's own journal, would save the copy, but needs a second way of writing and of
recovering, and would show other programs a division that is neither the one nor the other.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from gridmap.model.change import Change, compose
from gridmap.model.errors import BadInput, GridMapError, Refused
from gridmap.model.making import change_between
from gridmap.model.plain_text import as_file_name, without_strange_letters
from gridmap.model.plan import Plan
from gridmap.project.project import Project
from gridmap.project.rebasing import rebased
from gridmap.storage import lock
from gridmap.storage.draft_mark import DraftMark, is_name_beside, read_mark
from gridmap.storage.lock import Holder

if TYPE_CHECKING:
    pass

_BETWEEN: Final = ".draft-"
_APPLIES: Final = "apply-draft"
DRAFT: Final = "draft"
"""Under this name the line of the journal that applies a draft holds its id."""


@dataclass(frozen=True)
class DraftFile:
    """A draft that lies beside a project."""

    path: Path
    mark: DraftMark


def begin_draft(project: Project, title: str) -> Path:
    """Begin a draft of an open project, with the plan as it is now, and return its file.

    Control characters in the title are left out.

    Raises
    ------
    Refused
        ``draft-without-title``, ``draft-exists`` if the project has a draft of that title, ``draft-of-draft``.
    BadInput, GridMapError
        As :meth:`Project.save_copy`.
    """
    title = " ".join(without_strange_letters(title).split())
    if not title:
        raise Refused("draft-without-title")
    if project.draft is not None:
        raise Refused("draft-of-draft", title=project.draft.title)
    path = draft_path(project.path, title)
    if path.exists():
        raise Refused("draft-exists", title=title, file=str(path))
    mark = DraftMark(title, project.path.name, project.last_line, datetime.now(UTC), project.who)
    project.save_copy(path, draft=mark)
    return path


def draft_path(project: Path, title: str) -> Path:
    """Return where the draft of a title lies: beside the project, under a name that every system takes."""
    return project.with_name(f"{project.stem}{_BETWEEN}{as_file_name(title)}{project.suffix or '.gpkg'}")


def drafts_of(project: Path) -> list[DraftFile]:
    """Return the drafts that lie beside a project, by the time when they were begun.

    They are found by the names of their files, so a project and its drafts may be renamed alike.
    """
    marks = [(path, read_mark(path)) for path in files_beside(project)]
    found = [DraftFile(path, mark) for path, mark in marks if mark is not None]
    return sorted(found, key=lambda draft: (draft.mark.made, draft.mark.title))


def files_beside(project: Path) -> list[Path]:
    """Return the files that have the name of a draft of a project, whatever is in them."""
    found = project.absolute().parent.glob(f"*{_BETWEEN}*")
    return sorted(path for path in found if path.name.startswith(f"{project.stem}{_BETWEEN}") and path.is_file())


def draft_named(project: Path, title: str) -> DraftFile:
    """Return the draft of a title; :class:`gridmap.model.errors.BadInput` ``no-such-draft`` if there is none."""
    drafts = drafts_of(project)
    for draft in drafts:
        if title in (draft.mark.title, draft.path.name):
            return draft
    raise BadInput("no-such-draft", value=title, expected=", ".join(draft.mark.title for draft in drafts) or "—")


def project_of(draft: Project) -> Path:
    """Return the file of the project that a draft is of.

    Raises
    ------
    BadInput
        ``not-a-draft``; ``draft-without-project`` if the project does not lie beside it, or what lies there is a draft.
    """
    if draft.draft is None:
        raise BadInput("not-a-draft", file=str(draft.path))
    renamed = draft.path.name.partition(_BETWEEN)[0] + draft.path.suffix
    for name in (renamed, draft.draft.project):
        if is_name_beside(name):
            path = draft.path.with_name(name)
            if path.is_file() and not path.samefile(draft.path) and read_mark(path) is None:
                return path
    raise BadInput("draft-without-project", file=str(draft.path), project=draft.draft.project)


def drop_draft(path: Path) -> None:
    """Remove a draft for good.

    Raises
    ------
    BadInput
        ``not-a-draft`` if the file is none, so that no project is ever removed.
    GridMapError
        ``project-in-use`` if somebody has it open, ``file-not-saved`` if it cannot be removed.
    """
    if read_mark(path) is None:
        raise BadInput("not-a-draft", file=str(path))
    try:
        held = lock.acquire(path)
        if isinstance(held, Holder):
            raise GridMapError("project-in-use", file=str(path), **held.words())
        try:
            path.unlink()
        finally:
            held.release()
    except OSError as error:
        raise GridMapError("file-not-saved", file=str(path), reason=str(error)) from error


@dataclass(frozen=True, eq=False)
class ApplyDraft:
    """Bring a plan to what a draft has made of it, in one step.

    Parameters
    ----------
    title : str
        The draft's, for the history.
    begun : Plan
        The plan when the draft was begun.
    step : Change
        All that the draft changes.
    id : str
        The draft's, for the history, so that a draft which outlives its being applied is known again.
    """

    title: str
    begun: Plan
    step: Change
    id: str = ""

    def change(self, plan: Plan) -> Change:
        """Return the change, with what was changed beside the draft meanwhile kept.

        Raises
        ------
        Refused
            ``draft-conflicts`` if rows that the draft changes were changed meanwhile; ``draft-collides`` if the two
            cannot stand together otherwise, for instance where both have drawn a grid on the same ground. Both name
            the grids.
        """
        meanwhile = change_between(self.begun, plan, "meanwhile")
        step = rebased(self.step, meanwhile, self.begun, plan) if meanwhile else self.step
        return Change(_APPLIES, step.rows, {"title": self.title, "grids": len(step.ids("grids")), DRAFT: self.id})


def applied(draft: Project) -> ApplyDraft:
    """Return the edit that applies an open draft to its project; it may be previewed like any other.

    Raises
    ------
    BadInput
        ``not-a-draft``.
    Refused
        ``history-does-not-fit`` if another program has changed rows of the draft that its edits changed too.
    """
    if draft.draft is None:
        raise BadInput("not-a-draft", file=str(draft.path))
    changes = draft.file.standing_changes(draft.plan.crs)
    step = reduce(compose, changes) if changes else Change("apply-draft", {})
    back = step.inverted()
    if not back.fits(draft.plan):
        raise Refused("history-does-not-fit", seq=draft.last_line, label=step.label)
    return ApplyDraft(draft.draft.title, draft.plan.apply(back), step, draft.draft.id)


def apply_draft(draft: Project, project: Project) -> Change:
    """Apply an open draft to its open project, in one step.

    Raises
    ------
    Refused
        As :func:`to_apply` and :meth:`ApplyDraft.change`.
    GridMapError
        As :meth:`Project.perform`.
    """
    return project.perform(to_apply(draft, project))


def to_apply(draft: Project, project: Project) -> ApplyDraft:
    """Return the edit that applies an open draft to its open project.

    Raises
    ------
    Refused
        ``draft-applied-already``; as :func:`applied`.
    """
    if draft.draft is not None and is_applied(draft.draft, project):
        raise Refused("draft-applied-already", title=draft.draft.title)
    return applied(draft)


def is_applied(mark: DraftMark, project: Project) -> bool:
    """Whether a draft was applied to a project and that was not taken back since.

    Then it only waits for its file to be removed: the program was ended between the two.
    """
    return mark.id in (which for which, _ in applied_drafts(project))


def applied_drafts(project: Project) -> list[tuple[str, str]]:
    """Return id and title of every draft that was applied to a project and not taken back since, the latest first."""
    standing = set(project.standing)
    return [
        (str(entry.values[DRAFT]), str(entry.values.get("title", "")))
        for entry in reversed(project.history())
        if entry.seq in standing and entry.label == _APPLIES and entry.values.get(DRAFT)
    ]


def as_seen_from(base: Plan, plan: Plan) -> tuple[Plan, Change]:
    """Return a plan of the same content that follows from another one, and the change between the two.

    What was worked out of ``base`` is handed on, so that a draft that was just opened need not be checked from scratch.
    """
    change = change_between(base, plan, "other-division")
    following = base.apply(change)
    following.last_ids = plan.last_ids
    return following, change


class Division(NamedTuple):
    """An open draft, ready to be shown: its plan follows from that of the project by the change."""

    project: Project
    change: Change

    @classmethod
    def seen_from(cls, plan: Plan, draft: Project) -> Division:
        """Let a draft's plan follow from a project's, so that what is known of one is known of the other."""
        draft.plan, change = as_seen_from(plan, draft.plan)
        return cls(draft, change)
