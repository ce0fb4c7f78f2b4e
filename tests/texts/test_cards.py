"""The owner's card in words."""

import pytest

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
        Attached("estimate.pdf", 2_500_000, "https://files.slack.com/F1"),
    )
    facts = sample.facts(sample.request(attachments=files))
    said = cards.files_said(facts, BERLIN)
    assert "".join(text for text, _ in said) == (
        "With it: plan.pdf (1 KB), a file (5 bytes), in the mailbox mail of Mon 23 Nov 2026; estimate.pdf (2.5 MB)."
    )
    assert [piece for piece in said if piece[1]] == [("estimate.pdf", "https://files.slack.com/F1")]
    assert cards.files_said(sample.facts(sample.request()), BERLIN) == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://slack.com.evil.example/x", "http://slack.com", "//["])
def test_a_file_leads_nowhere_but_into_slack(link: str) -> None:
    facts = sample.facts(sample.request(attachments=(Attached("plan.pdf", link=link),)))
    assert all(url is None for _, url in cards.files_said(facts, BERLIN))
