"""A bot that reads Karvon's reports: Python 3.9 or newer, nothing to install.

    export KARVON_URL=http://localhost:8000
    python3 report_bot.py token                      # once, by an administrator: KARVON_USERNAME, KARVON_PASSWORD
    export KARVON_BOT_TOKEN=bot_...                  # what it printed; or a bot user's KARVON_USERNAME, KARVON_PASSWORD
    python3 report_bot.py daily [2026-11-25]
    python3 report_bot.py range 2026-11-01 2026-11-25
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ.get("KARVON_URL", "http://localhost:8000")


class Refused(Exception):
    """The service said no; its words are for people."""


def call(method, path, *, body=None, headers=None, tries=3):
    """One request. What the service asks to wait (Retry-After) is waited, a few times."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, method=method, headers=headers or {})
    request.add_header("Accept", "application/json")
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as fault:
        wait = fault.headers.get("Retry-After")
        if wait and tries > 1:
            time.sleep(int(wait))
            return call(method, path, body=body, headers=headers, tries=tries - 1)
        words = fault.read().decode("utf-8", "replace")
        raise Refused(f"{method} {path}: {fault.code} {words}") from None


def login():
    """The access token of a user; it is good for an hour."""
    body = {"username": os.environ["KARVON_USERNAME"], "password": os.environ["KARVON_PASSWORD"]}
    return call("POST", "/api/login/", body=body)["access"]


def credentials():
    """A bot's own token where there is one, else a user's."""
    token = os.environ.get("KARVON_BOT_TOKEN")
    return {"X-Bot-Token": token} if token else {"Authorization": f"Bearer {login()}"}


def generate_token():
    headers = {"Authorization": f"Bearer {login()}"}
    body = {"name": "report_bot.py", "expires_in_days": 365}
    return call("POST", "/api/generate_bot_token/", body=body, headers=headers)


def report(kind, **query):
    address = f"/api/reports/{kind}/?{urllib.parse.urlencode(query)}"
    return call("GET", address, headers=credentials())


def text_of(found):
    """What the bot posts."""
    days = found["date"] if "date" in found else f"{found['date_from']} .. {found['date_to']}"
    lines = [
        f"Hisobot: {days}",
        f"Qo‘shildi {found['total_added']}, tasdiqlandi {found['total_approved']}, rad etildi {found['total_rejected']}",
    ]
    for heading, key, name in (
        ("Viloyatlar", "top_regions", "name"),
        ("Tumanlar", "top_districts", "name"),
        ("Xodimlar", "top_users", "full_name"),
    ):
        if found[key]:
            lines.append(f"{heading}: " + ", ".join(f"{one[name]} ({one['count']})" for one in found[key]))
    return "\n".join(lines)


def main(arguments):
    command, *rest = arguments or ["help"]
    if command == "token" and not rest:
        print(json.dumps(generate_token()))
    elif command == "daily" and len(rest) <= 1:
        print(text_of(report("daily", **({"date": rest[0]} if rest else {}))))
    elif command == "range" and len(rest) == 2:
        print(text_of(report("range", date_from=rest[0], date_to=rest[1])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refused as refusal:
        sys.exit(str(refusal))
