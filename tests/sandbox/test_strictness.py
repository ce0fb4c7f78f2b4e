"""What Slack would refuse is refused, in Slack's words; what it would tolerate is noted."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox, Workspace
from tests.sandbox.helpers import CARD, MODAL, Json, button, section


async def refusal(call: Any) -> Json:
    """What a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return dict(caught.value.response.data)


async def code(call: Any) -> str:
    return str((await refusal(call))["error"])


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def rich(*pieces: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option("a")], **more}


def option(value: str, text: str = "An option") -> Json:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


WRONG_BLOCKS: list[tuple[str, list[Json], str]] = [
    ("long text", [section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ("empty text", [section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ("no text", [{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ("unknown block", [{"type": "poem"}], "unsupported type: poem [json-pointer:/blocks/0/type]"),
    ("too many blocks", [{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (
        "long header",
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        "markup in a header",
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    ("long button", [actions(button("a", "x" * 76))], "must be less than 76 characters"),
    ("long value", [actions(button("a", "x", "v" * 2001))], "must be less than 2001 characters"),
    ("long action_id", [actions(button("a" * 256, "x"))], "must be less than 256 characters"),
    ("button style", [actions({**button("a", "x"), "style": "loud"})], "must be a valid enum value"),
    ("too many elements", [actions(*[button(f"a{n}", "x") for n in range(26)])], "no more than 25 items allowed"),
    ("no elements", [actions()], "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ("long option", [actions(select(options=[option("a", "x" * 76)]))], "must be less than 76 characters"),
    ("long option value", [actions(select(options=[option("a" * 151)]))], "must be less than 151 characters"),
    ("too many options", [actions(select(options=[option(str(n)) for n in range(101)]))], "no more than 100 items"),
    ("same option twice", [actions(select(options=[option("a"), option("a")]))], "option values must be unique"),
    ("initial option", [actions(select(initial_option=option("b")))], "initial option must be one of"),
    (
        "overflow of six",
        [actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]})],
        "no more than 5 items allowed",
    ),
    ("link to nowhere", [rich({"type": "link", "text": "x"})], "missing required field: url"),
    ("long link", [rich({"type": "link", "url": "mailto:" + "x" * 3000})], "must be less than 3001 characters"),
    ("unknown piece", [rich({"type": "button", "text": "x"})], "unsupported type: button"),
    ("empty piece", [rich({"type": "text", "text": ""})], "must be more than 0 characters"),
    ("date", [actions({"type": "datepicker", "initial_date": "8 March"})], "must be a valid date"),
    ("time", [actions({"type": "timepicker", "initial_time": "9:00"})], "must be a valid time"),
    ("field in actions", [actions({"type": "plain_text_input", "action_id": "t"})], "unsupported type"),
    ("many fields", [{"type": "section", "fields": [section("x")["text"]] * 11}], "no more than 10 items allowed"),
    (
        "long field",
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        "long context",
        [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ("block_id twice", [{"type": "divider", "block_id": "b"}] * 2, "`block_id` already exists: b"),
    ("action_id twice", [actions(button("a", "x"), button("a", "y"))], "`action_id` already exists for block: a"),
    ("stray property", [{"type": "divider", "colour": "red"}], "invalid additional property: colour"),
    ("not a list", {"type": "divider"}, "must provide an array [json-pointer:/blocks]"),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("blocks", "message"), [case[1:] for case in WRONG_BLOCKS], ids=[c[0] for c in WRONG_BLOCKS])
async def test_wrong_blocks_are_refused(client: AsyncWebClient, blocks: list[Json], message: str) -> None:
    answer = await refusal(client.chat_postMessage(channel="#general", text="x", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    messages = answer["response_metadata"]["messages"]
    assert any(line.startswith("[ERROR] ") and message in line for line in messages), messages


async def test_everything_within_the_limits_is_accepted(client: AsyncWebClient, workspace: Workspace) -> None:
    pickers = actions(
        select(placeholder={"type": "plain_text", "text": "Pick"}),
        {"type": "users_select", "action_id": "u"},
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-03-08"},
        {"type": "timepicker", "action_id": "t", "initial_time": "09:00"},
        {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1_800_000_000},
        {"type": "radio_buttons", "action_id": "r", "options": [option("a")]},
        {"type": "checkboxes", "action_id": "c", "options": [option("a")]},
    )
    blocks = [section("x" * 3000), pickers, {"type": "divider"}, rich(), *[section("x")] * 46]
    await client.chat_postMessage(channel="#general", text="x" * 40_000, blocks=blocks)
    assert workspace.warnings == []


async def test_texts_that_are_missing_or_too_long(client: AsyncWebClient, workspace: Workspace) -> None:
    assert await code(client.chat_postMessage(channel="#general", text=" ")) == "no_text"
    answer = await client.chat_postMessage(channel="#general", blocks=[section("x")], text=" ")
    assert answer["warning"] == "missing_text_in_message"
    posted = await client.chat_postMessage(channel="#general", text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    edit = client.chat_update(channel=posted["channel"], ts=posted["ts"], text="x" * 4001)
    assert await code(edit) == "msg_too_long"
    assert workspace.warnings == [
        "chat.postMessage: missing_text_in_message",
        "chat.postMessage: message_truncated",
    ]


async def test_metadata_has_a_shape_and_a_size(client: AsyncWebClient) -> None:
    def post(metadata: Any) -> Any:
        return client.chat_postMessage(channel="#general", text="x", metadata=metadata)

    assert await code(post({"event_type": "nudge"})) == "invalid_metadata_format"
    assert await code(post({"event_type": "nudge", "event_payload": {"t": "x" * 8000}})) == "metadata_too_large"


async def test_places_that_are_not_there_or_not_the_bots(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.add_channel("elsewhere", members=["dana"], bot=False)
    secret = workspace.add_channel("secret", members=["dana"], private=True, bot=False)
    old = workspace.add_channel("old")
    workspace.archive("old")
    assert await code(client.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    assert await code(client.chat_postMessage(channel="#elsewhere", text="x")) == "not_in_channel"
    assert await code(client.conversations_history(channel=secret.id)) == "channel_not_found"
    assert await code(client.chat_postMessage(channel=old.id, text="x")) == "is_archived"
    workspace.scopes.add("chat:write.public")
    assert (await client.chat_postMessage(channel="#elsewhere", text="x"))["ok"]


async def test_only_the_bots_own_messages_can_be_changed(client: AsyncWebClient, workspace: Workspace) -> None:
    general = workspace.channel("general")
    said = workspace.post(general, workspace.user("dana").id, "mine")
    assert await code(client.chat_update(channel=general.id, ts=said.ts, text="x")) == "cant_update_message"
    assert await code(client.chat_delete(channel=general.id, ts=said.ts)) == "cant_delete_message"
    assert await code(client.chat_update(channel=general.id, ts="1.000001", text="x")) == "message_not_found"
    posted = await client.chat_postMessage(channel=general.id, text="ours")
    workspace.edit_window = -1.0
    assert await code(client.chat_update(channel=general.id, ts=posted["ts"], text="x")) == "edit_window_closed"
    assert (await client.chat_delete(channel=general.id, ts=posted["ts"]))["ok"]


async def test_tokens_and_scopes_are_checked(client: AsyncWebClient, sandbox: Sandbox) -> None:
    def with_token(token: str | None) -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=sandbox.api_url, session=client.session)

    assert await code(with_token(None).auth_test()) == "not_authed"
    assert await code(with_token("xoxb-other").auth_test()) == "invalid_auth"
    assert await code(with_token("xapp-sandbox").auth_test()) == "not_allowed_token_type"
    assert await code(client.apps_connections_open(app_token="xoxb-sandbox")) == "not_allowed_token_type"
    sandbox.workspace.scopes -= {"chat:write", "users:read.email"}
    answer = await refusal(client.chat_postMessage(channel="#general", text="x"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write" not in answer["provided"]
    person = await client.users_info(user="U0BOB000000")
    assert "email" not in person["user"]["profile"]
    assert "users:read" in person.headers["x-oauth-scopes"].split(",")


async def test_people_who_are_not_there(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.add_user("gone", email="gone@agency.example", real_name="Gone", deleted=True)
    assert await code(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert await code(client.users_lookupByEmail(email="nobody@agency.example")) == "users_not_found"
    assert await code(client.users_lookupByEmail(email="gone@agency.example")) == "users_not_found"
    assert await code(client.conversations_open(users="U0GONE00000")) == "user_disabled"


async def test_unknown_methods_are_noted(client: AsyncWebClient, workspace: Workspace) -> None:
    assert await code(client.api_call("moods.add")) == "unknown_method"
    assert workspace.journal.unknown_methods == ["moods.add"]


async def test_windows_open_once_a_trigger_and_soon(client: AsyncWebClient, workspace: Workspace) -> None:
    passes, bob = workspace.passes, workspace.user("bob").id
    trigger_id = passes.new_trigger(bob)
    opened = await client.views_open(trigger_id=trigger_id, view=MODAL)
    assert await code(client.views_open(trigger_id=trigger_id, view=MODAL)) == "exchanged_trigger_id"
    late = passes.new_trigger(bob)
    passes.triggers[late].expires -= 60
    assert await code(client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
    assert await code(client.views_open(trigger_id="1.2.3", view=MODAL)) == "invalid_trigger_id"
    view = opened["view"]
    changed = await client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert changed["view"]["hash"] != view["hash"]
    again = client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert await code(again) == "hash_conflict"
    workspace.windows.close(workspace.windows.stack(bob))
    assert await code(client.views_update(view_id=view["id"], view=MODAL)) == "not_found"


async def test_three_windows_stand_on_each_other_at_most(client: AsyncWebClient, workspace: Workspace) -> None:
    bob = workspace.user("bob").id
    await client.views_open(trigger_id=workspace.passes.new_trigger(bob), view=MODAL)
    for _ in range(2):
        below = workspace.windows.stack(bob)[-1].id
        await client.views_push(trigger_id=workspace.passes.new_trigger(bob, below), view=MODAL)
    top = workspace.windows.stack(bob)[-1]
    assert (top.root_id, top.previous_id) == tuple(view.id for view in workspace.windows.stack(bob)[:2])
    push = client.views_push(trigger_id=workspace.passes.new_trigger(bob, top.id), view=MODAL)
    assert await code(push) == "push_limit_reached"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "must be less than 25 characters"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        ({"submit": None}, "missing required field: submit"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed"),
        ({"title": None}, "missing required field: title"),
        ({"type": "home"}, "unsupported type: home"),
    ],
)
async def test_wrong_views_are_refused(
    client: AsyncWebClient, workspace: Workspace, change: Json, message: str
) -> None:
    trigger_id = workspace.passes.new_trigger(workspace.user("bob").id)
    view = {**MODAL, **change}
    answer = await refusal(client.views_open(trigger_id=trigger_id, view=view))
    assert answer["error"] == "invalid_arguments"
    assert any(message in line for line in answer["response_metadata"]["messages"])
    assert (await client.views_open(trigger_id=trigger_id, view=MODAL))["ok"], "a refusal uses no trigger up"


async def test_a_view_can_be_too_large(client: AsyncWebClient, workspace: Workspace) -> None:
    view = {"type": "home", "blocks": [section("x" * 3000)] * 100}
    assert await code(client.views_publish(user_id=workspace.user("bob").id, view=view)) == "view_too_large"


async def test_an_ephemeral_is_in_no_history(client: AsyncWebClient, workspace: Workspace) -> None:
    general, bob = workspace.channel("general"), workspace.user("bob")
    whispered = await client.chat_postEphemeral(channel=general.id, user=bob.id, text="psst")
    assert (await client.conversations_history(channel=general.id))["messages"] == []
    edit = client.chat_update(channel=general.id, ts=whispered["message_ts"], text="x")
    assert await code(edit) == "message_not_found"
    workspace.add_user("pia", email="pia@agency.example", real_name="Pia")
    outside = client.chat_postEphemeral(channel=general.id, user=workspace.user("pia").id, text="x")
    assert await code(outside) == "user_not_in_channel"


async def test_hostile_words_ping_nobody_once_escaped(client: AsyncWebClient, workspace: Workspace) -> None:
    hostile = "<!channel> <@U0BOB000000> <https://evil.example|bank>"
    escaped = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = {"type": "section", "text": {"type": "plain_text", "text": hostile}}
    verbatim = {"type": "section", "text": {"type": "mrkdwn", "text": escaped, "verbatim": True}}
    await client.chat_postMessage(channel="#general", text=escaped, blocks=[plain, verbatim])
    [safe] = workspace.messages
    assert (safe.pings, safe.links, safe.bare_urls) == ([], [], [])
    assert workspace.journal.notifications == []
    await client.chat_postMessage(channel="#general", text="x", blocks=[section(hostile)])
    hurt = workspace.messages[-1]
    assert hurt.pings == ["<!channel>", "<@U0BOB000000>"]
    assert hurt.links == ["https://evil.example"]
    assert {n.user for n in workspace.journal.notifications} == {workspace.user(n).id for n in ("dana", "bob", "lea")}


async def test_a_letter_in_rich_text_is_told_from_other_links(client: AsyncWebClient, workspace: Workspace) -> None:
    letter = {"type": "link", "url": "mailto:jane@acme.example?subject=x", "text": "Write to Jane"}
    site = {"type": "link", "url": "https://example.org"}
    await client.chat_postMessage(channel="#general", text="x", blocks=[rich(letter, site)])
    posted = workspace.messages[-1]
    assert posted.letters == ["mailto:jane@acme.example?subject=x"]
    assert posted.links == ["mailto:jane@acme.example?subject=x", "https://example.org"]


async def test_names_are_linked_only_on_request(client: AsyncWebClient, workspace: Workspace) -> None:
    await client.chat_postMessage(channel="#general", text="@bob and @channel")
    await client.chat_postMessage(channel="#general", text="@bob and @channel", link_names=True)
    assert [m.pings for m in workspace.messages] == [[], ["<@U0BOB000000>", "<!channel>"]]


async def test_arguments_come_in_any_form(client: AsyncWebClient, sandbox: Sandbox) -> None:
    session = client.session
    assert session is not None
    address, headers = f"{sandbox.api_url}chat.postMessage", {"Authorization": "Bearer xoxb-sandbox"}
    form = {"channel": "#general", "text": "x", "blocks": json.dumps(CARD)}
    async with session.post(address, data=form, headers=headers) as answer:
        assert (await answer.json())["message"]["blocks"][0]["type"] == "section"
    async with session.get(address, params=form, headers=headers) as answer:
        assert (await answer.json())["ok"]
    async with session.post(address, data={**form, "token": "xoxb-sandbox", "blocks": "[not json"}) as answer:
        assert (await answer.json())["error"] == "invalid_blocks_format"
