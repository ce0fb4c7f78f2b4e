"""Reading mails: a forward becomes the original's sender, subject and text. Pure: text or bytes in, plain data out."""

from bot.mail.forward import read_forward
from bot.mail.html import text_of_html
from bot.mail.model import Confidence, Forward, Mailbox
from bot.mail.moments import moments_in
from bot.mail.noise import Noise, noise_of
from bot.mail.raw import RawMail, Reason, Unreadable, read_raw
from bot.mail.raw_letter import letter_of_raw
from bot.mail.raw_parts import Attachment
from bot.mail.reply import new_text
from bot.mail.returned import says_returned
from bot.mail.subject import bare_subject, normalised_subject

__all__ = [
    "Attachment",
    "Confidence",
    "Forward",
    "Mailbox",
    "Noise",
    "RawMail",
    "Reason",
    "Unreadable",
    "bare_subject",
    "letter_of_raw",
    "moments_in",
    "new_text",
    "noise_of",
    "normalised_subject",
    "read_forward",
    "read_raw",
    "says_returned",
    "text_of_html",
]
