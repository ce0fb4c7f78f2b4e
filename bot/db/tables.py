"""The tables. Every one has `workspace_id`, and every unique key starts with it.

Times are `timestamptz`. Business times (`due_at` and the like) are the Clock's, leases and `retry_at` are
real time; no column is both.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _moment(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _id() -> Column[int]:
    return Column("id", BigInteger, Identity(always=False), nullable=False)


def _workspace() -> Column[str]:
    return Column("workspace_id", String(32), nullable=False)


def _ref(name: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _to(*columns: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", *columns], [f"{table}.workspace_id", *[f"{table}.id" for _ in columns]]
    )


workspace = Table(
    "workspace",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False, server_default="UTC"),
    Column("language", Text, nullable=False, server_default="en"),
    Column("country", Text),
    Column("working_hours", Text, nullable=False, server_default="Mon-Fri 09:00-17:30"),
    _ref("fallback_owner_id"),
    Column("policy", Text),
    Column("digest_channel", Text),
    Column("digest_channel_name", Text),
    Column("digest_day", Integer, nullable=False, server_default="0"),
    Column("digest_at", Text, nullable=False, server_default="09:00"),
    _moment("digest_next_at"),
    Column("bot_user_id", Text),
    Column("admins", ARRAY(Text), nullable=False, server_default="{}"),
    Column("tiers", JSONB, nullable=False, server_default="{}"),
    Column("holidays", JSONB, nullable=False, server_default="{}"),
    Column("daily_budget", Integer, nullable=False, server_default="8"),
)

person = Table(
    "person",
    metadata,
    _id(),
    _workspace(),
    Column("slack_id", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("zone", Text, nullable=False, server_default="UTC"),
    Column("language", Text, nullable=False, server_default="en"),
    Column("working_hours", Text),
    Column("country", Text),
    Column("is_admin", Boolean, nullable=False, server_default="false"),
    Column("is_guest", Boolean, nullable=False, server_default="false"),
    Column("is_active", Boolean, nullable=False, server_default="true"),
    Column("introduced", Boolean, nullable=False, server_default="false"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "slack_id"),
)

client = Table(
    "client",
    metadata,
    _id(),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("tier", Text),
    Column("country", Text),
    Column("via", Text),
    Column("domains", ARRAY(Text), nullable=False, server_default="{}"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "name"),
)

contact = Table(
    "contact",
    metadata,
    _id(),
    _workspace(),
    _ref("client_id"),
    Column("email", Text, nullable=False),
    Column("name", Text),
    Column("phone", Text),
    Column("preferred", Text),
    Column("language", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "email"),
    _to("client_id", table="client"),
)

project = Table(
    "project",
    metadata,
    _id(),
    _workspace(),
    _ref("client_id", nullable=False),
    Column("name", Text, nullable=False),
    _ref("owner_id", nullable=False),
    _ref("backup_id"),
    _ref("lead_id"),
    Column("channel_id", Text),
    Column("channel_name", Text),
    Column("intake", Text),
    Column("policy", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "client_id", "name"),
    _to("client_id", table="client"),
    _to("owner_id", table="person"),
    _to("backup_id", table="person"),
    _to("lead_id", table="person"),
    Index("ix_project_channel", "workspace_id", "channel_id"),
)

policy = Table(
    "policy",
    metadata,
    _workspace(),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("spec", JSONB, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name", "version"),
)

request = Table(
    "request",
    metadata,
    _id(),
    _workspace(),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    _ref("client_id"),
    _ref("project_id"),
    _ref("contact_id"),
    _ref("owner_id"),
    _ref("reporter_id"),
    Column("wish", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("words_digest", LargeBinary, nullable=False),
    Column("latest_words", Text),
    Column("noise_words", Text),
    Column("noise_attachments", JSONB, nullable=False, server_default="[]"),
    Column("unverified_from", Text),
    Column("note", Text),
    _ref("perhaps_of"),
    Column("attachments", JSONB, nullable=False, server_default="[]"),
    Column("subject_key", Text),
    Column("channel_id", Text),
    _moment("handed_over_at", nullable=False),
    _moment("client_waits_since"),
    Column("cycle", Integer, nullable=False, server_default="0"),
    Column("cycle_cause", Text, nullable=False),
    _moment("cycle_started_at", nullable=False),
    _moment("anchor_at", nullable=False),
    Column("anchor_rung", Integer, nullable=False, server_default="0"),
    Column("rung", Integer, nullable=False, server_default="0"),
    Column("cycle_snoozes", Integer, nullable=False, server_default="0"),
    Column("policy_name", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("policy_by", Text, nullable=False, server_default="workspace"),
    _ref("flag_by"),
    Column("flag_reason", Text),
    Column("flag_policy", Text),
    _moment("flagged_at"),
    Column("promise_what", Text),
    _moment("promise_due_at"),
    _moment("promise_made_at"),
    Column("promise_client_knows", Boolean),
    Column("pending_what", Text),
    _moment("pending_due_at"),
    Column("promises_made", Integer, nullable=False, server_default="0"),
    Column("moves", Integer, nullable=False, server_default="0"),
    _moment("ask_again_at"),
    _moment("snoozed_until"),
    Column("snooze_reason", Text),
    Column("holding_replies", Integer, nullable=False, server_default="0"),
    Column("chases", Integer, nullable=False, server_default="0"),
    Column("passes", Integer, nullable=False, server_default="0"),
    _moment("touched_at"),
    _moment("closed_at"),
    Column("lesson", Text),
    _moment("due_at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "source", "external_id"),
    _to("client_id", table="client"),
    _to("project_id", table="project"),
    _to("contact_id", table="contact"),
    _to("owner_id", table="person"),
    _to("reporter_id", table="person"),
    CheckConstraint("state IN ('triage','open','promised','waiting','closed')", name="state_known"),
    CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed_has_outcome"),
    CheckConstraint("state <> 'promised' OR promise_due_at IS NOT NULL", name="promised_has_date"),
    CheckConstraint("state <> 'waiting' OR ask_again_at IS NOT NULL", name="waiting_has_date"),
    CheckConstraint("state IN ('triage','closed') OR owner_id IS NOT NULL", name="live_has_owner"),
    Index(
        "ix_request_unwatched",
        "workspace_id",
        postgresql_where=text("due_at IS NULL AND state <> 'closed'"),
    ),
    Index("ix_request_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    Index("ix_request_owner", "workspace_id", "owner_id", postgresql_where=text("state <> 'closed'")),
    Index("ix_request_reporter", "workspace_id", "reporter_id", postgresql_where=text("state <> 'closed'")),
    Index("ix_request_subject", "workspace_id", "client_id", "subject_key"),
    Index("ix_request_same_words", "workspace_id", "reporter_id", "words_digest", "handed_over_at"),
)

request_reporter = Table(
    "request_reporter",
    metadata,
    _workspace(),
    _ref("request_id", nullable=False),
    _ref("person_id", nullable=False),
    _moment("joined_at", nullable=False),
    PrimaryKeyConstraint("workspace_id", "request_id", "person_id"),
    _to("request_id", table="request"),
    _to("person_id", table="person"),
)

request_mail = Table(
    "request_mail",
    metadata,
    _workspace(),
    _ref("request_id", nullable=False),
    Column("external_id", Text, nullable=False),
    Column("words_digest", LargeBinary, nullable=False),
    Column("own_id", Text),
    Column("sent", Text),
    _ref("brought_by"),
    _moment("at", nullable=False),
    PrimaryKeyConstraint("workspace_id", "external_id"),
    _to("request_id", table="request"),
    Index("ix_request_mail_words", "workspace_id", "words_digest"),
)

request_thread = Table(
    "request_thread",
    metadata,
    _workspace(),
    Column("mail_id", Text, nullable=False),
    _ref("request_id", nullable=False),
    PrimaryKeyConstraint("workspace_id", "mail_id"),
    _to("request_id", table="request"),
)

touch = Table(
    "touch",
    metadata,
    _id(),
    _workspace(),
    _ref("request_id", nullable=False),
    Column("channel", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("turn", Text, nullable=False),
    _ref("person_id"),
    _moment("at", nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    _to("request_id", table="request"),
    Index("ix_touch_request", "workspace_id", "request_id"),
)

talk = Table(
    "talk",
    metadata,
    _id(),
    _workspace(),
    _ref("request_id", nullable=False),
    _ref("proposed_by", nullable=False),
    _ref("with_id", nullable=False),
    Column("times", ARRAY(DateTime(timezone=True)), nullable=False),
    _moment("proposed_at", nullable=False),
    _moment("chosen_at"),
    Column("result", Text),
    Column("channel", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    _to("request_id", table="request"),
    Index("ix_talk_request", "workspace_id", "request_id"),
)

step = Table(
    "step",
    metadata,
    _workspace(),
    _ref("request_id", nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("repetition", Integer, nullable=False),
    _ref("recipient_id", nullable=False),
    Column("role", Text, nullable=False),
    Column("tone", Text, nullable=False),
    Column("policy_name", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    _moment("due_at", nullable=False),
    _moment("planned_at", nullable=False),
    Column("outcome", Text),
    Column("reason", Text),
    _moment("decided_at"),
    Column("working", JSONB),
    _ref("carried_by"),
    _ref("drawn_by"),
    PrimaryKeyConstraint("workspace_id", "request_id", "cycle", "rung", "repetition", "recipient_id"),
    _to("request_id", table="request"),
    CheckConstraint("outcome IN ('sent','shown','withheld')", name="outcome_known"),
    CheckConstraint("(outcome = 'withheld') = (reason IS NOT NULL)", name="withheld_has_reason"),
    Index("ix_step_undecided", "planned_at", postgresql_where=text("outcome IS NULL")),
    Index("ix_step_waiting", "workspace_id", "recipient_id", postgresql_where=text("outcome IS NULL")),
    Index("ix_step_carried", "workspace_id", "carried_by", postgresql_where=text("carried_by IS NOT NULL")),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _workspace(),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    _ref("recipient_id"),
    Column("channel", Text),
    _ref("thread_of"),
    _ref("target_id"),
    _ref("request_id"),
    Column("step_cycle", Integer),
    Column("step_rung", Integer),
    Column("step_repetition", Integer),
    Column("due_at", DateTime(timezone=True), nullable=False, server_default=text("'1970-01-01 00:00:00+00'")),
    Column("lane", Text, nullable=False),
    Column("in_office_hours", Boolean, nullable=False, server_default="false"),
    Column("facts", JSONB, nullable=False, server_default="{}"),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("token", UUID(as_uuid=False), nullable=False, server_default=func.gen_random_uuid()),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _moment("attempted_at"),
    _moment("lease_until"),
    _moment("retry_at"),
    Column("opened_channel", Text),
    Column("file_id", Text),
    Column("sent_channel", Text),
    Column("sent_ts", Text),
    _moment("sent_at"),
    Column("reason", Text),
    Column("said", Text),
    Column("shown_digest", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "dedupe_key"),
    _to("request_id", table="request"),
    CheckConstraint("kind IN ('post','update','upload')", name="kind_known"),
    CheckConstraint("state IN ('pending','sending','sent','uncertain','withheld','failed')", name="state_known"),
    CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="sending_has_lease"),
    CheckConstraint(
        "state <> 'sent' OR kind = 'update' OR (sent_channel IS NOT NULL AND sent_ts IS NOT NULL)",
        name="sent_is_somewhere",
    ),
    CheckConstraint("state NOT IN ('withheld','failed') OR reason IS NOT NULL", name="ended_has_reason"),
    CheckConstraint("kind <> 'update' OR target_id IS NOT NULL", name="update_has_target"),
    CheckConstraint("kind = 'update' OR recipient_id IS NOT NULL OR channel IS NOT NULL", name="has_address"),
    Index("ix_outbox_pending", "workspace_id", "due_at", "id", postgresql_where=text("state = 'pending'")),
    Index(
        "ix_outbox_held",
        "workspace_id",
        "lane",
        postgresql_where=text("state = 'pending' AND retry_at IS NOT NULL"),
    ),
    Index(
        "ix_outbox_in_flight",
        "workspace_id",
        "lease_until",
        postgresql_where=text("state IN ('sending','uncertain')"),
    ),
    Index(
        "uq_outbox_update_waiting",
        "workspace_id",
        "target_id",
        unique=True,
        postgresql_where=text("kind = 'update' AND state = 'pending'"),
    ),
    Index(
        "uq_outbox_reminder_waiting",
        "workspace_id",
        "recipient_id",
        unique=True,
        postgresql_where=text("kind = 'post' AND purpose = 'reminder' AND state = 'pending'"),
    ),
    Index(
        "ix_outbox_had",
        "workspace_id",
        "recipient_id",
        "sent_at",
        postgresql_where=text("kind = 'post' AND state = 'sent'"),
    ),
    Index(
        "ix_outbox_request",
        "workspace_id",
        "request_id",
        postgresql_where=text("kind = 'post'"),
    ),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    _workspace(),
    Column("event_id", Text, nullable=False),
    Column("payload", JSONB),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _moment("lease_until"),
    _moment("retry_at"),
    _moment("done_at"),
    Column("failure", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "event_id"),
    CheckConstraint("done_at IS NULL OR payload IS NULL", name="done_is_empty"),
    Index("ix_inbox_waiting", "id", postgresql_where=text("done_at IS NULL AND failure IS NULL")),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("host", Text, nullable=False),
    Column("port", Integer, nullable=False),
    Column("user", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("quarantine", Text, nullable=False),
    Column("every", Integer, nullable=False),
    Column("authserv_ids", ARRAY(Text), nullable=False, server_default="{}"),
    Column("trust_unauthenticated", Boolean, nullable=False, server_default="false"),
    Column("uidvalidity", BigInteger),
    Column("last_uid", BigInteger, nullable=False, server_default="0"),
    Column("to_quarantine", BigInteger),
    Column("mails_read", BigInteger, nullable=False, server_default="0"),
    Column("mails_quarantined", BigInteger, nullable=False, server_default="0"),
)

audit_event = Table(
    "audit_event",
    metadata,
    _id(),
    _workspace(),
    _moment("at", nullable=False),
    Column("kind", Text, nullable=False),
    _ref("request_id"),
    _ref("actor_id"),
    Column("data", JSONB, nullable=False, server_default="{}"),
    Column("commitment", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index("ix_audit_event_request", "workspace_id", "request_id", "id"),
    Index("ix_audit_event_not_needed", "workspace_id", "at", postgresql_where=text("kind = 'reminder not needed'")),
    Index("ix_audit_event_auditor", "workspace_id", postgresql_where=text("kind = 'auditor'")),
)

audit_text = Table(
    "audit_text",
    metadata,
    _workspace(),
    _ref("event_id", nullable=False),
    Column("body", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    PrimaryKeyConstraint("workspace_id", "event_id"),
)

audit_unsealed = Table(
    "audit_unsealed",
    metadata,
    _workspace(),
    _ref("event_id", nullable=False),
    Column("queued_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    PrimaryKeyConstraint("workspace_id", "event_id"),
)

audit_seal = Table(
    "audit_seal",
    metadata,
    _workspace(),
    Column("number", BigInteger, nullable=False),
    _moment("sealed_at", nullable=False),
    Column("event_ids", ARRAY(BigInteger), nullable=False),
    Column("leaves", LargeBinary, nullable=False),
    Column("event_count", BigInteger, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number"),
)

sandbox_clock = Table(
    "sandbox_clock",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("ahead_microseconds", BigInteger, nullable=False, server_default="0"),
)
