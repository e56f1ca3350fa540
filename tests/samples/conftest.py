"""The sample mails, written once for all tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest

from service.builtin import builtin_period, builtin_template, builtin_units
from service.demo_mails import SampleMail, write_mails


@dataclass(frozen=True)
class WrittenMails:
    """A folder of sample mails and what is known of them."""

    folder: Path
    samples: list[SampleMail]

    def raw(self, sample: SampleMail) -> bytes:
        return (self.folder / sample.file_name).read_bytes()

    def opened(self, sample: SampleMail) -> EmailMessage:
        """Return the mail as the standard library reads it."""
        return BytesParser(policy=default).parsebytes(self.raw(sample))

    def files(self, sample: SampleMail) -> list[tuple[str, bytes]]:
        """Return names and contents of the attached files."""
        mail = self.opened(sample)
        parts = mail.iter_attachments() if mail.is_multipart() else iter(())
        return [(name, part.get_payload(decode=True)) for part in parts if (name := part.get_filename())]

    def named(self, words: str) -> SampleMail:
        """Return the one sample whose file name holds `words`."""
        (found,) = [sample for sample in self.samples if words in sample.file_name]
        return found


@pytest.fixture(scope="session")
def written_mails(tmp_path_factory: pytest.TempPathFactory) -> WrittenMails:
    folder = tmp_path_factory.mktemp("mails") / "on-the-way"
    return WrittenMails(folder, write_mails(folder, builtin_template(), builtin_units(), builtin_period()))
