"""The story that Nudge was made for, from hand-over to digest, as `nudge sandbox --story` plays it."""

from bot.app.running import playground
from bot.app.story import Story

SCENES = (
    "Dana forwards Jane's mail to #client-acme.",
    "Hello Bob, I'm Nudge",
    "Is it yours?",
    "Would a short call with Dana settle who does what?",
    "speak to the three department heads, by Thu ",
    "The date is near",
    "The date we set for Jane has passed",
    "Jane has asked again",
    "Can you help Bob with this one?",
    "Nudge to Lea:",
    "It is Jane's turn now.",
    "Jane has answered",
    "Learned: Say on the first day who speaks to the departments.",
    "Monday of the third week: the digest for leads.",
    "The trail is sealed and verified",
)


async def test_the_story_plays_from_hand_over_to_a_verified_trail(database_url: str) -> None:
    told: list[str] = []

    async with playground(database_url) as here:
        await Story(here, told.append).play()

    transcript = "\n".join(told)
    positions = [transcript.find(scene) for scene in SCENES]
    assert -1 not in positions, SCENES[positions.index(-1)]
    assert positions == sorted(positions)
    assert "!" not in transcript
    journal = here.workspace.journal
    assert (journal.warnings, journal.complaints, journal.unknown_methods) == ([], [], [])
    sent = [
        m for channel in here.workspace.channels.values() for m in channel.messages if m.user == here.workspace.bot.id
    ]
    assert all(message.text.strip() for message in sent)
    assert not any(message.pings or message.links for message in sent)
