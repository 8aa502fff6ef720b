"""The mail catcher keeps what it accepts and commits the faults it is told to."""

from email.message import EmailMessage

import aiosmtplib
import pytest

from infra.stack.mail_catcher import MailCatcher


def letter(subject: str = "Leave update") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "leave@example.org"
    message["To"] = "ivy.granite@example.org"
    message["Subject"] = subject
    message["Message-ID"] = "<a1@example.org>"
    message.set_content("First line.\nSecond line.\n")
    message.add_alternative("<p>First line.</p>", subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="absence.ics")
    return message


async def send(mail: MailCatcher, message: EmailMessage, *, to: str = "ivy.granite@example.org") -> None:
    await aiosmtplib.send(message, hostname=mail.host, port=mail.port, recipients=[to], start_tls=False)


async def test_an_accepted_mail_is_kept_whole(mail: MailCatcher) -> None:
    await send(mail, letter())
    (kept,) = await mail.wait_for(1, to="Ivy.Granite@example.org")
    assert kept.subject == "Leave update"
    assert kept.message_id == "<a1@example.org>"
    assert kept.text.splitlines() == ["First line.", "Second line."]
    assert "<p>" in kept.html
    assert [part.get_filename() for part in kept.attachments] == ["absence.ics"]
    assert kept.sender == "leave@example.org"


async def test_file_names_say_nothing_about_anybody(mail: MailCatcher) -> None:
    await send(mail, letter())
    names = [path.name for path in mail.folder.path.iterdir()]
    assert len(names) == 1
    assert "granite" not in names[0]
    assert (mail.folder.path / names[0]).stat().st_mode & 0o077 == 0


async def test_451_as_often_as_told_then_accepted(mail: MailCatcher) -> None:
    mail.faults.temporary = 2
    for _ in range(2):
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await send(mail, letter())
        assert refused.value.recipients[0].code == 451
    await send(mail, letter())
    assert len(mail.messages()) == 1
    assert mail.faults.committed == 2


async def test_550_for_the_named_address_only(mail: MailCatcher) -> None:
    mail.faults.unknown = {"gone@example.org"}
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await send(mail, letter(), to="Gone@example.org")
    assert refused.value.recipients[0].code == 550
    await send(mail, letter())
    assert len(mail.messages()) == 1


async def test_a_lost_reply_leaves_a_kept_mail(mail: MailCatcher) -> None:
    mail.faults.lose_reply = 1
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await send(mail, letter())
    await send(mail, letter())
    assert [kept.message_id for kept in mail.messages()] == ["<a1@example.org>"] * 2


async def test_an_outage_refuses_and_ends_on_the_same_port(mail: MailCatcher) -> None:
    port = mail.port
    async with mail.outage():
        with pytest.raises(aiosmtplib.SMTPConnectError):
            await send(mail, letter())
    assert mail.port == port
    await send(mail, letter())
    assert len(mail.messages()) == 1


async def test_an_outage_drops_open_connections(mail: MailCatcher) -> None:
    client = aiosmtplib.SMTP(hostname=mail.host, port=mail.port, start_tls=False)
    await client.connect()
    async with mail.outage():
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await client.sendmail("leave@example.org", ["ivy.granite@example.org"], b"Subject: x\r\n\r\nx")
    client.close()


async def test_connections_are_counted(mail: MailCatcher) -> None:
    async with aiosmtplib.SMTP(hostname=mail.host, port=mail.port, start_tls=False) as client:
        for _ in range(3):
            await client.send_message(letter())
    assert mail.connections == 1
    assert len(mail.messages()) == 3


async def test_waiting_in_vain_says_how_many_came(mail: MailCatcher) -> None:
    with pytest.raises(TimeoutError, match="0 of 1"):
        await mail.wait_for(1, patience=0.05)


async def test_lines_that_begin_with_a_dot_survive(mail: MailCatcher) -> None:
    message = EmailMessage()
    message["From"] = "leave@example.org"
    message.set_content(".hidden\n..twice\n")
    await send(mail, message)
    assert mail.messages()[0].text.splitlines() == [".hidden", "..twice"]
