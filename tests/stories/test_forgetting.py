"""Forgetting: a contact, a colleague, the words of one request, and what was kept long enough."""

import json
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.cli import dossiers, forgetting
from bot.cli.failures import CannotDo
from bot.db import directory, inbox, workspaces
from bot.domain.events import EventKind
from bot.domain.incoming import Mail
from bot.domain.request import Outcome, State, Turn
from bot.domain.routing import Contact
from bot.sandbox import Player
from bot.sandbox.model import Message
from bot.services import audit, flagging, mail_answers, mails, offering, retaining
from bot.services import forgetting as services
from bot.services.handing_over import digest_of
from bot.services.transaction import Tx
from bot.settings import Settings
from bot.slack.names import ActionId, Field, MoreChoice
from bot.slack.views.forms import OTHER
from tests.mailbox.post import until
from tests.stories.people import SUBJECT as A_QUESTION
from tests.stories.people import Agency, buttons, forwarded, shown

JANE = "jane.quixotte@acme.example"
NAMED = "hank.zephyr@acme.example"
CLIENT = f"Jane Quixotte <{JANE}>"
SUBJECT = "The Zanzibar survey"
NAMING_ANOTHER = "Ticket #1 in the portal is broken"
FIRST_ID = "<wolfgangsee@acme.example>"
SECRETS = (
    "quixotte",
    "zanzibar",
    "wolfgangsee",
    "heliotrope",  # her first words
    "marzipan",  # her file
    "periwinkle",  # what Dana noted
    "chartreuse",  # her asking again
    "vermilion",  # her thanks
    "burgundy",  # what she wrote below them
    "promised-obsidian",
    "snoozed-malachite",
    "added-turquoise",
    "learned-amethyst",
    "flagged-carnelian",
    "4711-0815",
    "waiting-cinnabar",  # in a delivery that was given up
    "copied-ultramarine",  # the subject of a mail of ours that nobody has placed
)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings.model_validate({"DATABASE_URL": SecretStr(database_url)})


class Erasing:
    """`nudge erase` on the database of a story."""

    def __init__(self, here: Agency, settings: Settings) -> None:
        self.here, self.settings = here, settings

    async def __call__(self, *, agreed: bool = True, **whom: Any) -> list[str]:
        """What it said; the messages in Slack have been edited by then."""
        said: list[str] = []
        await forgetting.erase(self.settings, None, forgetting.Whom(**whom), agreed=lambda: agreed, say=said.append)
        await self.here.settle()
        return said


@pytest.fixture
def erasing(here: Agency, settings: Settings) -> Erasing:
    return Erasing(here, settings)


async def dump(tx: Tx) -> str:
    """Every row of every table as text, bytes as hexadecimal digits: what a dump of the database holds."""
    names = await tx.conn.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    parts = []
    for name in names.scalars():
        rows = await tx.conn.execute(text(f'SELECT row_to_json(t)::text FROM "{name}" t'))
        parts += [f"{name} {row}" for row in rows.scalars()]
    return "\n".join(parts)


def traces(where: str, secrets: Iterable[str]) -> list[str]:
    """The lines that hold one of these, spelled out, in hexadecimal digits, or as the digest of it."""
    found = []
    for line in where.casefold().splitlines():
        for secret in secrets:
            spelled = (secret, secret.encode().hex(), digest_of(secret).hex())
            found += [f"{secret}: {line[:300]}" for one in spelled if one in line]
    return found


async def verified(here: Agency) -> None:
    async def check(tx: Tx) -> bool:
        while await audit.seal(tx):
            continue
        return (await audit.verify(tx)).holds

    assert await here.run(check)


def slack_shows(here: Agency) -> str:
    """All that the bot's own messages show by now."""
    ours = [message for message in here.workspace.messages if message.user == here.workspace.bot.id]
    return "\n".join(f"{message.text}\n{json.dumps(message.blocks)}" for message in ours)


async def given_up(tx: Tx) -> None:
    """A delivery with words of Jane's that could not be worked through."""
    await inbox.keep(tx.conn, tx.workspace_id, "Ev0", {"event": {"from": JANE, "text": "waiting-cinnabar"}})
    await tx.conn.execute(text("UPDATE inbox SET failure = 'Odd', attempts = 9 WHERE event_id = 'Ev0'"))


