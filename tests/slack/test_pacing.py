"""The pace at which Slack is spoken to."""

from bot.slack.pacing import OPEN, POST, RATES, Pacing


def spoken(pacing: Pacing, channels: list[str], seconds: float, start: float = 0.0) -> int:
    """How many posts a sender makes in so many seconds that always speaks as soon as it may."""
    now, made = start, 0
    while now < start + seconds:
        waits = {channel: pacing.wait_in_channel(POST, channel, now) for channel in channels}
        channel = min(channels, key=waits.__getitem__)
        wait = max(waits[channel], pacing.wait(POST, now))
        if wait > 0:
            now += wait + 1e-6
        else:
            pacing.take(POST, channel, now)
            made += 1
    return made


def test_one_channel_gets_a_message_a_second_after_a_short_burst() -> None:
    assert 60 <= spoken(Pacing(), ["C1"], 60) <= 63


def test_many_channels_share_what_the_workspace_allows() -> None:
    allowed = 300 * 5
    made = spoken(Pacing(), [f"C{number}" for number in range(100)], 300)
    assert 0.95 * allowed <= made <= allowed


def test_a_refused_channel_keeps_still_and_the_others_go_on() -> None:
    pacing = Pacing()
    pacing.refused(POST, "C1", 30, now=0)
    assert pacing.wait_in_channel(POST, "C1", 1) == 29
    assert pacing.wait_in_channel(POST, "C2", 1) == 0 == pacing.wait(POST, 1)


def test_after_refusals_it_speaks_more_slowly_and_recovers() -> None:
    pacing, channels = Pacing(), [f"C{number}" for number in range(50)]
    usual = spoken(pacing, channels, 20, start=100)
    for number in range(3):
        pacing.refused(POST, f"D{number}", 1, now=200)
    slowed = spoken(pacing, channels, 20, start=200)
    assert slowed < usual / 2
    assert spoken(pacing, channels, 20, start=400) >= 20 * 4.9


def test_a_method_that_knows_no_channels_keeps_still_as_a_whole() -> None:
    pacing = Pacing()
    pacing.refused(OPEN, "U1", 10, now=0)
    assert pacing.wait(OPEN, 0) == 10
    assert pacing.wait(POST, 0) == 0


def test_room_that_is_given_back_is_there_again() -> None:
    pacing = Pacing()
    for _ in range(int(RATES[POST].burst)):
        pacing.take(POST, "C1", 0)
        pacing.give_back(POST, "C1", 0)
    assert pacing.wait(POST, 0) == 0 == pacing.wait_in_channel(POST, "C1", 0)
