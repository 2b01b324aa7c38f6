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
-- Regular expressions
SELECT regexp_matches('abc', 'b') AS a, regexp_matches('abc', 'B', 'i') AS b, regexp_full_match('abc', 'b') AS c, regexp_full_match('abc', 'a.c') AS d, regexp_matches(E'a\nb', 'a.b') AS e, regexp_matches(E'a\nb', 'a.b', 's') AS f
SELECT regexp_replace('banana', 'a', 'o') AS a, regexp_replace('banana', 'a', 'o', 'g') AS b, regexp_replace('banana', '(a)(n)', '\2\1', 'g') AS c, regexp_replace('abc', '(b)', '[\0]') AS d, regexp_replace('abc', 'x*', '-', 'g') AS e, regexp_replace('abc', 'b', '\\') AS f
SELECT regexp_replace('abc', '(b)', '\3') AS a
SELECT regexp_extract('abc', 'b(.)') AS a, regexp_extract('abc', 'b(.)', 1) AS b, regexp_extract('abc', 'x') AS c, regexp_extract('abc', '(x)?b', 1) AS d, regexp_extract('abc', 'b', 1) AS e, regexp_extract('abc', '(b)(c)', 3) AS f
SELECT regexp_extract_all('a1b22c333', '[0-9]+') AS a, regexp_extract_all('a1b22', '([a-z])([0-9]+)', 2) AS b, regexp_extract_all('abc', 'x') AS c, regexp_extract_all('abc', '') AS d, regexp_extract_all('', '') AS e
SELECT regexp_extract_all('abc', 'b', 1) AS a
SELECT regexp_matches('abc', '(') AS a
SELECT regexp_matches('abc', 'b', 'z') AS a
SELECT regexp_matches('ä', '^.$') AS a, regexp_matches('日本', '^..$') AS b, regexp_matches('Ä', 'ä', 'i') AS c, regexp_matches('É', '[a-zé]', 'i') AS d, regexp_matches('K', 'k', 'i') AS e, regexp_matches('ſ', 's', 'i') AS f, regexp_matches('ß', 'SS', 'i') AS g
SELECT regexp_matches('ab12', '\d+') AS a, regexp_matches('x_1', '^\w+$') AS b, regexp_matches(' ', '\s') AS c, regexp_matches('ab cd', '\bcd\b') AS d, regexp_matches('é', '\w') AS e, regexp_matches('a', '\pL') AS f, regexp_matches('é', '^\p{L}$') AS g, regexp_matches('5', '\p{N}') AS h, regexp_matches('a', '\PL') AS i
SELECT regexp_matches('aaa', 'a{2}') AS a, regexp_matches('aaa', '^a{2,}$') AS b, regexp_matches('aaa', '^a{1,2}$') AS c, regexp_matches('a', 'a{0}') AS d
SELECT regexp_matches('a', 'a{1001}') AS a
SELECT regexp_matches('foobar', 'foo(?=bar)') AS a
SELECT regexp_matches('abab', '(ab)\1') AS a
SELECT regexp_matches('a', '*a') AS a
SELECT regexp_matches('a', 'a**') AS a
SELECT regexp_matches('a', '[z-a]') AS a
SELECT regexp_matches('a', 'a)') AS a
SELECT regexp_matches('a', '[a') AS a
SELECT regexp_matches('a', '\') AS a
SELECT regexp_matches('a', '\q') AS a
SELECT regexp_matches('a', '(?z)a') AS a
SELECT regexp_matches('a', '[[:nope:]]') AS a
SELECT regexp_extract('aaa', 'a+?') AS a, regexp_extract('aaa', 'a*?a') AS b, regexp_extract('xay', '(?i)A') AS c, regexp_extract('abc', '(?:a)(b)', 1) AS d, regexp_extract('abc', '(?P<n>b)', 1) AS e, regexp_extract('abc', 'a|ab') AS f, regexp_extract('abc', 'ab|a') AS g
SELECT regexp_matches(E'a\nb', '^b') AS a, regexp_matches(E'a\nb', '(?m)^b') AS b, regexp_matches(E'a\nb', 'a$') AS c, regexp_matches(E'a\nb', '(?m)a$') AS d, regexp_matches(E'a\nb', '^b', 'm') AS e
SELECT regexp_matches('a.b', 'a\.b') AS a, regexp_matches('a+b', 'a\Q+\Eb') AS b, regexp_matches('a]', '[]a]+') AS c, regexp_matches('-', '[a-]') AS d, regexp_matches('^', '[\^]') AS e, regexp_matches('b', '[^a]') AS f, regexp_matches('5', '[[:digit:]]') AS g, regexp_matches('a', '[[:alpha:]]') AS h, regexp_matches('b', '[^[:digit:]]') AS i, regexp_matches('b', '[[:^digit:]]') AS j
SELECT regexp_matches('x', '\x78') AS a, regexp_matches('é', '\x{e9}') AS b, regexp_matches(E'\t', '\t') AS c, regexp_matches('abc', '\Aabc\z') AS d, regexp_matches('A', '\101') AS e, regexp_matches('abc', '\Bb\B') AS f, regexp_matches('a', '\A') AS g
SELECT regexp_matches('a', 'a{,2}') AS a, regexp_matches('a{,2}', 'a{,2}') AS b, regexp_matches('a{', 'a{') AS c, regexp_matches('}', '}') AS d, regexp_matches(']', ']') AS e
SELECT regexp_matches('', '') AS a, regexp_matches(NULL, 'a') AS b, regexp_matches('a', NULL) AS c, regexp_extract(NULL, 'a') AS d, regexp_replace('a', NULL, 'b') AS e, regexp_extract_all(NULL, 'a') AS f
SELECT regexp_split_to_array('a1b22c', '[0-9]+') AS a, regexp_split_to_array('abc', '') AS b, regexp_split_to_array('', 'a') AS c, regexp_split_to_array('a,b,', ',') AS d, string_split_regex('a1b', '([0-9])') AS e, str_split_regex('ab', 'b*') AS f, string_split_regex(',a', ',') AS g
SELECT 'abc' ~ 'a.c' AS a, 'abc' ~ 'b' AS b, 'abc' !~ 'b' AS c, 'abc' SIMILAR TO 'a.c' AS d, 'abc' NOT SIMILAR TO 'b' AS e
SELECT regexp_replace('aXbX', 'x', '-', 'gi') AS a, regexp_replace('abc', '', '-') AS b, regexp_replace('abc', '', '-', 'g') AS c, regexp_replace('ab', 'b*', 'X', 'g') AS d, regexp_replace('äö', '', '-', 'g') AS e, regexp_replace('aab', 'a*', 'x', 'g') AS f, regexp_replace('baac', 'a*', 'x', 'g') AS g
SELECT regexp_matches('AB', 'ab', 'c') AS a, regexp_matches('a.b', 'a.b', 'l') AS b, regexp_matches('axb', 'a.b', 'l') AS c, regexp_matches('A.B', 'a.b', 'li') AS d, regexp_escape('a.b+c') AS e
SELECT regexp_matches('', '^$') AS a, regexp_matches('ab', '(a|b)*$') AS b, regexp_extract('foobar', 'o*') AS c, regexp_extract('xyz', '(?i)Y') AS d, regexp_extract('aXb', '(?i:x)b') AS e, regexp_extract('aaa', '(?U)a+') AS f, regexp_extract('aaa', '(?U)a+?') AS g
SELECT regexp_extract('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '(a*)*c') AS a, regexp_matches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '(a|aa)+$') AS b, regexp_extract('xx', '(x+x+)+y') AS c
SELECT regexp_extract('key=val; k2=v2', '(\w+)=(\w+)', 2) AS a, regexp_extract_all('key=val; k2=v2', '(\w+)=(\w+)', 1) AS b, regexp_replace('2026-03-27', '(\d+)-(\d+)-(\d+)', '\3/\2/\1') AS c
SELECT regexp_extract('ab', '(a)|(b)', 2) AS a, regexp_extract('b', '(a)|(b)', 2) AS b, regexp_extract('aab', '(a)*b', 1) AS c, regexp_extract('abab', '(a(b))*', 2) AS d, regexp_extract('', '(a)?', 1) AS e
SELECT details.text, regexp_matches(details.text, '[aeiou]') AS a, regexp_extract(details.text, '(\S+)\s(\S+)', 2) AS b, regexp_replace(details.text, '[^a-z]', '', 'g') AS c, regexp_extract_all(details.text, '\pL+') AS d FROM interactions GROUP BY ALL ORDER BY 1
SELECT action, count(*) FILTER (WHERE regexp_matches(component, '^P.*a$')) AS a, count(*) FILTER (WHERE component ~ '(?i)^page$') AS b FROM interactions GROUP BY action ORDER BY action
SELECT regexp_extract(component, action) AS a, regexp_matches(action, substring(action, 2, 2)) AS b FROM interactions ORDER BY timestamp, action LIMIT 5
SELECT regexp_matches('aé日🙂', '^\x{61}[é-ë][^a]\x{1F642}$') AS a, regexp_matches('🙂', '^.$') AS b, regexp_extract('日本語', '本.') AS c, regexp_replace('日本語', '.', 'x', 'g') AS d
-- Texts
SELECT split_part('a,b,c', ',', 2) AS a, split_part('a,b,c', ',', -1) AS b, split_part('a,b', ',', 5) AS c, split_part('abc', '', 1) AS d, split_part('', 'x', 1) AS e, split_part('a,b', ',', 0) AS f, split_part('abc', '', 2) AS g
SELECT position('b' IN 'abc') AS a, strpos('abc', 'c') AS b, instr('abc', 'x') AS c, strpos('日本', '本') AS d, strpos('abc', '') AS e, strpos('', 'a') AS f
SELECT lpad('a', 3, 'xy') AS a, rpad('a', 4, 'xy') AS b, lpad('abc', 2, 'x') AS c, rpad('日本', 1, 'x') AS d, lpad('a', 3, 'äö') AS e, lpad('a', -1, 'x') AS f, rpad('a', 0, 'x') AS g
SELECT lpad('a', 3, '') AS a
SELECT trim('  a ') AS a, ltrim('xxa', 'x') AS b, rtrim('abc', 'cb') AS c, trim('äaä', 'ä') AS d, trim(E'\ta\n') AS e, trim('xax', '') AS f, trim(BOTH 'x' FROM 'xax') AS g, trim(LEADING 'x' FROM 'xax') AS h, trim(TRAILING FROM ' a ') AS i
SELECT reverse('abc') AS a, reverse('äb') AS b, reverse('e' || chr(769) || 'x') AS c, reverse('') AS d, repeat('ab', 3) AS e, repeat('a', 0) AS f, repeat('a', -1) AS g, repeat('', 5) AS h
SELECT concat('a', NULL, 1) AS a, concat_ws(',', 'a', NULL, 'b') AS b, concat_ws(NULL, 'a') AS c, concat_ws(',', NULL) AS d, concat_ws(',', 1, true) AS e
SELECT left('abc', -1) AS a, right('abc', -1) AS b, left('abc', 0) AS c, left('日本語', 2) AS d, right('日本語', 2) AS e, left('abc', 9) AS f, left('abc', -9) AS g
SELECT length('é') AS a, strlen('é') AS b, length('e' || chr(769)) AS c, length('🙂') AS d, bit_length('é') AS e, length_grapheme('e' || chr(769)) AS f, char_length('a') AS g, character_length('ab') AS h
SELECT lower('İẞ') AS x, upper('ŉß') AS y, upper('ǆ') AS z, upper('straße') AS a, upper('éà') AS b, lower('ÄÖ') AS c, lcase('A') AS d, ucase('a') AS e
SELECT ascii('é') AS a, ascii('') AS b, ascii('A') AS c, unicode('é') AS d, unicode('') AS e, ord('a') AS f, ord('') AS g, chr(233) AS h, chr(65) AS i, chr(128512) AS j
SELECT chr(-1) AS a
SELECT chr(1114112) AS a
SELECT chr(55296) AS a
SELECT translate('12345', '143', 'ax') AS a, translate('abc', '', 'x') AS b, translate('aab', 'ab', 'b') AS c, translate('äbc', 'ä', 'a') AS d, translate('abc', 'abca', '1234') AS e
SELECT replace('aaa', 'a', 'bb') AS a, replace('abc', '', 'x') AS b, replace('', 'a', 'b') AS c, replace('日本', '本', 'x') AS d
SELECT levenshtein('kitten', 'sitting') AS a, editdist3('a', 'b') AS b, hamming('abc', 'abd') AS c, levenshtein('', 'abc') AS d, levenshtein('日本', '日') AS e, mismatches('abc', 'abd') AS f
SELECT hamming('a', 'ab') AS a
SELECT starts_with('abc', 'a') AS a, ends_with('abc', 'c') AS b, suffix('abc', 'bc') AS c, prefix('abc', 'ab') AS d, contains('abc', '') AS e, contains('', 'a') AS f, starts_with('a', NULL) AS g, contains([1, 2], 2) AS h
SELECT substring('abc', 2) AS a, substring('abc', -2) AS b, substring('abc', 0) AS c, substring('abc', 0, 2) AS d, substring('abc', -5, 3) AS e, substring('abc', 2, -1) AS f, substring('abc' FROM 2 FOR 1) AS g, substr('日本語', 2, 1) AS h, substring('abc', 5) AS i, substring('abc', 1, 0) AS j
SELECT substring('abc', -5) AS a, substring('abc', -5, 1) AS b, substring('abc', -1, -2) AS c, substring('abc', 5, -3) AS d, substring('abc', 3, -5) AS e, substring('abc', -4, 2) AS f, substring('abc', 9, -3) AS g, substring('abc', -2, -5) AS h, substring('abc', 0, 4) AS i, substring('abc', 0, -1) AS j
SELECT E'a\'b\\c\x41\101\t\ve' AS a, E'it''s\q' AS b
SELECT 'a' || NULL AS a, 'a' || 1 AS b, concat(NULL, NULL) AS c
SELECT url_encode('a b&c/é') AS a, url_decode('a%20b%2') AS b, url_decode('%C3%A9+x') AS c
SELECT string_split('a,b', ',') AS a, split('a,,b', ',') AS b, str_split('', ',') AS c, string_split('abc', '') AS d, string_to_array('a b', ' ') AS e, string_split('a', NULL) AS f, string_split('日本', '') AS g
SELECT upper(NULL) AS a, length(NULL) AS b, replace('a', NULL, 'b') AS c, repeat('a', NULL) AS d, split_part('a', NULL, 1) AS e, reverse(NULL) AS f
SELECT details.text AS t, reverse(details.text) AS a, upper(details.text) AS b, strpos(details.text, 'e') AS c, split_part(details.text, ' ', 2) AS d, lpad(details.text, 5, '*') AS e, length(details.text) AS f, string_split(details.text, 's') AS g, ascii(details.text) AS h FROM interactions GROUP BY ALL ORDER BY 1
SELECT concat_ws('-', user_id, component, details.n) AS a FROM interactions ORDER BY timestamp, a LIMIT 8
SELECT lower(1) AS a
SELECT length(1) AS a
-- Numbers
SELECT floor(5) AS a, floor(1.5::DOUBLE) AS b, ceil(1.2::DOUBLE) AS c, floor('nan'::DOUBLE) AS d, ceil('inf'::DOUBLE) AS e, floor(-0.5::DOUBLE) AS f, ceil(-0.5::DOUBLE) AS g, ceiling(-1.5::DOUBLE) AS h
SELECT round(2.5::DOUBLE) AS a, round(-2.5::DOUBLE) AS b, round(1.005::DOUBLE, 2) AS c, round(1234.5::DOUBLE, -2) AS d, round(1234, -2) AS e, round(15, -1) AS f, round(-15, -1) AS g, round('nan'::DOUBLE) AS h, round('inf'::DOUBLE, 2) AS i, round(1e300, 2) AS j, round(1.5::DOUBLE, 400) AS k, round(NULL, 1) AS l
SELECT round(-0.4::DOUBLE) AS a, round(0.49999999999999994::DOUBLE) AS b, round(9007199254740993) AS c, round(4503599627370497.5::DOUBLE) AS d, round(2.675::DOUBLE, 2) AS e, round(1e15 + 0.5, 1) AS f, round(5.015::DOUBLE, 2) AS g, round(0.285::DOUBLE, 2) AS h, round(123.456::DOUBLE, -400) AS i
SELECT round_even(2.5::DOUBLE, 0) AS a, roundbankers(3.5::DOUBLE, 0) AS b, round_even(2.675::DOUBLE, 2) AS c, round_even(25, -1) AS d, round_even(15.0::DOUBLE, -1) AS e
SELECT trunc(1.987::DOUBLE) AS a, trunc(-1.9::DOUBLE) AS b, trunc('inf'::DOUBLE) AS c, trunc(1234.5678::DOUBLE, 2) AS d, trunc(1234, -2) AS e, trunc(-15, -1) AS f, trunc(5, 2) AS g, trunc(5) AS h, trunc(-1234.5678::DOUBLE, -2) AS i, trunc(1e300, 10) AS j
SELECT sign(-2) AS a, sign(0.0::DOUBLE) AS b, sign('nan'::DOUBLE) AS c, sign(1.5::DOUBLE) AS d, abs(-5) AS e, abs(-5.5::DOUBLE) AS f, abs('-inf'::DOUBLE) AS g, abs(-9223372036854775807) AS h
SELECT abs(-9223372036854775808) AS a
SELECT sqrt(2) AS a, cbrt(27) AS b, ln(2) AS c, log(100) AS d, log2(8) AS e, log10(1000) AS f, log(2, 8) AS g, exp(1) AS h, pow(2, 10) AS i, power(2, -1) AS j, 2 ^ 3 AS k, pow(0, 0) AS l, pow(-1, 0.5) AS m, exp(1000) AS n, pow(0, -1) AS o, cbrt(-8) AS p
SELECT sqrt(-1) AS a, ln(0) AS b, ln(-1) AS c, log2(0) AS d, log10(0) AS e, log(-2, 2) AS f, log(1, 5) AS g, sqrt('nan'::DOUBLE) AS h, ln('inf'::DOUBLE) AS i
SELECT mod(5, 3) AS a, mod(-5, 3) AS b, fmod(5.5, 2) AS c, 5 // 2 AS d, -5 // 2 AS e, divide(5, 2) AS f, fdiv(5, 2) AS g, fdiv(-5, 2) AS h, fmod(-5, 3) AS i, fdiv(5, 0) AS j, fmod(5, 0) AS k, add(1, 2) AS l, subtract(3, 1) AS m, multiply(2, 3) AS n
SELECT mod(5, 0) AS a
SELECT divide(5, 0) AS a
SELECT sin(1) AS a, cos(1) AS b, tan(1) AS c, asin(1) AS d, acos(1) AS e, atan(1) AS f, atan2(1, 2) AS g, sinh(1) AS h, cosh(1) AS i, tanh(1) AS j, asinh(1) AS k, acosh(2) AS l, atanh(0.5) AS m, cot(1) AS n, degrees(pi()) AS o, radians(180) AS p, pi() AS q
SELECT asin(2) AS a, acos(2) AS b, sin('inf'::DOUBLE) AS c, acosh(0.5) AS d, atanh(2) AS e, atanh(1) AS f, cot(0) AS g
SELECT greatest(1, 2, NULL) AS a, least(1, 2, NULL) AS b, greatest('a', 'b') AS c, greatest(NULL, NULL) AS d, least(true, false) AS e, greatest(1.0::DOUBLE, 'nan'::DOUBLE) AS f, least('nan'::DOUBLE, 1) AS g, greatest(DATE '2020-01-01', DATE '2021-01-01') AS h, least(1, '2') AS i
SELECT isnan('nan'::DOUBLE) AS a, isnan(1.0::DOUBLE) AS b, isinf('inf'::DOUBLE) AS c, isfinite(1.0::DOUBLE) AS d, isfinite('-inf'::DOUBLE) AS e, isnan(NULL) AS f, isfinite(1) AS g, isnan(1) AS h, signbit(-1.0::DOUBLE) AS i, signbit(1.0::DOUBLE) AS j
SELECT gcd(12, 18) AS a, lcm(4, 6) AS b, gcd(0, 5) AS c, gcd(-4, 6) AS d, lcm(0, 5) AS e, lcm(-4, 6) AS f, factorial(5) AS g, even(3) AS h, even(-2.5) AS i, even(2.5) AS j, even(-3) AS k, nextafter(1::DOUBLE, 2::DOUBLE) AS l, gamma(5) AS m, lgamma(5) AS n, bit_count(255) AS o, xor(5, 3) AS p, gcd(0, 0) AS q
SELECT factorial(33) AS a, factorial(0) AS b, gamma(-1) AS c, lgamma(0) AS d, nextafter(0::DOUBLE, 1) AS e, even('nan'::DOUBLE) AS f
SELECT factorial(34) AS a
SELECT factorial(-1) AS a
SELECT lcm(9223372036854775807, 2) AS a
SELECT coalesce(NULL, 1) AS a, nullif(1, 1) AS b, nullif(1, 2) AS c, ifnull(NULL, 3) AS d, if(true, 1, 2) AS e, if(NULL, 1, 2) AS f, CASE 1 WHEN 1 THEN 'a' END AS g, coalesce(NULL, NULL) AS h
SELECT details.price AS p, floor(details.price) AS a, sqrt(details.price) AS b, round(details.price, 1) AS c, trunc(details.price) AS d, sin(details.price) AS e, isfinite(details.price) AS f, ln(details.price) AS g FROM interactions WHERE details.price < 1000 GROUP BY ALL ORDER BY 1
SELECT details.n AS n, mod(details.n, 3) AS a, abs(details.n) AS b, sign(details.n) AS c, round(details.n, -1) AS d, pow(details.n, 2) AS e FROM interactions WHERE details.n < 1000 GROUP BY ALL ORDER BY 1
-- Dates and times
SELECT date_diff('day', DATE '2020-01-01', DATE '2020-03-01') AS a, date_diff('month', TIMESTAMP '2020-01-31', TIMESTAMP '2020-02-01') AS b, datediff('hour', TIMESTAMP '2020-01-01 00:59:00', TIMESTAMP '2020-01-01 01:01:00') AS c, date_diff('week', DATE '2020-01-05', DATE '2020-01-06') AS d, date_diff('year', DATE '2019-12-31', DATE '2020-01-01') AS e, date_diff('quarter', DATE '2019-12-31', DATE '2020-01-01') AS f, date_diff('decade', DATE '2019-12-31', DATE '2020-01-01') AS g
SELECT date_diff('second', TIMESTAMP '2020-01-01 00:00:00.9', TIMESTAMP '2020-01-01 00:00:01.1') AS a, date_diff('minute', TIMESTAMP '2020-01-01', TIMESTAMP '2019-12-31 23:58:30') AS b, date_diff('millisecond', TIMESTAMP '2020-01-01 00:00:00.0005', TIMESTAMP '2020-01-01 00:00:00.0025') AS c, date_diff('microsecond', TIMESTAMP '2020-01-01', TIMESTAMP '2020-01-01 00:00:01') AS d, date_diff('century', DATE '2000-01-01', DATE '2001-01-01') AS e, date_diff('isoyear', DATE '2019-12-29', DATE '2019-12-31') AS f, date_diff('dow', DATE '2020-01-01', DATE '2020-01-05') AS g
SELECT date_diff('hour', TIMESTAMP '1969-12-31 23:30:00', TIMESTAMP '1970-01-01 00:30:00') AS a, date_diff('minute', TIMESTAMP '1960-01-01 00:00:30', TIMESTAMP '1960-01-01 00:01:10') AS b, date_diff('week', DATE '1960-01-03', DATE '1960-01-04') AS c, date_diff('decade', DATE '1969-01-01', DATE '1970-01-01') AS d, date_diff('day', NULL, DATE '2020-01-01') AS e
SELECT date_sub('month', DATE '2020-01-31', DATE '2020-02-29') AS a, datesub('hour', TIMESTAMP '2020-01-01 00:59:00', TIMESTAMP '2020-01-01 01:01:00') AS b, date_sub('day', TIMESTAMP '2020-01-01 12:00:00', TIMESTAMP '2020-01-03 11:00:00') AS c, date_sub('year', DATE '2020-02-29', DATE '2021-02-28') AS d, date_sub('quarter', DATE '2020-01-31', DATE '2020-04-30') AS e, date_sub('week', DATE '2020-01-01', DATE '2020-01-14') AS f, date_sub('month', DATE '2020-03-31', DATE '2020-02-29') AS g, date_sub('century', DATE '1999-01-01', DATE '2101-01-01') AS h
SELECT date_sub('month', TIMESTAMP '2020-01-31 10:00:00', TIMESTAMP '2020-02-29 09:00:00') AS a, date_sub('month', TIMESTAMP '2020-02-29 10:00:00', TIMESTAMP '2020-03-31 09:00:00') AS b, date_sub('month', DATE '2020-01-30', DATE '2020-02-29') AS c, date_sub('month', DATE '2020-02-29', DATE '2020-01-31') AS d, date_sub('decade', DATE '2000-01-01', DATE '2009-12-31') AS e
SELECT date_diff('parsec', DATE '2020-01-01', DATE '2020-01-02') AS a
SELECT date_add(DATE '2020-01-31', INTERVAL '1 month') AS a, date_add(TIMESTAMP '2020-01-01', INTERVAL '1 day') AS b, last_day(DATE '2020-02-10') AS c, last_day(TIMESTAMP '2021-02-10 05:00:00') AS d, make_date(2020, 2, 29) AS e, make_timestamp(2020, 2, 29, 12, 30, 45.5) AS f, make_timestamp(1000000) AS g, make_timestamp_ms(1000) AS h, make_date(18262) AS i
SELECT make_date(2020, 2, 30) AS a
SELECT make_date(2020, 13, 1) AS a
SELECT make_timestamp(2020, 1, 1, 24, 0, 0.0) AS a
SELECT make_timestamp(2020, 2, 29, 12, 60, 0) AS a
SELECT make_timestamp(2020, 2, 29, 12, 30, -1) AS a
SELECT make_date(NULL, 1, 1) AS a, make_timestamp(2020, 1, 1, 0, 0, 60.0) AS b, make_timestamp(2020, 2, 29, 12, 30, 60.5) AS c
SELECT strftime(TIMESTAMP '2020-03-04 05:06:07.089012', '%Y-%m-%d %H:%M:%S.%f %j %a %A %b %B %p %I %y %U %W %w %u %G %V %g %% %c %x %X %T') AS a, strftime(DATE '2020-01-01', '%d/%m/%Y') AS b, strftime(TIMESTAMP '2020-03-04 15:06:07', '%-d %-m %-y %-H %-I %-M %-S %-j') AS c
SELECT strftime(NULL, '%Y') AS a, strftime(DATE '2020-01-01', NULL) AS b, strftime(DATE '0099-01-01', '%Y %y') AS c, strftime(TIMESTAMP '2020-01-01 00:00:00', '%I %p') AS d, strftime(TIMESTAMP '2020-01-01 12:00:00', '%I %p') AS e, strftime(DATE '2021-01-03', '%U %W %V %G') AS f, strftime(DATE '2021-01-04', '%U %W %V %G') AS g
SELECT strftime(DATE '2020-01-01', '%Q') AS a
SELECT strftime(DATE '2020-01-01', '%-Y') AS a
SELECT strptime('2020-01-02 03:04:05', '%Y-%m-%d %H:%M:%S') AS a, strptime('4/3/2020', '%d/%m/%Y') AS b, strptime('Mar 5 2020 3PM', '%b %d %Y %I%p') AS c, strptime('2020-01-02T03:04:05.123456', '%Y-%m-%dT%H:%M:%S.%f') AS d, try_strptime('x', '%Y') AS e, strptime('20-1-1', '%y-%m-%d') AS f, strptime('2020-060', '%Y-%j') AS g, strptime('1 January 2020', '%d %B %Y') AS h
SELECT strptime('12:30', '%H:%M') AS a, strptime('Wed 4 Mar 2020', '%a %d %b %Y') AS b, strptime('2020-01-02', ['%d/%m/%Y', '%Y-%m-%d']) AS c, try_strptime('2020-13-02', '%Y-%m-%d') AS d, strptime('  2020-01-02  ', '%Y-%m-%d') AS e, strptime('2020  01', '%Y %m') AS f, strptime('202001', '%Y%m') AS g, strptime('5 pm', '%H %p') AS h
SELECT strptime('70', '%y') AS a, strptime('68', '%y') AS b, strptime('12 AM', '%I %p') AS c, strptime('12 pm', '%I %p') AS d, strptime('500', '%g') AS e, strptime('5', '%f') AS f, strptime('2020 10 3', '%G %V %u') AS g, strptime('2020-10', '%G-%V') AS h, strptime('2020 9 3', '%Y %U %w') AS i, strptime('2020-03-04 05:06:07', '%c') AS j, strptime('march', '%B') AS k
SELECT strptime('x', '%Y') AS a
SELECT strptime('2020-02-30', '%Y-%m-%d') AS a
SELECT strptime('2020-01-02 extra', '%Y-%m-%d') AS a
SELECT strptime('61', '%S') AS a
SELECT strptime('24', '%H') AS a
SELECT strptime('2020', '%Q') AS a
SELECT epoch(TIMESTAMP '2020-01-01 00:00:00.5') AS a, epoch_ms(TIMESTAMP '2020-01-01 00:00:00.0005') AS b, epoch_us(TIMESTAMP '2020-01-01') AS c, epoch_ns(TIMESTAMP '2020-01-01') AS d, epoch(DATE '2020-01-01') AS e, epoch(INTERVAL '1 month') AS f
SELECT dayname(DATE '2020-01-01') AS a, monthname(DATE '2020-01-01') AS b, dayofweek(DATE '2020-01-05') AS c, isodow(DATE '2020-01-05') AS d, weekday(DATE '2020-01-05') AS e, yearweek(DATE '2020-01-01') AS f, week(DATE '2020-12-31') AS g, weekofyear(DATE '2020-01-01') AS h, hour(TIMESTAMP '2020-01-01 05:00:00') AS i, century(DATE '2000-01-01') AS j, millennium(DATE '2001-01-01') AS k, yearweek(DATE '2021-01-03') AS l
SELECT CAST(to_days(2) AS VARCHAR) AS a, CAST(to_hours(3) AS VARCHAR) AS b, CAST(to_minutes(4) AS VARCHAR) AS c, CAST(to_seconds(5.5) AS VARCHAR) AS d, CAST(to_milliseconds(1.5) AS VARCHAR) AS e, CAST(to_microseconds(7) AS VARCHAR) AS f, CAST(to_months(8) AS VARCHAR) AS g, CAST(to_years(9) AS VARCHAR) AS h, CAST(to_weeks(1) AS VARCHAR) AS i, CAST(to_quarters(1) AS VARCHAR) AS j, CAST(to_decades(1) AS VARCHAR) AS k, CAST(to_centuries(1) AS VARCHAR) AS l, CAST(to_millennia(1) AS VARCHAR) AS m
SELECT to_days(2147483648) AS a
SELECT to_years(1000000000) AS a
SELECT to_hours(9223372036854775807) AS a
SELECT date_part('year', INTERVAL '14 months') AS a, extract(hour FROM INTERVAL '25 hours') AS b, date_part('epoch', INTERVAL '1 day') AS c, date_part('month', INTERVAL '14 months') AS d, date_part('day', INTERVAL '35 days 5 hours') AS e, date_part('hour', INTERVAL '-25 hours') AS f, date_part('minute', INTERVAL '90 minutes') AS g, date_part('second', INTERVAL '90.5 seconds') AS h, date_part('millisecond', INTERVAL '1.5 seconds') AS i, date_part('quarter', INTERVAL '7 months') AS j, date_part('decade', INTERVAL '25 years') AS k
SELECT date_part('dow', INTERVAL '2 months') AS a
SELECT CAST(age(TIMESTAMP '2020-03-01 10:00:00', TIMESTAMP '2020-01-31 11:00:00') AS VARCHAR) AS a, CAST(age(TIMESTAMP '2020-01-31 11:00:00', TIMESTAMP '2020-03-01 10:00:00') AS VARCHAR) AS b, CAST(age(DATE '2020-01-01', DATE '2019-12-01') AS VARCHAR) AS c, CAST(age(TIMESTAMP '2021-01-01', TIMESTAMP '2020-02-29') AS VARCHAR) AS d, CAST(age(TIMESTAMP '2020-01-01', TIMESTAMP '2020-01-01') AS VARCHAR) AS e, CAST(age(TIMESTAMP '2020-05-01', TIMESTAMP '2020-03-31') AS VARCHAR) AS f
SELECT timestamp AS t, date_diff('hour', timestamp, TIMESTAMP '2026-04-01') AS a, date_sub('day', timestamp, TIMESTAMP '2026-04-01') AS b, last_day(timestamp) AS c, strftime(timestamp, '%a %d %H:%M:%S.%g') AS d, dayname(timestamp) AS e FROM interactions GROUP BY ALL ORDER BY 1
SELECT strftime(timestamp, '%Y-%m-%d %H') AS h, count(*) AS n FROM interactions GROUP BY h ORDER BY h
SELECT typeof(1.5::DOUBLE) AS a, typeof('a') AS b, typeof(NULL) AS c, typeof(DATE '2020-01-01') AS d, typeof(['a']) AS e, typeof(true) AS f, typeof([]) AS g
-- JSON
SELECT json_extract('{"a":{"b":[1,2.50,"x",null,true]}}', '$.a.b[1]')::VARCHAR AS a, json_extract('{"a":{"b":[1]}}', '$.a')::VARCHAR AS b, json_extract('{"a":1}', 'a')::VARCHAR AS c, json_extract('{"a":1}', '$.z') AS d, json_extract('[1,2]', '$[0]')::VARCHAR AS e, json_extract('[1,2]', '$[-1]')::VARCHAR AS f, json_extract('[1,2]', '$[#-1]')::VARCHAR AS g, json_extract('[1,2]', 1)::VARCHAR AS h, json_extract('[1,2]', -1)::VARCHAR AS i, json_extract('[1,2]', 5) AS j, json_extract('{"a":[5]}', '/a/0')::VARCHAR AS k
SELECT json_extract_string('{"a":"x"}', '$.a') AS a, json_extract_string('{"a":1}', 'a') AS b, json_extract_string('{"a":{"b": 1}}', 'a') AS c, json_extract_string('{"a":null}', 'a') AS d, '{"a":"x"}'->>'a' AS e, '{"a":{"b":"y"}}'->'a'->>'b' AS f, ('[1,2]'->1)::VARCHAR AS g, '[1,2]'->>0 AS h, '{"a":"x"}'->>'$.a' AS i
SELECT json_keys('{"b":1,"a":2}') AS a, json_keys('[1]') AS b, json_keys('{}') AS c, json_keys('{"a":{"c":1}}', '$.a') AS d, json_keys('1') AS e, json_keys('{"a":1}', '$.b') AS f
SELECT json_array_length('[1,2]') AS a, json_array_length('{}') AS b, json_array_length('{"a":[1]}', '$.a') AS c, json_array_length('[]') AS d, json_array_length('1') AS e, json_array_length('{"a":[1]}', '$.b') AS f
SELECT json_type('{}') AS a, json_type('[]') AS b, json_type('1') AS c, json_type('-1') AS d, json_type('1.5') AS e, json_type('"x"') AS f, json_type('true') AS g, json_type('null') AS h, json_type('{"a":1}', '$.a') AS i, json_type('{"a":1}', '$.z') AS j, json_type('18446744073709551615') AS k, json_type('1e2') AS l, json_type('123456789012345678901234567890') AS m
SELECT json_exists('{"a":null}', '$.a') AS a, json_exists('{"a":1}', '$.b') AS b, json_valid('{"a":1}') AS c, json_valid('{a}') AS d, json_valid('') AS e, json_valid(NULL) AS f, json_valid('1 2') AS g, json_valid('[1') AS h, json_valid('"a') AS i
SELECT json_extract('{bad', '$.a') AS a
SELECT json_extract('{"a":1}', '$.') AS a
SELECT json_extract('[1]', '$[x]') AS a
SELECT json_extract('{"a":1}', '$a') AS a
SELECT json('{bad') AS a
SELECT json_extract_string('{"a":1,"b":"x"}', ['$.a', '$.c', 'b']) AS a, json_extract_string('{"x y":1,"a.b":2}', '$."x y"') AS b, json_extract_string('{"a.b":2}', '$."a.b"') AS c, json_extract_string('{"a.b":2}', 'a.b') AS d, json_extract_string('{"a":1}', '$') AS e, json_extract_string('{"é":1}', '$.é') AS f
SELECT json_extract_string('{"a" : [ 1 , 2 ] }', '$.a') AS a, json('{"a" : 1 }')::VARCHAR AS b, json_extract_string('{"a":"\u00e9\n\ud83d\ude42"}', 'a') AS c, json_extract_string('{"a":[{"b":1},{"b":2}]}', '$.a[1].b') AS d, json_extract_string('{"a":[[1,2]]}', '$.a[0][1]') AS e, json_extract('{"0":1}', '$[0]') AS f, json_extract('[1]', '$.0') AS g, json_extract_string('{"0":5}', '$.0') AS h
SELECT json_extract(NULL, 'a') AS a, json_extract('{}', NULL) AS b, json_array_length(NULL) AS c, json_keys(NULL) AS d, json_type(NULL) AS e, json_extract('{"a":1}', '$.a.b') AS f, json_extract('{"a":1}', '$.a[0]') AS g, json_extract_string('{"a/b":1}', '/a~1b') AS h, json_extract('{"a":1}', '/') AS i
SELECT to_json(1)::VARCHAR AS a, to_json([1, 2])::VARCHAR AS b, to_json(NULL) AS c, to_json(true)::VARCHAR AS d, to_json(1.5::DOUBLE)::VARCHAR AS e, array_to_json([1])::VARCHAR AS f, json_object('a', 1, 'b', 'x')::VARCHAR AS g, json_array(1, 'x', NULL)::VARCHAR AS h, json_value('{"a":1}', '$.a')::VARCHAR AS i, json_value('{"a":[1]}', '$.a') AS j
SELECT json_extract_string('1.0', '$') AS a, json_extract_string('123456789012345678901234567890', '$') AS b, json_extract_string('1.50', '$') AS c, json_extract_string('"a\/b"', '$') AS d, CAST(json_extract('{"a":5}', 'a') AS INT) + 1 AS e, json_extract_string('{"a":5}', 'a') = '5' AS f
SELECT json_extract_string(details.obj, '$.l[1]') AS a, json_array_length(details.obj, '$.l') AS b, details.obj->>'$.s' AS c, json_keys(details.obj) AS d, json_type(details.obj, '$.l[2].z') AS e, json_exists(details.obj, '$.e') AS f, json_extract_string(details.obj, '$.l[2].z') AS g FROM interactions ORDER BY timestamp, a LIMIT 12
SELECT json_array_length(details.tags) AS n, count(*) AS c, max(details.tags->>0) AS t FROM interactions GROUP BY n ORDER BY n
