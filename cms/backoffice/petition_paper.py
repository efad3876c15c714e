"""Signatures on paper: open a batch, type or import its lines, compare the sample as another person, count it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.generic import View

from cms.backoffice.base import Link, Queue, Shown, register
from cms.backoffice.item import QueueItem
from cms.backoffice.petitions import PETITIONS, public_page, title_of
from cms.backoffice.writing import WriteRecord
from core.actors import actor_of
from core.audit.access import record_access
from core.errors import DomainError
from core.files.storage import read_private
from core.web.digits import whole_number
from petitions.actions import paper
from petitions.actions.paper_counting import accept_batch
from petitions.lifecycle import PAPER
from petitions.models import PaperBatch, Petition
from petitions.paper_csv import read_lines
from petitions.rules import is_petitions_clerk
from petitions.states import LineFate, PaperState, PetitionState

SHOWN = 50
MOST_CLOSED = 200
TAKES = paper.TAKES_PAPER


def batches() -> QuerySet[PaperBatch]:
    """Give every batch."""
    return PaperBatch.objects.select_related("petition", "typed_by").prefetch_related("petition__translations")


def scan_url(batch: PaperBatch) -> str | None:
    """Give the address of the scan, where there is one."""
    return reverse("backoffice_paper_scan", args=[batch.pk]) if batch.scan else None


register(
    Queue(
        key="paper",
        office=PETITIONS,
        label=_("Paper signatures"),
        records=batches,
        lifecycle=PAPER,
        may=is_petitions_clerk,
        title=lambda batch: batch.reference,
        columns=(
            Shown(_("Petition"), lambda batch: title_of(batch.petition)),
            Shown(_("Lines"), lambda batch: batch.counted_lines, sort="counted_lines"),
            Shown(pgettext_lazy("column", "Counted"), lambda batch: batch.added, sort="added"),
        ),
        waiting=(PaperState.TYPED, PaperState.CHECKING, PaperState.CHECKED),
        age="received_at",
        decide={
            "hand_over": paper.hand_over,
            "check": paper.check_batch,
            "accept": accept_batch,
            "refuse": paper.refuse_batch,
            "give_back": paper.give_back,
        },
        details=(
            Shown(_("Petition"), lambda batch: title_of(batch.petition)),
            Shown(_("Counted by"), lambda batch: batch.counted_by),
            Shown(_("Lines on the sheets"), lambda batch: batch.counted_lines),
            Shown(_("Typed by"), lambda batch: batch.typed_by),
            Shown(_("Received"), lambda batch: batch.received_at),
            Shown(_("Lines in the sample"), lambda batch: batch.sample_size),
            Shown(_("Found bad"), lambda batch: batch.found_bad),
            Shown(_("Added to the count"), lambda batch: batch.added),
        ),
        links=(
            Link(_("See the public page"), lambda batch: public_page(batch.petition)),
            Link(_("Open the scan"), scan_url),
        ),
        look_up=("reference", "petition__action"),
        template="cms/backoffice/paper_item.html",
        new=Link(_("New batch"), lambda _none: reverse("backoffice_paper_new")),
    )
)


class BatchForm(forms.Form):
    """What comes with the sheets."""

    use_required_attribute = False
    petition = forms.ModelChoiceField(Petition.objects.filter(state__in=TAKES), label=_("Petition"))
    reference = forms.CharField(label=_("Reference of the sheets"), max_length=80)
    counted_by = forms.CharField(label=_("Who counted the lines"), max_length=120)
    counted_lines = forms.IntegerField(label=_("Lines on the sheets"), min_value=1, max_value=paper.MOST_LINES)
    scan = forms.FileField(label=_("Scan (PDF)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every petition that runs, and of those that closed the newest; what is sent may be any."""
        super().__init__(*args, **kwargs)
        rows = Petition.objects.filter(state__in=TAKES).order_by("-pk")
        closed = rows.filter(state=PetitionState.CLOSED)[:MOST_CLOSED]
        shown = [*rows.exclude(state=PetitionState.CLOSED), *closed]
        choices = [("", _("Choose a petition")), *((row.pk, str(row)) for row in shown)]
        self.fields["petition"].choices = choices  # type: ignore[attr-defined]


class WriteBatch(WriteRecord):
    """Open a batch."""

    form_class = BatchForm
    desk, desk_title, page_title = "paper", _("Paper signatures"), _("New batch")
    template_name = "cms/backoffice/paper_write.html"

    def may_write(self) -> bool:
        """Let the petitions' clerks in."""
        return is_petitions_clerk(self.actor, None)

    def save(self, form: Any) -> PaperBatch:
        """Open it."""
        data = dict(form.cleaned_data)
        scan = data.pop("scan")
        facts = {"scan": scan.read(), "scan_name": scan.name} if scan else {}
        return paper.open_batch(data.pop("petition"), by=self.actor, **data, **facts)


