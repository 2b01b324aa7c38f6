-- One query a line. Columns get different names, because rows are read as JSON objects.
-- Lists
SELECT [1, 2] AS a, [] AS b, ['x', NULL] AS c, [true] AS d, [1.5, 2] AS e, [NULL] AS f
SELECT CAST(['a b', 'a,b', NULL, '', 'it''s', 'NULL', '[x]', ' a', 'a\b', 'a:b'] AS VARCHAR) AS a
SELECT CAST([1, NULL, 3] AS VARCHAR) AS a, CAST([DATE '2020-01-01'] AS VARCHAR) AS b, CAST([1e20, 1.0::DOUBLE] AS VARCHAR) AS c
SELECT [1, 2][0] AS a, [1, 2][1] AS b, [1, 2][-1] AS c, [1, 2][3] AS d, [1, 2, 3][2:3] AS e, [1, 2, 3][:2] AS f, [1, 2, 3][-2:] AS g
SELECT [1, 2, 3][2:1] AS a, [1, 2, 3][5:9] AS b, [1, 2, 3][-9:1] AS c, list_slice([1, 2, 3], -2, -1) AS d, list_slice([1, 2, 3], 0, 1) AS e, list_slice([1, 2, 3], 2, NULL) AS f
SELECT 'abc'[1] AS a, 'abc'[-1] AS b, 'abc'[1:2] AS c, 'abc'[0] AS d, 'äbc'[2:] AS e, '日本語'[2] AS f
SELECT len([1, 2]) AS a, array_length([]) AS b, length(['x']) AS c, len(NULL) AS d
SELECT list_contains([1, NULL], 1) AS a, list_contains([1, NULL], 2) AS b, list_contains([1, NULL], NULL) AS c, list_has(['a'], 'a') AS d, array_contains(['a'], 'b') AS e
SELECT list_position([1, 2], 2) AS a, list_position([1, 2], 5) AS b, list_position([1, NULL], NULL) AS c, list_indexof(['a', 'b'], 'b') AS d
SELECT list_extract([1, 2], 2) AS a, list_element(['x'], 1) AS b, array_extract([1], -1) AS c, list_extract('abc', 2) AS d, list_extract([1], NULL) AS e
SELECT list_concat([1], [2]) AS a, list_cat(['a'], NULL) AS b, [1] || [2, 3] AS c, list_append([1], 2) AS d, list_prepend(0, [1]) AS e, array_append(['a'], NULL) AS f
SELECT array_pop_back([1, 2]) AS a, array_pop_front([1, 2]) AS b, array_pop_back([]) AS c, list_reverse([1, NULL, 3]) AS d
SELECT list_sort([3, 1, NULL, 2]) AS a, list_reverse_sort([3, 1, NULL]) AS b, list_sort(['b', 'a']) AS c, list_sort([3, 1], 'DESC') AS d, list_sort([3, NULL, 1], 'ASC', 'NULLS FIRST') AS e
SELECT list_sort(list_distinct([1, 1, NULL, 2])) AS a, list_unique([1, 1, NULL]) AS b, list_has_any([1, 2], [2]) AS c, list_has_all([1, 2], [2, 3]) AS d, list_has_all([1, 2], []) AS e
SELECT array_to_string([1, NULL, 2], ',') AS a, array_to_string(['a', 'b'], '') AS b, array_to_string([], ',') AS c
SELECT list_sum([1, 2]) AS a, list_avg([1, 2]) AS b, list_min([2, 1]) AS c, list_max(['a', 'b']) AS d, list_count([1, NULL]) AS e, list_median([1, 5]) AS f, list_mode([1, 1, 2]) AS g
SELECT list_first([1, 2]) AS a, list_last([1, 2]) AS b, list_any_value([NULL, 2]) AS c, list_product([2, 3]) AS d, list_stddev_pop([1, 2]) AS e, list_bool_or([true, false]) AS f, list_string_agg(['a', 'b']) AS g
SELECT list_aggregate([1, 2, 3], 'sum') AS a, list_aggregate(['a', 'b'], 'string_agg', '-') AS b, list_aggr([1, 2], 'avg') AS c, list_aggregate([1, 2, 3, 4], 'quantile_cont', 0.5) AS d
SELECT list_sum([]::INT[]) AS a, list_avg([]::INT[]) AS b, list_min([]::INT[]) AS c, list_count([]::INT[]) AS d, list_sum(NULL::INT[]) AS e
SELECT range(3) AS a, range(1, 5, 2) AS b, generate_series(3) AS c, range(3, 0, -1) AS d, generate_series(1, 5, 2) AS e, range(0) AS f
SELECT [1] = [1] AS a, [1] < [2] AS b, [1, 2] < [1] AS c, [NULL] = [NULL] AS d, [1, NULL] > [1, 2] AS e, [] < [NULL] AS f, NULL = [1] AS g, [1] IS NULL AS h
SELECT [1, '2'] AS a, ['2', 1] AS b, [1, 2]::VARCHAR[] AS c, ['1', '2']::INT[] AS d, [1.5]::INT[] AS e, [2.5::DOUBLE]::INT[] AS f
SELECT ['x']::INT[] AS a
SELECT TRY_CAST(['x', '1'] AS INT[]) AS a
SELECT coalesce(NULL, [1]) AS a, CASE WHEN true THEN [1] END AS b, greatest([1], [2]) AS c, [1, 2] IN ([1, 2]) AS d, list_value(1, 2) AS e
SELECT [details.n, 1] AS a, len([action, component]) AS b FROM interactions ORDER BY timestamp, a LIMIT 4
SELECT [action, user_id] AS a, count(*) AS b FROM interactions GROUP BY a ORDER BY a
SELECT max([details.n, 1]) AS a, min([component]) AS b, count(DISTINCT [action]) AS c FROM interactions
-- Ordered aggregates
SELECT list(details.n) AS a, array_agg(action) AS b FROM interactions WHERE session_id = 's1'
SELECT session_id, list(details.text) AS a, first(details.text) AS b, last(details.text) AS c, any_value(details.text) AS d, arbitrary(component) AS e FROM interactions GROUP BY 1 ORDER BY 1
SELECT list(details.n ORDER BY details.n) AS a, list(details.n ORDER BY details.n DESC) AS b, list(details.n ORDER BY details.n NULLS FIRST) AS c, list(DISTINCT details.n ORDER BY details.n) AS d FROM interactions
SELECT list(action ORDER BY component DESC NULLS LAST, timestamp) AS a FROM interactions WHERE details.n > 0
SELECT list(DISTINCT action ORDER BY action DESC) AS a, string_agg(DISTINCT action, '|' ORDER BY action) AS b FROM interactions
SELECT string_agg(action) AS a, string_agg(component, '') AS b, group_concat(action, '; ') AS c, listagg(user_id, ',') AS d FROM interactions
SELECT string_agg(component, '-' ORDER BY component) AS a, string_agg(details.n, ',' ORDER BY details.n DESC) AS b FROM interactions
SELECT string_agg(action, NULL) AS a, string_agg(component, ',') FILTER (WHERE action = 'nope') AS b FROM interactions
SELECT first(component ORDER BY details.n) AS a, last(component ORDER BY details.n, timestamp, action) AS b, any_value(component ORDER BY details.n DESC) AS c, first(details.n ORDER BY details.n DESC NULLS LAST) AS d FROM interactions
SELECT last(details.n ORDER BY details.price NULLS FIRST, timestamp) AS a, first(details.flag) AS b, last(details.flag) AS c, any_value(details.flag) AS d FROM interactions
SELECT user_id, list(action ORDER BY action) FILTER (WHERE action <> 'view') AS a FROM interactions GROUP BY user_id ORDER BY user_id
SELECT list(action) AS a, string_agg(action) AS b, first(action) AS c, last(action) AS d, any_value(action) AS e, mode(action) AS f, arg_min(action, timestamp) AS g, arg_max(action, timestamp, 2) AS h, min(action, 2) AS i FROM interactions WHERE action = 'nope'
SELECT arg_min(action, details.n) AS a, arg_max(action, details.n) AS b, min_by(details.text, details.price) AS c, max_by(details.text, details.price) AS d FROM interactions
SELECT arg_min(details.n, details.n, 3) AS a, arg_max(details.price, details.price, 3) AS b, arg_max(timestamp, timestamp, 100) AS c, arg_min(action, timestamp, 1) AS d FROM interactions
SELECT action, arg_min(details.text, timestamp) AS a, arg_max(details.n, timestamp) AS b, argmin(user_id, details.n) AS c FROM interactions GROUP BY action ORDER BY action
SELECT arg_min(action, details.n, 0) AS a FROM interactions
SELECT min(details.n, 3) AS a, max(details.n, 3) AS b, min(action, 2) AS c, max(details.price, 1) AS d, max(details.text, 4) AS e FROM interactions
SELECT component, max(details.n, 2) AS a, min(details.n, 2) AS b FROM interactions GROUP BY 1 ORDER BY 1
SELECT min(details.n, 0) AS a FROM interactions
SELECT mode(action) AS a, mode(component) AS b, mode(details.n) AS c, mode(details.flag) AS d, mode(details.price) AS e, mode(details.text) AS f FROM interactions
SELECT user_id, mode(action) AS a FROM interactions GROUP BY 1 ORDER BY 1
SELECT mode() WITHIN GROUP (ORDER BY action) AS a, percentile_cont(0.5) WITHIN GROUP (ORDER BY details.n) AS b, percentile_disc(0.5) WITHIN GROUP (ORDER BY details.n) AS c FROM interactions
SELECT quantile_cont(details.n, [0.25, 0.5, 1]) AS a, quantile_disc(details.n, [0, 0.5]) AS b, quantile(details.price, 0.5) AS c, quantile_cont(details.price, []) AS d FROM interactions
SELECT action, quantile_cont(details.n, [0.5, 0.9]) AS a, quantile_disc(timestamp, [0.5]) AS b FROM interactions GROUP BY 1 ORDER BY 1
SELECT quantile_cont(details.n, 2) AS a FROM interactions
SELECT quantile_disc(action, 0.5) AS a, quantile_disc(action, [0.1, 0.9]) AS b, median(timestamp) AS c, quantile_cont(CAST(timestamp AS DATE), 0.5) AS d FROM interactions
SELECT bool_and(details.flag) AS a, bool_or(details.flag) AS b, bool_and(details.n > -10) AS c, count_if(details.n > 0) AS d, countif(details.flag) AS e FROM interactions
SELECT bool_and(details.flag) AS a, bool_or(details.flag) AS b FROM interactions WHERE details.flag IS NULL
SELECT bit_and(details.n) AS a, bit_or(details.n) AS b, bit_xor(details.n) AS c FROM interactions WHERE details.n < 100
SELECT product(details.n) AS a, product(details.price) AS b FROM interactions WHERE details.n BETWEEN 1 AND 20 AND details.price < 1000 AND details.price > 0.01
SELECT entropy(action) AS a, entropy(component) AS b, entropy(details.n) AS c, entropy(action) FILTER (WHERE false) AS d FROM interactions
SELECT skewness(details.n) AS a, kurtosis(details.n) AS b, kurtosis_pop(details.n) AS c, sem(details.n) AS d, mad(details.n) AS e FROM interactions WHERE details.n < 100
SELECT session_id, skewness(details.price) AS a, kurtosis(details.price) AS b, mad(details.price) AS c, geometric_mean(abs(details.n) + 1) AS d FROM interactions WHERE details.price < 1000 AND abs(details.n) < 1000 GROUP BY 1 ORDER BY 1
SELECT skewness(1.0::DOUBLE) AS a, kurtosis(1.0::DOUBLE) AS b, kurtosis_pop(1.0::DOUBLE) AS c, sem(1.0::DOUBLE) AS d, stddev(1.0::DOUBLE) AS e FROM interactions
SELECT kurtosis(details.price) AS a FROM interactions
SELECT corr(details.n, details.price) AS a, covar_pop(details.n, details.price) AS b, covar_samp(details.n, details.price) AS c FROM interactions WHERE details.price < 1000 AND details.n < 1000
SELECT regr_slope(details.n, details.price) AS a, regr_intercept(details.n, details.price) AS b, regr_r2(details.n, details.price) AS c, regr_count(details.n, details.price) AS d, regr_avgx(details.n, details.price) AS e, regr_avgy(details.n, details.price) AS f FROM interactions WHERE details.price < 1000 AND details.n < 1000
SELECT regr_sxx(details.n, details.price) AS a, regr_syy(details.n, details.price) AS b, regr_sxy(details.n, details.price) AS c FROM interactions WHERE details.price < 1000 AND details.n < 1000
SELECT corr(details.n, details.n) AS a, covar_samp(details.n, details.n) AS b, regr_r2(details.n, details.n) AS c, regr_slope(details.n, details.n) AS d, regr_count(details.n, details.n) AS e, covar_pop(details.n, details.n) AS f FROM interactions WHERE details.n = 12
SELECT sum(DISTINCT details.n) AS a, avg(DISTINCT details.n) AS b, count(DISTINCT details.n) AS c, median(DISTINCT details.n) AS d, stddev(DISTINCT details.n) AS e FROM interactions WHERE details.n < 100
SELECT sum(CAST(details.flag AS BOOLEAN)) AS a, avg(timestamp) AS b, avg(CAST(timestamp AS DATE)) AS c, fsum(details.n) AS d, favg(details.n) AS e FROM interactions WHERE details.n < 100
SELECT approx_count_distinct(action) AS a, approx_count_distinct(details.n) AS b, approx_count_distinct(user_id) AS c FROM interactions
SELECT approx_quantile(details.n, 0) AS a, approx_quantile(details.n, 1) AS b FROM interactions WHERE details.n < 100
SELECT sum(9223372036854775807) AS a FROM interactions
SELECT sum(CAST('170141183460469231731687303715884105727' AS HUGEINT)) AS a FROM interactions
SELECT count(*) AS a, list(1) AS b, string_agg('x', '') AS c FROM interactions WHERE session_id = 's0'
SELECT list(action ORDER BY 1) AS a FROM interactions WHERE session_id = 's0'
SELECT sum(1 ORDER BY action) AS a, count(action ORDER BY action) AS b FROM interactions
SELECT list(DISTINCT action ORDER BY component) AS a FROM interactions
SELECT arg_max(DISTINCT action, details.n) AS a FROM interactions
SELECT lower(list(action)) AS a FROM interactions
SELECT nosuch(action) AS a FROM interactions
