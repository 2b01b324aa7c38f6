// The one table of scalar functions: from each name, DuckDB's aliases included, to what binds its calls. Names that are functions
// in DuckDB but not here are told as unknown with the nearest one that is.

import InteractionModel

/// What binds the calls of a function.
package enum FunctionBinding: Sendable {
    /// Arguments of fixed kinds.
    case plain(FunctionSignature)
    /// Types that depend on the arguments, or constants that are taken apart (Binder+Functions).
    case special
    /// `year(x)` and its like are `date_part('year', x)`.
    case part
    /// `to_days(n)` and its like.
    case interval(DatePart)
    /// Dates and times (Binder+Times).
    case time
    /// `timezone(zone, x)` is `x AT TIME ZONE zone`.
    case atTimeZone
    case list(ListFunction)
    /// The aggregate of this name over the elements of a list; nil where the second argument names it.
    case listAggregate(String?)
    case regex(RegexFunction)
    case json(JSONFunction)
    /// `label(name)`: an expression that the store keeps.
    case label
}

extension FunctionBinding {
    /// By name in lower case.
    package static let all = Dictionary(entries.map { ($0.name, $0.binding) }) { first, _ in first }

    /// Every name with its binding. No name comes twice.
    package static let entries: [(name: String, binding: FunctionBinding)] = {
        var entries: [(name: String, binding: FunctionBinding)] = []
        for (name, signature) in FunctionSignature.all { entries.append((name, .plain(signature))) }
        for name in specialNames { entries.append((name, .special)) }
        for name in partNames { entries.append((name, .part)) }
        for part in DatePart.allCases { if let name = part.intervalFunction { entries.append((name, .interval(part))) } }
        for name in timeNames { entries.append((name, .time)) }
        entries.append(("timezone", .atTimeZone))
        entries.append(("label", .label))
        for (name, function) in listNames { entries.append((name, .list(function))) }
        for name in ["list_aggregate", "list_aggr", "array_aggregate", "array_aggr", "aggregate"] { entries.append((name, .listAggregate(nil))) }
        for name in listAggregateNames { entries.append(("list_" + name, .listAggregate(name))) }
        for (name, function) in regexNames { entries.append((name, .regex(function))) }
        for (name, function) in jsonNames { entries.append((name, .json(function))) }
        return entries
    }()

    private static let specialNames = [
        "coalesce", "ifnull", "nullif", "if", "greatest", "least", "abs", "round", "date_trunc", "datetrunc", "date_part",
        "datepart", "time_bucket", "epoch", "concat", "now", "get_current_timestamp", "current_date", "today",
        "current_localtimestamp", "mod", "concat_ws", "transaction_timestamp", "log", "trunc", "round_even", "roundbankers", "pi", "add",
        "subtract", "multiply", "divide", "typeof",
    ]

    private static let partNames = [
        "year", "month", "day", "hour", "minute", "second", "millisecond", "microsecond", "quarter", "week", "dayofweek",
        "weekday", "isodow", "dayofyear", "dayofmonth", "weekofyear", "isoyear", "decade", "century", "millennium",
        "era", "julian", "yearweek", "timezone_hour", "timezone_minute",
    ]

    private static let timeNames = [
        "date_diff", "datediff", "date_sub", "datesub", "date_add", "last_day", "make_date", "make_timestamp", "to_timestamp", "strftime",
        "strptime", "try_strptime", "age", "epoch_ns", "nanosecond",
    ]

    private static let listNames: [String: ListFunction] = [
        "list_value": .value, "list_pack": .value, "list_extract": .element, "list_element": .element, "array_extract": .element,
        "list_slice": .slice, "array_slice": .slice, "list_contains": .contains, "list_has": .contains, "array_contains": .contains,
        "array_has": .contains, "list_position": .position, "list_indexof": .position, "array_position": .position,
        "array_indexof": .position, "list_concat": .concat, "list_cat": .concat, "array_concat": .concat, "array_cat": .concat,
        "list_append": .append, "array_append": .append, "array_push_back": .append, "list_prepend": .prepend,
        "array_prepend": .prepend, "array_push_front": .prepend, "array_pop_back": .popBack, "array_pop_front": .popFront,
        "list_reverse": .reverse, "array_reverse": .reverse, "list_sort": .sort(isDescending: false, nullsFirst: false),
        "array_sort": .sort(isDescending: false, nullsFirst: false),
        "list_reverse_sort": .sort(isDescending: true, nullsFirst: false),
        "array_reverse_sort": .sort(isDescending: true, nullsFirst: false), "list_distinct": .distinct, "array_distinct": .distinct,
        "list_unique": .unique, "array_unique": .unique, "list_has_any": .hasAny, "array_has_any": .hasAny, "list_has_all": .hasAll,
        "array_has_all": .hasAll, "list_intersect": .intersect, "array_intersect": .intersect, "array_to_string": .joined,
        "array_length": .length, "range": .range(includesEnd: false), "generate_series": .range(includesEnd: true),
    ]

    private static let listAggregateNames = [
        "sum", "avg", "min", "max", "count", "median", "mode", "first", "last", "any_value", "stddev_samp", "stddev_pop", "var_samp",
        "var_pop", "sem", "mad", "product", "entropy", "skewness", "kurtosis", "kurtosis_pop", "bool_and", "bool_or", "bit_and", "bit_or",
        "bit_xor", "string_agg", "approx_count_distinct",
    ]

    private static let regexNames: [String: RegexFunction] = [
        "regexp_matches": .matches, "regexp_full_match": .fullMatch, "regexp_replace": .replace, "regexp_extract": .extract,
        "regexp_extract_all": .extractAll, "string_split_regex": .split, "str_split_regex": .split, "regexp_split_to_array": .split,
    ]

    private static let jsonNames: [String: JSONFunction] = [
        "json_extract": .extract, "json_extract_path": .extract, "json_extract_string": .extractText, "json_extract_path_text": .extractText,
        "json_value": .value, "json_keys": .keys, "json_array_length": .arrayLength, "json_type": .type, "json_exists": .exists,
        "json_valid": .isValid, "json": .compact, "to_json": .make, "json_quote": .make, "array_to_json": .make, "json_array": .array,
        "json_object": .object,
    ]

    /// Known in DuckDB as functions over windows, refused by that name.
    static let windows: Set<String> = [
        "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value",
        "last_value", "nth_value",
    ]
}
