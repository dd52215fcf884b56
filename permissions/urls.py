"""Addresses of invitations; those of one object stand with the object."""

from django.urls import path

from permissions import views

urlpatterns = [
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/<str:token>/", views.open_invitation, name="invitation_open"),
]
