"""The forms of signing in, with a door that stays shut after too many wrong passwords and codes.

While it is shut nothing is compared: a right password must not look different from a wrong one.
"""

from typing import Any

from flask_babel import gettext as _
from flask_security.forms import LoginForm, TwoFactorVerifyCodeForm, VerifyForm
from flask_security.password_util import PasswordUtil
from flask_security.recovery_codes import MfRecoveryForm

from bot.services.login_guard import count_failure, is_shut
from webhook.console.login_settings import LOGIN_SETTINGS
from webhook.console.security import source
from webhook.runtime import get_runtime


def shut_message() -> str:
    """Return what is said while the door is shut."""
    return str(_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))


class GuardedLoginForm(LoginForm):
    """E-mail address and password. Nobody is remembered beyond the session."""

    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """Tell whether the password is right; the answer is the same for an address nobody has."""
        runtime, place = get_runtime(), source()
        typed = (self.email.data or "")[:254]
        if is_shut(runtime.store, runtime.clock, typed, place):
            self.form_errors.append(shut_message())
            return False
        if super().validate(**kwargs):
            return True
        if self.user is None and typed:
            count_failure(runtime.store, runtime.clock, typed, place)
        return False


class GuardedVerifyForm(VerifyForm):
    """The password once more, before something that matters."""

    def validate(self, **kwargs: Any) -> bool:
        """Tell whether the password is right."""
        if self.user is not None and self.user.is_locked():
            self.form_errors.append(shut_message())
            return False
        return bool(super().validate(**kwargs))


class GuardedCodeForm(TwoFactorVerifyCodeForm):
    """The six figures of the authenticator."""

    def validate(self, **kwargs: Any) -> bool:
        """Tell whether the code is right and was not used before."""
        if self.user is not None and not self.is_setup and self.user.is_locked():
            self.form_errors.append(shut_message())
            return False
        return bool(super().validate(**kwargs))


class GuardedRecoveryForm(MfRecoveryForm):
    """One of the recovery codes."""

    def validate(self, **kwargs: Any) -> bool:
        """Tell whether the code is one that was not used yet."""
        if self.user is not None and self.user.is_locked():
            self.form_errors.append(shut_message())
            return False
        if super().validate(**kwargs):
            return True
        if self.user is not None and self.code.data:
            self.user.track_failed_authn("recovery", tfa=True)
        return False


class PlainPasswords(PasswordUtil):
    """What is asked of a password, said in one plain sentence instead of the checker's English hints."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong with a password, None for nothing, and the password in its normal form."""
        faults, normal = super().validate(password, is_register, **kwargs)
        if faults and len(normal) >= LOGIN_SETTINGS["SECURITY_PASSWORD_LENGTH_MIN"]:
            faults = [easy_to_guess()]
        return faults, normal


def easy_to_guess() -> str:
    """Return what is said of a password that is long enough and easy to guess."""
    return str(_("Sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan, tanpa nama orang atau tempat."))
