"""Types of the flat columns, as each peer's documentation advises for such values."""

# Column, DuckDB's type, ClickHouse's type: LowCardinality where a column has few values.
COLUMNS = [
    ("ts", "TIMESTAMP", "DateTime64(3, 'UTC')"),
    ("session_id", "VARCHAR", "String"),
    ("user_id", "VARCHAR", "Nullable(String)"),
    ("action", "VARCHAR", "LowCardinality(String)"),
    ("component", "VARCHAR", "LowCardinality(String)"),
    ("url", "VARCHAR", "LowCardinality(String)"),
    ("user_agent", "VARCHAR", "LowCardinality(String)"),
    ("generation_time", "DOUBLE", "Nullable(Float64)"),
    ("prompt_length", "INTEGER", "Nullable(Int32)"),
    ("provider", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("success", "BOOLEAN", "Nullable(Bool)"),
    ("error_type", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("prompt", "VARCHAR", "Nullable(String)"),
    ("api_url", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("status", "INTEGER", "Nullable(Int32)"),
    ("duration_ms", "DOUBLE", "Nullable(Float64)"),
    ("metric", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("value", "DOUBLE", "Nullable(Float64)"),
    ("from_state", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("to_state", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("event", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("state_duration", "DOUBLE", "Nullable(Float64)"),
    ("error", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("stack", "VARCHAR", "LowCardinality(Nullable(String))"),
    ("critical", "BOOLEAN", "Nullable(Bool)"),
]
NAMES = [name for name, _, _ in COLUMNS]

# The keys of `details` in the lines of JSON, and the column that each becomes.
DETAILS = {
    "generationTime": "generation_time", "promptLength": "prompt_length", "provider": "provider", "success": "success",
    "errorType": "error_type", "prompt": "prompt", "url": "api_url", "status": "status", "durationMs": "duration_ms",
    "metric": "metric", "value": "value", "fromState": "from_state", "toState": "to_state", "event": "event",
    "duration": "state_duration", "error": "error", "stack": "stack", "critical": "critical",
}
