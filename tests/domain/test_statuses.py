"""Which Slack status is asked about."""

import pytest

from bot.domain.statuses import looks_away


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("", ":palm_tree:"),
        ("Vacationing", ""),
        ("Im Urlaub bis 6.1.", ":calendar:"),
        ("On leave", ""),
        ("en congés", ""),
        ("de vacaciones", ""),
        ("in ferie", ""),
        ("met verlof", ""),
        ("Out sick", ":face_with_thermometer:"),
    ],
)
def test_these_may_be_an_absence(text: str, emoji: str) -> None:
    assert looks_away(text, emoji)


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("", ""),
        ("In a meeting", ":spiral_calendar_pad:"),
        ("Working remotely", ":house_with_garden:"),
        ("Commuting", ":bus:"),
        ("Back from vacation", ""),
        ("planning the next vacation", ""),
        ("leaving early", ""),
    ],
)
def test_these_are_not(text: str, emoji: str) -> None:
    assert not looks_away(text, emoji)
