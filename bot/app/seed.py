"""The people of the story, in a workspace on this machine."""

from bot.domain.channels import ChannelFacts
from bot.domain.setup_reading import read_setup
from bot.sandbox import Workspace
from bot.services import setup
from bot.services.transaction import Transactions

SETUP = """
[workspace]
timezone = "Europe/Berlin"
language = "en"
working_hours = "Mon-Fri 09:00-17:30"
fallback_owner = "lea@agency.example"
digest = { channel = "#delivery-leads", day = "Mon", at = "09:00" }

[[person]]
email = "pia@agency.example"
working_hours = "Mon-Wed 09:00-17:30; Fri 09:00-17:30"

[[client]]
name = "Acme GmbH"
domains = ["acme.example"]
country = "DE"

[[contact]]
email = "jane@acme.example"
client = "Acme GmbH"
language = "en"

[[project]]
client = "Acme GmbH"
name = "Portal"
owner = "bob@agency.example"
backup = "pia@agency.example"
lead = "lea@agency.example"
channel = "#client-acme"
intake = "acme-inbox@agency.example"
"""

JANE = ("jane", "jane@acme.example", "Jane Doe")


def people_of_the_story(workspace: Workspace) -> None:
    """Dana, Bob, Pia and Lea, their channels, and Jane outside."""
    workspace.add_user("dana", email="dana@agency.example", real_name="Dana Weber")
    workspace.add_user("bob", email="bob@agency.example", real_name="Bob Keller")
    workspace.add_user("pia", email="pia@agency.example", real_name="Pia Lorenz")
    workspace.add_user("lea", email="lea@agency.example", real_name="Lea Brandt", admin=True)
    workspace.add_channel("general", members=("dana", "bob", "pia", "lea"))
    workspace.add_channel("client-acme", members=("dana", "bob", "pia", "lea"))
    workspace.add_channel("delivery-leads", members=("lea",))
    workspace.add_outsider(JANE[0], email=JANE[1], real_name=JANE[2])
    workspace.shortcuts["hand_over"] = "Hand over"


async def set_up(transactions: Transactions, workspace: Workspace) -> None:
    """Set the story's client and project up, where that has not been done."""
    channels = {
        channel.name: ChannelFacts(channel.id, channel.name) for channel in workspace.channels.values() if channel.name
    }
    await transactions.run(workspace.team_id, setup.apply, read_setup(SETUP), channels)
