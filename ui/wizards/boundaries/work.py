"""What the wizard for boundaries knows: the files, what the user says of each, and what would come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gridmap.exchange.boundary_options import ImportOptions
from gridmap.exchange.boundary_outcome import FileTaken, PreparedBoundaries, Suggestion
from gridmap.exchange.boundary_prepare import ImportBoundaries, prepare_boundaries
from gridmap.exchange.first_look import LayerSeen, first_look
from gridmap.model.plan import Plan
from gridmap.model.scheme import Scheme
from ui.session.jobs import Job
from ui.session.settings import Settings

KIND = "boundaries"
"""Under which settings remember what columns were taken for."""


@dataclass(eq=False)
class Source:
    """One layer of a file, and what the user says of it.

    Attributes
    ----------
    seen : LayerSeen
    wanted : bool
        Whether it comes in.
    said : ImportOptions
        What the user says of this layer alone.
    """

    seen: LayerSeen
    wanted: bool
    said: ImportOptions
    corrected: dict[str, str] = field(default_factory=dict)
    """What the user takes columns for."""
    displaced: dict[str, str] = field(default_factory=dict)
    """Columns that are left out because the user takes another one, named behind, for what they were."""


@dataclass(frozen=True)
class Wishes:
    """What the user says of all files alike; fields as of :class:`ImportOptions`."""

    number: bool = False
    match: float = 0.0
    people: bool = False
    retire_gone: bool = False


class Work:
    """Files on their way: looked at, corrected, prepared, and stored by :attr:`edit`.

    Parameters
    ----------
    settings : Settings
        Remember what columns were taken for.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.sources: list[Source] = []
        self.wishes = Wishes()
        self.prepared: PreparedBoundaries | None = None
        self._prepared_of: object = None
        self._looked_at: tuple[tuple[Path, ...], Scheme] | None = None

    # ---- which files -------------------------------------------------------------------------------------------------

    def knows(self, files: Sequence[Path], scheme: Scheme) -> bool:
        """Whether these files were looked at already."""
        known = self._looked_at
        return known is not None and (known[0], known[1].text) == (tuple(files), scheme.text)

    @property
    def scheme(self) -> Scheme:
        """The scheme with which the sources were looked at; a project that is to be made has no plan yet then.

        Raises
        ------
        LookupError
            If nothing was looked at.
        """
        if self._looked_at is None:
            raise LookupError("no files were looked at")
        return self._looked_at[1]

    @staticmethod
    def look(files: Sequence[Path], scheme: Scheme, job: Job) -> tuple[LayerSeen, ...]:
        """Look at files; in another thread."""
        return first_look(files, scheme, job.step)

    def take(self, files: Sequence[Path], scheme: Scheme, seen: Sequence[LayerSeen]) -> None:
        """Take files that were looked at; what was said of those that were there before stays."""
        before = {(source.seen.path, source.seen.layer): source for source in self.sources}
        self.sources = []
        for one in seen:
            known = before.get((one.path, one.layer))
            if known is not None and known.seen.refused is None and one.refused is None and known.said.kind in scheme:
                self.sources.append(replace(known, seen=one))
                continue
            options = ImportOptions(one.kind or scheme.levels[-1].key, one.layer, existing="replace")
            self.sources.append(Source(one, one.refused is None, options))
        self._looked_at = (tuple(files), scheme)

    @property
    def wanted(self) -> list[Source]:
        """The sources that come in, in their order."""
        return [source for source in self.sources if source.wanted and source.seen.refused is None]

    # ---- what is said ------------------------------------------------------------------------------------------------

    def options(self) -> tuple[ImportOptions, ...]:
        """Return how each of the sources that come in is to be read."""
        remembered = self._settings.columns_of(KIND)
        wishes = self.wishes
        return tuple(
            replace(
                source.said,
                columns=dict(source.corrected),
                mappings=remembered,
                number=source.said.number or wishes.number,
                match=wishes.match,
                people=wishes.people,
                retire_gone=wishes.retire_gone,
            )
            for source in self.wanted
        )

    def say(self, number: int, said: Mapping[str, Any]) -> None:
        """Say something of the source in a place among those that come in."""
        self.say_of(self.wanted[number], said)

    def say_of(self, source: Source, said: Mapping[str, Any]) -> None:
        """Say something of a source: fields of :class:`ImportOptions`."""
        whole = {name: value for name, value in said.items() if name in ("number", "people")}
        self.wishes = replace(self.wishes, **whole)
        source.said = replace(source.said, **{name: value for name, value in said.items() if name not in whole})

    # ---- what would come of it ---------------------------------------------------------------------------------------

    def _asked(self, plan: Plan) -> object:
        return plan, tuple((source.seen.path, source.seen.layer) for source in self.wanted), self.options()

    def is_prepared(self, plan: Plan) -> bool:
        """Whether what was prepared is of this plan and of what is said now."""
        return self.prepared is not None and self._prepared_of is not None and self._prepared_of == self._asked(plan)

    def prepare(self, plan: Plan) -> tuple[object, list[Path], tuple[ImportOptions, ...]]:
        """Return what :func:`prepared_of` needs: what is said now, the files, and how each is to be read."""
        return self._asked(plan), [source.seen.path for source in self.wanted], self.options()

    def take_prepared(self, asked: object, prepared: PreparedBoundaries) -> None:
        """Keep what was prepared for what was asked."""
        self._prepared_of, self.prepared = asked, prepared

    def taken(self, number: int) -> FileTaken | None:
        """Return what a source was taken for, by its place among those that come in."""
        files = self.prepared.files if self.prepared is not None else ()
        return files[number] if number < len(files) else None

    @property
    def questions(self) -> tuple[Suggestion, ...]:
        """What must be answered before anything can be stored."""
        found = self.prepared.suggestions if self.prepared is not None else ()
        return tuple(one for one in found if one.pressing)

    @property
    def edit(self) -> ImportBoundaries:
        """What stores it, as it was shown."""
        assert self.prepared is not None
        return ImportBoundaries(tuple(source.seen.path for source in self.wanted), self.options(), self.prepared)

    def remember(self) -> None:
        """Remember what the columns of each file were taken for, for the next file of its shape."""
        for number, source in enumerate(self.wanted):
            taken = self.taken(number)
            if taken is not None and taken.fingerprint and source.corrected:
                known = self._settings.columns_of(KIND).get(taken.fingerprint, {})
                self._settings.put_columns(KIND, taken.fingerprint, {**known, **source.corrected})


def prepared_of(plan: Plan, files: Sequence[Path], options: Sequence[ImportOptions], job: Job) -> PreparedBoundaries:
    """Work out what files would bring into a plan; in another thread."""
    return prepare_boundaries(plan, files, options, lambda done, of: job.step(done / max(of, 1)))
