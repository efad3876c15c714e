"""Demo views: become somebody by one click, read the mail that would have been sent, begin again."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.core.management import call_command
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from config import demo
from config.demo_site.context import ROLES
from config.demo_site.guard import demo_only
from core.accounts import assurance
from core.accounts.models import User
from core.mail.models import Mail

HOME_OF = {"clerk": "/admin/", "moderator": "/admin/", "comms": "/admin/", "admin": "/admin/"}
NEWEST = 100


@demo_only
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Sign in as the account of a role; "citizen" signs out. Leads to the role's work page."""
    role = request.POST.get("role", "")
    if role not in ROLES:
        raise Http404
    logout(request)
    if role != "citizen":
        user = User.objects.get(email=f"{role}@aldermark.example")
        login(request, user, "django.contrib.auth.backends.ModelBackend")
        assurance.pass_second_factor(request, user, assurance.BY_DEMO_DOOR)
    return HttpResponseRedirect(HOME_OF.get(role, "/"))


@demo_only
def mail_box(request: HttpRequest) -> HttpResponse:
    """List the newest mails of the outbox."""
    return render(request, "demo/mail_box.html", {"mails": Mail.objects.order_by("-id")[:NEWEST], "crumbs": _crumbs()})


@demo_only
def mail_message(request: HttpRequest, public_id: object) -> HttpResponse:
    """Show one mail."""
    mail = get_object_or_404(Mail, public_id=public_id)
    return render(request, "demo/mail_message.html", {"mail": mail, "crumbs": _crumbs()})


@demo_only
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Delete everything and seed again."""
    logout(request)
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)
    demo.seed(lambda _words: None)
    call_command("search_rebuild", verbosity=0)
    return HttpResponseRedirect("/")


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Home"), "url": "/"}]
