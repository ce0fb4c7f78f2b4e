"""What the bot answers to a submission, a press or a command, and what Slack makes of it."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import BadAnswer, NotThere, Player, View, Workspace
from tests.sandbox import kitchen
from tests.sandbox.helpers import CARD, MODAL, Json, eventually

pytestmark = pytest.mark.usefixtures("connected")

FILLED = {"what": "call Jane", "when": "2026-03-09"}
NOTICED: Json = {**MODAL, "callback_id": "second", "notify_on_close": True, "private_metadata": "13"}


async def opened(client: AsyncWebClient, workspace: Workspace, player: Player, view: Json = MODAL) -> View:
    """A modal in front of somebody."""
    await client.views_open(trigger_id=workspace.passes.new_trigger(player.user.id), view=view)
    modal = player.modal()
    assert modal is not None
    return modal


def answer_submission_with(app: AsyncApp, **answer: Any) -> None:
    @app.view("take")
    async def save(ack: AsyncAck) -> None:
        await ack(**answer)


async def test_a_window_is_updated_in_place(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player
) -> None:
    answer_submission_with(app, response_action="update", view={**MODAL, "private_metadata": "13"})
    modal = await opened(client, workspace, bob)
    await bob.submit(modal, FILLED)
    assert bob.modal() is modal
    assert modal.private_metadata == "13"


async def test_a_window_is_pushed_and_closing_it_leads_back(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player
) -> None:
    closed: list[Json] = []
    answer_submission_with(app, response_action="push", view=NOTICED)

    @app.view_closed("second")
    async def second(ack: AsyncAck, body: Json) -> None:
        await ack()
        closed.append(body)

    modal = await opened(client, workspace, bob)
    await bob.submit(modal, FILLED)
    top = bob.modal()
    assert top is not None and top.previous_id == modal.id
    await bob.close(top)
    assert bob.modal() is modal
    assert (closed[0]["view"]["id"], closed[0]["is_cleared"]) == (top.id, False)
    with pytest.raises(NotThere):
        await bob.submit(top, FILLED)


async def test_all_windows_are_cleared(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player
) -> None:
    answer_submission_with(app, response_action="clear")
    await bob.submit(await opened(client, workspace, bob), FILLED)
    assert bob.modal() is None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}}},
    ],
)
async def test_an_answer_that_slack_would_not_take_is_noted(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player, answer: Json
) -> None:
    answer_submission_with(app, **answer)
    modal = await opened(client, workspace, bob)
    with pytest.raises(BadAnswer):
        await bob.submit(modal, FILLED)
    assert len(workspace.journal.complaints) == 1


async def test_what_was_filled_in_travels_with_a_press_in_the_window(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player
) -> None:
    pressed: list[Json] = []

    @app.action("take")
    async def take(ack: AsyncAck, body: Json) -> None:
        await ack()
        pressed.append(body)

    modal = await opened(client, workspace, bob, {**MODAL, "blocks": [*MODAL["blocks"], CARD[1]]})
    await bob.fill(modal, {"What happens next?": "call Jane"})
    await bob.press(modal, "take")
    assert pressed[0]["view"]["state"]["values"]["what"]["text"]["value"] == "call Jane"
    assert pressed[0]["container"] == {"type": "view", "view_id": modal.id}
    assert "channel" not in pressed[0]


async def test_a_field_that_acts_does_so_when_it_changes_and_not_again_when_the_window_is_sent(
    app: AsyncApp, client: AsyncWebClient, workspace: Workspace, bob: Player
) -> None:
    """A page that is sent before it has heard that its choice arrived sends the choice along."""
    chosen: list[str] = []

    @app.action("kind")
    async def kind(ack: AsyncAck, body: Json) -> None:
        await ack()
        chosen.append(body["actions"][0]["selected_option"]["value"])

    acting = kitchen.field_("kind", "A kind", kitchen.menu("static_select", action_id="kind"), dispatch_action=True)
    answer_submission_with(app)
    modal = await opened(client, workspace, bob, {**MODAL, "blocks": [*MODAL["blocks"], acting]})
    await bob.fill(modal, {"A kind": "ours"})
    await bob.submit(modal, {**FILLED, "A kind": "ours"})
    assert chosen == ["ours"]


async def test_a_whispered_card_is_replaced_and_removed(
    app: AsyncApp, client: AsyncWebClient, dana: Player, bob: Player
) -> None:
    answers: list[Json] = [{"text": "taken", "replace_original": True, "blocks": CARD}, {"delete_original": True}]

    @app.action("take")
    async def take(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await ack()
        assert body["container"]["is_ephemeral"] and "message" not in body
        await respond(**answers.pop(0))

    await client.chat_postEphemeral(channel="#general", user=dana.user.id, text="yours?", blocks=CARD)
    [card] = dana.heard
    with pytest.raises(NotThere):
        await bob.press(card, "take")
    await dana.press(card, "take")
    await eventually(lambda: card.text == "taken")
    await dana.press(card, "take")
    await eventually(lambda: dana.heard == [])


async def test_an_old_window_still_shows_what_is_gone(app: AsyncApp, client: AsyncWebClient, bob: Player) -> None:
    pressed: list[str] = []

    @app.action("take")
    async def take(ack: AsyncAck, action: Json) -> None:
        await ack()
        pressed.append(action["value"])

    posted = await client.chat_postMessage(channel=bob.user.id, text="card", blocks=CARD)
    [card] = bob.dm()
    old = card.as_seen()
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="closed", blocks=[])
    with pytest.raises(NotThere):
        await bob.press(card, "take")
    await bob.press(old, "take")
    assert pressed == ["12"]
