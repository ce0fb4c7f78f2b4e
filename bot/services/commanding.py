"""What is done and shown in one transaction, for somebody waits for the answer, and must not be told half of it."""

from dataclasses import dataclass

from bot.domain.draft import Draft
from bot.domain.facts import ProjectFacts, RequestFacts
from bot.domain.people import Person
from bot.domain.routing import named_at_start
from bot.services.handing_over import Became, HandedOver, hand_over_in, take_part, typed
from bot.services.office import Office, office_of
from bot.services.reading import facts_of, first_facts, projects
from bot.services.transaction import Tx


@dataclass(frozen=True, slots=True)
class Answered:
    """What the words became, and what their reporter is shown of it."""

    became: Became
    facts: RequestFacts
    reader: Person


async def hand_over(tx: Tx, draft: Draft, who: str) -> Answered:
    """As `handing_over.hand_over`, for a draft of words that the person with Slack id `who` typed."""
    return await _hand_over(tx, await office_of(tx), draft, who)


async def hand_over_for_client(tx: Tx, words: str, who: str) -> Answered | None:
    """Words that begin with a client or a project, handed over; None where they name none, or say nothing more."""
    office = await office_of(tx)
    named = named_at_start(words, office.directory)
    if named is None or not named[1].strip():
        return None
    return await _hand_over(tx, office, typed(named[1], reporter=who, client_name=named[0]), who)


async def _hand_over(tx: Tx, office: Office, draft: Draft, who: str) -> Answered:
    handed = await hand_over_in(tx, office, draft)
    is_new = handed.became is Became.NEW
    facts = first_facts(office, handed.request, tx.now) if is_new else await facts_of(tx, office, handed.request)
    return Answered(handed.became, facts, office.person(who))


async def keep(tx: Tx, draft: Draft, who: str) -> tuple[HandedOver, tuple[ProjectFacts, ...]]:
    """Keep a draft whole before it is asked whose it is; with the projects to ask about."""
    office = await office_of(tx)
    return await hand_over_in(tx, office, draft), (await projects(tx, who))[0]


async def known(tx: Tx, of_a_mail: str | None, of_a_message: str, who: str) -> Answered | None:
    """The request that a mail or a message became before, with whoever points at it now taking part; None: none."""
    office = await office_of(tx)
    request = await take_part(tx, office, of_a_mail, of_a_message, who)
    if request is None:
        return None
    return Answered(Became.JOINED, await facts_of(tx, office, request), office.person(who))
