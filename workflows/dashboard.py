"""What operations read in the Temporal web UI: summaries of deeds and timers, and a small dashboard of the case.

Knows: stage, whose turn it is, clocks, counts. Never knows: a reason, a name, a paper, a date of leave: these are
bare strings of the operations tier, the only tier that the codec server opens.
"""

from datetime import datetime, timedelta

from workflows.case.case import LeaveCase
from workflows.case.deadlines import Deadline
from workflows.case.standing import standing_of
from workflows.case.status import WORDS
from workflows.rules.calendar import NEW_YORK
from workflows.signatures import Owed, Papers, Post


def local(at: datetime) -> str:
    """An instant as a clock in New York shows it."""
    return at.astimezone(NEW_YORK).strftime("%a %d %b %Y %H:%M")


def timer_summary(deadline: Deadline) -> str:
    """What the timer waits for, until the end of which day."""
    last = (deadline.due_at - timedelta(microseconds=1)).astimezone(NEW_YORK)
    return f"{deadline.kind.value} {last:%a %d %b %Y}"


def record_summary(owed: Owed) -> str:
    """How much goes to the database."""
    return f"v{owed.view.version}: {len(owed.notes)} lines, {len(owed.tasks)} tasks, {len(owed.charges)} charges"


def post_summary(post: Post) -> str:
    """How many mails."""
    return f"{len(post.alerts)} alerts, {len(post.notices)} notices"


def papers_summary(papers: Papers) -> str:
    """How many papers."""
    return f"{len(papers.documents)} papers to the store"


def details(case: LeaveCase) -> str:
    """The dashboard, in Markdown."""
    # The stage alone: what is owed beside it tells more of a person than operations need.
    words, waiting_on = WORDS[case.status][0], standing_of(case).waiting_on
    ahead = case.next_deadline
    rows = (
        ("Stage", words),
        ("Waiting on", waiting_on),
        ("Next deadline", timer_summary(ahead) if ahead else "none"),
        ("Last alert accepted", local(case.last_alert_at) if case.last_alert_at else "none yet"),
        ("Open tasks", str(len(case.open_tasks))),
        ("Version", str(case.version)),
    )
    return "\n".join(("| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)))
