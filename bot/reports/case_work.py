"""Words of what officers do with a case: how it ended, what is to be done, what was shared, where somebody was sent."""

from bot.vocabulary import Word

LONGEST_NOTE = 4_000
LONGEST_TASK = 500
LONGEST_OFFICE = 120
LONGEST_REASON = 1_000
"""Characters that fit into a note, a task, the name of an office, a reason (our choice)."""


class Outcome(Word):
    """How a case ended, for the task force only: the author of a report never reads it.

    They follow what becomes of reports in NTT (F-194, F-201, F-204, F-197 of the fact base): people kept from leaving,
    brought home, the case with the police or another office, sanctions for a recruiter.
    """

    SAFE = "safe"
    STOPPED = "stopped"
    RETURNED = "returned"
    POLICE = "police"
    OFFICE = "office"
    SANCTIONED = "sanctioned"
    NOT_TRAFFICKING = "not_trafficking"
    UNFOUNDED = "unfounded"
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"
    OTHER = "other"


class TaskState(Word):
    """How far a task is; every step can be undone."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ReferralState(Word):
    """How far it is that somebody goes to a service."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"


class Shared(Word):
    """What of a case another office was given. ``REPORTER``: where its author can be called."""

    STORY = "story"
    RECRUITER = "recruiter"
    JOURNEY = "journey"
    PEOPLE = "people"
    EVIDENCE = "evidence"
    REPORTER = "reporter"


CHANGES = frozenset(
    {
        *("opened", "updated", "withdrawn", "added", "addition_accepted", "question_asked", "question_answered"),
        *("question_declined", "taken", "assigned", "released", "passed_on", "closed", "reopened", "level_changed"),
        *("credible", "not_credible", "referred", "referral_changed", "takeover_allowed", "takeover_joined"),
        *("recused", "readmitted"),
    }
)
"""Steps of a case's history after which an act that was begun before is asked about once more.

Not who opened or was told of it. Notes and tasks stand beside each other and are no step.
"""
