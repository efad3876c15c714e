"""/sitemap.xml (the index), its parts, and /robots.txt. Format: sitemaps.org 0.9 with hreflang alternates."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.outside.rows import SECTIONS, Row
from cms.pages.mixin import own_site
from core.web.csp import back_office_prefix

# Addresses in one file; the format allows 50,000.
PER_FILE = 5000
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
KEPT = "public, max-age=600"
# What is nobody's reading: the office, machines' doors, pages that belong to one person.
CLOSED = ("/accounts/", "/api/", "/demo/", "/*/evidence/mine/", "/*/setup/", "/*/components/")


def _per_file() -> int:
    """Give how many records make one file, each with an address in every language."""
    return max(1, PER_FILE // len(settings.LANGUAGES))


def _xml(text: str) -> HttpResponse:
    return HttpResponse(HEAD + text, content_type="application/xml; charset=utf-8", headers={"Cache-Control": KEPT})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the parts: every section in files of at most 5,000 addresses; a section without records has none."""
    parts = []
    for name, section in SECTIONS.items():
        records = section.records()
        count = len(records) if isinstance(records, list) else records.count()
        parts += [reverse("sitemap_part", args=[name, page + 1]) for page in range(-(-count // _per_file()))]
    lines = "".join(f"<sitemap><loc>{escape(own_site(part))}</loc></sitemap>\n" for part in parts)
    return _xml(f"<sitemapindex {SPACE}>\n{lines}</sitemapindex>\n")


@require_safe
def part(request: HttpRequest, section: str, page: int) -> HttpResponse:
    """Give one file of a section; 404 beyond the last."""
    if section not in SECTIONS or page < 1:
        raise Http404
    start = (page - 1) * _per_file()
    records = list(SECTIONS[section].records()[start : start + _per_file()])
    if not records:
        raise Http404
    lines = "".join(_entries(row, is_page=section == "pages") for row in SECTIONS[section].rows(records))
    return _xml(f"<urlset {SPACE}>\n{lines}</urlset>\n")


def _entries(row: Row, *, is_page: bool) -> str:
    """Write a thing once for each of its languages; a page of the tree stands for its own language only."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(own_site(path))}/>'
        for code, path in sorted(row.paths.items())
    )
    when = f"<lastmod>{row.changed_at:%Y-%m-%dT%H:%M:%S+00:00}</lastmod>" if row.changed_at else ""
    own = list(row.paths.values())[:1] if is_page else row.paths.values()
    return "".join(f"<url><loc>{escape(own_site(path))}</loc>{when}{links}</url>\n" for path in own if path)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what programs need not read, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (back_office_prefix(), *CLOSED))]
    text = "\n".join([*lines, "", f"Sitemap: {own_site(reverse('sitemap'))}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": KEPT})
