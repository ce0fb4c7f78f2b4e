"""Carries out what `domain.progress` decides: the request, its steps, the trail and the outbox in one go."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.db import consequences, outbox, people, requests, steps
from bot.domain.events import Event
from bot.domain.ladder import Withheld
from bot.domain.outbox import Intention, Kind, Purpose
from bot.domain.progress import Progress, advance
from bot.domain.request import Request
from bot.services.announcing import announce, newly_asked, redraw_packets
from bot.services.office import Office, office_of
from bot.services.transaction import Tx

SHOWN_ON = (
    Purpose.CARD,
    Purpose.REMINDER,
    Purpose.HEADS_UP,
    Purpose.CONFIRMATION,
    Purpose.TRIAGE_QUESTION,
    Purpose.AGAIN_QUESTION,
    Purpose.COPY_QUESTION,
    Purpose.TRIAGE_ESCALATION,
    Purpose.CALL,
    Purpose.OFFER,
    Purpose.WHOSE,
)
"""Messages that show how a request stands, and so change with it."""


async def bring_up_to_date(tx: Tx, office: Office, held: Sequence[Request]) -> list[Request]:
    """Advance requests that this transaction holds to its `now`, and write down all that follows."""
    progresses = await _advanced(tx, office, held)
    await requests.save(tx.conn, [progress.request for progress in progresses])
    return await _shown(tx, held, progresses)


async def _keep_up(tx: Tx, office: Office, held: Sequence[Request]) -> None:
    """As `bring_up_to_date`, for requests as they are stored: where no more than time went by, no more is written."""
    progresses = await _advanced(tx, office, held)
    await requests.save(tx.conn, [progress.request for progress in progresses if progress.passed])
    await requests.note_looks(tx.conn, [progress.request for progress in progresses if not progress.passed])
    await _shown(tx, held, progresses)


async def _advanced(tx: Tx, office: Office, held: Sequence[Request]) -> list[Progress]:
    """The requests at `now`; their steps, events and messages are written down, they themselves are not."""
    done = await steps.done(tx.conn, held, tx.now)
    progresses = [
        advance(one, office.surroundings(one), done[one.id].steps, tx.now, done[one.id].messages) for one in held
    ]
    await carry_out(tx, office, progresses)
    return progresses


async def _shown(tx: Tx, held: Sequence[Request], progresses: Sequence[Progress]) -> list[Request]:
    """The requests as they stand now; whoever is newly asked to take one is told, and what shows them is redrawn."""
    now = [progress.request for progress in progresses]
    await announce(tx, newly_asked(held, now))
    await redraw(tx, *[progress.request for progress in progresses if progress.is_news])
    await redraw_packets(tx, [after for before, after in zip(held, now, strict=True) if before.loan and not after.loan])
    return now


async def carry_out(
    tx: Tx,
    office: Office,
    progresses: Sequence[Progress],
    *,
    before: Sequence[Event] = (),
    besides: Sequence[Intention] = (),
) -> None:
    """Note the steps, record the events and queue the messages of these decisions; the requests are not saved.

    `before` happened earlier, `besides` is to be said as well: they go along, each round trip is somebody's wait.
    """
    noted = [
        note
        for progress in progresses
        for note in (
            *(steps.NotedStep(progress.request, step) for step in progress.due),
            *(steps.NotedStep(progress.request, step, Withheld.OVERTAKEN) for step in progress.overtaken),
            *(steps.NotedStep(progress.request, step, Withheld.CARD_OF_THE_DAY) for step in progress.told),
        )
    ]
    intentions = [intention for progress in progresses for intention in progress.intentions]
    written = await consequences.write(
        tx.conn,
        tx.workspace_id,
        tx.now,
        noted=noted,
        events=[*before, *(event for progress in progresses for event in progress.events)],
        intentions=[*await _introducing(tx, office, intentions), *besides],
    )
    await _have_met(tx, office, besides)
    tx.recorded.extend(written.events)
    tx.queued.extend(written.messages)


async def _introducing(tx: Tx, office: Office, intentions: Sequence[Intention]) -> list[Intention]:
    """The first card that somebody ever gets says in one sentence who is writing."""
    met: set[int] = set()
    told: list[Intention] = []
    for intention in intentions:
        person = office.people.get(intention.recipient_id or 0)
        reminds = intention.step is not None or intention.purpose is Purpose.REMINDER
        first = reminds and person is not None and not person.introduced
        if person is None or not first or person.id in met:
            told.append(intention)
            continue
        met.add(person.id)
        await people.set_introduced(tx.conn, tx.workspace_id, person.id)
        told.append(replace(intention, facts={**intention.facts, "introduce": True}))
    return told


async def _have_met(tx: Tx, office: Office, besides: Sequence[Intention]) -> None:
    """Whoever gets an answer to what they handed over knows who is writing: no later card introduces the bot."""
    answered = {office.people.get(one.recipient_id or 0) for one in besides}
    for person in answered:
        if person is not None and not person.introduced:
            await people.set_introduced(tx.conn, tx.workspace_id, person.id)


async def say(tx: Tx, intentions: Iterable[Intention]) -> list[int | None]:
    """Queue messages; those that were queued before are not queued twice. The ids, in order; None: it was there."""
    wanted = list(intentions)
    ids = await outbox.enqueue(tx.conn, tx.workspace_id, wanted) if wanted else []
    tx.queued.extend(id_ for id_ in ids if id_ is not None)
    return ids


async def redraw(tx: Tx, *changed: Request) -> None:
    """Have every message that shows one of these requests show it as it is now. Edits notify nobody."""
    await redraw_messages(tx, [request.id for request in changed])
    in_other_hands = [one for one in changed if one.offer is not None or one.loan is not None]
    if in_other_hands:
        await redraw_packets(tx, in_other_hands)


async def redraw_messages(tx: Tx, numbers: Collection[int], *, but: int | None = None) -> None:
    """Have the messages about these requests, packets and the message `but` aside, show them as they are now."""
    posts = await outbox.cards_of(tx.conn, tx.workspace_id, numbers, SHOWN_ON)
    await say(
        tx,
        [
            Intention(
                purpose=post.purpose,
                kind=Kind.UPDATE,
                dedupe_key=f"redraw:{post.id}:{tx.now.isoformat()}",
                target_id=post.id,
                recipient_id=post.recipient_id,
                request_id=post.request_id,
                facts=post.facts,
            )
            for post in posts
            if post.id != but
        ],
    )


async def look_again_at_those_of(tx: Tx, office: Office, person_id: int) -> None:
    """Have the heartbeat look at every request in which somebody plays a part who goes away, leaves, or is back."""
    stands_in_for = {person_id, *(one.person_id for one in office.absences if one.stand_in_id == person_id)}
    projects = office.directory.projects
    theirs = [one.id for one in projects if stands_in_for & {one.owner_id, one.backup_id, one.lead_id}]
    is_last = office.workspace.fallback_owner_id in stands_in_for or person_id in office.operators
    await requests.watch_for(tx.conn, tx.workspace_id, person_id, theirs, tx.now, everything=is_last)


async def progress_due(tx: Tx, limit: int) -> int:
    """Advance up to `limit` requests, of any workspace, that something is due for; returns how many there were.

    Each is held by this transaction alone, so that replicas share the work.
    """
    held = await requests.claim_due(tx.conn, tx.now, limit)
    by_workspace: dict[str, list[Request]] = defaultdict(list)
    for request in held:
        by_workspace[request.workspace_id].append(request)
    for workspace_id, theirs in by_workspace.items():
        there = replace(tx, workspace_id=workspace_id)
        await _keep_up(there, await office_of(there), theirs)
    return len(held)
