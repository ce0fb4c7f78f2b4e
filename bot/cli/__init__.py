"""The command line: parse, call a service, print."""

from bot.cli.commands import main

__all__ = ["main"]
