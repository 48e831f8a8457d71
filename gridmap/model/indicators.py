"""What a city counts, as its scheme says it: kinds of facilities, and indicators with their targets.

An indicator is data: nothing in the code knows one by name. What comes of it is worked out in
:mod:`gridmap.indicators`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from gridmap.model.errors import BadInput
from gridmap.model.sections import MOST_ROWS, NOTHING, Name, Section, shown

Form = Literal["at_least", "share_with", "per_1000", "within_m"]
Subject = Literal["facility", "role", "tier", "figure", "compound"]

FORMS: Final = ("at_least", "share_with", "per_1000", "within_m")
FIGURES: Final = ("households", "residents", "buildings", "area")
"""What may be counted besides facilities, roles and tiers; the area in square kilometres."""

BASES: Final = ("residents", "households")
MEASURES: Final = ("count", "members", "people")
"""Columns of the facilities that may be added up."""

SYMBOLS: Final = ("circle", "square", "triangle", "down-triangle", "diamond", "star", "cross", "plus", "hexagon")
COMPOUND: Final = "compound"
"""Stands for the housing estates where otherwise a level stands."""
COMPOUND_PARTS: Final = ("count", "branch", "committee", "firm", "members", "registered")
"""What may be counted of compounds, named ``compound:branch`` and so on: how many there are, how many have a branch of
their own, an owners' committee, a property firm; members placed in them, residents registered in them."""

_SETTINGS: Final = ("urban", "rural")
_MOST: Final = 1e9
ROUNDING: Final = 1e-9
"""By which a share that is exactly its target may fall short of it."""


@dataclass(frozen=True)
class FacilityKind:
    """One kind of facilities, organisations or units; ``symbol`` is its mark on the map."""

    key: str
    name: Name
    symbol: str = "circle"


@dataclass(frozen=True)
class Indicator:
    """Something that a city counts and compares with a target.

    Attributes
    ----------
    subject, of : str, str
        What is counted: "facility" and the key of a kind, "role" or "tier" and its key, "figure" and one of
        :data:`FIGURES`, "compound" and one of :data:`COMPOUND_PARTS`.
    measure : "count", "members" or "people"
        Of facilities: how many there are (a row may stand for several), or whom they have.
    per : str
        Key of the level or kind whose grids are the units, or :data:`COMPOUND`.
    kinds, setting : tuple of str, str
        Only units of these kinds, of this setting, count; all if nothing is said.
    form : str
        "at_least": every unit has ``amount`` or more. "share_with": some units have any. "per_1000": so many to a
        thousand of ``base``. "within_m": households that live within ``amount`` metres along roads.
    target : float
        A share, 0 to 1; for "per_1000" the number to a thousand.
    unit : str
    source : Name
        The document behind it.
    """

    key: str
    name: Name
    subject: Subject
    of: str
    per: str
    form: Form
    amount: float
    target: float
    base: str = ""
    measure: str = "count"
    kinds: tuple[str, ...] = ()
    setting: str = ""
    unit: str = ""
    source: Name = NOTHING

    @property
    def is_share(self) -> bool:
        """Whether its value is a share, 0 to 1, and no number."""
        return self.form != "per_1000"

    def is_reached_by(self, value: float) -> bool:
        """Whether a value of the whole reaches the target, but for rounding."""
        return bool(value >= self.target - ROUNDING)


@dataclass(frozen=True)
class Known:
    """Keys that an indicator may refer to, and the level of each kind of grid."""

    levels: tuple[str, ...]
    kinds: Mapping[str, str]
    facilities: tuple[str, ...]
    roles: tuple[str, ...]
    tiers: tuple[str, ...]


def facility_kind(s: Section) -> FacilityKind:
    """Read a ``[[facility]]``."""
    return FacilityKind(s.key(), s.name(), s.one_of("symbol", SYMBOLS, SYMBOLS[0]))


