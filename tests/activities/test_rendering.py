"""Every notice has its words and every word its notice; nothing is undefined, and the page says the same."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import jinja2
import pytest

from activities import rendering, words
from activities.rendering import TEMPLATES, clock, day, duration, hours, moment, render, span
from tests.activities.samples import MORNING, NIGHT, ONE_DAY, OPEN, WEEKS, WHOLE_DAY, letterhead, notices
from tests.rules.facts import at
from workflows.case.asked import ClosingGround, DenialGround, Program
from workflows.case.deadlines import DeadlineKind
from workflows.case.entitlement_letters import EligibilityNotice
from workflows.case.notices import AlertSubject, HandOverSummary, Notice, SupervisorAlert
from workflows.case.said import DocumentKind
from workflows.rules.choices import LeaveYearMethod
from workflows.rules.eligible import UnmetTest
from workflows.rules.plans import PFML_KINDS, Plan
from workflows.rules.substitution import Accrued
from workflows.rules.sufficiency import CertificationItem

KINDS = {kind.model_fields["kind"].default for kind in (*get_args(get_args(Notice)[0]), HandOverSummary)}
FOLDERS = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
ALL = notices()

NOBODY_NAMED = {"coordinator_name": None, "coordinator_phone": None}
ENTITY = '"Sam" <script>alert(1)</script> & Söhne'


class Page(HTMLParser):
    """What somebody reads of a page: words by block, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._in_head = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_head = tag == "head" or (self._in_head and tag != "body")
        if tag not in ("span", "br"):
            self.blocks.append("")
        elif tag == "br":
            self.blocks[-1] += " "

    def handle_data(self, data: str) -> None:
        if not self._in_head and self.blocks:
            self.blocks[-1] += data

    @property
    def words(self) -> list[str]:
        """All words of it."""
        return " ".join(self.blocks).split()


def words_of(text: str) -> list[str]:
    """Words of a plain text, without the dashes of its lists."""
    return re.sub(r"^- ", "", text, flags=re.M).split()


def folder(path: Path) -> list[str]:
    """Names of the files of a notice."""
    return sorted(file.name for file in path.iterdir())


def test_every_notice_has_its_folder_and_every_folder_its_notice() -> None:
    assert KINDS == FOLDERS
    assert {kind for kind in KINDS if folder(TEMPLATES / kind) != ["body.txt", "subject.txt"]} == set()


def test_every_notice_is_tried_here() -> None:
    assert {notice.kind for notice in ALL} == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_notice_renders_with_nothing_undefined(kind: str) -> None:
    for notice in (n for n in ALL if n.kind == kind):
        for head in (letterhead(), letterhead(**NOBODY_NAMED)):
            letter = render(notice, head)
            for text in letter:
                assert "None" not in text
                assert "{{" not in text
                assert "{%" not in text
            assert letter.subject
            assert "\n" not in letter.subject
            assert "\n\n\n" not in letter.plain
            assert head.office_name in letter.plain
            assert (head.coordinator_phone or head.office_phone) in letter.plain


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_page_has_the_words_of_the_letter(kind: str) -> None:
    for notice in (n for n in ALL if n.kind == kind):
        letter = render(notice, letterhead())
        page = Page(letter.html)
        signed = letter.plain.index("\nIris Example\n")
        said = words_of(letter.plain[:signed])
        shown = page.words
        assert " ".join(said) in " ".join(shown)
        assert set(words_of(letter.plain)) == set(shown)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_page_shows_lists_as_lists_and_breaks_no_line_of_them(kind: str) -> None:
    for notice in (n for n in ALL if n.kind == kind):
        letter = render(notice, letterhead())
        items = [line[2:] for line in letter.plain.splitlines() if line.startswith("- ")]
        assert letter.html.count("<li") == len(items)
        blocks = [" ".join(block.split()) for block in Page(letter.html).blocks]
        assert [" ".join(item.split()) for item in items if " ".join(item.split()) not in blocks] == []


def test_a_page_has_no_picture_no_link_and_nothing_that_moves() -> None:
    for notice in ALL:
        html = render(notice, letterhead()).html
        assert re.findall(r"<(img|a|script|form|iframe|link)\b|https?://|url\(", html) == []


def test_a_name_can_do_no_harm_to_the_page() -> None:
    alert = next(n for n in ALL if isinstance(n, SupervisorAlert))
    letter = render(alert, letterhead(employee_name=ENTITY, coordinator_name=ENTITY))
    assert ENTITY in letter.plain
    assert "<script>" not in letter.html
    assert ENTITY in " ".join(Page(letter.html).words)


