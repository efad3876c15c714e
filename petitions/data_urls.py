"""Addresses of petitions without a language, for programs."""

from django.urls import path

from petitions.views import count_files

urlpatterns = [
    path("petitions/<int:number>/count/entries.csv", count_files.EntriesFile.as_view(), name="count_entries"),
    path("petitions/<int:number>/count/checkpoints.txt", count_files.CheckpointsFile.as_view(), name="count_notes"),
    path("petitions/<int:number>/count/key.txt", count_files.KeyFile.as_view(), name="count_key"),
    path(
        "petitions/<int:number>/count/reconciliation.json", count_files.ReconciliationFile.as_view(),
        name="count_reconciliation",
    ),
    path("petitions/verify_count.py", count_files.verifier, name="count_verifier"),
]  # fmt: skip
