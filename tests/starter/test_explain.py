"""`leeway explain` as people and programs use it: questions, examples, schema, answers, and facts that cannot be."""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra import policies
from starter import cli
from starter.explain import facts_file
from starter.explain.questions import QUESTIONS
from starter.explain.written import given, hours, weeks, written
from tests.starter.terminal import Ended
from workflows.rules.answers import Standing

each_question = pytest.mark.parametrize("name", QUESTIONS)


def typed(*words: object) -> Ended:
    """A command, without any stack."""
    out, error = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        code = cli.ended([str(word) for word in words])
    return Ended(code, out.getvalue(), error.getvalue())


def file(tmp_path: Path, content: Any) -> Path:
    """A facts file."""
    kept = tmp_path / "facts.json"
    kept.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return kept


@each_question
def test_every_example_can_be_printed_asked_and_read(tmp_path: Path, name: str) -> None:
    example = typed("explain", "--example", name)
    asked = file(tmp_path, example.out.encode())
    told, read = typed("explain", asked, "--json"), typed("explain", asked)
    assert (example.code, told.code, read.code) == (0, 0, 0)
    answer = told.json()["answer"]
    assert told.json()["question"] == name
    assert Standing(answer["standing"])
    says = answer["branches"][0]["says"] if answer["branches"] else answer["says"]
    assert " ".join(says.split())[:40].lower() in " ".join(read.out.split()).lower()
    cited = " ".join(read.out.split())
    assert all(step["citation"] in cited for step in answer["steps"])
    assert answer["policy"] in cited
    assert answer["calendar"] in cited


@each_question
def test_the_schema_of_every_question_teaches_its_facts(name: str) -> None:
    schema = typed("explain", "--schema", "--question", name).json()
    facts = schema["$defs"][QUESTIONS[name].facts.__name__]
    assert facts["examples"]
    assert all(fact.get("description") or "$ref" in fact for fact in facts["properties"].values())


@each_question
def test_every_fact_of_every_part_says_what_it_is(name: str) -> None:
    parts = QUESTIONS[name].facts.model_json_schema()
    models = {parts["title"]: parts, **parts.get("$defs", {})}
    silent = [
        f"{model}.{fact}"
        for model, shape in models.items()
        for fact, told in shape.get("properties", {}).items()
        if not told.get("description") and "$ref" not in told
    ]
    assert silent == []


def test_one_schema_describes_all_questions() -> None:
    schema = typed("explain", "--schema").json()
    assert set(schema["discriminator"]["mapping"]) == set(QUESTIONS)


def test_without_a_file_the_questions_are_listed() -> None:
    told = typed("explain")
    assert told.code == 0
    assert all(name in told.out for name in QUESTIONS)
    assert typed("explain", "--json").json()["questions"] == {q.name: q.asks for q in QUESTIONS.values()}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "too_deep"),
        (b'{"facts": ' + b"9" * 6000 + b"}", "too_long"),
        (b'{"facts": 1e99999}', "too_long"),
        (b'{"facts": NaN}', "no_number"),
        (b'{"facts": -Infinity}', "no_number"),
        ({}, "union_tag_not_found"),
        ({"question": "why"}, "union_tag_invalid"),
        ({"question": "bonding_window"}, "missing"),
        ({"question": "bonding_window", "facts": {"event": "birth"}, "more": 1}, "extra_forbidden"),
        ({"question": "bonding_window", "facts": {"event": "birth"}, "policy": "../secrets"}, "unknown_policy"),
        ({"question": "bonding_window", "facts": {"event": "a secret"}}, "enum"),
        (
            {
                "question": "bonding_window",
                "facts": {"event": "adoption", "happened_on": "2026-03-10", "ended": {"on": "2026-03-09"}},
            },
            "ended_before_it_happened",
        ),
    ],
)
def test_facts_that_cannot_be_are_refused_by_name_and_never_repeated(tmp_path: Path, content: Any, code: str) -> None:
    told = typed("explain", file(tmp_path, content), "--json")
    assert (told.code, told.json()["error"]["code"]) == (2, code)
    assert "secret" not in told.json()["error"]["sentence"].replace("unknown", "")


