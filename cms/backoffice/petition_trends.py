"""Signature health of one petition: its minutes as a line with a table, its sources, what was warned of."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cms.backoffice.base import Link, Queue, Shown, register
from cms.backoffice.petition_screens import PetitionScreen
from cms.backoffice.petition_tabs import Tab, add_tab
from cms.backoffice.petitions import PETITIONS, public_page, title_of
from petitions.actions.trends import read_warning
from petitions.held import held_groups
from petitions.lifecycle import WARNING
from petitions.models import TrendWarning
from petitions.rules import is_petitions_clerk
from petitions.sources import figures_row
from petitions.states import HeldBy, WarningState
from petitions.trends import Trends, label_of, trends_of

HERE = "backoffice_petition_trends"
WIDTH, HEIGHT = 720, 180
SLICE = 15  # minutes in one row of the table

add_tab(Tab(_("Signature health"), HERE, is_petitions_clerk))


def drawn(trends: Trends) -> dict[str, Any]:
    """Give the line as SVG points, and the same figures as rows of a quarter of an hour each."""
    top = max((good + bad for _minute, good, bad in trends.minutes), default=0) or 1
    step = WIDTH / max(len(trends.minutes) - 1, 1)

    def line(values: list[int]) -> str:
        return " ".join(f"{at * step:.1f},{HEIGHT - value / top * HEIGHT:.1f}" for at, value in enumerate(values))

    slices = [trends.minutes[at : at + SLICE] for at in range(0, len(trends.minutes), SLICE)]
    rows = [(part[0][0], sum(one[1] for one in part), sum(one[2] for one in part)) for part in slices]
    return {
        "width": WIDTH, "height": HEIGHT, "top": top, "since": trends.minutes[0][0], "until": trends.minutes[-1][0],
        "counted": line([good for _minute, good, _bad in trends.minutes]),
        "other": line([bad for _minute, _good, bad in trends.minutes]), "rows": list(reversed(rows)),
    }  # fmt: skip


class PetitionTrends(PetitionScreen, TemplateView):
    """The panel. Networks are shown by a few signs of their blind index: no address stands here."""

    template_name = "cms/backoffice/petition_trends.html"
    page_title = _("Signature health")
    here = HERE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the figures."""
        trends = trends_of(self.petition)
        warnings = self.petition.trend_warnings.order_by("-noticed_at")[:10]
        return super().get_context_data(
            trends=trends, chart=drawn(trends), figures=figures_row(), groups=held_groups(self.petition),
            warnings=[{"row": row, "source": source_of(row)} for row in warnings], **kwargs
        )  # fmt: skip


def source_of(warning: TrendWarning) -> str:
    """Name what a warning is about: a domain, or a few signs of a network's blind index."""
    return label_of(warning.key) if warning.by == HeldBy.NETWORK else warning.key


register(
    Queue(
        key="warnings",
        office=PETITIONS,
        label=_("Warnings"),
        records=lambda: TrendWarning.objects.select_related("petition").prefetch_related("petition__translations"),
        lifecycle=WARNING,
        may=is_petitions_clerk,
        title=lambda warning: f"{warning.get_by_display()}: {title_of(warning.petition)}",
        columns=(
            Shown(_("Signatures"), lambda warning: warning.figure, sort="figure"),
            Shown(_("Source"), source_of),
            Shown(_("Noticed"), lambda warning: warning.noticed_at, sort="noticed_at"),
        ),
        waiting=(WarningState.NEW,),
        age="noticed_at",
        decide={"read": read_warning},
        details=(
            Shown(_("Petition"), lambda warning: title_of(warning.petition)),
            Shown(_("By"), lambda warning: warning.get_by_display()),
            Shown(_("Source"), source_of),
            Shown(_("Signatures"), lambda warning: warning.figure),
            Shown(_("Hour"), lambda warning: warning.hour),
        ),
        links=(Link(_("See the public page"), lambda warning: public_page(warning.petition)),),
        language=lambda warning: warning.petition.words().language,
    )
)
urlpatterns = [path("desk/petitions/<int:pk>/health/", PetitionTrends.as_view(), name=HERE)]
