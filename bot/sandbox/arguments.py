"""The arguments of a Web API call, however they were sent."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.errors import SlackError, invalid_arguments


class Arguments:
    """Named arguments from the query, a form or a JSON body; structures may come as JSON text, as in a form."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Wrap what was sent; None counts as not given."""
        self._values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        """Tell whether an argument was given."""
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        """An argument as text; numbers and flags become text as a form would send them."""
        value = self._values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        """An argument that has to be there. Raises SlackError(invalid_arguments) when it is not."""
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def integer(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`. Raises SlackError(invalid_arguments) when it is something else."""
        value = self.text(name) or str(default)
        if not value.isdigit() or not 1 <= int(value) <= most:
            raise invalid_arguments(f"must be a number from 1 to {most} [json-pointer:/{name}]")
        return int(value)

    def flag(self, name: str) -> bool:
        """A yes or no; a form says `true` or `1`."""
        return self.text(name).lower() in {"true", "1"}

    def structure(self, name: str, broken: str) -> Any:
        """A list or object, sent as such or as JSON text; None when not given.

        Raises SlackError with the code `broken` when the text is no JSON.
        """
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise SlackError(broken) from error


async def read(request: web.Request) -> Arguments:
    """Gather the arguments of a request from its query and its body (form or JSON).

    Raises SlackError for a body that is neither (`invalid_form_data`, `invalid_json`, `json_not_object`).
    """
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        values |= dict(await request.post())
    elif await request.read():
        raise SlackError("invalid_post_type")
    return Arguments(values)


async def _json_body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body
