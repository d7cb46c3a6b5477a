"""Everything people can be answered with: Indonesian answers, their translations, and the hotlines."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.answers.answer_files import answer_where, read_answers
from bot.answers.findings import Finding, error, refuse_errors
from bot.answers.hotline_files import read_hotlines
from bot.answers.hotlines import Hotlines
from bot.answers.model import Answer, Form, Source, State, Translation
from bot.answers.placeholders import OWN, placeholders, unusable
from bot.answers.translation_files import catalog_name, read_translations
from bot.vocabulary import Language

MORE_FRAME = "frame_more"
"""The answer whose ``short`` closes every SMS page but the last, such as "Ketik LAGI"."""

DRAFT_FRAME = "frame_draft"
"""The answer whose ``short`` marks every Dawan text no speaker has approved yet."""

WITHDRAWN = "frame_withdrawn"
"""The answer whose texts stand in for one that somebody withdrew; it needs no number and no fact."""

FRAMES = (MORE_FRAME, DRAFT_FRAME, WITHDRAWN)

_Address = tuple[str, Form, Language]


@dataclass(frozen=True)
class Revision:
    """A published version of an answer in one language that stands over the shipped texts.

    An empty text is not revised. ``reference_hash`` (translations only) is the ``reference_hash`` of the answer
    it was made for. Publishing a translation is its approval; ``speaker`` gave it for a Dawan text. ``sources``, the
    dates and ``next`` (Indonesian only) replace the shipped ones where they are given.
    """

    key: str
    language: Language
    label: str = ""
    short: str = ""
    full: str = ""
    reference_hash: str | None = None
    sources: tuple[Source, ...] | None = None
    reviewed_on: date | None = None
    review_by: date | None = None
    speaker: str = ""
    next: tuple[str, ...] | None = None

    def texts(self) -> dict[Form, str]:
        """Return the texts it holds by form."""
        texts = {Form.LABEL: self.label, Form.SHORT: self.short, Form.FULL: self.full}
        return {form: text for form, text in texts.items() if text}


class Catalog:
    """Texts by answer key, form and language. Never changes; new revisions make a new catalog.

    The Indonesian text is the reference. A translation of anything but the present reference is stale: it is
    listed, not served. So is a guessed draft.
    """

    def __init__(self, answers: Iterable[Answer], translations: Iterable[Translation], hotlines: Hotlines) -> None:
        """Keep the values; ``load_catalog`` checks them before."""
        self.hotlines = hotlines
        self._answers: Mapping[str, Answer] = MappingProxyType({answer.key: answer for answer in answers})
        self._variants = {
            (answer.variant_of, answer.destination or str(answer.audience)): answer.key
            for answer in self._answers.values()
            if answer.variant_of
        }
        self._translations = tuple(translations)
        self._fresh: Mapping[_Address, Translation] = MappingProxyType(
            {(t.key, t.form, t.language): t for t in self._translations if self._is_fresh(t)}
        )

    def variant(self, key: str, circumstance: str) -> str | None:
        """Return the key of the variant of an answer for a destination or an audience, None where there is none."""
        return self._variants.get((key, circumstance))

    def variants(self, key: str) -> tuple[str, ...]:
        """Return the keys of all variants of an answer."""
        return tuple(variant for (of, _), variant in self._variants.items() if of == key)

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all answers, in the order of the files."""
        return tuple(self._answers)

    def answers(self) -> tuple[Answer, ...]:
        """Return all answers, in the order of the files."""
        return tuple(self._answers.values())

    def __contains__(self, key: object) -> bool:
        """Return whether there is such an answer."""
        return key in self._answers

    def answer(self, key: str) -> Answer:
        """Return an answer. Raises KeyError."""
        return self._answers[key]

    def translation(self, key: str, form: Form, language: Language) -> Translation | None:
        """Return a translation that may be sent (``stands_alone`` says how), None when there is none."""
        found = self._fresh.get((key, form, language))
        return None if found is None or found.is_guess else found

    def text(self, key: str, form: Form, language: Language) -> str:
        """Return the text that may be sent alone: a translation that stands alone, else the Indonesian.

        Placeholders are not filled. Raises KeyError for an unknown key.
        """
        found = self.translation(key, form, language)
        return found.text if found and found.stands_alone else self.answer(key).text(form)

    def label(self, key: str, language: Language) -> str:
        """Return the answer's name for menus and choices. Raises KeyError for an unknown key."""
        return self.text(key, Form.LABEL, language)

    def draft_label(self, key: str, language: Language) -> str | None:
        """Return the label inside a text that is a marked draft itself, None when there is none."""
        found = self.translation(key, Form.LABEL, language)
        return found.text if found else None

    def translations(self) -> tuple[Translation, ...]:
        """Return every translation, stale and guessed ones too."""
        return self._translations

    def stale(self) -> tuple[Translation, ...]:
        """Return the translations of texts that have changed since."""
        return tuple(t for t in self._translations if not self._is_fresh(t))

    def with_revisions(self, revisions: Iterable[Revision]) -> "Catalog":
        """Return a catalog in which published revisions replace the shipped texts.

        Translations of a changed Indonesian text become stale at once. A revision that cannot be used (its
        answer is gone, or a placeholder cannot be filled) is left out, so that the shipped text still answers.
        """
        # Indonesian first: whether a translation is stale depends on it.
        usable = filter(self._can_use, revisions)
        ordered = sorted(usable, key=lambda revision: revision.language is not Language.ID)
        if not ordered:
            return self
        answers = dict(self._answers)
        translations = {(t.key, t.form, t.language): t for t in self._translations}
        for revision in ordered:
            if revision.language is Language.ID:
                answers[revision.key] = _revised(answers[revision.key], revision)
            else:
                translations |= _translations(answers[revision.key], revision)
        return Catalog(answers.values(), translations.values(), self.hotlines)

    def without(self, keys: Collection[str], hotline_ids: Collection[str]) -> "Catalog":
        """Return a catalog in which withdrawn answers say the safe general text and withdrawn hotlines have no number.

        Label and follow-ups of a withdrawn answer stay; its variants, which give the same advice, are withdrawn with
        it. Where a text names a withdrawn hotline its office is named instead of its number. Names that are unknown by
        now are left out.
        """
        all_keys = dict.fromkeys(one for key in keys for one in (key, *self.variants(key)))
        gone = [key for key in all_keys if key in self and self.may_be_withdrawn(key)]
        if not gone and not any(hotline_id in self.hotlines for hotline_id in hotline_ids):
            return self
        safe = self.answer(WITHDRAWN)
        answers = dict(self._answers) | {key: _silenced(self._answers[key], safe) for key in gone}
        stand_ins = [
            replace(translation, key=key)
            for key in gone
            for translation in self._translations
            if translation.key == WITHDRAWN and translation.form is not Form.LABEL
        ]
        kept = [t for t in self._translations if t.key not in gone or t.form is Form.LABEL]
        return Catalog(answers.values(), [*kept, *stand_ins], self.hotlines.without(hotline_ids))

    def may_be_withdrawn(self, key: str) -> bool:
        """Return whether an answer may be withdrawn: it states a fact, and neither menu nor emergency stand on it."""
        answer = self.answer(key)
        used = {found.name for form in Form for found in placeholders(answer.text(form))}
        return bool(answer.sources) and not used & OWN

    def placeholder_findings(self) -> list[Finding]:
        """Return the placeholders that cannot be filled, in answers and in translations that are not stale."""
        texts = [(answer_where(answer, form), answer.text(form)) for answer in self._answers.values() for form in Form]
        texts += [(f"{catalog_name(t.language)} {t.key}.{t.form}", t.text) for t in self._fresh.values()]
        return [error(where, fault) for where, text in texts for fault in unusable(text, self.hotlines)]

    def _can_use(self, revision: Revision) -> bool:
        return revision.key in self and not any(unusable(text, self.hotlines) for text in revision.texts().values())

    def _is_fresh(self, translation: Translation) -> bool:
        answer = self._answers.get(translation.key)
        return answer is not None and answer.text(translation.form) == translation.reference != ""


