"""ProConnect and FranceConnect as allauth wants to hear of them: what each is asked for, and nothing where it is off."""

from typing import Any

NAMES = {"proconnect": "ProConnect", "franceconnect": "FranceConnect"}
SCOPES = {
    "proconnect": ["openid", "given_name", "usual_name", "email", "siret"],
    "franceconnect": ["openid", "given_name", "family_name", "email"],
}
LEVEL = {"acr_values": "eidas1"}  # the lowest: nobody's civil status is needed to write together


def identity_providers(**known: list[str]) -> dict[str, Any]:
    """Each is (client id, secret, discovery address); one that lacks any of the three is off."""
    apps = [
        {
            "provider_id": key,
            "name": NAMES[key],
            "client_id": client_id,
            "secret": secret,
            "settings": {
                "server_url": discovery,
                "scope": SCOPES[key],
                "auth_params": LEVEL,
                "token_auth_method": "client_secret_post",
                "oauth_pkce_enabled": True,
            },
        }
        for key, (client_id, secret, discovery) in known.items()
        if client_id and secret and discovery
    ]
    return {"openid_connect": {"provider_class": "accounts.oidc.IdentityProvider", "APPS": apps}}
