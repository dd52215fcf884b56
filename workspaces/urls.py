"""Addresses of workspaces; /espaces/nouveau/ comes before the slugs."""

from django.urls import path

from workspaces import views

urlpatterns = [
    path("espaces/", views.workspaces, name="workspaces"),
    path("espaces/nouveau/", views.new, name="workspace_new"),
    path("espaces/<slug:slug>/", views.workspace, name="workspace"),
    path("espaces/<slug:slug>/membres/", views.members, name="workspace_members"),
    path("espaces/<slug:slug>/membres/<int:pk>/", views.member, name="workspace_member"),
    path("espaces/<slug:slug>/parametres/", views.settings, name="workspace_settings"),
]
