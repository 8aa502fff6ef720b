"""Mail out: each kind of failure is told apart, one connection serves many mails, and no answer is mistaken."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from infra.mail import Mailer, Refused, ReplyLost, TryLater, opaque_id
from infra.settings import Settings
from infra.stack.mail_catcher import MailCatcher
from tests.infra.mail_script import scripted

TO = "rowan@staff.example.org"


def letter(number: int = 1, *, words: str = "Some words.\n") -> EmailMessage:
    """A mail."""
    message = EmailMessage()
    message["From"] = "Leave Office <leave@example.org>"
    message["To"] = TO
    message["Subject"] = f"Leave case {number}"
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content(words)
    return message


@pytest.fixture
async def mailer(mail: MailCatcher) -> AsyncIterator[Mailer]:
    """The mailer under test, at the catcher."""
    made = Mailer(Settings(smtp_port=mail.port))
    yield made
    await made.close()


async def test_a_mail_arrives_as_it_was_written(mail: MailCatcher, mailer: Mailer) -> None:
    await mailer.send(letter(words=".\nA line with a dot before it.\n..\n"), to=TO)
    (kept,) = mail.messages()
    assert (kept.sender, kept.recipients) == ("leave@example.org", (TO,))
    assert (kept.subject, kept.message_id) == ("Leave case 1", "<1@example.org>")
    assert kept.text.splitlines() == [".", "A line with a dot before it.", ".."]
    assert b"leeway.invalid" not in kept.raw


async def test_one_connection_serves_many_mails_also_at_once(mail: MailCatcher, mailer: Mailer) -> None:
    await mailer.send(letter(), to=TO)
    await asyncio.gather(*(mailer.send(letter(n), to=TO) for n in range(2, 12)))
    assert len(mail.messages()) == 11
    assert mail.connections == 1


@pytest.mark.parametrize("words", ["Zoë Nguyễn — “soon”.\n", "Zoë " + "x" * 1200 + "\n", "x" * 1200 + "\n"])
async def test_words_of_any_alphabet_go_in_seven_bits(mail: MailCatcher, mailer: Mailer, words: str) -> None:
    await mailer.send(letter(words=words), to=TO)
    (kept,) = mail.messages()
    assert kept.text.splitlines() == words.splitlines()
    assert max(kept.raw) < 128
    assert max(map(len, kept.raw.splitlines())) <= 998


async def test_a_thread_is_whole_however_long_the_mail_domain(mail: MailCatcher, mailer: Mailer) -> None:
    thread = f"<{opaque_id('LV-7K4Q-92XH')}@leave.human-resources.massachusetts.example.org>"
    message = letter()
    message["References"] = thread
    await mailer.send(message, to=TO)
    assert f"References: {thread}\r\n".encode() in mail.messages()[0].raw


async def test_a_passing_refusal_is_for_later(mail: MailCatcher, mailer: Mailer) -> None:
    mail.faults.temporary = 1
    with pytest.raises(TryLater):
        await mailer.send(letter(), to=TO)
    await mailer.send(letter(), to=TO)
    assert len(mail.messages()) == 1


async def test_a_refusal_for_good_has_its_code_and_nothing_of_anybody(mail: MailCatcher, mailer: Mailer) -> None:
    mail.faults.unknown = {TO}
    with pytest.raises(Refused) as refused:
        await mailer.send(letter(), to=TO)
    assert refused.value.code == 550
    assert "rowan" not in f"{refused.value!r} {refused.value.__cause__} {refused.value.__suppress_context__}"
    await mailer.send(letter(2), to="alder@staff.example.org")
    assert [kept.recipients for kept in mail.messages()] == [("alder@staff.example.org",)]
    assert mail.connections == 1


async def test_a_lost_answer_is_told_apart_from_a_refusal(mail: MailCatcher, mailer: Mailer) -> None:
    mail.faults.lose_reply = 1
    with pytest.raises(ReplyLost):
        await mailer.send(letter(), to=TO)
    await mailer.send(letter(), to=TO)
    assert [kept.message_id for kept in mail.messages()] == ["<1@example.org>"] * 2


async def test_without_a_server_it_is_for_later(mail: MailCatcher, mailer: Mailer) -> None:
    async with mail.outage():
        with pytest.raises(TryLater):
            await mailer.send(letter(), to=TO)
    await mailer.send(letter(), to=TO)
    async with mail.outage():
        pass  # the server was started anew: the connection that was kept is gone
    await mailer.send(letter(2), to=TO)
    assert len(mail.messages()) == 2


async def test_an_answer_after_a_cancelled_mail_is_not_taken_for_the_next_ones() -> None:
    """The first mail is cancelled before its 250 comes. The next is refused, and must not be thought accepted."""
    async with scripted() as server:
        mailer = Mailer(Settings(smtp_port=server.port))
        server.may_answer.clear()
        sending = asyncio.create_task(mailer.send(letter(1), to=TO))
        await server.has_mail.wait()
        sending.cancel()
        await asyncio.wait([sending])
        server.may_answer.set()
        server.answers["RCPT"] = "550 5.1.1 nobody"
        with pytest.raises(Refused):
            await mailer.send(letter(2), to=TO)
        assert server.connections == 2
        await mailer.close()


async def test_a_mail_that_takes_too_long_leaves_no_answer_behind() -> None:
    async with scripted() as server:
        mailer = Mailer(Settings(smtp_port=server.port))
        server.may_answer.clear()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await mailer.send(letter(1), to=TO)
        server.may_answer.set()
        await mailer.send(letter(2), to=TO)
        assert server.connections == 2
        await mailer.close()


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"greeting": "554 5.3.0 no service here"}, TryLater),
        ({"greeting": "421 4.3.2 too busy"}, TryLater),
        ({"MAIL": "451 4.3.0 later"}, TryLater),
        ({"MAIL": "530 5.7.0 authentication required"}, TryLater),
        ({"RCPT": "450 4.2.0 greylisted"}, TryLater),
        ({"RCPT": "421 4.7.0 slow down"}, TryLater),
        ({"RCPT": "530 5.7.0 authentication required"}, TryLater),
        ({"RCPT": "503 5.5.1 bad sequence"}, TryLater),
        ({"RCPT": "551 5.7.1 not local"}, Refused),
        ({"DATA": "451 4.3.0 later"}, TryLater),
        ({"DATA": "554 5.7.1 no"}, Refused),
        ({".": "452 4.3.1 no space"}, TryLater),
        ({".": "554 5.7.1 not wanted"}, Refused),
    ],
)
async def test_an_answer_means_what_it_says(answers: dict[str, str], error: type[Exception]) -> None:
    async with scripted(answers) as server:
        mailer = Mailer(Settings(smtp_port=server.port))
        with pytest.raises(error) as said:
            await mailer.send(letter(), to=TO)
        if isinstance(said.value, Refused):
            assert str(said.value.code) == next(iter(answers.values()))[:3]
        assert "rowan" not in str(said.value)
        # Whatever went wrong, the next mail is on its own.
        for command in answers:
            server.answers[command] = {"greeting": "220 hello", "DATA": "354 go on"}.get(command, "250 2.0.0 OK")
        await mailer.send(letter(2), to=TO)
        await mailer.close()


async def test_an_address_that_no_mail_server_takes_is_refused_at_once(mail: MailCatcher, mailer: Mailer) -> None:
    with pytest.raises(Refused):
        await mailer.send(letter(), to="röwan@staff.example.org")
    await mailer.send(letter(2), to=TO)
    assert len(mail.messages()) == 1


async def test_the_mailer_signs_in_where_it_is_told_to(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("aspidistra\n", encoding="utf-8")
    async with scripted({"AUTH": "535 5.7.8 wrong"}) as server:
        mailer = Mailer(Settings(smtp_port=server.port, smtp_user="leave", smtp_password_file=password))
        with pytest.raises(TryLater) as said:
            await mailer.send(letter(), to=TO)
        assert "aspidistra" not in f"{said.value} {said.value.__cause__}"
        server.answers["AUTH"] = "235 2.7.0 welcome"
        await mailer.send(letter(), to=TO)
        await mailer.close()


def test_an_opaque_id_is_always_the_same_and_tells_nothing() -> None:
    assert opaque_id("LV-7K4Q-92XH/rights_notice/3") == opaque_id("LV-7K4Q-92XH/rights_notice/3")
    assert opaque_id("a") != opaque_id("b")
    assert "7K4Q" not in opaque_id("LV-7K4Q-92XH")
