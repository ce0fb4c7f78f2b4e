"""Words about mails that came in."""

UNSEEN_SUBJECT = "A mail that Slack does not show me"
UNSEEN = "A mail came in that Slack does not let me read. It can be opened in the channel that it was sent to."
