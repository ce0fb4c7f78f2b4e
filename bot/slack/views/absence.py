"""Being away: what is noted, the packet for whoever stands in, the hand-back, and the form."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.facts import RequestFacts
from bot.domain.handing import AbsenceFacts, PacketItem
from bot.domain.people import Person
from bot.slack.names import ActionId, Field, Form
from bot.slack.views import inputs, parts
from bot.slack.views.inputs import View, field, modal
from bot.slack.views.message import Block, Message, actions, button, composed, context, section
from bot.texts import absence, forms, labels
from bot.texts.moments import PrintedWatch, Watch

LISTED = 10
"""So many requests one packet lists, each with its own buttons."""

_WORDS = 200


def packet(facts: AbsenceFacts) -> Message:
    """What somebody is asked to look after: each request with its history, what was promised, and two buttons."""
    watch = PrintedWatch.of(facts.reader, facts.now)
    asked = facts.open_items
    rest = [item for item in facts.items if not item.is_asked]
    shown = [*asked, *rest][:LISTED]
    more = len(facts.items) - len(shown)
    return composed(
        [
            *parts.introduction(facts.reader),
            section(f"*{absence.packet_headline(facts, watch)}*"),
            *(block for item in shown for block in _item(item, facts, watch)),
            *([context([absence.packet_more(more, watch)])] if more > 0 else []),
            *([actions([_accept_all(facts)])] if len(asked) > 1 else []),
        ]
    )


def _accept_all(facts: AbsenceFacts) -> Block:
    return button(labels.ACCEPT_ALL, ActionId.ACCEPT_ALL, facts.away.id if facts.away else 0)


def _item(item: PacketItem, facts: AbsenceFacts, watch: Watch) -> list[Block]:
    if not item.is_asked:
        said = absence.answered(item, facts, watch)
        return [section(f"{absence.item_headline(item.facts)}\n{said}", accessory=_open(item))]
    number = item.facts.request.id
    lines = absence.item_lines(item, watch)
    told = absence.history(item.history, item, watch)
    return [
        section(f"*{absence.item_headline(item.facts)}*"),
        *parts.words(item.facts, _WORDS)[-1:],
        context([*lines, *told]),
        actions(
            [
                button(labels.ACCEPT, ActionId.ACCEPT, number, style="primary"),
                button(labels.DECLINE, ActionId.DECLINE, number),
                _open(item),
            ]
        ),
    ]


def _open(item: PacketItem) -> Block:
    return button(labels.OPEN, ActionId.OPEN, item.facts.request.id)


def hand_back(facts: AbsenceFacts) -> Message:
    """What became of each request meanwhile, for whoever is back."""
    watch = PrintedWatch.of(facts.reader, facts.now)
    shown = facts.items[: 3 * LISTED]
    more = len(facts.items) - len(shown)
    return composed(
        [
            section(f"*{absence.hand_back_headline(facts)}*"),
            *(
                section(
                    f"{absence.item_headline(item.facts)}\n{absence.handed_back(item, facts, watch)}",
                    accessory=_open(item),
                )
                for item in shown
            ),
            *([context([absence.packet_more(more, watch)])] if more > 0 else []),
        ]
    )


def noted(facts: AbsenceFacts) -> Message:
    """The absence as it is noted, with the way to end it."""
    watch = PrintedWatch.of(facts.reader, facts.now)
    return composed([section(absence.noted(facts, watch)), *_ending(facts)])


def _ending(facts: AbsenceFacts) -> list[Block]:
    if facts.away is None or facts.away.ends_at <= facts.now:
        return []
    label = labels.BACK if facts.away.starts_at <= facts.now else labels.CALL_OFF
    return [
        actions(
            [
                button(label, ActionId.BACK, facts.away.id),
                button(labels.AWAY_CHANGE, ActionId.AWAY, facts.away.id),
            ]
        )
    ]


def noted_by_others(facts: AbsenceFacts) -> Message:
    """For whoever others said is away."""
    watch = PrintedWatch.of(facts.reader, facts.now)
    return composed([section(absence.noted_by(facts, watch)), *_ending(facts)])


def ended(facts: AbsenceFacts) -> Message:
    """Back."""
    return composed([section(absence.ended(facts))])


def question(facts: AbsenceFacts, until: date | None) -> Message:
    """A status looks like an absence: is it one?"""
    watch = PrintedWatch.of(facts.reader, facts.now)
    yes = []
    if until is not None:
        label = labels.AWAY_YES.format(day=absence.day(until, watch))
        yes = [button(label, ActionId.AWAY_YES, until.isoformat(), style="primary")]
    buttons = [*yes, button(labels.AWAY, ActionId.AWAY, 0), button(labels.AWAY_NO, ActionId.AWAY_NO, 0)]
    return composed([section(absence.question(until, facts, watch)), actions(buttons)])


def answered(facts: AbsenceFacts, answer: str) -> Message:
    """The question, once it is answered."""
    watch = PrintedWatch.of(facts.reader, facts.now)
    said = absence.ASKED_NOTHING if answer == "no" else absence.noted(facts, watch)
    return composed([section(said), *([] if answer == "no" else _ending(facts))])


def form(facts: AbsenceFacts, whose: str | None = None, stand_in: str | None = None) -> View:
    """Who is away, from when until when, and who looks after things; the two people by Slack id."""
    today = facts.now.astimezone(PrintedWatch.of(facts.reader, facts.now).zone).date()
    blocks = [
        field(Field.PERSON, absence.AWAY_WHO, inputs.person(initial=whose or facts.reader.slack_id)),
        field(Field.AWAY_FROM, absence.AWAY_FROM, _day(today)),
        field(Field.AWAY_UNTIL, absence.AWAY_UNTIL, _day(today + timedelta(days=7))),
        field(
            Field.STAND_IN,
            absence.STAND_IN,
            inputs.person(initial=stand_in),
            optional=True,
            hint=absence.STAND_IN_HINT,
        ),
    ]
    return modal(Form.AWAY, absence.AWAY_TITLE, blocks, submit=forms.KEEP)


def _day(initial: date) -> Block:
    return {"type": "datepicker", "initial_date": initial.isoformat()}


def offer(facts: RequestFacts, reader: Person, watch: Watch) -> Message:
    """Can you take this? The words that came with it, and two buttons."""
    said = absence.offer_words(facts)
    number = facts.request.id
    return composed(
        [
            *parts.introduction(reader),
            section(f"*{absence.offer_headline(facts, reader)}*"),
            *parts.words(facts),
            context([f"#{number}", *([said] if said else []), *_standing(facts, watch)]),
            context([absence.offer_small_print(facts, reader)]),
            actions(
                [
                    button(labels.ACCEPT, ActionId.ACCEPT, number, style="primary"),
                    button(labels.DECLINE, ActionId.DECLINE, number),
                    button(labels.OPEN, ActionId.OPEN, number),
                ]
            ),
        ]
    )


def whose(facts: RequestFacts, candidates: Sequence[Person], reader: Person, watch: Watch) -> Message:
    """Whose is this? One button for each who may have it."""
    said = absence.offer_words(facts)
    number = facts.request.id
    people = [
        button(person.name, f"{ActionId.WHOSE}.{place}", f"{person.id}:{number}")
        for place, person in enumerate(candidates[:5])
    ]
    return composed(
        [
            *parts.introduction(reader),
            section(f"*{absence.whose_headline(facts)}*"),
            *parts.words(facts),
            context([f"#{number}", *([said] if said else []), *_standing(facts, watch)]),
            context([absence.whose_small_print(facts, reader)]),
            actions(
                [
                    *people,
                    button(labels.WHOSE_OTHER, ActionId.WHOSE_OTHER, number),
                    button(labels.OPEN, ActionId.OPEN, number),
                ]
            ),
        ]
    )


def whose_unanswered(facts: RequestFacts, reader: Person) -> Message:
    """Whose it is was asked, and a working day went by: where it is now."""
    return composed(
        [
            section(f"*{absence.item_headline(facts)}*\n{absence.whose_unanswered(facts, reader)}"),
            actions([button(labels.OPEN, ActionId.OPEN, facts.request.id)]),
        ]
    )


def _standing(facts: RequestFacts, watch: Watch) -> list[str]:
    item = PacketItem(facts, (), None, is_asked=True)
    return absence.item_lines(item, watch)


def whose_form(facts: RequestFacts) -> View:
    """Nobody of the list: somebody by name."""
    blocks = [section(forms.about(facts)), field(Field.PERSON, forms.PERSON_LABEL, inputs.person())]
    metadata = {"request_id": facts.request.id}
    return modal(Form.WHOSE, absence.WHOSE_TITLE, blocks, submit=forms.KEEP, metadata=metadata)
