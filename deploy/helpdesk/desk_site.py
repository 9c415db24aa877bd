"""A real django-helpdesk for tests and evals: settings, addresses, seed and server of a throw-away site.

python desk_site.py seed    makes the database; prints {"token", "clerk", "queue"} as JSON
python desk_site.py serve   serves it on 127.0.0.1:HELPDESK_PORT
HELPDESK_STATE: the folder of its database and files. HELPDESK_*_WEBHOOK_URLS: read by django-helpdesk itself."""

import json
import os
import sys
from pathlib import Path

STATE = Path(os.environ["HELPDESK_STATE"])
SECRET_KEY = "test-only"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.humanize",
    "rest_framework", "rest_framework.authtoken", "helpdesk",
]  # fmt: skip
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]  # fmt: skip
ROOT_URLCONF = "desk_site"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]  # fmt: skip
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": STATE / "db.sqlite3",
        "OPTIONS": {
            "timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL",
        },
    }
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "/static/"
MEDIA_ROOT = STATE / "media"
MEDIA_URL = "/media/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGIN_URL = "/admin/login/"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"]}
HELPDESK_ACTIVATE_API_ENDPOINT = True
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_VALID_EXTENSIONS = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".txt", ".pdf"]


def _addresses():
    from django.contrib import admin
    from django.urls import include, path, re_path
    from django.views.static import serve

    return [
        path("admin/", admin.site.urls),
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": MEDIA_ROOT}),
        path("", include("helpdesk.urls")),
    ]


def _seed():
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth import get_user_model
    from helpdesk.models import CustomField, Queue
    from rest_framework.authtoken.models import Token

    users = get_user_model().objects
    bot = users.create_user("svc-bot", "bot@example.com", "Bot-Test-123456", is_staff=True)
    clerk = users.create_user("clerk", "clerk@example.com", "Clerk-Test-123456", is_staff=True)
    queue = Queue.objects.create(title="报修", slug="repair", allow_public_submission=False)
    fields = {
        "work_order": "工单号",
        "community": "小区",
        "place": "房号",
        "phone": "联系电话",
        "assignee": "责任人",
    }
    for order, (name, label) in enumerate(fields.items()):
        CustomField.objects.create(
            name=name, label=label, data_type="varchar", max_length=100, required=False, ordering=order
        )
    keys = {name: Token.objects.create(user=user).key for name, user in (("token", bot), ("clerk", clerk))}
    sys.stdout.write(json.dumps({**keys, "queue": str(queue.id)}) + "\n")


def _serve():
    import waitress
    from django.core.wsgi import get_wsgi_application

    waitress.serve(get_wsgi_application(), host="127.0.0.1", port=int(os.environ["HELPDESK_PORT"]), threads=4)


def __getattr__(name):
    """The addresses, once the applications are loaded: this module is the settings, too."""
    if name == "urlpatterns":
        return _addresses()
    raise AttributeError(name)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "desk_site"
    {"seed": _seed, "serve": _serve}[sys.argv[1]]()
