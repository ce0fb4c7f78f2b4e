"""The first tables, and the triggers that hold the record."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_BIG = sa.BigInteger()
_BYTES = sa.LargeBinary()
_INT = sa.Integer()
_JSON = postgresql.JSONB()
_MOMENT = sa.DateTime(timezone=True)
_TEXT = sa.Text()
_WORKSPACE = sa.String(length=32)
_YES_NO = sa.Boolean()

_TABLES = (
    "workspace",
    "person",
    "client",
    "contact",
    "project",
    "policy",
    "request",
    "absence",
    "packet",
    "status_asked",
    "request_reporter",
    "request_mail",
    "request_thread",
    "touch",
    "talk",
    "step",
    "outbox",
    "inbox",
    "mailbox",
    "audit_event",
    "audit_text",
    "audit_unsealed",
    "audit_seal",
    "audit_anchor_noted",
    "audit_alarm",
    "sandbox_clock",
)

_REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record only grows: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

_REFUSED = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""

# Within the transaction that writes the event: however late that commits, its events join the next seal.
_QUEUE = """
CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealed (workspace_id, event_id) SELECT workspace_id, id FROM written;
    RETURN NULL;
END $$
"""

_QUEUED = """
CREATE TRIGGER audit_event_is_queued AFTER INSERT ON audit_event
REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION audit_queue()
"""


def _people_and_projects() -> None:
    op.create_table(
        "workspace",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("zone", _TEXT, server_default="UTC", nullable=False),
        sa.Column("language", _TEXT, server_default="en", nullable=False),
        sa.Column("country", _TEXT),
        sa.Column("working_hours", _TEXT, server_default="Mon-Fri 09:00-17:30", nullable=False),
        sa.Column("fallback_owner_id", _BIG),
        sa.Column("policy", _TEXT),
        sa.Column("digest_channel", _TEXT),
        sa.Column("digest_channel_name", _TEXT),
        sa.Column("digest_day", _INT, server_default="0", nullable=False),
        sa.Column("digest_at", _TEXT, server_default="09:00", nullable=False),
        sa.Column("digest_leads", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("digest_names", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("digest_next_at", _MOMENT),
        sa.Column("bot_user_id", _TEXT),
        sa.Column("admins", sa.ARRAY(_TEXT), server_default="{}", nullable=False),
        sa.Column("tiers", _JSON, server_default="{}", nullable=False),
        sa.Column("holidays", _JSON, server_default="{}", nullable=False),
        sa.Column("daily_budget", _INT, server_default="8", nullable=False),
        sa.Column("retention", _TEXT),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "person",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("slack_id", _WORKSPACE, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("email", _TEXT),
        sa.Column("zone", _TEXT, server_default="UTC", nullable=False),
        sa.Column("language", _TEXT, server_default="en", nullable=False),
        sa.Column("working_hours", _TEXT),
        sa.Column("country", _TEXT),
        sa.Column("is_admin", _YES_NO, server_default="false", nullable=False),
        sa.Column("is_guest", _YES_NO, server_default="false", nullable=False),
        sa.Column("is_active", _YES_NO, server_default="true", nullable=False),
        sa.Column("introduced", _YES_NO, server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "slack_id", name=op.f("uq_person_workspace_id_slack_id")),
    )
    op.create_table(
        "client",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("tier", _TEXT),
        sa.Column("country", _TEXT),
        sa.Column("via", _TEXT),
        sa.Column("domains", sa.ARRAY(_TEXT), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_client")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_client_workspace_id_name")),
    )
    op.create_table(
        "contact",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("client_id", _BIG),
        sa.Column("email", _TEXT, nullable=False),
        sa.Column("name", _TEXT),
        sa.Column("phone", _TEXT),
        sa.Column("preferred", _TEXT),
        sa.Column("language", _TEXT),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_contact_workspace_id_client_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_contact")),
        sa.UniqueConstraint("workspace_id", "email", name=op.f("uq_contact_workspace_id_email")),
    )
    op.create_table(
        "project",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("client_id", _BIG, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("owner_id", _BIG, nullable=False),
        sa.Column("backup_id", _BIG),
        sa.Column("lead_id", _BIG),
        sa.Column("channel_id", _TEXT),
        sa.Column("channel_name", _TEXT),
        sa.Column("intake", _TEXT),
        sa.Column("policy", _TEXT),
        sa.Column("touch_every", _TEXT),
        sa.Column("touch_counted_from", _MOMENT),
        sa.Column("touch_due_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["workspace_id", "backup_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_project_workspace_id_backup_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_project_workspace_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_project_workspace_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_project_workspace_id_owner_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_project")),
        sa.UniqueConstraint("workspace_id", "client_id", "name", name=op.f("uq_project_workspace_id_client_id_name")),
    )
    op.create_index("ix_project_channel", "project", ["workspace_id", "channel_id"])
    op.create_index(
        "ix_project_touch_due", "project", ["touch_due_at"], postgresql_where=sa.text("touch_due_at IS NOT NULL")
    )
    op.create_table(
        "policy",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("version", _INT, nullable=False),
        sa.Column("spec", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", "version", name=op.f("pk_policy")),
    )


def _requests() -> None:
    op.create_table(
        "request",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("source", _TEXT, nullable=False),
        sa.Column("external_id", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("outcome", _TEXT),
        sa.Column("client_id", _BIG),
        sa.Column("project_id", _BIG),
        sa.Column("contact_id", _BIG),
        sa.Column("owner_id", _BIG),
        sa.Column("reporter_id", _BIG),
        sa.Column("wish", _TEXT, nullable=False),
        sa.Column("words", _TEXT, nullable=False),
        sa.Column("words_digest", _BYTES, nullable=False),
        sa.Column("latest_words", _TEXT),
        sa.Column("noise_words", _TEXT),
        sa.Column("noise_attachments", _JSON, server_default="[]", nullable=False),
        sa.Column("noise_is_return", _YES_NO, server_default="false", nullable=False),
        sa.Column("unverified_from", _TEXT),
        sa.Column("note", _TEXT),
        sa.Column("perhaps_of", _BIG),
        sa.Column("attachments", _JSON, server_default="[]", nullable=False),
        sa.Column("offer", _JSON, nullable=True),
        sa.Column("offer_words", _TEXT),
        sa.Column("loan", _JSON, nullable=True),
        sa.Column("subject_key", _TEXT),
        sa.Column("channel_id", _TEXT),
        sa.Column("handed_over_at", _MOMENT, nullable=False),
        sa.Column("client_waits_since", _MOMENT),
        sa.Column("cycle", _INT, server_default="0", nullable=False),
        sa.Column("cycle_cause", _TEXT, nullable=False),
        sa.Column("cycle_started_at", _MOMENT, nullable=False),
        sa.Column("anchor_at", _MOMENT, nullable=False),
        sa.Column("anchor_rung", _INT, server_default="0", nullable=False),
        sa.Column("rung", _INT, server_default="0", nullable=False),
        sa.Column("cycle_snoozes", _INT, server_default="0", nullable=False),
        sa.Column("policy_name", _TEXT, nullable=False),
        sa.Column("policy_version", _INT, nullable=False),
        sa.Column("policy_by", _TEXT, server_default="workspace", nullable=False),
        sa.Column("flag_by", _BIG),
        sa.Column("flag_reason", _TEXT),
        sa.Column("flag_policy", _TEXT),
        sa.Column("flagged_at", _MOMENT),
        sa.Column("promise_what", _TEXT),
        sa.Column("promise_due_at", _MOMENT),
        sa.Column("promise_made_at", _MOMENT),
        sa.Column("promise_client_knows", _YES_NO),
        sa.Column("pending_what", _TEXT),
        sa.Column("pending_due_at", _MOMENT),
        sa.Column("promises_made", _INT, server_default="0", nullable=False),
        sa.Column("moves", _INT, server_default="0", nullable=False),
        sa.Column("ask_again_at", _MOMENT),
        sa.Column("snoozed_until", _MOMENT),
        sa.Column("snooze_reason", _TEXT),
        sa.Column("holding_replies", _INT, server_default="0", nullable=False),
        sa.Column("chases", _INT, server_default="0", nullable=False),
        sa.Column("passes", _INT, server_default="0", nullable=False),
        sa.Column("touched_at", _MOMENT),
        sa.Column("returned_at", _MOMENT),
        sa.Column("wrote_at", _MOMENT),
        sa.Column("closed_at", _MOMENT),
        sa.Column("lesson", _TEXT),
        sa.Column("erased_at", _MOMENT),
        sa.Column("due_at", _MOMENT),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_request_closed_has_outcome")),
        sa.CheckConstraint(
            "state <> 'promised' OR promise_due_at IS NOT NULL", name=op.f("ck_request_promised_has_date")
        ),
        sa.CheckConstraint("state <> 'waiting' OR ask_again_at IS NOT NULL", name=op.f("ck_request_waiting_has_date")),
        sa.CheckConstraint(
            "state IN ('triage','closed') OR owner_id IS NOT NULL", name=op.f("ck_request_live_has_owner")
        ),
        sa.CheckConstraint(
            "state IN ('triage','open','promised','waiting','closed')", name=op.f("ck_request_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_request_workspace_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_request_workspace_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_request_workspace_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name=op.f("fk_request_workspace_id_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "reporter_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_request_workspace_id_reporter_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_request")),
        sa.UniqueConstraint(
            "workspace_id", "source", "external_id", name=op.f("uq_request_workspace_id_source_external_id")
        ),
    )
    op.create_index(
        "ix_request_unwatched",
        "request",
        ["workspace_id"],
        postgresql_where=sa.text("due_at IS NULL AND state <> 'closed'"),
    )
    op.create_index("ix_request_due", "request", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))
    op.create_index(
        "ix_request_closed",
        "request",
        ["workspace_id", "closed_at"],
        postgresql_where=sa.text("state = 'closed' AND (erased_at IS NULL OR erased_at < closed_at)"),
    )
    op.create_index(
        "ix_request_owner", "request", ["workspace_id", "owner_id"], postgresql_where=sa.text("state <> 'closed'")
    )
    op.create_index(
        "ix_request_reporter", "request", ["workspace_id", "reporter_id"], postgresql_where=sa.text("state <> 'closed'")
    )
    op.create_index(
        "ix_request_same_words", "request", ["workspace_id", "reporter_id", "words_digest", "handed_over_at"]
    )
    op.create_index("ix_request_subject", "request", ["workspace_id", "client_id", "subject_key"])
    op.create_index(
        "uq_request_keeping_in_touch",
        "request",
        ["workspace_id", "project_id"],
        unique=True,
        postgresql_where=sa.text("source = 'keeping in touch' AND state <> 'closed'"),
    )
    op.create_index(
        "ix_request_lesson",
        "request",
        ["workspace_id", "project_id", "closed_at"],
        postgresql_where=sa.text("lesson IS NOT NULL"),
    )
    op.create_table(
        "absence",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("stand_in_id", _BIG, nullable=True),
        sa.Column("set_by", _BIG, nullable=True),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("cancelled_at", _MOMENT, nullable=True),
        sa.Column("handed_back_at", _MOMENT, nullable=True),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_absence_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stand_in_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_absence_workspace_id_stand_in_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person", "absence", ["workspace_id", "person_id", "ends_at"])
    op.create_index(
        "ix_absence_to_hand_back",
        "absence",
        ["ends_at"],
        postgresql_where=sa.text("handed_back_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "packet",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("absence_id", _BIG, nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("post_id", _BIG, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.CheckConstraint("answer IN ('accepted','declined')", name=op.f("ck_packet_answer_known")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_packet_answered_once")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "absence_id"],
            ["absence.workspace_id", "absence.id"],
            name=op.f("fk_packet_workspace_id_absence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_packet_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_packet_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "absence_id", "request_id", "person_id", name=op.f("pk_packet")),
    )
    op.create_index("ix_packet_post", "packet", ["workspace_id", "post_id"])
    op.create_index("ix_packet_request", "packet", ["workspace_id", "request_id"])
    op.create_table(
        "status_asked",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_status_asked_workspace_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_status_asked")),
    )
    op.create_table(
        "request_reporter",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("joined_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_request_reporter_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_request_reporter_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "request_id", "person_id", name=op.f("pk_request_reporter")),
    )
    op.create_table(
        "request_mail",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("words_digest", _BYTES, nullable=False),
        sa.Column("own_id", _TEXT),
        sa.Column("sent", _TEXT),
        sa.Column("brought_by", _BIG),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("written_at", _MOMENT),
        sa.Column("writer", _BYTES),
        sa.Column("shingles", _BYTES, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_request_mail_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "external_id", name=op.f("pk_request_mail")),
    )
    op.create_index("ix_request_mail_words", "request_mail", ["workspace_id", "words_digest"])
    op.create_index("ix_request_mail_writer", "request_mail", ["workspace_id", "writer", "at"])
    op.create_table(
        "request_thread",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("mail_id", _TEXT, nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_request_thread_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "mail_id", name=op.f("pk_request_thread")),
    )
    op.create_table(
        "touch",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("request_id", _BIG),
        sa.Column("project_id", _BIG),
        sa.Column("channel", _TEXT, nullable=False),
        sa.Column("evidence", _TEXT, nullable=False),
        sa.Column("turn", _TEXT),
        sa.Column("person_id", _BIG),
        sa.Column("at", _MOMENT, nullable=False),
        sa.CheckConstraint("request_id IS NOT NULL OR project_id IS NOT NULL", name=op.f("ck_touch_about_something")),
        sa.CheckConstraint("(request_id IS NULL) = (turn IS NULL)", name=op.f("ck_touch_turn_of_a_request")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name=op.f("fk_touch_workspace_id_project_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_touch_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_touch")),
    )
    op.create_index("ix_touch_request", "touch", ["workspace_id", "request_id"])
    op.create_index(
        "ix_touch_project",
        "touch",
        ["workspace_id", "project_id", "at"],
        postgresql_where=sa.text("project_id IS NOT NULL"),
    )
    op.create_table(
        "talk",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.Column("proposed_by", _BIG, nullable=False),
        sa.Column("with_id", _BIG, nullable=False),
        sa.Column("times", sa.ARRAY(_MOMENT), nullable=False),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.Column("chosen_at", _MOMENT),
        sa.Column("result", _TEXT),
        sa.Column("channel", _TEXT),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_talk_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_talk")),
    )
    op.create_index("ix_talk_request", "talk", ["workspace_id", "request_id"])
    op.create_table(
        "step",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("request_id", _BIG, nullable=False),
        sa.Column("cycle", _INT, nullable=False),
        sa.Column("rung", _INT, nullable=False),
        sa.Column("repetition", _INT, nullable=False),
        sa.Column("recipient_id", _BIG, nullable=False),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("tone", _TEXT, nullable=False),
        sa.Column("policy_name", _TEXT, nullable=False),
        sa.Column("policy_version", _INT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("planned_at", _MOMENT, nullable=False),
        sa.Column("outcome", _TEXT),
        sa.Column("reason", _TEXT),
        sa.Column("decided_at", _MOMENT),
        sa.Column("working", _JSON),
        sa.Column("carried_by", _BIG),
        sa.Column("drawn_by", _BIG),
        sa.CheckConstraint("(outcome = 'withheld') = (reason IS NOT NULL)", name=op.f("ck_step_withheld_has_reason")),
        sa.CheckConstraint("outcome IN ('sent','shown','withheld')", name=op.f("ck_step_outcome_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_step_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "request_id", "cycle", "rung", "repetition", "recipient_id", name=op.f("pk_step")
        ),
    )
    op.create_index("ix_step_undecided", "step", ["planned_at"], postgresql_where=sa.text("outcome IS NULL"))


def _delivery() -> None:
    op.create_index(
        "ix_step_waiting", "step", ["workspace_id", "recipient_id"], postgresql_where=sa.text("outcome IS NULL")
    )
    op.create_index(
        "ix_step_carried", "step", ["workspace_id", "carried_by"], postgresql_where=sa.text("carried_by IS NOT NULL")
    )
    op.create_table(
        "outbox",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("purpose", _TEXT, nullable=False),
        sa.Column("dedupe_key", _TEXT, nullable=False),
        sa.Column("recipient_id", _BIG),
        sa.Column("channel", _TEXT),
        sa.Column("thread_of", _BIG),
        sa.Column("target_id", _BIG),
        sa.Column("request_id", _BIG),
        sa.Column("step_cycle", _INT),
        sa.Column("step_rung", _INT),
        sa.Column("step_repetition", _INT),
        sa.Column("due_at", _MOMENT, server_default=sa.text("'1970-01-01 00:00:00+00'"), nullable=False),
        sa.Column("lane", _TEXT, nullable=False),
        sa.Column("in_office_hours", _YES_NO, server_default="false", nullable=False),
        sa.Column("facts", _JSON, server_default="{}", nullable=False),
        sa.Column("state", _TEXT, server_default="pending", nullable=False),
        sa.Column("token", sa.UUID(as_uuid=False), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("attempts", _INT, server_default="0", nullable=False),
        sa.Column("attempted_at", _MOMENT),
        sa.Column("lease_until", _MOMENT),
        sa.Column("retry_at", _MOMENT),
        sa.Column("opened_channel", _TEXT),
        sa.Column("file_id", _TEXT),
        sa.Column("sent_channel", _TEXT),
        sa.Column("sent_ts", _TEXT),
        sa.Column("sent_at", _MOMENT),
        sa.Column("reason", _TEXT),
        sa.Column("said", _TEXT),
        sa.Column("shown_digest", _BYTES),
        sa.Column("words_gone", _YES_NO, server_default="false", nullable=False),
        sa.Column("created_at", _MOMENT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("kind <> 'update' OR target_id IS NOT NULL", name=op.f("ck_outbox_update_has_target")),
        sa.CheckConstraint(
            "kind = 'update' OR recipient_id IS NOT NULL OR channel IS NOT NULL", name=op.f("ck_outbox_has_address")
        ),
        sa.CheckConstraint("kind IN ('post','update','upload')", name=op.f("ck_outbox_kind_known")),
        sa.CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name=op.f("ck_outbox_sending_has_lease")),
        sa.CheckConstraint(
            "state <> 'sent' OR kind = 'update' OR (sent_channel IS NOT NULL AND sent_ts IS NOT NULL)",
            name=op.f("ck_outbox_sent_is_somewhere"),
        ),
        sa.CheckConstraint(
            "state IN ('pending','sending','sent','uncertain','withheld','failed')", name=op.f("ck_outbox_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('withheld','failed') OR reason IS NOT NULL", name=op.f("ck_outbox_ended_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["request.workspace_id", "request.id"],
            name=op.f("fk_outbox_workspace_id_request_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("workspace_id", "dedupe_key", name=op.f("uq_outbox_workspace_id_dedupe_key")),
    )
    op.create_index(
        "ix_outbox_in_flight",
        "outbox",
        ["workspace_id", "lease_until"],
        postgresql_where=sa.text("state IN ('sending','uncertain')"),
    )
    op.create_index(
        "ix_outbox_pending", "outbox", ["workspace_id", "due_at", "id"], postgresql_where=sa.text("state = 'pending'")
    )
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["workspace_id", "lane"],
        postgresql_where=sa.text("state = 'pending' AND retry_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_request",
        "outbox",
        ["workspace_id", "request_id"],
        postgresql_where=sa.text("kind = 'post'"),
    )
    op.create_index(
        "ix_outbox_of_no_request", "outbox", ["workspace_id"], postgresql_where=sa.text("request_id IS NULL")
    )
    op.create_index(
        "ix_outbox_question_of_mail",
        "outbox",
        ["workspace_id"],
        postgresql_where=sa.text("purpose IN ('which copy','noise question')"),
    )
    op.create_index(
        "uq_outbox_update_waiting",
        "outbox",
        ["workspace_id", "target_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'update' AND state = 'pending'"),
    )
    op.create_index(
        "uq_outbox_reminder_waiting",
        "outbox",
        ["workspace_id", "recipient_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'post' AND purpose = 'reminder' AND state = 'pending'"),
    )
    op.create_index(
        "ix_outbox_had",
        "outbox",
        ["workspace_id", "recipient_id", "sent_at"],
        postgresql_where=sa.text("kind = 'post' AND state = 'sent'"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("event_id", _TEXT, nullable=False),
        sa.Column("payload", _JSON),
        sa.Column("received_at", _MOMENT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("attempts", _INT, server_default="0", nullable=False),
        sa.Column("lease_until", _MOMENT),
        sa.Column("retry_at", _MOMENT),
        sa.Column("done_at", _MOMENT),
        sa.Column("failure", _TEXT),
        sa.CheckConstraint("done_at IS NULL OR payload IS NULL", name=op.f("ck_inbox_done_is_empty")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("workspace_id", "event_id", name=op.f("uq_inbox_workspace_id_event_id")),
    )
    op.create_index(
        "ix_inbox_waiting", "inbox", ["id"], postgresql_where=sa.text("done_at IS NULL AND failure IS NULL")
    )
    op.create_index(
        "ix_inbox_given_up",
        "inbox",
        ["workspace_id"],
        postgresql_where=sa.text("done_at IS NULL AND failure IS NOT NULL"),
    )
    op.create_table(
        "mailbox",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("host", _TEXT, nullable=False),
        sa.Column("port", _INT, nullable=False),
        sa.Column("user", _TEXT, nullable=False),
        sa.Column("folder", _TEXT, nullable=False),
        sa.Column("quarantine", _TEXT, nullable=False),
        sa.Column("every", _INT, nullable=False),
        sa.Column("authserv_ids", sa.ARRAY(_TEXT), server_default="{}", nullable=False),
        sa.Column("trust_unauthenticated", _YES_NO, server_default="false", nullable=False),
        sa.Column("uidvalidity", _BIG),
        sa.Column("last_uid", _BIG, server_default="0", nullable=False),
        sa.Column("to_quarantine", _BIG),
        sa.Column("mails_read", _BIG, server_default="0", nullable=False),
        sa.Column("mails_quarantined", _BIG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_mailbox")),
    )


def _audit() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", _BIG, sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("request_id", _BIG),
        sa.Column("actor_id", _BIG),
        sa.Column("data", _JSON, server_default="{}", nullable=False),
        sa.Column("commitment", _TEXT),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_request", "audit_event", ["workspace_id", "request_id", "id"])
    op.create_index(
        "ix_audit_event_not_needed",
        "audit_event",
        ["workspace_id", "at"],
        postgresql_where=sa.text("kind = 'reminder not needed'"),
    )
    op.create_index(
        "ix_audit_event_auditor",
        "audit_event",
        ["workspace_id", "kind"],
        postgresql_where=sa.text("kind IN ('auditor', 'stuck')"),
    )
    op.create_table(
        "audit_text",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("event_id", _BIG, nullable=False),
        sa.Column("body", _TEXT, nullable=False),
        sa.Column("salt", _BYTES, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name=op.f("pk_audit_text")),
    )
    op.create_table(
        "audit_unsealed",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("event_id", _BIG, nullable=False),
        sa.Column("queued_at", _MOMENT, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name=op.f("pk_audit_unsealed")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("number", _BIG, nullable=False),
        sa.Column("sealed_at", _MOMENT, nullable=False),
        sa.Column("event_ids", sa.ARRAY(_BIG), nullable=False),
        sa.Column("leaves", _BYTES, nullable=False),
        sa.Column("event_count", _BIG, nullable=False),
        sa.Column("previous", _TEXT, nullable=False),
        sa.Column("hash", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_audit_seal")),
    )


def _anchors() -> None:
    op.create_table(
        "audit_anchor_noted",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_audit_anchor_noted")),
    )
    op.create_table(
        "audit_alarm",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.Column("wrong_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_audit_alarm")),
    )


def _sandbox() -> None:
    op.create_table(
        "sandbox_clock",
        sa.Column("workspace_id", _WORKSPACE, nullable=False),
        sa.Column("ahead_microseconds", _BIG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_sandbox_clock")),
    )


def _the_record_only_grows() -> None:
    op.execute(_REFUSE)
    for table in ("audit_event", "audit_seal"):
        op.execute(_REFUSED.format(table=table))
    op.execute(_QUEUE)
    op.execute(_QUEUED)


def upgrade() -> None:
    _people_and_projects()
    _requests()
    _delivery()
    _audit()
    _anchors()
    _sandbox()
    _the_record_only_grows()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_queue, audit_refuse")
