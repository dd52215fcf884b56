"""A provider of identities as ProConnect and FranceConnect are: discovery, authorize, token, userinfo, keys, sign-out."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What a test turns: `person` is who signs in there, `signed` how userinfo answers, the rest what goes wrong."""

    def __init__(self) -> None:
        self.key, self.kid = new_key(), "one"
        self.signs_with, self.algorithm = self.key, "RS256"
        self.person: dict[str, Any] = {}
        self.signed = True
        self.wrong: dict[str, Any] = {}  # claims said instead, in the id_token
        self.wrong_userinfo: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        self.client = ""  # the site that asks
        self.nonces: dict[str, str] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._get(self)

            def do_POST(self) -> None:
                provider._post(self)

            def log_message(self, *said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    # What the browser does there

    def authorize(self, address: str) -> str:
        """The person says yes: where the browser is sent back to."""
        asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.nonces[code] = asked.get("nonce", "")
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    # What the site does there

    def _get(self, request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        if path == "/.well-known/openid-configuration":
            answer(request, "application/json", json.dumps(self._configuration()))
        elif path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            answer(request, "application/json", json.dumps({"keys": [public | {"kid": "one", "use": "sig"}]}))
        elif path == "/userinfo" and self.signed:
            answer(request, "application/jwt", self._sign(self.person | {"aud": self.client} | self.wrong_userinfo))
        elif path == "/userinfo":
            answer(request, "application/json", json.dumps(self.person | self.wrong_userinfo))
        else:
            answer(request, "text/plain", "", status=404)

    def _post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        said = {key: value[0] for key, value in parse_qs(body).items()}
        self.asked.append(said)
        self.client = said["client_id"]
        claims = {"sub": self.person["sub"], "aud": self.client, "nonce": self.nonces.get(said.get("code", ""), "")}
        claims |= {"iat": int(time.time()), "exp": int(time.time()) + 60}
        tokens = {"access_token": "opens-userinfo", "token_type": "Bearer", "expires_in": 60}
        tokens["id_token"] = self._sign(claims | self.wrong)
        answer(request, "application/json", json.dumps(tokens))

    def _configuration(self) -> dict[str, Any]:
        places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "end"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/jwks",
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in places.items()},
        }

    def _sign(self, claims: dict[str, Any]) -> str:
        said = {"iss": self.address} | claims
        key: Any = {"none": "", "HS256": "a shared secret that is long enough to be one"}.get(
            self.algorithm, self.signs_with
        )
        return jwt.encode(said, key, algorithm=self.algorithm, headers={"kid": self.kid})


def answer(request: BaseHTTPRequestHandler, kind: str, body: str, status: int = 200) -> None:
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body.encode())))
    request.end_headers()
    request.wfile.write(body.encode())
