"""`python -m tests.mail.table` writes docs/mail-programs.md: what is read, found by reading it."""

from pathlib import Path
from typing import Any

from babel import Locale

from bot.mail import new_text, read_forward
from tests.mail.test_languages import DEVI, LANGUAGES, PIA, PROGRAMS, mail_of
from tests.mail.test_mails import FURTHER, MAILS, people

DOCUMENT = Path(__file__).parents[2] / "docs" / "mail-programs.md"
TITLES = {
    "gmail": "Gmail",
    "outlook": "Outlook",
    "outlook_on_the_web": "Outlook on the web",
    "outlook_bold": "Outlook, bold labels",
    "apple_mail": "Apple Mail",
    "apple_mail_bare": "Apple Mail, unquoted",
    "thunderbird": "Thunderbird",
    "web_mail": "Web mail",
    "yahoo_on_one_line": "Yahoo, on one line",
    "spaced_out": "Blank lines between",
    "full_width_and_marks": "Full-width colons, direction marks",
    "unknown_words": "Labels of no language",
}
HEAD = """\
# Which forwarded mails are read

Each cell is a mail that the tests forward in that language and in the shape of that program, under a subject that says
nothing of a forward (`URGENT`). ✓ stands where the client's name and address, the subject, the text, the recipients and
the forwarder's own words all come out right. `python -m tests.mail.table` writes this page anew; a test compares.

Programs and languages that are not listed are read by their structure: a run of lines `label: value` with a mail
address and a date is a header block whatever its labels say, as the last column shows.
"""


def document() -> str:
    """Return the page as it should be."""
    titles = [TITLES[program] for program in PROGRAMS]
    rows = ["| | " + " | ".join(titles) + " |", "|---|" + ":-:|" * len(titles)]
    for language in sorted(LANGUAGES, key=language_name):
        cells = ("✓" if is_read_right(program, language) else "" for program in PROGRAMS)
        rows.append(f"| {language_name(language)} | " + " | ".join(cells) + " |")
    whole = {name: is_mail_read_right(mail) for name, mail in (MAILS | FURTHER).items()}
    shapes = [name for name in whole if whole[name] and not name.startswith("hostile")]
    hostile = [name for name in whole if whole[name] and name.startswith("hostile")]
    return "\n".join(
        [
            HEAD,
            *rows,
            "\n## Further programs and shapes, one mail each\n",
            *(f"- {words(name)}" for name in shapes),
            "\n## Mails that want to deceive, and don't\n",
            *(f"- {words(name.removeprefix('hostile_'))}" for name in hostile),
            "",
        ]
    )


def language_name(code: str) -> str:
    """The English name of a language: `zh-TW` is Chinese (Taiwan)."""
    return str(Locale.parse(code, sep="-").english_name)


def words(name: str) -> str:
    """The name of a case as a line of a list."""
    return name[:1].upper() + name[1:].replace("_", " ")


def is_read_right(program: str, language: str) -> bool:
    """Whether nothing of the mail is lost or mistaken."""
    words, text = LANGUAGES[language], mail_of(program, language)
    found = read_forward(text, "URGENT")
    return (
        found is not None
        and (found.sender_address, found.sender_name) == (words["address"], words["name"])
        and (found.subject, found.body, found.note) == (words["subject"], words["body"], words["note"])
        and (found.to, found.cc) == ((DEVI,), (PIA,))
        and bool(found.date_text)
        and new_text(text) == words["note"]
    )


def is_mail_read_right(mail: dict[str, Any]) -> bool:
    """Whether all that the case names is read as it says."""
    found = read_forward(mail["text"], mail.get("outer"))
    if found is None:
        return False
    expected: dict[str, Any] = {
        field: mail[field] for field in ("subject", "body", "note", "confidence") if field in mail
    }
    expected |= {field: people(mail[field]) for field in ("to", "cc") if field in mail}
    if "sender" in mail:
        expected["sender_address"], expected["sender_name"] = (each or None for each in mail["sender"])
    return all(getattr(found, field) == value for field, value in expected.items())


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
