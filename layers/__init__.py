"""What a map shows, without Qt: columns of shapes, styles and labels for the screen, for paper and for the web page."""

from __future__ import annotations

from layers.branch_chain import BranchChain
from layers.changed_ground import ChangedGround
from layers.findings import FindingsLayer
from layers.indicators import Facilities, IndicatorStates, OneIndicator
from layers.items import ItemRate, Items, ItemsAge, ItemsOpen, ItemsSolved
from layers.marks import Box, Entry, Layer, Legend, Marks
from layers.part import part_of
from layers.reference import ReferenceLayer
from layers.roles import RoleStates
from layers.states import BranchStates, Density, StaffingStates, WorkerLoad, WorkloadStates
from layers.style import Style, TextStyle
from layers.surroundings import Buildings, ExemptAreas, Roads, Water, Zones
from layers.territory import Borders, GridKinds, Names, Neighbours, Outline, PlainGround
from layers.themes import MAP_THEMES, THEMES, MapTheme, Theme, every_layer, layers_of, themes_of

__all__ = [
    "MAP_THEMES",
    "THEMES",
    "Borders",
    "Box",
    "BranchChain",
    "BranchStates",
    "Buildings",
    "ChangedGround",
    "Density",
    "Entry",
    "ExemptAreas",
    "Facilities",
    "FindingsLayer",
    "GridKinds",
    "IndicatorStates",
    "ItemRate",
    "Items",
    "ItemsAge",
    "ItemsOpen",
    "ItemsSolved",
    "Layer",
    "Legend",
    "MapTheme",
    "Marks",
    "Names",
    "Neighbours",
    "OneIndicator",
    "Outline",
    "PlainGround",
    "ReferenceLayer",
    "Roads",
    "RoleStates",
    "StaffingStates",
    "Style",
    "TextStyle",
    "Theme",
    "Water",
    "WorkerLoad",
    "WorkloadStates",
    "Zones",
    "every_layer",
    "layers_of",
    "part_of",
    "themes_of",
]