class LineForm(forms.Form):
    """One line of a sheet."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=16)
    email = forms.CharField(label=_("E-mail, if given"), required=False, max_length=320)


class FileForm(forms.Form):
    """A CSV of lines."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("CSV file"), help_text=_("The first line names the columns: name, address, postcode, email, country.")
    )


class PaperItem(QueueItem):
    """The item screen of a batch, with the forms of its state: type and import, or compare the sample."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the batch."""
        super().setup(request, *args, queue="paper", **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add lines, sample and forms; that names were read leaves a line."""
        batch = self.record
        is_typist = batch.typed_by_id == self.request.user.pk
        is_typing, is_checking = batch.state == PaperState.TYPED, batch.state == PaperState.CHECKING
        sample = list(batch.lines.filter(is_sampled=True)) if is_checking and not is_typist else []
        typed = list(batch.lines.order_by("-number")[:SHOWN]) if is_typing else []
        if sample or typed:
            record_access(batch, by=self.actor, kinds={"name", "postcode"})
        labels = dict(LineFate.choices)
        sums = batch.lines.order_by().values("fate").annotate(n=Count("pk")).order_by("fate")
        facts = {
            "sample": sample, "typed": typed, "typed_count": batch.lines.count(),
            "fates": [(labels[row["fate"]], row["n"]) for row in sums],
            "line_form": LineForm() if is_typing else None, "file_form": FileForm() if is_typing else None,
            "is_typist": is_typist,
        }  # fmt: skip
        return {**super().get_context_data(**kwargs), **facts, **{k: v for k, v in kwargs.items() if k in facts}}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Type a line, import a file, keep the sample, or make the move of the button."""
        own: dict[str, Callable[[], HttpResponse]] = {
            "type": self._type, "import": self._import, "compare": self._compare,
        }  # fmt: skip
        act = own.get(request.POST.get("verb", ""))
        return act() if act else super().post(request, *args, **kwargs)

    def _type(self) -> HttpResponse:
        form = LineForm(self.request.POST)
        if not form.is_valid():
            return self._answer(422, line_form=form)
        return self._add(lambda: [paper.LineFacts(**form.cleaned_data)], form, "line_form")

    def _import(self) -> HttpResponse:
        form = FileForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._answer(422, file_form=form)
        return self._add(lambda: read_lines(form.cleaned_data["file"].read()), form, "file_form")

    def _add(self, lines: Callable[[], list[paper.LineFacts]], form: forms.Form, name: str) -> HttpResponse:
        try:
            done = paper.add_lines(self.record, lines(), by=self.actor)
        except DomainError as error:
            for field, words in error.fields.items():
                form.add_error(field if field in form.fields else None, str(words))
            faults = error.data.get("lines", {})
            if not error.fields:
                form.add_error(None, str(error.message))
            return self._answer(error.status, **{name: form}, faults=sorted(faults.items()))  # type: ignore[attr-defined]
        words = ngettext("%(n)d line is typed.", "%(n)d lines are typed.", done) % {"n": done}
        messages.success(self.request, words)
        return HttpResponseRedirect(self.request.path)

    def _compare(self) -> HttpResponse:
        given = {name.removeprefix("line-"): value for name, value in self.request.POST.items()}
        numbers = {name: whole_number(name) for name, value in given.items() if value}
        found = {number: given[name] == "bad" for name, number in numbers.items() if number is not None}
        try:
            paper.compare_lines(self.record, found, by=self.actor)
        except DomainError as error:
            return self._answer(error.status, lost=str(error.message))
        return HttpResponseRedirect(self.request.path)


class PaperScan(View):
    """The scan of a batch, decrypted, as an attachment; that it was read leaves a line."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the file; 403 for those it is not for."""
        actor = actor_of(request)
        if not is_petitions_clerk(actor, None):
            raise PermissionDenied
        batch = PaperBatch.objects.filter(pk=pk).exclude(scan="").first()
        if batch is None:
            raise Http404
        record_access(batch, by=actor, kinds={"file"})
        response = HttpResponse(read_private(batch.scan), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="paper-{batch.pk}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response


urlpatterns = [
    path("desk/paper/new/", WriteBatch.as_view(), name="backoffice_paper_new"),
    path("desk/paper/<int:pk>/", PaperItem.as_view(), name="backoffice_paper"),
    path("desk/paper/<int:pk>/scan/", PaperScan.as_view(), name="backoffice_paper_scan"),
]
