"""Addresses of notices."""

from django.urls import path

from notifications import preference_views, views

urlpatterns = [
    path("avis/", views.notices, name="notices"),
    path("avis/lus/", views.read_all, name="notices_read"),
    path("avis/nombre/", views.count, name="notices_count"),
    path("avis/<int:pk>/", views.notice, name="notice"),
    path("avis/reglages/", preference_views.general, name="notices_settings"),
    path("avis/arreter/<str:token>/", preference_views.unsubscribe, name="notices_unsubscribe"),
    path("documents/<uuid:pk>/avis/", preference_views.of_document, name="document_notices"),
    path("espaces/<slug:slug>/avis/", preference_views.of_workspace, name="workspace_notices"),
]
