"""The policies of a workspace, to be read: read-only use cases."""

from collections import Counter

from bot.db import requests
from bot.domain.people import Person
from bot.domain.plan_facts import PlanFacts, PlanUse
from bot.domain.policy import KEEPING_IN_TOUCH, STANDARD, TIERS
from bot.services.errors import UnknownPolicy
from bot.services.office import Office, office_of
from bot.services.reading import of_the_house
from bot.services.transaction import Tx

Used = Counter[tuple[str, int]]


async def all_plans(tx: Tx, who: str) -> tuple[tuple[PlanFacts, ...], Person]:
    """Every policy, by name, for somebody of the house; raises Refused."""
    office = await office_of(tx)
    person = of_the_house(office, who)
    used = await _used(tx)
    return tuple(_facts(office, name, used) for name in sorted(office.newest)), person


async def plan_called(tx: Tx, name: str, who: str) -> tuple[PlanFacts, Person]:
    """One policy, however its name is typed, "Key client." too; raises Refused and UnknownPolicy."""
    office = await office_of(tx)
    person = of_the_house(office, who)
    names = (*office.newest, KEEPING_IN_TOUCH.name)
    found = next((each for each in names if _plainly(each) == _plainly(name)), None)
    if found is None:
        raise UnknownPolicy(name)
    return _facts(office, found, await _used(tx)), person


def _plainly(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split()).strip(" .,;:!?\"'“”")


async def _used(tx: Tx) -> Used:
    unclosed = await requests.all_unclosed(tx.conn, tx.workspace_id)
    return Counter((request.policy_name, request.policy_version) for request in unclosed)


def _facts(office: Office, name: str, used: Used) -> PlanFacts:
    newest = KEEPING_IN_TOUCH if name == KEEPING_IN_TOUCH.name else office.newest[name]
    versions = sorted({version for known, version in office.policies if known == name} | {newest.version})
    tiers = TIERS | dict(office.workspace.tiers)
    return PlanFacts(
        policy=newest,
        versions=tuple(versions),
        still_used={version: used[name, version] for version in versions if used[name, version]},
        uses=_uses(office, name),
        tiers=tuple(sorted(tier for tier, policy in tiers.items() if policy == name)),
        is_usual=(office.workspace.policy or STANDARD.name) == name,
        people={one: office.people[one] for one in newest.named if one in office.people},
    )


def _uses(office: Office, name: str) -> tuple[PlanUse, ...]:
    clients = {client.id: client.name for client in office.directory.clients}
    choices = ((project, office.choice_of(project)) for project in office.directory.projects)
    return tuple(
        PlanUse(clients.get(project.client_id, ""), project.name, choice.by)
        for project, choice in choices
        if choice.name == name
    )
