"""What went wrong, as a person is told it: one sentence that says what is wrong and what to do, a code, an exit code.

Knows: every way in which a command can end, and which exit code says so. Never knows: the command. No traceback reaches
a person; one of an unexpected error is kept in the home's logs without its message, for a message may quote anything.
"""

import os
import traceback
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

import typer


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    FAILED = 1
    BAD_INPUT = 2
    REFUSED = 3


class BadInput(Exception):
    """What was typed cannot be used. Nothing was written and nothing sent."""

    def __init__(self, sentence: str, *, code: str = "bad_input") -> None:
        super().__init__(sentence)
        self.code = code


class Down(Exception):
    """Something that the command needs is not there."""


class Trouble(NamedTuple):
    """Said to a person, or to a program."""

    exit: Exit
    code: str
    sentence: str


def trouble(error: Exception, *, logs: Path) -> Trouble:
    """What an error means to the person who typed the command. `logs` is where an unexpected one is kept."""
    if isinstance(error, BadInput):
        return Trouble(Exit.BAD_INPUT, error.code, str(error))
    if isinstance(error, Down):
        return Trouble(Exit.FAILED, "down", str(error))
    if isinstance(error, typer.TyperException):
        return Trouble(Exit.BAD_INPUT, "bad_input", _usage(error))
    return _of_the_door(error) or _of_a_part(error) or _unexpected(error, logs)


def _usage(error: typer.TyperException) -> str:
    """A missing or unknown option, in the words of the library, and where its help is."""
    context = getattr(error, "ctx", None)
    words = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    return f"{words}. `{context.command_path} --help` shows how." if words and context else words


def _of_the_door(error: Exception) -> Trouble | None:
    from infra.paper_examiner import NotExamined
    from infra.paper_refusals import NotAPaper
    from starter.cases import NoAnswer, NoConsent, NotKnown, Refused

    if isinstance(error, Refused):
        return Trouble(Exit.REFUSED, error.code, error.sentence)
    if isinstance(error, NoConsent):
        words = "No consent is on record, so no medical paper can be kept. Record it with `leeway case consent` first."
        return Trouble(Exit.REFUSED, "no_consent", words)
    if isinstance(error, NotKnown):
        words = f"There is no case {error}. Check the reference; `leeway case list --all` shows those there are."
        return Trouble(Exit.BAD_INPUT, "unknown_case", words)
    if isinstance(error, NotAPaper):
        return Trouble(Exit.BAD_INPUT, "not_a_paper", str(error))
    if isinstance(error, NotExamined):
        return Trouble(Exit.FAILED, "not_examined", "The paper could not be examined just now. Try again in a minute.")
    if isinstance(error, NoAnswer):
        words = (
            "No worker answered, so nothing is decided yet. Run `leeway doctor`, then look at the case and try again."
        )
        return Trouble(Exit.FAILED, "no_answer", words)
    return None


def _of_a_part(error: Exception) -> Trouble | None:
    from temporalio.service import RPCError

    from infra.database import DatabaseFault
    from infra.keyring import KeyMissing, KeyringUnusable, SealBroken
    from infra.policies import UnknownPolicy
    from infra.temporal import CannotConnect
    from starter.lawful_policy import Unlawful

    if isinstance(error, Unlawful | UnknownPolicy):
        words = f"No case can be opened by the employer's policy: {error}. Mend its file in infra/policies."
        return Trouble(Exit.FAILED, "unlawful_policy", words)
    if isinstance(error, CannotConnect | KeyringUnusable):
        return Trouble(Exit.FAILED, "down", str(error))
    if isinstance(error, RPCError):
        words = f"Temporal did not do it ({error.status.name.lower()}). Run `leeway doctor`, then try again."
        return Trouble(Exit.FAILED, "down", words)
    if isinstance(error, DatabaseFault):
        words = "The database did not do it, and nothing was changed. Run `leeway doctor`, then try again."
        return Trouble(Exit.FAILED, "down", words)
    if isinstance(error, KeyMissing | SealBroken):
        words = "Something that is kept sealed cannot be opened with this key ring. Check LEEWAY_KEYRING_FILE."
        return Trouble(Exit.FAILED, "down", words)
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        words = f"Something this needs cannot be reached ({error.strerror or type(error).__name__}{where})."
        return Trouble(Exit.FAILED, "down", f"{words} Run `leeway doctor`, then try again.")
    return None


def _unexpected(error: Exception, logs: Path) -> Trouble:
    if os.environ.get("LEEWAY_TRACE") == "1":
        traceback.print_exception(error)
    kept = _keep(error, logs)
    where = f"what is known of it is in {kept}" if kept else "set LEEWAY_TRACE=1 to see it"
    words = f"This is a fault of ours ({type(error).__name__}); {where}. Look at the case before you try again."
    return Trouble(Exit.FAILED, "unexpected", words)


def _keep(error: Exception, logs: Path) -> Path | None:
    """Where it happened, without the message, in a file that only its owner reads. None where nothing can be kept."""
    file = logs / "command-line.log"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {type(error).__name__}\n")
            log.writelines(traceback.format_tb(error.__traceback__))
    except OSError:
        return None
    return file
