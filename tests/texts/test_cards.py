"""The owner's card in words."""

from bot.domain.incoming import Attached
from bot.texts import cards
from bot.texts.moments import Watch
from tests.texts import sample

BERLIN = Watch.in_zone("Europe/Berlin", sample.T0)


def test_files_are_named_with_their_size_and_those_in_the_mailbox_with_their_mail() -> None:
    mailed_at = "2026-11-22T23:30:00+00:00"
    files = (
        Attached("plan.pdf", 1_200, mailed_at=mailed_at),
        Attached("", 5, mailed_at=mailed_at),
        Attached("estimate.pdf", 2_500_000, "https://slack.example/F1"),
    )
    facts = sample.facts(sample.request(attachments=files))
    assert cards.files_line(facts, BERLIN) == (
        "With it: plan.pdf (1 KB), a file (5 bytes), in the mailbox mail of Mon 23 Nov 2026; estimate.pdf (2.5 MB)."
    )
    assert cards.files_line(sample.facts(sample.request()), BERLIN) is None
