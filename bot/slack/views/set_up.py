"""The form by which an admin adds or changes a client and a project, so that nobody needs a file to begin."""

from collections.abc import Sequence

from bot.domain.facts import ProjectFacts
from bot.domain.routing import Client, Project
from bot.slack.names import Field, Form
from bot.slack.views import inputs
from bot.slack.views.inputs import View, field, modal, radio, text
from bot.slack.views.message import Block, context, option
from bot.texts import forms

_SHORT = 300
_NAME = 80


def project(clients: Sequence[Client], existing: ProjectFacts | None = None) -> View:
    """To set up a client and a project, or to change one; `clients` are those that are there."""
    known = existing.project if existing else None
    client = next((one for one in clients if known is not None and one.id == known.client_id), None)
    blocks = [
        *([context([forms.known_clients([one.name for one in clients])])] if clients else []),
        *_client_fields(client),
        field(Field.PROJECT_NAME, forms.PROJECT_NAME_LABEL, _named(known, forms.PROJECT_NAME_PLACEHOLDER)),
        *_people_fields(existing),
        field(
            Field.SLACK_CHANNEL,
            forms.CHANNEL_OF_PROJECT_LABEL,
            inputs.channel(initial=known.channel_id if known else None),
            optional=True,
            hint=forms.CHANNEL_OF_PROJECT_HINT,
        ),
        field(
            Field.INTAKE,
            forms.INTAKE_LABEL,
            text(initial=(known.intake or "") if known else "", most=_SHORT),
            optional=True,
            hint=forms.INTAKE_HINT,
        ),
    ]
    metadata = {} if known is None else {"project_id": known.id}
    return modal(Form.PROJECT, forms.PROJECT_TITLE, blocks, submit=forms.KEEP, metadata=metadata)


def _named(known: Project | None, placeholder: str) -> Block:
    return text(initial=known.name if known else "", placeholder=placeholder, most=_NAME)


def _client_fields(client: Client | None) -> list[Block]:
    usual, key = option(forms.TIER_USUAL, "usual"), option(forms.TIER_KEY, "key")
    name = text(initial=client.name if client else "", placeholder=forms.CLIENT_PLACEHOLDER, most=_NAME)
    domains = text(initial=", ".join(client.domains) if client else "", most=_SHORT)
    return [
        field(Field.CLIENT, forms.CLIENT_LABEL, name),
        field(Field.DOMAINS, forms.DOMAINS_LABEL, domains, optional=True, hint=forms.DOMAINS_HINT),
        field(
            Field.TIER, forms.TIER_LABEL, radio([usual, key], initial=key if client and client.tier == "key" else usual)
        ),
    ]


def _people_fields(existing: ProjectFacts | None) -> list[Block]:
    owner, backup, lead = (existing.owner, existing.backup, existing.lead) if existing else (None, None, None)
    return [
        field(Field.OWNER, forms.OWNER_LABEL, inputs.person(initial=owner.slack_id if owner else None)),
        field(
            Field.BACKUP, forms.BACKUP_LABEL, inputs.person(initial=backup.slack_id if backup else None), optional=True
        ),
        field(Field.LEAD, forms.LEAD_LABEL, inputs.person(initial=lead.slack_id if lead else None), optional=True),
    ]