def test_a_word_that_a_notice_has_not_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leave_ended").mkdir()
    (tmp_path / "leave_ended" / "subject.txt").write_text("{{ notice.reason }}", encoding="utf-8")
    monkeypatch.setattr(rendering._PLAIN, "loader", jinja2.FileSystemLoader(tmp_path))
    monkeypatch.setattr(rendering._PLAIN, "cache", None)
    with pytest.raises(jinja2.UndefinedError):
        render(next(n for n in ALL if n.kind == "leave_ended"), letterhead())


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        (("test",), UnmetTest),
        (("entry",), CertificationItem),
        (("denial", "remedy"), DenialGround),
        (("program",), Program),
        (("closing",), ClosingGround),
        (("paper",), DocumentKind),
        (("alert_subject",), AlertSubject),
        (("due_kind",), (DeadlineKind.CERTIFICATION, DeadlineKind.CURE)),
        (("awaited",), DeadlineKind),
        (("plan",), Plan),
        (("end_of_need",), tuple(words.ENDS_OF_NEED)),
        (("pfml_kind",), PFML_KINDS),
        (("accrued",), Accrued),
        (("leave_year",), LeaveYearMethod),
        (("binding",), tuple(words.BINDING)),
    ],
)
def test_every_code_that_a_template_can_show_has_words(filters: tuple[str, ...], codes: object) -> None:
    for name in filters:
        said = [words.FILTERS[name](str(code)) for code in codes]  # type: ignore[attr-defined]
        assert all(said)
        assert len(set(said)) == len(said)


def test_every_filter_of_codes_is_tried_here_and_used_somewhere() -> None:
    used = {found for file in TEMPLATES.rglob("*.txt") for found in re.findall(r"\| (\w+)", file.read_text("utf-8"))}
    assert set(words.FILTERS) <= used


def test_who_is_not_eligible_is_not_told_an_unknown_fact_as_a_reason() -> None:
    mixed = [n for n in ALL if isinstance(n, EligibilityNotice) and n.eligible is False and len(n.unmet) > 1]
    assert mixed
    for notice in mixed:
        why, _, unknown = render(notice, letterhead()).plain.partition("We also do not know yet:")
        for unmet in notice.unmet:
            sentence = words.TESTS[unmet.test]
            assert (sentence in why, sentence in unknown) == (
                not UnmetTest(unmet.test).is_unknown,
                UnmetTest(unmet.test).is_unknown,
            )


def test_a_reminder_of_leave_that_was_changed_says_old_and_new() -> None:
    changed = next(n for n in ALL if isinstance(n, SupervisorAlert) and n.spans_before and n.spans[0].last_on)
    plain = render(changed, letterhead()).plain
    assert "- Before: from Monday, April 6, 2026; the end is not known yet\n" in plain
    assert "- Now: Monday, March 9, 2026 to Friday, March 20, 2026, both days included\n" in plain


def test_days_and_hours_are_said_as_people_in_new_york_say_them() -> None:
    assert day(date(2026, 3, 1)) == "Sunday, March 1, 2026"
    assert [clock(at(f"2026-03-12T{t}")) for t in ("00:05", "09:30", "12:00", "23:59")] == [
        "12:05 AM",
        "9:30 AM",
        "12:00 PM",
        "11:59 PM",
    ]
    twice = [datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (4, 5, 6, 7)]
    assert [clock(each) for each in twice] == ["12:30 AM", "1:30 AM EDT", "1:30 AM EST", "2:30 AM"]
    assert moment(at("2026-03-12T23:59")) == "Thursday, March 12, 2026 at 11:59 PM"
    assert span(ONE_DAY) == "Thursday, March 12, 2026"
    assert span(OPEN) == "from Monday, April 6, 2026; the end is not known yet"
    assert span(WEEKS) == "Monday, March 9, 2026 to Friday, March 20, 2026, both days included"
    assert hours(MORNING) == "Thursday, March 12, 2026, 9:00 AM to 12:30 PM"
    assert hours(NIGHT) == "Thursday, March 12, 2026 at 7:00 PM to Friday, March 13, 2026 at 7:00 AM"
    assert [duration(n) for n in (0, 1, 60, 90, 8175)] == [
        "0 hours",
        "1 minute",
        "1 hour",
        "1 hour and 30 minutes",
        "136 hours and 15 minutes",
    ]
    assert hours(WHOLE_DAY) == "Thursday, March 12, 2026, all day"


def test_no_template_is_left_that_nobody_uses() -> None:
    assert {path.name for path in TEMPLATES.iterdir() if path.is_file()} == {"_letter.html", "_letter.txt"}
