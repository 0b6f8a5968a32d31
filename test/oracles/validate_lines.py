"""Validates the lines of files by definitions of a JSON Schema, and prints as JSON what is wrong.

Arguments: the schema, then a definition and a file for each file.
"""

import json
import sys

from jsonschema import Draft202012Validator


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft202012Validator.check_schema(schema)
    findings = []
    lines = 0
    for definition, path in zip(sys.argv[2::2], sys.argv[3::2]):
        validator = Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]})
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                lines += 1
                for error in validator.iter_errors(json.loads(line)):
                    findings.append(f"{path}:{number}: {error.message[:200]}")
    print(json.dumps({"lines": lines, "findings": findings}))


main()
