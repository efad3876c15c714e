"""The ground the pages stand on: root, languages, offices, workflow. Laid after every migrate; twice changes nothing.

Offices are the Wagtail groups of `core.accounts`' roles. Writers (comms) write and hand in; approvers (approver)
publish; clerks and moderators enter the back office for their queues and touch no page.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

LABELS = ("wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects", "cms")
WRITERS, APPROVERS = "comms", "approver"
DESK_OFFICES = ("clerk", "moderator", WRITERS, APPROVERS, "auditor")
PAGE_RIGHTS = {
    WRITERS: ("add_page", "change_page"),
    APPROVERS: ("add_page", "change_page", "publish_page", "lock_page"),
}
# Wagtail asks the rights of its stock models, whatever the models in use.
FILE_RIGHTS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)
# What an office may set beside pages: (app label, codenames).
REDIRECTS = ("wagtailredirects", ("add_redirect", "change_redirect", "delete_redirect"))
MENUS = ("cms", ("add_menu", "change_menu", "delete_menu"))
SETTINGS_RIGHTS = {
    WRITERS: (("cms", ("change_appearance",)), MENUS, REDIRECTS),
    APPROVERS: (MENUS, REDIRECTS),
}
WORKFLOW = "Read by a second person"


def lay_ground() -> None:
    """Make what is missing: root page and collection, locales, homes, groups with their rights, the workflow."""
    from cms.homes import lay_homes  # noqa: PLC0415 - models must be ready

    if "cms_homepage" not in connection.introspection.table_names():
        return  # only some apps were migrated
    root, collection = _roots()
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    _lay_offices(root, collection)
    _lay_workflow(root)
    lay_homes(root)


def _roots() -> tuple[Page, Collection]:
    """Give the roots of pages and collections; a flushed database has neither."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    collection = Collection.get_first_root_node() or Collection.add_root(instance=Collection(name="Root"))
    return root, collection


def _lay_offices(root: Page, collection: Collection) -> None:
    for label in (*LABELS, "simple_translation"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    translate = Permission.objects.filter(content_type__app_label="simple_translation", codename="submit_translation")
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for name in DESK_OFFICES:
        Group.objects.get_or_create(name=name)[0].permissions.add(enter)
    files = [
        right
        for label, names in FILE_RIGHTS
        for right in Permission.objects.filter(content_type__app_label=label, codename__in=names)
    ]
    for name, rights in PAGE_RIGHTS.items():
        group = Group.objects.get(name=name)
        group.permissions.add(*translate)
        for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
        for label, names in SETTINGS_RIGHTS.get(name, ()):
            group.permissions.add(*Permission.objects.filter(content_type__app_label=label, codename__in=names))
        for right in files:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)


def _lay_workflow(root: Page) -> None:
    """Make the default workflow once; what a parliament sets up instead is left alone."""
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if not made:
        return
    task, _made = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(Group.objects.get(name=APPROVERS))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
