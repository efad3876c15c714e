"""Django app of comments."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments and their threads."""

    name = "core.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"
