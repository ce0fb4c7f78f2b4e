"""Unpack a Slack payload, call one service, answer."""
