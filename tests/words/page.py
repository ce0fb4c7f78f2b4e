"""docs/words.md: the chapters, and where they are kept."""

from pathlib import Path

from tests.words import away, others, requests, terminal, windows
from tests.words.printing import Chapter, printed

PAGE = Path(__file__).parents[2] / "docs" / "words.md"
BEFORE = """# What Nudge says

Every message that Nudge sends, every window, and what the command line prints, in typical situations: Jane of Acme
GmbH waits, Dana handed it over, Bob owns it, Pia is his backup, Lea leads. Brackets are buttons and choices. `make
words` writes this page from the code, and a test keeps it up to date; so it can be read aloud, as somebody with eleven
of these would hear it."""


def chapters() -> list[Chapter]:
    """All of them."""
    return [*requests.chapters(), *away.chapters(), *windows.chapters(), *others.chapters(), *terminal.chapters()]


def page() -> str:
    """The whole page."""
    return printed(chapters(), BEFORE)
