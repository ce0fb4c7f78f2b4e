"""What is asked of projects rather than of one request: contact with their clients, and what was learned in them."""

from collections.abc import Sequence
from string import punctuation

from bot.db import lessons as learned
from bot.db import requests
from bot.domain.facts import ProjectFacts, ProjectLessons
from bot.domain.people import Cast, Person
from bot.domain.permissions import Action, Refused, may
from bot.domain.request import TouchChannel
from bot.domain.routing import Project, projects_at_start
from bot.services import keeping
from bot.services.errors import UnknownChannel, UnknownPerson, UnknownProject
from bot.services.office import Office, office_of
from bot.services.reading import project_facts
from bot.services.transaction import Tx

MOST_LESSONS = 20
"""How many of one project are listed, the newest first."""

Touched = tuple[tuple[ProjectFacts, ...], TouchChannel, Person]


async def touched(tx: Tx, typed: str, who: str) -> Touched:
    """`acme call about the invoice`: contact with a client as such, for those of their projects where `who` has a part.

    Raises UnknownProject, UnknownChannel, and Refused where `who` has no part in any of them.
    """
    office = await office_of(tx)
    person = _of_the_house(office, who)
    named, rest = projects_at_start(typed, office.directory)
    if not named:
        raise UnknownProject(typed)
    how, _, words = rest.strip().partition(" ")
    channel = _channel(how)
    theirs = await taking_part(tx, office, person, named, Action.TOUCH_PROJECT)
    if not theirs:
        raise Refused(Action.TOUCH_PROJECT, None, person.id)
    for project in theirs:
        await keeping.note_contact(tx, office, project, person, channel, words)
    return _facts(office, theirs), channel, person


def _channel(how: str) -> TouchChannel:
    try:
        return TouchChannel(how.strip(punctuation).casefold())
    except ValueError:
        raise UnknownChannel(how) from None


async def lessons(tx: Tx, name: str, who: str) -> tuple[tuple[ProjectLessons, ...], Person]:
    """What was learned in the projects of that name that `who` has a part in; in all such projects for no name.

    Raises UnknownProject, and Refused where `who` has no part in any that is named.
    """
    office = await office_of(tx)
    person = _of_the_house(office, who)
    named, rest = projects_at_start(name, office.directory) if name else (office.directory.projects, "")
    if name and (not named or rest.strip()):
        raise UnknownProject(name)
    theirs = await taking_part(tx, office, person, named, Action.READ_LESSONS)
    if name and not theirs:
        raise Refused(Action.READ_LESSONS, None, person.id)
    found = await learned.of_projects(tx.conn, tx.workspace_id, [one.id for one in theirs], MOST_LESSONS)
    told = (
        ProjectLessons(one.client_name, one.project.name, *found[one.project.id])
        for one in _facts(office, theirs)
        if one.project.id in found
    )
    return tuple(told), person


async def called(tx: Tx, name: str) -> ProjectFacts | None:
    """The one project of that name, or of that client; None for no such, for several, and for more words."""
    office = await office_of(tx)
    named, rest = projects_at_start(name, office.directory)
    return _facts(office, named)[0] if len(named) == 1 and not rest.strip() else None


async def taking_part(
    tx: Tx, office: Office, person: Person, named: Sequence[Project], action: Action
) -> tuple[Project, ...]:
    """Those of the projects in which somebody plays a part that allows this; handing something over is such a part."""
    handed_over = await requests.projects_of_reporter(tx.conn, tx.workspace_id, person.id)
    return tuple(
        project
        for project in named
        if may(person, action, _cast(office, project, person, handed_over), joined=frozenset(), request=None)
    )


def _cast(office: Office, project: Project, person: Person, handed_over: frozenset[int]) -> Cast:
    return Cast(
        owner=project.owner_id,
        backup=project.backup_id,
        lead=project.lead_id,
        reporter=person.id if project.id in handed_over else None,
        fallback=office.workspace.fallback_owner_id,
    )


def _of_the_house(office: Office, who: str) -> Person:
    person = office.person(who)
    if not person.is_colleague:
        raise UnknownPerson(who)
    return person


def _facts(office: Office, wanted: Sequence[Project]) -> tuple[ProjectFacts, ...]:
    ids = {project.id for project in wanted}
    return tuple(facts for facts in project_facts(office, {}) if facts.project.id in ids)
