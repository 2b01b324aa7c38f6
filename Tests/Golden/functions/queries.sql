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
