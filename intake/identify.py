"""Who sent a report and which report it is: every place of the mail is asked, then the claims are weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.identity import Identity, Judgement, KindClaim, Source, UnitClaim
from domain.mail import Disposition, OpenedMail
from domain.period import ReportKind
from domain.unit import Unit
from intake.authenticity import forged
from intake.automatic import is_newsletter
from intake.html_lines import body_text
from intake.kinds import KindWords, kind_in_heading, kind_in_sentences
from intake.names import Mention, UnitNames
from intake.passages import file_names, letterhead, mail_lines, opening_lines, title_lines
from intake.quoting import is_reply_subject
from intake.weighing import weigh_kinds, weigh_units


def identify(
    opened: OpenedMail, judgement: Judgement, front_matter: Sequence[str], units: Sequence[Unit], on: date
) -> Identity:
    """Find the unit and the kind of report.

    `front_matter`: the lines before the first section of the report; `on`: the day that addresses must be valid on.
    A bounce is told by the address that failed; a mail that is no report by its address, else by the name it gives
    itself. Where claims contradict each other the answer is None with a sentence for the clerk.
    """
    owners = _owners(units, on)
    if judgement.disposition is Disposition.BOUNCE:
        return _by_addresses(judgement.failed_recipients, owners)
    names = UnitNames(unit for unit in units if unit.valid_on(on))
    if judgement.disposition is not Disposition.REPORT:
        by_address = _by_addresses([opened.sender.email, *_inner_addresses(opened)], owners)
        return by_address if by_address.unit_claims or is_newsletter(opened) else _by_name(opened, names)
    unit_claims = tuple(_each_once(_unit_claims(opened, front_matter, owners, names)))
    kind_claims = tuple(_kind_claims(opened, front_matter))
    titles = {unit.id: unit.name for unit in units}
    unit, about_unit = weigh_units(unit_claims, titles)
    kind, about_kind = weigh_kinds(kind_claims, _kind_words_of_files(opened))
    doubts = [sentence for sentence in (forged(opened), about_unit, about_kind) if sentence]
    return Identity(
        unit=None if forged(opened) else unit,
        kind=kind,
        unit_claims=unit_claims,
        kind_claims=kind_claims,
        contradictions=tuple(doubts),
    )


def _owners(units: Sequence[Unit], on: date) -> dict[str, str]:
    """Return address → unit id for the addresses in use; one that two units share tells nothing."""
    found: dict[str, set[str]] = {}
    for unit in units:
        for email in unit.emails_on(on) if unit.valid_on(on) else ():
            found.setdefault(email.strip().lower(), set()).add(unit.id)
    return {email: next(iter(ids)) for email, ids in found.items() if len(ids) == 1}


def _by_addresses(emails: Sequence[str], owners: dict[str, str]) -> Identity:
    claims = [UnitClaim(unit=owners[each], source=Source.ADDRESS, words=each) for each in emails if each in owners]
    named = {claim.unit for claim in claims}
    return Identity(unit=claims[0].unit if len(named) == 1 else None, kind=None, unit_claims=tuple(claims))


def _by_name(opened: OpenedMail, names: UnitNames) -> Identity:
    """Tell the sender of a mail that is no report by how it names itself in full ('LĐLĐ huyện …')."""
    lines = [(Source.SUBJECT, opened.subject), (Source.SENDER_NAME, opened.sender.name)]
    lines += [(Source.BODY, line) for line in mail_lines(opened)]
    claims = tuple(
        UnitClaim(unit=mention.unit, source=source, words=mention.words)
        for source, line in lines
        for mention in names.mentions(line)
        if mention.organised
    )
    alone = len({claim.unit for claim in claims}) == 1
    return Identity(unit=claims[0].unit if alone else None, kind=None, unit_claims=claims)


def _inner_addresses(opened: OpenedMail) -> list[str]:
    return [mail.sender.email for mail in opened.walk() if mail is not opened]


def _unit_claims(
    opened: OpenedMail, front_matter: Sequence[str], owners: dict[str, str], names: UnitNames
) -> Iterator[UnitClaim]:
    emails = [opened.sender.email, *(address.lower() for address in opened.header("reply-to").strip("<> ").split(","))]
    yield from (UnitClaim(unit=owners[each], source=Source.ADDRESS, words=each) for each in emails if each in owners)
    for email in _inner_addresses(opened):
        if email in owners:
            yield UnitClaim(unit=owners[email], source=Source.FORWARDED_ADDRESS, words=email)
    own_name = opened.sender.name if not opened.forwarded else opened.forwarded[-1].sender.name
    of_mail = {line.strip() for mail in opened.walk() for line in body_text(mail).splitlines()}
    head = "\n".join(letterhead(front_matter, of_mail))
    passages = [
        (Source.LETTERHEAD, [head], True),
        (Source.SUBJECT, [mail.subject for mail in opened.walk()], False),
        (Source.FILE_NAME, list(file_names(opened)), False),
        (Source.TITLE, title_lines(front_matter), True),
        (Source.SENDER_NAME, [own_name], True),
        (Source.BODY, [line for mail in opened.walk() for line in mail_lines(mail)], True),
        (Source.BODY, opening_lines(front_matter), True),
    ]
    for source, lines, qualified_only in passages:
        yield from _one_unit(source, [m for line in lines for m in names.mentions(line)], qualified_only=qualified_only)


def _one_unit(source: Source, mentions: Sequence[Mention], *, qualified_only: bool) -> Iterator[UnitClaim]:
    """Yield the claim of a place that names one unit; a place that names two tells nothing."""
    counted = [m for m in mentions if m.qualified or not qualified_only]
    if len({mention.unit for mention in counted}) == 1:
        yield UnitClaim(unit=counted[0].unit, source=source, words=counted[0].words)


def _kind_claims(opened: OpenedMail, front_matter: Sequence[str]) -> Iterator[KindClaim]:
    chosen = [mail.subject for mail in opened.walk() if not is_reply_subject(mail.subject)]
    title = kind_in_heading(" ".join(title_lines(front_matter)))
    places: list[tuple[Source, KindWords | None]] = [(Source.SUBJECT, _one_kind(map(kind_in_heading, chosen)))]
    places.append((Source.FILE_NAME, _one_kind(_kind_words_of_files(opened))))
    places.append((Source.TITLE, title))
    sentences = (kind_in_sentences("\n".join(mail_lines(mail))) for mail in opened.walk())
    places.append((Source.BODY, _one_kind(sentences)))
    if not any(found for _, found in places):
        # The subject of an answer is the office's own ('Re: Nhắc gửi báo cáo nhanh'): better than nothing, no more.
        places.append((Source.SUBJECT, _one_kind(kind_in_heading(mail.subject) for mail in opened.walk())))
    for source, found in places:
        if found:
            yield KindClaim(kind=found.kind, source=source, words=found.words)


def _kind_words_of_files(opened: OpenedMail) -> list[KindWords]:
    return [found for name in file_names(opened) if (found := kind_in_heading(name))]


def _one_kind(found: Iterable[KindWords | None]) -> KindWords | None:
    by_kind: dict[ReportKind, KindWords] = {each.kind: each for each in found if each}
    return next(iter(by_kind.values())) if len(by_kind) == 1 else None


def _each_once(claims: Iterator[UnitClaim]) -> Iterator[UnitClaim]:
    seen: set[tuple[str, Source]] = set()
    for claim in claims:
        if (claim.unit, claim.source) not in seen:
            seen.add((claim.unit, claim.source))
            yield claim
