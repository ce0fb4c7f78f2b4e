"""The composition root: settings become engines, a Bolt app, a scheduler and a sender; here they start and stop."""

from bot.app.running import run, run_sandbox
from bot.app.storytelling import play_story

__all__ = ["play_story", "run", "run_sandbox"]
