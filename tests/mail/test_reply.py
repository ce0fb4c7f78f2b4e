"""What a reply adds."""

import pytest

from bot.mail import new_text

QUOTED = "> Could you call us?\n> Friday would be good."


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Just this.", "Just this."),
        ("Will do.\n\nOn Wed, 14 May 2025 at 09:31, Eva <eva@kiefer.example> wrote:\n\n" + QUOTED, "Will do."),
        (
            "Will do.\n\nOn Wed, May 14, 2025 at 9:31 AM Evangelina Rothenberger <\n"
            "evangelina@kiefer.example> wrote:\n\n" + QUOTED,
            "Will do.",
        ),
        ("Machen wir.\n\nAm 14.05.2025 um 09:31 schrieb Eva Roth:\n" + QUOTED, "Machen wir."),
        (QUOTED + "\n\nYes, at ten.", "Yes, at ten."),
        ("> Could you call us?\nYes.\n> When?\nFriday.", "Yes.\nFriday."),
        (
            "On 14/05/2025 09:31, Eva <eva@kiefer.example> wrote:\n> Could you call?\nYes: on Friday.\n--\nDevi",
            "Yes: on Friday.",
        ),
        (
            "We start Monday.\n\nFrom: Eva <eva@kiefer.example>\nSent: 14 May 2025\nTo: Devi\nSubject: x\n\nHello",
            "We start Monday.",
        ),
        (
            "Ja.\n________________________________\nVon: Eva <eva@kiefer.example>\nGesendet: 14.05.2025 09:31\n"
            "An: Devi\nBetreff: x\n\nHallo",
            "Ja.",
        ),
        ("Done.\n\nSent from my iPhone\n\n-----Original Message-----\nanything", "Done."),
        ("Fertig.\n\nVon meinem iPhone gesendet\n", "Fertig."),
        ("Done.\n\nGet Outlook for iOS<https://aka.example/x>\n", "Done."),
        ("Agenda: three points\nTo do: call Eva\nWho: me", "Agenda: three points\nTo do: call Eva\nWho: me"),
        (
            "On Monday 14/05/2025 at 10:00 we meet:\nbring coffee",
            "On Monday 14/05/2025 at 10:00 we meet:\nbring coffee",
        ),
        (
            "FYI: see below\nFrom: Eva <eva@kiefer.example>\nSent: 14 May 2025\nTo: Devi\nSubject: x\n\nHi",
            "FYI: see below",
        ),
        ("Will do.\n\n>>> Eva Roth <eva@kiefer.example> 3/5/2026 10:11 AM >>>\nCould you call us?", "Will do."),
        ("Will do.\n\n>>> Eva Roth 05.03.2026 10:11 >>>\nCould you call us?", "Will do."),
        (QUOTED, ""),
        ("", ""),
    ],
)
def test_only_the_writers_own_words_are_new(text: str, new: str) -> None:
    assert new_text(text) == new
