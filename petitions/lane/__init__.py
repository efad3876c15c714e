"""The signing lane: the hot POSTs of a crowd, answered before Django by group commit (docs/petitions-signing.md).

`door` is the ASGI callable, `known` what it knows without asking, `writing` the one writer of a process. Whatever is
not plain (a fault, a session, an odd header, a petition it does not know) goes on to the ordinary door, untouched.
"""
