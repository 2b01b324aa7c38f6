"""The events of a table as lines of JSON, in the shape that `iaq import` and the peers' JSON readers take."""
import json

import numpy as np
import pyarrow as pa


class Quoted(dict):
    """JSON text of a string, made once."""

    def __missing__(self, text):
        self[text] = json.dumps(text)
        return self[text]


def write(table, file):
    quoted = Quoted()
    columns = {name: table.column(name).to_pylist() for name in table.column_names if name != "ts"}
    milliseconds = table.column("ts").cast(pa.int64()).to_numpy() // 1000
    times = np.datetime_as_string(milliseconds.astype("datetime64[ms]"), unit="ms")
    out = []
    for i in range(table.num_rows):
        user = columns["user_id"][i]
        out.append(
            f'{{"timestamp":"{times[i]}Z","sessionId":"{columns["session_id"][i]}",'
            + (f'"userId":"{user}",' if user is not None else "")
            + f'"action":"{columns["action"][i]}","component":"{columns["component"][i]}",'
            f'"details":{{{details(columns, i, quoted)}}},'
            f'"metadata":{{"url":{quoted[columns["url"][i]]},"userAgent":{quoted[columns["user_agent"][i]]}}}}}\n')
    file.write("".join(out))


def details(c, i, quoted):
    action = c["action"][i]
    if action == "generation_complete":
        failure = c["error_type"][i]
        return (
            f'"generationTime":{c["generation_time"][i]!r},"promptLength":{c["prompt_length"][i]},'
            f'"provider":"{c["provider"][i]}","success":{truth(c["success"][i])},'
            + (f'"errorType":"{failure}",' if failure is not None else "") + f'"prompt":{quoted[c["prompt"][i]]}')
    if action == "api_call":
        return f'"url":{quoted[c["api_url"][i]]},"status":{c["status"][i]},"durationMs":{c["duration_ms"][i]!r}'
    if action == "perf_metric":
        return f'"metric":"{c["metric"][i]}","value":{c["value"][i]!r}'
    if action == "state_transition":
        return (
            f'"fromState":"{c["from_state"][i]}","toState":"{c["to_state"][i]}","event":"{c["event"][i]}",'
            f'"duration":{c["state_duration"][i]!r}')
    if action == "error":
        return f'"error":{quoted[c["error"][i]]},"stack":{quoted[c["stack"][i]]},"critical":{truth(c["critical"][i])}'
    return ""


def truth(flag):
    return "true" if flag else "false"
