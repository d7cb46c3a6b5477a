"""The console: signing in, accounts, the simulator and health."""

from flask import Flask

from bot.bootstrap import Runtime
from bot.staff.permissions import Permission
from webhook import health
from webhook.console import (
    account,
    answer_editor,
    answer_files,
    answer_review,
    answers,
    audit,
    card,
    case_notes,
    case_work,
    cases,
    conversation,
    export,
    home,
    hotlines,
    htmx,
    invitation,
    learning,
    learning_jobs,
    models,
    officers,
    oral,
    overview,
    recruiter_acts,
    simulator,
    staff,
    status,
    topics,
)
from webhook.console.access import guard
from webhook.console.accounts import set_up_accounts
from webhook.console.errors import register_errors
from webhook.console.languages import set_up_languages
from webhook.console.security import secure
from webhook.runtime import attach_runtime

SECTIONS = (
    (Permission.READ_OVERVIEW, "overview.show", "Ikhtisar"),
    (Permission.READ_CASES, "cases.show_list", "Kasus"),
    (Permission.READ_CASES, "recruiters.show_list", "Perekrut"),
    (Permission.READ_ANSWERS, "answers.show_list", "Jawaban"),
    (Permission.LABEL_SENTENCES, "learning.show", "Belajar"),
    (Permission.READ_AUDIT, "audit.show", "Log audit"),
    (Permission.READ_STAFF, "staff.show", "Staf"),
    (Permission.READ_STATUS, "status.page", "Keadaan layanan"),
)
"""The way to the parts of the console, at the top of every page: for whom, where to, and its name."""


def create_app(runtime: Runtime) -> Flask:
    """Build the application around a runtime."""
    app = Flask(__name__)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    settings = runtime.settings
    attach_runtime(app, runtime)
    secure(app, settings.secret_key.get_secret_value(), settings.console_url)
    register_errors(app)
    security = set_up_accounts(app, runtime)
    set_up_languages(app, security)
    guard(app)
    status.attach_probe(app, runtime)
    app.context_processor(lambda: {"service": settings.service_name, "sections": SECTIONS})
    of_cases = (oral, export, card, cases, case_work, case_notes, conversation, recruiter_acts)
    of_answers = (answers, answer_files, hotlines, topics, answer_editor, answer_review)
    of_models = (learning, learning_jobs, models)
    others = (health, htmx, home, overview, audit, account, staff, officers, invitation, simulator, status)
    for page in (*others, *of_cases, *of_answers, *of_models):
        app.register_blueprint(page.blueprint)
    return app
