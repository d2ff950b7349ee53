"""Who may read and who may write a workspace.

Without sign-in there is one user, the person at this computer, who may do everything. With sign-in (OpenID Connect) a
workspace belongs to the account that made it, and may be shared with others by e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.workspace.database import Database

Role = Literal["owner", "editor", "reader"]
ROLES: tuple[Role, ...] = ("reader", "editor")
"""The roles in which a workspace can be shared."""
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}")


@dataclass(frozen=True)
class User:
    """An account: ``key`` is issuer and subject, which alone make an identity; ``email`` only where the provider has
    verified it."""

    key: str
    email: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """How the history calls this user; empty without sign-in. A name of one's own choice cannot pass for an
        address."""
        return self.email or self.name.replace("@", " ").strip() or self.key.rsplit(" ", 1)[-1]


LOCAL = User("")
"""The one user of a computer without sign-in."""


def user_from(claims: Mapping[str, Any]) -> User:
    """The user whom an OpenID Connect provider's claims name; raises ``KeyError`` where they name none."""
    verified = claims.get("email_verified") is True
    return User(
        f"{claims['iss']} {claims['sub']}",
        normal_address(str(claims.get("email") or "")) or "" if verified else "",
        str(claims.get("name") or ""),
    )


def normal_address(text: str) -> str | None:
    """An e-mail address as it is compared; None where ``text`` is none."""
    address = text.strip().lower()
    return address if _ADDRESS.fullmatch(address) else None


def role_of(database: Database, user: User, deleted_too: bool = False) -> Role | None:
    """What ``user`` may do in a workspace; None: nothing, as if it did not exist. A deleted one is gone for all but
    the way back (``deleted_too``)."""
    ((owner, deleted, shared),) = database.remembered(
        "SELECT (SELECT value FROM about WHERE name = 'owner'), (SELECT value FROM about WHERE name = 'deleted'), "
        "(SELECT role FROM shared WHERE email = ?)",
        [user.email],
    )
    if deleted and not deleted_too:
        return None
    if user == LOCAL or (owner and owner == user.key):
        return "owner"
    return shared if user.email and shared in ROLES else None
