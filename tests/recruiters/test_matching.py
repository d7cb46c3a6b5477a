"""When two tellings are linked at once, when only suggested, and in which order."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bot.recruiters.blocking import all_keys, blocking_keys
from bot.recruiters.identity import Identity, IdentityKind, identities_of
from bot.recruiters.matching import Match, Profile, Reason, compare
from bot.recruiters.ranking import rank

TODAY = date(2026, 11, 29)
A_MONTH_AGO, LONG_AGO = date(2026, 10, 28), date(2025, 11, 29)
PHONE, OTHER_PHONE = "+6281234567890", "+6281298765432"
IDS = [UUID(int=number) for number in range(1, 9)]


def profile(
    *names: str, phones: str = "", at: date = TODAY, company: str = "", place: str = "", account: str = ""
) -> Profile:
    told = identities_of(names, phones.split(), filter(None, [company]), filter(None, [place]), filter(None, [account]))
    return Profile.of((one, at) for one in told)


def met(new: Profile, known: Profile) -> Match:
    return compare(new, known)


@pytest.mark.parametrize(
    ("new", "known"),
    [
        (profile("Yosef Nabu", phones=PHONE), profile("Pak Yosep Naboe", phones=PHONE)),
        (profile("Yosef Nabu", phones=PHONE), profile("Yosep Naboe", phones=PHONE, at=A_MONTH_AGO)),
        (profile("Pak Yosef", phones=PHONE), profile("Yosef Nabu", phones=PHONE)),
        (profile("Om Yos", phones=PHONE), profile("Yosef", phones=PHONE)),
        (profile(phones=PHONE), profile("Yosef Nabu", phones=PHONE)),
        (profile("Yosef Nabu", phones=PHONE), profile(phones=PHONE)),
        (profile("Om Beni", phones=PHONE), profile("Yosef Nabu", "Beni", phones=f"{OTHER_PHONE} {PHONE}")),
        (
            profile("Anton", phones=PHONE, account="bank:1234567890"),
            profile("Yosef", phones=PHONE, account="bank:1234567890"),
        ),
    ],
)
def test_one_phone_without_a_contradiction_links_at_once(new: Profile, known: Profile) -> None:
    assert met(new, known).automatic


@pytest.mark.parametrize(
    ("new", "known"),
    [
        (profile("Anton Lake", phones=PHONE), profile("Yosef Nabu", phones=PHONE)),
        (profile("Maria Bere", phones=PHONE), profile("Yosef Bere", phones=PHONE)),
        (profile("Maria Bere", phones=PHONE), profile("Mario Bere", phones=PHONE)),
        (profile("Mama Bere", phones=PHONE), profile("Pak Bere", phones=PHONE)),
        (
            profile("Anton", phones=PHONE, company="PT Maju Jaya"),
            profile("Yosef", phones=PHONE, company="PT Maju Jaya"),
        ),
        (profile("Pak Bere", phones=PHONE), profile("Yosef Bere", phones=PHONE)),
        (profile("Om Yan", phones=PHONE), profile("Yanto Bere", phones=PHONE)),
        (profile("Yosef Nabu", phones=PHONE), profile("Yosef Nabu", phones=PHONE, at=LONG_AGO)),
        (profile(phones=PHONE), profile("Yosef Nabu", phones=PHONE, at=A_MONTH_AGO)),
        (profile("Pak Yosef", phones=PHONE), profile("Yosef Nabu", phones=PHONE, at=A_MONTH_AGO)),
        (profile(phones=PHONE, company="PT Sinar Laut"), profile("Yosef", phones=PHONE, company="PT Maju Jaya")),
    ],
)
def test_a_phone_that_perhaps_passed_to_somebody_else_only_suggests(new: Profile, known: Profile) -> None:
    match = met(new, known)
    assert not match.automatic
    assert match.is_worth_showing
    assert Reason.SAME_PHONE in match.reasons


def test_without_a_phone_nothing_is_linked_at_once() -> None:
    same: dict[str, Any] = {"company": "PT Maju Jaya", "place": "Oesapa", "account": "bank:1234567890"}
    match = met(profile("Yosef Nabu", **same), profile("Yosef Nabu", **same))
    assert not match.automatic
    assert match.score > 90
    assert set(match.reasons) == {Reason.SAME_ACCOUNT, Reason.SAME_NAME, Reason.SAME_COMPANY, Reason.SAME_PLACE}


def test_a_village_alone_suggests_little_and_less_against_another_name() -> None:
    company = met(profile(company="PT Maju Jaya", place="Oesapa"), profile("Yosef Nabu", place="Oesapa"))
    name = met(profile("Anton Lake", place="Oesapa"), profile("Yosef Nabu", place="Oesapa"))
    assert company.reasons == (Reason.SAME_PLACE,)
    assert name.points < company.points < met(profile("Yosef"), profile("Yosef Nabu")).points


def test_a_common_name_weighs_less_than_a_rare_one() -> None:
    new, known = profile("Maria"), profile("Maria")
    assert compare(new, known, {"n:maria": 100}).points < compare(new, known, {"n:maria": 1}).points


def test_of_namesakes_who_is_told_of_often_and_lately_comes_first() -> None:
    new = profile("Maria")
    told = [(one, TODAY) for one in identities_of(["Maria"])]
    known = [
        (IDS[0], profile("Maria", at=LONG_AGO)),
        (IDS[1], profile("Maria")),
        (IDS[2], Profile.of(told, reports=9)),
    ]
    assert [recruiter for recruiter, _ in rank(new, known).suggestions] == [IDS[2], IDS[1], IDS[0]]


def test_the_likeliest_is_suggested_first_and_five_at_most() -> None:
    new = profile("Yosef Nabu", place="Oesapa")
    known = [
        (IDS[0], profile("Yosef Lake", place="Oesapa")),
        (IDS[1], profile("Yosep Naboe", place="Oesapa")),
        (IDS[2], profile("Yosef Nabu", place="Atambua")),
        *((each, profile("Yosef", place="Soe")) for each in IDS[3:]),
    ]
    ranked = rank(new, known)
    assert ranked.automatic is None
    assert [recruiter for recruiter, _ in ranked.suggestions][:2] == [IDS[1], IDS[2]]
    assert len(ranked.suggestions) == 5


def test_of_two_who_have_the_phone_the_name_decides_and_without_a_name_nobody() -> None:
    known = [(IDS[0], profile("Yosef Nabu", phones=PHONE)), (IDS[1], profile("Anton Lake", phones=PHONE))]
    named = rank(profile("Om Anton", phones=PHONE), known)
    assert named.automatic
    assert named.automatic[0] == IDS[1]
    assert [recruiter for recruiter, _ in named.suggestions] == [IDS[0]]
    nameless = rank(profile(phones=PHONE), known)
    assert nameless.automatic is None
    assert {recruiter for recruiter, _ in nameless.suggestions} == {IDS[0], IDS[1]}
    assert Reason.PHONE_OF_OTHERS in nameless.suggestions[0][1].reasons


def test_whom_an_officer_ruled_out_is_not_suggested_again() -> None:
    ranked = rank(profile(phones=PHONE), [(IDS[0], profile(phones=PHONE))], barred=[IDS[0]])
    assert (ranked.automatic, ranked.suggestions) == (None, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"names": ["Yosef Nabu"]}, {"names": ["Nabu Joesoef"]}),
        ({"names": ["Y. Nabu"]}, {"names": ["Yosef Nabu"]}),
        ({"names": ["Yosef Nbau"]}, {"names": ["Yosef Nabu"]}),
        ({"names": ["Maria"], "places": ["Soe"]}, {"names": ["Mama Maria"], "places": ["Soe"]}),
        ({"names": ["Welmnice"], "places": ["Soe"]}, {"names": ["Welmince"], "places": ["Soe"]}),
        ({"companies": ["PT Maju Jaya"]}, {"companies": ["madju djaja"]}),
        ({"accounts": ["facebook:yosef"]}, {"accounts": ["facebook:yosef"]}),
    ],
)
def test_two_tellings_of_one_recruiter_share_a_key(one: dict[str, list[str]], other: dict[str, list[str]]) -> None:
    assert set(all_keys(identities_of(**one))) & set(all_keys(identities_of(**other)))


def test_the_words_of_a_name_are_keys_together_with_the_place() -> None:
    name, place = Identity(IdentityKind.NAME, "Maria"), Identity(IdentityKind.PLACE, "Soe")
    assert set(blocking_keys(name, [name, place])) > set(blocking_keys(name))
