"""A hand-over by command: made and shown in one transaction, for somebody waits for the answer."""

from dataclasses import dataclass

from bot.domain.draft import Draft
from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.routing import named_at_start
from bot.services.handing_over import Became, hand_over_in, typed
from bot.services.office import Office, office_of
from bot.services.reading import facts_of, first_facts
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
