"""Requests as rows: one way in, one way out, and the two statements that write them."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Row, bindparam, exists, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.db.given import given_rows
from bot.db.tables import request
from bot.domain.draft import Source
from bot.domain.incoming import Attached
from bot.domain.offers import Loan, Offer, OfferKind
from bot.domain.policy import ChosenBy
from bot.domain.request import Cause, Cycle, Flag, Outcome, Pending, Promise, Request, Snooze, State


def new_row(new: Request) -> dict[str, object]:
    """The columns of a request that is to be stored for the first time; how it came here is added to them."""
    return _changing(new) | {
        "workspace_id": new.workspace_id,
        "words": new.words,
        "handed_over_at": new.handed_over_at,
        "reporter_id": new.reporter_id,
        "erased_at": new.erased_at,
    }


def changed_row(changed: Request) -> dict[str, object]:
    """What `SAVE` takes of a request, as JSON holds it."""
    values = _changing(changed) | {"workspace_id": changed.workspace_id, "id": changed.id}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _changing(changed: Request) -> dict[str, object]:
    """The columns of a request that can change, from its dataclass."""
    promise, pending = changed.promise, changed.pending
    snooze, cycle, flag = changed.snooze, changed.cycle, changed.flag
    return {
        "state": changed.state.value,
        "outcome": changed.outcome.value if changed.outcome else None,
        "client_id": changed.client_id,
        "project_id": changed.project_id,
        "contact_id": changed.contact_id,
        "owner_id": changed.owner_id,
        "wish": changed.wish,
        "subject_key": changed.subject_key,
        "client_waits_since": changed.client_waits_since,
        "cycle": cycle.number,
        "cycle_cause": cycle.cause.value,
        "cycle_started_at": cycle.started_at,
        "anchor_at": cycle.anchor_at,
        "anchor_rung": cycle.anchor_rung,
        "rung": cycle.rung,
        "cycle_snoozes": cycle.snoozes,
        "policy_name": changed.policy_name,
        "policy_version": changed.policy_version,
        "policy_by": changed.policy_by.value,
        "flag_by": flag.by if flag else None,
        "flag_reason": flag.reason if flag else None,
        "flag_policy": flag.policy if flag else None,
        "flagged_at": flag.at if flag else None,
        "promise_what": promise.what if promise else None,
        "promise_due_at": promise.due_at if promise else None,
        "promise_made_at": promise.made_at if promise else None,
        "promise_client_knows": promise.client_knows if promise else None,
        "pending_what": pending.what if pending else None,
        "pending_due_at": pending.due_at if pending else None,
        "promises_made": changed.promises_made,
        "moves": changed.moves,
        "ask_again_at": changed.ask_again_at,
        "snoozed_until": snooze.until if snooze else None,
        "snooze_reason": snooze.reason if snooze else None,
        "holding_replies": changed.holding_replies,
        "chases": changed.chases,
        "passes": changed.passes,
        "touched_at": changed.touched_at,
        "returned_at": changed.returned_at,
        "wrote_at": changed.wrote_at,
        "closed_at": changed.closed_at,
        "lesson": changed.lesson,
        "latest_words": changed.latest_words,
        "noise_words": changed.noise_words,
        "noise_attachments": [asdict(one) for one in changed.noise_attachments],
        "noise_is_return": changed.noise_is_return,
        "unverified_from": changed.unverified_from,
        "note": changed.note,
        "perhaps_of": changed.perhaps_of,
        "attachments": [asdict(one) for one in changed.attachments],
        "offer": _json(replace(changed.offer, words=None) if changed.offer else None),
        "offer_words": changed.offer.words if changed.offer else None,
        "loan": _json(changed.loan),
        "due_at": changed.due_at,
    }


def from_row(row: Row[Any]) -> Request:
    """The request in a row of the whole table."""
    return Request(
        id=row.id,
        workspace_id=row.workspace_id,
        state=State(row.state),
        outcome=Outcome(row.outcome) if row.outcome else None,
        client_id=row.client_id,
        project_id=row.project_id,
        contact_id=row.contact_id,
        owner_id=row.owner_id,
        reporter_id=row.reporter_id,
        wish=row.wish,
        words=row.words,
        subject_key=row.subject_key,
        handed_over_at=row.handed_over_at,
        client_waits_since=row.client_waits_since,
        cycle=_cycle(row),
        policy_name=row.policy_name,
        policy_version=row.policy_version,
        policy_by=ChosenBy(row.policy_by),
        flag=Flag(row.flag_by, row.flag_reason, row.flag_policy, row.flagged_at) if row.flagged_at else None,
        promise=_promise(row),
        pending=Pending(row.pending_what or "", row.pending_due_at) if row.pending_due_at else None,
        ask_again_at=row.ask_again_at,
        snooze=Snooze(row.snoozed_until, row.snooze_reason or "") if row.snoozed_until else None,
        promises_made=row.promises_made,
        moves=row.moves,
        holding_replies=row.holding_replies,
        chases=row.chases,
        touched_at=row.touched_at,
        returned_at=row.returned_at,
        wrote_at=row.wrote_at,
        passes=row.passes,
        due_at=row.due_at,
        closed_at=row.closed_at,
        lesson=row.lesson,
        latest_words=row.latest_words,
        noise_words=row.noise_words,
        noise_attachments=tuple(Attached(**one) for one in row.noise_attachments),
        noise_is_return=row.noise_is_return,
        unverified_from=row.unverified_from,
        note=row.note,
        perhaps_of=row.perhaps_of,
        attachments=tuple(Attached(**one) for one in row.attachments),
        offer=_offer(row.offer, row.offer_words),
        loan=None if row.loan is None else Loan(**_dated(row.loan)),
        source=Source(row.source),
        erased_at=row.erased_at,
    )


def _json(value: Offer | Loan | None) -> dict[str, object] | None:
    """As JSON holds it: moments in ISO 8601."""
    if value is None:
        return None
    return {name: each.isoformat() if isinstance(each, datetime) else each for name, each in asdict(value).items()}


def _offer(value: dict[str, Any] | None, words: str | None) -> Offer | None:
    """The offer; what was said with it stands in a column of its own, where it can be erased."""
    if value is None:
        return None
    known = _dated(value) | {"kind": OfferKind(value["kind"]), "asked": tuple(value["asked"]), "words": words}
    return Offer(**known)


def _dated(value: dict[str, Any]) -> dict[str, Any]:
    """The same, its moments read."""
    moments = {"made_at", "until", "since", "heard_from"}
    return {
        name: datetime.fromisoformat(each) if name in moments and each is not None else each
        for name, each in value.items()
    }


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(
        row.cycle,
        Cause(row.cycle_cause),
        row.cycle_started_at,
        row.anchor_at,
        row.anchor_rung,
        row.rung,
        row.cycle_snoozes,
    )


def _promise(row: Row[Any]) -> Promise | None:
    if row.promise_due_at is None:
        return None
    return Promise(
        row.promise_what or "",
        row.promise_due_at,
        row.promise_made_at,
        row.promises_made,
        row.promise_client_knows,
    )


_KEY = ("workspace_id", "id")
_NEVER_CHANGED = (
    *_KEY,
    "source",
    "external_id",
    "words_digest",
    "channel_id",
    "words",
    "handed_over_at",
    "reporter_id",
    "erased_at",
)


def _add() -> Any:
    """Insert one request, unless its reporter handed over the same words since some moment."""
    new = {each.name: bindparam(f"new_{each.name}", type_=each.type) for each in request.c if each.name != "id"}
    same_words = exists().where(
        request.c.workspace_id == new["workspace_id"],
        request.c.reporter_id == new["reporter_id"],
        request.c.words_digest == new["words_digest"],
        request.c.handed_over_at > bindparam("new_since", type_=DateTime(timezone=True)),
    )
    return (
        upsert(request)
        .from_select(list(new), select(*new.values()).where(~same_words))
        .on_conflict_do_nothing()
        .returning(request.c.id)
    )


def _save() -> Any:
    """Update any number of requests in one statement."""
    changing = [each for each in request.c if each.name not in _NEVER_CHANGED]
    given = given_rows([*changing, *[request.c[name] for name in _KEY]])
    return (
        update(request)
        .where(*[request.c[name] == given.c[name] for name in _KEY])
        .values({each.name: given.c[each.name] for each in changing})
    )


ADD = _add()
SAVE = _save()
