"""Keeping in touch with a client: one request to the owner when there was no contact for as long as a project allows.

It asks for nothing on a client's behalf: nobody waits for us. It closes by itself once there was contact about the
project, and the days are counted anew.
"""

from dataclasses import replace

from bot.db import requests, touches
from bot.domain import life
from bot.domain.draft import Source, cleaned
from bot.domain.events import Event, EventKind, Value
from bot.domain.keeping import due_at, is_recent, wish
from bot.domain.people import Person
from bot.domain.policy import KEEPING_IN_TOUCH
from bot.domain.progress import advance, numbered
from bot.domain.request import Cause, Cycle, Evidence, Outcome, Request, State, TouchChannel
from bot.domain.routing import Project
from bot.domain.touch import Copy
from bot.services.office import Office, office_of
from bot.services.progressing import bring_up_to_date, carry_out, redraw
from bot.services.transaction import Tx

BATCH = 100


async def ask_due(tx: Tx) -> None:
    """Look at the projects, of any workspace, whose time has come; each is held by this transaction alone."""
    for due in await touches.claim_due(tx.conn, tx.now, BATCH):
        there = replace(tx, workspace_id=due.workspace_id)
        office = await office_of(there)
        project = office.directory.project(due.project_id)
        if project is not None:
            await _look_at(there, office, project, due)


async def _look_at(tx: Tx, office: Office, project: Project, due: touches.DueProject) -> None:
    """Ask its owner, or note when to look again: a contact may have come in between."""
    if project.touch_every is None:
        await _ask_no_more(tx, office, project)
        return
    if await touches.is_asked_for(tx.conn, tx.workspace_id, project.id):
        await touches.set_due(tx.conn, tx.workspace_id, project.id, None)
        return
    latest = await touches.latest(tx.conn, tx.workspace_id, project.id)
    since = max((at for at in (due.counted_from, latest) if at is not None), default=tx.now)
    at = due_at(office.calendar(project.owner_id), since, project.touch_every)
    await touches.set_due(tx.conn, tx.workspace_id, project.id, at if at > tx.now else None)
    if at <= tx.now:
        await _ask(tx, office, project, replace(_asking(tx, office, project), touched_at=latest))


async def _ask_no_more(tx: Tx, office: Office, project: Project) -> None:
    """The project asks for it no longer. While somebody is at work on the request, it is left for the next look."""
    if await touches.is_asked_for(tx.conn, tx.workspace_id, project.id):
        asked = await touches.asked_for(tx.conn, tx.workspace_id, project.id, wait=False)
        if asked is None:
            return
        await _end(tx, office, asked, Outcome.NOT_NEEDED)
    await touches.set_due(tx.conn, tx.workspace_id, project.id, None)


def _asking(tx: Tx, office: Office, project: Project) -> Request:
    """The request before anybody has it. The client waits for nothing."""
    client = office.directory.client(project.client_id)
    return Request(
        id=0,
        workspace_id=tx.workspace_id,
        state=State.TRIAGE,
        outcome=None,
        client_id=project.client_id,
        project_id=project.id,
        contact_id=None,
        owner_id=None,
        reporter_id=None,
        wish=wish(client.name if client else "", project.name),
        words="",
        subject_key=None,
        handed_over_at=tx.now,
        client_waits_since=None,
        cycle=Cycle(0, Cause.HANDED_OVER, tx.now, tx.now, 0, 0),
        policy_name=KEEPING_IN_TOUCH.name,
        policy_version=KEEPING_IN_TOUCH.version,
        source=Source.KEEPING_IN_TOUCH,
    )


async def _ask(tx: Tx, office: Office, project: Project, asking: Request) -> None:
    owner, client = project.owner_id, project.client_id
    routed = life.routed(asking, owner_id=owner, client_id=client, project_id=project.id, now=tx.now)
    routed = office.in_new_cycle(routed)
    progress = advance(routed, office.surroundings(routed), frozenset(), tx.now)
    number = await requests.add(
        tx.conn,
        progress.request,
        source=Source.KEEPING_IN_TOUCH.value,
        external_id=f"{project.id}:{tx.now.isoformat()}",
        words_digest=b"",
        channel_id=None,
    )
    if number is None:
        return
    data: dict[str, Value] = {"source": Source.KEEPING_IN_TOUCH.value, "owner": owner, "project": project.id}
    told = Event(EventKind.HANDED_OVER, number, data=data, text=asking.wish)
    await carry_out(tx, office, [numbered(progress, number)], before=[told])


