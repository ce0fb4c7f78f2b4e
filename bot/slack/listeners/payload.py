"""What a Slack payload says, unpacked: who, where, on what, with which fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.slack.names import ActionId, Field

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Press:
    """A button, a menu or a select that somebody used."""

    workspace_id: str
    who: str
    action_id: str
    value: str
    trigger_id: str
    in_view: str | None
    in_modal: bool
    channel: str | None = None

    @property
    def number(self) -> int:
        """The request that it is about; 0 where the value names none, but a call."""
        if self.action_id in {ActionId.ROUTE, ActionId.COPY_ABOUT}:
            return _number(self.pair[0])
        if self.action_id.startswith((ActionId.TALK_TIME, ActionId.TALK_RESULT)):
            return 0
        return _number(self.value.rpartition(":")[2])

    @property
    def pair(self) -> tuple[str, str]:
        """The two halves of a value such as `12:3`."""
        left, _, right = self.value.partition(":")
        return left, right


def press_of(body: Payload) -> Press:
    """The press in a `block_actions` payload."""
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    return Press(
        workspace_id=workspace_of(body),
        who=str(body["user"]["id"]),
        action_id=str(action["action_id"]),
        value=str(option.get("value") or action.get("value") or ""),
        trigger_id=str(body.get("trigger_id") or ""),
        in_view=(body.get("view") or {}).get("id"),
        in_modal=(body.get("view") or {}).get("type") == "modal",
        channel=(body.get("channel") or {}).get("id"),
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that somebody submitted."""

    workspace_id: str
    who: str
    view_id: str
    metadata: Mapping[str, Any]
    values: Mapping[str, Mapping[str, Any]]

    @property
    def number(self) -> int:
        """The request that the form is about."""
        return int(self.metadata["request_id"])

    @property
    def stamp(self) -> str | None:
        """How the request stood when the form was opened."""
        seen = self.metadata.get("seen")
        return None if seen is None else str(seen)

    def text(self, field: Field) -> str:
        """What was typed; empty when nothing was."""
        return str(self._element(field).get("value") or "")

    def choice(self, field: Field) -> str | None:
        """The value of the option that was chosen."""
        option = self._element(field).get("selected_option") or {}
        return option.get("value")

    def person(self, field: Field) -> str | None:
        """The Slack id of the person who was chosen."""
        return self._element(field).get("selected_user")

    def day(self, field: Field) -> date | None:
        """The date that was picked."""
        picked = self._element(field).get("selected_date")
        return date.fromisoformat(picked) if picked else None

    def channel(self, field: Field) -> str | None:
        """The id of the channel that was chosen."""
        element = self._element(field)
        return element.get("selected_conversation") or element.get("selected_channel")

    def moment(self, field: Field) -> datetime | None:
        """The date and time that was picked (UTC)."""
        picked = self._element(field).get("selected_date_time")
        return None if picked is None else datetime.fromtimestamp(int(picked), UTC)

    def by_when(self) -> datetime | None:
        """The time of the two fields that ask for one: what was picked wins over what was offered (UTC)."""
        picked = self.moment(Field.BY_PICKED)
        if picked is not None:
            return picked
        offered = self.choice(Field.BY)
        try:
            return datetime.fromisoformat(offered) if offered else None
        except ValueError:
            return None

    def _element(self, field: Field) -> Mapping[str, Any]:
        block = self.values.get(field.value) or {}
        found = block.get(field.value)
        return found if isinstance(found, Mapping) else {}


def filled_of(body: Payload) -> Filled:
    """The form in a `view_submission` payload."""
    view = body["view"]
    return Filled(
        workspace_id=workspace_of(body),
        who=str(body["user"]["id"]),
        view_id=str(view["id"]),
        metadata=json.loads(view.get("private_metadata") or "{}"),
        values=view["state"]["values"],
    )


def workspace_of(body: Payload) -> str:
    """The workspace that a payload belongs to."""
    team = body.get("team") or {}
    return str(body.get("team_id") or team.get("id") or (body.get("user") or {}).get("team_id") or "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 12 else 0
