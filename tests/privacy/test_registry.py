"""Every column that can hold somebody's data stands in a holding, or is excepted with a reason."""

from django.apps import apps
from django.db import models

from core.fields import EncryptedField, TranslatedField
from core.privacy.registry import exceptions, holdings

# Names under which people's data hides in short columns; longer texts, JSON and encrypted ones always count.
TELLING = ("name", "mail", "phone", "address", "postcode", "place", "device", "index", "_key", "person", "hash", "uid")
LONG = 60
ALWAYS = (EncryptedField, models.EmailField, models.GenericIPAddressField, models.TextField, models.JSONField)


def can_hold_a_person(field):
    """Tell whether a column can hold an address, a name or somebody's free words."""
    if isinstance(field, TranslatedField):
        return False  # labels set by the institution (decision 12)
    if isinstance(field, ALWAYS):
        return True
    if not isinstance(field, models.CharField) or field.choices:
        return False
    return (field.max_length or LONG) >= LONG or any(word in field.name for word in TELLING)


def forgotten(found, held=None):
    """Give the columns of models that stand in no holding and are not excepted."""
    known = held if held is not None else {column for holding in holdings() for column in holding.columns}
    excepted = exceptions()
    missing = []
    for model in found:
        label = model._meta.label
        for field in model._meta.local_fields:
            column = f"{label}.{field.name}"
            is_excepted = excepted.keys() & {column, label, model._meta.app_label}
            if can_hold_a_person(field) and column not in known and not is_excepted:
                missing.append(column)
    return sorted(missing)


def columns_that_are_not_there():
    """Give names of columns in the registry that no model has."""
    real = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.local_fields}
    named = {column for holding in holdings() for column in holding.columns}
    named |= {column for holding in holdings() for kept in holding.keeps for column in kept.columns}
    named |= {index.column for holding in holdings() for index in holding.indexes}
    labels = {model._meta.label for model in apps.get_models()} | {config.label for config in apps.get_app_configs()}
    return sorted(named - real) + sorted(exceptions().keys() - real - labels)


def test_every_column_is_in_a_holding_or_excepted():
    assert forgotten(apps.get_models(include_auto_created=True)) == []


def test_the_registry_names_nothing_that_is_not_there():
    assert columns_that_are_not_there() == []


def test_every_exception_and_everything_kept_has_a_reason():
    reasons = [*exceptions().values(), *(kept.reason for holding in holdings() for kept in holding.keeps)]
    assert [reason for reason in reasons if len(str(reason)) < 8] == []


def test_every_encrypted_column_is_held_and_none_is_excepted():
    encrypted = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedField)
    }
    assert encrypted - {column for holding in holdings() for column in holding.columns} == set()
    assert len(encrypted) >= 20


def test_a_planted_model_turns_it_red():
    class PlantedVisitor(models.Model):  # noqa: DJ008 - only planted
        nickname = models.CharField(max_length=20)
        contact = EncryptedField()
        colour = models.CharField(max_length=10)

        class Meta:
            app_label = "petitions"

    try:
        assert forgotten([PlantedVisitor]) == ["petitions.PlantedVisitor.contact", "petitions.PlantedVisitor.nickname"]
    finally:
        del apps.all_models["petitions"]["plantedvisitor"]
        apps.clear_cache()


def test_a_holding_that_is_taken_out_turns_it_red():
    held = {column for holding in holdings() if holding.key != "petitions.signatures" for column in holding.columns}
    assert "petitions.SignaturePersonal.email" in forgotten(apps.get_models(), held)