async def a_long_story(here: Agency) -> None:
    """All the ways in which something of Jane's gets in."""

    async def what_is_known_of_her(tx: Tx) -> None:
        here = await directory.client_by_name(tx.conn, tx.workspace_id, "Acme GmbH")
        assert here is not None
        jane = Contact(0, here.id, JANE, "Jane Quixotte", "+49 4711-0815", None, "de")
        await directory.set_up_contact(tx.conn, tx.workspace_id, jane)
        await directory.update_client(tx.conn, tx.workspace_id, replace(here, via=JANE))
        await given_up(tx)

    async def raising(tx: Tx, who: str) -> None:
        await flagging.raise_flag(tx, 1, who, reason="flagged-carnelian")

    await here.run(what_is_known_of_her)
    first = f"A note: periwinkle.\n\n{forwarded('We need heliotrope.', subject=SUBJECT, sender=CLIENT)}"
    await here.dana.forward_mail(
        "#client-acme", subject=f"Fwd: {SUBJECT}", body=first, in_reply_to=FIRST_ID, attachments=["marzipan.pdf"]
    )
    await here.settle()
    await here.at(0, 12)
    await here.forward(body="Where is the chartreuse?", subject=SUBJECT, client=CLIENT, in_reply_to=FIRST_ID)
    await here.bob.press(here.card(here.bob), ActionId.TALK)
    await here.settle()
    form = await here.more(here.bob, MoreChoice.SNOOZE)
    await here.kept(here.bob, form, {Field.BY_PICKED: here.moment(1, 11), Field.WHY: "snoozed-malachite"})
    await here.at(1, 12)
    await here.take(here.bob, here.moment(3, 12), "promised-obsidian")
    await here.run(raising, here.bob.user.id)
    form = await here.more(here.bob, MoreChoice.ADD_WORDS)
    await here.kept(here.bob, form, {Field.WISH: "added-turquoise"})
    await here.contact(here.bob, Turn.CLIENTS, here.moment(4, 10))
    thanks: dict[str, Any] = {"subject": f"Re: {SUBJECT}", "client": CLIENT, "in_reply_to": FIRST_ID}
    await here.forward(body="Thank you, vermilion!\n\nAnd burgundy next time, please.", **thanks)
    await here.forward(here.pia, body="We need heliotrope.", subject=SUBJECT, client=CLIENT, in_reply_to=FIRST_ID)
    await here.forward(body="And the heliotrope in Linz?", subject=SUBJECT, client=CLIENT)
    await here.here.sandbox.deliver_mail(
        "#client-acme", here.bob.user.email, "Bob Berg", subject=f"Re: {SUBJECT}", body="Soon: heliotrope.", cc=[JANE]
    )
    await here.settle()
    await here.forward(subject="Something else", body="A second wish.", client=CLIENT)
    await here.here.sandbox.deliver_mail(
        "#client-acme", here.bob.user.email, "Bob Berg", subject="copied-ultramarine", body="Well then.", cc=[JANE]
    )
    await here.settle()
    form = await here.more(here.bob, MoreChoice.DONE, 3, on=here.latest(here.bob, "#3 ·"))
    await here.kept(here.bob, form, {Field.OUTCOME: Outcome.DONE, Field.LESSON: "learned-amethyst"})
    await here.at(7, 10)
    await here.bob.slash("away tomorrow @pia")
    await here.settle()
    await here.at(8, 10)
    packet = here.latest(here.pia, "look after")
    assert "burgundy" in packet.text
    await here.pia.press(packet, ActionId.ACCEPT)
    await here.settle()
    await here.at(9, 10)
    assert "flagged-carnelian" in here.latest(here.bob, "Welcome back").text


async def test_a_contact_is_forgotten_everywhere_and_the_record_holds(
    here: Agency, erasing: Erasing, capfd: pytest.CaptureFixture[str]
) -> None:
    await a_long_story(here)
    before = await here.events()
    assert {one.split(":")[0] for one in traces(await here.run(dump), SECRETS)} == set(SECRETS)
    await verified(here)

    told = await erasing(contact=JANE.upper(), agreed=False)
    assert told[-1] == "Nothing was erased."
    assert any("#1 (" in line for line in told)
    assert any(line.startswith("Out of reach") for line in told)
    assert {one.split(":")[0] for one in traces(await here.run(dump), SECRETS)} == set(SECRETS), "a dry run"

    await erasing(contact=JANE.upper())
    assert traces(await here.run(dump), SECRETS) == []
    assert traces(slack_shows(here), SECRETS) == []
    assert "words were erased" in here.card(here.bob).text
    logged = capfd.readouterr()
    assert traces(logged.out + logged.err, SECRETS) == []
    await verified(here)

    after = await here.events()
    assert [event.id for event in after[: len(before)]] == [event.id for event in before]
    assert [event.commitment for event in after[: len(before)]] == [event.commitment for event in before]
    assert all(event.text is None for event in after[: len(before)])
    erased = next(event for event in after if event.kind is EventKind.ERASED)
    assert (erased.data["by"], erased.actor_id) == ("a contact", None)
    assert all(isinstance(value, int) for name, value in erased.data.items() if name != "by")


@pytest.mark.parametrize("way", ["forwarded", "straight to our address", "in the mailbox"])
async def test_a_mail_of_whoever_was_forgotten_is_a_new_ones_and_nothing_is_said_of_the_past(
    here: Agency, erasing: Erasing, way: str
) -> None:
    """The thread, the subject and the address are those of a request that is still open, and told of by nobody."""
    await here.forward(in_reply_to=FIRST_ID)
    await here.take(here.bob, here.moment(3, 12))
    earlier = (await here.request()).contact_id
    await erasing(contact="jane@acme.example")
    before = len(here.said)
    body = "Where do we stand?"
    if way == "forwarded":
        await here.forward(body=body, in_reply_to=FIRST_ID)
    elif way == "straight to our address":
        sandbox = here.here.sandbox
        await sandbox.deliver_mail(
            "#client-acme", "jane@acme.example", "Jane Doe", subject=f"Re: {A_QUESTION}", body=body
        )
    else:
        await here.run(mails.take_mail, mail_of_jane(body))
    await here.settle()
    first, second = await here.request(1), await here.request(2)
    assert (first.state, first.chases, first.words) == (State.PROMISED, 0, "")
    assert (second.words, second.chases, second.perhaps_of) == (body, 0, None)
    assert second.contact_id != earlier
    assert EventKind.CLIENT_WROTE not in await here.kinds(1)
    for message in here.said[before:]:
        assert "#1" not in message.text and "again" not in message.text.casefold(), message.text


def mail_of_jane(body: str) -> Mail:
    """As the mailbox brings it, in the thread of her first one."""
    subject = f"Re: {A_QUESTION}"
    sender, name = "jane@acme.example", "Jane Doe"
    return Mail("<later@acme.example>", sender, name, subject, body, None, None, None, in_reply_to=FIRST_ID)


