"""Words that every part of the service agrees on. Standard library only, valid on Python 3.10.

Intent names, commands and languages are fixed by the project's design; deployments and evaluation sets rely on them.
Topics that admins add in the console have names of their own shape, which no fixed intent has.
"""

import re
from enum import Enum


class Word(str, Enum):
    """A string enum that prints as its value (``enum.StrEnum`` starts at Python 3.11)."""

    def __str__(self) -> str:
        """Return the value itself."""
        return str(self.value)


class Channel(Word):
    """How a message travels."""

    SMS = "sms"
    WHATSAPP = "whatsapp"


class Language(Word):
    """A language the service answers in: Indonesian, Uab Meto (Dawan), English."""

    ID = "id"
    AOZ = "aoz"
    EN = "en"


class MessageLanguage(Word):
    """The language of a received message. ``UND``: too short to tell. ``MKN``: Kupang Malay."""

    ID = "id"
    MKN = "mkn"
    AOZ = "aoz"
    EN = "en"
    OTHER = "other"
    UND = "und"


class Command(Word):
    """A word a person can text in any state; it counts only when it is the whole message."""

    MENU = "menu"
    CANCEL = "batal"
    MORE = "lagi"
    LANGUAGE = "bahasa"
    REPORT = "lapor"
    CHECK = "cek"
    STATUS = "status"
    ADD = "tambah"
    ERASE = "hapus"
    MY_DATA = "data_saya"
    HELP = "bantuan"
    OFFICER = "petugas"
    STOP = "berhenti"
    START = "mulai"


class Decision(Word):
    """What to do with a message: act on the intent, ask back with choices, or say it was not understood."""

    ACT = "act"
    ASK_BACK = "ask_back"
    UNCLEAR = "unclear"


class Kind(Word):
    """What an intent is: answered from content, starting or steering a conversation, or small talk."""

    FAQ = "faq"
    FLOW = "flow"
    TALK = "talk"


class Intent(Word):
    """What a person wants with one message. ``ADDED_TOPIC``: a topic that admins added; its key says which."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANKS = "thanks"
    AFFIRM = "affirm"
    DENY = "deny"
    DONT_KNOW = "dont_know"
    CANCEL = "cancel"
    OPT_OUT = "opt_out"
    ASK_HELP = "ask_help"
    CHOOSE_LANGUAGE = "choose_language"
    TALK_TO_HUMAN = "talk_to_human"
    ASK_PRIVACY = "ask_privacy"
    DELETE_DATA = "delete_data"
    OUT_OF_SCOPE = "out_of_scope"
    ASK_LEGAL_STEPS = "ask_legal_steps"
    ASK_REQUIREMENTS = "ask_requirements"
    ASK_AGE = "ask_age"
    ASK_IDENTITY_DOCUMENTS = "ask_identity_documents"
    ASK_PASSPORT = "ask_passport"
    ASK_FAMILY_PERMISSION = "ask_family_permission"
    ASK_MEDICAL_CHECK = "ask_medical_check"
    ASK_TRAINING = "ask_training"
    ASK_CONTRACT = "ask_contract"
    ASK_VISA = "ask_visa"
    ASK_ORIENTATION = "ask_orientation"
    ASK_INSURANCE = "ask_insurance"
    ASK_COST = "ask_cost"
    ASK_WHERE_TO_REGISTER = "ask_where_to_register"
    ASK_DURATION = "ask_duration"
    ASK_DESTINATION = "ask_destination"
    ASK_JOB_TYPES = "ask_job_types"
    ASK_SALARY = "ask_salary"
    ASK_DOMESTIC_WORK = "ask_domestic_work"
    ASK_RED_FLAGS = "ask_red_flags"
    CHECK_COMPANY = "check_company"
    CHECK_OFFER = "check_offer"
    ASK_RECRUITER_MONEY = "ask_recruiter_money"
    ASK_CANCELLATION_PENALTY = "ask_cancellation_penalty"
    ASK_FAKE_DOCUMENTS = "ask_fake_documents"
    ASK_ILLEGAL_ROUTE = "ask_illegal_route"
    ASK_TRAFFICKING = "ask_trafficking"
    ASK_ONLINE_SCAM = "ask_online_scam"
    ASK_MARRIAGE_OFFER = "ask_marriage_offer"
    ASK_CHILD_RECRUITMENT = "ask_child_recruitment"
    REPORT_RECRUITER = "report_recruiter"
    ASK_REPORT_STATUS = "ask_report_status"
    ADD_TO_REPORT = "add_to_report"
    ASK_REPORT_PROCESS = "ask_report_process"
    EMERGENCY = "emergency"
    MISSING_RELATIVE = "missing_relative"
    ASK_RIGHTS_ABROAD = "ask_rights_abroad"
    ASK_UNPAID_WAGES = "ask_unpaid_wages"
    ASK_WITHHELD_PASSPORT = "ask_withheld_passport"
    ASK_REPATRIATION = "ask_repatriation"
    ASK_REINTEGRATION = "ask_reintegration"
    ASK_HOTLINE = "ask_hotline"
    ADDED_TOPIC = "added_topic"

    @property
    def kind(self) -> Kind:
        """Return whether this intent is answered from content, steers a conversation or is small talk."""
        if self in _TALK:
            return Kind.TALK
        return Kind.FLOW if self in _FLOW else Kind.FAQ


FIXED_INTENTS = tuple(intent for intent in Intent if intent is not Intent.ADDED_TOPIC)
"""The intents that every installation has, each under the one name that its training sentences bear too."""

TOPIC_PREFIX = "topic_"
LONGEST_TOPIC = 40
"""Characters of a topic's key."""

_TOPIC = re.compile(rf"{TOPIC_PREFIX}[a-z0-9]+(?:_[a-z0-9]+)*")


def is_topic(name: object) -> bool:
    """Tell whether a name has the shape of an added topic's key, which is its answer's key and its intent's name."""
    return isinstance(name, str) and len(name) <= LONGEST_TOPIC and _TOPIC.fullmatch(name) is not None


_TALK = frozenset(
    {
        Intent.GREET,
        Intent.GOODBYE,
        Intent.THANKS,
        Intent.AFFIRM,
        Intent.DENY,
        Intent.DONT_KNOW,
        Intent.ASK_HELP,
        Intent.OUT_OF_SCOPE,
    }
)
_FLOW = frozenset(
    {
        Intent.CANCEL,
        Intent.OPT_OUT,
        Intent.CHOOSE_LANGUAGE,
        Intent.TALK_TO_HUMAN,
        Intent.DELETE_DATA,
        Intent.CHECK_COMPANY,
        Intent.CHECK_OFFER,
        Intent.REPORT_RECRUITER,
        Intent.ASK_REPORT_STATUS,
        Intent.ADD_TO_REPORT,
        Intent.EMERGENCY,
        Intent.MISSING_RELATIVE,
    }
)
