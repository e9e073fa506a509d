"""The small Python client, written from the description of the API.

python -m comptant.doors.documents.client docs/clients writes comptant_client.py there.
"""

import json
import sys
import textwrap
from pathlib import Path

from comptant.doors.documents import client_head
from comptant.doors.documents.client_types import Schema, Types, class_name
from comptant.operations.acts.proofs import PERSONAL

FILE = "comptant_client.py"
KINDS = {"integer": "int", "boolean": "bool", "number": "float", "array": "list[Any]",
         "object": "dict[str, Any]"}  # fmt: skip
FORMATS = {"date": "date | str", "date-time": "datetime | str", "base64": "bytes | str"}


def source(described: Schema) -> str:
    """The module, from an OpenAPI description."""
    head = Path(client_head.__file__).read_text("utf-8")
    types = Types()
    parts = ["\n\nclass Comptant(Transport):",
             '    """Every operation and every list of the API."""']  # fmt: skip
    for path, ways in sorted(described["paths"].items()):
        name = path.rpartition("/")[2]
        if "get" in ways:
            is_list = "lists" in ways["get"]["tags"]
            parts.append((_list if is_list else _look)(name, ways["get"], types))
        elif name in PERSONAL:
            continue  # no key reaches it
        elif path.endswith("/bulk/remit"):
            parts.append(_bulk(ways["post"]))  # answers as remit does
        elif path.rpartition("/")[0].endswith("/bulk"):
            parts.append(_files(name, ways["post"], types))
        else:
            parts.append(_write(name, ways["post"], described["components"]["schemas"], types))
    return "\n".join([head.rstrip(), *(f"\n\n{one}" for one in types.written), *parts]) + "\n"


def _answer(name: str, told: Schema, types: Types) -> str:
    """The type of what comes back."""
    schema = told["responses"]["200"]["content"]["application/json"]["schema"]
    return types.of(class_name(name, "Answer"), schema, f"What `{name}` answers.")


def _write(name: str, told: Schema, schemas: Schema, types: Types) -> str:
    where = told["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    body = schemas[where.rpartition("/")[2]]
    required = set(body.get("required", ()))
    names = sorted(body.get("properties", {}), key=lambda one: (one not in required, one))
    arguments = [
        f"{one}: {_kind(body['properties'][one])}" if one in required
        else f"{one}: {_optional(body['properties'][one])} = None"
        for one in names
    ]  # fmt: skip
    answer = _answer(name, told, types)
    return _method(name, [*arguments, "key: str | None = None"], answer, told["summary"],
                   f'self.write("{name}", key, {_dict(names)})')  # fmt: skip


def _list(name: str, told: Schema, types: Types) -> str:
    given = [one for one in told.get("parameters", ()) if one["name"] not in ("after", "size")]
    names = [one["name"] for one in given]
    arguments = [_argument(one) for one in given]
    body = f'self.rows("{name}", {_dict(names)}, size)'
    page = told["responses"]["200"]["content"]["application/json"]["schema"]
    row = types.of(class_name(name, "Row"), page["properties"]["rows"]["items"],
                   f"A row of `list_{name}`.")  # fmt: skip
    return _method(f"list_{name}", [*arguments, "size: int = 500"], f"Iterator[{row}]",
                   told["summary"], body)  # fmt: skip


def _look(name: str, told: Schema, types: Types) -> str:
    given = sorted(told.get("parameters", ()), key=lambda one: not one.get("required"))
    arguments = [_argument(one) for one in given]
    body = f'self.look("{name}", {_dict([one["name"] for one in given])})'
    return _method(f"get_{name}", arguments, _answer(name, told, types), told["summary"], body)


def _argument(given: Schema) -> str:
    if given.get("required"):
        return f"{given['name']}: {_kind(given['schema'])}"
    return f"{given['name']}: {_optional(given['schema'])} = None"


def _bulk(told: Schema) -> str:
    arguments = ["contract_id: int", "body: bytes | Iterable[bytes]",
                 'kind: str = "application/x-ndjson"', 'name: str = "list"',
                 "key: str | None = None"]  # fmt: skip
    return _method("bulk_remit", arguments, class_name("remit", "Answer"), told["summary"],
                   "self.stream(contract_id, body, kind, name, key)")  # fmt: skip


def _files(name: str, told: Schema, types: Types) -> str:
    arguments = ["contract_id: int", "files: Mapping[str, bytes]"]
    is_write = any(one["name"] == "Idempotency-Key" for one in told["parameters"])
    given = "key or str(uuid.uuid4())" if is_write else "None"
    return _method(name, [*arguments, *(["key: str | None = None"] if is_write else [])],
                   _answer(name, told, types), told["summary"],
                   f'self.files("bulk/{name}", contract_id, files, {given})')  # fmt: skip


def _method(name: str, arguments: list[str], gives: str, about: str, body: str) -> str:
    lines = "".join(f"        {one},\n" for one in arguments)
    first, *rest = textwrap.wrap(about, 90)
    told = f'"""{first}"""' if not rest else "\n        ".join([f'"""{first}', *rest, '"""'])
    return f"""
    def {name}(
        self,
        *,
{lines}    ) -> {gives}:
        {told}
        answer: {gives} = {body}
        return answer"""


def _dict(names: list[str]) -> str:
    if not names:
        return "{}"
    inside = "".join(f'            "{one}": {one},\n' for one in names)
    return f"{{\n{inside}        }}"


def _kind(schema: Schema) -> str:
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            return _optional(one)
    for values in schema.get("patternProperties", {}).values():
        return f"dict[str, {_kind(values)}]"  # named by what they are of
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    return KINDS.get(str(schema.get("type")), "str" if schema.get("type") == "string" else "Any")


def _optional(schema: Schema) -> str:
    kind = _kind(schema)
    return kind if kind.endswith("None") or kind == "Any" else f"{kind} | None"


def main(folder: str) -> None:
    """Write the module into a folder."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.doors.web")
    import django

    django.setup()
    from comptant.doors.api.endpoints import build
    from comptant.doors.cli.shell import to_json

    described = json.loads(to_json(build().get_openapi_schema(path_prefix="/api/v1/")))
    (Path(folder) / FILE).write_text(source(described), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
