"""The words of the generated events: actions and how they follow each other, components, urls, prompts, errors."""
import numpy as np

ACTIONS = [
    "page_view", "click", "input", "scroll", "navigate", "prompt_submit", "generation_complete", "state_transition", "api_call",
    "error", "perf_metric", "focus", "blur", "hover", "copy_result", "export", "share", "search", "filter_change", "modal_open",
    "modal_close", "login", "logout", "settings_change",
]
CODE = {action: code for code, action in enumerate(ACTIONS)}
SHARE = np.array([10, 22, 12, 14, 7, 3, 1, 5, 6, .8, 4, 3, 3, 4, 1, .5, .3, 1.5, 1.2, 1, .6, .3, .2, .3], dtype=float)
SHARE /= SHARE.sum()
# What follows an action more often than its share alone would say.
FOLLOWS = {
    "page_view": {"perf_metric": .22, "scroll": .2, "click": .15, "api_call": .08},
    "click": {"navigate": .12, "input": .15, "modal_open": .05, "state_transition": .08, "api_call": .06},
    "input": {"input": .25, "prompt_submit": .22, "click": .12},
    "scroll": {"scroll": .4, "click": .15},
    "navigate": {"page_view": .75, "api_call": .05},
    "prompt_submit": {"state_transition": .4, "api_call": .3, "generation_complete": .12, "error": .02},
    "generation_complete": {
        "copy_result": .2, "scroll": .2, "input": .15, "state_transition": .15, "export": .05, "share": .02},
    "state_transition": {"generation_complete": .3, "api_call": .15, "state_transition": .1},
    "api_call": {"api_call": .15, "generation_complete": .1, "error": .03, "state_transition": .1},
    "error": {"click": .2, "page_view": .15, "error": .1, "logout": .01},
    "perf_metric": {"perf_metric": .35, "scroll": .15, "click": .1},
    "focus": {"input": .5, "blur": .2},
    "modal_open": {"modal_close": .5, "click": .2},
    "copy_result": {"export": .15, "input": .2, "share": .05},
    "search": {"filter_change": .25, "click": .25, "scroll": .2},
    "login": {"navigate": .3, "page_view": .5},
    "logout": {"login": .3, "page_view": .3},
}
STARTS = {"page_view": .72, "login": .1, "navigate": .06, "perf_metric": .06, "state_transition": .06}

WORDS = (
    "create update a the landing page button hero form table chart dashboard with dark mode responsive header footer login modal "
    "sidebar pricing card grid list animation gradient color blue green red for my portfolio store blog app using react tailwind "
    "and add remove fix make bigger smaller rounded icon image gallery carousel navbar dropdown menu checkout cart profile "
    "settings search filter sort pagination tooltip notification toast spinner skeleton calendar kanban board todo weather music "
    "player video chat").split()
COMPONENTS = [
    part + kind for part in ["Prompt", "Preview", "Editor", "Nav", "Chart", "Settings", "Auth", "Export", "Asset", "Layer"]
    for kind in ["Panel", "Button", "Form", "List", "Dialog", "Toolbar"]
]
PROVIDERS = ["openai", "anthropic", "google", "mistral", "local"]
ERROR_TYPES = [
    "timeout", "rate_limit", "invalid_request", "content_filter", "provider_unavailable", "parse_error", "context_length", "unknown"]
APIS = [
    f"/api/{version}/{resource}" for version in ["v1", "v2"] for resource in [
        "generate", "log-interaction", "projects", "projects/:id", "users/:id", "assets", "assets/:id", "export", "share",
        "templates", "templates/:id", "auth/login", "auth/refresh", "billing", "usage", "search", "suggest", "feedback", "history",
        "history/:id"]
]
METRICS = ["FCP", "TTI", "CLS", "API"]
STATES = ["idle", "editing", "submitting", "generating", "rendering", "success", "failed", "retrying", "cancelled", "paused"]
STATE_EVENTS = ["START", "SUBMIT", "TOKEN", "DONE", "FAIL", "RETRY", "CANCEL", "PAUSE", "RESUME", "RESET"]
STATUS = np.array([200, 201, 204, 304, 400, 401, 404, 429, 500, 503], dtype=np.int32)
STATUS_SHARE = np.array([.80, .05, .03, .04, .02, .01, .02, .01, .015, .005])


