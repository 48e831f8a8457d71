"""How the window looks: light and dark, one set of colours each, and icons in the colour of the text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtGui import QColor, QIcon, QPalette

from ui.look.icons import Glyph


@dataclass(frozen=True)
class Appearance:
    """Colours of the window, as ``#rrggbb``.

    Attributes
    ----------
    key : str
        ``"light"`` or ``"dark"``.
    window, surface, raised, scroll : str
        Behind everything; of lists and fields; of what is under the cursor; of the handles of scroll bars.
    text, muted, faint : str
        Of what is read, of what goes with it, and of lines between.
    outline : str
        Around what is typed in or pressed; seen against all three grounds (WCAG 2.2, 1.4.11).
    accent, on_accent : str
        Of what is chosen, and of the text on it.
    error, warning, notice : str
        Of findings.
    ground : str
        Behind the map.
    """

    key: str
    window: str
    surface: str
    raised: str
    scroll: str
    text: str
    muted: str
    faint: str
    outline: str
    accent: str
    on_accent: str
    error: str
    warning: str
    notice: str
    ground: str

    def severity(self, severity: str) -> str:
        """Return the colour of a severity."""
        return {"error": self.error, "warning": self.warning}.get(severity, self.notice)


LIGHT: Final = Appearance(
    key="light",
    window="#f3f4f6",
    surface="#ffffff",
    raised="#e6e9ee",
    scroll="#858d9a",
    text="#1d2430",
    muted="#5b6472",
    faint="#d9dde3",
    outline="#7b8492",
    accent="#8a1c3b",
    on_accent="#ffffff",
    error="#b3261e",
    warning="#8a5a00",
    notice="#2a6f77",
    ground="#f4f3ee",
)
DARK: Final = Appearance(
    key="dark",
    window="#1b1e24",
    surface="#22262d",
    raised="#2d323b",
    scroll="#6d7686",
    text="#e7eaf0",
    muted="#a2abb9",
    faint="#3a404b",
    outline="#7a8493",
    accent="#e0859f",
    on_accent="#1b1e24",
    error="#ff8a80",
    warning="#f0b95b",
    notice="#7cc7cf",
    ground="#17191e",
)
APPEARANCES: Final = {"light": LIGHT, "dark": DARK}


def sheet_of(appearance: Appearance) -> str:
    """Return the sheet of styles of an appearance, for Qt."""
    colours = {name: getattr(appearance, name) for name in appearance.__dataclass_fields__}
    static = Path(__file__).with_name("static")
    names = ("chevron", "chevron-up", "tick", "cross", "close", "float")
    files = {name.replace("-", "_"): (static / f"{name}-{appearance.key}.svg").as_posix() for name in names}
    return _STYLE.format(**files, **colours)


def appearance_of(palette: QPalette) -> Appearance:
    """Return the appearance that a widget has on, by its palette."""
    return DARK if palette.window().color().lightness() < 128 else LIGHT


def icon(name: str, appearance: Appearance) -> QIcon:
    """Return an icon (a name of Material Design Icons) in the colour of the text."""
    return QIcon(Glyph(name, (appearance.text, appearance.faint, appearance.on_accent)))


def palette_of(appearance: Appearance) -> QPalette:
    """Return the colours of an appearance, for Qt."""
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in {
        role.Window: appearance.window,
        role.WindowText: appearance.text,
        role.Base: appearance.surface,
        role.AlternateBase: appearance.raised,
        role.Text: appearance.text,
        role.PlaceholderText: appearance.muted,
        role.Button: appearance.surface,
        role.ButtonText: appearance.text,
        role.ToolTipBase: appearance.surface,
        role.ToolTipText: appearance.text,
        role.Highlight: appearance.accent,
        role.HighlightedText: appearance.on_accent,
        role.Link: appearance.accent,
        role.Mid: appearance.faint,
        role.Dark: appearance.faint,
        role.Light: appearance.surface,
    }.items():
        palette.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(appearance.muted))
    return palette


_STYLE: Final = """
QMainWindow::separator {{ background: {faint}; width: 1px; height: 1px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QDockWidget::title {{ background: {window}; padding: 7px 12px; }}
QDockWidget {{ font-weight: 600; color: {text}; titlebar-close-icon: url({close});
  titlebar-normal-icon: url({float}); }}
QTabBar {{ background: {window}; }}
QTabBar::tab {{ background: transparent; color: {muted}; border: none; border-bottom: 2px solid transparent;
  padding: 7px 12px 6px 12px; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {text}; font-weight: 600; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; border: 1px solid {accent}; border-bottom: 2px solid {accent};
  padding: 6px 11px 6px 11px; }}
QTabBar#people::tab {{ padding: 7px 7px 6px 7px; }}
QTabBar#people::tab:focus {{ padding: 6px 6px 6px 6px; }}
QTabBar::scroller {{ width: 24px; }}
QMenuBar {{ background: {window}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {surface}; border: 1px solid {faint}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::icon:checked {{ background: {accent}; border-radius: 4px; }}
QMenu::item:disabled {{ color: {muted}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {faint}; margin: 4px 8px; }}
QToolBar {{ background: {window}; border: none; border-bottom: 1px solid {faint}; spacing: 2px; padding: 3px; }}
QToolBar::separator {{ background: {faint}; width: 1px; height: 1px; margin: 6px; }}
QToolBar#modes {{ border-bottom: none; border-right: 1px solid {faint}; spacing: 1px; padding: 3px; }}
QToolBar#modes::separator {{ margin: 4px 6px; }}
QToolBar#modes QToolButton {{ padding: 3px 6px; }}
QToolButton#qt_toolbar_ext_button {{ padding: 0; border: none; border-radius: 3px; background: {raised};
  qproperty-icon: none; image: url({chevron}); }}
QToolButton#findings-bar {{ border: none; border-top: 1px solid {faint}; border-radius: 0; background: {window};
  padding: 5px 12px; font-weight: 600; text-align: left; }}
