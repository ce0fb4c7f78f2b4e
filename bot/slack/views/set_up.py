"""The form by which an admin adds or changes a client and a project, so that nobody needs a file to begin."""

from bot.domain.facts import ProjectFacts, SetUpFacts
from bot.domain.routing import Client, Project
from bot.domain.setup import USUAL
from bot.slack.names import Field, Form
from bot.slack.views import inputs
from bot.slack.views.inputs import View, field, modal, select, text
from bot.slack.views.message import Block, context, option
from bot.texts import forms

_SHORT = 300
_NAME = 80


def project(beside: SetUpFacts, existing: ProjectFacts | None = None) -> View:
    """To set up a client and a project `beside` what is there, or to change one."""
    known, clients = existing.project if existing else None, beside.clients
    client = next((one for one in clients if known is not None and one.id == known.client_id), None)
    blocks = [
        *([context([forms.known_clients([one.name for one in clients])])] if clients else []),
        *_client_fields(client, beside),
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
        field(
            Field.TOUCH_EVERY,
            forms.TOUCH_EVERY_LABEL,
            text(initial=(known.touch_every or "") if known else "", most=_SHORT),
            optional=True,
            hint=forms.TOUCH_EVERY_HINT,
        ),
    ]
    metadata = {} if known is None else {"project_id": known.id}
    return modal(Form.PROJECT, forms.PROJECT_TITLE, blocks, submit=forms.KEEP, metadata=metadata)


def _named(known: Project | None, placeholder: str) -> Block:
    return text(initial=known.name if known else "", placeholder=placeholder, most=_NAME)


def _client_fields(client: Client | None, beside: SetUpFacts) -> list[Block]:
    usual = option(forms.TIER_USUAL, USUAL)
    tiers = {tier: option(forms.tier(tier, policy), tier) for tier, policy in sorted(beside.tiers.items())}
    own = tiers.get(client.tier or "", usual) if client else usual
    name = text(initial=client.name if client else "", placeholder=forms.CLIENT_PLACEHOLDER, most=_NAME)
    domains = text(initial=", ".join(client.domains) if client else "", most=_SHORT)
    return [
        field(Field.CLIENT, forms.CLIENT_LABEL, name),
        field(Field.DOMAINS, forms.DOMAINS_LABEL, domains, optional=True, hint=forms.DOMAINS_HINT),
        field(Field.TIER, forms.TIER_LABEL, select([usual, *tiers.values()], initial=own)),
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
