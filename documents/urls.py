"""Addresses of documents."""

from django.urls import path

from documents.views import images, lists, pages, share, trash

urlpatterns = [
    path("", lists.home, name="home"),
    path("espaces/<slug:slug>/documents/", lists.workspace_documents, name="workspace_documents"),
    path("espaces/<slug:slug>/documents/nouveau/", pages.new, name="document_new"),
    path("documents/<uuid:pk>/", pages.edit, name="document"),
    path("documents/<uuid:pk>/lire/", pages.read, name="document_read"),
    path("documents/<uuid:pk>/word/", pages.word, name="document_word"),
    path("documents/<uuid:pk>/titre/", pages.rename, name="document_rename"),
    path("documents/<uuid:pk>/partager/", share.share, name="document_share"),
    path("documents/<uuid:pk>/partager/<int:person_pk>/", share.person, name="document_person"),
    path("documents/<uuid:pk>/corbeille/", trash.throw, name="document_trash"),
    path("documents/<uuid:pk>/restaurer/", trash.restore, name="document_restore"),
    path("documents/<uuid:pk>/images/", images.upload, name="document_images"),
    path("documents/<uuid:pk>/images/<uuid:image_pk>/", images.image, name="document_image"),
    path("corbeille/", trash.trash, name="trash"),
]
