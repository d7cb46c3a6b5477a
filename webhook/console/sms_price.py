"""What an SMS costs, where the setting SMS_PRICE says so; elsewhere nothing is said, because nobody may guess money."""

from babel.numbers import format_decimal
from flask_babel import gettext as _

from webhook.runtime import get_runtime


def cost_of(count: int) -> str:
    """Return what so many parts of an SMS cost, "" where no price is set or nothing is sent."""
    price = get_runtime().settings.sms_price
    return _("sekitar %(sum)s", sum=_rupiah(count * price)) if price and count else ""


def whole_cost_of(count: int) -> str:
    """Return the same with the price of one part, for where it stands alone."""
    price, cost = get_runtime().settings.sms_price, cost_of(count)
    return f"{cost} ({_('harga %(price)s dari pengaturan', price=_rupiah(price))})" if price and cost else ""


def _rupiah(amount: int) -> str:
    """Return rupiah as they are written in Indonesia, on English pages too; a line never breaks in it."""
    return f"Rp\u00a0{format_decimal(amount, locale='id')}"
