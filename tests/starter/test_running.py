"""Commands about the machine: each reaches its part, with what was typed, and ends as the part says."""

from pathlib import Path
from typing import Any

import pytest

from infra.stack import doctor
from starter import checks
from tests.starter.terminal import Terminal


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of a home in which nothing runs."""
    monkeypatch.setenv("LEEWAY_HOME", str(tmp_path / "home"))
    return Terminal(tmp_path / "home")


class Calls(list[dict[str, Any]]):
    """Stands in for a part: remembers how it was called and ends with a code of its own."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code

    def __call__(self, *told: Any, **named: Any) -> int:
        self.append({"told": told, **named})
        return self.code

    async def soon(self, *told: Any, **named: Any) -> int:
        """The same, awaited."""
        return self(*told, **named)


async def test_up_runs_the_stack_of_this_home_or_of_the_one_named(
    person: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = Calls(2)
    monkeypatch.setattr("infra.stack.up.up", calls.soon)
    assert (await person.type("up")).code == 2
    assert (await person.type("up", "--home", tmp_path / "other")).code == 2
    assert [call["told"] for call in calls] == [(person.home,), (tmp_path / "other",)]


async def test_a_home_that_is_a_file_is_named(person: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", encoding="utf-8")
    for home in (file, file / "below"):
        ended = await person.type("up", "--home", home)
        assert (ended.code, ended.out) == (2, "")
        assert f"{home} is no folder. Name one with --home" in ended.error
    assert file.read_text(encoding="utf-8") == "mine"


async def test_the_demo_has_a_home_of_its_own(person: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(1)
    monkeypatch.setattr("starter.demo.command.demo", calls)
    assert (await person.type("demo", "--json", "told.json", "--keep")).code == 1
    assert calls == [{"told": (), "home": person.home / "demo", "json_file": Path("told.json"), "keep": True}]


async def test_the_bench_is_told_how_to_answer(person: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(0)
    monkeypatch.setattr("starter.bench.command.alerts", calls)
    assert (await person.type("bench", "alerts", "--json")).code == 0
    assert calls[0]["as_json"] is True


async def test_one_ring_or_all_are_tested(person: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = Calls(1)
    monkeypatch.setattr(checks, "run", calls)
    assert [(await person.type("test", *words)).code for words in ([], ["rules"])] == [1, 1]
    assert [call["told"] for call in calls] == [(None,), ("rules",)]


async def test_a_ring_that_there_is_not_is_said_not_to_be(person: Terminal) -> None:
    ended = await person.type("test", "tin")
    assert ended.code == 2
    assert "There is no ring tin. The rings are: " in ended.out


async def test_the_doctor_tells_people_and_programs_the_same(person: Terminal) -> None:
    answer = (await person.type("doctor", "--json")).json()
    assert answer["is_well"] is True
    names = [part["name"] for part in answer["parts"]]
    assert names == [part.name for part in doctor.examine(person.home)]
    told = (await person.type("doctor")).out
    assert all(name in told for name in names)
    assert "[green]" not in told


async def test_the_doctor_ends_with_1_where_leeway_cannot_run(
    person: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "is_well", lambda parts: False)
    assert (await person.type("doctor")).code == 1
