"""The stack as a person has it: starts, says where it is, keeps state, and leaves nothing behind."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosmtplib
import httpx2
import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from infra import search_attributes
from infra.settings import Settings
from infra.stack import places, ports, processes, record
from infra.stack.record import AlreadyRunning
from infra.stack.stack import Stack

Said = list[tuple[str, str]]


@asynccontextmanager
async def running(home: Path) -> AsyncIterator[tuple[Stack, Said]]:
    said: Said = []
    async with Stack(home, say=lambda name, line: said.append((name, line))) as stack:
        yield stack, said


def pids(stack: Stack) -> list[int]:
    return [program.pid for program in stack.programs if program.pid is not None]


async def test_everything_answers_and_nothing_is_left_behind(tmp_path: Path) -> None:
    async with running(tmp_path / "home") as (stack, _):
        started = pids(stack)
        assert len(started) == 2
        settings = Settings(**stack.settings)
        client = await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)
        assert await search_attributes.registered(client) >= {key.name for key in search_attributes.ALL}
        await aiosmtplib.send(
            "Subject: Leave update\r\n\r\nWords.",
            sender="leave@example.org",
            recipients=["ivy.granite@example.org"],
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            start_tls=False,
        )
        async with httpx2.AsyncClient() as web:
            listed = (await web.get(f"{settings.outbox_page}/api/messages")).json()
            page = await web.get(settings.temporal_ui)
            decoded = await web.post(f"http://127.0.0.1:{settings.codec_port}/decode", json={"payloads": []})
        assert [each["subject"] for each in listed["messages"]] == ["Leave update"]
        assert page.status_code == 200
        assert decoded.status_code == 200
    assert all(processes.started_at(pid) is None for pid in started)


async def test_another_terminal_finds_the_stack_only_while_it_runs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert record.read_running(home) is None
    async with running(home) as (stack, _):
        assert record.read_running(home) == stack.settings
    assert record.read_running(home) is None


async def test_a_second_stack_on_the_same_home_is_refused(tmp_path: Path) -> None:
    async with running(tmp_path / "home"):
        with pytest.raises(AlreadyRunning, match="already running"):
            async with running(tmp_path / "home"):
                pass


def test_ports_that_are_taken_are_replaced_and_then_kept() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wished = places.Ports(temporal=taken.getsockname()[1])
        with ports.kept(wished) as chosen:
            assert chosen.temporal != wished.temporal
            assert len(set(chosen.model_dump().values())) == 7
            with ports.kept(chosen) as other:
                # Nobody listens yet, and still the second stack leaves the first one its ports.
                assert set(chosen.model_dump().values()).isdisjoint(other.model_dump().values())
        with ports.kept(chosen) as again:
            assert again == chosen


async def test_ports_are_chosen_again_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not the usual ones, which another stack of this machine may take in between.
    unusual = {name: places.free_port() for name in places.Ports.model_fields}
    monkeypatch.setattr("infra.stack.stack.Ports", lambda: places.Ports(**unusual))
    async with running(tmp_path / "home") as (stack, _):
        first = stack.ports
    async with running(tmp_path / "home") as (stack, _):
        assert stack.ports == first


async def test_an_open_workflow_survives_a_killed_server_and_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path / "home") as (stack, _):
        client = await Client.connect(stack.temporal.address, namespace="leeway")
        await client.start_workflow("Nobody", id="waits", task_queue="nobody")
        await stack.temporal.kill()
        await stack.temporal.start()
        assert await status(stack) == WorkflowExecutionStatus.RUNNING
    async with running(tmp_path / "home") as (stack, _):
        assert await status(stack) == WorkflowExecutionStatus.RUNNING


async def status(stack: Stack) -> WorkflowExecutionStatus | None:
    client = await Client.connect(stack.temporal.address, namespace="leeway")
    return (await client.get_workflow_handle("waits").describe()).status


async def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    async with running(tmp_path / "home") as (stack, _):
        files = list(stack.home.secrets.iterdir())
        assert {path.name for path in files} >= {"store-access-key", "store-secret-key", "keyring.json"}
        assert all(path.stat().st_mode & 0o077 == 0 for path in files)
        secret = stack.store.secret_key
        written = [*stack.environment.values(), stack.home.record.read_text(encoding="utf-8")]
        assert not any(secret in each for each in written)


async def test_what_a_killed_stack_left_behind_is_stopped(tmp_path: Path) -> None:
    home = places.Home(tmp_path / "home")
    home.prepare()
    # A real process in a session of its own, as a server of an earlier run would be.
    left = await asyncio.create_subprocess_exec("sleep", "600", start_new_session=True)
    leftover = record.started("temporal", left.pid)
    stranger = record.Started(name="minio", pid=os.getpid(), started="another time")
    record.write(
        home,
        record.Record(
            ready=True,
            ports=places.Ports(),
            settings={},
            supervisor=stranger,
            programs=(leftover, stranger),
        ),
    )
    reaped = asyncio.create_task(left.wait())
    assert await asyncio.to_thread(record.stop_leftovers, home) == ["temporal"]
    assert await reaped == -signal.SIGTERM


async def test_a_server_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import asyncio\n"
        "from infra.stack.processes import Program\n"
        "async def main():\n"
        "    program = Program('sleeper', ['sleep', '600'])\n"
        "    await program.start()\n"
        "    print(program.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE, cwd=places.ROOT
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert processes.started_at(child) is not None
    parent.kill()
    await parent.wait()
    async with asyncio.timeout(5):
        while processes.started_at(child) is not None:  # noqa: ASYNC110 - another's child gives nothing to wait on
            await asyncio.sleep(0.02)
