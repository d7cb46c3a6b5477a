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


class NotOpenError(BadInputError):
    """A case that is not open to somebody, or not there: the two read alike. ``code``: the one that was asked for.

    It is "" where what was typed has not the length of a code: that may be anything, a telephone number too.
    """

    def __init__(self, text: str, code: str = "") -> None:
        """Take the text, the same for both, and the code as it was typed."""
        super().__init__(text)
        bare = "".join(sign for sign in code.upper() if sign.isalnum())
        self.code = bare if len(bare) == 5 or (len(bare) == 8 and bare.startswith("NTT")) else ""


class OffDutyError(BadInputError):
    """Somebody who was sent off duty asks for cases."""


class UnavailableError(JalanAmanError):
    """A part the service relies on (database, NLU server, provider) does not answer now."""

    retryable = True


class CorruptDataError(JalanAmanError):
    """Stored data cannot be read: a wrong key, a moved ciphertext or an unknown format."""


class ForbiddenError(JalanAmanError):
    """Somebody who is known may not do this."""
