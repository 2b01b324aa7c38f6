"""The events of one day as an Arrow table of flat columns, in the order of their times."""
import numpy as np
import pyarrow as pa

from .vocabulary import (
    APIS, CODE, COMPONENTS, ERROR_TYPES, METRICS, PROVIDERS, STATE_EVENTS, STATES, STATUS, STATUS_SHARE, pick, zipf)


def session_texts(identity, count):
    digits = identity.hex()
    return np.array([
        f"{digits[i:i + 8]}-{digits[i + 8:i + 12]}-4{digits[i + 13:i + 16]}-a{digits[i + 17:i + 20]}-{digits[i + 20:i + 32]}"
        for i in range(0, 32 * count, 32)], dtype=object)


def words(codes, values, missing=None):
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=missing), pa.array(values, pa.string())).cast(pa.string())


class DayColumns:
    """Makes the table of a day from the arrays of all events."""

    def __init__(self, arrays, texts, names, seed):
        self.arrays, self.texts, self.names, self.seed = arrays, texts, names, seed
        self.sessions = pa.array(session_texts(arrays["identity"], arrays["sessions"]), pa.string())
        self.users = pa.array([f"user_{(i * 2654435761) % 2**32:08x}" for i in range(arrays["users"])], pa.string())
        self.prompt_length = np.array([len(prompt) for prompt in texts["prompts"]], dtype=np.int32)

    def table(self, day, rows):
        """`rows`: places of the day's events in the arrays, by time."""
        rng = np.random.default_rng([self.seed, 2, day])
        arrays, texts, count = self.arrays, self.texts, len(rows)
        time, session, action = arrays["time"][rows], arrays["session"][rows], arrays["action"][rows]
        user = arrays["user"][session]

        def sparse(mask, values, kind):
            full = np.zeros(count, dtype=values.dtype)
            full[mask] = values
            return pa.array(full, kind, mask=~mask)

        def sparse_words(mask, codes, values):
            full = np.zeros(count, dtype=np.int32)
            full[mask] = codes
            return words(full, values, ~mask)

        def of(name):
            mask = action == CODE[name]
            return mask, int(mask.sum())

        generated, n = of("generation_complete")
        provider = pick(rng, np.cumsum([.45, .3, .15, .07, .03]), n)
        good = rng.random(n) >= .07
        generation = np.round(np.exp(rng.normal(7.6, .6, n) + np.array([0, .15, -.2, .1, .6])[provider]), 2)
        prompt = pick(rng, zipf(20000, 1.0), n)
        error_type = np.zeros(count, np.int32)
        places = np.flatnonzero(generated)
        failed = np.zeros(count, bool)
        failed[places[~good]] = True
        error_type[places] = pick(rng, zipf(8, 1.0), n)
        called, n = of("api_call")
        api, status = pick(rng, zipf(40, 1.0), n), STATUS[pick(rng, np.cumsum(STATUS_SHARE), n)]
        took = np.round(np.exp(rng.normal(4.8, .9, n)), 3)
        measured, n = of("perf_metric")
        metric = rng.integers(0, 4, n)
        value = np.where(
            metric == 0, np.round(np.exp(rng.normal(7.0, .4, n)), 1),
            np.where(
                metric == 1, np.round(np.exp(rng.normal(7.8, .5, n)), 1),
                np.where(metric == 2, np.round(rng.exponential(.08, n), 4), np.round(np.exp(rng.normal(4.8, .9, n)), 3))))
        moved, n = of("state_transition")
        left = pick(rng, zipf(10, .8), n)
        entered = (left + 1 + pick(rng, zipf(9, 1.2), n)) % 10
        stayed = np.round(np.exp(rng.normal(6.0, 1.2, n)), 2)
        broken, n = of("error")
        message = pick(rng, zipf(200, 1.0), n)
        succeeded, critical = np.zeros(count, bool), np.zeros(count, bool)
        succeeded[places] = good
        critical[broken] = rng.random(n) < .08
        return pa.table({
            "ts": pa.array(time * 1000, pa.timestamp("us")),
            "session_id": self.sessions.take(pa.array(session)),
            "user_id": self.users.take(pa.array(user, mask=user < 0)),
            "action": words(action, self.names),
            "component": words(arrays["component"][rows], COMPONENTS),
            "url": words(arrays["url"][rows], texts["urls"]),
            "user_agent": words(arrays["agent"][session], texts["agents"]),
            "generation_time": sparse(generated, generation, pa.float64()),
            "prompt_length": sparse(generated, self.prompt_length[prompt], pa.int32()),
            "provider": sparse_words(generated, provider, PROVIDERS),
            "success": pa.array(succeeded, pa.bool_(), mask=~generated),
            "error_type": words(error_type, ERROR_TYPES, ~failed),
            "prompt": sparse_words(generated, prompt, texts["prompts"]),
            "api_url": sparse_words(called, api, APIS),
            "status": sparse(called, status, pa.int32()),
            "duration_ms": sparse(called, took, pa.float64()),
            "metric": sparse_words(measured, metric, METRICS),
            "value": sparse(measured, value, pa.float64()),
            "from_state": sparse_words(moved, left, STATES),
            "to_state": sparse_words(moved, entered, STATES),
            "event": sparse_words(moved, entered, STATE_EVENTS),
            "state_duration": sparse(moved, stayed, pa.float64()),
            "error": sparse_words(broken, message, texts["errors"]),
            "stack": sparse_words(broken, message, texts["stacks"]),
            "critical": pa.array(critical, pa.bool_(), mask=~broken),
        })
