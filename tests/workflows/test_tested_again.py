"""Hours that were too few are tested again at a later absence, on the real server (29 CFR 825.300(b)(1))."""

from tests.replay import stories
from tests.workflows.conftest import Stage


async def test_the_record_is_asked_again_at_each_later_absence_until_it_is_enough(stage: Stage) -> None:
    case = await stories.tested_again(stage)
    history, notices = stage.deeds.history(case.reference), stage.deeds.notices(case.reference)
    assert history.count("eligibility_asked_again") == 2
    assert notices.count("eligibility_notice") == 2  # the first, and the one that tells a change
    assert notices.count("rights_notice") == 1
