"""All settings. Engines are switched on by URL (config.env); demo, production and test say only what differs."""

from pathlib import Path

from config import doors, env

ROOT = env.ROOT
VAR = env.VAR

DEBUG = False
DEMO = False
SETUP_PAGE = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

SITE_URL = env.text("SITE_URL", f"http://localhost:{env.text('PORT', '8000')}").rstrip("/")
SITE_NAME = env.text("ROSTRA_SITE_NAME", "Parliament")
SITE_TAGLINE = env.text("ROSTRA_SITE_TAGLINE")
# Which privacy notice is in force; empty: the newest revision of the page "privacy".
PRIVACY_NOTICE_VERSION = env.text("ROSTRA_PRIVACY_NOTICE_VERSION")
ALLOWED_HOSTS = [host for host in env.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
WAGTAILADMIN_BASE_URL = SITE_URL

INSTALLED_APPS = [
    "frontend",
    "config",
    "core.web",
    "core.institution",
    "core.accounts",
    "core.parliament",
    "core.events",
    "core.audit",
    "core.limits",
    "core.mail",
    "core.jobs",
    "core.pagecache",
    "core.operations",
    "core.verification",
    "core.privacy",
    "core.search",
    "core.realtime",
    "core.comments",
    "core.moderation",
    "petitions",
    "consultations.bills",
    "consultations.hearings",
    "consultations.evidence",
    "cms",
    "api",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_comments_xtd",
    "django_comments",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "core.web.request_id.RequestIdMiddleware",
    "core.operations.health.HealthMiddleware",
    "core.operations.observing.ObserveMiddleware",
    "core.pagecache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.csp.CspMiddleware",
    "api.conditional.ConditionalAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.web.locale.LocaleMiddleware",
    "core.web.nul.RefuseNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.web.cross_site.CrossSiteMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.accounts.middleware.SessionsMiddleware",
    "core.web.cross_site.SignedInCsrfMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.accounts.middleware.BackOfficeGate",
    "core.operations.guard.SwitchesMiddleware",
    "core.limits.middleware.LimitedRoutes",
    "core.web.errors.DomainErrorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.site",
                "config.demo_site.context.demo",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR / "rostra.sqlite3")}
REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": env.cache(REDIS_URL)}
PAGE_CACHE_MEGABYTES = env.number("PAGE_CACHE_MEGABYTES", 64)
PAGE_CACHE_SECONDS = env.number("PAGE_CACHE_SECONDS", 10)
# What open pages poll: answered from memory, at most a second old (core.pagecache.polled).
POLLED_PATHS = [r"/petitions/\d+/count\.json"]
ELASTICSEARCH_URL = env.elasticsearch(env.text("ELASTICSEARCH_URL"))
ELASTICSEARCH_PREFIX = env.text("ELASTICSEARCH_PREFIX", "rostra")
ELASTICSEARCH_SECONDS = env.number("ELASTICSEARCH_SECONDS", 2)
# Changes go to Elasticsearch by a thread of their own; tests that roll back need them in their own transaction.
SEARCH_PUSH_THREAD = True
for _name, _value in env.mail(env.text("EMAIL_URL")).items():
    globals()[_name] = _value
