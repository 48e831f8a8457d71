"""The scheme: which levels a division has, what each kind of grid must have, and every limit, read from a TOML file.

Nothing else in the code knows the word "town": levels, kinds, roles and tiers are data, and a city that divides its
ground differently brings its own file. ``gridmap/schemes/`` holds the ones that ship.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, cast

import pyproj

from gridmap.model.errors import BadInput
from gridmap.model.indicators import FacilityKind, Indicator, Known, facility_kind, indicator
from gridmap.model.patterns import refuse_slow_pattern
from gridmap.model.scheme_lines import Place, line_of
from gridmap.model.sections import MOST_ROWS, Name, Section, shown
from gridmap.model.tiers import Tier, placed, tier

Ground = Literal["tile", "carve", "overlay"]
Severity = Literal["error", "warning", "notice", "off"]

FORMAT: Final = 1
SHIPPED: Final = ("city", "micro", "shapingba", "chengdu", "chongchuan", "planners")
SETTINGS: Final = ("urban", "rural")
_GROUNDS: Final = ("tile", "carve", "overlay")
_SEVERITIES: Final = ("error", "warning", "notice", "off")

MOST_HOUSEHOLDS: Final = 1_000_000_000
_MOST_CHARACTERS: Final = 1_000_000
"""Of a file; the ones that ship have 7,000."""

_MOST_DIGITS: Final = 9
_RANGE_OF_LIMITS: Final = (0.0, 1e9)
_RANGES: Final = {"coordinate_noise": (1e-9, 1.0)}
"""Of limits: what is outside them is a slip of the pen, and some of it no number of the database."""
LIMITS: Final = frozenset(
    {
        "worker_grids",
        "worker_households",
        "worker_distance",
        "branch_members_min",
        "branch_members_max",
        "joint_branch_units",
        "compound_residents",
        "item_days",
        "sliver_width",
        "fix_width",
        "fix_area",
        "coordinate_noise",
    }
)
"""Those that every scheme has: what a file leaves out is taken from the scheme that ships first."""


@dataclass(frozen=True)
class Level:
    """One level of the hierarchy; ``rank`` 1 is the top."""

    key: str
    rank: int
    name: Name


@dataclass(frozen=True)
class CodeRule:
    """How codes of one kind are written.

    Attributes
    ----------
    pattern : str
        Regular expression that a whole code must match; ``""`` if anything goes.
    example : str
        A code that matches, shown to users.
    prefix_is_parent : bool
        Whether a code is expected to begin with its parent's code. The parent is stored all the same.
    sequence_digits : int
        Length of the running number after the parent's code; 0 if codes are not made by GridMap.
    """

    pattern: str = ""
    example: str = ""
    prefix_is_parent: bool = False
    sequence_digits: int = 0


@dataclass(frozen=True)
class Kind:
    """One kind of grid, for instance village or dedicated grid, and what such a grid must have.

    Attributes
    ----------
    parents : tuple of str
        Keys of the kinds that may be its parent; empty for a kind at the top.
    ground : "tile", "carve" or "overlay"
        Tiling and carved grids share out their parent's ground between them; overlays lie on top of them.
    shape_required : bool
        Whether a grid without a shape is a fault.
    children_required : bool
        Whether a grid of this kind without any grid below is a fault.
    worker_required, worker_role : bool, str
        Whether somebody with that role must answer for it.
    roles : tuple of str
        Further roles of which each must be held by somebody.
    branch_required, branch_tier : bool, str
        Whether a party branch of that tier must be linked to it.
    households : mapping of setting to (int, int)
        Lower and upper bound of the household standard for ``"urban"`` and ``"rural"``; empty if there is none.
    """

    key: str
    level: Level
    name: Name
    parents: tuple[str, ...] = ()
    ground: Ground = "tile"
    shape_required: bool = True
    children_required: bool = False
    worker_required: bool = False
    worker_role: str = ""
    roles: tuple[str, ...] = ()
    branch_required: bool = False
    branch_tier: str = ""
    households: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    code: CodeRule = CodeRule()

    @property
    def shares_ground(self) -> bool:
        """Whether grids of this kind take part in tiling their parent."""
        return self.ground != "overlay"


@dataclass(frozen=True)
class Role:
    """What somebody may be in a grid; ``full_time`` roles count as a full-time worker."""

    key: str
    name: Name
    full_time: bool = False


@dataclass(frozen=True)
class ItemKind:
    """What an item may be about, for instance sanitation; a list may say other kinds too."""

    key: str
    name: Name


@dataclass(frozen=True)
class Limit:
    """A number that rules compare with, its unit, and where it comes from."""

    value: float
    unit: str
    source: Name


@dataclass(frozen=True, eq=False)
class Scheme:
    """Levels, kinds, roles, tiers, items, limits, severities and indicators; see ``gridmap/schemes/city.toml``."""

    key: str
    name: Name
    source: Name
    crs: str
    levels: tuple[Level, ...]
    kinds: tuple[Kind, ...]
    roles: tuple[Role, ...]
    tiers: tuple[Tier, ...]
    items: tuple[ItemKind, ...]
    limits: Mapping[str, Limit]
    severities: Mapping[str, Severity]
    text: str
    facilities: tuple[FacilityKind, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    @cached_property
    def _kind_of(self) -> dict[str, Kind]:
        return {kind.key: kind for kind in self.kinds}

    @cached_property
    def _level_of(self) -> dict[str, Level]:
        return {level.key: level for level in self.levels}

    def __contains__(self, kind: str) -> bool:
        return kind in self._kind_of

    def kind(self, key: str) -> Kind:
        """Return the kind of that key; :class:`BadInput` that lists the keys if there is none."""
        try:
            return self._kind_of[key]
        except KeyError:
            raise BadInput("unknown-kind", value=key, expected=", ".join(self._kind_of)) from None

    def level(self, key: str) -> Level:
        """Return the level of that key, or the level of the kind of that key; :class:`BadInput` if there is none."""
        if key in self._level_of:
            return self._level_of[key]
        if key in self._kind_of:
            return self._kind_of[key].level
        raise BadInput("unknown-level", value=key, expected=", ".join({**self._level_of, **self._kind_of}))

    def kinds_of(self, level: Level | str) -> tuple[Kind, ...]:
        """Return the kinds of one level."""
        key = level if isinstance(level, str) else level.key
        return tuple(kind for kind in self.kinds if kind.level.key == key)

    def kind_index(self, key: str) -> int:
        """Return the place of a kind in :attr:`kinds`, -1 if the scheme does not know it."""
        return next((i for i, kind in enumerate(self.kinds) if kind.key == key), -1)

    def limit(self, key: str) -> float:
        """Return the value of a limit, in the unit that the scheme states."""
        return self.limits[key].value

    def severity(self, rule: str, own: Severity) -> Severity:
        """Return how grave a rule's findings are here: the scheme's word if it has one, else the rule's own."""
        return self.severities.get(rule, own)

    def facility(self, key: str) -> FacilityKind | None:
        """Return the kind of facilities of that key, ``None`` if the scheme does not know it."""
        return next((kind for kind in self.facilities if kind.key == key), None)

    def indicator(self, key: str) -> Indicator:
        """Return the indicator of that key; :class:`BadInput` that lists the keys if there is none."""
        for known in self.indicators:
            if known.key == key:
                return known
        raise BadInput("unknown-indicator", value=key, expected=", ".join(known.key for known in self.indicators))

    @property
    def full_time_roles(self) -> tuple[str, ...]:
        """Keys of the roles that count as full-time."""
        return tuple(role.key for role in self.roles if role.full_time)