async def note_contact(
    tx: Tx, office: Office, project: Project, person: Person, channel: TouchChannel, words: str = ""
) -> Request | None:
    """There was contact with the client as such, as `person` says. The request that asked for it, if there was one."""
    asked = await touches.asked_for(tx.conn, tx.workspace_id, project.id)
    await touches.add(tx.conn, tx.workspace_id, project.id, channel=channel, person_id=person.id, at=tx.now)
    data: dict[str, Value] = {"channel": channel.value, "evidence": Evidence.CLAIMED.value, "project": project.id}
    number = asked.id if asked else None
    await tx.record(Event(EventKind.TOUCHED, number, person.id, data, cleaned(words).strip() or None))
    return None if asked is None else await _end(tx, office, asked, Outcome.DONE)


async def note_copy(tx: Tx, office: Office, project: Project, copy: Copy, by: int) -> Request | None:
    """A mail of ours was contact with the client as such; the days count from when it was written.

    `by` says so, or wrote it. Whichever way it came, it counts once. Where contact has been asked for meanwhile, a mail
    from so long ago that it would be asked for anyway leaves it asked for. Returns the request that is over with it.
    """
    asked = await touches.asked_for(tx.conn, tx.workspace_id, project.id)
    written_at = min(copy.written_at or tx.now, tx.now)
    if not await touches.add_copy(tx.conn, tx.workspace_id, project.id, copy, written_at):
        return None
    data: dict[str, Value] = {
        "channel": TouchChannel.MAIL.value,
        "evidence": copy.evidence.value,
        "written": copy.written_at.isoformat() if copy.written_at else None,
        "author": copy.author_id,
        "project": project.id,
    }
    await tx.record(Event(EventKind.TOUCHED, asked.id if asked else None, by, data))
    every, calendar = project.touch_every, office.calendar(project.owner_id)
    if asked is None or (every is not None and not is_recent(calendar, written_at, every, tx.now)):
        return None
    ended = await _end(tx, office, asked, Outcome.DONE)
    await touches.count_anew(tx.conn, tx.workspace_id, project.id, written_at)
    return ended


async def end_with_contact(
    tx: Tx, office: Office, asked: Request, person: Person, channel: TouchChannel, words: str
) -> Request:
    """The contact that this request asked for was made; raises TransitionRefused where it is closed already."""
    life.next_state(asked.state, life.On.CLOSED)
    project = office.project_of(asked)
    ended = await note_contact(tx, office, project, person, channel, words) if project else None
    return ended or await _end(tx, office, asked, Outcome.DONE)


async def end_if_asked(tx: Tx, office: Office, project_id: int | None) -> None:
    """The client has heard from us about a request of this project: nobody needs to be asked to be in touch."""
    project = office.directory.project(project_id)
    if project is None or project.touch_every is None:
        return
    asked = await touches.asked_for(tx.conn, tx.workspace_id, project.id)
    if asked is not None:
        await _end(tx, office, asked, Outcome.DONE)


async def _end(tx: Tx, office: Office, asked: Request, outcome: Outcome) -> Request:
    """Nudge closes what it opened, whoever made the contact."""
    touched_at = tx.now if outcome is Outcome.DONE else asked.touched_at
    ended = life.closed(replace(asked, touched_at=touched_at), outcome, tx.now)
    data: dict[str, Value] = {"outcome": outcome.value, "source": Source.KEEPING_IN_TOUCH.value}
    await tx.record(Event(EventKind.CLOSED, asked.id, data=data))
    (settled,) = await bring_up_to_date(tx, office, [ended])
    await redraw(tx, settled)
    await count_anew(tx, settled)
    return settled


async def count_anew(tx: Tx, ended: Request) -> None:
    """Such a request is over: the days begin again."""
    if ended.project_id is not None:
        await touches.count_anew(tx.conn, tx.workspace_id, ended.project_id, tx.now)
