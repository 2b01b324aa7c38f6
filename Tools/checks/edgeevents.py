"""Events at the edges of the format, as lines of NDJSON: every kind of value, absence and null, far numbers, ties, more distinct
properties than a segment has columns, events of the largest size."""
import json
import random

LARGEST_ROW = 1_048_576


def line(second, action, rest="", day=1):
    """An event of 2026-03-<day>; `rest` is JSON text of further fields."""
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return f'{{"timestamp":"2026-03-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z","action":{json.dumps(action)}{"," + rest if rest else ""}}}'


def edges():
    """One event for each edge, in the order of time; ties follow one another."""
    deep = '{"k":' * 62 + "[[]]" + "}" * 62
    rests = [
        "", '"sessionId":null', '"sessionId":""', '"userId":null', '"userId":""', '"component":null', '"component":""',
        '"details":null', '"details":{}', '"metadata":{}', '"details":{},"metadata":null',
        '"sessionId":"s","userId":"u","component":"c","details":{"a":1},"metadata":{"a":1}',
        '"sessionId":"s","userId":null,"component":"","details":{"a":{"b":{"c":{}}},"a.b":1,"a.b.c":"x","":{"":""}}',
        '"details":{"z":1,"a":2,"m":{"z":null,"a":[],"m":{}}}', '"details":{"a":2,"m":{"z":null,"a":[],"m":{}},"z":1}',
        '"details":{"t":true,"f":false,"n":null}', '"details":{"t":1,"f":0,"n":"null"}', '"details":{"t":"true","f":0.0,"n":[]}',
        '"details":{"l":[1,"two",null,true,{"k":[{}]},[[]],1.50,12345678901234567890]}', '"details":{"l":[[],{}]}',
        '"details":{"percent%":"%s","quote\\"":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f","emoji":"\\ud83d\\ude00 \u00e9 e\u0301 \u4e2d"}',
        f'"details":{deep}', '"details":' + '{"k":' * 63 + "{}" + "}" * 63,
    ]
    numbers = ["0", "-0", "0.0", "-0.0", "1", "1.0", "1e3", "1E3", "9007199254740993", "9223372036854775807", "-9223372036854775808",
               "9223372036854775808", "-9223372036854775809", "12345678901234567890", "0.1", "0.30000000000000004",
               "0.1000000000000000055511151231257827", "1e400", "-1e-400", "5e-324", "1.7976931348623157e308", "1e16", "1e15", "1e-5",
               "123456789012345680000", "1.5e300", "2.2250738585072014e-308"]
    rests += [f'"userId":"n","details":{{"v":{number}}}' for number in numbers]
    rests += [f'"details":{{"only":{number}}}' for number in numbers]
    return [line(100 + index, "edge", rest) for index, rest in enumerate(rests)]


def ties():
    """Many events of one instant, among and inside sessions, users and nobody."""
    owners = ['"sessionId":"a"', '"sessionId":"b","userId":"u"', '"userId":"u"', "", '"userId":"w"', '"sessionId":"a","userId":"w"']
    chooser = random.Random(5)
    return [line(5_000 + (index // 40) % 3, "tie", f'{chooser.choice(owners)},"details":{{"i":{index}}}'.removeprefix(","))
            for index in range(400)]


def many_properties():
    """Events with 300 distinct properties, some of several lanes: the rarest 44 and more are in the overflow."""
    lines, chooser = [], random.Random(6)
    values = ["7", "-3.25", '"text"', "true", '["x",{"y":1}]', "12345678901234567890", "null", "[]", "{}"]
    for index in range(700):
        keys = sorted(chooser.sample(range(300), 12), key=lambda key: (key * 7) % 300)
        body = ",".join(f'"p{key}":{values[key % 9] if chooser.random() < 0.9 else chooser.choice(values)}' for key in keys if key <= index)
        lines.append(line(10_000 + index, f"act{index % 5}", f'"sessionId":"s{index % 31}","details":{{{body}}},"metadata":{{"x":{{"i":{index}}}}}'))
    return lines


def large():
    """Two events that nearly fill the largest row, with little in common, and one of many keys."""
    chooser = random.Random(7)
    texts = ["".join(chooser.choices("abcdefghijklmnopqrstuvwxyz \u00e9\u4e2d", k=(LARGEST_ROW - 2_000) // 2)) for _ in range(2)]
    lines = [line(20_000 + index, "large", f'"details":{{"text":{json.dumps(text, ensure_ascii=False)}}}') for index, text in enumerate(texts)]
    keys = ",".join(f'"key{index}":{index}' for index in range(4_000))
    return [*lines, line(20_010, "keys", f'"details":{{{keys}}}')]


def all_lines():
    """All of them over three days, not in the order of time."""
    first = edges() + ties() + many_properties() + large()
    second = [text.replace("2026-03-01", "2026-03-03") for text in reversed(edges())]
    rest = [line(second, "plain", '"sessionId":"p"', day=2) for second in range(50)]
    return first + second + rest
