"""Pages that the tests of the browser itself need, and the product has not."""

from typing import Any

from django.contrib.auth.hashers import check_password
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from casework.models import Case, User

FORM = """<!doctype html><html lang="en"><title>Sign in</title><main><form method="post">
<label>Name <input name="username"></label>
<label>Password <input name="password" type="password"></label><button>Sign in</button>
</form></main></html>"""


@csrf_exempt
def sign_in(request: Any) -> HttpResponse:
    """The least that can be called a sign-in."""
    if request.method == "POST":
        user = User.objects.get(username=request.POST["username"])
        if check_password(request.POST["password"], user.password):
            answer = HttpResponseRedirect("/cases")
            answer.set_cookie("who", user.username)
            return answer
    return HttpResponse(FORM)


def cases(request: Any) -> HttpResponse:
    """Who looks, and the cases that are there."""
    titles = "".join(f"<li>{title}" for title in Case.objects.values_list("title", flat=True))
    return HttpResponse(
        f"<!doctype html><html lang=en><title>Cases</title><h1>{request.COOKIES.get('who')}</h1>"
        f"<ul>{titles}</ul>"
    )


def faulty(request: Any) -> HttpResponse:
    """Every fault that a page is watched for."""
    answer = HttpResponse(
        "<!doctype html><html lang=en><title>Faulty</title>"
        "<script nonce=a>console.error('a complaint'); setTimeout(() => { throw Error('a slip') });"
        "fetch('/missing'); fetch('https://elsewhere.example/').catch(() => 0)</script>"
        "<p style='color: red'>Not by this policy</p>"
    )
    answer["Content-Security-Policy"] = "script-src 'nonce-a'; style-src 'self'"
    return answer


urlpatterns = [path("sign-in", sign_in), path("cases", cases), path("faulty", faulty)]
