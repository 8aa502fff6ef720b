"""A mail server that answers as it is told, command by command: for what the catcher would never say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ScriptedServer:
    """`answers` by command; `.` is the answer to a mail. A mail is answered only when `may_answer` is set."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = {
            "greeting": "220 scripted.example.org",
            "EHLO": "250-scripted.example.org\r\n250 AUTH PLAIN",
            "AUTH": "235 2.7.0 welcome",
            "DATA": "354 go on",
            ".": "250 2.0.0 kept",
            "QUIT": "221 bye",
        } | answers
        self.port = 0
        self.connections = 0
        self.heard: list[str] = []
        self.has_mail = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        writer.write(f"{self.answers['greeting']}\r\n".encode())
        while line := (await reader.readline()).decode():
            command = line.split()[0].upper()
            self.heard.append(line.strip())
            writer.write(f"{self.answers.get(command, '250 2.0.0 OK')}\r\n".encode())
            if command == "DATA" and self.answers["DATA"].startswith("354"):
                await reader.readuntil(b"\r\n.\r\n")
                self.has_mail.set()
                await self.may_answer.wait()
                writer.write(f"{self.answers['.']}\r\n".encode())
        writer.close()


@asynccontextmanager
async def scripted(answers: dict[str, str] | None = None) -> AsyncIterator[ScriptedServer]:
    """A server on a free port of this machine."""
    script = ScriptedServer(answers or {})
    server = await asyncio.start_server(script.talk, "127.0.0.1", 0)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
