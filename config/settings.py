"""Every setting of Tablée; each value comes from the environment and works on a laptop as it is (docs/settings.md)."""

from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config.identities import identity_providers

django_stubs_ext.monkeypatch()  # lets `ModelAdmin[Workspace]` be written, as the type checker wants it

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", kept_in=DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_NAME = env.text("SITE_NAME", "Tablée")
SITE_URL = env.text("SITE_URL")  # completes links in exported files: https://tablee.example.org
BEHIND_HTTPS = env.flag("BEHIND_HTTPS", False)
SHOW_SIGN_IN_CODES = env.flag("SHOW_SIGN_IN_CODES", DEBUG)

INSTALLED_APPS = [
    "daphne",
    "accounts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "guardian",
    "ninja",
    "activity",
    "realtime",
    "accounts",
    "permissions",
    "workspaces",
    "documents",
    "notifications",
    "api",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.PrivateMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.backend.AccountMiddleware",
    "accounts.guest_sessions.GuestMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.acting.ActingMiddleware",
    "permissions.seeing_as.SeeingAsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.DeathsMiddleware",
    "config.middleware.SentencesMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
                "workspaces.context.sidebar",
                "notifications.unread.unread",
            ],
        },
    },
]

# One file and WAL to try it; PostgreSQL by DATABASE_URL to serve many.
DATABASE_URL = env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'tablee.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged survives a power cut, not only the end of the process.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # a file: realtime reads it from other threads
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
if REDIS_URL:  # attempts are counted for all processes together
    soon = {"socket_connect_timeout": 1, "socket_timeout": 1}  # seconds: a firewall may not even say no
    CACHES = {"default": {"BACKEND": "config.attempts.Attempts", "LOCATION": REDIS_URL, "OPTIONS": soon}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "capacity": 10_000},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
}

# What `manage.py work` does in the background waits in a table, and is written in the transaction that wants it.
# Files to be exported have a queue of their own: making one takes a while, and no notice waits for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "exports"]}}
EXPORT_SECONDS = int(env.text("EXPORT_SECONDS", "120"))

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backend.SignInBackend",
    "permissions.backend.AccessBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.HardToGuess"},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotAboutOneself"},
]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # our backend answers instead of guardian's
ANONYMOUS_USER_NAME = None  # guardian: no row stands for "anybody"; reach says it

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.ProfileSignupForm"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.CodeLoginForm",
    "add_email": "accounts.sign_in_forms.OtherAddressForm",
    "request_login_code": "accounts.sign_in_forms.AskForCodeForm",
    "signup": "accounts.sign_in_forms.SignupForm",
    "reset_password": "accounts.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.AnotherPasswordForm",
    "set_password": "accounts.sign_in_forms.ChoosePasswordForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "confirm_login_code": "accounts.sign_in_forms.LoginCodeForm",
    "confirm_email_verification_code": "accounts.sign_in_forms.AddressCodeForm",
    "confirm_password_reset_code": "accounts.sign_in_forms.PasswordCodeForm",
    "reauthenticate": "accounts.sign_in_forms.AgainForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SESSION_REMEMBER = True
GUEST_HOURS = int(env.text("GUEST_HOURS", "12"))
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes how one signs in is told of by mail
ACCOUNT_RATE_LIMITS = {  # "5/m/key": by what is typed (an address); "20/m/ip": by where it comes from
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,3/m/key",
    "open_invitation": "30/m/ip",
    "ask_for_access": "20/h/user",
    "add_member": "60/h/user",
    "enter_link": "20/10m/ip,100/10m/key",  # wrong passwords: one client alone never closes a link to all
    "enter_as_guest": "200/h/ip",  # a whole workshop may sit behind one address
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXIES", "0"))

MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_HTTPS  # browsers allow it on localhost alone
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.CodeForm",
    "reauthenticate": "accounts.second_factor_forms.CodeAgainForm",
    "activate_totp": "accounts.second_factor_forms.ApplicationForm",
    "add_webauthn": "accounts.second_factor_forms.PasskeyForm",
    "login_webauthn": "accounts.second_factor_forms.PasskeyDoorForm",
    "edit_webauthn": "accounts.second_factor_forms.PasskeyNameForm",
}

# Off by default: `accounts/oidc.py` says what each of the two is asked for.
SOCIALACCOUNT_ADAPTER = "accounts.oidc.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # a newcomer is asked how they take part, as everybody is
SOCIALACCOUNT_LOGIN_ON_GET = True  # decision 0022: a form may not lead to another site under our content policy
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_FORMS = {
    "signup": "accounts.sign_in_forms.NewcomerForm",
    "disconnect": "accounts.sign_in_forms.UnlinkForm",
}
SOCIALACCOUNT_PROVIDERS = identity_providers(
    proconnect=[env.text("PROCONNECT_CLIENT_ID"), env.text("PROCONNECT_CLIENT_SECRET"), env.text("PROCONNECT_DISCOVERY")],
    franceconnect=[
        env.text("FRANCECONNECT_CLIENT_ID"), env.text("FRANCECONNECT_CLIENT_SECRET"), env.text("FRANCECONNECT_DISCOVERY"),
    ],
)  # fmt: skip

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env.text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10  # seconds: a mail server that is away holds nothing up for long
ADMINS = [(address, address) for address in env.words("ADMINS")]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Tablée <ne-pas-repondre@localhost>")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns at each start about a folder that is not there
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"  # built by Vite; config/templatetags/vite.py reads its manifest
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"/assets/[^/]+-[\w-]{8}\.\w+$"  # Vite's hashes: the file never changes

# Uploaded images stand outside the web root: only a view that asks for rights reads them.
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA_DIR / "media")))
IMAGE_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DEMO_CONSULTATION = env.text(
    "DEMO_CONSULTATION", str(BASE_DIR.parent / "shared" / "data" / "republique-numerique.jsonl.gz")
)
# What an administration deletes is kept here first, in packages. Never served; not in a backup (docs/backup.md).
ARCHIVE_DIR = Path(env.text("ARCHIVE_DIR", str(DATA_DIR / "archives")))
TRASH_DAYS = int(env.text("TRASH_DAYS", "30"))
INVITATION_DAYS = int(env.text("INVITATION_DAYS", "14"))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie that tells names
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_SSL_REDIRECT = False  # the proxy does it

DEFAULT_EXCEPTION_REPORTER = "config.logs.Report"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "config.logs.QuietAddresses"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"filters": ["quiet"]} for name in ("django.request", "django.security.csrf")},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
