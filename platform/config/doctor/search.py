"""The search: analyzers that know the languages, and an index that holds what the database holds."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from config.doctor.findings import ERROR, WARNING, Fault, NotChecked
from core.search.checking import check, health
from core.web.numbers import number

# A word by language that its analyzer shortens; one that stays as it is, is not known to it.
WORDS = {"en": "petitions", "fr": "pétitions", "ar": "والكتاب"}
MOST_WAITING = 1000


def analyzers() -> Iterator[Fault]:
    """Let each language's analyzer take a word apart."""
    from core.search.elastic import ANALYZERS, ElasticBackend  # noqa: PLC0415 - loaded only where it is used

    _need_elastic()
    backend = ElasticBackend()
    pairs = sorted(backend.pairs())
    if not pairs:
        yield Fault(_("There is no search index yet."), _("Run `manage.py search_rebuild`."), WARNING)
        return
    for language in sorted({language for _type, language in pairs if language in ANALYZERS}):
        alias = backend.alias(next(name for name, spoken in pairs if spoken == language), language)
        word = WORDS[language]
        found = backend.writer.indices.analyze(index=alias, analyzer=f"rostra_{language}", text=word)
        if [str(token["token"]) for token in found["tokens"]] == [word]:
            yield Fault(
                _("Elasticsearch does not know the words of “%(language)s”: “%(word)s” keeps its ending.")
                % {"language": language, "word": word},
                _("Use the full distribution (module analysis-common), then run `manage.py search_rebuild`."),
            )


def drift() -> Iterator[Fault]:
    """Hold the index against the table; on the database alone, tell of the last check."""
    if not settings.ELASTICSEARCH_URL:
        last = health()
        if last["drift"] is None:
            raise NotChecked(_("Not looked at: building every document takes long. Run `manage.py search_check`."))
        wrong = int(last["drift"])
    else:
        wrong = sum(row.total for row in check(is_quick=True))
    if wrong:
        yield Fault(
            _("Documents of the search that are missing, old or left over: %(count)s.") % {"count": number(wrong)},
            _("Run `manage.py search_check --heal`."),
            WARNING,
        )


def handed_on() -> Iterator[Fault]:
    """See whether changes reach the index."""
    waiting = int(health()["waiting"])
    if waiting > MOST_WAITING:
        yield Fault(
            _("Changes that wait to be handed on to Elasticsearch: %(count)s.") % {"count": number(waiting)},
            _("See whether the worker runs and Elasticsearch answers."),
            ERROR,
        )


def _need_elastic() -> None:
    if not settings.ELASTICSEARCH_URL:
        raise NotChecked(_("ELASTICSEARCH_URL is not set: the database searches."))
