"""The page without data, as folium lays it out: scripts and styles stand in it, and a policy that names them."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

_POLICY: Final = "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:"
_INLINE: Final = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class _Start(MacroElement):
    """Starts the page's own script when the map is there."""

    _template = Template(
        "{% macro script(this, kwargs) %}GridMapPage.start({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "Start"


@dataclass(frozen=True)
class Layout:
    """A page without data: its policy, and the text inside its head, inside its body, and after that."""

    policy: str
    head: str
    body: str
    end: str


@cache
def laid_out() -> Layout:
    """Return the page as folium lays it out. Nothing of a plan may come in here: folium renders templates."""
    page = folium.Map(tiles=None, prefer_canvas=True, zoom_snap=0.25, attribution_control=False)
    page._id = "gridmap"
    page.default_js, page.default_css = [], []
    figure = page.get_root()
    assert isinstance(figure, Figure)
    for name in ("leaflet.css", "page.css"):
        figure.header.add_child(_verbatim(f"<style>{_static(name)}</style>"), name=name)
    for name in ("leaflet.js", "courses.js", "page.js", "compounds.js", "search.js"):
        figure.header.add_child(_verbatim(f"<script>{_static(name)}</script>"), name=name)
    page.add_child(_Start())
    for child in page._children.values():  # names without chance, so that the same plan gives the same page
        if len(child._id) == 32:
            child._id = child._name.lower()
    text = figure.render()
    head, _, rest = text.partition("<head>")[2].partition("</head>")
    body, _, end = rest.partition("<body>")[2].partition("</body>")
    inline = _INLINE.findall(text)
    policy = _POLICY.format(
        scripts=" ".join(_hash_of(written) for tag, written in inline if tag == "script"),
        styles=" ".join(_hash_of(written) for tag, written in inline if tag == "style"),
    )
    return Layout(policy, head, body, end)


def _hash_of(written: str) -> str:
    """Return how a content security policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(written.encode()).digest()).decode()}'"


def _static(name: str) -> str:
    return (files("ui.outputs.web") / "static" / name).read_text(encoding="utf-8")


def _verbatim(text: str) -> Element:
    """Return a piece of the page that is no template."""
    return Element(f"{{% raw %}}{text}{{% endraw %}}")
