"""Mails as they stand in a mailbox."""

from email.message import EmailMessage

WISH = "Could you reach out to our three department heads? They may have more work for you."


VERIFIED = "mx.agency.example; dmarc=pass header.from=agency.example"
"""What the agency's mail server writes on top of a colleague's mail."""


def forwarded(number: int, *, words: str = WISH, results: str | None = VERIFIED) -> bytes:
    """A mail of Jane's that Dana has forwarded; each number is a mail of its own. `results`: of what was verified."""
    subject = f"Question {number}"
    head = f"From: Jane Doe <jane@acme.example>\nDate: Mon, Nov 23, 2026 at 9:12 AM\nSubject: {subject}"
    text = f"---------- Forwarded message ---------\n{head}\nTo: Dana <dana@agency.example>\n\n{words} ({number})\n"
    fields = {"Authentication_Results": results} if results else {}
    sender, message_id = "Dana Dev <dana@agency.example>", f"<{number}@agency.example>"
    return written(sender, f"Fwd: {subject}", text, message_id=message_id, **fields)


def written(sender: str, subject: str, text: str, *, message_id: str | None = None, **fields: str) -> bytes:
    """A mail with these fields; an underscore in a name stands for a hyphen."""
    mail = EmailMessage()
    for name, value in fields.items():  # what a server adds stands on top
        mail[name.replace("_", "-")] = value
    mail["From"], mail["To"], mail["Subject"] = sender, "nudge@agency.example", subject
    mail["Date"] = "Mon, 23 Nov 2026 09:30:00 +0100"
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(text)
    return bytes(mail).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
