"""One real stack with a worker for all tests of the entrances, with the people of the example in it."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pikepdf
import pytest

from infra.stack.stack import Stack
from infra.stack.worker_process import WorkerProcess
from tests.starter.terminal import EXAMPLE, Terminal


@pytest.fixture(scope="session")
async def terminal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Terminal]:
    """A person at a terminal of a stack that runs until the last test, who has loaded the people."""
    said: list[str] = []
    async with Stack(tmp_path_factory.mktemp("stack") / "home", say=lambda name, line: said.append(line)) as stack:
        worker = WorkerProcess(stack.environment, metrics_port=stack.ports.metrics, sink=said.append)
        await worker.start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LEEWAY_HOME", str(stack.home.root))
            patch.setenv("COLUMNS", "100")
            person = Terminal(stack.home.root, worker)
            assert (await person.type("directory", "import", EXAMPLE)).code == 0
            yield person
        await worker.stop()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF that no other test has."""
    return a_paper(tmp_path / "scan.pdf")


def a_paper(file: Path) -> Path:
    """A PDF of one page, different each time."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(612, 792))
        pdf.docinfo["/Title"] = secrets.token_hex(8)
        pdf.save(file)
    return file
