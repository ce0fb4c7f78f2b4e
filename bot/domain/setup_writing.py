"""A Setup as the text of a set-up file, which reads back to the same Setup."""

import json
from collections.abc import Iterator

from bot.domain.company_holiday import CompanyHoliday
from bot.domain.policy import Limits, Policy
from bot.domain.setup import ClientSetup, ContactSetup, MailboxSetup, PersonSetup, ProjectSetup, Setup, WorkspaceSetup
from bot.domain.working_hours import WEEKDAYS


def written(setup: Setup) -> str:
    """The text of a file that holds this set-up; what has its default value is left out."""
    parts = [_workspace(setup.workspace)]
    parts += [_holiday(each) for each in setup.workspace.holidays if each.name]
    parts += [_policy(each) for each in setup.policies]
    parts += [_client(each) for each in setup.clients]
    parts += [_project(each) for each in setup.projects]
    parts += [_person(each) for each in setup.people]
    parts += [_contact(each) for each in setup.contacts]
    if setup.mailbox:
        parts.append(_mailbox(setup.mailbox))
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def _workspace(here: WorkspaceSetup) -> Iterator[str]:
    yield "[workspace]"
    yield from _line("timezone", here.timezone)
    yield from _line("language", here.language)
    yield from _line("country", here.country)
    yield from _line("working_hours", here.working_hours)
    yield from _line("fallback_owner", here.fallback_owner)
    yield from _line("policy", here.policy)
    yield from _line("admins", here.admins)
    if here.tiers:
        yield f"tiers = {{ {', '.join(f'{_text(tier)} = {_text(policy)}' for tier, policy in here.tiers)} }}"
    yield from _line("holidays", tuple(each.day.isoformat() for each in here.holidays if not each.name))
    if here.daily_budget != WorkspaceSetup().daily_budget:
        yield f"daily_budget = {here.daily_budget}"
    if digest := here.digest:
        day = WEEKDAYS[digest.day][:3]
        more = f"{', leads = true' if digest.leads else ''}{'' if digest.names else ', names = false'}"
        yield f'digest = {{ channel = {_text("#" + digest.channel)}, day = "{day}", at = "{digest.at}"{more} }}'
    if here.retention:
        yield f'retention = {{ texts = "{here.retention}" }}'


def _holiday(holiday: CompanyHoliday) -> Iterator[str]:
    yield "[[holiday]]"
    yield from _line("date", holiday.day.isoformat())
    yield from _line("name", holiday.name)


def _policy(policy: Policy) -> Iterator[str]:
    yield "[[policy]]"
    yield from _line("name", policy.name)
    yield from _line("why", policy.why)
    yield f'then = {{ every = "{policy.every}" }}'
    yield from _limits(policy.limits)
    for rung in policy.rungs[1:]:  # the card is there by itself
        yield "[[policy.rung]]"
        yield from _line("after", str(rung.after))
        yield from _line("to", tuple(str(hearer) for hearer in rung.to))
        yield from _line("tone", str(rung.tone))


def _limits(limits: Limits) -> Iterator[str]:
    if limits.promise_within:
        yield from _line("promise_within", str(limits.promise_within))
    usual = Limits()
    times = f"times = {limits.snooze_times}, " if limits.snooze_times is not None else ""
    if times or limits.snooze_within != usual.snooze_within:
        yield f'snooze = {{ {times}within = "{limits.snooze_within}" }}'
    if limits.holding_replies not in {None, usual.holding_replies}:
        yield f"holding_replies = {limits.holding_replies}"


def _client(client: ClientSetup) -> Iterator[str]:
    yield "[[client]]"
    yield from _line("name", client.name)
    yield from _line("domains", client.domains)
    yield from _line("tier", client.tier)
    yield from _line("country", client.country)
    yield from _line("via", client.via)


def _project(project: ProjectSetup) -> Iterator[str]:
    yield "[[project]]"
    yield from _line("client", project.client)
    yield from _line("name", project.name)
    yield from _line("owner", project.owner)
    yield from _line("backup", project.backup)
    yield from _line("lead", project.lead)
    yield from _line("channel", project.channel and f"#{project.channel}")
    yield from _line("intake", project.intake)
    yield from _line("policy", project.policy)
    yield from _line("touch_every", str(project.touch_every) if project.touch_every else None)


def _person(person: PersonSetup) -> Iterator[str]:
    yield "[[person]]"
    yield from _line("email", person.email)
    yield from _line("working_hours", person.working_hours)
    yield from _line("country", person.country)


def _mailbox(mailbox: MailboxSetup) -> Iterator[str]:
    yield "[mailbox]"
    yield from _line("host", mailbox.host)
    yield f"port = {mailbox.port}"
    yield from _line("user", mailbox.user)
    yield from _line("folder", mailbox.folder)
    yield from _line("quarantine", mailbox.quarantine)
    yield f"every = {mailbox.every}"
    yield from _line("authserv_ids", mailbox.authserv_ids)
    if mailbox.trust_unauthenticated:
        yield "trust_unauthenticated = true"


def _contact(contact: ContactSetup) -> Iterator[str]:
    yield "[[contact]]"
    yield from _line("email", contact.email)
    yield from _line("client", contact.client)
    yield from _line("name", contact.name)
    yield from _line("phone", contact.phone)
    yield from _line("preferred", contact.preferred and str(contact.preferred))
    yield from _line("language", contact.language)


def _line(key: str, value: str | tuple[str, ...] | None) -> Iterator[str]:
    if isinstance(value, tuple) and value:
        yield f"{key} = [{', '.join(_text(each) for each in value)}]"
    elif isinstance(value, str) and value:
        yield f"{key} = {_text(value)}"


def _text(value: str) -> str:
    """A text in quotation marks; of JSON's spellings only that of DEL is not TOML's as well."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