def load_scheme(name_or_path: str | Path = "city") -> Scheme:
    """Read a scheme: one that ships, by its key, or a TOML file, by its path.

    Raises
    ------
    BadInput
        With file, place and what was expected, if it cannot be read or does not make sense.
    """
    if isinstance(name_or_path, str) and name_or_path in SHIPPED:
        return _shipped(name_or_path)
    path = Path(name_or_path)
    try:
        with path.open(encoding="utf-8-sig") as stream:
            text = stream.read(_MOST_CHARACTERS + 1)
    except FileNotFoundError:
        raise BadInput("scheme-not-found", file=str(path), expected=", ".join(SHIPPED)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file-unreadable", file=str(path), reason=str(error)) from error
    return parse_scheme(text, str(path))


def parse_scheme(text: str, file: str = "scheme.toml") -> Scheme:
    """Make a scheme of the text of a TOML file; ``file`` is what errors call it.

    Raises
    ------
    BadInput
        ``scheme-too-large``, ``scheme-syntax``, ``scheme-format``, or with the place inside the file ``scheme-value``,
        ``scheme-missing``, ``scheme-unknown-key``, ``scheme-duplicate``, ``scheme-reference``, ``scheme-level-empty``,
        ``scheme-crs-not-metric``; with the line of that place.
    """
    try:
        return _of_text(text)
    except BadInput:
        return _parsed(text, file)  # once more, to call the file by its name


@lru_cache(maxsize=16)
def _of_text(text: str) -> Scheme:
    """Return the scheme of a text; nearly every project has one that ships, and nobody can change a scheme."""
    return _parsed(text, "")


@cache
def _shipped(name: str) -> Scheme:
    text = resources.files("gridmap").joinpath("schemes", f"{name}.toml").read_text(encoding="utf-8")
    return _parsed(text, f"{name}.toml", own_limits_only=name == SHIPPED[0])


def _parsed(text: str, file: str, own_limits_only: bool = False) -> Scheme:
    if len(text) > _MOST_CHARACTERS:
        raise BadInput("scheme-too-large", file=file, expected=_MOST_CHARACTERS)
    try:
        raw = tomllib.loads(text)
    except RecursionError as error:
        raise BadInput("scheme-syntax", file=file, reason="nested too deeply") from error
    except ValueError as error:  # also of numbers with thousands of digits
        raise BadInput("scheme-syntax", file=file, reason=str(error)) from error
    try:
        return _Reader(file, own_limits_only).scheme(raw, text)
    except BadInput as error:
        if "place" in error.values:
            place = str(error.values["place"])
            error.values["place"] = Place(place, line_of(text, place))
        raise


class _Reader:
    """Turns the parsed TOML into a scheme, or says what is wrong and where.

    Limits that the file leaves out are those of the scheme that ships first, but for that one itself.
    """

    def __init__(self, file: str, own_limits_only: bool) -> None:
        self.file = file
        self.own_limits_only = own_limits_only

    def scheme(self, raw: dict[str, Any], text: str) -> Scheme:
        top = Section(self.file, "", raw)
        version = top.get("format", int)
        if version != FORMAT:
            raise BadInput("scheme-format", file=self.file, value=shown(version), expected=FORMAT)
        levels = tuple(Level(s.key(), rank, s.name()) for rank, s in self._each(top.sections("level"), "level"))
        roles = tuple(
            Role(s.key(), s.name(), s.get("full_time", bool, False))
            for _, s in self._each(top.sections("role"), "role")
        )
        items = tuple(ItemKind(s.key(), s.name()) for _, s in self._each(top.sections("item"), "item"))
        if not levels:
            raise BadInput("scheme-missing", file=self.file, place="level")
        level_of = {level.key: level for level in levels}
        tiers: list[Tier] = []
        for rank, s in self._each(top.sections("tier"), "tier"):
            tiers.append(tier(s, rank, tiers, tuple(level_of)))
        kinds = tuple(
            self._kind(s, level_of, {r.key for r in roles}, {t.key for t in tiers})
            for _, s in self._each(top.sections("kind"), "kind")
        )
        self._check_family(kinds, levels)
        facilities = tuple(facility_kind(s) for _, s in self._each(top.sections("facility"), "facility"))
        known = Known(
            tuple(level_of),
            {kind.key: kind.level.key for kind in kinds},
            tuple(kind.key for kind in facilities),
            tuple(role.key for role in roles),
            tuple(tier.key for tier in tiers),
        )
        indicators = tuple(indicator(s, known) for _, s in self._each(top.sections("indicator"), "indicator"))
        limits = top.section("limit", {})
        found = {key: self._limit(limits.section(key), key) for key in limits.raw}
        if not self.own_limits_only and not found.keys() >= LIMITS:  # reading another scheme takes as long as this one
            for key, limit in load_defaults():
                found.setdefault(key, limit)
        severity = top.section("severity", {})
        severities = {key: severity.one_of(key, _SEVERITIES, "") for key in severity.raw}
        scheme = Scheme(
            key=top.key(),
            name=top.name(),
            source=top.said("source"),
            crs=self._crs(top),
            levels=levels,
            kinds=kinds,
            roles=roles,
            tiers=placed(tiers, [(kind.branch_tier, kind.level.key) for kind in kinds]),
            items=items,
            limits=MappingProxyType(found),
            severities=MappingProxyType(cast("dict[str, Severity]", severities)),
            text=text,
            facilities=facilities,
            indicators=indicators,
        )
        top.done()
        return scheme

    def _each(self, sections: list[Section], what: str) -> Iterator[tuple[int, Section]]:
        """Number the sections from 1, refuse a key that comes twice, and look for strange keys once each is read."""
        seen: set[str] = set()
        for number, section in enumerate(sections, start=1):
            key = section.key()
            if key in seen:
                raise BadInput("scheme-duplicate", file=self.file, place=f"{what}[{number}].key", value=key)
            seen.add(key)
            yield number, section
            section.done()

    def _kind(self, s: Section, levels: dict[str, Level], roles: set[str], tiers: set[str]) -> Kind:
        worker, branch, code = (s.section(key, {}) for key in ("worker", "branch", "code"))
        households = s.section("households", {})
        kind = Kind(
            key=s.key(),
            level=levels[self._reference(s, "level", set(levels))],
            name=s.name(),
            parents=self._parents(s),
            ground=cast(Ground, s.one_of("ground", _GROUNDS, "tile")),
            shape_required=s.one_of("shape", ("required", "optional"), "required") == "required",
            children_required=s.one_of("children", ("required", "optional"), "optional") == "required",
            worker_required=worker.get("required", bool, False),
            worker_role=self._reference(worker, "role", roles, ""),
            roles=self._roles(s, roles),
            branch_required=branch.get("required", bool, False),
            branch_tier=self._reference(branch, "tier", tiers, ""),
            households=MappingProxyType(
                {key: self._range(households, key) for key in SETTINGS if key in households.raw}
            ),
            code=CodeRule(
                pattern=self._pattern(code),
                example=code.get("example", str, ""),
                prefix_is_parent=code.one_of("prefix", ("parent", "none"), "none") == "parent",
                sequence_digits=code.number("sequence", int, 0, _MOST_DIGITS, 0),
            ),
        )
        if kind.code.pattern and kind.code.example and not re.fullmatch(kind.code.pattern, kind.code.example):
            raise code.wrong("example", kind.code.pattern)
        for section in (worker, branch, code, households):
            section.done()
        return kind

    def _parents(self, s: Section) -> tuple[str, ...]:
        return self._keys(s, "parents")

    def _keys(self, s: Section, key: str) -> tuple[str, ...]:
        found = cast(list[object], s.get(key, list, []))
        if len(found) > MOST_ROWS or not all(isinstance(one, str) for one in found):
            raise s.wrong(key, f"[str, ...] (≤ {MOST_ROWS})")
        return tuple(cast(list[str], found))

    def _roles(self, s: Section, known: set[str]) -> tuple[str, ...]:
        """Return the roles that must be held in a grid of a kind besides that of its worker, each once."""
        found = self._keys(s, "roles")
        for role in found:
            if role not in known:
                place, expected = f"{s.place}.roles", ", ".join(sorted(known)) or "-"
                raise BadInput("scheme-reference", file=self.file, place=place, value=shown(role), expected=expected)
        return tuple(dict.fromkeys(found))

    def _check_family(self, kinds: tuple[Kind, ...], levels: tuple[Level, ...]) -> None:
        by_key = {kind.key: kind for kind in kinds}
        for number, kind in enumerate(kinds, start=1):
            place = f"kind[{number}].parents"
            for parent in kind.parents:
                above = by_key.get(parent)
                if above is None or above.level.rank >= kind.level.rank:
                    higher = [k.key for k in kinds if k.level.rank < kind.level.rank]
                    raise BadInput(
                        "scheme-reference",
                        file=self.file,
                        place=place,
                        value=shown(parent),
                        expected=", ".join(higher) or "-",
                    )
        for number, level in enumerate(levels, start=1):
            if not any(kind.level.key == level.key for kind in kinds):
                raise BadInput("scheme-level-empty", file=self.file, place=f"level[{number}]", value=level.key)

    def _reference(self, s: Section, key: str, known: set[str], default: str | None = None) -> str:
        value = cast(str, s.get(key, str, ... if default is None else default))
        if value not in known and value != default:
            place = f"{s.place}.{key}"
            raise BadInput(
                "scheme-reference", file=self.file, place=place, value=shown(value), expected=", ".join(sorted(known))
            )
        return value

    def _range(self, s: Section, key: str) -> tuple[int, int]:
        value = s.get(key, list)
        whole = all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= MOST_HOUSEHOLDS for n in value)
        if len(value) != 2 or not whole or value[0] > value[1]:
            raise s.wrong(key, f"[from, to], 0 – {MOST_HOUSEHOLDS}")
        return (value[0], value[1])

    def _pattern(self, s: Section) -> str:
        pattern = cast(str, s.get("pattern", str, ""))
        try:
            refuse_slow_pattern(pattern)
        except ValueError as error:
            raise s.wrong("pattern", str(error)) from error
        return pattern

    def _limit(self, s: Section, key: str) -> Limit:
        value = s.number("value", (int, float), *_RANGES.get(key, _RANGE_OF_LIMITS))
        limit = Limit(float(value), s.get("unit", str), s.said("source"))
        s.done()
        return limit

    def _crs(self, top: Section) -> str:
        value = cast(str, top.get("crs", str))
        try:
            crs = pyproj.CRS.from_user_input(value)
        except pyproj.exceptions.CRSError as error:
            raise top.wrong("crs", "EPSG:4549") from error
        if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
            raise BadInput("scheme-crs-not-metric", file=self.file, place="crs", value=shown(value))
        return value


def load_defaults() -> Iterator[tuple[str, Limit]]:
    """Yield the limits of the scheme that ships first; a file that leaves a limit out gets that one's."""
    yield from load_scheme(SHIPPED[0]).limits.items()
