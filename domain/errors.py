"""Every error this project raises on purpose. The docstring says when; the message says what, for the operator."""


class BaocaoError(Exception):
    """Base of all errors of this project; anything else that reaches the top is a defect."""


class ConfigError(BaocaoError):
    """The configuration cannot be used. Carries every problem found, not only the first."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class MailboxError(BaocaoError):
    """The mailbox cannot be reached or read now; the round ends and the next one tries again."""


class MailboxLoginError(MailboxError):
    """The mailbox refused the login; trying again without a change of settings is of no use."""


class ArchiveError(BaocaoError):
    """Raw bytes could not be kept on disk, or what is on disk is not what was kept."""


class RegisterError(BaocaoError):
    """The database cannot be used now (locked, full, read-only, of another version)."""


class RunnerBusyError(BaocaoError):
    """Another run holds the lease; this one leaves it the work."""


class RunStoppedError(BaocaoError):
    """The run was asked to stop, or has lost its lease; what was committed stands, the next run goes on."""


class MailOpenError(BaocaoError):
    """A mail's structure could not be opened at all; the message is in Vietnamese, for the clerk."""


class PostmanError(BaocaoError):
    """The mail server did not take a letter."""


class PostmanTemporaryError(PostmanError):
    """Surely not accepted, worth another try later (connection refused, SMTP 4xx: RFC 5321, 4.2.1)."""


class PostmanPermanentError(PostmanError):
    """Surely not accepted, and trying the same again is of no use (SMTP 5xx: RFC 5321, 4.2.1)."""


class PostmanUnknownError(PostmanError):
    """The connection broke after the letter was handed over: it may or may not have been accepted."""


class LetterTemplateError(BaocaoError):
    """A letter template of the office cannot be rendered."""


class ExportError(BaocaoError):
    """An office file (Word, Excel, PDF) could not be written."""
