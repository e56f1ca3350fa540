"""The office whose letters leave here: all that a letter says of its sender, as data."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import ConfigError
from domain.unit import EMAIL_FORM


def is_address(text: str) -> bool:
    """Whether `text` is exactly one plain mail address that no header can end in (RFC 5321, 4.5.3.1.3)."""
    return len(text) <= 254 and EMAIL_FORM.fullmatch(text) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """The sender of letters. Raises ConfigError where an address or the domain could not stand in a header."""

    #: Full name, e.g. 'Liên đoàn Lao động tỉnh Đắk Lắk'.
    name: str
    #: Who signs and is shown as the sender, e.g. 'Văn phòng Liên đoàn Lao động tỉnh Đắk Lắk'.
    signed_by: str
    #: Address that letters come from; it must be one that the mail server lets this account use.
    sender: str
    #: Right side of the Message-IDs made here; a domain of the office's own.
    message_id_domain: str
    #: Where units send reports and answers; '' means to `sender`.
    reply_to: str = ""
    #: Number to call, as people write it; '' where letters shall name none.
    phone: str = ""
    #: Whom to ask for, e.g. 'bộ phận tổng hợp Văn phòng'; '' where letters shall name nobody.
    contact: str = ""

    def __post_init__(self) -> None:
        problems = [
            f"office.{field}: “{address}” không phải một địa chỉ thư điện tử đúng quy cách"
            for field, address in (("sender", self.sender), ("reply_to", self.send_to))
            if not is_address(address)
        ]
        if not is_address(f"x@{self.message_id_domain}"):
            problems.append(f"office.message_id_domain: “{self.message_id_domain}” không phải một tên miền")
        if problems:
            raise ConfigError(problems)

    @property
    def send_to(self) -> str:
        """The address that units are asked to send to."""
        return self.reply_to or self.sender
