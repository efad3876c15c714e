"""Members and committees: the House's facts, with what editors add to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.blocks import related_blocks
from cms.landmarks import addresses
from cms.live import open_of
from cms.live.constituency import list_of, moves_of
from cms.pages.bodies import BodyPage, PicturePage
from cms.pages.mixin import HousePage
from cms.pages.people import PostcodeForm, committee_context, everybody, member_context
from core.fields import BodyField
from core.parliament.models import Member

MOST_CARDS = 3


class MemberIndexPage(BodyPage):
    """All members, and "find your member" by postcode.

    Every member has a page below it from the first day: where no editor has written one, the index shows the House's
    own facts at the same address.
    """

    template = "cms/member_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.MemberPage"]

    class Meta:
        """In the editor."""

        verbose_name = _("member index")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead to a written page, else to the member of that address."""
        try:
            return super().route(request, path_components)
        except Http404:
            member = Member.objects.filter(slug=path_components[0]).first() if len(path_components) == 1 else None
            if member is None:
                raise
            return RouteResult(self, kwargs={"member": member})

    def serve(self, request: HttpRequest, *args: Any, member: Member | None = None, **kwargs: Any) -> HttpResponse:
        """Show the list, lead from a postcode to its member, or show one member without a written page."""
        if member is not None:
            return self.unwritten(member).serve(request)
        if request.method != "POST":
            return super().serve(request, *args, form=PostcodeForm(), **kwargs)
        form = PostcodeForm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(f"{self.get_url(request)}{form.found[0].slug}/")
        response = super().serve(request, *args, form=form, has_error=True, **kwargs)
        response.status_code = 422
        return response

    def unwritten(self, member: Member) -> MemberPage:
        """Give the page of a member that no editor has written; it is never saved."""
        page = MemberPage(title=str(member), slug=member.slug, member=member, locale=self.locale)
        page.path, page.depth, page.unwritten_in = f"{self.path}0000", self.depth + 1, self
        page.set_url_path(self)
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add all members and the form."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **kwargs, "everybody": everybody()}


class MemberPage(PicturePage):
    """One member: what the House knows, and what the member's office adds."""

    member = models.ForeignKey(
        "parliament.Member", on_delete=models.PROTECT, related_name="pages", verbose_name=_("member")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    offices = models.TextField(_("offices and hours"), max_length=600, blank=True)

    unwritten_in: MemberIndexPage | None = None
    template = "cms/member_page.html"
    parent_page_types = ["cms.MemberIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *HousePage.content_panels,
        FieldPanel("member"),
        FieldPanel("image"),
        FieldPanel("email"),
        FieldPanel("offices"),
        FieldPanel("body"),
    ]

    class Meta:
        """In the editor."""

        verbose_name = _("member's page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the member's seat, committees, and what moves the constituency."""
        context = super().get_context(request, *args, **kwargs)
        place = {"moves": moves_of(self.member), "moves_url": list_of(self.member)}
        return {**context, **member_context(self.member, self._address(self.email)), **place}

    def _address(self, email: str) -> str:
        """Give where one writes to this member: the own mail box, else the House's contact page."""
        return f"mailto:{email}" if email else addresses(self.locale.language_code).get("contact", "")

    def other_languages(self, ancestors: list[Page], request: HttpRequest) -> dict[str, str]:
        """Lead to the same member in the other languages, written or not."""
        found = super().other_languages(ancestors, request)
        if self.unwritten_in is None:
            return found
        self._spoken: dict[str, str] = {}
        below = self.unwritten_in.translation_key
        indexes = (
            Page.objects.live().filter(translation_key=below).exclude(locale=self.locale_id).select_related("locale")
        )
        return {page.locale.language_code: f"{page.get_url(request)}{self.slug}/" for page in indexes}


class CommitteePage(PicturePage):
    """One committee: remit, members, what it has open."""

    committee = models.ForeignKey(
        "parliament.Committee", on_delete=models.PROTECT, related_name="pages", verbose_name=_("committee")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    related = BodyField(related_blocks(), blank=True, max_num=4, verbose_name=_("open now"))

    template = "cms/committee_page.html"
    parent_page_types = ["cms.SectionPage"]
    subpage_types = ["cms.StandardPage"]
    content_panels = [
        *HousePage.content_panels,
        FieldPanel("committee"),
        FieldPanel("email"),
        FieldPanel("related"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]

    class Meta:
        """In the editor."""

        verbose_name = _("committee page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the committee's members."""
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            **committee_context(self.committee),
            "members_url": addresses(self.locale.language_code).get("members"),
            "cards": [] if self.related else open_of(self.committee.slug, MOST_CARDS),
        }
