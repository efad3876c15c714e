"""A bare install: a checklist, and a link that makes the first administrator once."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from config.setup_site.first_admin import make_first_admin, make_token
from core.accounts.models import User
from core.errors import DomainError

pytestmark = pytest.mark.django_db
RIVALS = 6
ANN = {"name": "Ann Clerk", "email": "ann@parliament.example", "password": "a long enough phrase"}


def link() -> str:
    return reverse("setup:first_admin", args=[make_token()])


def test_the_link_makes_an_administrator_once(client):
    address = link()
    assert client.get(address).status_code == 200
    assert client.post(address, ANN).status_code == 302
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.role_names) == (ANN["email"], True, frozenset({"admin"}))
    assert (client.get(address).status_code, client.get(link()).status_code) == (404, 404)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_becomes_the_administrator():
    token, start, said = make_token(), threading.Barrier(RIVALS), []

    def rival(number):
        start.wait(30)
        try:
            make_first_admin(token, name="Ann", email=f"ann{number}@parliament.example", password=ANN["password"])
            said.append("won")
        except DomainError as error:
            said.append(error.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=rival, args=[number]) for number in range(RIVALS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("won") == 1
    assert set(said) <= {"won", 404, 409}
    assert (User.objects.count(), len(said)) == (1, RIVALS)


def test_a_forged_link_is_refused(client):
    assert client.get(link()[:-3] + "x/").status_code == 404


def test_a_short_password_is_refused_and_what_was_typed_is_kept(client):
    answer = client.post(link(), {**ANN, "password": "short"})
    assert answer.status_code == 422
    assert "Use at least 12 characters." in answer.content.decode()
    assert ANN["email"] in answer.content.decode()
    assert User.objects.count() == 0


def test_the_checklist_says_what_is_missing(client):
    make_first_admin(make_token(), name="Ann", email=ANN["email"], password=ANN["password"])
    client.force_login(User.objects.get())
    page = client.get(reverse("setup:checklist"))
    assert page.status_code == 200
    assert "A kind of petition with its thresholds" in page.content.decode()
