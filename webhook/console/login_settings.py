"""What of Flask-Security is used, and at which addresses."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

LOGIN_SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "SECURITY_LOGIN_URL": "/masuk",
        "SECURITY_LOGOUT_URL": "/keluar",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/masuk/kode",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/masuk/kode-cadangan",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/masuk/pilih",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/masuk/bantuan",
        "SECURITY_TWO_FACTOR_SETUP_URL": "/akun/aplikasi-kode",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/akun/kode-cadangan",
        "SECURITY_CHANGE_URL": "/akun/sandi",
        "SECURITY_VERIFY_URL": "/akun/sandi-lagi",
        "SECURITY_POST_LOGIN_VIEW": "/beranda",
        "SECURITY_POST_LOGOUT_VIEW": "/masuk",
        "SECURITY_POST_CHANGE_VIEW": "/akun",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/akun",
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds a telephone's clock may be wrong
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": False,  # a password first, whoever holds the telephone
        "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_VERIFY": [],
        "SECURITY_WAN_REGISTER_URL": "/akun/kunci-sandi",
        "SECURITY_WAN_DELETE_URL": "/akun/kunci-sandi/hapus",
        "SECURITY_WAN_VERIFY_URL": "/akun/kunci-sandi/lagi",
        "SECURITY_WAN_SIGNIN_URL": "/masuk/kunci-sandi",
        "SECURITY_WAN_POST_REGISTER_VIEW": "/akun",
        "SECURITY_PASSWORD_HASH": "argon2",
        # RFC 9106, section 4, second recommended option: 64 MiB, 3 passes, 4 lanes.
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": 65_536,
            "argon2__time_cost": 3,
            "argon2__parallelism": 4,
        },
        "SECURITY_PASSWORD_SINGLE_HASH": True,  # Argon2 salts by itself; a new SECRET_KEY only signs everybody out
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": "zxcvbn",
        "SECURITY_ZXCVBN_MINIMUM_SCORE": 3,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FRESHNESS": timedelta(minutes=30),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=5),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_FLASH_MESSAGES": True,
    }
)
"""Passwords of 12 characters that zxcvbn holds for hard to guess (3 of 4), as NIST SP 800-63B asks for length, not for
signs. Signed in for half an hour, somebody types the password again before they see recovery codes."""
