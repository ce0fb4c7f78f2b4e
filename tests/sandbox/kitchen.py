"""A small bot that sends every kind of block and element once, and keeps what comes back."""

import re
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.helpers import Json, button, section

LATE = 1772442000  # 2 March 2026, 10:00 in Berlin


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str, note: str = "") -> Json:
    return {"text": plain(text), "value": value, **({"description": plain(note)} if note else {})}


def mrkdwn(text: str, **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


TURNS = [option("ours", "Ours", "the clock runs on"), option("theirs", "The client's"), option("nobody", "Nobody's")]
PUBLIC = {"include": ["public"]}
HOSTILE = "<b onclick=alert(1)>bold?</b> &amp;lt; <javascript:alert(1)|click> </script> https://plain.example"
MARKUP = (
    "*bold* _italic_ ~strike~ `code` 2*3*4 snake_case_name\n&gt; quoted *words*\nplain &amp; &lt;simple&gt; "
    "<https://example.org/a_b_c|a link> <mailto:jane@acme.example|mail> <@U0DANA00000> <#C0GENERAL00|general> "
    "<!channel> <!date^1772442000^{date_num} at {time}|then> :wave: ```a = *b*\nc```"
)
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "rich ", "style": {"bold": True, "italic": True}},
                {"type": "link", "url": "https://example.org", "text": "site"},
                {"type": "link", "url": "mailto:jane@acme.example?subject=Re%3A%20More%20work", "text": "Write"},
                {"type": "user", "user_id": "U0BOB000000"},
                {"type": "emoji", "name": "tada"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]},
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
    ],
}
CARD: list[Json] = [
    {"type": "header", "text": plain("Acme GmbH: is it yours?")},
    section(MARKUP),
    {"type": "section", "text": mrkdwn(HOSTILE, verbatim=True)},
    {"type": "section", "fields": [mrkdwn("*Client*\nAcme GmbH"), mrkdwn("*Waiting since*\nMonday")]},
    {"type": "divider"},
    {**section("A menu beside a text"), "block_id": "beside", "accessory": {
        "type": "static_select", "action_id": "turn", "placeholder": plain("Whose turn?"), "options": TURNS,
    }},
    {"type": "actions", "block_id": "card", "elements": [
        {**button("take", "I have it …"), "style": "primary"},
        {**button("drop", "Not mine …"), "style": "danger", "confirm": {
            "title": plain("Really?"), "text": plain("Dana hears."), "confirm": plain("Yes"), "deny": plain("No"),
        }},
        {"type": "overflow", "action_id": "more", "options": [option("log", "History"), option("why", "Why this?")]},
    ]},
    {"type": "actions", "block_id": "pickers", "elements": [
        {"type": "datepicker", "action_id": "date", "placeholder": plain("A day")},
        {"type": "timepicker", "action_id": "time", "placeholder": plain("A time")},
        {"type": "datetimepicker", "action_id": "both"},
        {"type": "users_select", "action_id": "person", "placeholder": plain("Somebody else")},
        {"type": "conversations_select", "action_id": "where", "placeholder": plain("Where"), "filter": PUBLIC},
    ]},
    {"type": "actions", "block_id": "boxes", "elements": [
        {"type": "radio_buttons", "action_id": "radio", "options": TURNS},
        {"type": "checkboxes", "action_id": "checks", "options": TURNS[:2]},
    ]},
    RICH,
    {"type": "context", "elements": [mrkdwn("Next: Bob hears of it on *Tuesday*")]},
]  # fmt: skip


def field_(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "x", **element},
        **more,
    }


