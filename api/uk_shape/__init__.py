"""Petitions at the addresses and in the exact shape of petition.parliament.uk, for programs written for that site."""
