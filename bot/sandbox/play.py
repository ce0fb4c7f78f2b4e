"""The routes that the page plays through. JSON in, JSON out; everything is seen and done as one person.

Whoever a request is for is named by `as`: a name or id of the workspace, or the name of an outsider.

`GET /play/state?as=bob` answers
    {me, team, now, clock, connected, people, outsiders, mailboxes, commands, shortcuts, warnings,
     channels, home, modals, whispers, mails}
  me, people[], outsiders[]  {id, name, real_name, email, bot, outsider}; people also {tz, locale, admin, guest,
                             deleted}
  now                        ISO 8601 in UTC: the workspace's time; clock: whether `/play/clock` works
  connected                  how many Socket Mode connections the bot has; 0 means that it is not running
  mailboxes[]                {channel, name}: where mail can be sent
  commands[], shortcuts[]    {command, hint}, {callback_id, title}
  warnings[]                 what Slack would have complained about: lines of text
  channels[]                 {id, kind: channel|group|im|mpim, name, title, members: [user id], with_bot, archived,
                             shared_externally, messages[]}, those that `as` is in; the direct message with the bot is
                             always there
  messages[], whispers[]     Slack's message object (ts, user, text, blocks, thread_ts, files, edited, bot_profile, …)
                             and {channel, ephemeral, pings}; whispers are shown to `as` only. Oldest first. A file of
                             mode `email` has {subject, from, plain_text}; other files are at `/play/file/{id}?as=…`
  home, modals[]             Slack's view objects (id, hash, title, submit, close, blocks, state.values); modals bottom
                             to top, so the last one is on top; home is null before it was published
  mails[]                    for an outsider: the messages that their mails became

`GET /play/events?as=bob` is a stream of Server-Sent Events: `data: {"version": n}` whenever something has changed
  (once at the start, and several changes within 50 ms as one). Fetch the state again on each.

`POST` with a JSON object; all answer `{"ok": true, …}` once the bot has acknowledged:
  /play/say       {as, channel, text, thread_ts?}            channel: an id, a name, or `nudge`; → {message}
  /play/slash     {as, channel, text, command?}              command: default `/nudge`
  /play/shortcut  {as, channel, ts, callback_id}
  /play/press     {as, block_id, action_id, choice?, values?} and where: {channel, ts} or {view_id}; an ephemeral
                  message is found by its channel and ts too. choice: an option's value, a user or channel id,
                  `2026-01-31`, `09:30`, seconds since 1970, or a list for menus of several; nothing for a button.
                  values: what is typed in the view so far, as for submit
  /play/submit    {as, view_id, values: {block_id: value}}   value as `choice`, or text; null for empty.
                  → {response_action: null | "errors" | "update" | "push" | "clear", errors?: {block_id: text}}
  /play/close     {as, view_id}
  /play/home      {as}                                       opens the Home tab; → {home}
  /play/mail      {as, channel, subject, body, in_reply_to?, from?}   from: `Name <address>`, default the player's own
  /play/clock     {advance: "1h" | "next-morning" | "1w"}    → {now}; `GET /play/clock` → {now}

What can't be done answers status 409 and `{"ok": false, "error": code, "message": text}`: `not_acknowledged` (the bot
took too long), `not_there` (no such thing on the screen), `form_incomplete` (with `problems: {block_id: text}`),
`bad_answer` (the bot answered what Slack would not take). 400 is a malformed request, 403 one from a foreign page,
404 `no_clock`, 502 `clock_gone`.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.sandbox import play_state, wire
from bot.sandbox.announcements import Announcements
from bot.sandbox.errors import BadAnswer, FormIncomplete, NotAcknowledged, NotThere, PlayerError
from bot.sandbox.events import Feed
from bot.sandbox.interaction import Interactions
from bot.sandbox.mail import Mail, arrive, sender
from bot.sandbox.model import Json, Message, Outsider, User, View
from bot.sandbox.player import Player
from bot.sandbox.state import Workspace
from bot.sandbox.wire_messages import message_json

CLOCK_SECONDS = 120.0
CODES: dict[type[PlayerError], str] = {
    NotAcknowledged: "not_acknowledged",
    NotThere: "not_there",
    FormIncomplete: "form_incomplete",
    BadAnswer: "bad_answer",
}


class Play:
    """The page's routes for one workspace. `control_url()` gives the address that moves the bot's clock, if any."""

    def __init__(
        self, workspace: Workspace, feed: Feed, interactions: Interactions, control_url: Callable[[], str | None]
    ) -> None:
        """Begin to count changes, for those who watch."""
        self.workspace, self.feed, self.interactions = workspace, feed, interactions
        self._control_url = control_url
        self.announcements = Announcements(workspace)

    def routes(self) -> list[web.RouteDef]:
        """All routes, to be added to an application."""
        deeds: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "say": self.say,
            "slash": self.slash,
            "shortcut": self.shortcut,
            "press": self.press,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "mail": self.mail,
        }
        return [
            web.get("/play/state", self.state),
            web.get("/play/events", self.events),
            web.get("/play/file/{file}", self.file),
            web.get("/play/clock", self.clock),
            web.post("/play/clock", self.clock),
            *(web.post(f"/play/{name}", _answering(deed)) for name, deed in deeds.items()),
        ]

    # --- seeing ----------------------------------------------------------------------------------------------

    async def state(self, request: web.Request) -> web.Response:
        """Everything that one person sees."""
        seen = play_state.seen_by(self.workspace, self._who(request.query.get("as", "")))
        return web.json_response(
            {**seen, "clock": self._control_url() is not None, "connected": self.feed.sockets.links.count}
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Say when to look again, for as long as the page listens."""
        self._who(request.query.get("as", ""))
        return await self.announcements.stream(request)

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of an uploaded file. Only pictures are shown by a browser; a hostile page would be a download."""
        viewer = self._who(request.query.get("as", ""))
        file = self.workspace.files.get(request.match_info["file"])
        shared_in = [self.workspace.channels[channel] for channel in file.shared_in] if file else []
        if file is None or not any(isinstance(viewer, User) and viewer.id in c.members for c in shared_in):
            raise web.HTTPNotFound
        picture = file.filetype in {"png", "jpg", "jpeg", "gif"}
        headers = {"X-Content-Type-Options": "nosniff"}
        if not picture:
            headers["Content-Disposition"] = "attachment"
        kind = f"image/{file.filetype}" if picture else "application/octet-stream"
        return web.Response(body=file.content, content_type=kind, headers=headers)

    # --- doing -----------------------------------------------------------------------------------------------

    async def say(self, asked: Json) -> Json:
        """Write a message."""
        message = await self._player(asked).say(asked["channel"], asked["text"], asked.get("thread_ts"))
        return {"message": message_json(self.workspace, message)}

    async def slash(self, asked: Json) -> Json:
        """Give a command."""
        player, command = self._player(asked), asked.get("command", "/nudge")
        await player.slash(asked["text"], channel=asked["channel"], command=command)
        return {}

    async def shortcut(self, asked: Json) -> Json:
        """Use a message shortcut."""
        player = self._player(asked)
        await player.shortcut(self._message(player, asked), asked["callback_id"])
        return {}

    async def press(self, asked: Json) -> Json:
        """Press or choose something, exactly the element that was named."""
        player = self._player(asked)
        place: Message | View = self._view(asked) if "view_id" in asked else self._message(player, asked)
        if isinstance(place, View):
            await player.fill(place, asked.get("values", {}))
        await player.press(place, asked["action_id"], option=asked.get("choice"), block=asked["block_id"])
        return {}

    async def submit(self, asked: Json) -> Json:
        """Submit a window."""
        answer = await self._player(asked).submit(self._view(asked), asked.get("values", {})) or {}
        return {"response_action": answer.get("response_action"), "errors": answer.get("errors", {})}

    async def close(self, asked: Json) -> Json:
        """Close a window."""
        await self._player(asked).close(self._view(asked))
        return {}

    async def home(self, asked: Json) -> Json:
        """Open the Home tab."""
        return {"home": wire.view_json(self.workspace, await self._player(asked).open_home())}

    async def mail(self, asked: Json) -> Json:
        """Send a mail to a channel's address."""
        who = self._who(asked["as"])
        name, address = sender(asked.get("from") or f"{who.real_name} <{who.email}>")
        mail = Mail(address, name, asked["subject"], asked["body"], in_reply_to=asked.get("in_reply_to"))
        message = await arrive(self.workspace, self.feed, asked["channel"], mail)
        return {"message": message_json(self.workspace, message)}

    async def clock(self, request: web.Request) -> web.Response:
        """Ask the bot what time it is, or to move its clock; moving takes as long as what falls due on the way."""
        control = self._control_url()
        if control is None:
            return web.json_response({"ok": False, "error": "no_clock"}, status=404)
        body = await _json(request) if request.method == "POST" else None
        try:
            async with ClientSession(timeout=ClientTimeout(total=CLOCK_SECONDS)) as session:
                address = f"{control.rstrip('/')}/clock"
                async with session.request(request.method, address, json=body) as answer:
                    return web.json_response(await answer.json(), status=answer.status)
        except (ClientError, TimeoutError, ValueError) as error:
            gone = {"ok": False, "error": "clock_gone", "message": str(error)}
            return web.json_response(gone, status=502)

    # --- what a request names --------------------------------------------------------------------------------

    def _who(self, name: str) -> User | Outsider:
        if name in self.workspace.outsiders:
            return self.workspace.outsiders[name]
        return self.workspace.user(name)

    def _player(self, asked: Json) -> Player:
        user = self.workspace.user(asked["as"])
        return Player(user, self.workspace, self.feed, self.interactions)

    def _view(self, asked: Json) -> View:
        return self.workspace.windows.views[asked["view_id"]]

    def _message(self, player: Player, asked: Json) -> Message:
        channel = self.workspace.channel(asked["channel"])
        whispers = [message for message in player.heard if message.ts == asked["ts"]]
        message = channel.message(asked["ts"]) or next(iter(whispers), None)
        if message is None:
            raise NotThere("that message is gone")
        return message


def _answering(deed: Callable[[Json], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Put a deed behind a route: its result, or in what way it could not be done."""

    async def answer(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **await deed(await _json(request))})
        except PlayerError as error:
            problems = {"problems": error.problems} if isinstance(error, FormIncomplete) else {}
            refused = {"ok": False, "error": CODES[type(error)], "message": str(error), **problems}
            return web.json_response(refused, status=409)

    return answer


async def _json(request: web.Request) -> Json:
    body: Any = json.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body
