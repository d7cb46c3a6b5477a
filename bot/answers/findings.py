"""What is wrong with the content: where, and what to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import BadInputError
from bot.vocabulary import Word


class Severity(Word):
    """``ERROR``: may not be published. ``WARNING``: somebody should look at it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One fault of the content. ``where`` is file, key and form; ``message`` says what to change."""

    severity: Severity
    where: str
    message: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.severity}: {self.where}: {self.message}"


class Said(str):
    """A text with values in it that keeps its pattern, so that a page can say it in another language.

    It reads, compares and prints as the English text.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> "Said":
        """Fill the pattern ("has {units} characters")."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made


def said(template: str, **values: object) -> Said:
    """Return a text filled with values: numbers and our own words, never what a person told."""
    return Said(template, values)


def error(where: str, message: str) -> Finding:
    """Return a finding that stops the content from being published."""
    return Finding(Severity.ERROR, where, message)


def warning(where: str, message: str) -> Finding:
    """Return a finding to look at."""
    return Finding(Severity.WARNING, where, message)


class FaultyContentError(BadInputError):
    """Content that cannot be used. It reads as one text with every error; ``errors`` are the same for a page."""

    def __init__(self, what: str, errors: Sequence[Finding]) -> None:
        """List the errors of ``what``, a file or a version."""
        lines = "\n".join(f"  {finding.where}: {finding.message}" for finding in errors)
        super().__init__(f"{what} cannot be used, {len(errors)} fault(s):\n{lines}")
        self.what, self.errors = what, tuple(errors)


def refuse_errors(what: str, findings: Sequence[Finding]) -> None:
    """Raise one FaultyContentError that lists every error among the findings, or do nothing."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise FaultyContentError(what, errors)
