"""What keeps a command from its work, and what is asked and said beside its answer: for whoever typed it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.domain.setup import Problem

APPLY = "Apply this?"
ERASE = "Erase this? It can't be undone."
EXPORTING = "Exporting"
SIMULATING = "Simulating"
NEWEST_SCHEMA = "The database has the newest schema."
QUEUED = "It is queued, and posted as soon as the bot runs."
POSTED_BEFORE = "That week was posted before, or is queued already."

SINCE_OR_SYNTHETIC = "Say either --since DATE, for what is on record, or --synthetic N, for made-up requests."
WHOM_TO_FORGET = "Say whom or what to forget: one of --contact, --person, --request."
ONE_POLICY = "Made-up requests are tried on one policy: leave one [[policy]] in the file."
NO_ANCHOR = "An anchor is the 64 hexadecimal digits that the digest or the log gave."
NO_DIGEST_CHANNEL = "No channel is set up for the digest: name one in the set-up, under [workspace.digest]."

NO_BOT_TOKEN = "SLACK_BOT_TOKEN is not set; without Slack, “nudge sandbox” plays it on this machine."  # noqa: S105 - a sentence
NO_TOKEN_TO_LOOK_UP = "SLACK_BOT_TOKEN is not set: people and channels of a set-up are looked up in Slack."  # noqa: S105 - a sentence
WRONG_BOT_TOKEN = "SLACK_BOT_TOKEN is no bot token: that begins with xoxb-."  # noqa: S105 - a sentence
NO_APP_TOKEN = "SLACK_APP_TOKEN is not set: Socket Mode needs it; or serve Slack's requests with --http."  # noqa: S105 - a sentence
WRONG_APP_TOKEN = "SLACK_APP_TOKEN is no app-level token: that begins with xapp-."  # noqa: S105 - a sentence
NO_SIGNING_SECRET = "SLACK_SIGNING_SECRET is not set: over HTTP it tells Slack's requests from others."  # noqa: S105 - a sentence

NEVER_HERE = "Nudge has not been in this workspace yet: start “nudge run” once, or “nudge import” a set-up."
NEVER_ANYWHERE = "Nudge has not been in any workspace yet: start “nudge run” once, or “nudge import” a set-up."
NO_SLACK = "Slack can't be reached: see that this machine may open connections to SLACK_API_URL."
NO_URL = "DATABASE_URL can't be read: expected postgresql://USER:PASSWORD@HOST/DATABASE."

SLACK_REFUSES = {
    "invalid_auth": "Slack doesn't know this token: copy SLACK_BOT_TOKEN and SLACK_APP_TOKEN anew from the app.",
    "not_authed": "Slack was given no token: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN.",
    "account_inactive": "The app has been removed from the workspace: install it again, and copy its new tokens.",
    "token_revoked": "This token was revoked: install the app again, and copy its new tokens.",
    "token_expired": "This token has expired: install the app again, and copy its new tokens.",
    "not_allowed_token_type": "SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-: are they swapped?",
    "missing_scope": "The app lacks a scope: install it again from slack-app-manifest.yaml.",
}
"""By Slack's own code."""


def ready(address: str) -> str:
    """The sandbox can be opened."""
    return f"Nudge is ready: open {address} in a browser. Ctrl-C stops it."


def embedded(folder: Path) -> str:
    """Real data would be held in the embedded database."""
    return (
        f"DATABASE_URL is not set, so what your clients write will be held in the embedded database in "
        f"{folder}, of which nobody makes backups; set DATABASE_URL to a PostgreSQL of yours."
    )


def slack_refuses(code: str | None) -> str:
    """What Slack's no means, and what to do about it."""
    return SLACK_REFUSES.get(str(code), f"Slack says no ({code or 'without a reason'}); “nudge doctor” may know more.")


def database_unusable(said: str | None) -> str:
    """The database says no, in the first line of its own words, or nothing at all."""
    first = (said or "it did not answer in time").strip().splitlines()[0]
    return f"The database can't be used: see that PostgreSQL runs and that DATABASE_URL is right ({first})."


def set_up_refused(problems: Iterable[Problem]) -> str:
    """Every problem, on a line of its own."""
    return "\n".join(["The set-up is refused, and nothing was changed:", *map(str, problems)])


def no_request(number: int) -> str:
    """No request has that number."""
    return f"There is no request #{number}."


def which_workspace(known: Sequence[str]) -> str:
    """There are several, or none of that name."""
    return f"Say which workspace with --workspace: {', '.join(known)}."


def no_address(given: str) -> str:
    """Nothing that one could listen at."""
    return f"{given} is no address to listen at: expected HOST:PORT, such as 0.0.0.0:3000."


def no_text(file: Path) -> str:
    """A file that is something else."""
    return f"{file} is no text in UTF-8."


def no_export(file: Path) -> str:
    """A file that is something else than an export."""
    return f"{file} is no export of Nudge's: “nudge audit export” writes one."


def unreadable(file: Path, reason: str | None) -> str:
    """The system won't read it."""
    return f"{file} can't be read: {_reason(reason)}."


def unwritable(file: Path, reason: str | None) -> str:
    """The system won't write it."""
    return f"{file} can't be written: {_reason(reason)}."


def exists(file: Path) -> str:
    """A file that is left alone."""
    return f"{file} exists already; name another file."


def _reason(given: str | None) -> str:
    return (given or "no reason is given").lower()


def no_event(event_id: int) -> str:
    """An event of the record that can't be told."""
    return (
        f"Event {event_id} can't be read: it is none that this Nudge writes. Whether somebody has changed the record, "
        "“nudge audit verify” says."
    )


def not_exported(event_id: int) -> str:
    """An event of the record that has no place in an export."""
    return (
        f"Event {event_id} holds what no event of Nudge's can hold: the record does not verify there, and was not "
        "exported. How far it holds, “nudge audit verify” says."
    )


def no_moment(given: str) -> str:
    """Neither a day nor a moment."""
    return f"“{given}” is no day such as 2026-11-21, and no moment such as 2026-11-21T09:30."


def no_week(given: str) -> str:
    """No name of a week."""
    return f"{given} is no week: expected its year and number, such as 2026-W47."


def not_begun(week: str) -> str:
    """A week to come."""
    return f"Week {week} has not begun yet."


def not_over(week: str) -> str:
    """A week that can't be posted yet."""
    return f"Week {week} is not over yet; it is posted once it is."


def no_project(name: str) -> str:
    """Neither a client nor a project."""
    return f"No client or project is called “{name}”."


def nobody_under(who: str) -> str:
    """No colleague has that address or Slack id."""
    return f"Nobody is known under “{who}”: give an address or a Slack id."


def nothing_known(email: str) -> str:
    """Nobody has that address, here or at a client."""
    return f"Nothing is known of {email}."


def unknown_policy(name: str) -> str:
    """A policy of a file with several that takes the place of none."""
    return f"No policy here is called “{name}”: to try it on every request, leave it alone in the file."


def unknown_in_policy(address: object) -> str:
    """A policy names somebody."""
    return f"The policy names {address}, and nobody of that address is known."