def indicator(s: Section, known: Known) -> Indicator:
    """Read an ``[[indicator]]``; :class:`BadInput` with the place of what does not make sense."""
    key, name = s.key(), s.name()
    subject, of = _subject(s, known)
    per = _reference(s, "per", (*known.levels, *known.kinds, COMPOUND))
    in_compounds = per == COMPOUND and per not in (*known.levels, *known.kinds)
    if in_compounds and subject in ("role", "tier"):
        raise s.wrong("of", ", ".join((*known.facilities, *_of_compounds(), *FIGURES)))
    form, amount, base = _form(s, subject, known)
    share = form != "per_1000"
    target = s.number("target", (int, float), 0.0, 1.0 if share else _MOST, 1.0 if form == "at_least" else ...)
    measure = s.one_of("measure", MEASURES if subject == "facility" else MEASURES[:1], MEASURES[0])
    return Indicator(
        key,
        name,
        subject,
        of,
        per,
        form,
        float(amount),
        float(target),
        base,
        measure,
        () if in_compounds else _kinds(s, per, known),
        s.one_of("setting", ("", *_SETTINGS[: 0 if in_compounds else 2]), ""),
        s.get("unit", str, ""),
        s.said("source"),
    )


def _subject(s: Section, known: Known) -> tuple[Subject, str]:
    named = {key: ("facility", key) for key in known.facilities}
    named |= {f"role:{key}": ("role", key) for key in known.roles}
    named |= {f"tier:{key}": ("tier", key) for key in known.tiers}
    named |= {key: ("compound", part) for key, part in zip(_of_compounds(), COMPOUND_PARTS, strict=True)}
    for key in FIGURES:
        named.setdefault(key, ("figure", key))
    return cast("tuple[Subject, str]", named[_reference(s, "of", tuple(named))])


def _of_compounds() -> list[str]:
    return [f"{COMPOUND}:{part}" for part in COMPOUND_PARTS]


def _form(s: Section, subject: Subject, known: Known) -> tuple[Form, float, str]:
    """Return the form, its number, and of what a thousand are meant."""
    said = [form for form in FORMS if form in s.raw]
    if not said:
        raise BadInput("scheme-missing", file=s.file, place=f"{s.place}.{' / '.join(FORMS)}")
    if len(said) > 1:
        raise s.wrong(said[1], f"{' / '.join(FORMS)}: 1")
    form: Form = said[0]
    if form == "share_with":
        if not s.get(form, bool):
            raise s.wrong(form, "true")
        return form, 0.0, ""
    if form == "per_1000":
        s.get(form, str)
        return form, 0.0, s.one_of(form, BASES, BASES[0])
    amount = s.number(form, (int, float), 0.0, _MOST)
    if amount == 0:
        raise s.wrong(form, "> 0")
    if form == "within_m" and subject != "facility":
        raise s.wrong("of", ", ".join(known.facilities) or "-")
    return form, amount, ""


def _kinds(s: Section, per: str, known: Known) -> tuple[str, ...]:
    """Return the kinds to which the units are narrowed; they must be of the level that is asked."""
    found = cast("list[object]", s.get("kinds", list, []))
    may = [kind for kind, level in known.kinds.items() if per in (kind, level)]
    if len(found) > MOST_ROWS or any(not isinstance(kind, str) for kind in found):
        raise s.wrong("kinds", f"[str, ...] (≤ {MOST_ROWS})")
    for kind in cast("list[str]", found):
        if kind not in may:
            raise BadInput(
                "scheme-reference", file=s.file, place=f"{s.place}.kinds", value=shown(kind), expected=", ".join(may)
            )
    return tuple(cast("list[str]", found))


def _reference(s: Section, key: str, known: tuple[str, ...]) -> str:
    value = cast(str, s.get(key, str))
    if value not in known:
        place = f"{s.place}.{key}"
        raise BadInput("scheme-reference", file=s.file, place=place, value=shown(value), expected=", ".join(known))
    return value
