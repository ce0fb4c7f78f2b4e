"""What is wrong with an installation, and how to mend it: for whoever runs `nudge doctor`."""

from bot.domain.checkup import Check, Finding, Trouble

LIVE_WORDS = "A test from `nudge doctor`: this message goes away by itself."

_WELL = {
    Check.DATABASE: "The database answers",
    Check.SCHEMA: "Its schema is the one that this Nudge works with",
    Check.BOT_TOKEN: "Slack knows the bot's token",
    Check.APP_TOKEN: "Slack knows the app's token and opens Socket Mode",
    Check.SCOPES: "The app has every scope that it needs",
    Check.CLOCK: "This machine's clock agrees with Slack's",
    Check.WORKSPACE: "Clients and projects are set up",
    Check.FALLBACK_OWNER: "There is a fallback owner",
    Check.PEOPLE: "Everybody who plays a part in a project is there",
    Check.CHANNEL: "Nudge is in {about}, which is ours alone",
    Check.MAILBOX: "In the mailbox of {about}, a mail counts as a colleague's where {detail} vouches for its sender",
    Check.MAILBOX_OF_ANYBODY: "In the mailbox of {about}, a mail counts as that of the colleague whom it names, "
    "whoever wrote it: trust_unauthenticated is set",
    Check.POST: "A message was posted",
    Check.READ_BACK: "It was found again by its token",
    Check.DELETE: "It was deleted",
}

