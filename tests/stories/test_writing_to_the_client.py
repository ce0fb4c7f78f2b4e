"""Writing to the client: the mail stands ready, and a date that they know counts until they have been told."""

from urllib.parse import parse_qs, unquote, urlsplit

from bot.app.seed import SETUP
from bot.domain.channels import ChannelFacts
from bot.domain.events import EventKind
from bot.domain.request import Cause, State, Turn
from bot.domain.setup_reading import read_setup
from bot.sandbox import Message
from bot.services import setup
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import NEXT_STEP, SUBJECT, Agency, buttons, shown

JANE = """[[contact]]
email = "jane@acme.example"
client = "Acme GmbH"
"""
IN_ENGLISH = f'{JANE}language = "en"\n'
CALLED = f"""{JANE}
phone = "+49 30 1234567"
preferred = "call"
language = "en"
"""


def letter_on(message: Message) -> tuple[str, dict[str, str]]:
    """The recipient of the one letter that a message offers, and its fields."""
    (url,) = message.letters
    parts = urlsplit(url)
    return unquote(parts.path), {name: values[0] for name, values in parse_qs(parts.query).items()}


async def set_up_jane(here: Agency, jane: str, *, instead: tuple[str, str] = ("", "")) -> None:
    """Set up Jane like this, and all else as the story has it; `instead` replaces a line of that."""
    assert IN_ENGLISH in SETUP
    slack = here.workspace.channels.values()
    channels = {channel.name: ChannelFacts(channel.id, channel.name) for channel in slack if channel.name}
    await here.run(setup.apply, read_setup(SETUP.replace(IN_ENGLISH, jane).replace(*instead)), channels)


async def move(here: Agency, days: int, hour: int) -> None:
    """Bob moves the date."""
    form = await here.press(here.bob, ActionId.MOVE)
    await here.kept(here.bob, form, {Field.BY_PICKED: here.moment(days, hour)})


async def taken_and_known(here: Agency) -> None:
    """Bob has it until Wednesday noon, and Jane knows."""
    form = await here.press(here.bob, ActionId.TAKE)
    values = {Field.WHAT: NEXT_STEP, Field.BY_PICKED: here.moment(2, 12), Field.CLIENT_KNOWS: "yes"}
    await here.kept(here.bob, form, values)


async def test_the_card_offers_a_mail_to_the_client_in_their_countrys_language(asked: Agency) -> None:
    assert letter_on(asked.card(asked.bob))[1]["body"].startswith("Hello Jane Doe,\r\n"), "that is set up for her"
    await set_up_jane(asked, JANE)
    await asked.take(asked.bob, asked.moment(2, 12))
    to, fields = letter_on(asked.card(asked.bob))

    assert to == "jane@acme.example"
    assert fields["subject"] == f"Re: {SUBJECT}"
    assert fields["bcc"] == "acme-inbox@agency.example"
    assert fields["body"].startswith("Guten Tag Jane Doe,\r\n")
    assert NEXT_STEP in fields["body"]
    assert "um 12:00 Uhr von uns" in fields["body"]
    assert fields["body"].endswith("Bob Keller")
    assert letter_on(asked.card(asked.dana))[1]["body"].endswith("Dana Weber"), "the reporter may write, too"

    await asked.close(asked.bob)
    assert asked.card(asked.bob).letters == []


async def test_whoever_would_rather_be_called_is_shown_with_the_number_first(here: Agency) -> None:
    await set_up_jane(here, CALLED)
    await here.forward()
    card = here.card(here.bob)
    assert "Jane prefers a call: +49 30 1234567 · Write to Jane" in card.text
    assert letter_on(card)[1]["body"].startswith("Hello Jane Doe,")


async def test_a_client_behind_an_agency_is_written_to_through_it(here: Agency) -> None:
    await set_up_jane(here, CALLED, instead=('country = "DE"', 'country = "DE"\nvia = "desk@between.example"'))
    await here.forward()
    to, fields = letter_on(here.card(here.bob))
    assert to == "desk@between.example"
    assert "the request of Jane Doe, Acme GmbH" in fields["body"]
    assert "+49" not in here.card(here.bob).text


