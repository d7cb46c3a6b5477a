"""What is asked before a report is passed on: who tells, on whose phone, who may read it, and the YA itself."""

from dataclasses import replace

from bot.conversation.effects import SaveReport
from bot.conversation.offer_questions import looks_like_question
from bot.conversation.report_questions import picked_number, picked_phone, picked_teller, yes_or_no
from bot.conversation.report_showing import shown
from bot.conversation.report_state import ReportTalk
from bot.conversation.turn import Reply, ReportRules
from bot.reports.cases import CaseKind, Consent, Phone, Teller
from bot.understanding.model import Understanding
from bot.understanding.report_words import tells_hours, told_recipient
from bot.understanding.text import clean
from bot.vocabulary import Language

SEND, PLACE = "report_c_send", "evidence_location"
STEPS = (
    "report_c_teller",
    "report_c_phone",
    "report_c_reply",
    "report_c_when",
    "report_c_to",
    "report_c_avoid",
    PLACE,
    SEND,
)
"""The questions in their order; each is needless for some."""

_RECIPIENT = "report_to_"
_LONGEST_HOURS = 60
LONGEST_AVOID = 300


def next_step(report: ReportTalk, rules: ReportRules, *, place_in_photo: bool = False) -> str:
    """Return the key of the next question, "" when nothing is left to ask: what went on already needs no YA."""
    consent, passed = report.consent, bool(report.code)
    needed = {
        "report_c_teller": report.teller is None and report.kind is CaseKind.RECRUITER,
        "report_c_phone": consent.phone is None,
        "report_c_reply": consent.phone is not Phone.BORROWED,
        "report_c_when": consent.reply,
        "report_c_to": len(rules.recipients) > 1 and not passed,
        "report_c_avoid": not consent.avoid,
        PLACE: place_in_photo,
        SEND: not passed,
    }
    return next((step for step in STEPS if needed[step] and step not in report.asked), "")


def question(report: ReportTalk, language: Language, rules: ReportRules) -> Reply:
    """Return the reply that asks the question that waits, with what it shows."""
    if report.question == "report_c_to":
        choices = tuple(f"{_RECIPIENT}{recipient}" for recipient in rules.recipients)
        return Reply(report.question, language, choices=choices)
    if report.question != SEND:
        return Reply(report.question, language)
    parts, values = shown(report.facts)
    recipient = ("recipient", f"{_RECIPIENT}{report.consent.to}")
    return Reply(SEND if parts else "report_c_send_sealed", language, parts=parts, values=(*values, recipient))


def saved(report: ReportTalk) -> SaveReport:
    """Return the effect that passes a report on under its code."""
    evidence = report.evidence
    return SaveReport(report.code, report.kind, report.facts, report.consent, report.teller, evidence=evidence)


def take(report: ReportTalk, understood: Understanding, rules: ReportRules) -> ReportTalk | None:
    """Return the report with the answer to the question that waits; None for a message that is none."""
    consent = report.consent
    match report.question:
        case "report_c_teller":
            teller = picked_teller(understood)
            return _told_by(report, teller) if teller else None
        case "report_c_phone":
            phone = picked_phone(understood)
            return replace(report, consent=replace(consent, phone=phone)).answered() if phone else None
        case "evidence_location":
            allowed = yes_or_no(report.question, understood)
            changed = replace(consent, photo_place=bool(allowed))
            return None if allowed is None else replace(report, consent=changed).answered()
        case "report_c_to":
            return _to(report, understood, rules)
        case "report_c_reply":
            number = picked_number(understood.text, 2)
            allowed = {1: False, 2: True}.get(number, yes_or_no(report.question, understood))
            return None if allowed is None else replace(report, consent=replace(consent, reply=allowed)).answered()
        case _:
            return _in_words(report, understood)


def _told_by(report: ReportTalk, teller: Teller) -> ReportTalk:
    young = True if teller is Teller.CHILD else report.facts.under_18
    return replace(report, teller=teller, facts=replace(report.facts, under_18=young)).answered()


def _to(report: ReportTalk, understood: Understanding, rules: ReportRules) -> ReportTalk | None:
    number, named = picked_number(understood.text, len(rules.recipients)), told_recipient(understood.text)
    chosen = rules.recipients[number - 1] if number else next((one for one in rules.recipients if one == named), None)
    return replace(report, consent=replace(report.consent, to=chosen)).answered() if chosen else None


def _in_words(report: ReportTalk, understood: Understanding) -> ReportTalk | None:
    said, answer = clean(understood.text).strip(), yes_or_no(report.question, understood)
    asks = looks_like_question(said) and not tells_hours(said)
    if answer is True or asks or not any(map(str.isalpha, said)):
        return None
    consent = report.consent
    if report.question == "report_c_when":
        changed: Consent = replace(consent, hours="" if answer is False else said[:_LONGEST_HOURS])
    else:
        changed = replace(consent, avoid="" if answer is False else said[:LONGEST_AVOID])
    return replace(report, consent=changed).answered()
