"""Validates an OpenAPI document, and the examples of its schemas: prints `valid`, or what is wrong.

A key of an example that its schema does not name is an error here, and so is a key of a message of the
daemon that may be left out: there every key is always present.
"""

import copy
import json
import sys

from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate


def close(schema):
    """Lets objects have no other keys than those that are named."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            close(part)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


document = json.load(open(sys.argv[1], encoding="utf-8"))
validate(document)
schemas = document["components"]["schemas"]
closed = copy.deepcopy(schemas)
close(closed)
for name, schema in schemas.items():
    if "properties" in schema and not name.endswith("Request"):
        assert sorted(schema["required"]) == sorted(schema["properties"]), name
    for example in schema.get("examples", []):
        reference = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": closed}}
        Draft202012Validator(reference, format_checker=FormatChecker()).validate(example)
print("valid")
