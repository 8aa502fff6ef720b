"""The questions that can be asked, each with its facts and the rule that answers it.

Knows: names and one sentence on each. Never knows: what a rule answers. The order is that of a leave.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from workflows.rules.answers import Answer
from workflows.rules.bonding import BondingWindowFacts, bonding_window
from workflows.values import Frozen


class Question(NamedTuple):
    """One question: what it asks, in a sentence, the facts it needs, and the rule that answers."""

    name: str
    asks: str
    facts: type[Frozen]
    answer: Callable[..., Answer[Any]]


_ALL: tuple[Question, ...] = (
    Question(
        "bonding_window",
        "Until when may bonding leave be taken, and may it be taken in parts?",
        BondingWindowFacts,
        bonding_window,
    ),
)

QUESTIONS: dict[str, Question] = {question.name: question for question in _ALL}
"""By name."""
