"""Addresses of workspaces; /espaces/nouveau/ comes before the slugs."""

from django.urls import path

from workspaces import activity_pages, asked, member_views, views

urlpatterns = [
    path("espaces/", views.workspaces, name="workspaces"),
    path("espaces/nouveau/", views.new, name="workspace_new"),
    path("espaces/<slug:slug>/", views.workspace, name="workspace"),
    path("espaces/<slug:slug>/membres/", member_views.members, name="workspace_members"),
    path("espaces/<slug:slug>/membres/<int:pk>/", member_views.member, name="workspace_member"),
    path("espaces/<slug:slug>/membres/invitations/<int:number>/", asked.invitation, name="workspace_invitation"),
    path("espaces/<slug:slug>/membres/demandes/<int:number>/", asked.access_request, name="workspace_request"),
    path("espaces/<slug:slug>/demander/", asked.ask, name="workspace_ask"),
    path("espaces/<slug:slug>/membres/personnes/", member_views.search, name="workspace_people"),
    path("espaces/<slug:slug>/membres/groupes/<int:group_pk>/", member_views.group, name="workspace_group"),
    path("espaces/<slug:slug>/qui/", member_views.who, name="workspace_who"),
    path("espaces/<slug:slug>/quitter/", member_views.leave, name="workspace_leave"),
    path("espaces/<slug:slug>/entrer/", member_views.enter, name="workspace_enter"),
    path("espaces/<slug:slug>/parametres/", views.settings, name="workspace_settings"),
    path("espaces/<slug:slug>/activite/", activity_pages.activity, name="workspace_activity"),
    path("espaces/<slug:slug>/audit/", activity_pages.audit, name="workspace_audit"),
    path("espaces/<slug:slug>/audit/fichier/", activity_pages.audit_file, name="workspace_audit_file"),
]