def menu(kind: str, **more: Any) -> Json:
    return {"type": kind, "options": TURNS, **more}


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Every field"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "notify_on_close": True,
    "blocks": [
        section("All of them."),
        field_("line", "A line", {"type": "plain_text_input", "placeholder": plain("short")}),
        field_("text", "A text", {"type": "plain_text_input", "multiline": True}, optional=True, hint=plain("Long.")),
        field_("mail", "An address", {"type": "email_text_input"}),
        field_("number", "A number", {"type": "number_input", "is_decimal_allowed": False}),
        field_("url", "A page", {"type": "url_text_input"}),
        field_("select", "Whose turn is it?", menu("static_select")),
        field_("several", "Several", menu("multi_static_select")),
        field_("radio", "One of them", menu("radio_buttons", initial_option=TURNS[0])),
        field_("checks", "Any of them", menu("checkboxes"), optional=True),
        field_("date", "A day", {"type": "datepicker"}),
        field_("time", "A time", {"type": "timepicker", "initial_time": "09:30"}),
        field_("both", "A moment", {"type": "datetimepicker", "initial_date_time": LATE}),
        field_("person", "A person", {"type": "users_select"}),
        field_("people", "People", {"type": "multi_users_select"}, optional=True),
        field_("where", "A conversation", {"type": "conversations_select", "filter": PUBLIC}),
        field_("kind", "A kind", menu("static_select"), dispatch_action=True, optional=True),
        {"type": "actions", "block_id": "inside", "elements": [button("deeper", "Go deeper")]},
    ],
}  # fmt: skip
LOADING: Json = {"type": "modal", "title": plain("Every field"), "blocks": [section("One moment …")]}
DEEPER: Json = {
    "type": "modal",
    "callback_id": "deeper",
    "title": plain("Deeper"),
    "submit": plain("Done"),
    "blocks": [section("One window on top of another.")],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Your requests")},
        {**section("*#12* Acme GmbH"), "accessory": button("open", "Open")},
    ],
}


@dataclass
class Kitchen:
    """The bot; `actions` and `submissions` are what it was sent, `closed` how many windows were."""

    client: AsyncWebClient
    actions: list[Json] = field(default_factory=list)
    submissions: list[Json] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    shortcuts: list[str] = field(default_factory=list)
    closed: int = 0
    complaint: dict[str, str] = field(default_factory=dict)

    def listen(self, app: AsyncApp) -> None:
        """Add all listeners to an app."""
        app.action("take")(self.take)
        app.action("deeper")(self.deeper)
        app.action(re.compile(".*"))(self.note)
        app.view("form")(self.save)
        app.view("deeper")(self.end)
        app.view_closed("form")(self.gone)
        app.command("/nudge")(self.command)
        app.shortcut("hand_over")(self.hand_over)
        app.event("message")(self.heard)
        app.event("app_home_opened")(self.home)

    async def take(self, ack: AsyncAck, body: Json) -> None:
        """Open the form as a loading window, then fill it in; and change the card."""
        await ack()
        self.actions.append(body["actions"][0])
        opened = await self.client.views_open(trigger_id=body["trigger_id"], view=LOADING)
        await self.client.views_update(view_id=opened["view"]["id"], view=FORM)

    async def deeper(self, ack: AsyncAck, body: Json) -> None:
        """Put another window on top."""
        await ack()
        await self.client.views_push(trigger_id=body["trigger_id"], view=DEEPER)

    async def note(self, ack: AsyncAck, body: Json) -> None:
        """Keep what was pressed or chosen."""
        await ack()
        self.actions.append(body["actions"][0])

    async def save(self, ack: AsyncAck, view: Json) -> None:
        """Keep the values, or complain."""
        if self.complaint:
            await ack(response_action="errors", errors=self.complaint)
            self.complaint = {}
            return
        self.submissions.append(view["state"]["values"])
        await ack()

    async def end(self, ack: AsyncAck) -> None:
        """Close all windows."""
        await ack(response_action="clear")

    async def gone(self, ack: AsyncAck) -> None:
        """Count windows that were closed."""
        await ack()
        self.closed += 1

    async def command(self, ack: AsyncAck, command: Json) -> None:
        """Answer in private."""
        self.commands.append(command["text"])
        await ack(f"Heard: {command['text']}")

    async def hand_over(self, ack: AsyncAck, body: Json) -> None:
        """Keep which message it was."""
        await ack()
        self.shortcuts.append(body["message"]["text"])

    async def heard(self, event: Json) -> None:
        """Answer a mail in a thread under it."""
        if event.get("subtype") == "file_share":
            await self.client.chat_postMessage(
                channel=event["channel"], thread_ts=event["ts"], text="On record as *#12*."
            )

    async def home(self, event: Json) -> None:
        """Publish Home."""
        await self.client.views_publish(user_id=event["user"], view=HOME)
