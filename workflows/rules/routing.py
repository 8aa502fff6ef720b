"""Who must be told of an absence when posts of the chain are vacant.

Knows: the chain as three opaque references. Never knows: people, addresses, why somebody is away (825.500(g)).
Policy of the leave office (law.md F9), not law.
"""

from enum import StrEnum

from workflows.values import Frozen


class ChainRole(StrEnum):
    """A post in the chain above an employee; the values are those of the roles that notices are for."""

    SUPERVISOR = "supervisor"
    NEXT_LEVEL = "next_level"
    LIAISON = "liaison"


class Chain(Frozen):
    """Who holds which post on one day. None: the post is vacant."""

    supervisor: str | None
    next_level: str | None
    liaison: str | None


def recipients(chain: Chain) -> tuple[tuple[ChainRole, str], ...]:
    """Supervisor and next level; for a vacant post of these two the Liaison as well. Nobody is told twice. Empty if
    every post is vacant: then a person must look."""
    posts = [(ChainRole.SUPERVISOR, chain.supervisor), (ChainRole.NEXT_LEVEL, chain.next_level)]
    if chain.supervisor is None or chain.next_level is None:
        posts.append((ChainRole.LIAISON, chain.liaison))
    told: dict[str, ChainRole] = {}
    for post, holder in posts:
        if holder is not None:
            told.setdefault(holder, post)
    return tuple((post, holder) for holder, post in told.items())


def vacant_posts(chain: Chain) -> tuple[ChainRole, ...]:
    """The posts among supervisor and next level that nobody holds."""
    holders = ((ChainRole.SUPERVISOR, chain.supervisor), (ChainRole.NEXT_LEVEL, chain.next_level))
    return tuple(post for post, holder in holders if holder is None)