PROCESSES = env.number("ROSTRA_PROCESSES", 1)
env.refuse_memory_bus(REDIS_URL, PROCESSES)
# Who may name the caller in X-Forwarded-For, and how often one caller may do a thing (core.limits.rules).
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")
LIMITS = env.table("ROSTRA_LIMITS")
LIMITS_FACTOR = env.number("ROSTRA_LIMITS_FACTOR", 1)
LIMITED_ROUTES = {
    **dict.fromkeys(("account_login", "account_password_login", "account_code", "mfa_login_webauthn"), "signin"),
    **dict.fromkeys(("mfa_authenticate", "account_reauthenticate", "mfa_reauthenticate"), "signin"),
    "account_invitation": "confirm",
}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "noreply@parliament.example")
MAIL_BOUNCE_ADDRESS = env.text("MAIL_BOUNCE_ADDRESS")
# The lane that takes the hot POSTs of a signing crowd (docs/petitions-signing.md): auto is on with PostgreSQL.
SIGNING_LANE = env.text("ROSTRA_SIGNING_LANE", "auto").lower()
# Switches (docs/health-and-switches.md): which route belongs to which door; read only from the start, where wanted.
READ_ONLY = env.flag("ROSTRA_READ_ONLY")
SWITCHED_ROUTES, SWITCHED_READS = doors.SWITCHED_ROUTES, doors.SWITCHED_READS
OPEN_IN_READ_ONLY = doors.OPEN_IN_READ_ONLY
# Metrics: a port of this process's own, never the public one; none without a number.
# Of fewer people in one place no count is told: on maps, lists and tables alike. 0 or 1 tells every one.
SMALLEST_GROUP = env.number("ROSTRA_SMALLEST_GROUP", 5)
METRICS_PORT = env.port("ROSTRA_METRICS_PORT")
METRICS_HOST = env.text("ROSTRA_METRICS_HOST", "127.0.0.1")
METRICS_FOLDER = env.text("ROSTRA_METRICS_FOLDER")
# Who reads the details of /health/ready beside this machine itself: networks of the operators.
HEALTH_NETWORKS = env.words("ROSTRA_HEALTH_NETWORKS")
# For `manage.py doctor`: the name under which the mail server's key is published, and where backups are laid.
MAIL_DKIM_SELECTOR = env.text("MAIL_DKIM_SELECTOR")
BACKUP_FOLDER = env.text("ROSTRA_BACKUP_FOLDER")
TASKS = {"default": {"BACKEND": "core.jobs.backend.JobBackend", "QUEUES": []}}
# Where the audit trail's head is written down outside the database; best on another disk (docs/jobs.md).
AUDIT_FOLDER = Path(env.text("ROSTRA_AUDIT_FOLDER", str(VAR / "audit")))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
PARLIAMENT_TIME_ZONE = env.text("ROSTRA_TIME_ZONE", "Europe/Brussels")

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static-built"
STATICFILES_FINDERS = [
    "frontend.finders.JoinedFiles",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "public": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "public"}},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "private"}},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # every account begins with an address proven by our own code or link
ACCOUNT_EMAIL_NOTIFICATIONS = False  # our own mails tell it (core.accounts.emails)
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_ADAPTER = "core.accounts.adapter.HouseAdapter"
ACCOUNT_FORMS = {
    "login": "core.accounts.forms.PasswordSignInForm",
    "reauthenticate": "core.accounts.forms.PasswordAgainForm",
}
MFA_ADAPTER = "core.accounts.adapter.HouseSecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "core.accounts.forms.SecondFactorForm",
    "reauthenticate": "core.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "core.accounts.forms.AppForm",
    "deactivate_totp": "core.accounts.forms.RemoveAppForm",
    "generate_recovery_codes": "core.accounts.forms.NewCodesForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": env.eid(env.text("ROSTRA_EID"))}}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SITE_ID = 1

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.web.views.csrf_failure"
BACK_OFFICE_PREFIX = "/admin/"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# Asked in our own, stricter way: core.operations.checks.
SILENCED_SYSTEM_CHECKS = ["security.W003", "security.W019"]

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "cms.CmsImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CmsDocument"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USAGE_COUNT_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_EXTENSIONS += ["mp4", "webm", "mp3", "ogg", "m4a", "vtt"]  # what the video block plays

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "core.comments.models.Comment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 5
COMMENTS_XTD_CONFIRM_EMAIL = False

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "api.schemas.HouseSchema",
    "DEFAULT_PAGINATION_CLASS": "api.pagination.CursorPages",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["api.limits.DoorLimits"],
    "DEFAULT_PERMISSION_CLASSES": ["api.policy.DoorPolicy"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "EXCEPTION_HANDLER": "api.errors.problem_details",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rostra API",
    "VERSION": "1",
    "DESCRIPTION": "Everything public on this site, for machines; and what a citizen can do here.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["api.schemas.only_ours"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schemas.add_problems",
        "api.words.add_words",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PetitionState": "petitions.states.PetitionState",
        "MilestoneState": "petitions.states.MilestoneState",
        "StepKind": "petitions.states.StepKind",
        "Verdict": "petitions.states.Verdict",
        "BillState": "consultations.bills.states.VersionState",
        "CommentState": "core.comments.states.CommentState",
        "ReportState": "core.moderation.states.ReportState",
        "ModerationOutcome": "core.moderation.states.Outcome",
        "ModerationRule": "core.moderation.states.Rule",
        "HearingState": "consultations.hearings.states.HearingState",
        "QuestionState": "consultations.hearings.states.QuestionState",
        "CallState": "consultations.evidence.states.CallState",
        "SubmissionState": "consultations.evidence.states.SubmissionState",
    },
}

CHANNEL_LAYERS: dict[str, dict[str, object]] = {}
WORKER_IN_PROCESS = False
TEST_RUN = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.web.logs.formatter"}},
    "filters": {"once": {"()": "core.web.logs.SaidOnce"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["once"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"rostra.audit": {"level": "INFO"}, "rostra.access": {"level": env.text("ACCESS_LOG_LEVEL", "INFO")}},
}
