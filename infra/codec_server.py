"""Opens tier O for the Temporal web UI, on loopback: summaries, details and the dashboard of a case, nothing personal.

Knows: the UI's origin and codec protocol, the keys of tier O. Never knows: any other key. Never logs content.
"""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import uvicorn
from google.protobuf import json_format
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from temporalio.api.common.v1 import Payload, Payloads

from infra.codec import named_context, named_tier, open_payload
from infra.keyring import KeyMissing, Keyring, Tier
from infra.settings import Settings

_LOOPBACK = "127.0.0.1"
_LARGEST_BODY = 4 * 1024 * 1024  # bytes: what one gRPC answer of the server may have
_WORDS = {Tier.S: "schedule", Tier.C: "case", Tier.M: "medical"}


class _Decoder:
    """The two routes. It is handed tier O of the keyring, so it could not open more if it were asked to."""

    def __init__(self, keyring: Keyring, namespace: str) -> None:
        self._keyring = keyring
        self._namespace = namespace

    async def decode(self, request: Request) -> Response:
        namespace = request.headers.get("x-namespace", self._namespace)
        if namespace != self._namespace:
            return _refusal(HTTPStatus.FORBIDDEN, "This codec server opens payloads of another namespace.")
        body = await _body(request)
        if body is None:
            return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Send at most 4 MiB of payloads.")
        try:
            asked = json_format.Parse(body, Payloads())
        except (ValueError, json_format.ParseError):
            return _refusal(HTTPStatus.BAD_REQUEST, "The body is not a JSON list of payloads.")
        shown = Payloads(payloads=[self._shown(payload) for payload in asked.payloads])
        return Response(json_format.MessageToJson(shown, indent=None), media_type="application/json")

    async def encode(self, request: Request) -> Response:
        return _refusal(HTTPStatus.FORBIDDEN, "Nothing is sealed here. Use ./leeway case to speak to a case.")

    def _shown(self, payload: Payload) -> Payload:
        context, tier = named_context(payload), named_tier(payload)
        if context is None or tier is None:
            return _note("not sealed by us, not shown here")
        if tier is not Tier.O:
            return _note(f"sealed: {_WORDS[tier]} tier, not shown here")
        if not context.startswith(f"{self._namespace}/"):
            return _note("sealed for another namespace, not shown here")
        try:
            opened = open_payload(payload, self._keyring, context=context)
        except KeyMissing:
            return _note("sealed: its key is missing")
        return opened or _note("the seal is broken")


def codec_app(settings: Settings, keyring: Keyring) -> Starlette:
    """The codec server as an ASGI application. Only the UI's own origin may read its answers."""
    decoder = _Decoder(keyring.only(Tier.O), settings.temporal_namespace)
    return Starlette(
        routes=[
            Route("/decode", decoder.decode, methods=["POST"]),
            Route("/encode", decoder.encode, methods=["POST"]),
        ],
        middleware=[
            # Against a foreign page whose name was made to point at this machine.
            Middleware(TrustedHostMiddleware, allowed_hosts=[_LOOPBACK, "localhost"], www_redirect=False),
            Middleware(
                CORSMiddleware,
                allow_origins=[_origin(settings.temporal_ui)],
                allow_methods=["POST"],
                allow_headers=["Content-Type", "X-Namespace"],
            ),
        ],
    )


async def serve(settings: Settings, keyring: Keyring) -> None:
    """Serve on loopback until cancelled. Raises OSError when the port is taken."""
    config = uvicorn.Config(codec_app(settings, keyring), log_level="warning", access_log=False, server_header=False)
    server = _Server(config)
    with socket.create_server((_LOOPBACK, settings.codec_port)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals belong to the process that runs us beside other parts


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is larger than allowed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            return None
    return bytes(body)


def _note(words: str) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(words).encode())


def _refusal(status: HTTPStatus, sentence: str) -> Response:
    return JSONResponse({"message": sentence}, status_code=status)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
