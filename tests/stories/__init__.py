"""What people live through with Nudge: the real bot, its real Slack client, a local workspace, a real database."""
