"""What the host says it has stored."""

import pictures


def faces_of(tenant, user):
    """A user's samples as the API lists them; none where there is no such user."""
    answer = tenant.call("GET", f"/api/users/{user}/faces/")
    if answer.status_code == 404:
        return []
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def gallery_size(tenant):
    """How many vectors a search looks at."""
    return tenant.identify(pictures.photo("biden.jpg"))["gallery_size"]
