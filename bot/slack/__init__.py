"""The Slack side: listeners unpack, views draw, the sender delivers."""
