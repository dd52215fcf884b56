"""Everything under `/api/v1/`, with its OpenAPI description."""

from django.urls import path
from ninja import NinjaAPI

from api import documents, sync, workspaces
from api.errors import add_handlers

api = NinjaAPI(
    title="Tablée",
    version="1",
    description="The same acts as the pages. Send `Authorization: Bearer KEY`; make a key with `manage.py create_token`.",
    urls_namespace="api-v1",
)
add_handlers(api)
api.add_router("/workspaces", workspaces.router)
api.add_router("/documents", sync.router)
api.add_router("/documents", documents.router)

urlpatterns = [path("api/v1/", api.urls)]