async def test_the_second_time_there_is_nothing_to_erase(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await erasing(contact="jane@acme.example")
    count = len(await here.events())
    assert await erasing(contact="jane@acme.example") == ["There is nothing to erase."]
    assert len(await here.events()) == count


async def test_whoever_writes_again_starts_afresh(here: Agency, erasing: Erasing) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await erasing(contact="jane@acme.example")
    await here.forward(in_reply_to=FIRST_ID)
    assert await here.count_of_requests() == 2
    assert "Jane" in here.card(here.bob).text
    assert (await here.request(2)).chases == 0


@pytest.mark.parametrize("whom", [{"contact": "jane@acme.example"}, {"number": 1}], ids=["contact", "request"])
async def test_what_was_erased_is_read_without_a_gap_and_goes_on(
    here: Agency, erasing: Erasing, whom: dict[str, Any]
) -> None:
    await here.forward()
    await here.take(here.bob, here.moment(8, 12), "promised-obsidian")
    await here.at(7, 9, 30)
    await erasing(**whom)
    posts = here.workspace.channel("#delivery-leads").messages
    digest = next(post.text for post in posts if "needs a decision" in post.text)
    assert digest.count("its words were erased on 30 Nov 2026") == 2, "in what needs a decision, and in the promises"
    assert "*Open:* 1" in digest and "anchor" in digest, "the rest of it stands"

    said = [digest, *(await everything_said_of(here, here.bob)), *(await everything_said_of(here, here.lea))]
    for words in said:
        assert "(erased)" not in words and "None" not in words and "()" not in words, words
        assert traces(words, ["department heads", "promised-obsidian"]) == [], words

    await here.contact(here.bob, Turn.OURS, here.moment(9, 12))
    form = await here.more(here.bob, MoreChoice.ADD_WORDS)
    await here.kept(here.bob, form, {Field.WISH: "Words after all."})
    await here.close(here.bob, lesson="Ask sooner.")
    request = await here.request()
    assert (request.state, request.lesson) == (State.CLOSED, "Ask sooner.")
    await here.bob.press(here.card(here.bob), ActionId.REOPEN)
    await here.settle()
    assert (await here.request()).state is State.OPEN


async def two_requests_in_one_packet(here: Agency) -> None:
    """Jane's #1 and Hank's #2, about which Pia is asked together while Bob is away."""
    await here.forward(body="We need heliotrope.\n\nAnd chartreuse.\n\nBest, Jane")
    await here.forward(subject=NAMING_ANOTHER, body="A second wish.", client="Hank Hill <hank@acme.example>")
    await here.bob.slash("away tomorrow - Friday @pia")
    await here.settle()
    await here.at(1, 12)


async def test_a_packet_asks_on_about_all_it_lists_and_says_of_one_that_its_words_went(
    here: Agency, erasing: Erasing
) -> None:
    await two_requests_in_one_packet(here)
    asked = buttons(here.latest(here.pia, "look after").blocks)
    assert "chartreuse" in here.latest(here.pia, "look after").text
    await erasing(number=1)
    packet = here.latest(here.pia, "look after")
    assert traces(slack_shows(here), ["heliotrope", "chartreuse"]) == []
    assert traces(await here.run(dump), ["heliotrope", "chartreuse"]) == []
    for words in ("its words were erased", NAMING_ANOTHER, "A second wish."):
        assert words in packet.text
    assert buttons(packet.blocks) == asked
    await here.pia.press(packet, ActionId.ACCEPT_ALL)
    await here.settle()
    assert [EventKind.ACCEPTED in await here.kinds(number) for number in (1, 2)] == [True, True]


async def test_an_earlier_packet_about_what_was_asked_anew_says_no_words_either(here: Agency, erasing: Erasing) -> None:
    await two_requests_in_one_packet(here)
    await here.run(asked_in_another_message)
    assert "chartreuse" in here.latest(here.pia, "look after").text
    await erasing(number=1)
    assert traces(slack_shows(here), ["heliotrope", "chartreuse"]) == []
    assert traces(await here.run(dump), ["heliotrope", "chartreuse"]) == []


async def asked_in_another_message(tx: Tx) -> None:
    """As when somebody is asked anew: what the packet was about, it is about no more."""
    await tx.conn.execute(text("UPDATE packet SET post_id = post_id + 1000000"))


async def test_a_digest_keeps_all_but_the_words_of_what_was_erased(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await here.forward(subject=NAMING_ANOTHER, body="A second wish.", client="Hank Hill <hank@acme.example>")
    await here.at(7, 9, 30)
    post = digest_in_channel(here)
    before, pressed = post.text, pressable(post)
    assert A_QUESTION in before
    await erasing(number=1)
    post = digest_in_channel(here)
    changed = [(old, new) for old, new in zip(before.splitlines(), post.text.splitlines(), strict=True) if old != new]
    assert changed == [
        (f"*#1 · Acme GmbH, Portal*: {A_QUESTION}", "*#1 · Acme GmbH, Portal*: (its words were erased on 30 Nov 2026)")
    ]
    assert pressable(post) == pressed
    assert traces(await here.run(dump), [A_QUESTION.casefold()]) == []
    assert await erasing(number=1) == ["There is nothing to erase."]
    assert await here.withheld_digests() == []


async def test_a_leads_own_digest_keeps_all_but_the_words_of_what_was_erased(here: Agency, erasing: Erasing) -> None:
    await here.run(to_leads_as_well)
    await here.forward()
    await here.at(7, 9, 30)
    pressed = pressable(here.latest(here.lea, A_QUESTION))
    await erasing(number=1)
    post = here.latest(here.lea, "its words were erased")
    assert post.text.startswith("Week") and pressable(post) == pressed
    assert A_QUESTION not in post.text


async def to_leads_as_well(tx: Tx) -> None:
    """Each lead has a digest of their own."""
    workspace = await workspaces.get(tx.conn, tx.workspace_id)
    assert workspace is not None
    await workspaces.update(tx.conn, tx.workspace_id, replace(workspace, digest_leads=True))


async def test_a_leads_own_digest_says_what_is_left_of_it_once_they_lead_nothing(
    here: Agency, erasing: Erasing
) -> None:
    async def led_by_nobody(tx: Tx) -> None:
        await tx.conn.execute(text("UPDATE project SET lead_id = NULL"))

    await here.run(to_leads_as_well)
    await here.forward()
    await here.at(7, 9, 30)
    assert here.latest(here.lea, A_QUESTION).text.startswith("Week")
    await here.run(led_by_nobody)
    await erasing(number=1)
    assert "Some of this was erased" in here.latest(here.lea, "a request whose words were erased").text
    assert traces(slack_shows(here), [A_QUESTION.casefold()]) == []
    assert await erasing(number=1) == ["There is nothing to erase."]


async def test_what_was_to_be_drawn_for_somebody_who_is_a_guest_meanwhile_says_what_is_left_of_it(
    here: Agency, erasing: Erasing
) -> None:
    """Pia leaves between the erasure and the edit of her packet."""
    await two_requests_in_one_packet(here)

    async def erased(tx: Tx) -> None:
        await services.forget_in(tx, await services.of_request(tx, 1), 1)
        await tx.conn.execute(text("UPDATE person SET is_guest = true WHERE name LIKE 'Pia%'"))

    await here.run(erased)
    await here.settle()
    assert traces(slack_shows(here), ["heliotrope", "chartreuse"]) == []
    assert here.latest(here.pia, "were erased").text == "The words of this message were erased on 24 Nov 2026."


async def on_its_way(tx: Tx, forgotten: Awaitable[object]) -> None:
    """As if somebody were forgotten while the digest is being sent, with what was drawn before."""
    digest = "WHERE purpose = 'digest' AND kind = 'post'"
    await tx.conn.execute(text(f"UPDATE outbox SET state = 'sending', lease_until = now(), said = NULL {digest}"))
    await forgotten
    await tx.conn.execute(text(f"UPDATE outbox SET state = 'sent', lease_until = NULL {digest}"))


async def test_a_digest_on_its_way_while_a_colleague_is_forgotten_names_them_no_more(here: Agency) -> None:
    eli = here.meet("eli")
    await here.change("eli", real_name="Eli Neumann")
    await here.forward()
    await passed_on(here, "eli")
    await here.run(offering.accept, 1, eli.user.id)
    await here.at(7, 9, 30)
    assert "with Eli" in digest_in_channel(here).text
    await here.run(taken_over_by, here.lea.user.id)

    async def forgotten(tx: Tx) -> None:
        plan = await services.of_person(tx, "eli@agency.example")
        await on_its_way(tx, services.finish(tx, plan))

    await here.run(forgotten)
    await here.settle()
    assert "with a former colleague" in digest_in_channel(here).text


async def test_what_was_on_its_way_and_has_arrived_is_erased_once(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await here.at(7, 9, 30)
    assert digest_in_channel(here).edits == 0

    async def forgotten(tx: Tx) -> None:
        await on_its_way(tx, services.finish(tx, await services.of_contact(tx, NAMED)))

    await here.run(forgotten)
    await here.settle()
    assert digest_in_channel(here).edits == 1
    assert await erasing(contact=NAMED) == ["There is nothing to erase."]


async def test_a_digest_that_strangers_read_by_now_says_what_is_left_of_it(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await here.at(7, 9, 30)
    here.workspace.channel("#delivery-leads").shared_externally = True
    await erasing(number=1)
    after = digest_in_channel(here)
    assert "*#1*: a request whose words were erased" in after.text
    assert "Some of this was erased" in after.text


def digest_in_channel(here: Agency) -> Message:
    """The week's post for the leads."""
    posts = here.workspace.channel("#delivery-leads").messages
    return next(post for post in posts if post.text.startswith("Week"))


def pressable(message: Message) -> list[tuple[str, str]]:
    """The buttons of a message, with what each stands for."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [(one["action_id"], one["value"]) for row in rows for one in row]


async def everything_said_of(here: Agency, who: Player) -> list[str]:
    """What somebody reads of #1 wherever they may look."""
    said = [shown(await who.open_home())]
    for command in ("list all", "show 1", "digest"):
        await who.slash(command)
        said.append(here.answer(who))
    for command in ("why 1", "log 1"):
        await who.slash(command)
        said.append(shown(await here.form(who)))
        await who.close(await here.form(who))
    mine = [message.text for message in here.sent_to(who) if "#1" in message.text]
    return [*said, *mine[-1:]]


async def test_the_words_of_one_request_go_and_its_contact_and_its_life_stay(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await here.forward(subject="Vienna", body="A second wish.")
    await erasing(number=1)
    first, second = await here.request(1), await here.request(2)
    assert (first.wish, first.words, second.words) == ("", "", "A second wish.")
    assert first.contact_id == second.contact_id is not None
    await here.at(1, 11)
    assert "Jane" in here.latest(here.bob, "#1").text, "the reminders go on"
    await here.take(here.bob, here.moment(3, 12))


async def test_a_red_flag_stays_raised_when_its_reason_is_erased(here: Agency, erasing: Erasing) -> None:
    await here.forward()

    async def raising(tx: Tx) -> None:
        await flagging.raise_flag(tx, 1, here.bob.user.id, reason="They talk of leaving.")

    await here.run(raising)
    await here.settle()
    assert "⚑ Red flag by you: They talk of leaving." in here.card(here.bob).text.splitlines()
    await erasing(number=1)
    assert "⚑ Red flag by you." in here.card(here.bob).text.splitlines()


async def test_a_message_about_several_requests_is_counted_once(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await here.forward(subject="Vienna", body="A second wish.")
    await here.at(2, 12)  # both stand in Bob's reminder by now
    [line] = [line for line in await erasing(contact="jane@acme.example", agreed=False) if "kept here" in line]

    async def about_her(tx: Tx) -> int:
        query = text("SELECT count(*) FROM outbox WHERE said IS NOT NULL OR request_id IS NOT NULL")
        return int((await tx.conn.execute(query)).scalar_one())

    assert int(line.split()[0]) <= await here.run(about_her)


async def test_names_in_other_requests_are_blanked_where_they_can_be_told(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    words = "Please ask jane@acme.example, our Jane Doe. Jane knows."
    await here.forward(subject="Vienna", body=words, client="Hank Hill <hank@acme.example>")
    await erasing(contact="jane@acme.example")
    assert (await here.request(2)).words == "Please ask (erased), our (erased). Jane knows."
    assert "Jane Doe" not in slack_shows(here)
    assert "Hank" in here.latest(here.bob, "Vienna").text or "Hank" in slack_shows(here)


MAX = "Max Mustermann <max.m@acme.example>"
OF_MAX = ("vermilion", "sepia", "mustermann", "max.m@")


async def kept_of_jane(here: Agency) -> None:
    """Her words are there, here and in Slack, and there is nothing of Max's."""
    assert traces(await here.run(dump), OF_MAX) == []
    assert traces(slack_shows(here), OF_MAX) == []
    request = await here.request()
    assert (request.wish, request.words) == (A_QUESTION, "We need heliotrope.")
    assert "heliotrope" in here.card(here.bob).text
    await verified(here)


@pytest.mark.parametrize("way", ["forwarded", "straight to our address"])
async def test_of_a_second_person_in_a_thread_their_own_mails_go_and_no_others(
    here: Agency, erasing: Erasing, settings: Settings, way: str
) -> None:
    await here.forward(body="We need heliotrope.", in_reply_to=FIRST_ID)
    await here.at(0, 14)
    body = "I am quite furious about vermilion.\n\nMy sepia illness is private."
    if way == "forwarded":
        await here.forward(body=body, in_reply_to=FIRST_ID, client=MAX)
    else:
        sandbox = here.here.sandbox
        thread: dict[str, Any] = {"subject": f"Re: {A_QUESTION}", "in_reply_to": FIRST_ID}
        await sandbox.deliver_mail("#client-acme", "max.m@acme.example", "Max Mustermann", body=body, **thread)
        await here.settle()
    await here.at(2, 12)
    assert EventKind.CHASED in await here.kinds()
    assert "sepia" in await dossiers.export_person(settings, None, "max.m@acme.example", dossiers.Shape.TEXT)
    told = await erasing(contact="max.m@acme.example", agreed=False)
    assert "  what names them, and their own words, in #1" in told
    await erasing(contact="max.m@acme.example")
    await kept_of_jane(here)
    assert await erasing(contact="max.m@acme.example") == ["There is nothing to erase."]


async def test_of_who_was_taken_for_noise_in_anothers_thread_their_words_go_though_they_counted(
    here: Agency, erasing: Erasing
) -> None:
    await here.forward(body="We need heliotrope.", in_reply_to=FIRST_ID)
    away: dict[str, Any] = {"subject": "Automatic reply: A question", "client": MAX, "in_reply_to": FIRST_ID}
    await here.forward(body="I am out of office, for vermilion and sepia.", **away)
    assert EventKind.NOISE in await here.kinds()
    await here.run(mail_answers.count_noise, 1, here.bob.user.id)
    await here.settle()
    assert EventKind.CHASED in await here.kinds()
    await erasing(contact="max.m@acme.example")
    await kept_of_jane(here)


async def test_of_a_second_person_who_signs_with_the_clients_name_no_more_goes_than_their_words(
    here: Agency, erasing: Erasing
) -> None:
    await here.forward(body="We need heliotrope.", in_reply_to=FIRST_ID)
    await here.forward(subject="Vienna", body="A second wish.", client="Hank Hill <hank@acme.example>")
    await here.at(0, 14)
    furious = "I am quite furious.\n\nVermilion is what was agreed, and no sepia.\n\nBest\nAcme GmbH"
    await here.forward(body=furious, in_reply_to=FIRST_ID, client=MAX)
    await here.bob.slash("away tomorrow - Friday @pia")
    await here.settle()
    await here.at(1, 12)
    assert "The client asked again: I am quite furious." in here.latest(here.pia, "look after").text
    await here.at(7, 9, 30)
    before = {event.id: event.text for number in (1, 2) for event in await here.events(number) if event.text}
    said = await here.run(what_was_said)
    assert traces("\n".join(said.values()), ["vermilion"]), "or there is nothing to see"
    await erasing(contact="max.m@acme.example")
    assert traces(await here.run(dump), OF_MAX) == []
    assert traces(slack_shows(here), OF_MAX) == []
    after = {event.id: event.text for number in (1, 2) for event in await here.events(number)}
    for event_id, words in before.items():
        assert after[event_id] == words or traces(words, ["furious", *OF_MAX]), words
    left = await here.run(what_was_said)
    for post_id, words in said.items():
        for old, new in zip(words.splitlines(), left[post_id].splitlines(), strict=True):
            assert old == new or traces(old, ["furious", *OF_MAX]) or old in ("> Best", "> Acme GmbH"), old


async def what_was_said(tx: Tx) -> dict[int, str]:
    """What each message of ours said when it was drawn, as it is kept."""
    rows = await tx.conn.execute(text("SELECT id, said FROM outbox WHERE said IS NOT NULL"))
    return {row.id: row.said for row in rows}


async def test_words_of_an_outsider_that_were_kept_with_a_colleagues_hand_over_go_with_whoever_wrote_them(
    here: Agency, erasing: Erasing
) -> None:
    mail: dict[str, Any] = {"subject": A_QUESTION, "in_reply_to": FIRST_ID}
    for address, name, body in (
        ("jane@acme.example", "Jane Doe", "We need heliotrope."),
        ("max.m@acme.example", "Max Mustermann", "And vermilion for me.\n\nIn sepia."),
    ):
        await here.here.sandbox.deliver_mail("#client-acme", address, name, body=body, **mail)
        await here.settle()
    await here.forward(body="We need heliotrope.", in_reply_to=FIRST_ID)
    assert (await here.request(1)).state is State.CLOSED
    kept = [one.text for one in await here.events(2) if one.kind is EventKind.CLIENT_WROTE]
    assert kept == ["And vermilion for me.\n\nIn sepia."], "Jane's is there already"
    assert "vermilion" in (await here.request(2)).words
    await erasing(contact="max.m@acme.example")
    assert traces(await here.run(dump), OF_MAX) == []
    assert traces(slack_shows(here), OF_MAX) == []
    assert (await here.request(2)).words == "We need heliotrope."
    assert "heliotrope" in here.card(here.bob).text


async def known_under(tx: Tx, email: str, name: str, phone: str) -> None:
    """A contact of Acme's, as the set-up names them."""
    acme = await directory.client_by_name(tx.conn, tx.workspace_id, "Acme GmbH")
    assert acme is not None
    await directory.set_up_contact(tx.conn, tx.workspace_id, Contact(0, acme.id, email, name, phone, None, "en"))


async def waiting_from(tx: Tx, *senders: str) -> None:
    """Deliveries that are to be tried again in an hour."""
    for sender in senders:
        await inbox.keep(tx.conn, tx.workspace_id, sender, {"event": {"files": [{"from": sender}]}})
    await tx.conn.execute(text("UPDATE inbox SET retry_at = now() + interval '1 hour' WHERE done_at IS NULL"))


async def still_waiting(tx: Tx) -> set[str]:
    """Whose deliveries have something in them."""
    return set((await tx.conn.execute(text("SELECT event_id FROM inbox WHERE payload IS NOT NULL"))).scalars())


async def test_a_delivery_that_is_being_worked_on_is_left_and_said(here: Agency, erasing: Erasing) -> None:
    async def worked_on(tx: Tx) -> None:
        await waiting_from(tx, JANE)
        await tx.conn.execute(text("UPDATE inbox SET lease_until = now() + interval '1 hour' WHERE done_at IS NULL"))

    await here.run(worked_on)
    said = "\n".join(await erasing(contact=JANE))
    assert "1 delivery that names them is being worked on at this moment." in said
    assert await here.run(still_waiting) == {JANE}


async def test_deliveries_of_others_whose_address_or_name_is_like_theirs_stay(here: Agency, erasing: Erasing) -> None:
    others = ("joann@acme.example", "jo.ann@acme.example", "ann.doe@other.example", "Joann Doe <j@other.example>")
    await here.run(known_under, "ann@acme.example", "Ann Doe", "01 23 45 67 89")
    await here.run(waiting_from, "Ann@acme.example", "Ann Doe <a@other.example>", *others)
    await erasing(contact="ann@acme.example")
    assert await here.run(still_waiting) == set(others)


async def test_threads_of_others_are_known_though_digits_of_theirs_stand_in_the_names_of_mails(
    here: Agency, erasing: Erasing
) -> None:
    await here.run(known_under, "luc@acme.example", "Luc Petit", "01 23 45 67 89")
    thread: dict[str, Any] = {"client": "Hank Hill <hank@acme.example>", "in_reply_to": "<20260101.hank@acme.example>"}
    await here.forward(subject="Vienna", body="A second wish.", **thread)
    await erasing(contact="luc@acme.example")
    await here.forward(subject="Re: Vienna again", body="Where is it?", **thread)
    assert EventKind.CHASED in await here.kinds(1)


async def test_names_of_mails_that_are_their_address_go(here: Agency, erasing: Erasing) -> None:
    thread: dict[str, Any] = {"client": "Hank Hill <hank@acme.example>", "in_reply_to": "<luc@acme.example>"}
    await here.run(known_under, "luc@acme.example", "Luc Petit", "01 23 45 67 89")
    await here.forward(subject="Vienna", body="A second wish.", **thread)
    assert traces(await here.run(dump), ["<luc@acme.example>"])
    await erasing(contact="luc@acme.example")
    assert traces(await here.run(dump), ["luc@acme.example"]) == []


async def test_a_colleague_becomes_a_former_one(here: Agency, erasing: Erasing) -> None:
    dana = "dana@agency.example"
    note = f"periwinkle\n\n{forwarded('We need heliotrope.')}"
    await here.dana.forward_mail("#client-acme", subject="Fwd: A wish", body=note)
    await here.settle()
    await here.dana.slash("acme please send the obsidian list to everybody")
    form = await here.more(here.dana, MoreChoice.ADD_WORDS, on=here.sent_to(here.dana)[0])
    await here.kept(here.dana, form, {Field.WISH: "added-turquoise"})
    await here.take(here.bob, here.moment(3, 12))
    await here.at(1, 11)
    assert "Dana" in slack_shows(here)
    await erasing(person=dana)
    words = ("dana dev", dana, here.dana.user.id.casefold(), "periwinkle", "added-turquoise", "obsidian")
    assert traces(await here.run(dump), words) == []
    assert "heliotrope" in (await here.request(1)).words, "the client's words are not Dana's"
    assert "Handed over by a former colleague" in here.card(here.bob).text
    assert "Dana" not in slack_shows(here).replace("Hi Dana", "")
    await verified(here)
    with pytest.raises(CannotDo, match="Nobody is known under"):
        await erasing(person=dana)


async def test_what_a_colleague_typed_of_a_contact_that_no_request_asked_for_goes_with_them(
    here: Agency, erasing: Erasing
) -> None:
    await here.pia.slash("touched acme call she said marzipan")
    await here.bob.slash("touched acme call he said periwinkle")
    await here.settle()
    assert len(traces(await here.run(dump), ["marzipan", "periwinkle"])) == 2
    told = await erasing(person="pia@agency.example", agreed=False)
    assert "  1 text of the record" in told
    await erasing(person="pia@agency.example")
    assert traces(await here.run(dump), ["marzipan"]) == []
    assert len(traces(await here.run(dump), ["periwinkle"])) == 1, "that is Bob's"
    await verified(here)


async def test_a_first_name_that_is_a_word_takes_no_clients_words_along(here: Agency, erasing: Erasing) -> None:
    will = here.meet("will")
    await here.change("will", real_name="Will Power")
    asked = "Will you deliver the heliotrope on Friday?"
    await here.forward(body=asked, in_reply_to=FIRST_ID)
    await here.at(0, 12)
    await here.forward(body=f"{asked} We wait.", in_reply_to=FIRST_ID)
    await here.at(1, 11)
    before = {event.id: event.text for event in await here.events()}
    shown_before = here.card(here.bob).text
    await erasing(person=will.user.id)
    assert {event.id: event.text for event in await here.events() if event.id in before} == before
    assert asked in (await here.request()).words
    assert here.card(here.bob).text == shown_before


async def test_who_owns_projects_has_to_hand_them_on_first(here: Agency, erasing: Erasing) -> None:
    with pytest.raises(CannotDo, match="owner of Acme GmbH: Portal"):
        await erasing(person="bob@agency.example")
    with pytest.raises(CannotDo, match="fallback owner"):
        await erasing(person=here.lea.user.id)


async def test_who_owns_a_request_has_to_hand_it_on_first(here: Agency, erasing: Erasing) -> None:
    eli = here.meet("eli")
    await here.change("eli", real_name="Eli Neumann")
    await here.forward()
    await passed_on(here, "eli")
    await here.run(offering.accept, 1, eli.user.id)
    with pytest.raises(CannotDo, match="owner of #1"):
        await erasing(person="eli@agency.example")
    await here.run(taken_over_by, here.lea.user.id)
    await erasing(person="eli@agency.example")


async def test_what_was_offered_to_whoever_is_forgotten_is_looked_at_at_once(here: Agency, erasing: Erasing) -> None:
    here.meet("eli")
    await here.change("eli", real_name="Eli Neumann")
    await here.forward()
    await passed_on(here, "eli")
    await erasing(person="eli@agency.example")
    await here.at(0, 12)
    assert EventKind.UNANSWERED in await here.kinds()
    assert "Whose is this?" in here.latest(here.lea, "Whose is this?").text
    left = '"what": "person", "is_active": false'
    assert left in await here.run(dump)


async def taken_over_by(tx: Tx, who: str) -> None:
    """Somebody says that #1 is theirs."""
    await offering.not_mine(tx, 1, who, to=who)


async def passed_on(here: Agency, to: str) -> None:
    """Bob says that #1 is somebody else's."""
    form = await here.press(here.bob, ActionId.NOT_MINE)
    await here.kept(here.bob, form, {Field.WHO: OTHER, Field.PERSON: to})


async def test_a_message_that_slack_does_not_let_us_edit_is_reported(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    here.here.sandbox.faults.error("chat.update", "edit_window_closed", times=1)
    await erasing(number=1)
    told = await erasing(number=1)
    assert any("edit_window_closed" in line for line in told)
    assert EventKind.UNDELIVERED in await here.kinds()


async def takes_the_log_along(here: Agency) -> None:
    """Dana has the log of #1 sent to her as a file."""
    await here.dana.slash("log 1")
    await here.dana.press(await here.form(here.dana), ActionId.LOG_EXPORT)
    await here.settle()


def files_of_ours(here: Agency) -> str:
    """What the files say that the bot has shared."""
    ours = [file for file in here.workspace.files.values() if file.user == here.workspace.bot.id]
    return "\n".join(file.content.decode() for file in ours)


@pytest.mark.parametrize("whom", [{"number": 1}, {"person": "dana@agency.example"}], ids=["request", "colleague"])
async def test_a_log_that_somebody_took_along_is_deleted(here: Agency, erasing: Erasing, whom: dict[str, Any]) -> None:
    await here.forward()
    await takes_the_log_along(here)
    assert "department heads" in files_of_ours(here)
    await erasing(**whom)
    assert files_of_ours(here) == ""


async def test_a_log_that_slack_does_not_let_us_delete_is_reported(here: Agency, erasing: Erasing) -> None:
    await here.forward()
    await takes_the_log_along(here)
    here.here.sandbox.faults.error("files.delete", "cant_delete_file", times=1)
    await erasing(number=1)
    assert any("cant_delete_file" in line for line in await erasing(number=1))
    assert EventKind.UNDELIVERED in await here.kinds()


async def test_words_on_their_way_to_slack_while_they_are_erased_are_taken_back(here: Agency, erasing: Erasing) -> None:
    here.here.sandbox.faults.drop_after("chat.postMessage", times=2)
    await here.dana.forward_mail("#client-acme", subject="Fwd: x", body=forwarded("We need heliotrope."))

    async def is_there() -> bool:
        return await here.count_of_requests() == 1

    await until(is_there)
    await erasing(number=1)
    await here.settle()
    assert traces(await here.run(dump), ["heliotrope"]) == []
    assert traces(slack_shows(here), ["heliotrope"]) == []


async def keep_for(tx: Tx, retention: str) -> None:
    """As long words are kept here after a request was closed."""
    workspace = await workspaces.get(tx.conn, tx.workspace_id)
    assert workspace is not None
    await workspaces.update(tx.conn, tx.workspace_id, replace(workspace, retention=retention))


async def test_what_a_packet_and_the_list_on_return_said_goes_once_it_was_kept_long_enough(here: Agency) -> None:
    await two_requests_in_one_packet(here)
    await here.pia.press(here.latest(here.pia, "look after"), ActionId.ACCEPT_ALL)
    await here.at(7, 10)
    assert "Welcome back" in here.latest(here.bob, "#1").text
    form = await here.more(here.bob, MoreChoice.DONE, 1, on=here.latest(here.bob, "#1 · Handed over"))
    await here.kept(here.bob, form, {Field.OUTCOME: Outcome.DONE})
    await here.run(keep_for, "14 days")
    await here.at(30, 10)
    secrets = ["heliotrope", "chartreuse", A_QUESTION.casefold()]
    assert traces(slack_shows(here), secrets) == []
    assert traces(await here.run(dump), secrets) == []
    assert NAMING_ANOTHER in here.latest(here.bob, "Welcome back").text


async def test_letting_go_of_words_holds_up_no_message_that_tells_nothing_of_them(here: Agency) -> None:
    await here.forward()
    await here.forward(subject="Vienna", body="A second wish.")
    form = await here.more(here.bob, MoreChoice.DONE, 2, on=here.latest(here.bob, "#2 ·"))
    await here.kept(here.bob, form, {Field.OUTCOME: Outcome.DONE})
    await here.at(3, 11)  # Bob has been reminded of #1 by then

    async def change_those_about_others(tx: Tx) -> int:
        await tx.conn.execute(text("SET LOCAL lock_timeout = '1s'"))
        others = text("UPDATE outbox SET attempts = attempts WHERE request_id IS NULL")
        return int((await tx.conn.execute(others)).rowcount)

    async def while_words_go(tx: Tx) -> int:
        await keep_for(tx, "1 day")
        workspace = await workspaces.get(tx.conn, tx.workspace_id)
        assert workspace is not None
        await retaining.let_go(replace(tx, now=here.moment(40, 10)), workspace)
        changed: int = await here.run(change_those_about_others)
        return changed

    assert await here.run(while_words_go) > 0
    assert (await here.request(2)).words == ""


async def test_what_stands_in_the_way_of_letting_go_keeps_no_digest_back(here: Agency) -> None:
    await here.forward()
    await here.at(7, 8, 59)
    await here.run(keep_for, "for ever and a day")
    await here.at(7, 9, 1)
    assert "1 request waits for us" in digest_in_channel(here).text


async def test_texts_that_were_kept_long_enough_go_by_themselves(here: Agency) -> None:
    await here.forward()
    await here.forward(subject="Vienna", body="A second wish.")
    for number in (1, 2):
        form = await here.more(here.bob, MoreChoice.DONE, number, on=here.latest(here.bob, f"#{number}"))
        await here.kept(here.bob, form, {Field.OUTCOME: Outcome.DONE, Field.LESSON: "learned-amethyst"})
    await here.run(keep_for, "2 months")
    await here.run(given_up)
    await here.here.sandbox.deliver_mail(
        "#client-acme",
        here.bob.user.email,
        "Bob Berg",
        subject="copied-ultramarine",
        body="Well then.",
        cc=["jane@acme.example"],
    )
    await here.settle()
    await here.bob.slash("touched acme call she said spoken-viridian")
    await here.settle()
    of_no_request = ["copied-ultramarine", "waiting-cinnabar", "spoken-viridian"]
    await here.at(30, 10)
    assert {one.split(":")[0] for one in traces(await here.run(dump), of_no_request)} == set(of_no_request)
    await here.at(50, 10)
    assert (await here.request(1)).lesson == "learned-amethyst"
    await here.at(65, 10)
    for number in (1, 2):
        request = await here.request(number)
        assert (request.state, request.words, request.lesson) == (State.CLOSED, "", None)
        assert (await here.events(number))[-1].data["by"] == "retention"
    assert traces(await here.run(dump), ["learned-amethyst", "second wish", "department heads", *of_no_request]) == []
    assert traces(slack_shows(here), of_no_request) == []
    assert (await here.request(1)).contact_id is not None
    await verified(here)


async def test_what_is_known_of_somebody_can_be_had(here: Agency, settings: Settings) -> None:
    await a_long_story(here)
    await here.forward(subject="Seats", body=f"Seats: ten more please. Ask {NAMED}.")
    for email, expected in (
        (JANE, ("heliotrope", "4711-0815", "Acme GmbH", "marzipan.pdf", "chartreuse")),
        ("bob@agency.example", ("promised-obsidian", "snoozed-malachite", "owner of Acme GmbH: Portal", "Europe")),
    ):
        read = await dossiers.export_person(settings, None, email, dossiers.Shape.TEXT)
        known = json.loads(await dossiers.export_person(settings, None, email, dossiers.Shape.JSON))
        assert known["asked_for"] == email
        for words in expected:
            assert words in read, words
            assert words in json.dumps(known, ensure_ascii=False), words
    named = json.loads(await dossiers.export_person(settings, None, NAMED, dossiers.Shape.JSON))
    assert [row["number"] for row in named["elsewhere"]["requests"]] == [4], "nobody's contact, but named there"
    assert known["colleague"]["messages_to_them"]
    assert [row["is_theirs"] for row in known["colleague"]["absences"]] == [True]
    pia = json.loads(await dossiers.export_person(settings, None, "pia@agency.example", dossiers.Shape.JSON))
    assert [row["is_theirs"] for row in pia["colleague"]["absences"]] == [False]
    assert [row["data"]["stand_in"] for row in pia["colleague"]["events_about_them"] if row["kind"] == "away"]
    assert known["colleague"]["touches"]
    with pytest.raises(CannotDo, match=r"Nothing is known of nobody@nowhere\.example"):
        await dossiers.export_person(settings, None, "nobody@nowhere.example", dossiers.Shape.TEXT)


async def test_what_erasing_finds_of_somebody_can_be_had_though_no_request_is_theirs(
    here: Agency, erasing: Erasing, settings: Settings
) -> None:
    await here.bob.slash(f"touched acme call about the heliotrope, with {NAMED}")
    await here.here.sandbox.deliver_mail(
        "#client-acme", here.bob.user.email, "Bob Berg", subject="copied-ultramarine", body="Well then.", cc=[NAMED]
    )
    await here.forward(subject=f"Call {NAMED}", in_reply_to=f"<{NAMED}>")
    await here.at(7, 9, 30)
    read = await dossiers.export_person(settings, None, NAMED, dossiers.Shape.TEXT)
    assert "heliotrope" in read and "copied-ultramarine" in read and f"<{NAMED}>" in read
    known = json.loads(await dossiers.export_person(settings, None, NAMED, dossiers.Shape.JSON))["elsewhere"]
    assert {"digest", "which copy"} <= {row["purpose"] for row in known["messages"]}
    await erasing(contact=NAMED)
    with pytest.raises(CannotDo, match="Nothing is known"):
        await dossiers.export_person(settings, None, NAMED, dossiers.Shape.TEXT)
