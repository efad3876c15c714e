"""A small OpenID Connect provider in a process of its own, for tests: `python -m tests.people.provider PORT`.

It keeps to the code flow (OpenID Connect Core 1.0, section 3.1): discovery, authorization with PKCE (RFC 7636), token,
keys. `/plan` takes a JSON document that says how the next token lies.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "rostra", "only-for-tests"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CODES: dict[str, dict[str, str]] = {}
PLAN: dict[str, Any] = {}


class Provider(BaseHTTPRequestHandler):
    """Answers one request."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    @property
    def own(self) -> str:
        """Give the issuer."""
        return f"http://{self.headers['Host']}"

    def do_GET(self) -> None:
        """Discovery, keys, and the page where the person agrees (at once)."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            ways = {name: f"{self.own}/{name}" for name in ("authorize", "token", "keys", "userinfo")}
            self.say({
                "issuer": self.own, "authorization_endpoint": ways["authorize"], "token_endpoint": ways["token"],
                "jwks_uri": ways["keys"], "userinfo_endpoint": ways["userinfo"],
            })  # fmt: skip
        elif parts.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.say({"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]})
        elif parts.path == "/authorize":
            code = secrets.token_urlsafe(8)
            CODES[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self.say({}, 404)

    def do_POST(self) -> None:
        """Take a plan, or give a token for a code."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/plan":
            PLAN.clear()
            PLAN.update(json.loads(body))
            return self.say({})
        asked = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        begun = CODES.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if begun is None or begun.get("code_challenge_method") != "S256" or begun.get("code_challenge") != challenge:
            return self.say({"error": "invalid_grant"}, 400)
        if asked.get("client_secret") != SECRET:
            return self.say({"error": "invalid_client"}, 401)
        return self.say({"access_token": "a", "token_type": "Bearer", "id_token": self.token(begun)})

    def token(self, begun: dict[str, str]) -> str:
        """Sign the token, true but for what the plan changes."""
        now = int(time.time())
        claims = {
            "iss": self.own, "aud": CLIENT, "sub": "person-1", "iat": now, "exp": now + 60, "nonce": begun["nonce"],
            "name": "Lena Vogt", "email": "lena@example.org", "email_verified": True, "acr": "urn:level:high",
            "home": "SL4 1AB", **PLAN.get("claims", {}),
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        sign = PLAN.get("sign", "true")
        if sign == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"})
        if sign == "secret":
            return jwt.encode(claims, SECRET.ljust(32, "."), algorithm="HS256", headers={"kid": "k1"})
        return jwt.encode(claims, OTHER_KEY if sign == "other" else KEY, algorithm="RS256", headers={"kid": "k1"})

    def say(self, document: Any, status: int = 200) -> None:
        """Answer with JSON."""
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
