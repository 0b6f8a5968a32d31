"""Reads JSON strings, one a line, each an exposition; answers each with what prometheus_client's parser makes of it.

The argument names the format: text, or openmetrics. Only the latter has units.

Values are written as the 16 hexadecimal digits of their float64, so that nothing is lost on the way.
"""
import json
import struct
import sys

if sys.argv[1] == "openmetrics":
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
else:
    from prometheus_client.parser import text_string_to_metric_families


def sample(parsed):
    return {"name": parsed.name, "labels": parsed.labels, "bits": struct.pack(">d", parsed.value).hex()}


def family(parsed):
    shown = {
        "name": parsed.name,
        "help": parsed.documentation,
        "type": parsed.type,
        "samples": [sample(each) for each in parsed.samples],
    }
    return {**shown, "unit": parsed.unit} if sys.argv[1] == "openmetrics" else shown


for line in sys.stdin.buffer:
    try:
        answer = {"families": [family(each) for each in text_string_to_metric_families(json.loads(line))]}
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
