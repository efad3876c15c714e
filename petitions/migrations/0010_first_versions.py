"""A version of the text for each petition from before versions were kept: what anybody could sign, with its digest."""

import hashlib
import json

from django.db import migrations

BATCH = 500


def digest_of(petition):
    """Give the digest of a text as `petitions.actions.versions.text_digest` did when this was written."""
    facts = {name: getattr(petition, name) for name in ("action", "background", "details", "language")}
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep_first_versions(apps, _editor):
    """Write them; a petition that was opened, or rejected in public, was read by everybody from then on."""
    Petition = apps.get_model("petitions", "Petition")
    Version = apps.get_model("petitions", "PetitionVersion")
    rows = Petition.objects.exclude(state="draft").filter(versions__isnull=True).order_by("pk")
    for petition in rows.iterator(BATCH):
        Version.objects.get_or_create(
            petition=petition,
            number=petition.text_version,
            defaults={
                "language": petition.language,
                "action": petition.action,
                "background": petition.background,
                "details": petition.details,
                "digest": digest_of(petition),
                "created_at": petition.created_at,
                "published_at": petition.opened_at or petition.rejected_at,
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0009_ledger"),
    ]

    operations = [
        migrations.RunPython(keep_first_versions, migrations.RunPython.noop, elidable=False),
    ]
