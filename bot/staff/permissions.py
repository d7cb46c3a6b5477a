"""Who may do what in the console: one table, asked by services and routes alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from bot.errors import ForbiddenError
from bot.vocabulary import Language, Word


class StaffRole(Word):
    """What somebody does here. ``system`` keeps the machine running and reads no case."""

    ADMIN = "admin"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Permission(Word):
    """One thing that can be done. Everybody who is signed in may use their own account."""

    TRY_ANSWERS = "try_answers"
    READ_OVERVIEW = "read_overview"
    READ_STATUS = "read_status"
    READ_STAFF = "read_staff"
    MANAGE_STAFF = "manage_staff"
    MANAGE_OFFICERS = "manage_officers"
    READ_CASES = "read_cases"
    WORK_CASES = "work_cases"
    RULE_ON_RECRUITERS = "rule_on_recruiters"
    EXPORT_CASES = "export_cases"
    READ_AUDIT = "read_audit"
    READ_ANSWERS = "read_answers"
    EDIT_ANSWERS = "edit_answers"
    TRANSLATE = "translate"
    REVIEW_ANSWERS = "review_answers"
    LABEL_SENTENCES = "label_sentences"
    MANAGE_MODELS = "manage_models"


PERMISSIONS: Mapping[StaffRole, frozenset[Permission]] = MappingProxyType(
    {
        StaffRole.ADMIN: frozenset(
            {
                Permission.TRY_ANSWERS,
                Permission.READ_OVERVIEW,
                Permission.READ_STATUS,
                Permission.READ_ANSWERS,
                Permission.EDIT_ANSWERS,
                Permission.TRANSLATE,
                Permission.REVIEW_ANSWERS,
                Permission.LABEL_SENTENCES,
                Permission.MANAGE_MODELS,
            }
        ),
        # In their own language only: see Actor.may_write, Actor.may_review and Actor.labels.
        StaffRole.REVIEWER: frozenset(
            {
                Permission.TRY_ANSWERS,
                Permission.READ_ANSWERS,
                Permission.TRANSLATE,
                Permission.REVIEW_ANSWERS,
                Permission.LABEL_SENTENCES,
            }
        ),
        StaffRole.OFFICER: frozenset({Permission.TRY_ANSWERS, Permission.READ_CASES, Permission.WORK_CASES}),
        StaffRole.COORDINATOR: frozenset(
            {
                Permission.TRY_ANSWERS,
                Permission.READ_OVERVIEW,
                Permission.READ_STATUS,
                Permission.READ_STAFF,
                Permission.MANAGE_STAFF,
                # An officer is who reads cases: never for whoever keeps the machine running.
                Permission.MANAGE_OFFICERS,
                Permission.READ_CASES,
                Permission.WORK_CASES,
                # What is verified may be published later, what is cleared is looked at by nobody: not every officer's.
                Permission.RULE_ON_RECRUITERS,
                Permission.EXPORT_CASES,
                Permission.READ_ANSWERS,
            }
        ),
        # The audit log names every case, also those a coordinator must not know of: it is for the auditor alone.
        StaffRole.AUDITOR: frozenset({Permission.READ_OVERVIEW, Permission.READ_STAFF, Permission.READ_AUDIT}),
        StaffRole.SYSTEM: frozenset(
            {Permission.TRY_ANSWERS, Permission.READ_STATUS, Permission.READ_STAFF, Permission.MANAGE_STAFF}
        ),
    }
)

MAY_INVITE: Mapping[StaffRole, frozenset[StaffRole]] = MappingProxyType(
    {
        StaffRole.COORDINATOR: frozenset(StaffRole) - {StaffRole.SYSTEM},
        # Whoever keeps the machine running must not make themselves a reader of cases.
        StaffRole.SYSTEM: frozenset({StaffRole.ADMIN, StaffRole.REVIEWER, StaffRole.AUDITOR, StaffRole.SYSTEM}),
    }
)
"""Whose accounts somebody may make, change and close."""

READS_CASES = frozenset(role for role, can in PERMISSIONS.items() if Permission.READ_CASES in can)
"""Roles whose accounts belong to an officer of the task force: which cases are open to them depends on that officer."""


ACCOUNT_PREFIX = "account "
"""How an account begins where it stands in histories."""


@dataclass(frozen=True)
class Actor:
    """Who does something in the console.

    ``officer``: the officer of the task force whose account it is, if any. ``language``: what a reviewer reviews.
    """

    account: UUID
    role: StaffRole
    officer: UUID | None = None
    language: str = ""

    @property
    def name(self) -> str:
        """Return how the actor stands in histories."""
        return f"{ACCOUNT_PREFIX}{self.account.hex}"

    def may(self, permission: Permission) -> bool:
        """Tell whether the actor may do this."""
        return permission in PERMISSIONS[self.role]

    def must(self, permission: Permission) -> None:
        """Raise ForbiddenError unless the actor may do this."""
        if not self.may(permission):
            raise ForbiddenError(f"{self.role} has no permission {permission}")

    def may_write(self, language: Language) -> bool:
        """Tell whether the actor may write texts in a language: admins in all, a reviewer translations into theirs."""
        if self.may(Permission.EDIT_ANSWERS):
            return True
        return self.may(Permission.TRANSLATE) and language is not Language.ID and language == self.language

    def must_write(self, language: Language) -> None:
        """Raise ForbiddenError unless the actor may write texts in this language."""
        if not self.may_write(language):
            raise ForbiddenError(f"{self.role} writes nothing in {language}")

    def may_review(self, language: Language) -> bool:
        """Tell whether the actor may approve texts in a language: admins in all, a reviewer in theirs."""
        return self.may(Permission.REVIEW_ANSWERS) and (self.may(Permission.EDIT_ANSWERS) or language == self.language)

    def must_review(self, language: Language) -> None:
        """Raise ForbiddenError unless the actor may approve texts in this language."""
        if not self.may_review(language):
            raise ForbiddenError(f"{self.role} reviews nothing in {language}")

    @property
    def labels(self) -> frozenset[str] | None:
        """Return the language in which the actor labels sentences: a reviewer's own; None for all, as admins do."""
        return None if self.may(Permission.MANAGE_MODELS) else frozenset({self.language})

    def must_keep(self, role: StaffRole) -> None:
        """Raise ForbiddenError unless the actor may make, change and close accounts of this role."""
        self.must(Permission.MANAGE_STAFF)
        if role not in MAY_INVITE.get(self.role, frozenset()):
            raise ForbiddenError(f"{self.role} keeps no accounts of {role}")
