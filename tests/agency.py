"""The people of the story, as a roster and as a local Slack workspace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.db.engine import background_engine, interactive_engine
from bot.domain.people import RosterEntry
from bot.sandbox import Workspace
from bot.services.clock import RealClock
from bot.services.transaction import Transactions

WS = "T0NUDGE"

DANA = RosterEntry("U0DANA00000", "Dana Dev", "dana@agency.example", "Europe/Berlin")
BOB = RosterEntry("U0BOB000000", "Bob Berg", "bob@agency.example", "Europe/Berlin", "de")
PIA = RosterEntry("U0PIA000000", "Pia Pohl", "pia@agency.example", "Europe/Berlin")
LEA = RosterEntry("U0LEA000000", "Lea Lind", "lea@agency.example", "Europe/Berlin", is_admin=True)
GUS = RosterEntry("U0GUS000000", "Gus Guest", "gus@elsewhere.example", is_guest=True)
IDA = RosterEntry("U0IDA000000", "Ida Gone", "ida@agency.example", is_active=False)
EVERYBODY = (DANA, BOB, PIA, LEA, GUS, IDA)


def local_slack() -> Workspace:
    """The agency's workspace: three channels that are safe, one that is shared, one that holds a guest."""
    workspace = Workspace(WS, "Agency", pacing=False, ack_seconds=1.0)
    for each in EVERYBODY:
        workspace.add_user(
            each.name.split()[0].lower(),
            email=each.email or "",
            real_name=each.name,
            locale="de-DE" if each.language == "de" else "en-US",
            admin=each.is_admin,
            guest=each.is_guest,
            deleted=not each.is_active,
        )
    workspace.add_channel("client-acme", members=["dana", "bob"])
    workspace.add_channel("delivery-leads", members=["lea"])
    workspace.add_channel("general", members=["dana", "bob", "pia", "lea"], bot=False)
    workspace.add_channel("with-guest", members=["dana", "gus"])
    workspace.add_channel("with-acme", members=["dana"])
    workspace.share("with-acme")
    return workspace


@asynccontextmanager
async def transactions_on(database_url: str) -> AsyncIterator[Transactions]:
    """The transaction runner on a database, in real time, waking nobody."""
    interactive, background = interactive_engine(database_url, size=2), background_engine(database_url, size=2)
    yield Transactions(interactive=interactive, background=background, clock=RealClock(), woken=lambda: None)
    await interactive.dispose()
    await background.dispose()
