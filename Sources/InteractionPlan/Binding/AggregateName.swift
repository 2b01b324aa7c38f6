// The names of aggregates in SQL, DuckDB's aliases included.

/// Names of aggregate functions.
package enum AggregateName {
    /// By name: the name that the binder knows it by.
    package static let canonical: [String: String] = {
        var names: [String: String] = [:]
        for name in own { names[name] = name }
        for (alias, name) in aliases { names[alias] = name }
        return names
    }()

    /// Every name, for suggestions and for telling aggregates from other functions.
    package static let all: Set<String> = Set(canonical.keys)

    private static let own = [
        "count", "count_star", "count_if", "sum", "avg", "min", "max", "stddev_samp", "stddev_pop", "var_samp", "var_pop", "sem",
        "median", "quantile_cont", "quantile_disc", "mad", "approx_quantile", "approx_count_distinct", "approx_top_k", "first", "last",
        "any_value", "list", "string_agg", "arg_min", "arg_max", "mode", "entropy", "bool_and", "bool_or", "bit_and", "bit_or", "bit_xor",
        "product", "geometric_mean", "skewness", "kurtosis", "kurtosis_pop", "corr", "covar_pop", "covar_samp", "regr_slope",
        "regr_intercept", "regr_r2", "regr_count", "regr_avgx", "regr_avgy", "regr_sxx", "regr_syy", "regr_sxy",
    ]

    private static let aliases = [
        "countif": "count_if", "mean": "avg", "stddev": "stddev_samp", "variance": "var_samp", "quantile": "quantile_disc",
        "percentile_cont": "quantile_cont", "percentile_disc": "quantile_disc",
        "arbitrary": "first", "array_agg": "list", "group_concat": "string_agg", "listagg": "string_agg", "min_by": "arg_min",
        "max_by": "arg_max", "argmin": "arg_min", "argmax": "arg_max", "geomean": "geometric_mean", "fsum": "sum_double",
        "kahan_sum": "sum_double", "sumkahan": "sum_double", "favg": "avg",
    ]
}
