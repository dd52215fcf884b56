"""Addresses about guests; coming in stands with each object."""

from django.urls import path

from permissions import guest_views

urlpatterns = [path("invite/reprendre/", guest_views.take_over_guest, name="guest_take_over")]
