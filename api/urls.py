"""Everything under `/api/v1/`, with its OpenAPI description."""

from django.urls import path
from ninja import NinjaAPI

from api import (
    activity,
    authors,
    document_asking,
    documents,
    exports,
    groups,
    importing,
    moderation,
    notices,
    organisations,
    returning,
    suggestions,
    sync,
    templates,
    threads,
    versions,
    workspace_asking,
    workspace_threads,
    workspaces,
)
from api.errors import add_handlers

api = NinjaAPI(
    title="Tablée",
    version="1",
    description="The same acts as the pages. Send `Authorization: Bearer KEY`; make a key with `manage.py create_token`.",
    urls_namespace="api-v1",
)
add_handlers(api)
api.add_router("/workspaces", workspaces.router)
api.add_router("/organisations", organisations.router)
api.add_router("/groups", groups.router)
api.add_router("/notices", notices.router)
api.add_router("/workspaces", activity.router)
api.add_router("/workspaces", workspace_asking.router)
api.add_router("/workspaces", importing.router)
api.add_router("/workspaces", templates.router)
api.add_router("/workspaces", workspace_threads.router)
api.add_router("/workspaces", exports.workspace_router)
api.add_router("/documents", document_asking.router)
api.add_router("/workspaces", authors.workspace_router)
api.add_router("/documents", authors.router)
api.add_router("/documents", sync.router)
api.add_router("/documents", suggestions.router)
api.add_router("/documents", returning.router)
api.add_router("/documents", threads.router)
api.add_router("/documents", moderation.router)
api.add_router("/documents", versions.router)
api.add_router("/documents", exports.router)
api.add_router("/documents", documents.router)

urlpatterns = [path("api/v1/", api.urls)]
