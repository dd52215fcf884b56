"""Addresses of templates: the same pages below a workspace and below an organisation."""

from django.urls import path

from documents.views import templates

_OWNERS = (("espaces/<slug:slug>", "workspace"), ("organisations/<int:pk>", "organisation"))

urlpatterns = [path("espaces/<slug:slug>/modeles/choisir/", templates.choose, name="workspace_template_choice")]
for _begins, _kind in _OWNERS:
    _one = f"{_begins}/modeles/<uuid:template_pk>/"
    urlpatterns += [
        path(f"{_begins}/modeles/", templates.templates, name=f"{_kind}_templates"),
        path(_one, templates.template, name=f"{_kind}_template"),
        path(f"{_one}exemple/", templates.sample, name=f"{_kind}_template_sample"),
        path(f"{_one}apercu/", templates.preview, name=f"{_kind}_template_preview"),
        path(f"{_one}retirer/", templates.remove, name=f"{_kind}_template_remove"),
    ]
