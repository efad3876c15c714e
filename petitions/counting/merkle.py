"""The tree of RFC 6962, section 2.1, as its right-hand edge alone: so many hashes as the size has ones in binary."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Give the hash of a leaf; the 0x00 in front keeps a leaf from posing as a node."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of a node over its two children."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """A tree that leaves are appended to. `edge` holds the roots of its full subtrees, the largest first."""

    def __init__(self, size: int = 0, edge: Iterable[str] = ()) -> None:
        """Take up a tree where it was left: its size and its edge in hex."""
        self.size = size
        self.edge = [bytes.fromhex(one) for one in edge]

    def append(self, leaf: bytes) -> None:
        """Add one leaf at the right; full subtrees of one size become one of the next."""
        carry, rest = sha256(b"\0" + leaf).digest(), self.size
        while rest & 1:
            carry = sha256(b"\1" + self.edge.pop() + carry).digest()
            rest >>= 1
        self.edge.append(carry)
        self.size += 1

    def root(self) -> bytes:
        """Give the root over all leaves so far."""
        root = self.edge[-1] if self.edge else EMPTY
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root

    def as_hex(self) -> list[str]:
        """Give the edge as it is kept."""
        return [one.hex() for one in self.edge]