def following():
    """For each action the cumulated chances of the next one."""
    chances = np.tile(SHARE, (24, 1))
    for action, strong in FOLLOWS.items():
        chances[CODE[action]] = SHARE * (1 - sum(strong.values()))
        for after, chance in strong.items():
            chances[CODE[action], CODE[after]] += chance
    cumulated = np.cumsum(chances, 1)
    cumulated[:, -1] = 1.0
    return cumulated


def starting():
    chances = np.zeros(24)
    for action, chance in STARTS.items():
        chances[CODE[action]] = chance
    return np.cumsum(chances)


def zipf(count, power=1.0, shift=0.0):
    """Cumulated chances of ranks 1 to `count`."""
    cumulated = np.cumsum((np.arange(1, count + 1) + shift) ** -power)
    return cumulated / cumulated[-1]


def pick(rng, cumulated, count):
    return np.minimum(np.searchsorted(cumulated, rng.random(count), side="right"), len(cumulated) - 1)


def texts(seed):
    """The long lists: prompts, urls, user agents, error messages and stacks."""
    rng = np.random.default_rng([seed, 999])

    def sentence(low, high):
        return " ".join(WORDS[i] for i in rng.integers(0, len(WORDS), rng.integers(low, high)))

    prompts, seen = [], set()
    while len(prompts) < 20000:
        prompt = sentence(4, 22)
        if prompt not in seen:
            seen.add(prompt)
            prompts.append(prompt)
    urls = ["/", "/app", "/pricing", "/docs"]
    urls += [f"/app/project/{i:04d}/{page}" for i in range(399) for page in ("edit", "preview", "history", "share", "assets")]
    urls = (urls + [f"/blog/{word}" for word in WORDS])[:2000]
    browsers = ["Chrome", "Firefox", "Safari", "Edge"]
    systems = [
        "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
        "iPhone; CPU iPhone OS 17_4 like Mac OS X", "Linux; Android 14; Pixel 8"]
    agents = [
        f"Mozilla/5.0 ({systems[i % 5]}) AppleWebKit/537.{30 + i % 7} (KHTML, like Gecko) "
        f"{browsers[i % 4]}/{100 + i // 20}.0.{i * 37 % 6000}.{i % 200} Safari/537.{30 + i % 7}" for i in range(300)]
    kinds = [
        "TypeError: Cannot read properties of undefined (reading '%s')", "Network request failed: timeout after %s ms",
        "ReferenceError: %s is not defined", "RangeError: Maximum call stack size exceeded in %s", "HTTP 503 from %s",
        "ValidationError: field '%s' is required", "ChunkLoadError: Loading chunk %s failed", "AbortError: request %s was aborted"]
    errors = [kinds[i % 8] % f"{WORDS[(i * 7) % len(WORDS)]}{i}" for i in range(200)]
    return dict(prompts=prompts, urls=urls, agents=agents, errors=errors, stacks=[stack(i, errors[i]) for i in range(200)])


def stack(i, error):
    text, line = error.split(":")[0], 0
    while len(text) < 360 + (i * 13) % 90:
        text += (
            f"\n    at {WORDS[(i * 3 + line * 5) % len(WORDS)]}{COMPONENTS[(i + line) % 60]} "
            f"(webpack:///src/{COMPONENTS[(i * 5 + line) % 60]}.tsx:{(i * 31 + line * 17) % 900 + 1}:{(i + line * 7) % 80 + 1})")
        line += 1
    return text
