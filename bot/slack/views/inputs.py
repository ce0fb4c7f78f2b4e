"""The bricks of a form: fields that come back under the names of `Field`, and the modal around them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.moments import Moment, MomentKey
from bot.slack.names import Field, Form
from bot.slack.views.message import BLOCKS_A_VIEW, Block, clipped, option, plain
from bot.texts import forms
from bot.texts.moments import Watch, offer

_INPUT = 3000
_TYPED = 80
_LABEL = 150
_TITLE = 24
_OPTIONS = 100
PICK = "pick"
"""The choice that stands for the picker below the menu."""

View = dict[str, object]


def modal(
    form: Form,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = forms.CANCEL,
    metadata: Mapping[str, object] | None = None,
) -> View:
    """A modal; `metadata` comes back as JSON with its submission."""
    view: View = {
        "type": "modal",
        "callback_id": str(form),
        "title": plain(title, _TITLE),
        "close": plain(close if submit else forms.CLOSE_VIEW, _TITLE),
        "private_metadata": json.dumps(dict(metadata or {})),
        "blocks": list(blocks)[:BLOCKS_A_VIEW],
    }
    return view if submit is None else {**view, "submit": plain(submit, _TITLE)}


def field(name: Field, label: str, element: Block, *, optional: bool = False, hint: str | None = None) -> Block:
    """An input under its name; the element inside carries the same name."""
    block: Block = {
        "type": "input",
        "block_id": str(name),
        "label": plain(label, _LABEL),
        "element": {**element, "action_id": str(name)},
        "optional": optional,
    }
    return block if hint is None else {**block, "hint": plain(hint, _LABEL)}


def text(*, initial: str = "", placeholder: str | None = None, multiline: bool = False, most: int = _INPUT) -> Block:
    """A field to type in; `initial` is cut to what the field holds."""
    extras: Block = {
        "initial_value": clipped(initial, most) if initial else None,
        "placeholder": plain(placeholder, _LABEL) if placeholder else None,
    }
    return {"type": "plain_text_input", "multiline": multiline, "max_length": most, **_given(extras)}


def select(options: Sequence[Block], *, initial: Block | None = None, placeholder: str | None = None) -> Block:
    """A menu of at most a hundred choices."""
    extras: Block = {"initial_option": initial, "placeholder": plain(placeholder, _LABEL) if placeholder else None}
    return {"type": "static_select", "options": list(options)[:_OPTIONS], **_given(extras)}


def radio(options: Sequence[Block], *, initial: Block | None = None) -> Block:
    """A few choices, all in sight."""
    return {"type": "radio_buttons", "options": list(options), **_given({"initial_option": initial})}


def person(*, initial: str | None = None) -> Block:
    """A person of the workspace; `initial` is their Slack id."""
    extras = _given({"initial_user": initial})
    return {"type": "users_select", "placeholder": plain(forms.PERSON_PLACEHOLDER, _LABEL), **extras}


def channel(*, initial: str | None = None) -> Block:
    """A channel for our own people; those shared with other organisations are not offered."""
    only: Block = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    return {"type": "conversations_select", "filter": only, **_given({"initial_conversation": initial})}


def moment_picker(*, initial: datetime | None = None) -> Block:
    """A date and a time, shown by Slack in the reader's own zone."""
    return {"type": "datetimepicker", **_given({"initial_date_time": int(initial.timestamp()) if initial else None})}


def by_when(
    label: str, moments: Sequence[Moment], watch: Watch, *, hint: str | None = None, optional: bool = False
) -> list[Block]:
    """A menu of sensible times, a picker that wins over it, and a line to type in that wins over both.

    The value of the menu is ISO 8601 in UTC, or `pick`.
    """
    options = [option(offer(moment.key, moment.at, watch), moment.at.isoformat()) for moment in moments]
    picked = option(forms.BY_PICK, PICK)
    likely = next((i for i, moment in enumerate(moments) if moment.key is MomentKey.TOMORROW_NOON), 0)
    initial = options[likely] if options else picked
    return [
        field(Field.BY, label, select([*options, picked], initial=initial), hint=hint, optional=optional),
        field(Field.BY_PICKED, forms.BY_PICKED_LABEL, moment_picker(), optional=True, hint=forms.BY_PICKED_HINT),
        field(
            Field.BY_TYPED,
            forms.BY_TYPED_LABEL,
            text(placeholder=forms.BY_TYPED_PLACEHOLDER, most=_TYPED),
            optional=True,
        ),
    ]


def client_knows(label: str, known: bool | None) -> Block:
    """Whether the client has been told the date."""
    yes, no = option(forms.KNOWS_YES, "yes"), option(forms.KNOWS_NO, "no")
    initial = {True: yes, False: no, None: None}[known]
    return field(Field.CLIENT_KNOWS, label, radio([yes, no], initial=initial), optional=True)


def _given(extras: Mapping[str, object]) -> Block:
    return {key: value for key, value in extras.items() if value is not None}
