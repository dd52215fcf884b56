"""Addresses of accounts."""

from django.urls import include, path

from accounts import group_views, organisation_views, own_data_views, views

urlpatterns = [
    path("", include("accounts.security_urls")),
    path("profil/", views.profile, name="profile"),
    path("profil/appareil/", views.device, name="device"),
    path("organisations/", organisation_views.organisations, name="organisations"),
    path("organisations/nouvelle/", organisation_views.new, name="organisation_new"),
    path("organisations/<int:pk>/", organisation_views.organisation, name="organisation"),
    path("organisations/<int:pk>/rejoindre/", organisation_views.join, name="organisation_join"),
    path("organisations/<int:pk>/membres/<int:person_pk>/", organisation_views.member, name="organisation_member"),
    path("organisations/<int:pk>/domaines/retirer/", organisation_views.unlist, name="organisation_unlist"),
    path("groupes/", group_views.groups, name="groups"),
    path("groupes/nouveau/", group_views.new, name="group_new"),
    path("groupes/<int:pk>/", group_views.group, name="group"),
    path("groupes/<int:pk>/membres/<int:person_pk>/", group_views.member, name="group_member"),
    path("groupes/<int:pk>/supprimer/", group_views.delete, name="group_delete"),
    path("profil/donnees/", own_data_views.own_data, name="own_data"),
    path("profil/fermer/", own_data_views.close, name="close_account"),
    path("profil/code/", own_data_views.show_proof, name="proof"),
    path("langue/", views.set_language, name="set_language"),
]
