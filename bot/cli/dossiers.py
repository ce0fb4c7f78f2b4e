"""`nudge export-person`: all that is known of somebody."""

import json
from datetime import datetime
from enum import StrEnum

from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.services import dossier
from bot.services.errors import UnknownPerson
from bot.settings import Settings
from bot.texts import commands
from bot.texts import dossier as texts


class Shape(StrEnum):
    """For whom it is printed."""

    TEXT = "text"
    JSON = "json"


async def export_person(settings: Settings, workspace: str | None, email: str, shape: Shape) -> str:
    """All that is known of whoever has this address; raises CannotDo where that is nobody."""
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        try:
            known = await transactions.run(workspace_id, dossier.known_of, email)
        except UnknownPerson:
            raise CannotDo(commands.nothing_known(email)) from None
    if shape is Shape.JSON:
        return json.dumps(known, ensure_ascii=False, indent=2, default=_spelled) + "\n"
    return texts.told(known)


def _spelled(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
