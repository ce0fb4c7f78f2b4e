"""The core of the bot's traffic with Slack, with the real SDK and the real Bolt at the other end."""

import datetime

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import FormIncomplete, NotAcknowledged, NotThere, Player, Sandbox, Workspace
from tests.sandbox.helpers import CARD, MODAL, Json, eventually

pytestmark = pytest.mark.usefixtures("connected")


async def test_a_command_is_answered_and_only_its_author_hears_it(app: AsyncApp, dana: Player, bob: Player) -> None:
    @app.command("/nudge")
    async def nudge(ack: AsyncAck, command: Json, respond: AsyncRespond) -> None:
        await ack(f"heard: {command['text']}")
        await respond("and later")

    await dana.slash("@bob please reach out to #general")
    await eventually(lambda: len(dana.heard) == 2)
    assert {message.text for message in dana.heard} == {
        "heard: <@U0BOB000000|bob> please reach out to <#C0GENERAL00|general>",
        "and later",
    }
    assert bob.heard == []


async def test_a_card_is_posted_pressed_and_changed_in_place(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player
) -> None:
    pressed: list[Json] = []

    @app.action("take")
    async def take(ack: AsyncAck, body: Json) -> None:
        pressed.append(body)
        await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Yours", blocks=[])
        await ack()

    opened = await client.conversations_open(users=bob.user.id)
    posted = await client.chat_postMessage(
        channel=opened["channel"]["id"],
        text="Acme GmbH: is it yours?",
        blocks=CARD,
        metadata={"event_type": "nudge", "event_payload": {"token": "t-1"}},
    )
    [card] = bob.dm()
    assert card.ts == posted["ts"]
    await bob.press(card, "I have it")
    assert (card.text, card.blocks, card.edits) == ("Yours", [], 1)
    assert pressed[0]["actions"][0]["value"] == "12"
    assert pressed[0]["container"]["message_ts"] == card.ts
    assert pressed[0]["user"]["id"] == bob.user.id
    assert len(workspace.journal.notifications) == 1


async def test_an_overflow_option_is_chosen_by_its_words(app: AsyncApp, client: AsyncWebClient, bob: Player) -> None:
    chosen: list[str] = []

    @app.action("more")
    async def more(ack: AsyncAck, action: Json) -> None:
        await ack()
        chosen.append(action["selected_option"]["value"])

    await client.chat_postMessage(channel=bob.user.id, text="card", blocks=CARD)
    await bob.press(bob.dm()[-1], "why this")
    await bob.press(bob.dm()[-1], "more", option="history")
    assert chosen == ["why", "history"]
    with pytest.raises(NotThere, match="I have it"):
        await bob.press(bob.dm()[-1], "snooze")


async def test_a_modal_opens_from_a_press_and_comes_back_filled(
    app: AsyncApp, client: AsyncWebClient, bob: Player
) -> None:
    submitted: list[Json] = []

    @app.action("take")
    async def take(ack: AsyncAck, body: Json) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack()

    @app.view("take")
    async def save(ack: AsyncAck, view: Json) -> None:
        submitted.append(view)
        if len(submitted) == 1:
            await ack(response_action="errors", errors={"when": "That is a Sunday."})
        else:
            await ack()

    await client.chat_postMessage(channel=bob.user.id, text="card", blocks=CARD)
    await bob.press(bob.dm()[-1], "take")
    modal = bob.modal()
    assert modal is not None
    with pytest.raises(FormIncomplete, match="when"):
        await bob.submit(modal, {"what": "call Jane"})
    refused = await bob.submit(modal, {"when": datetime.date(2026, 3, 8)})
    assert refused == {"response_action": "errors", "errors": {"when": "That is a Sunday."}}
    assert bob.modal() is modal
    assert await bob.submit(modal, {"date": "2026-03-09"}) is None
    assert bob.modal() is None
    values = submitted[-1]["state"]["values"]
    assert values["what"]["text"]["value"] == "call Jane"
    assert values["when"]["date"] == {"type": "datepicker", "selected_date": "2026-03-09"}
    assert submitted[-1]["private_metadata"] == "12"


async def test_a_forwarded_mail_arrives_as_slack_posts_it(app: AsyncApp, client: AsyncWebClient, dana: Player) -> None:
    events: list[Json] = []

    @app.event("message")
    async def message(event: Json) -> None:
        events.append(event)

    body = "please reach out to our three department heads. " * 40
    await dana.forward_mail("#client-acme", subject="Fwd: next", body=body, truncated_in_event=True)
    await eventually(lambda: bool(events))
    [event] = events
    assert (event["user"], event["subtype"], event["channel_type"]) == ("USLACKBOT", "file_share", "channel")
    [file] = event["files"]
    assert file["from"][0]["address"] == "dana@agency.example"
    assert file["to"][0]["address"] == ""
    assert file["has_more"] and len(file["plain_text"]) == 500
    whole = await client.files_info(file=file["id"])
    assert whole["file"]["plain_text"] == body


async def test_a_shortcut_carries_the_whole_message(app: AsyncApp, dana: Player, bob: Player) -> None:
    used: list[Json] = []

    @app.shortcut("hand_over")
    async def hand_over(ack: AsyncAck, body: Json) -> None:
        used.append(body)
        await ack()

    @app.event("message")
    async def message() -> None:
        """Acknowledges."""

    said = await bob.say("#client-acme", "Jane wants <this> & that, @dana")
    await dana.shortcut(said, "hand_over")
    assert used[0]["message"]["text"] == "Jane wants &lt;this&gt; &amp; that, <@U0DANA00000>"
    assert used[0]["message"]["user"] == bob.user.id
    assert used[0]["channel"] == {"id": "C0CLIENTACM", "name": "client-acme"}


async def test_home_is_published_when_somebody_looks(app: AsyncApp, client: AsyncWebClient, bob: Player) -> None:
    @app.event("app_home_opened")
    async def opened(event: Json) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": CARD})

    home = await bob.open_home()
    assert home.type == "home"
    assert await bob.open_home() is home


async def test_what_nobody_listens_to_is_not_acknowledged(dana: Player) -> None:
    with pytest.raises(NotAcknowledged):
        await dana.slash("hello")


async def test_a_plain_message_to_the_bot_reaches_it(app: AsyncApp, dana: Player, sandbox: Sandbox) -> None:
    @app.event("message")
    async def message(event: Json, client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], text="Hello Dana")

    await dana.say("nudge", "hello")
    await eventually(lambda: len(dana.dm()) == 2)
    assert [m.text for m in dana.dm()] == ["hello", "Hello Dana"]
    assert [m.text for m in dana.inbox()] == ["hello", "Hello Dana"]
    assert sandbox.feed.sent[0]["authorizations"][0]["user_id"] == sandbox.workspace.bot.id
