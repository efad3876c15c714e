"""The table of checks, in the order in which they are told: what others stand on comes first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.doctor import clocks, engines, mail, search, secrets, storage, web, work
from config.doctor.findings import WARNING, Check

ENGINES, KEYS, WEB, MAIL, TIME, FILES, WORK, SEARCH = (
    "engines", "keys", "web", "mail", "clock", "storage", "work", "search",
)  # fmt: skip
DATABASE, TABLES = ("database",), ("database", "migrations")

CHECKS: tuple[Check, ...] = (
    Check(ENGINES, "database", _("The database answers."), engines.database),
    Check(ENGINES, "database version", _("The database is new enough."), engines.database_version, needs=DATABASE),
    Check(ENGINES, "migrations", _("All migrations are applied."), engines.migrations, needs=DATABASE),
    Check(ENGINES, "postgresql settings", _("PostgreSQL loses nothing."), engines.postgres_settings, needs=DATABASE),
    Check(
        ENGINES, "postgresql connections", _("PostgreSQL has connections left."), engines.postgres_room, WARNING,
        needs=DATABASE,
    ),
    Check(ENGINES, "sqlite settings", _("SQLite writes ahead and in full."), engines.sqlite_settings, needs=DATABASE),
    Check(ENGINES, "redis", _("Redis answers."), engines.redis_reached),
    Check(ENGINES, "redis version", _("Redis is new enough."), engines.redis_version, needs=("redis",)),
    Check(ENGINES, "redis eviction", _("Redis forgets nothing."), engines.redis_eviction, WARNING, needs=("redis",)),
    Check(ENGINES, "elasticsearch", _("Elasticsearch answers."), engines.elastic_reached),
    Check(
        ENGINES, "elasticsearch version", _("Elasticsearch is new enough."), engines.elastic_version,
        needs=("elasticsearch",),
    ),
    Check(KEYS, "keys", _("All keys are there and long enough."), secrets.present),
    Check(KEYS, "own keys", _("The keys are this installation’s own."), secrets.own),
    Check(KEYS, "keys fit", _("The keys open what is stored."), secrets.of_this_database, needs=TABLES),
    Check(KEYS, "key rotation", _("No rotation of keys is under way."), secrets.rotation, WARNING, needs=TABLES),
    Check(KEYS, "key file", _("Nobody else can read the file of keys."), secrets.file_rights),
    Check(KEYS, "key place", _("The keys stand where every process finds them."), secrets.age, WARNING),
    Check(WEB, "public address", _("The public address is set."), web.public_address, WARNING),
    Check(WEB, "allowed hosts", _("The site answers to its own name only."), web.hosts),
    Check(WEB, "https", _("The site is read over https."), web.https),
    Check(WEB, "proxies", _("Only your own proxies name the caller."), web.proxies),
    Check(WEB, "limits", _("The limits are in force as shipped or set."), web.limits),
    Check(WEB, "static files", _("The static files are built."), web.static_files, WARNING, needs=DATABASE),
    Check(WEB, "page cache", _("Pages are kept in memory."), web.page_cache, WARNING),
    Check(MAIL, "mail server", _("The mail server takes our mail."), mail.server),
    Check(MAIL, "sender", _("Mail comes from your own address."), mail.sender, needs=TABLES),
    Check(MAIL, "mx", _("The sender’s domain takes mail."), mail.takes_mail, WARNING, needs=TABLES),
    Check(MAIL, "spf", _("The sender’s domain names its senders."), mail.spf, needs=TABLES),
    Check(MAIL, "dkim", _("The key of the signature is published."), mail.dkim, needs=TABLES),
    Check(MAIL, "dmarc", _("The domain says what to do with forged mail."), mail.dmarc, WARNING, needs=TABLES),
    Check(MAIL, "mail queue", _("Mail goes out in time."), mail.waiting, needs=TABLES),
    Check(TIME, "database clock", _("The database has the same time."), clocks.database_clock, needs=DATABASE),
    Check(TIME, "redis clock", _("Redis has the same time."), clocks.redis_clock, needs=("redis",)),
    Check(TIME, "clock", _("Nothing on record lies ahead of the clock."), clocks.past_events, needs=TABLES),
    Check(TIME, "time zones", _("The parliament’s time zone is known."), clocks.time_zones),
    Check(FILES, "folders", _("Every folder can be written."), storage.writable),
    Check(FILES, "space", _("There is room on the disks."), storage.space, WARNING),
    Check(FILES, "private files", _("Private files lie apart from public ones."), storage.private),
    Check(FILES, "backups", _("The newest backup is of last night."), storage.backups, WARNING),
    Check(WORK, "worker", _("The worker runs, and the schedule with it."), work.schedule, needs=TABLES),
    Check(WORK, "backlog", _("No work piles up."), work.backlog, WARNING, needs=TABLES),
    Check(WORK, "dead letters", _("Nothing was given up."), work.dead_letters, WARNING, needs=TABLES),
    Check(WORK, "audit trail", _("The audit trail is whole as far as it was verified."), work.audit_chain, WARNING,
          needs=TABLES),
    Check(WORK, "counts", _("Every count agrees with its ledger."), work.counts, needs=TABLES),
    Check(SEARCH, "analyzers", _("The search knows the languages."), search.analyzers, needs=("elasticsearch",)),
    Check(SEARCH, "drift", _("The search holds what the site holds."), search.drift,
          needs=(*TABLES, "redis", "elasticsearch")),
    Check(SEARCH, "handed on", _("Changes reach the search."), search.handed_on, needs=(*TABLES, "redis")),
)  # fmt: skip
