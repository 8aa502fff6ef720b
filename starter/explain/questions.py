"""The questions that can be asked, each with its facts and the rule that answers it.

Knows: names and one sentence on each. Never knows: what a rule answers. The order is that of a leave.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from workflows.rules.answers import Answer
from workflows.values import Frozen


class Question(NamedTuple):
    """One question: what it asks, in a sentence, the facts it needs, and the rule that answers."""

    name: str
    asks: str
    facts: type[Frozen]
    answer: Callable[..., Answer[Any]]


QUESTIONS: dict[str, Question] = {q.name: q for q in ()}
"""By name."""
