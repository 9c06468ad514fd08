"""Every setting, from the environment: docs/operating.md tells what each one means."""

import os
from pathlib import Path

from casework.environment import (
    asked_again,
    attachments,
    database,
    folder,
    megabytes,
    secret_key,
    switch,
    time_zone,
)
from casework.listening import port

BASE_DIR = Path(__file__).resolve().parent.parent
IN_CHECKOUT = (BASE_DIR / "run.py").is_file()

DATA = folder(
    os.environ.get("CASEWORK_DATA")
    or (BASE_DIR / "data" if IN_CHECKOUT else Path.cwd() / "casework-data")
)

HOST = os.environ.get("CASEWORK_HOST") or "127.0.0.1"
PORT = port(os.environ.get("CASEWORK_PORT") or "8000")
TLS_CERT = os.environ.get("CASEWORK_TLS_CERT") or None
TLS_KEY = os.environ.get("CASEWORK_TLS_KEY") or None

DEBUG = switch("CASEWORK_DEBUG")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = [
    host.strip()
    for host in (os.environ.get("CASEWORK_ALLOWED_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]

INSTALLED_APPS = [
    "casework.apps.CaseworkConfig",
    "ninja",  # its documentation page, served from here and not from elsewhere
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "casework.interfaces.odata.door.Door",
    "casework.interfaces.rest.door.Door",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "casework.interfaces.web.entrance.Entrance",
]

ROOT_URLCONF = "casework.urls"
APPEND_SLASH = False
WSGI_APPLICATION = "casework.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [BASE_DIR / "casework" / "interfaces" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "libraries": {"hub": "casework.interfaces.web.templatetags.hub"},
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}

AUTH_USER_MODEL = "casework.User"
AUTHENTICATION_BACKENDS: list[str] = []
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ro", "Română"), ("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "casework" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = time_zone(os.environ.get("CASEWORK_TIME_ZONE") or "UTC")

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "casework" / "interfaces" / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600  # addresses carry the hash of what is behind them
WHITENOISE_ADD_HEADERS_FUNCTION = asked_again
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "attachments": attachments(os.environ.get("CASEWORK_ATTACHMENT_STORAGE", ""), DATA),
}
MEDIA_ROOT = str(DATA / "files")
PROGRESS_ROOT = DATA / "progress"  # how far long requests are; may be emptied at any time
BLOCKS_ROOT = DATA / "blocks"  # pieces of files that are still being sent; may be emptied, too
DATA_UPLOAD_MAX_MEMORY_SIZE = megabytes("CASEWORK_BODY_MB", 20)  # of a request, without files

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the table of transitions has a box for each pair

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = bool(TLS_CERT)
CSRF_FAILURE_VIEW = "casework.interfaces.web.failing.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = bool(TLS_CERT)
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
if switch("CASEWORK_BEHIND_PROXY"):
    USE_X_FORWARDED_HOST = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "casework.environment.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CASEWORK_LOG_LEVEL") or "WARNING"},
    "loggers": {
        "casework": {"level": os.environ.get("CASEWORK_LOG_LEVEL") or "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
