"""The story that Nudge was made for, from hand-over to digest, as `nudge sandbox --story` plays it."""

from bot.app.storytelling import tell_story


async def test_the_story_plays_from_hand_over_to_a_verified_trail(database_url: str) -> None:
    told: list[str] = []

    assert await tell_story(database_url, told.append) == 0

    transcript = "\n".join(told)
    scenes = (
        "Dana forwards Jane's mail to #client-acme.",
        "Hello Bob, I'm Nudge",
        "Is it yours?",
        "Would a short call with Dana settle who does what?",
        "speak to the three department heads, by tomorrow 12:00",
        "A short word ahead",
        "The date we set for Jane has passed",
        "Jane has asked again",
        "Can you help Bob with this one?",
        "Nudge to Lea:",
        "It is Jane's turn now.",
        "Jane has answered",
        "Learned: Say on the first day who speaks to the departments.",
        "no thread is stuck",
        "The trail is sealed and verified",
    )
    positions = [transcript.find(scene) for scene in scenes]
    assert -1 not in positions, scenes[positions.index(-1)]
    assert positions == sorted(positions)
    assert "!" not in transcript