def load_catalog(responses: Path) -> Catalog:
    """Return the catalog of a content folder. Raises BadInputError that lists every fault of a hopeless one."""
    findings: list[Finding] = []
    catalog = read_catalog(responses, findings)
    refuse_errors("The content in responses", findings)
    return catalog


def read_catalog(responses: Path, findings: list[Finding]) -> Catalog:
    """Return the catalog of a content folder as far as it can be read; faults go to ``findings``."""
    hotlines = read_hotlines(responses / "hotlines.toml", findings)
    answers = read_answers(responses / "answers", findings)
    translations = read_translations(responses / "catalogs", findings)
    catalog = Catalog(answers.values(), translations, hotlines)
    findings += catalog.placeholder_findings()
    findings += [
        error("answers", f"[{key}] is missing; the service puts it around or instead of other texts")
        for key in FRAMES
        if key not in answers
    ]
    return catalog


def _revised(answer: Answer, revision: Revision) -> Answer:
    return replace(
        answer,
        label=revision.label or answer.label,
        short=revision.short or answer.short,
        full=revision.full or answer.full,
        sources=answer.sources if revision.sources is None else revision.sources,
        reviewed_on=revision.reviewed_on or answer.reviewed_on,
        review_by=revision.review_by or answer.review_by,
        next=answer.next if revision.next is None else revision.next,
    )


def _silenced(answer: Answer, safe: Answer) -> Answer:
    return replace(answer, short=safe.short, full=safe.full, sources=(), reviewed_on=None, review_by=None)


def _translations(answer: Answer, revision: Revision) -> dict[_Address, Translation]:
    """Return a revision's translations, bound to the Indonesian texts if these are still the ones it was made for."""
    fits = revision.reference_hash == answer.reference_hash
    return {
        (revision.key, form, revision.language): Translation(
            key=revision.key,
            form=form,
            language=revision.language,
            reference=answer.text(form) if fits else "",
            text=text,
            state=State.APPROVED,
            speaker=revision.speaker,
        )
        for form, text in revision.texts().items()
    }
