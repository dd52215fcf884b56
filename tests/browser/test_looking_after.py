"""What those who look after the site meet: suspending, acting for somebody and its banner, the trail; axe finds nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import troubles
from tests.live.server import Server

Open = Callable[..., Page]
ADMINISTRATOR = (
    "from accounts.models import User; from tests.second_factors import administrator, signed_in;"
    "root = User.objects.filter(email='rachida@example.org').first() or administrator('Rachida');"
    "print(signed_in(root).session.session_key, *User.objects.filter(email__in=['dan@example.org', 'eve@example.org'])"
    ".order_by('email').values_list('pk', flat=True))"
)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_where_the_site_is_looked_after(
    page_of: Open, server: Server, width: int, scheme: Any
) -> None:
    key, dan, eve = server.run("manage.py", "shell", "-v", "0", "-c", ADMINISTRATOR).split()
    server.sessions["rachida"] = key
    page = page_of("rachida", color_scheme=scheme, viewport={"width": width, "height": 844})
    found: list[str] = []

    def look() -> None:
        found.extend(troubles(page))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url} scrolls sideways")

    for address in (f"/comptes/{dan}/suspension/", "/administration/audit/", f"/agir-pour/{eve}/"):
        page.goto(address)
        look()
    page.get_by_label("Raison").fill("Retrouver un document.")
    page.get_by_role("button", name="Agir à la place de cette personne").click()
    for address in ("/", "/espaces/", "/profil/"):
        page.goto(address)
        expect(page.get_by_role("complementary", name="À la place de quelqu’un")).to_contain_text("Eve Marchand")
        look()
    page.get_by_role("button", name="Redevenir moi-même").click()
    expect(page.locator(".notice")).to_contain_text("Vous êtes redevenu vous-même.")
    assert not found, "\n".join(found)
