"""The outbox page shows what was caught and lets nothing in a mail do anything."""

from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from infra.stack.outbox import Folder
from infra.stack.outbox_page import OutboxPage, outbox_app


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "outbox")


@pytest.fixture
def page(folder: Folder) -> TestClient:
    return TestClient(outbox_app(folder), base_url="http://127.0.0.1")


def keep(folder: Folder, subject: str) -> str:
    message = EmailMessage()
    message["Subject"] = subject
    message["Message-ID"] = "<a1@example.org>"
    message.set_content("Plain words.")
    message.add_alternative("<p>Words</p><script>alert(1)</script>", subtype="html")
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="absence.ics")
    return folder.keep("leave@example.org", ("ivy.granite@example.org",), message.as_bytes())


def test_an_empty_outbox_says_so(page: TestClient) -> None:
    assert "No mail yet" in page.get("/").text


def test_the_list_has_the_newest_first(page: TestClient, folder: Folder) -> None:
    keep(folder, "First")
    keep(folder, "Second LV-7K4Q-92XH")
    shown = page.get("/").text
    assert shown.index("Second") < shown.index("First")
    assert '<span class="reference">LV-7K4Q-92XH</span>' in shown


def test_what_a_mail_says_is_never_markup_of_ours(page: TestClient, folder: Folder) -> None:
    mail = keep(folder, "<script>alert(2)</script>")
    for shown in (page.get("/").text, page.get(f"/messages/{mail}").text):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(2)" in shown


def test_html_of_a_mail_is_sandboxed_twice(page: TestClient, folder: Folder) -> None:
    mail = keep(folder, "Leave update")
    assert '<iframe sandbox=""' in page.get(f"/messages/{mail}").text
    policy = page.get(f"/messages/{mail}/html").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy


def test_attachments_are_downloads(page: TestClient, folder: Folder) -> None:
    mail = keep(folder, "Leave update")
    got = page.get(f"/messages/{mail}/attachments/0")
    assert got.content.strip() == b"BEGIN:VCALENDAR"
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert page.get(f"/messages/{mail}/attachments/1").status_code == 404


def test_programs_read_json(page: TestClient, folder: Folder) -> None:
    mail = keep(folder, "Leave update")
    (line,) = page.get("/api/messages").json()["messages"]
    assert line["id"] == mail
    assert line["recipients"] == ["ivy.granite@example.org"]
    letter = page.get(f"/api/messages/{mail}").json()
    assert letter["text"].strip() == "Plain words."
    assert letter["attachments"][0]["text"].strip() == "BEGIN:VCALENDAR"
    assert ["Message-ID", "<a1@example.org>"] in letter["headers"]


@pytest.mark.parametrize("path", ["/messages/1.a", "/messages/..%2Fx", "/api/messages/none", "/messages/1.a/html"])
def test_what_is_not_there_is_not_found(page: TestClient, path: str) -> None:
    assert page.get(path).status_code == 404


def test_a_foreign_host_name_is_refused(page: TestClient) -> None:
    assert page.get("/", headers={"Host": "evil.example.org"}).status_code == 400


async def test_it_serves_on_loopback_and_stops(folder: Folder) -> None:
    page = OutboxPage(folder, port=0)
    await page.start()
    async with httpx2.AsyncClient() as web:
        assert (await web.get(f"http://127.0.0.1:{page.port}/outbox.css")).status_code == 200
    await page.stop()
    async with httpx2.AsyncClient() as web:
        with pytest.raises(httpx2.ConnectError):
            await web.get(f"http://127.0.0.1:{page.port}/")
