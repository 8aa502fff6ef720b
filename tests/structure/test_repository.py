"""No file tells of a machine: no absolute path of one, no registry's host, no address of anybody real or invented."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.stack import find, places
from tests.structure.sources import ROOT, tracked

LOCKS = ("go.mod", "go.sum", "requirements.lock")
"""Lists of modules, whose names look like hosts. Addresses with a scheme are looked for in them all the same."""

MACHINE = re.compile(r"(?<![\w.$}~*/-])/(?:root|work|home|Users|mnt)(?![\w-])[\w/.-]*")
SCHEME = re.compile(r"\b[a-z][a-z0-9+]*://([^\s/\"'`<>()\[\]]+)")
MAIL = re.compile(r"[\w.+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
BARE = re.compile(r"(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|gov|edu|us|dev|local|internal|lan|corp)\b(?![\w(.])")
NUMBER = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-])")

RESERVED = re.compile(r"(?:.+\.)?(?:example\.(?:org|com|net)|\w+\.invalid|invalid)")
LOOPBACK = {"127.0.0.1", "0.0.0.0", "localhost", "[::1]"}  # noqa: S104 - a name, nobody listens

REAL = {
    "www.apache.org": "the licence names its own address",
    "github.com": "Go modules are named by it",
    "docs.temporal.io": "documents say where to read on",
    "www.ecfr.gov": "the law, where it is cited",
    "www.dol.gov": "the law, where it is cited",
    "www.mass.gov": "the law, where it is cited",
    "malegislature.gov": "the law, where it is cited",
}
"""Hosts that may be named, and why. A registry is none of them: locks hold hashes, not places (ADR 3)."""


@cache
def text(file: Path) -> str:
    """What the file says; pictures and other bytes say nothing."""
    try:
        return (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def services() -> set[str]:
    """Hosts inside the container network."""
    compose: dict[str, Any] = yaml.safe_load(text(Path("docker-compose.yml")))
    return set(compose["services"])


def strangers(pattern: re.Pattern[str], files: list[Path], known: set[str]) -> dict[str, str]:
    """Hosts that the pattern finds and that are neither known nor reserved for examples, with a file that has each."""
    found: dict[str, str] = {}
    for file in files:
        for host in pattern.findall(text(file)):
            name = host.rpartition("@")[2].partition(":")[0]
            if "{" not in host and "$" not in host and name not in known and not RESERVED.fullmatch(name):
                found[name] = str(file)
    return found


def test_there_is_something_to_read() -> None:
    assert len(tracked()) > 100
    assert Path("CONTRIBUTING.md") in tracked()


def test_no_absolute_path_of_a_machine() -> None:
    assert {str(file): MACHINE.findall(text(file)) for file in tracked() if MACHINE.search(text(file))} == {}


def test_no_address_of_anybody_s_server() -> None:
    assert strangers(SCHEME, tracked(), LOOPBACK | set(REAL) | services()) == {}


def test_no_mail_address_but_an_example() -> None:
    prose = [file for file in tracked() if file.name not in LOCKS]
    assert strangers(MAIL, prose, set()) == {}


def test_no_host_is_named_without_need() -> None:
    prose = [file for file in tracked() if file.name not in LOCKS]
    assert strangers(BARE, prose, set(REAL)) == {}


def test_no_number_of_a_machine() -> None:
    assert strangers(NUMBER, [file for file in tracked() if file.name not in LOCKS], LOOPBACK) == {}


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (MACHINE, "see /" + "root/x"),
        (MACHINE, "'/" + "work'"),
        (MACHINE, 'open("/' + 'home/me/a")'),
        (SCHEME, "https:" + "//mirror:8080/simple"),
        (SCHEME, "https:" + "//user" + "@packages.internal/x"),
        (MAIL, "leave" + "@agency.gov"),
        (BARE, "at leave.agency" + ".gov today"),
        (NUMBER, "on 10" + ".1.2.3:80"),
    ],
)
def test_what_must_not_be_there_would_be_found(pattern: re.Pattern[str], planted: str) -> None:
    assert pattern.search(planted)
    host = pattern.findall(planted)[0].rpartition("@")[2].partition(":")[0]
    assert not RESERVED.fullmatch(host)


def test_the_modules_that_are_built_are_named_by_one_known_host() -> None:
    assert all(module.startswith("github.com/") for module in find._MODULES.values())
    assert places.ROOT == ROOT
