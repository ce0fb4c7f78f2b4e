"""`make words`: write docs/words.md anew."""

from tests.words.page import PAGE, page

PAGE.write_text(page())
