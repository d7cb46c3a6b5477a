"""The families of errors this project raises, so that callers catch what they mean.

No error text ever holds a phone number, a name or a message: texts reach logs and terminals.
"""


class JalanAmanError(Exception):
    """Any error of this project. ``retryable``: the same call may succeed later without a change."""

    retryable: bool = False


class BadInputError(JalanAmanError):
    """Something from outside (field, file, setting, argument) is not acceptable; the text says what to change."""


class ChangedMeanwhileError(BadInputError):
    """Somebody else changed the same thing since it was looked at; nothing was done."""


class UnavailableError(JalanAmanError):
    """A part the service relies on (database, NLU server, provider) does not answer now."""

    retryable = True


class CorruptDataError(JalanAmanError):
    """Stored data cannot be read: a wrong key, a moved ciphertext or an unknown format."""


class ForbiddenError(JalanAmanError):
    """Somebody who is known may not do this."""