async def test_a_reminder_has_the_mail_ready_as_well(asked: Agency) -> None:
    await asked.at(1, 11)
    assert letter_on(asked.card(asked.bob))[0] == "jane@acme.example"
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(3, 10))
    await asked.at(3, 10, 30)
    letter = letter_on(asked.card(asked.bob))[1]["body"]
    assert "We last got in touch with you on Tuesday " in letter, "asking again is ready, too"
    assert "have had a chance to look at this" in letter


async def test_a_date_that_jane_knows_is_moved_once_she_has_been_told(asked: Agency) -> None:
    await taken_and_known(asked)
    form = await asked.press(asked.bob, ActionId.MOVE)
    assert "until you have told them of the new one" in shown(form)
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(3, 15)})

    pending = await asked.request()
    assert pending.promise is not None and pending.promise.due_at == asked.moment(2, 12)
    card = asked.card(asked.bob)
    assert "15:00, once Jane has been told; until then" in card.text
    assert " at 15:00, rather than " in letter_on(card)[1]["body"]
    assert ActionId.TOLD not in buttons(asked.card(asked.dana).blocks), "that is the owner's to say"

    await asked.bob.press(card, ActionId.TOLD)
    await asked.settle()
    told = await asked.request()
    assert told.promise is not None and told.pending is None
    assert (told.promise.due_at, told.promise.client_knows) == (asked.moment(3, 15), True)
    assert "15:00; Jane knows the date" in asked.card(asked.bob).text
    assert (await asked.kinds())[-2:] == [EventKind.DATE_MOVED, EventKind.CLIENT_TOLD]
    trail = shown(await asked.more(asked.bob, MoreChoice.HISTORY))
    assert "once the client knows; until then" in trail
    assert "The client knows the new date, as Bob says" in trail

    await asked.at(2, 13)
    assert (await asked.request()).state is State.PROMISED, "the old date no longer counts"


async def test_a_copy_of_the_update_asks_whether_jane_knows_the_new_date(asked: Agency) -> None:
    await taken_and_known(asked)
    await move(asked, 3, 15)
    await asked.here.sandbox.deliver_mail(
        "#client-acme",
        "bob@agency.example",
        "Bob Keller",
        subject=f"Re: {SUBJECT}",
        body="It will be Thursday.",
        cc=["jane@acme.example"],
    )
    await asked.settle()
    question = asked.latest(asked.bob, "Whose turn is it now?")
    assert "stands until Jane knows Thu 26 Nov" in question.text
    await asked.bob.press(question, ActionId.TOLD)
    await asked.settle()
    told = await asked.request()
    assert told.promise is not None and told.promise.due_at == asked.moment(3, 15)


async def test_untold_the_old_date_breaks(asked: Agency) -> None:
    await taken_and_known(asked)
    await move(asked, 3, 15)
    await asked.at(2, 13)
    broken = await asked.request()
    assert (broken.state, broken.cycle.cause, broken.pending) == (State.OPEN, Cause.BROKEN_PROMISE, None)


async def test_a_press_on_a_date_that_is_another_by_now_changes_nothing(asked: Agency) -> None:
    await taken_and_known(asked)
    await move(asked, 3, 15)
    old = asked.card(asked.bob).as_seen()
    await move(asked, 4, 15)
    before = len(asked.bob.heard)
    await asked.bob.press(old, ActionId.TOLD)
    assert await asked.heard_by(asked.bob, before)
    request = await asked.request()
    assert request.pending is not None and request.pending.due_at == asked.moment(4, 15)


async def test_a_contact_with_a_new_date_replaces_both(asked: Agency) -> None:
    await taken_and_known(asked)
    await move(asked, 3, 15)
    await asked.contact(asked.bob, Turn.OURS, asked.moment(4, 12))
    request = await asked.request()
    assert request.pending is None
    assert request.promise is not None and request.promise.due_at == asked.moment(4, 12)