RECEIVED = {"question": "deadline", "facts": {"clock": {"kind": "certification", "received_on": "2026-02-13"}}}
MAYBE = {"question": "deadline", "facts": {"clock": {"kind": "cure", "may_be_received_on": ["2026-02-13"]}}}
KNOWN = {"kind": "eligibility_notice", "known": [{"on": "2026-02-06", "by": "supervisor", "shown": True}]}


@pytest.mark.parametrize(
    "day",
    [0, 1770940800, "0", "1770940800", 2026.5, True, "2026-02-13T00:00:00Z", "2026-02-13T00:00:00", "20260213", " "],
)
@pytest.mark.parametrize(
    ("content", "place"),
    [
        (RECEIVED, "facts.clock.received_on"),
        (MAYBE, "facts.clock.may_be_received_on[0]"),
        ({"question": "deadline", "facts": {"clock": KNOWN}}, "facts.clock.known[0].on"),
    ],
)
def test_a_number_or_an_instant_is_no_day(tmp_path: Path, content: Any, place: str, day: Any) -> None:
    assert typed("explain", file(tmp_path, content), "--json").code == 0
    text = json.dumps(content).replace('"2026-02-13"', json.dumps(day)).replace('"2026-02-06"', json.dumps(day))
    told = typed("explain", file(tmp_path, text.encode()), "--json")
    assert (told.code, told.json()["error"]["code"]) == (2, "date_type")
    assert f"{place}: this is not a day; write it in quotes like 2026-03-02" in told.json()["error"]["sentence"]


@pytest.mark.parametrize("day", ["9999-12-25", "2200-01-01", "1899-12-31", "0001-01-05"])
def test_days_where_the_calendar_ends_are_not_counted_from(tmp_path: Path, day: str) -> None:
    content = json.dumps(RECEIVED).replace("2026-02-13", day).encode()
    told = typed("explain", file(tmp_path, content), "--json")
    assert (told.code, told.json()["error"]["code"]) == (2, "year_out_of_reach")
    for edge in ("1900-01-01", "2199-12-31"):
        assert typed("explain", file(tmp_path, json.dumps(RECEIVED).replace("2026-02-13", edge).encode())).code == 0


@pytest.mark.parametrize("weeks", ["1/0", "one", "", "1e999999999", "9" * 6000, "1/3/5", "1e5"])
def test_a_fraction_of_a_week_is_written_as_a_number_or_a_fraction(tmp_path: Path, weeks: str) -> None:
    text = json.dumps(facts_file.example("balance"))
    content, found = re.subn('"weeks": "[^"]+"', f'"weeks": "{weeks}"', text, count=1)
    assert found
    told = typed("explain", file(tmp_path, content.encode()), "--json")
    assert (told.code, told.json()["error"]["code"]) == (2, "fraction_parsing")
    assert "as a fraction in quotes like 3/5" in told.json()["error"]["sentence"]


def test_a_number_is_no_instant_and_no_time_of_the_day(tmp_path: Path) -> None:
    example = facts_file.example("count_absence")
    text = json.dumps(example)
    for pattern, instead, code in (
        (r'"\d{4}-\d\d-\d\dT[^"]*"', "1770940800", "datetime_type"),
        (r'"\d\d:\d\d(:\d\d)?"', "32400", "time_type"),
    ):
        assert re.search(pattern, text), pattern
        told = typed("explain", file(tmp_path, re.sub(pattern, instead, text, count=1).encode()), "--json")
        assert (told.code, told.json()["error"]["code"]) == (2, code)


