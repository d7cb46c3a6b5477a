"""Rules for the Indonesian answers: complete, sourced, fresh, short enough, with a way on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.answers.added_topics import topic_findings
from bot.answers.answer_files import answer_where
from bot.answers.catalog import Catalog
from bot.answers.dates import months_later, partial_date
from bot.answers.filling import MOST_NAMED, Context, Filler, ReplySpec
from bot.answers.findings import Finding, error, said, warning
from bot.answers.fitting import render
from bot.answers.hotlines import MAX_NUMBERS, sendable
from bot.answers.model import FLAG_PREFIX, Answer, Confidence, Form
from bot.answers.placeholders import REFERENCES, VALUES, placeholders, unusable
from bot.answers.reading_level import hard_to_read
from bot.answers.sms import outside_gsm7, segments
from bot.answers.variant_rules import variant_findings
from bot.answers.wording_rules import promises, states_figures, typed_numbers
from bot.vocabulary import FIXED_INTENTS, Channel, Kind, Language, is_topic

LABEL_SEPTETS = 24
SHORT_SEPTETS = 160
LONG_SHORT_SEPTETS = 306
"""Two SMS: for texts that hold choices or emergency numbers, and for those that are no answer to a question."""

SHOWN_BACK_SEPTETS = 459
"""Three SMS: for texts that show back what somebody told, which cannot be kept shorter than it is."""

FULL_CHARACTERS = 1024
LISTING_CHARACTERS = 1_550
"""For texts that list reasons: a provider takes 1,600 (Twilio, error 21617)."""

FAQ_NEXT = range(2, 5)
PERISHABLE_MONTHS = 6
LASTING_MONTHS = 18
MAX_CHOICES = 8
"""The longest list of choices the conversation offers: the menu."""

SAMPLE_SERVICE = "Jalan Aman"

LONG_LABEL = "has {units} characters; at most {most}"
LONG_SHORT = "has {units} septets once filled; at most {most}"
LONG_FULL = "has {units} characters once filled; at most {most}"
ODD_CHARACTERS = "has characters SMS does not know, which halve its room: {odd}"
_UNSURE = "{fact} has low confidence; leave the statement out or find a better source"
_TOO_LATE = "is later than {months} months after reviewed_on (the content is {kind})"
_NOT_SENT = "{number} may not be sent: low confidence, or no source or check within 24 months"
_MANY_NUMBERS = "carries {count} phone numbers; at most {most} can be remembered"
_TYPED_NUMBER = 'has a typed phone number ("{begins}..."); use {{hotline:ID}} or {{number:ID}}'
_LONG_EMERGENCY = "needs {count} SMS in {language}; at most 2"

FAQ_KEYS = frozenset(intent.value for intent in FIXED_INTENTS if intent.kind is Kind.FAQ)
_WAY_ON = re.compile(r"\bLAGI\b[^.!?]*[.!?]?\s*$")


def answer_findings(answer: Answer, catalog: Catalog, today: date) -> Iterator[Finding]:
    """Yield every fault of one answer."""
    yield from _shape_findings(answer, catalog)
    yield from variant_findings(answer, catalog)
    yield from _source_findings(answer, today)
    yield from _review_findings(answer, today)
    for form in Form:
        yield from _wording_findings(answer_where(answer, form), answer.text(form), catalog, today)
    yield from _length_findings(answer, catalog, today)
    yield from _character_findings(answer)
    for form in (Form.SHORT, Form.FULL):
        yield from (error(answer_where(answer, form), fault) for fault in hard_to_read(answer.text(form)))


def missing_answers(catalog: Catalog) -> Iterator[Finding]:
    """Yield the questions (``faq`` intents) that have no answer."""
    for key in sorted(FAQ_KEYS - set(catalog.keys())):
        yield error("answers", f"[{key}] is missing; every question needs an answer")


def sample_reply(key: str, catalog: Catalog, country: str | None = None) -> ReplySpec:
    """Return a reply with long but ordinary values and choices, to measure texts by."""
    labels = sorted((answer.label for answer in catalog.answers()), key=len, reverse=True)
    values = {**VALUES, "country": country} if country else VALUES
    choices = catalog.answer(key).next or tuple(labels[:MAX_CHOICES])
    return ReplySpec(key, choices=choices, values=values, parts=_longest_parts(catalog))


def _longest_parts(catalog: Catalog) -> tuple[str, ...]:
    """Return red flags with the longest labels and reasons, more than are ever told with a reason."""
    flags = [answer for answer in catalog.answers() if answer.key.startswith(FLAG_PREFIX)]
    flags.sort(key=lambda answer: len(answer.label) + len(answer.short), reverse=True)
    return tuple(answer.key for answer in flags[:MOST_NAMED])


def is_question(answer: Answer) -> bool:
    """Return whether an answer, or the one it is a variant of, answers a question (``faq``, or an added topic)."""
    return answer.question in FAQ_KEYS or is_topic(answer.question)


def short_limit(answer: Answer) -> int:
    """Return how many septets a short text of an answer may have once filled, in any language."""
    named = {found.name for found in placeholders(answer.short)}
    if "facts" in named:
        return SHOWN_BACK_SEPTETS
    roomy = not named.isdisjoint({"choices", "emergency_numbers"})
    return SHORT_SEPTETS if is_question(answer) and not roomy else LONG_SHORT_SEPTETS


def full_limit(answer: Answer) -> int:
    """Return how many characters a full text of an answer may have once filled, in any language."""
    lists = any(found.name == "reasons" for found in placeholders(answer.full))
    return LISTING_CHARACTERS if lists else FULL_CHARACTERS


def filled(key: str, text: str, language: Language, catalog: Catalog, today: date) -> str | None:
    """Return a text filled with samples, None when it cannot be filled."""
    if unusable(text, catalog.hotlines):
        return None
    context = Context(today, SAMPLE_SERVICE)
    return Filler(sample_reply(key, catalog), language, catalog, context).fill(text)


def _shape_findings(answer: Answer, catalog: Catalog) -> Iterator[Finding]:
    if is_question(answer):
        if not answer.label:
            yield error(answer_where(answer, Form.LABEL), "is missing; it is shown in menus")
        if not _WAY_ON.search(answer.short):
            yield error(answer_where(answer, Form.SHORT), 'must end with the way on: "Ketik LAGI"')
        if len(answer.next) not in FAQ_NEXT:
            count = len(answer.next)
            yield error(answer_where(answer, "next"), said("must name 2 to 4 answers, not {count}", count=count))
    if is_topic(answer.key):
        yield from topic_findings(answer)
    for key in answer.next:
        if key not in catalog:
            yield error(answer_where(answer, "next"), said('names "{key}", and there is no such answer', key=key))
        elif not catalog.answer(key).label:
            yield error(answer_where(answer, "next"), said('names "{key}", which has no label to show', key=key))
    if answer.key in answer.next or len(set(answer.next)) != len(answer.next):
        yield error(answer_where(answer, "next"), "names the answer itself or one answer twice")


def _source_findings(answer: Answer, today: date) -> Iterator[Finding]:
    where = answer_where(answer, "sources")
    if not answer.sources and is_question(answer):
        yield error(where, "are missing; add a [[key.sources]] table for every statement")
    elif not answer.sources and (states_figures(answer.short) or states_figures(answer.full)):
        yield error(where, "are missing although the text states law, money or a length of time")
    for source in answer.sources:
        if source.confidence is Confidence.LOW:
            yield error(where, said(_UNSURE, fact=source.fact))
        if source.date and partial_date(source.date) > today:
            yield error(where, said("{fact} has a date in the future", fact=source.fact))


def _review_findings(answer: Answer, today: date) -> Iterator[Finding]:
    where = answer_where(answer, "review_by")
    if answer.reviewed_on is None or answer.review_by is None:
        if answer.sources or is_question(answer):
            yield error(where, "is missing, or reviewed_on is; both are needed beside sources")
        return
    perishable = any(source.perishable for source in answer.sources)
    months = PERISHABLE_MONTHS if perishable else LASTING_MONTHS
    if answer.reviewed_on > today:
        yield error(answer_where(answer, "reviewed_on"), "is in the future")
    if answer.review_by > months_later(answer.reviewed_on, months):
        kind = "perishable" if perishable else "lasting"
        yield error(where, said(_TOO_LATE, months=months, kind=kind))
    if answer.review_by <= answer.reviewed_on:
        yield error(where, "must be after reviewed_on")
    elif answer.review_by < today:
        yield error(where, "is past; check the facts again and set both dates")


def _wording_findings(where: str, text: str, catalog: Catalog, today: date) -> Iterator[Finding]:
    yield from wording_findings(where, text, catalog)
    for found in placeholders(text):
        known = found.name in REFERENCES and found.argument in catalog.hotlines
        if known and not sendable(catalog.hotlines[found.argument], today):
            yield error(where, said(_NOT_SENT, number=found))
    if (count := _numbers_in(text, catalog, today)) > MAX_NUMBERS:
        yield error(where, said(_MANY_NUMBERS, count=count, most=MAX_NUMBERS))


def wording_findings(where: str, text: str, catalog: Catalog) -> Iterator[Finding]:
    """Yield typed phone numbers and promises in a text of any language."""
    known = {hotline.number for hotline in catalog.hotlines.all() if hotline.number}
    for number in typed_numbers(text, sorted(known)):
        # Three digits help to find the place; findings may be logged, so a whole number is never repeated.
        yield error(where, said(_TYPED_NUMBER, begins=number[:3]))
    for promise in promises(text):
        yield error(where, said('promises what nobody can keep: "{promise}"', promise=promise))


def _numbers_in(text: str, catalog: Catalog, today: date) -> int:
    found = placeholders(text)
    numbers = {
        catalog.hotlines[f.argument].whatsapp if f.name == "whatsapp" else catalog.hotlines[f.argument].number
        for f in found
        if f.name in REFERENCES and f.argument in catalog.hotlines
    }
    if not any(f.name == "emergency_numbers" for f in found):
        return len(numbers)
    countries = {hotline.country for hotline in catalog.hotlines.all()}
    urgent = [catalog.hotlines.emergency_lines(country, today) for country in countries]
    return max((len(numbers | {line.number for line in lines}) for lines in urgent), default=len(numbers))


def _length_findings(answer: Answer, catalog: Catalog, today: date) -> Iterator[Finding]:
    if (units := segments(answer.label).units) > LABEL_SEPTETS:
        yield error(answer_where(answer, Form.LABEL), said(LONG_LABEL, units=units, most=LABEL_SEPTETS))
    short = filled(answer.key, answer.short, Language.ID, catalog, today)
    limit = short_limit(answer)
    if short is not None and (units := segments(short).units) > limit:
        yield error(answer_where(answer, Form.SHORT), said(LONG_SHORT, units=units, most=limit))
    full = filled(answer.key, answer.full, Language.ID, catalog, today)
    limit = full_limit(answer)
    if full is not None and len(full) > limit:
        yield error(answer_where(answer, Form.FULL), said(LONG_FULL, units=len(full), most=limit))


def _character_findings(answer: Answer) -> Iterator[Finding]:
    for form in Form:
        # A placeholder's braces are filled before sending, so they cost nothing here.
        odd = outside_gsm7(answer.text(form))
        if odd:
            message = said(ODD_CHARACTERS, odd=odd)
            yield (warning if form is Form.FULL else error)(answer_where(answer, form), message)


def emergency_findings(catalog: Catalog, today: date) -> Iterator[Finding]:
    """Yield emergency texts that need more than two SMS, or lack a number, for any country."""
    countries = {None, "XX"} | {hotline.country for hotline in catalog.hotlines.all()}
    for answer in catalog.answers():
        names_them = any(found.name == "emergency_numbers" for found in placeholders(answer.short))
        if not names_them or unusable(answer.short, catalog.hotlines):
            continue
        for country in sorted(countries, key=str):
            yield from _emergency_findings(answer, country, catalog, today)


def _emergency_findings(answer: Answer, country: str | None, catalog: Catalog, today: date) -> Iterator[Finding]:
    where = f"{answer_where(answer, Form.SHORT)} for {country or 'an unknown country'}"
    if not catalog.hotlines.emergency_lines(country, today):
        yield error(where, "has no number to give; hotlines.toml needs sendable emergency lines")
    reply = replace(sample_reply(answer.key, catalog, country), choices=())
    context = Context(today, SAMPLE_SERVICE)
    for language in Language:
        for text in render(reply, Channel.SMS, language, catalog, context):
            if text.segments > LONG_SHORT_SEPTETS // 153:
                yield error(where, said(_LONG_EMERGENCY, count=text.segments, language=text.language))
