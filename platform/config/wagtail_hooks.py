"""Wagtail's hooks of the wiring: registration only."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from config.doctor.screen import Doctor, DoctorItem


@hooks.register("register_admin_urls", order=-1)
def add_doctor() -> list[URLPattern]:
    """Put the doctor under the back office, before the desk's queues, whose addresses have the same form."""
    return [path("desk/doctor/", Doctor.as_view(), name="backoffice_doctor")]


@hooks.register("register_reports_menu_item")
def add_doctor_item() -> MenuItem:
    """Lead to it."""
    return DoctorItem()
