"""The set-up of a bare install, by an administrator without scripts: every step, and who is kept out."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from cms.appearance.model import Appearance
from cms.ground import lay_ground
from config.setup_site import gate, urls
from config.setup_site.gate import Gate
from config.setup_site.steps import KEYS
from core.accounts.actions import grant_role
from core.accounts.models import Invitation, Role, User
from core.actors import IMPORT, actor_for
from core.errors import Forbidden
from core.events.models import Event
from core.institution import actions, facts
from core.institution.models import Institution
from core.parliament.models import Area, Committee, Member
from core.parliament.selectors import main_chamber
from petitions.models import PetitionKind, Threshold
from petitions.selectors import current_kind

pytestmark = pytest.mark.django_db
DOORS = ["checklist", *KEYS]
SEATS = """code,name,region,electorate,member,group
SLT,Saltmarsh,North,71204,Ida North,Independent
NHV,North Haven,North,,,
"""
FIGURES = {
    "supporters_needed": 5,
    "moderation_days": 7,
    "duration_days": 180,
    "answer_at": 10_000,
    "debate_at": 100_000,
}
NAMES = {"name_en": "Parliament of Aldermark", "name_fr": "Parlement d’Aldermark", "description_en": "Have your say."}


def person(name, role):
    user = User.objects.create_user(f"{name}@aldermark.parliament", "a long enough phrase", name=name.title())
    grant_role(user, role, by=IMPORT)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def admin(db):
    return person("ada", Role.ADMIN)


@pytest.fixture
def office(client, admin, settings):
    """Give a browser in which the administrator is signed in, on an installation that nobody has named."""
    settings.SITE_NAME, settings.SITE_TAGLINE = "Parliament", ""
    client.force_login(admin)
    return client


def at(step, language="en"):
    return f"/{language}/setup/{'' if step == 'checklist' else step + '/'}"


def csv(text):
    return SimpleUploadedFile("seats.csv", text.encode(), content_type="text/csv")


def verbs():
    return list(
        Event.objects.filter(subject_type="institution.institution").order_by("id").values_list("verb", flat=True)
    )


def test_nobody_but_an_administrator_with_a_second_factor_enters(make_client, admin):
    strangers = {"stranger": (None, True), "half": (admin, False), "clerk": (person("cleo", Role.CLERK), True)}
    said = {}
    for name, (user, factor) in strangers.items():
        browser = make_client()
        if user:
            browser.force_login(user, second_factor=factor)
        answers = [
            method(at(door)) for door in ("checklist", "name", "staff") for method in (browser.get, browser.post)
        ]
        said[name] = {(answer.status_code, answer.headers.get("Location", "").partition("?")[0]) for answer in answers}
    signs_in, proves = reverse("account_login"), reverse("account_prove")
    assert said == {"stranger": {(302, signs_in)}, "half": {(302, proves)}, "clerk": {(403, "")}}
    assert (Institution.objects.count(), PetitionKind.objects.count()) == (0, 0)
    browser = make_client()
    browser.force_login(admin)
    answers = [browser.get(at(door)) for door in DOORS]
    assert {(answer.status_code, answer.headers["Cache-Control"].partition(",")[0]) for answer in answers} == {
        (200, "max-age=0")
    }


def test_every_door_but_the_one_time_link_has_the_gate():
    views = {entry.name: entry.callback.view_class for entry in urls.urlpatterns}
    assert [name for name, view in views.items() if not issubclass(view, Gate)] == ["first_admin"]
    assert set(views) == {*DOORS, "first_admin"}
    assert get_resolver().reverse_dict  # the routes stand


def test_a_gate_that_lets_clerks_in_would_be_seen(client, monkeypatch):
    monkeypatch.setattr(gate, "may_set_up", lambda actor, record: True)
    client.force_login(person("cleo", Role.CLERK))
    assert client.get(at("name")).status_code == 200  # the door is open …
    with pytest.raises(Forbidden):  # … and the action still says no
        actions.set_sender(name="", email="x@aldermark.parliament", by=actor_for(User.objects.get()))


def test_the_whole_way(office, mails):
    lay_ground()
    page = office.get(at("checklist")).content.decode()
    assert "Begin with: Languages" in page
    steps = {
        "languages": {"languages": ["en", "fr"], "default": "en"},
        "name": {**NAMES, "help_email": "help@aldermark.parliament"},
        "colours": {**Appearance().palette, "radius": "3px", "faces": "house", "brand": "#123a6b"},
        "seats": {"verb": "skip"},
        "committees": {"verb": "go_on"},
        "staff": {"verb": "go_on"},
        "mail": {"sender_name": "Parliament", "sender_email": "no-reply@aldermark.parliament"},
        "pages": {},
        "petitions": FIGURES,
    }
    for key, following in zip(KEYS, [*KEYS[1:], "checklist"], strict=True):
        answer = office.post(at(key), steps[key])
        if key == "pages":  # the first press lays the drafts and stays, the second goes on
            assert answer.url == at("pages")
            answer = office.post(at(key), {"once": "again"})
        assert (answer.status_code, answer.url) == (302, at(following)), key
    page = office.get(at("checklist")).content.decode()
    assert "This parliament is set up" in page
    assert "Done <b>9</b>" in re.sub(r"\s+", " ", page)
    assert verbs() == [
        "institution.choose_languages", "institution.finish_step", "institution.rename", "institution.finish_step",
        "institution.set_colours", "institution.finish_step", "institution.skip_step", "institution.skip_step",
        "institution.skip_step", "institution.set_sender", "institution.finish_step", "institution.lay_pages",
        "institution.finish_step", "institution.lay_pages", "institution.revise_kind", "institution.finish_step",
    ]  # fmt: skip
    assert not Event.objects.filter(verb__startswith="institution.", is_public=True).exists()
    assert current_kind().thresholds.count() == 2


def test_it_goes_on_where_it_stopped(office):
    office.post(at("languages"), {"verb": "skip"})
    office.post(at("name"), {**NAMES, "help_email": ""})
    page = office.get(at("checklist")).content.decode()
    assert "Go on with: Colours" in page
    assert 'value="Parliament of Aldermark"' in office.get(at("name")).content.decode()
    assert actions.institution().steps == {"languages": "skipped", "name": "done"}
    office.post(at("name"), {"verb": "skip"})
    assert actions.institution().steps["name"] == "done"


def test_the_name_stands_everywhere(office, mails):
    office.post(at("languages"), {"languages": ["en", "fr", "ar"], "default": "en"})
    office.post(at("name"), {**NAMES, "help_email": "help@aldermark.parliament"})
    assert "Parliament of Aldermark" in office.get("/en/petitions/").content.decode()
    assert "Parlement d’Aldermark" in office.get("/fr/petitions/").content.decode()
    assert (facts.site_name("ar"), facts.description("fr")) == ("Parliament of Aldermark", "Have your say.")


def test_a_nameless_parliament_is_refused_and_what_was_typed_is_kept(office):
    answer = office.post(at("name"), {"name_fr": "Parlement", "description_en": "Words", "help_email": "nonsense"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Parlement"' in page
    assert 'href="#id_name_en"' in page
    assert 'href="#id_help_email"' in page
    assert verbs() == []


def test_only_languages_on_offer_are_spoken(office, make_client):
    assert office.post(at("languages"), {"languages": ["fr", "en"], "default": "fr"}).status_code == 302
    reader = make_client()
    assert reader.get("/").url == "/fr/"
    assert reader.get("/", headers={"accept-language": "ar, en;q=0.5"}).url == "/en/"
    assert reader.get("/ar/petitions/?state=all").url == "/fr/petitions/?state=all"
    page = reader.get("/en/petitions/").content.decode()
    assert re.findall(r'<link rel="alternate" hreflang="(\w+)"', page) == ["fr", "en"]
    assert [code for code, _name in facts.languages()] == ["fr", "en"]
    refused = office.post(at("languages"), {"languages": ["fr"], "default": "ar"})
    assert (refused.status_code, facts.codes()) == (422, ["fr", "en"])


def test_poor_colours_are_refused_with_the_reason(office):
    good = {**Appearance().palette, "radius": "3px", "faces": "house"}
    answer = office.post(at("colours"), {**good, "link": "#eeeeee"})
    assert answer.status_code == 422
    assert "links on page has 1.13:1; it needs 4.5:1." in answer.content.decode()
    assert (Appearance.objects.count(), verbs()) == (0, [])
    office.post(at("colours"), {**good, "brand": "#123a6b", "once": "2"})
    assert Appearance.objects.get().brand == "#123a6b"


def test_a_faulty_file_of_seats_is_refused_by_line_and_changes_nothing(office):
    answer = office.post(at("seats"), {"file": csv(SEATS + "SLT,Twice,,many,,\n")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "line 4</bdi></strong>, <bdi>code" in page
    assert "line 4</bdi></strong>, <bdi>electorate" in page
    assert (Area.objects.count(), Member.objects.count(), verbs()) == (0, 0, [])
    assert "Bring it in" not in office.get(at("seats")).content.decode()


def test_a_file_of_seats_is_shown_first_and_brought_in_once_it_is_said(office):
    assert office.post(at("seats"), {"file": csv(SEATS)}).status_code == 302
    page = re.sub(r"\s+", " ", office.get(at("seats")).content.decode())
    assert "Constituencies and regions</dt><dd><bdi>3" in page
    assert "Members</dt><dd><bdi>1" in page
    assert Area.objects.count() == 0
    assert office.post(at("seats"), {"verb": "write"}).status_code == 302
    assert (Area.objects.count(), Member.objects.count()) == (3, 1)
    assert verbs() == ["institution.import_seats"]
    again = office.post(at("seats"), {"verb": "write", "once": "2"})
    assert (again.status_code, Area.objects.count()) == (422, 3)
    assert office.post(at("seats"), {"verb": "go_on"}).url == at("committees")
    assert actions.institution().steps["seats"] == "done"


@pytest.mark.parametrize(("file", "words"), [
    (SimpleUploadedFile("x.csv", b"\xff\xfe\x00c"), "UTF-8"), (SimpleUploadedFile("x.csv", b"\x00\x00"), "no text"),
    (SimpleUploadedFile("x.csv", b"a,b\n1,2\n"), "faults"), (SimpleUploadedFile("x.csv", b""), "empty"),
])  # fmt: skip
def test_what_is_no_table_is_refused(office, file, words):
    answer = office.post(at("seats"), {"file": file})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_committees_are_added_one_by_one(office):
    given = {"name_en": "Transport Committee", "name_fr": "Commission des transports", "remit_en": "Roads and rails."}
    assert office.post(at("committees"), given).url == at("committees")
    assert Committee.objects.get().slug == "transport-committee"
    assert office.post(at("committees"), {**given, "once": "2"}).status_code == 422
    assert Event.objects.filter(verb="committee.create").count() == 1
    assert office.post(at("committees"), {"verb": "go_on"}).url == at("staff")
    assert actions.institution().steps["committees"] == "done"


def test_staff_are_invited_by_somebody_who_has_just_proved_themselves(office, mails, settings):
    given = {
        "name": "Cleo Clerk",
        "email": "cleo@aldermark.parliament",
        "language": "en",
        "role": "clerk",
        "committee": "",
    }
    assert office.post(at("staff"), given).url == at("staff")
    assert [mail.to_address for mail in mails()] == ["cleo@aldermark.parliament"]
    assert "Cleo Clerk" in office.get(at("staff")).content.decode()
    session = office.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session.save()
    asked = office.post(at("staff"), {**given, "email": "more@aldermark.parliament", "once": "2"})
    assert (asked.status_code, Invitation.objects.count()) == (302, 1)
    assert asked.url.startswith("/en/account/again/")


def test_mail_comes_from_the_sender_that_was_set(office, admin, mails):
    from core.mail.envelope import message_of

    assert "Save the address of the sender first." in office.get(at("mail")).content.decode()
    office.post(at("mail"), {"sender_name": "Parliament of Aldermark", "sender_email": "no-reply@aldermark.parliament"})
    page = office.get(at("mail")).content.decode()
    assert "_dmarc.aldermark.parliament" in page
    assert office.post(at("mail"), {"verb": "test"}).url == f"{at('mail')}#test"
    mail = mails()[-1]
    message = message_of(mail)
    assert (mail.kind, mail.to_address) == ("setup/tell_test", admin.email)
    assert message.message()["From"] == "Parliament of Aldermark <no-reply@aldermark.parliament>"
    assert message.from_email == "no-reply@aldermark.parliament"
    assert "handed to the mail server" in office.get(at("mail")).content.decode()


def test_a_name_that_could_forge_a_header_is_refused(office):
    answer = office.post(at("mail"), {"sender_name": "x <evil@example.org>", "sender_email": "a@aldermark.parliament"})
    assert (answer.status_code, facts.sender_address()) == (422, "noreply@parliament.example")


def test_the_mail_step_looks_at_what_the_doctor_looks_at(office, settings):
    settings.EMAIL_BACKEND = "core.mail.backends.OutboxOnly"
    page = office.post(at("mail"), {"verb": "look"}).content.decode()
    assert "No mail leaves this installation: codes and links reach nobody." in page


def test_legal_pages_are_drafts_until_they_are_published(office, client):
    lay_ground()
    office.post(at("languages"), {"languages": ["en", "fr"], "default": "en"})
    assert office.post(at("pages"), {}).url == at("pages")
    page = office.get(at("pages")).content.decode()
    assert page.count("/admin/pages/") == 8
    assert client.get("/en/privacy/").status_code == 404
    edit = re.search(r'"(/admin/pages/\d+/edit/)"', page).group(1)
    assert "Who is responsible" in office.get(edit).content.decode()
    office.post(at("pages"), {"once": "2"})
    laid = Event.objects.filter(verb="institution.lay_pages").order_by("id").values_list("data", flat=True)
    assert list(laid) == [{"made": 8}, {"made": 0}]


def test_the_same_figures_make_no_new_kind_and_others_make_the_next(office):
    office.post(at("petitions"), FIGURES)
    office.post(at("petitions"), {**FIGURES, "once": "2"})
    office.post(at("petitions"), {**FIGURES, "answer_at": 5000, "once": "3"})
    rows = PetitionKind.objects.order_by("version").values_list("version", "is_current")
    assert list(rows) == [(1, False), (2, True)]
    assert [row.count for row in current_kind().thresholds.all()] == [5000, 100_000]
    answer = office.post(at("petitions"), {**FIGURES, "debate_at": 10, "once": "4"})
    assert (answer.status_code, PetitionKind.objects.count()) == (422, 2)


def test_what_is_in_place_is_done_in_both_lists(office):
    Committee.objects.create(slug="health", name={"en": "Health Committee"}, chamber=main_chamber())
    page = re.sub(r"\s+", " ", office.get(at("checklist")).content.decode())
    assert "Done <b>1</b>" in page
    steps = office.get(at("name")).context["steps"]
    assert [str(step["name"]) for step in steps if step["state"] == "done"] == ["Committees"]


def test_an_empty_figure_is_named_in_the_summary(office):
    page = office.post(at("petitions"), {}).content.decode()
    assert "Enter a number: Days it stays open" in page and "This field is required" not in page


def test_the_figures_offered_are_those_in_force(office):
    kind = PetitionKind.objects.create(key="own", name={"en": "Own"}, chamber=main_chamber(), duration_days=90)
    for key, count, duty in (("reply", 500, "respond"), ("hearing", 2000, "hearing"), ("house", 25_000, "debate")):
        Threshold.objects.create(kind=kind, key=key, count=count, duty=duty, title={"en": key}, owner={"en": "House"})
    page = office.get(at("petitions"))
    assert page.context["form"].initial == {
        "supporters_needed": kind.supporters_needed, "moderation_days": kind.moderation_days, "duration_days": 90,
        "answer_at": 500, "debate_at": 25_000,
    }  # fmt: skip
    assert "Offered: 25,000" in page.content.decode()
