"""One include per app; addresses are French words that stay."""

from django.contrib import admin
from django.urls import include, path

from config import audit, views

urlpatterns = [
    path("", include("documents.urls")),
    path("", include("documents.template_urls")),
    path("", include("notifications.urls")),
    path("", include("workspaces.urls")),
    path("", include("permissions.urls")),
    path("", include("accounts.urls")),
    path("", include("permissions.guest_urls")),
    path("", include("api.urls")),
    path("aide/", views.help_page, name="help"),
    path("aide/limites/", views.limits_page, name="limits"),
    path("administration/audit/", audit.audit, name="audit"),
    path("administration/audit/fichier/", audit.audit_file, name="audit_file"),
    path("aide/donnees/", views.personal_data_page, name="personal_data"),
    path("administration/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
