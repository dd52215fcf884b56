"""Everything a site holds that a backup must bring back, as fingerprints: run afresh, `python -m bench.faults.holdings`."""

import hashlib
import json
from typing import Any

from bench.faults.oracle import digest, open_parts


def holdings() -> dict[str, Any]:
    """`rooms`: [last number, digest of the text] by room. `epochs` by room. `grants`, `images`: rows in order."""
    from accounts.models import Token, User
    from documents.models import Attachment, Document, DocumentUserGrant
    from realtime import log
    from realtime.models import Client
    from workspaces.models import Workspace, WorkspaceUserGrant

    stored = [log.load(str(pk)) for pk in Document.objects.order_by("pk").values_list("pk", flat=True)]
    grants = [
        list(map(str, row))
        for model in (WorkspaceUserGrant, DocumentUserGrant)
        for row in model.objects.order_by("pk").values_list("user__email", "permission__codename", "content_object_id")
    ]
    reach = [
        list(map(str, row))
        for model in (Workspace, Document)
        for row in model.objects.order_by("pk").values_list("pk", "reach", "link_role")
    ]
    images = [
        [str(one.pk), str(one.document_id), hashlib.sha256(one.file.open().read()).hexdigest()]
        for one in Attachment.objects.order_by("pk")
    ]
    return {
        "rooms": {one.room: [one.last, digest(open_parts(one.parts()))] for one in stored},
        "epochs": {one.room: one.epoch for one in stored},
        "clients": sorted(map(list, Client.objects.values_list("room", "client", "author"))),
        "grants": grants + reach,
        "people": [*User.objects.order_by("pk").values_list("email", flat=True)],
        "keys": sorted(Token.objects.values_list("digest", flat=True)),
        "images": images,
    }


def main() -> None:
    import django

    django.setup()
    print(json.dumps(holdings()))


if __name__ == "__main__":
    main()
