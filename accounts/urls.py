"""Addresses of accounts."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("compte/login/password/", views.PasswordLoginView.as_view(), name="account_login_password"),
    path("compte/", include("allauth.account.urls")),
    path("profil/", views.profile, name="profile"),
    path("langue/", views.set_language, name="set_language"),
]
