"""Noise that belongs with nothing, brought by a colleague: they are asked, and one press makes it a request."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.db import outbox, request_mails, requests
from bot.domain.draft import Draft, Source
from bot.domain.incoming import Attached
from bot.domain.outbox import Intention, Kind, Purpose
from bot.domain.permissions import Action, Refused
from bot.domain.request import Request
from bot.domain.routing import route
from bot.domain.understanding import Arrived
from bot.services import handing_over
from bot.services.errors import NotFound
from bot.services.mail_reading import Letter
from bot.services.office import office_of
from bot.services.progressing import say
from bot.services.transaction import Tx

_MOST_IN_A_THREAD = 30
_SET_ASIDE = "noise"


async def ask_whether_it_counts(tx: Tx, letter: Letter) -> None:
    """Tell whoever brought it that it reads like an automatic mail, and ask; until they say, there is no request."""
    if letter.sender is None:
        return
    key = handing_over.digest_of(f"{letter.digest.hex()}:{letter.own_id or letter.sent or letter.ids[0]}").hex()
    draft = replace(letter.draft, thread=frozenset(sorted(letter.draft.thread)[:_MOST_IN_A_THREAD]))
    kept: dict[str, Any] = {"draft": asdict(draft), "ids": letter.ids, "digest": letter.digest.hex()}
    kept |= {"own_id": letter.own_id, "sent": letter.sent}
    facts: dict[str, str | int | bool | None] = {
        "key": f"{key}:{letter.sender.id}",
        "subject": (letter.draft.subject or "")[:150],
        "mail": json.dumps(kept, default=_plain),
    }
    await say(tx, [Intention(Purpose.NOISE_QUESTION, _name(facts["key"]), recipient_id=letter.sender.id, facts=facts)])


def _name(key: object) -> str:
    return f"{_SET_ASIDE}:{key}"


def _plain(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, datetime) else sorted(value) if isinstance(value, frozenset) else value
    )


async def it_counts(tx: Tx, key: str, who: str) -> Request | None:
    """The answer: it is a client's wish after all. Raises NotFound, and Refused for anybody but the one who was asked.

    The question keeps nothing of the mail from then on; a second press returns the same request.
    """
    office = await office_of(tx)
    person = handing_over.able_reporter(office, who)
    await requests.hold_subject(tx.conn, tx.workspace_id, 0, key)
    asked = await outbox.asked(tx.conn, tx.workspace_id, _name(key))
    if asked is None:
        raise NotFound(0)
    post_id, recipient_id, facts = asked
    if recipient_id != person.id:
        raise Refused(Action.HAND_OVER, None, person.id)
    if facts.get("mail") is None:
        return await requests.get(tx.conn, tx.workspace_id, int(facts.get("answered") or 0))
    kept = json.loads(str(facts["mail"]))
    draft, digest = _draft(kept["draft"]), bytes.fromhex(kept["digest"])
    arrived = Arrived(kept["own_id"], kept["sent"], person.id, tx.now, draft.sent_at)
    number = await request_mails.number_of_same(tx.conn, tx.workspace_id, kept["ids"], digest, arrived)
    known = None if number is None else await requests.locked(tx.conn, tx.workspace_id, number)
    if known is not None:
        await handing_over.join(tx, known, person)
        request = known
    else:
        found = route(draft, office.directory)
        client = handing_over.client_of(office, draft, found)
        request = (await handing_over.begin(tx, office, draft, person, client, found, digest)).request
        await request_mails.note_thread(tx.conn, tx.workspace_id, request.id, draft.thread)
        for one in kept["ids"]:
            await request_mails.note_mail(
                tx.conn, tx.workspace_id, request.id, external_id=one, words_digest=digest, arrived=arrived
            )
    answered = {"key": key, "subject": facts["subject"], "answered": request.id}
    await outbox.settle_question(tx.conn, tx.workspace_id, post_id, answered)
    update = Intention(
        Purpose.NOISE_QUESTION,
        f"{_name(key)}:answered",
        kind=Kind.UPDATE,
        target_id=post_id,
        recipient_id=person.id,
        facts=answered,
    )
    await say(tx, [update])
    return request


def _draft(given: dict[str, Any]) -> Draft:
    sent_at = given["sent_at"]
    told = given | {
        "source": Source(given["source"]),
        "thread": frozenset(given["thread"]),
        "attachments": tuple(Attached(**one) for one in given["attachments"]),
        "delivered_to": tuple(given["delivered_to"]),
        "sent_at": datetime.fromisoformat(sent_at) if sent_at else None,
        "promised_by": None,
    }
    return Draft(**told)
