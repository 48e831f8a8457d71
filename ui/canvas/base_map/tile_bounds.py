"""What a tile, an answer of a tile server and a file of tiles may cost, whoever wrote them.

A server may answer slowly, without end, with a picture of a square kilometre of dots, or send one elsewhere. None of it
may stop the window or keep the tiles of others waiting.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, QTimer, QUrl
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

TILE_BYTES: Final = 3_000_000
TILE_DOTS: Final = 1024
"""Width and height that a tile may have; 256 or 512 is what they have."""

WHOLE_S: Final = 20.0
"""From asking to the last byte."""

SLOW_S: Final = 2.0
GIVES_WAY_S: Final = 8.0
PROMPT: Final = 12
"""Tiles asked for at once; those that take longer than :data:`SLOW_S` are not counted."""

AT_ONCE: Final = 18
"""Tiles asked for at once at most, slow ones too; if others wait, one that is :data:`GIVES_WAY_S` old gives way."""

REDIRECTS: Final = 3
_WATCH_MS: Final = 250
_PICTURES: Final = (b"png", b"jpeg", b"jpg", b"webp", b"gif")
_STEPS: Final = 10_000


def picture(data: bytes) -> QImage:
    """Return the picture of a tile; a null image if it is none, or larger than a tile may be, which its header says."""
    if not 0 < len(data) <= TILE_BYTES:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if reader.format().data() not in _PICTURES or not _fits(reader.size()):
        return QImage()
    image = reader.read()
    return image if _fits(image.size()) else QImage()


def _fits(size: QSize) -> bool:
    return 0 < size.width() <= TILE_DOTS and 0 < size.height() <= TILE_DOTS


def opened(uri: str, most_steps: int = 500_000) -> tuple[sqlite3.Connection, Callable[[], None]]:
    """Open a database for reading, none of whose queries goes on for ever.

    Returns
    -------
    connection
        Raises :class:`sqlite3.OperationalError` where a query takes more steps than it may.
    begin : function
        To be called before each query: it has all the steps again.
    """
    left = [0]

    def begin() -> None:
        left[0] = most_steps // _STEPS

    def step() -> int:
        left[0] -= 1
        return int(left[0] < 0)

    begin()
    connection = sqlite3.connect(uri, uri=True)
    connection.set_progress_handler(step, _STEPS)
    return connection, begin


def network(parent: QObject) -> QNetworkAccessManager:
    """Return what asks servers for tiles: with room for slow answers beside prompt ones, and no redirect unseen."""
    from PySide6.QtNetwork import QHttp1Configuration, QNetworkAccessManager, QNetworkRequest

    class Network(QNetworkAccessManager):
        def createRequest(
            self, operation: QNetworkAccessManager.Operation, request: QNetworkRequest, outgoing: Any = None
        ) -> QNetworkReply:
            bounded = QNetworkRequest(request)
            several = QHttp1Configuration()
            several.setNumberOfConnectionsPerHost(AT_ONCE)
            bounded.setHttp1Configuration(several)
            bounded.setRawHeader(b"Accept-Encoding", b"identity")  # pictures are packed already; no bomb is unpacked
            return super().createRequest(operation, bounded, outgoing)

    made = Network(parent)
    made.setRedirectPolicy(QNetworkRequest.RedirectPolicy.UserVerifiedRedirectPolicy)
    return made


class Answers(QObject):
    """Watches the answers that are on their way and breaks off those that cost too much.

    Parameters
    ----------
    parent : QObject
    others_wait : function
        Whether tiles wait to be asked for.
    """

    def __init__(self, parent: QObject, others_wait: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._others_wait = others_wait
        self._since: dict[QNetworkReply, float] = {}
        self._redirects: dict[QNetworkReply, int] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_WATCH_MS)
        self._timer.timeout.connect(self._look)

    def watch(self, reply: QNetworkReply) -> None:
        """Watch an answer until it is finished."""
        self._since[reply] = time.monotonic()
        reply.setReadBufferSize(2 * TILE_BYTES)
        reply.downloadProgress.connect(partial(self._measure, reply))
        reply.redirected.connect(partial(self._redirect, reply))
        reply.finished.connect(partial(self._forget, reply))
        self._timer.start()

    def room(self) -> bool:
        """Whether one more tile may be asked for."""
        now = time.monotonic()
        prompt = sum(now - since < SLOW_S for since in self._since.values())
        return prompt < PROMPT and len(self._since) < AT_ONCE

    def _forget(self, reply: QNetworkReply) -> None:
        self._since.pop(reply, None)
        self._redirects.pop(reply, None)
        if not self._since:
            self._timer.stop()

    def _measure(self, reply: QNetworkReply, received: int, total: int) -> None:
        if reply in self._since and max(received, total, reply.bytesAvailable()) > TILE_BYTES:
            reply.abort()

    def _redirect(self, reply: QNetworkReply, to: QUrl) -> None:
        """Let an answer send on to another address, but not often, and never to one that is less safe or no address."""
        count = self._redirects[reply] = self._redirects.get(reply, 0) + 1
        allowed = {"http": ("http", "https"), "https": ("https",)}.get(reply.url().scheme(), ())
        if count <= REDIRECTS and to.scheme() in allowed:
            reply.redirectAllowed.emit()
        else:
            reply.abort()

    def _look(self) -> None:
        now = time.monotonic()
        full = len(self._since) >= AT_ONCE and self._others_wait()
        for reply, since in list(self._since.items()):
            if now - since > WHOLE_S or (full and now - since > GIVES_WAY_S):
                reply.abort()
