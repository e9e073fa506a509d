"""The types of the Python client: what each operation, look and list answers, as TypedDicts."""

import keyword
import textwrap
from typing import Any

Schema = dict[str, Any]
SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool",
           "null": "None"}  # fmt: skip


def class_name(name: str, end: str) -> str:
    """`draw_many`, Answer: DrawManyAnswer."""
    return "".join(part.capitalize() for part in name.split("_")) + end


class Types:
    """The classes that were needed so far, in their order, inner ones first."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def of(self, name: str, schema: Schema, about: str) -> str:
        """The class of an object, written with all that is inside; its name."""
        fields = [(key, self._kind(name, key, one), key in schema.get("required", ()))
                  for key, one in schema.get("properties", {}).items()]  # fmt: skip
        told = [(key, kind if needed else f"NotRequired[{kind}]") for key, kind, needed in fields]
        if any(keyword.iskeyword(key) for key, _ in told):
            inside = "".join(f'        "{key}": {kind},\n' for key, kind in told)
            self.written.append(f'{name} = TypedDict(\n    "{name}",\n    {{\n{inside}    }},\n)')
        else:
            lines = "".join(f"    {key}: {kind}\n" for key, kind in told)
            first, *rest = textwrap.wrap(about, 90)
            said = f'"""{first}"""' if not rest else "\n    ".join([f'"""{first}', *rest, '"""'])
            self.written.append(f"class {name}(TypedDict):\n    {said}\n\n{lines}".rstrip())
        return name

    def _kind(self, owner: str, key: str, schema: Schema) -> str:
        kinds = schema.get("type", ())
        kinds = [kinds] if isinstance(kinds, str) else kinds
        told = [self._one(owner, key, schema, kind) for kind in kinds]
        return " | ".join(told) or "Any"

    def _one(self, owner: str, key: str, schema: Schema, kind: str) -> str:
        if kind == "array":
            inside = self._kind(owner, key, schema["items"]) if "items" in schema else "Any"
            return f"list[{inside}]"
        if kind != "object":
            return SCALARS[kind]
        if "properties" in schema:
            return self.of(owner + class_name(key, ""), schema, f"`{key}`.")
        values = schema.get("additionalProperties")
        return f"dict[str, {self._kind(owner, key, values) if values else 'Any'}]"
