"""The answers by their names, for pages that call them so: the shipped ones, and the topics that admins added."""

from flask import g

from bot.answers.catalog import Catalog
from webhook.console.answers import editing


def known_answers() -> Catalog:
    """Return what is published, read once for a page."""
    if "known_answers" not in g:
        g.known_answers = editing().published()
    catalog: Catalog = g.known_answers
    return catalog
