"""The outbox page: shows on loopback what the mail catcher kept, to people as pages and to programs as JSON.

Knows: the outbox folder, how to show a mail that nobody should trust. Never knows: SMTP, cases.
A mail's HTML runs no script, loads nothing and sits in a sandboxed frame; addresses never become part of a URL.
"""

import asyncio
import contextlib
import re
import socket
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from http import HTTPStatus
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from infra.stack.outbox import CaughtMail, Folder
from infra.stack.places import LOOPBACK
from workflows.values import Frozen

_PAGES = Path(__file__).parent / "pages"
_SHOWN = 500
_REFERENCE = re.compile(r"LV-[0-9A-Z]{4}-[0-9A-Z]{4}")
_OFFICE = ZoneInfo("America/New_York")

_ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
_OURS = _ALWAYS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
_FOREIGN = _ALWAYS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
}


class Attachment(Frozen):
    """One attached file as the page shows it. `text` is there for calendars and other text."""

    number: int
    name: str
    kind: str
    size: int
    text: str | None


class Line(Frozen):
    """One mail in the list."""

    id: str
    accepted_at: datetime
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    attachments: tuple[Attachment, ...]


class Letter(Line):
    """One mail with its content and its headers, in the order in which they came."""

    sender: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


class OutboxPage:
    """The page as a server of its own. `start` and `stop` are repeatable; a port of 0 becomes a free one."""

    def __init__(self, folder: Folder, *, port: int) -> None:
        self.port = port
        self._folder = folder
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listens. Raises OSError when the port is taken."""
        listening = socket.create_server((LOOPBACK, self.port))
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(outbox_app(self._folder), log_level="warning", access_log=False, lifespan="off")
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._serve(self._server, listening))

    async def stop(self) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            self._server.force_exit = True
            await self._serving
        self._server = self._serving = None

    async def _serve(self, server: "_Server", listening: socket.socket) -> None:
        with listening:
            await server.serve(sockets=[listening])


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals belong to whoever runs the stack


def outbox_app(folder: Folder) -> Starlette:
    """The page as an ASGI application over one folder."""
    pages = _Pages(folder)
    return Starlette(
        routes=[
            Route("/", pages.list),
            Route("/messages/{id}", pages.one),
            Route("/messages/{id}/html", pages.html),
            Route("/messages/{id}/raw", pages.raw),
            Route("/messages/{id}/attachments/{number:int}", pages.attachment),
            Route("/api/count", pages.api_count),
            Route("/api/messages", pages.api_list),
            Route("/api/messages/{id}", pages.api_one),
            Route("/outbox.css", _asset),
            Route("/outbox.js", _asset),
        ],
        # Against a foreign page whose name was made to point at this machine.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"], www_redirect=False)],
    )


class _Pages:
    """The routes."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._words = Environment(
            loader=FileSystemLoader(_PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._words.filters["office_time"] = _office_time
        self._words.filters["size"] = _size
        self._words.filters["unbroken"] = _unbroken

    async def list(self, request: Request) -> Response:
        count, lines = await asyncio.to_thread(self._lines)
        return self._page("list.html", lines=lines, count=count)

    async def one(self, request: Request) -> Response:
        mail = self._asked(request)
        return self._page("mail.html", mail=_letter(mail)) if mail is not None else self._missing()

    async def html(self, request: Request) -> Response:
        mail = self._asked(request)
        return HTMLResponse(mail.html, headers=_FOREIGN) if mail is not None else self._missing()

    async def raw(self, request: Request) -> Response:
        mail = self._asked(request)
        if mail is None:
            return self._missing()
        return Response(mail.raw, media_type="text/plain; charset=utf-8", headers=_FOREIGN)

    async def attachment(self, request: Request) -> Response:
        mail, number = self._asked(request), request.path_params["number"]
        if mail is None or number >= len(mail.attachments):
            return self._missing()
        # As a download and never under the type it claims: nothing a mail carries is shown as a page of ours.
        headers = _FOREIGN | {"Content-Disposition": f'attachment; filename="attachment-{number}.bin"'}
        return Response(_content(mail.attachments[number]), media_type="application/octet-stream", headers=headers)

    async def api_count(self, request: Request) -> Response:
        return JSONResponse({"count": len(self._folder.ids())}, headers=_OURS)

    async def api_list(self, request: Request) -> Response:
        count, lines = await asyncio.to_thread(self._lines)
        found = [line.model_dump(mode="json") for line in lines]
        return JSONResponse({"count": count, "messages": found}, headers=_OURS)

    async def api_one(self, request: Request) -> Response:
        mail = self._asked(request)
        if mail is None:
            return JSONResponse({"message": "No such mail."}, HTTPStatus.NOT_FOUND, headers=_OURS)
        return JSONResponse(_letter(mail).model_dump(mode="json"), headers=_OURS)

    def _lines(self) -> tuple[int, tuple[Line, ...]]:
        """How many mails there are, and the newest of them."""
        ids = self._folder.ids()
        newest = (self._folder.read(each) for each in reversed(ids[-_SHOWN:]))
        return len(ids), tuple(_line(mail) for mail in newest if mail is not None)

    def _asked(self, request: Request) -> CaughtMail | None:
        return self._folder.read(request.path_params["id"])

    def _page(self, name: str, *, status: HTTPStatus = HTTPStatus.OK, **words: object) -> Response:
        return HTMLResponse(self._words.get_template(name).render(**words), status, headers=_OURS)

    def _missing(self) -> Response:
        return self._page("missing.html", status=HTTPStatus.NOT_FOUND)


async def _asset(request: Request) -> Response:
    return FileResponse(_PAGES / request.url.path.removeprefix("/"), headers=_OURS)


def _line(mail: CaughtMail) -> Line:
    return Line(**_head(mail))


def _letter(mail: CaughtMail) -> Letter:
    headers = tuple((name, str(value)) for name, value in mail.message.items())
    return Letter(**_head(mail), sender=mail.sender, headers=headers, text=mail.text, html=mail.html)


def _head(mail: CaughtMail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "accepted_at": mail.accepted_at,
        "recipients": mail.recipients,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "attachments": tuple(_attachment(number, part) for number, part in enumerate(mail.attachments)),
    }


def _attachment(number: int, part: EmailMessage) -> Attachment:
    content = _content(part)
    is_text = part.get_content_maintype() == "text"
    return Attachment(
        number=number,
        name=part.get_filename() or "unnamed",
        kind=part.get_content_type(),
        size=len(content),
        text=content.decode("utf-8", "replace") if is_text else None,
    )


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()


def _office_time(at: datetime) -> str:
    return at.astimezone(_OFFICE).strftime("%a %b %-d, %H:%M:%S %Z")


def _unbroken(subject: str) -> Markup:
    """The words with case references kept in one piece: a reference is read aloud and must not break at a hyphen."""
    return Markup(_REFERENCE.sub(r'<span class="reference">\g<0></span>', str(escape(subject))))  # noqa: S704 - escaped


def _size(octets: int) -> str:
    return f"{octets} B" if octets < 1024 else f"{octets / 1024:.1f} kB"
