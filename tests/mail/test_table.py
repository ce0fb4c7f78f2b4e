"""The page on mail programs says what is so."""

from tests.mail.table import DOCUMENT, TITLES, document
from tests.mail.test_languages import PROGRAMS


def test_every_program_of_the_matrix_has_a_title() -> None:
    assert list(TITLES) == list(PROGRAMS)


def test_the_page_on_mail_programs_is_what_a_run_finds() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "python -m tests.mail.table writes it anew"
