"""Column by column, what may hold something personal, and how it is erased: a new column needs a decision here."""

from collections.abc import Mapping
from enum import StrEnum


class Held(StrEnum):
    """What a column that can hold text holds."""

    NOTHING_PERSONAL = "ids, choices, names of things, settings of the house"
    WORDS = "somebody's words, or what can be guessed from them: goes with its request"
    CONTACT = "somebody at a client: goes with the contact"
    COLLEAGUE = "a colleague: goes when they are forgotten"
    RECORD = "the record: ids and counts only, and it stays"
    COMMITTED = "words beside the record and their salt: the row goes"
    DELIVERY = "a delivery that waits or was given up: emptied"


_NO, _WORDS, _CONTACT, _COLLEAGUE = Held.NOTHING_PERSONAL, Held.WORDS, Held.CONTACT, Held.COLLEAGUE

COLUMNS: Mapping[str, Mapping[str, Held]] = {
    "workspace": {
        **dict.fromkeys(("name", "zone", "language", "country", "working_hours", "policy", "retention"), _NO),
        **dict.fromkeys(
            ("digest_channel", "digest_channel_name", "digest_at", "bot_user_id", "tiers", "holidays"), _NO
        ),
        "admins": _COLLEAGUE,
    },
    "person": {
        **dict.fromkeys(("slack_id", "name", "email", "zone", "working_hours", "country"), _COLLEAGUE),
        "language": _NO,
    },
    "client": {**dict.fromkeys(("name", "tier", "country", "domains"), _NO), "via": _CONTACT},
    "contact": dict.fromkeys(("email", "name", "phone", "preferred", "language"), _CONTACT),
    "project": dict.fromkeys(("name", "channel_id", "channel_name", "intake", "policy", "touch_every"), _NO),
    "policy": dict.fromkeys(("name", "spec"), _NO),
    "request": {
        **dict.fromkeys(("source", "state", "outcome", "channel_id", "cycle_cause"), _NO),
        **dict.fromkeys(("policy_name", "policy_by", "flag_policy", "offer", "loan"), _NO),
        **dict.fromkeys(("external_id", "words_digest", "subject_key", "wish", "words", "latest_words"), _WORDS),
        **dict.fromkeys(("noise_words", "noise_attachments", "unverified_from", "note", "attachments"), _WORDS),
        **dict.fromkeys(("promise_what", "pending_what", "snooze_reason", "flag_reason", "lesson"), _WORDS),
        "offer_words": _WORDS,
    },
    "absence": {},
    "packet": {"answer": _NO},
    "status_asked": {"digest": _COLLEAGUE},
    "request_reporter": {},
    "request_mail": dict.fromkeys(("external_id", "words_digest", "own_id", "sent", "writer", "shingles"), _WORDS),
    "request_thread": {"mail_id": _WORDS},
    "touch": dict.fromkeys(("channel", "evidence", "turn"), _NO),
    "talk": dict.fromkeys(("result", "channel"), _NO),
    "step": dict.fromkeys(("role", "tone", "policy_name", "outcome", "reason", "working"), _NO),
    "outbox": {
        **dict.fromkeys(("kind", "purpose", "channel", "state", "token"), _NO),
        **dict.fromkeys(("opened_channel", "sent_channel", "sent_ts", "file_id", "reason"), _NO),
        **dict.fromkeys(("dedupe_key", "facts", "said", "shown_digest"), _WORDS),
        "lane": _COLLEAGUE,
    },
    "inbox": {"event_id": _NO, "payload": Held.DELIVERY, "failure": _NO},
    "mailbox": dict.fromkeys(("host", "user", "folder", "quarantine", "authserv_ids"), _NO),
    "audit_event": dict.fromkeys(("kind", "data", "commitment"), Held.RECORD),
    "audit_text": dict.fromkeys(("body", "salt"), Held.COMMITTED),
    "audit_unsealed": {},
    "audit_anchor_noted": {},
    "audit_alarm": {},
    "audit_seal": dict.fromkeys(("leaves", "previous", "hash"), Held.RECORD),
    "sandbox_clock": {},
}
"""Every column that can hold text, but for `workspace_id`. `docs/forgetting.md` says the same for people."""
