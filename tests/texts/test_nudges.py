"""Reminders in words."""

from datetime import timedelta

from bot.domain.policy import Tone
from bot.domain.request import Cause
from bot.texts import channel, nudges
from bot.texts.moments import Watch
from tests.texts import sample
from tests.texts.sample import BOB, DAY, T0

WATCH = Watch.in_zone("Europe/Berlin", T0 + DAY)


def test_of_whoever_waits_for_nothing_nobody_says_that_they_wait() -> None:
    """It was their turn when it changed hands: they last heard from us, and nothing came since."""
    theirs = sample.facts(
        sample.request(cause=Cause.REASSIGNED, client_waits_since=None, touched_at=T0 - timedelta(hours=20))
    )
    for tone in (Tone.GENTLE, Tone.FIRM, Tone.FACTS):
        said = nudges.opening(theirs, BOB, tone, is_news=False, watch=WATCH)
        assert "last heard from us on Sun 22 Nov, 14:00" in said
        assert "wait" not in said
    assert "wait" not in channel.word(theirs, WATCH)
