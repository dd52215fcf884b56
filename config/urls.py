"""One include per app; addresses are French words that stay."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", include("documents.urls")),
    path("", include("workspaces.urls")),
    path("", include("accounts.urls")),
    path("", include("api.urls")),
    path("aide/", views.help_page, name="help"),
    path("administration/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
