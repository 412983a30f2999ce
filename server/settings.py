"""Django's settings, all from the environment (`server/env.py`), with defaults that need nothing set."""

from pathlib import Path
from urllib.parse import urlsplit

from server import env, log
from server.db.url import database

HERE = Path(__file__).resolve().parent

PUBLIC_URL = env.public_url()
REDIS_URL = env.redis_url()
DATA_DIR = env.data_dir()
DEMO = env.flag("BLUEPHONE_DEMO")
# So many commands a second, three seconds' worth at once: of one socket or visitor, of one address, on one site.
COMMANDS_PER_SECOND = env.number("BLUEPHONE_COMMANDS_PER_SECOND", 20)
COMMANDS_PER_ADDRESS = env.number("BLUEPHONE_COMMANDS_PER_ADDRESS", COMMANDS_PER_SECOND * 10)
COMMANDS_PER_SITE = env.number("BLUEPHONE_COMMANDS_PER_SITE", COMMANDS_PER_SECOND * 100)
CONNECTIONS_PER_ADDRESS = env.number("BLUEPHONE_CONNECTIONS_PER_ADDRESS", 300)
TRUSTED_PROXIES = env.networks("BLUEPHONE_TRUSTED_PROXIES")
METRICS_FROM = env.networks("BLUEPHONE_METRICS_FROM")
METRICS_TOKEN = env.metrics_token()
SECRET_KEY = env.secret_key(DATA_DIR)
DATABASES = {"default": database(env.text("DATABASE_URL"), DATA_DIR)}

DEBUG = False
_public = urlsplit(PUBLIC_URL)
HTTPS = _public.scheme == "https"
# The shop of the demo stands on 127.0.0.1, and health checks come from the machine itself.
_host = _public.netloc.rsplit(":", 1)[0] if _public.port else _public.netloc
ALLOWED_HOSTS = list(dict.fromkeys([_host, "localhost", "127.0.0.1", "[::1]"]))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "ninja",
    "server.sites",
    "server.people",
    "server.waits",
    "server.chat",
    "server.desk",
    "server.leaving",
    "server.pages",
    "server.demo",
]

MIDDLEWARE = [
    "server.pages.named.named",
    "server.pages.proxied.proxied",
    "server.pages.headers.secured",
    "server.api.metrics.answered",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "server.pages.canonical.canonical",
    "server.pages.legible.legible",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "server.urls"
ASGI_APPLICATION = "server.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

CACHES = {
    "default": (
        {
            "BACKEND": "server.cache.PatientCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    )
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/console/"
LOGOUT_REDIRECT_URL = "/account/login/"

ACCOUNT_ADAPTER = "server.people.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_SESSION_REMEMBER = True
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # removed unless a trusted proxy sent it
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

STATIC_URL = "/static/"
BUILT_DIR = HERE / "built"
# What Vite built stands below /static/ beside our own styles; its own index pages are reached by their views alone.
STATICFILES_DIRS = [BUILT_DIR] if BUILT_DIR.is_dir() else []
WHITENOISE_USE_FINDERS = True
# Who tries the demo may build the pages anew beside it: files are looked for at each request, not once at the start.
WHITENOISE_AUTOREFRESH = DEMO
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[A-Za-z0-9_-]{8,}\.(?:js|css|svg|woff2|ogg|mp3)$"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

LOGGING_CONFIG = None
log.configure(env.log_level())
