"""The first register.

Types are the database's own here: this step must go on making the same tables whatever store.columns becomes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _periods()
    _units()
    _mails()
    _mailboxes()
    _reports()
    _remarks()
    _submissions()
    _letters()
    _runs()


def _periods() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
    )
    op.create_table(
        "periods",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("data_cutoff", sa.Date()),
        sa.Column("quick_last_day", sa.Date()),
        sa.Column("official_last_day", sa.Date()),
        sa.Column("dispatch_number", sa.Text(), nullable=False),
        sa.Column("dispatch_dated", sa.Date()),
        sa.Column("dispatch_subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["template"], ["templates.id"], name=op.f("fk_periods_template")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods")),
    )


def _units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successor", sa.String(64)),
        sa.ForeignKeyConstraint(
            ["successor"], ["units.id"], name=op.f("fk_units_successor"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_table(
        "unit_addresses",
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_unit_addresses_unit")),
        sa.PrimaryKeyConstraint("unit", "position", name=op.f("pk_unit_addresses")),
    )


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime()),
        sa.Column("ending", sa.String(32)),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("period", sa.String(64)),
        sa.Column("unit", sa.String(64)),
        sa.Column("kind", sa.String(32)),
        sa.Column("disposition", sa.String(32)),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("sender_email", sa.Text(), nullable=False),
        sa.Column("attachment_names", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("judgement", sa.Text()),
        sa.Column("identity", sa.Text()),
        sa.ForeignKeyConstraint(["period"], ["periods.id"], name=op.f("fk_mails_period")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_mails_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("sha256", name=op.f("uq_mails_sha256")),
    )
    op.create_index(op.f("ix_mails_state_arrived_at"), "mails", ["state", "arrived_at"], unique=False)
    op.create_index(op.f("ix_mails_unit"), "mails", ["unit"], unique=False)


def _mailboxes() -> None:
    op.create_table(
        "mail_locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("gone_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["mail"], ["mails.id"], name=op.f("fk_mail_locations_mail")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_locations")),
        sa.UniqueConstraint(
            "account", "folder", "uidvalidity", "uid", name=op.f("uq_mail_locations_account_folder_uidvalidity_uid")
        ),
    )
    op.create_index(op.f("ix_mail_locations_mail"), "mail_locations", ["mail"], unique=False)
    op.create_table(
        "mailboxes",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_mailboxes")),
    )


def _reports() -> None:
    op.create_table(
        "mapped_reports",
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.Column("front_matter", sa.Text(), nullable=False),
        sa.Column("headings_found", sa.Integer(), nullable=False),
        sa.Column("report_files", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mails.id"], name=op.f("fk_mapped_reports_mail")),
        sa.PrimaryKeyConstraint("mail", name=op.f("pk_mapped_reports")),
    )
    op.create_table(
        "section_entries",
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mapped_reports.mail"], name=op.f("fk_section_entries_mail")),
        sa.PrimaryKeyConstraint("mail", "position", name=op.f("pk_section_entries")),
    )
    op.create_table(
        "unplaced_texts",
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mapped_reports.mail"], name=op.f("fk_unplaced_texts_mail")),
        sa.PrimaryKeyConstraint("mail", "position", name=op.f("pk_unplaced_texts")),
    )


def _remarks() -> None:
    op.create_table(
        "findings",
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("section", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mapped_reports.mail"], name=op.f("fk_findings_mail")),
        sa.PrimaryKeyConstraint("mail", "position", name=op.f("pk_findings")),
    )
    op.create_table(
        "unreadable_files",
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mapped_reports.mail"], name=op.f("fk_unreadable_files_mail")),
        sa.PrimaryKeyConstraint("mail", "position", name=op.f("pk_unreadable_files")),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("kind_inferred", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["mail"], ["mapped_reports.mail"], name=op.f("fk_submissions_mail")),
        sa.ForeignKeyConstraint(["period"], ["periods.id"], name=op.f("fk_submissions_period")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_submissions_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("mail", name=op.f("uq_submissions_mail")),
    )
    op.create_index(op.f("ix_submissions_period_unit_kind"), "submissions", ["period", "unit", "kind"], unique=False)


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime()),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("copies", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["period"], ["periods.id"], name=op.f("fk_letters_period")),
        sa.ForeignKeyConstraint(["unit"], ["units.id"], name=op.f("fk_letters_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
        sa.UniqueConstraint(
            "period", "unit", "kind", "step", "last_day", name=op.f("uq_letters_period_unit_kind_step_last_day")
        ),
    )


def _runs() -> None:
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_lease_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