TROUBLES: dict[tuple[Check, Trouble], tuple[str, str]] = {
    (Check.DATABASE, Trouble.UNREACHABLE): (
        "The database can't be reached",
        "see that PostgreSQL runs and that DATABASE_URL names it",
    ),
    (Check.DATABASE, Trouble.REFUSED): ("{detail}", "set DATABASE_URL to a PostgreSQL of yours, or do as it says"),
    (Check.SCHEMA, Trouble.SCHEMA_OLD): (
        "The database is at {about}, and this Nudge works with step {detail}",
        "run `nudge migrate`",
    ),
    (Check.BOT_TOKEN, Trouble.MISSING): (
        "There is no bot token",
        "set SLACK_BOT_TOKEN to the xoxb- token under “OAuth & Permissions” of the app",
    ),
    (Check.BOT_TOKEN, Trouble.REFUSED): (
        "Slack refuses the bot's token ({detail})",
        "copy it anew from “OAuth & Permissions” of the app into SLACK_BOT_TOKEN",
    ),
    (Check.APP_TOKEN, Trouble.MISSING): (
        "There is no app token",
        "make one with the scope connections:write under “Basic Information”, and set SLACK_APP_TOKEN to it; "
        "or set SLACK_SIGNING_SECRET and use `nudge run --http`",
    ),
    (Check.APP_TOKEN, Trouble.REFUSED): (
        "Slack refuses the app's token ({detail})",
        "make a new one with the scope connections:write under “Basic Information”, see that Socket Mode is on, "
        "and set SLACK_APP_TOKEN to it",
    ),
    (Check.SCOPES, Trouble.SCOPES_MISSING): (
        "The app lacks scopes: {about}",
        "paste slack-app-manifest.yaml into “App Manifest” of the app, and install it to the workspace again",
    ),
    (Check.CLOCK, Trouble.CLOCK_WRONG): (
        "This machine's clock is {about} seconds off Slack's",
        "switch time synchronisation on; reminders go by this clock",
    ),
    (Check.WORKSPACE, Trouble.NOT_SET_UP): (
        "Nudge has not been in this workspace yet",
        "start `nudge run` once, or `nudge import` a set-up",
    ),
    (Check.WORKSPACE, Trouble.NO_PROJECTS): (
        "No project is set up",
        "type `/nudge project` in Slack as an admin, or `nudge import` a set-up",
    ),
    (Check.FALLBACK_OWNER, Trouble.MISSING): (
        "There is no fallback owner, so what nobody can be found for would reach nobody",
        "name one as fallback_owner in the set-up and `nudge import` it",
    ),
    (Check.FALLBACK_OWNER, Trouble.GUEST): (
        "The fallback owner is a guest",
        "name a member of the workspace as fallback_owner in the set-up and `nudge import` it",
    ),
    (Check.FALLBACK_OWNER, Trouble.DEACTIVATED): (
        "The fallback owner's account is deactivated",
        "name somebody else as fallback_owner in the set-up and `nudge import` it",
    ),
    (Check.PEOPLE, Trouble.MISSING): (
        "{about}: the {detail} is not known",
        "name somebody else with `/nudge project` or in the set-up",
    ),
    (Check.PEOPLE, Trouble.GUEST): (
        "{about}: the {detail} is a guest",
        "name a member of the workspace with `/nudge project` or in the set-up",
    ),
    (Check.PEOPLE, Trouble.DEACTIVATED): (
        "{about}: the account of the {detail} is deactivated, so others stand in",
        "name somebody else with `/nudge project` or in the set-up",
    ),
    (Check.CHANNEL, Trouble.GONE): (
        "{about} is gone, or private without Nudge in it",
        "type `/invite @Nudge` there, or name another channel in the set-up",
    ),
    (Check.CHANNEL, Trouble.ARCHIVED): ("{about} is archived", "name another channel in the set-up"),
    (Check.CHANNEL, Trouble.NOT_A_MEMBER): ("Nudge is not in {about}", "type `/invite @Nudge` there"),
    (Check.CHANNEL, Trouble.SHARED): (
        "{about} is shared with another organisation, so Nudge says nothing there",
        "name a channel of this workspace alone in the set-up",
    ),
    (Check.CHANNEL, Trouble.HOLDS_GUESTS): (
        "{about} holds guests, so Nudge says nothing there",
        "name a channel without guests in the set-up, or remove the guests from it",
    ),
    (Check.MAILBOX, Trouble.NOBODY_VOUCHES): (
        "In the mailbox of {about}, no mail counts as a colleague's, so all of them wait for somebody to sort them",
        "name your mail server in authserv_ids of [mailbox], or set trust_unauthenticated = true there; "
        "docs/mailbox.md says what that means",
    ),
    (Check.POST, Trouble.NOBODY): (
        "There is nobody to post to",
        "run `nudge doctor --live --as you@agency.example`, with your own address in Slack",
    ),
    (Check.POST, Trouble.REFUSED): (
        "Slack refuses the message ({detail})",
        "see that the app is installed with the scopes of slack-app-manifest.yaml",
    ),
    (Check.READ_BACK, Trouble.LOST): (
        "The message was not found again by its token",
        "see that the app may read message metadata; install it again from slack-app-manifest.yaml",
    ),
    (Check.READ_BACK, Trouble.REFUSED): (
        "Slack refuses to show the conversation ({detail})",
        "install the app again with the scope im:history",
    ),
    (Check.DELETE, Trouble.REFUSED): ("Slack refuses to delete the message ({detail})", "delete it yourself"),
}
"""What is wrong, and how to mend it, by what was looked at and what was found."""
_UNREACHABLE = ("Slack can't be reached ({detail})", "see that this machine may open connections to SLACK_API_URL")


def line(finding: Finding) -> str:
    """One finding: that it is well, or what is wrong, and how to mend it."""
    facts = {"about": finding.about, "detail": finding.detail}
    if finding.trouble is None:
        return f"ok       {_WELL[finding.check].format(**facts)}."
    what, mend = TROUBLES.get((finding.check, finding.trouble), _UNREACHABLE)
    return f"problem  {what.format(**facts).rstrip('.')}.\n         To mend it: {mend.format(**facts)}."


def step(found: str | None) -> str:
    """Which schema a database has."""
    return f"step {found}" if found else "no step at all"


def summary(troubles: int) -> str:
    """The last line."""
    return {0: "All is well.", 1: "One thing to mend."}.get(troubles, f"{troubles} things to mend.")