def test_every_fault_is_told_with_its_place(tmp_path: Path) -> None:
    facts = {"event": "birth", "happened_on": "2026-02-30", "expected_on": "soon"}
    told = typed("explain", file(tmp_path, {"question": "bonding_window", "facts": facts}))
    assert told.code == 2
    assert "facts.happened_on" in told.error
    assert "facts.expected_on" in told.error


_USED = {"plan": "fmla", "bank": "fmla", "weeks": "1/5", "minutes": 480}
_BALANCE = {"question": "balance", "facts": {"banks": [{"plan": "fmla", "bank": "fmla"}], "first_on": "2026-03-02"}}
_WORKED = {"first_on": "2026-01-05", "last_on": "2026-01-09", "minutes": 2400}
_ELIGIBLE = {"question": "eligibility", "facts": {"plan": "fmla", "starts_on": "2026-03-02"}}
_WEEK = {"question": "week_base", "facts": {"on": "2026-03-02", "schedule": {"assignments": []}}}


def _days(*on: str, **changed: Any) -> list[dict[str, Any]]:
    """Entries of a ledger, the last of them changed."""
    days = [_USED | {"on": each} for each in on]
    return [*days[:-1], days[-1] | changed]


@pytest.mark.parametrize(
    ("asked", "facts", "place", "says"),
    [
        (
            _BALANCE,
            {"entries": _days("2026-01-05", "2026-01-06", minutes=14400, weeks=6)},
            "facts.entries[1]",
            "on 2026-01-06 an entry holds more than a day",
        ),
        (
            _BALANCE,
            {"spouse": {"entries": _days("2026-01-05", "2026-01-06", minutes=-480)}},
            "facts.spouse.entries[1]",
            "on 2026-01-06 the weeks of an entry cannot be its minutes",
        ),
        (_BALANCE, {"entries": _days("2026-01-05", "2026-01-06", bank="b")}, "facts.entries[1]", "one bank for each"),
        (
            _BALANCE,
            {"entries": _days("2026-01-05", "2026-01-06", minutes=-480, weeks="-1/5")},
            "facts.entries[1]",
            "more is reversed",
        ),
        (_BALANCE, {"banks": [{"plan": "fmla", "bank": "fmla"}] * 2}, "facts.banks[1]", "asked about twice"),
        (
            _ELIGIBLE,
            {"service": {"minutes_worked": [_WORKED, _WORKED]}},
            "facts.service.minutes_worked[1]",
            "is told twice",
        ),
        (
            _ELIGIBLE,
            {"service": {"minutes_worked": [_WORKED, _WORKED | {"minutes": 7200}]}},
            "facts.service.minutes_worked[1]",
            "more time is told than the days have",
        ),
        (
            _ELIGIBLE,
            {
                "service": {
                    "stretches": [{"first_on": "2026-02-02"}],
                    "earlier_service_known": True,
                    "minutes_worked": [_WORKED],
                }
            },
            "facts.service.minutes_worked[0]",
            "without employment",
        ),
        (_WEEK, {"scheduled_before": [_WORKED, _WORKED]}, "facts.scheduled_before[1]", "is told twice"),
        (
            {"question": "pfml_pay", "facts": {"reason": "own_condition"}},
            {"taken": [{"on": "2026-01-05", "minutes": 60}] * 3},
            "facts.taken[1]",
            "of a day is told together",
        ),
    ],
)
def test_which_one_of_many_contradicts_another_is_said(
    tmp_path: Path, asked: dict[str, Any], facts: dict[str, Any], place: str, says: str
) -> None:
    told = typed("explain", file(tmp_path, {**asked, "facts": asked["facts"] | facts}))
    assert told.code == 2
    assert f"{place}: " in told.error
    assert says in told.error


