"""A path that people give is read as a file and as nothing else: no device, no pipe, nothing without end."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from infra.settings import Settings
from infra.stack.logs import Logs
from infra.stack.places import Home
from infra.tables import HistoryLine
from starter.cli.reading import content_of
from starter.cli.trouble import BadInput
from starter.demo import command, report


def read(file: Path, most_bytes: int = 10) -> bytes:
    """A file that has at most so much."""
    return content_of(file, most_bytes=most_bytes, too_large="far too large", code="not_a_paper")


def test_all_of_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "paper"
    file.write_bytes(b"0123456789")
    assert read(file) == b"0123456789"
    file.write_bytes(b"0123456789+")
    with pytest.raises(BadInput, match="far too large") as refused:
        read(file)
    assert refused.value.code == "not_a_paper"


def test_what_is_no_file_is_said_so_and_holds_nobody_up(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe, tmp_path):
        with pytest.raises(BadInput, match="it is not a file"):
            read(path)
    with pytest.raises(BadInput, match="No such file"):
        read(tmp_path / "nothing")


def test_a_home_and_what_it_lies_in_is_its_owner_s_alone(tmp_path: Path) -> None:
    root = tmp_path / ".leeway" / "demo"
    Home(root).prepare()
    for directory in (root.parent, root, root / "secrets"):
        assert directory.stat().st_mode & 0o777 == 0o700
    root.chmod(0o755)
    Home(root).prepare()
    assert root.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o177])
def test_logs_that_come_first_leave_a_home_its_owner_s_too(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / ".leeway" / "demo" / "logs"
    before = os.umask(umask)
    try:
        with contextlib.closing(Logs(folder, Console(quiet=True))) as logs:
            logs.line("stack", "begins")
    finally:
        os.umask(before)
    for directory in (folder, folder.parent, folder.parent.parent):
        assert directory.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("name", "why"), [("no/demo.json", "there is no folder"), (".", "it is a folder")])
def test_a_demo_that_could_write_nothing_in_the_end_does_not_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    home = tmp_path / "home"
    (home / "outbox").mkdir(parents=True)
    assert command.demo(home=home, json_file=tmp_path / name, keep=False) == 2
    assert why in " ".join(capsys.readouterr().out.split())
    assert list(home.iterdir()) == [home / "outbox"], "what an earlier demo left is still there"


def test_a_demo_names_links_only_while_they_lead_somewhere() -> None:
    references = [f"LV-{number}" for number in range(13)]
    kept = "\n".join(report.where_to_look(Settings(), references, keep=True))
    ended = "\n".join(report.where_to_look(Settings(), references, keep=False))
    assert "http://127.0.0.1:8233/namespaces/leeway/workflows" in kept
    assert "http" not in ended
    assert "--keep" in ended
    for told in (kept, ended):
        assert ", ".join(references) in told


def test_a_decision_in_the_demo_s_answer_is_data_and_not_text_in_text() -> None:
    line = HistoryLine(
        key="k", reference="LV-1", at=datetime.now(UTC), by="x", what="approved", facts='{"period": "1"}'
    )
    assert report.decision(line)["facts"] == {"period": "1"}


def test_a_part_is_named_once() -> None:
    assert command.told_by("temporal", "temporal: building v1") == "temporal: building v1"
    assert command.told_by("minio", "built in 3 s") == "minio: built in 3 s"