QToolButton#findings-bar:hover {{ background: {raised}; }}
QToolButton#findings-bar:focus {{ border-top: 1px solid {accent}; color: {accent}; }}
QFrame#place-field {{ background: {surface}; border: 1px solid {faint}; border-radius: 6px; }}
QToolButton {{ padding: 4px 6px; border-radius: 4px; border: 1px solid transparent; }}
QToolButton:hover, QToolButton:pressed {{ background: {raised}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[popupMode="2"] {{ padding-right: 22px; }}
QToolButton[popupMode="2"]::menu-indicator {{ image: url({chevron}); width: 12px; height: 12px;
  subcontrol-position: right center; subcontrol-origin: padding; right: 5px; }}
QToolButton#qt_calendar_monthbutton {{ padding-right: 6px; }}
QToolButton#qt_calendar_monthbutton::menu-indicator {{ image: none; }}
QToolButton:checked {{ background: {accent}; color: {on_accent}; }}
QToolButton:focus {{ border: 1px solid {accent}; }}
QToolButton:checked:focus {{ border: 3px double {on_accent}; padding: 2px 4px; }}
QPushButton {{ padding: 6px 16px; border-radius: 4px; border: 1px solid {outline}; background: {surface}; }}
QPushButton:hover {{ background: {raised}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 15px; }}
QPushButton:default {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; }}
QPushButton:default:focus {{ border: 3px double {on_accent}; padding: 4px 14px; }}
QPushButton:disabled, QPushButton:default:disabled {{
  color: {muted}; background: {raised}; border: 1px solid {faint}; }}
QStatusBar {{ background: {window}; border-top: 1px solid {faint}; color: {muted}; }}
QStatusBar QLabel {{ padding: 1px 8px; }}
QStatusBar::item {{ border: none; }}
QTreeView, QTableView, QListView {{ border: 1px solid {surface}; background: {surface};
  alternate-background-color: {window}; }}
QTextBrowser, QPlainTextEdit {{ border: 1px solid {surface}; }}
QTreeView:focus, QTableView:focus, QListView:focus, QTextBrowser:focus, QPlainTextEdit:focus {{
  border: 1px solid {accent}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTreeView, QTableView, QListView {{ outline: 1px solid {outline}; }}
QTreeView[role="legend"], QTableView#shares {{ outline: none; }}
QTreeView::item {{ padding: 4px 1px; border: none; }}
QListView::item {{ padding: 4px 4px; border: none; }}
QTableView::item {{ padding: 0 5px; border: none; }}
QTreeView::item:hover, QListView::item:hover {{ background: {raised}; color: {text}; }}
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {{
  background: {accent}; color: {on_accent}; }}
QTreeView[role="legend"] {{ selection-background-color: {raised}; selection-color: {text}; }}
QTreeView[role="legend"]::item:selected {{ background: {raised}; color: {text}; font-weight: 600; }}
QHeaderView::section {{ background: {window}; border: none; border-bottom: 1px solid {faint}; padding: 5px 8px;
  color: {muted}; }}
QHeaderView {{ background: {window}; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ subcontrol-origin: margin; subcontrol-position: top center;
  width: 7px; height: 6px; top: 1px; }}
QTreeView QHeaderView::section {{ padding: 5px 3px; }}
QTableView#shares QHeaderView::section {{ padding: 5px 3px; }}
QTableView#shares::item {{ padding: 0 3px; }}
QLineEdit, QComboBox {{ border: 1px solid {outline}; border-radius: 4px; padding: 5px 8px; background: {surface}; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QLineEdit {{ lineedit-clear-button-icon: url({cross}); }}
QComboBox {{ min-height: 21px; }}
QDateEdit, QSpinBox, QDoubleSpinBox {{ border: 1px solid {outline}; border-radius: 4px; padding: 5px 8px;
  background: {surface}; min-height: 21px; max-height: 21px; }}
QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({chevron}); width: 12px; height: 12px; }}
QComboBox:disabled, QLineEdit:disabled, QDateEdit:disabled {{ color: {muted}; background: {window}; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {{
  subcontrol-origin: border; width: 20px; border: none; border-radius: 3px; background: transparent; }}
QSpinBox::up-button, QDoubleSpinBox::up-button {{ subcontrol-position: top right; }}
QSpinBox::down-button, QDoubleSpinBox::down-button {{ subcontrol-position: bottom right; }}
QSpinBox::up-button:hover, QDoubleSpinBox::up-button:hover, QSpinBox::down-button:hover,
QDoubleSpinBox::down-button:hover {{ background: {raised}; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url({chevron_up}); width: 10px; height: 10px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url({chevron}); width: 10px; height: 10px; }}
QSpinBox:disabled, QDoubleSpinBox:disabled {{ color: {muted}; background: {window}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ border: 1px solid {faint}; background: {surface}; padding: 4px; outline: none;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QComboBox QAbstractItemView:focus {{ border: 1px solid {faint}; }}
QCheckBox::indicator, QTableView::indicator {{ width: 14px; height: 14px; border: 1px solid {muted};
  border-radius: 3px; background: {surface}; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{ border: 1px solid {accent}; background: {accent};
  image: url({tick}); }}
QCheckBox::indicator:focus {{ border: 1px solid {accent}; }}
QCheckBox, QRadioButton {{ outline: 1px solid {accent}; outline-radius: 3px; outline-offset: 1px; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 8px;
  background: {surface}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent}; border-radius: 8px;
  background: {on_accent}; }}
QSlider:focus {{ border: 1px solid {accent}; border-radius: 3px; }}
QCheckBox::indicator:disabled {{ border: 1px solid {faint}; background: {window}; }}
QCheckBox::indicator:checked:disabled {{ border: 1px solid {scroll}; background: {scroll}; }}
QTableView::indicator:selected {{ border: 1px solid {on_accent}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {scroll}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ border: none; border-radius: 3px; background: {raised}; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QFrame#tool-card, QFrame#callout {{ background: {surface}; border: 1px solid {scroll}; border-radius: 6px; }}
QFrame#tool-card QLabel, QFrame#callout QLabel {{ background: transparent; border: none; }}
QLabel#tool-card-key {{ border: 1px solid {scroll}; border-radius: 3px; padding: 1px 7px; font-weight: 600; }}
QFrame#map-legend {{ background: {surface}; border: 1px solid {faint}; border-radius: 4px; }}
QFrame#map-legend QLabel, QFrame#map-legend QWidget {{ background: transparent; }}
QToolButton#map-legend-head {{ text-align: left; font-weight: 600; padding: 4px 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {faint}; padding: 4px 8px; }}
QListView#recent {{ background: transparent; border: none; outline: none; }}
QListView#recent::item {{ padding: 10px 12px; border-radius: 6px; background: {surface};
  border: 1px solid {faint}; margin-bottom: 6px; }}
QListView#recent::item:hover {{ border: 1px solid {accent}; }}
QListView#recent::item:selected {{ background: {surface}; color: {text}; border: 1px solid {accent}; }}
QListView#choices {{ background: transparent; outline: none; border: none; }}
QListView#choices::item {{ padding: 8px 12px; border-radius: 6px; background: {surface};
  border: 1px solid {faint}; margin-bottom: 4px; color: {text}; }}
QListView#choices::item:hover {{ border: 1px solid {accent}; }}
QListView#choices::item:selected {{ background: {surface}; color: {text}; border: 1px solid {accent}; }}
QListView#choices::item:selected:focus {{ border: 2px solid {accent}; }}
QListView#incoming-legend {{ background: transparent; outline: none; }}
QListView#incoming-legend::item {{ border-radius: 4px; }}
QListView#incoming-legend::item:selected {{ background: {raised}; color: {text}; }}
QTableView[role="wizard"], QListView[role="wizard"] {{ outline: none; }}
QLabel[role="drop"] {{ color: {muted}; border: 1px dashed {muted}; border-radius: 6px; padding: 14px; }}
QPushButton::menu-indicator {{ image: url({chevron}); width: 12px; height: 12px; subcontrol-position: right center;
  subcontrol-origin: padding; right: 6px; }}
QPushButton[role="link"] {{ border: 1px solid transparent; background: transparent; color: {accent}; padding: 4px 0;
  text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; background: transparent; }}
QPushButton[role="link"]:focus {{ border: 1px solid {accent}; padding: 4px 0; }}
QPushButton[role="answer"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; }}
QPushButton[role="answer"]:focus {{ border: 3px double {on_accent}; padding: 4px 14px; }}
QFrame[role="question"] {{ background: {raised}; border: 1px solid {warning}; border-radius: 6px; }}
QFrame[role="question"] QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: 22pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: 11pt; font-weight: 600; color: {accent}; }}
QLabel[role="map-title"] {{ background: {surface}; color: {text}; border: 1px solid {faint}; border-radius: 4px;
  padding: 3px 8px; font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="complaint"] {{ color: {error}; }}
QWidget#day-field QLineEdit {{ padding: 0 6px; min-height: 22px; }}
QFrame[role="draft"] {{ background: {notice}; }}
QFrame[role="day"] {{ background: {warning}; }}
QFrame[role="draft"] QLabel, QFrame[role="day"] QLabel {{ color: {on_accent}; }}
QFrame[role="draft"] QToolButton, QFrame[role="day"] QToolButton {{ color: {on_accent};
  border: 1px solid {on_accent}; padding: 3px 10px; }}
QFrame[role="draft"] QToolButton:hover, QFrame[role="draft"] QToolButton:focus {{
  background: {on_accent}; color: {notice}; }}
QFrame[role="day"] QToolButton:hover, QFrame[role="day"] QToolButton:focus {{
  background: {on_accent}; color: {warning}; }}
QFrame[role="draft"] QToolButton:disabled {{ background: transparent; color: {faint}; border: 1px dashed {faint}; }}
"""
