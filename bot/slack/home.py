"""The app's Home: drawn when somebody opens it."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.permissions import Refused
from bot.services import reading
from bot.services.transaction import Transactions
from bot.slack.views.home import closed, home
from bot.texts.errors import sentence


async def publish_home(client: AsyncWebClient, transactions: Transactions, workspace_id: str, who: str) -> None:
    """Draw somebody's Home as things stand now; a guest's says whom it is for."""
    try:
        facts, now = await transactions.run(workspace_id, reading.dated, reading.home, who)
    except Refused as refusal:
        await client.views_publish(user_id=who, view=closed(sentence(refusal)))
    else:
        await client.views_publish(user_id=who, view=home(facts, now))
