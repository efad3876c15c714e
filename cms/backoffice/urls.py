"""Addresses of the desk, under the back office."""

from django.urls import path

from cms.backoffice.audit import urlpatterns as audit_urls
from cms.backoffice.bill_facts import WriteBillFacts
from cms.backoffice.console import Console, ConsoleTicket
from cms.backoffice.days_off import urlpatterns as day_urls
from cms.backoffice.hearing_writing import WriteHearing
from cms.backoffice.item import QueueItem
from cms.backoffice.listing import QueueCsv, QueueList, QueuePrint
from cms.backoffice.mail_texts import HeldBack, MailTexts, WriteMailText
from cms.backoffice.people import Invite, People, Person
from cms.backoffice.petition_defence import urlpatterns as defence_urls
from cms.backoffice.petition_held import urlpatterns as held_urls
from cms.backoffice.petition_invalidations import urlpatterns as invalidation_urls
from cms.backoffice.petition_item import urlpatterns as petition_urls
from cms.backoffice.petition_kinds import urlpatterns as kind_urls
from cms.backoffice.petition_mailings import urlpatterns as mailing_urls
from cms.backoffice.petition_paper import urlpatterns as paper_urls
from cms.backoffice.petition_steps import urlpatterns as step_urls
from cms.backoffice.petition_terms import urlpatterns as term_urls
from cms.backoffice.petition_trends import urlpatterns as trend_urls
from cms.backoffice.saving import SaveFilter
from cms.backoffice.switches import urlpatterns as switch_urls
from cms.backoffice.tokens import urlpatterns as token_urls

urlpatterns = [
    path("desk/people/", People.as_view(), name="backoffice_people"),
    path("desk/people/invite/", Invite.as_view(), name="backoffice_people_invite"),
    path("desk/people/<uuid:public_id>/", Person.as_view(), name="backoffice_person"),
    *audit_urls,
    *switch_urls,
    *token_urls,
    path("desk/mail/", MailTexts.as_view(), name="backoffice_mail_texts"),
    path("desk/mail/held-back/", HeldBack.as_view(), name="backoffice_mail_held_back"),
    path("desk/mail/<str:language>/<path:kind>/", WriteMailText.as_view(), name="backoffice_mail_text"),
    *term_urls,
    *held_urls,
    *defence_urls,
    *invalidation_urls,
    *paper_urls,
    *trend_urls,
    *kind_urls,
    *day_urls,
    *mailing_urls,
    *step_urls,
    path("desk/<slug:queue>/", QueueList.as_view(), name="backoffice_list"),
    path("desk/<slug:queue>/results/", QueueList.as_view(results_only=True), name="backoffice_results"),
    path("desk/<slug:queue>/print/", QueuePrint.as_view(), name="backoffice_print"),
    path("desk/<slug:queue>/filters/", SaveFilter.as_view(), name="backoffice_filters"),
    path("desk/<slug:queue>/csv/", QueueCsv.as_view(), name="backoffice_csv"),
    *petition_urls,
    path("desk/<slug:queue>/<int:pk>/", QueueItem.as_view(), name="backoffice_item"),
    path("desk/versions/<int:pk>/facts/", WriteBillFacts.as_view(), name="backoffice_bill_facts"),
    path("desk/hearings/write/", WriteHearing.as_view(), name="backoffice_hearing_new"),
    path("desk/hearings/<int:pk>/write/", WriteHearing.as_view(), name="backoffice_hearing_write"),
    path("desk/hearings/<slug:slug>/console/", Console.as_view(), name="backoffice_console"),
    path("desk/hearings/<slug:slug>/console/ticket/", ConsoleTicket.as_view(), name="backoffice_console_ticket"),
]
