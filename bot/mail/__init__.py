"""Reading mails: a forward becomes the original's sender, subject and text. Pure: text in, plain data out."""

from bot.mail.forward import read_forward
from bot.mail.html import text_of_html
from bot.mail.model import Confidence, Forward, Mailbox
from bot.mail.reply import new_text
from bot.mail.subject import bare_subject, normalised_subject

__all__ = [
    "Confidence",
    "Forward",
    "Mailbox",
    "bare_subject",
    "new_text",
    "normalised_subject",
    "read_forward",
    "text_of_html",
]