def test_two_shifts_at_once_are_named_in_the_file(tmp_path: Path) -> None:
    posted = [
        {"on": "2026-03-03", "shifts": [{"starts": "08:00", "ends": "12:00"}, {"starts": "11:00", "ends": "15:00"}]}
    ]
    facts = {"on": "2026-03-02", "schedule": {"assignments": [], "posted": posted}}
    told = typed("explain", file(tmp_path, {"question": "week_base", "facts": facts}))
    assert "facts.schedule.posted[0].shifts[1]: on 2026-03-03 two shifts of the employee" in " ".join(
        told.error.split()
    )


def test_what_a_terminal_would_obey_is_spelled_out(tmp_path: Path) -> None:
    text = json.dumps(facts_file.example("balance")).replace(
        '"bank": "fmla"', '"bank": "b\\u001b[31mRED\\u009b\\u202e"'
    )
    told = typed("explain", file(tmp_path, text.encode()))
    assert told.code == 0
    assert r"b\x1b[31mRED\x9b\u202e" in told.out
    assert "\x1b" not in told.out
    named = {"question": "bonding_window", "facts": {"event": "birth"}, "\x1b[2Jmore": 1}
    refused = typed("explain", file(tmp_path, named))
    assert (refused.code, "\x1b" in refused.error) == (2, False)
    twice = typed("explain", file(tmp_path, b'{"a\\u001b[2J": 1, "a\\u001b[2J": 2}'))
    assert r"a\x1b[2J: this fact is told twice" in twice.error


def test_what_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    told = typed("explain", file(tmp_path, b" " * (facts_file.MOST_BYTES + 1)), "--json")
    assert (told.code, told.json()["error"]["code"]) == (2, "too_large")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("no-such-file.json",), "no_file"),
        (("--example", "why"), "unknown_question"),
        (("--schema", "--question", "why"), "unknown_question"),
    ],
)
def test_what_is_not_there_is_said(words: tuple[str, ...], code: str) -> None:
    told = typed("explain", *words, "--json")
    assert (told.code, told.json()["error"]["code"]) == (2, code)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 h"), (45, "45 min"), (60, "1 h"), (150, "2 h 30 min"), (-90, "-1 h 30 min")]
)
def test_minutes_are_read_as_hours(minutes: int, words: str) -> None:
    assert hours(minutes) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("week_minutes", "9344/5", "week hours 31 h 8 min (9344/5 min)"),
        ("week_minutes", "2250", "week hours 37 h 30 min"),
        ("left_weeks", "59/5", "left weeks 11.8"),
        ("left_weeks", "1/3", "left weeks 0.3333 (1/3)"),
        ("weeks", "52", "weeks 52"),
        ("week_minutes", "unknown", "week hours unknown"),
    ],
)
def test_what_went_into_a_step_is_written_as_in_the_result(name: str, value: str, words: str) -> None:
    assert given(name, value) == words


def test_the_nearest_question_is_suggested(tmp_path: Path) -> None:
    for words in (("--example", "balanse"), ("--schema", "--question", "balanse")):
        assert "did you mean balance?" in typed("explain", *words).error
    told = typed("explain", file(tmp_path, {"question": "balanse", "facts": {}}))
    assert "did you mean balance?" in told.error
    none = typed("explain", "--example", "qqq").error
    assert "did you mean" not in none
    assert "`leeway explain` lists those there are" in none


def test_weeks_are_cut_to_four_decimals_and_never_rounded_up() -> None:
    from fractions import Fraction

    assert weeks(Fraction(2, 7)) == "0.2857 (2/7)"
    assert weeks(Fraction(1, 5)) == "0.2"
    assert weeks(Fraction(12)) == "12"
    assert weeks(Fraction(99999, 100000)) == "0.9999 (99999/100000)"


def test_what_is_not_known_is_said_so() -> None:
    assert (written("x", None), written("x", True), written("x", ())) == ("not known", "yes", "none")


