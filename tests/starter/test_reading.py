"""A path that people give is read as a file and as nothing else: no device, no pipe, nothing without end."""

import os
from pathlib import Path

import pytest

from infra.stack.places import Home
from starter.cli.reading import content_of
from starter.cli.trouble import BadInput
from starter.demo import command


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


def test_a_demo_that_could_write_nothing_in_the_end_does_not_begin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = command.demo(home=tmp_path / "home", json_file=tmp_path / "no" / "demo.json", keep=False)
    assert told == 2
    assert "There is no folder" in " ".join(capsys.readouterr().out.split())
    assert not (tmp_path / "home" / "leeway.db").exists()
