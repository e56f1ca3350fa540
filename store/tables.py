"""The tables of the register. Facts only: whatever depends on the clock is derived when it is asked for."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from domain.document import FileKind, UnreadableCause
from domain.letters import LetterState
from domain.mail import Disposition
from domain.period import ReportKind
from domain.records import MailEnd, MailState
from domain.report import FindingCode
from domain.unit import UnitKind
from store.columns import DayOrNone, Evidence, Moment, OneOf, Prose, Strings

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- what the office sets

templates = Table(
    "templates",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    #: Sections in the order printed, aliases and prompts included.
    Column("outline", Evidence, nullable=False),
)

periods = Table(
    "periods",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("template", ForeignKey("templates.id"), nullable=False),
    Column("opens", Date, nullable=False),
    Column("data_cutoff", Date),
    Column("quick_last_day", Date),
    Column("official_last_day", Date),
    Column("dispatch_number", Text, nullable=False),
    Column("dispatch_dated", Date),
    Column("dispatch_subject", Text, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("id", String(64), primary_key=True),
    #: Order in which the office lists them.
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", OneOf(UnitKind), nullable=False),
    Column("aliases", Strings, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    # Checked at commit: a list may name a successor before its own line.
    Column("successor", ForeignKey("units.id", deferrable=True, initially="DEFERRED")),
)

unit_addresses = Table(
    "unit_addresses",
    metadata,
    Column("unit", ForeignKey("units.id"), primary_key=True),
    #: The first valid one receives letters.
    Column("position", Integer, primary_key=True),
    Column("email", Text, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
)

# --- mail as it came

mails = Table(
    "mails",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("state", OneOf(MailState), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try_at", Moment),
    Column("ending", OneOf(MailEnd)),
    Column("ended_at", Moment),
    Column("period", ForeignKey("periods.id")),
    Column("unit", ForeignKey("units.id")),
    Column("kind", OneOf(ReportKind)),
    Column("disposition", OneOf(Disposition)),
    Column("message_id", Prose, nullable=False, default=""),
    Column("subject", Prose, nullable=False, default=""),
    Column("sender_name", Prose, nullable=False, default=""),
    Column("sender_email", Prose, nullable=False, default=""),
    Column("attachment_names", Strings, nullable=False, default=()),
    Column("reasons", Strings, nullable=False, default=()),
    Column("error", Prose, nullable=False, default=""),
    Column("judgement", Evidence),
    Column("identity", Evidence),
    Index(None, "state", "arrived_at"),
    Index(None, "unit"),
)

mail_locations = Table(
    "mail_locations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", Text, nullable=False),
    Column("mail", ForeignKey("mails.id"), nullable=False),
    #: When a check no longer found it there; empty while it is there.
    Column("gone_at", Moment),
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
    Index(None, "mail"),
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("account", Text, primary_key=True),
    #: Last check that went through.
    Column("checked_at", Moment),
    #: What the latest check failed with; '' where it went through.
    Column("error", Prose, nullable=False),
)

# --- what the mails said

mapped_reports = Table(
    "mapped_reports",
    metadata,
    Column("mail", ForeignKey("mails.id"), primary_key=True),
    Column("absent", Strings, nullable=False),
    Column("front_matter", Strings, nullable=False),
    Column("headings_found", Integer, nullable=False),
    Column("report_files", Strings, nullable=False),
)

section_entries = Table(
    "section_entries",
    metadata,
    Column("mail", ForeignKey("mapped_reports.mail"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("section", String(64), nullable=False),
    Column("text", Prose, nullable=False),
    Column("file", Prose, nullable=False),
    Column("place", Prose, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("doubts", Strings, nullable=False),
)

unplaced_texts = Table(
    "unplaced_texts",
    metadata,
    Column("mail", ForeignKey("mapped_reports.mail"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Prose, nullable=False),
    Column("file", Prose, nullable=False),
    Column("place", Prose, nullable=False),
    Column("reason", Prose, nullable=False),
)

findings = Table(
    "findings",
    metadata,
    Column("mail", ForeignKey("mapped_reports.mail"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", OneOf(FindingCode), nullable=False),
    Column("text", Prose, nullable=False),
    Column("section", String(64), nullable=False),
)

unreadable_files = Table(
    "unreadable_files",
    metadata,
    Column("mail", ForeignKey("mapped_reports.mail"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Prose, nullable=False),
    Column("kind", OneOf(FileKind), nullable=False),
    Column("cause", OneOf(UnreadableCause), nullable=False),
    Column("reason", Prose, nullable=False),
    Column("detail", Prose, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    # One mail is one submission at the most, whoever enters it.
    Column("mail", ForeignKey("mapped_reports.mail"), nullable=False, unique=True),
    Column("period", ForeignKey("periods.id"), nullable=False),
    Column("unit", ForeignKey("units.id"), nullable=False),
    Column("kind", OneOf(ReportKind), nullable=False),
    Column("kind_inferred", Boolean, nullable=False),
    #: SHA-256 over all that the report says: tells a repeated report from a new version.
    Column("fingerprint", String(64), nullable=False),
    Column("entered_at", Moment, nullable=False),
    Index(None, "period", "unit", "kind"),
)

# --- letters out, runs, the office's log

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", ForeignKey("periods.id"), nullable=False),
    Column("unit", ForeignKey("units.id"), nullable=False),
    Column("kind", OneOf(ReportKind), nullable=False),
    Column("step", String(64), nullable=False),
    Column("last_day", DayOrNone, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("state", OneOf(LetterState), nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Moment),
    Column("sent_at", Moment),
    Column("error", Prose, nullable=False, default=""),
    Column("recipients", Strings, nullable=False),
    Column("copies", Strings, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("references", Strings, nullable=False),
    Column("subject", Prose, nullable=False),
    Column("text", Prose, nullable=False),
    Column("html", Prose, nullable=False),
    UniqueConstraint("period", "unit", "kind", "step", "last_day"),
)

lease = Table(
    "lease",
    metadata,
    # One row, ever: two holders cannot both stand in the table.
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Prose, nullable=False),
)