@pytest.mark.parametrize(
    ("content", "where", "says"),
    [
        ("[]", "", "here must be facts in braces"),
        ('{"question": "nonsense", "facts": {}}', "", "there is no such question"),
        ('{"question": "deadline", "facts": {"clock": {"kind": "lunch"}}}', "facts.clock", "it is one of: eligibility"),
        (
            '{"question": "deadline", "facts": {"clock": {"kind": "eligibility_notice", "known": []}}}',
            "facts.clock.known",
            "too few entries: at least 1",
        ),
        (
            '{"question": "deadline", "facts": {"clock": {"kind": "cure", "received_on": 1770000000}}}',
            "facts.clock.received_on",
            "this is not a day",
        ),
        ('{"question": "deadline", "question": "balance", "facts": {}}', "question", "told twice"),
        (
            '{"question": "deadline", "unit": "martians", "facts": {"clock": {"kind": "cure"}}}',
            "unit",
            "no section for that unit",
        ),
        (
            '{"question": "deadline", "facts": {"clock": {"kind": "cure", "moon": 1}}}',
            "facts.clock.moon",
            "no such fact",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_in_the_words_of_the_file(content: str, where: str, says: str) -> None:
    with pytest.raises(facts_file.BadFacts) as refused:
        facts_file.read(content.encode())
    fault = refused.value.faults[0]
    assert fault.where == where
    assert says in fault.says


def test_a_policy_that_law_forbids_is_refused_with_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    written = policies.read("massachusetts-executive-2026") | {"certification_days": 14}
    monkeypatch.setattr(policies, "read", lambda name, unit=None: written)
    with pytest.raises(facts_file.BadFacts, match="G2") as refused:
        facts_file.read(b'{"question": "deadline", "facts": {"clock": {"kind": "cure", "received_on": "2026-03-03"}}}')
    assert "policy" in refused.value.faults[0].where


def test_a_policy_that_was_not_in_force_yet_is_said_to_be_so(tmp_path: Path) -> None:
    def ask(day: str) -> dict[str, Any]:
        asked = file(tmp_path, json.dumps(RECEIVED).replace("2026-02-13", day).encode())
        return typed("explain", asked, "--json").json() | {"read": typed("explain", asked).out}

    before, since = ask("2025-12-31"), ask("2026-01-01")
    assert "in force from 2026-01-01 on" in before["note"]
    assert "in force from 2026-01-01 on" in before["read"]
    assert "note" not in since
    assert "in force from" not in since["read"]


def test_a_decimal_is_read_exactly() -> None:
    bank = {"plan": "fmla", "bank": "fmla"}
    entry = bank | {"on": "2026-03-02", "minutes": 240, "weeks": 0.1}
    facts = {"banks": [bank], "first_on": "2026-03-02", "week_minutes": 2400, "entries": [entry]}
    asked = facts_file.read(json.dumps({"question": "balance", "facts": facts}).encode())
    found = asked.answer().result
    assert found is not None
    assert found.banks[0].days[0].minutes == 28_800 - 240


def test_each_case_shows_the_table_that_a_settled_answer_would_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    example = facts_file.example("eligibility")
    del example["facts"]["service"]["worksite_fifty"]
    asked = file(tmp_path, example)
    told, read = typed("explain", asked, "--json").json()["answer"], typed("explain", asked).out
    assert told["says"] == "It depends: do 50 employees work within 75 miles of the worksite on the day of notice?"
    lines = read.splitlines()
    assert [line.strip() for line in lines].count("Tests") == len(told["branches"]) == 2
    assert [line.split()[-1] for line in lines if line.startswith("    worksite  ")] == ["met", "unmet"]
    assert max(map(len, lines)) <= 80


def test_cases_that_come_to_the_same_are_told_once(tmp_path: Path) -> None:
    facts = {"reason": "bonding", "spouse": {}}
    told = typed("explain", file(tmp_path, {"question": "spouses_share", "facts": facts}))
    assert told.out.count("Each spouse has all weeks") == 1
    assert told.out.count("Or: Is the employee married?") == 3
