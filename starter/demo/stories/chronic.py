"""A chronic condition, intermittent, by hotline: absences planned, corrected, told twice, told on paper; a vacant post.

Nobody's time is moved before the alerts are timed: from the accepted report to the mail server's 250.
"""

from datetime import timedelta

from infra.stack.outbox import CaughtMail
from starter.demo.openings import intermittent
from starter.demo.scene import Scene
from starter.voice import Voice
from workflows.case.said import Channel

TITLE = "A chronic condition"
WORDS = "Hazel is absent now and then; both supervisors hear of each absence, and nothing of the reason."
FORBIDDEN = ("medical", "condition", "health", "chronic", "sick", "doctor", "certification", "diagnos")


async def live(scene: Scene) -> None:
    """Approved, then absence by absence."""
    hotline = scene.voice("hotline/A7", Channel.HOTLINE)
    reference = await intermittent(scene, 1003, "chronic")
    today = await hotline.report_absence(reference, **scene.hours(0, 9, 12))
    await scene.tell(reference, "Hazel calls: away this morning")
    await scene.mail(reference, "supervisor_alert", "supervisor")
    await scene.mail(reference, "supervisor_alert", "next_level")
    far = await hotline.report_absence(reference, **scene.hours(60, 13, 15))
    await scene.tell(reference, "and an appointment sixty days ahead")
    await scene.mail(reference, "supervisor_alert", "supervisor", count=2)
    await _corrected(scene, reference, today)
    await _told_twice(scene, reference)
    await _on_paper(scene, reference)
    await _cancelled(scene, reference, far)
    await _nothing_medical(scene, reference)
    await _timed(scene, reference)
    await _vacant(scene)


async def _corrected(scene: Scene, reference: str, absence: str) -> None:
    hotline = scene.voice("hotline/A7", Channel.HOTLINE)
    await hotline.report_absence(reference, **scene.hours(0, 9, 11), corrects=absence)
    await scene.tell(reference, "the morning was shorter: back at eleven")
    changed = await scene.mail(reference, "supervisor_alert", "supervisor", count=3)
    scene.expect("the supervisor reads before and now", "Before:" in changed.text and "Now:" in changed.text)
    entry = next(a for a in changed.attachments if "calendar" in a.get_content_type())
    scene.expect("the calendar entry replaces the first one", "SEQUENCE:1" in entry.get_content())


async def _told_twice(scene: Scene, reference: str) -> None:
    doors: tuple[Voice, ...] = (
        scene.voice("hotline/A7", Channel.HOTLINE),
        scene.voice("employee", Channel.PORTAL),
    )
    for door in doors:
        await door.report_absence(reference, **scene.hours(3, 9, 17))
    await scene.tell(reference, "one absence is told by telephone and on the portal")
    await scene.happened(reference, "absence_repeated")
    await scene.mail(reference, "supervisor_alert", "next_level", count=4)
    alerts = await _alerts(scene, reference, "supervisor")
    scene.expect("the supervisor hears of it once", len(alerts) == 4)


async def _on_paper(scene: Scene, reference: str) -> None:
    attested_at = await scene.now(reference) - timedelta(hours=20)
    desk = scene.voice("hotline/A7", Channel.PAPER)
    await desk.report_absence(reference, **scene.hours(-1, 7, 9), attested_at=attested_at)
    await scene.tell(reference, "a call that was taken on paper during an outage is entered, with its attested time")
    await scene.mail(reference, "supervisor_alert", "supervisor", count=5)
    lines = await scene.office.register.history(reference)
    scene.expect("the history keeps the attested time", any(attested_at.isoformat() in line.facts for line in lines))


async def _cancelled(scene: Scene, reference: str, absence: str) -> None:
    await scene.voice("employee", Channel.PORTAL).cancel_absence(reference, absence)
    await scene.tell(reference, "the appointment in sixty days is cancelled")
    mail = await scene.mail(reference, "supervisor_alert", "supervisor", count=6)
    await scene.mail(reference, "supervisor_alert", "next_level", count=6)
    entry = next(a for a in mail.attachments if "calendar" in a.get_content_type())
    scene.expect("calendars let go of it", "METHOD:CANCEL" in entry.get_content())


async def _nothing_medical(scene: Scene, reference: str) -> None:
    for role in ("supervisor", "next_level"):
        alerts = await _alerts(scene, reference, role)
        words = "\n".join(f"{mail.subject}\n{mail.text}\n{mail.html}" for mail in alerts).lower()
        found = [word for word in FORBIDDEN if word in words]
        scene.expect(f"{len(alerts)} mails to the {role.replace('_', ' ')}, and no medical word", not found)


async def _alerts(scene: Scene, reference: str, role: str) -> list[CaughtMail]:
    rows = await scene.office.register.deliveries(reference)
    ids = {row.message_id for row in rows if (row.kind, row.role) == ("supervisor_alert", role)}
    return [mail for mail in scene.mail_server.messages() if mail.message_id in ids]


async def _timed(scene: Scene, reference: str) -> None:
    rows = await scene.office.register.deliveries(reference)
    seconds = [
        (row.ended_at - row.caused_at).total_seconds()
        for row in rows
        if row.kind == "supervisor_alert" and row.ended_at is not None
    ]
    scene.expect(f"every alert was accepted within a minute; the slowest took {max(seconds):.2f} s", max(seconds) < 60)


async def _vacant(scene: Scene) -> None:
    reference = await intermittent(scene, 1004, "vacant")
    await scene.voice("employee", Channel.PORTAL).report_absence(reference, **scene.hours(1, 9, 17))
    await scene.tell(reference, "Linden reports an absence; the supervisor's post is vacant")
    await scene.mail(reference, "supervisor_alert", "next_level")
    cover = await scene.mail(reference, "post_vacant", "liaison")
    scene.expect("the Liaison is asked to see to the cover", "No supervisor is on record" in cover.text)
