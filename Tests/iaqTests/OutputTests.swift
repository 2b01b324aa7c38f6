// Printing of results: each format byte for byte, widths of wide and combining characters, colour rules, and text that
// tries to escape.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct OutputTests {
    let table = ResultTable(
        columns: [ResultColumn("action", .text), ResultColumn("n", .number), ResultColumn("at", .timestamp)],
        rows: [
            [.text("view"), .integer(12), .timestamp(Timestamp(microseconds: 1_700_158_546_680_590))],
            [.text("买 \"x\", y"), .real(0.5), .null],
            [.null, .exact("170141183460469231731687303715884105727"), .timestamp(Timestamp(microseconds: 0))],
            [.text(""), .null, .null],
        ])

    func printed(_ format: OutputFormat, _ change: (inout OutputStyle) -> Void = { _ in }) -> String {
        var style = OutputStyle(format: format)
        change(&style)
        return String(decoding: table.bytes(style), as: UTF8.self)
    }

    @Test func tsv() {
        #expect(
            printed(.tsv) == """
                action\tn\tat
                view\t12\t2023-11-16T18:15:46.680590Z
                买 "x", y\t0.5\t
                \t170141183460469231731687303715884105727\t1970-01-01T00:00:00.000000Z
                \t\t

                """)
        #expect(!printed(.tsv) { $0.header = false }.contains("action"))
    }

    @Test func csvKeepsNullAndEmptyApart() {
        #expect(
            printed(.csv) == """
                action,n,at
                view,12,2023-11-16T18:15:46.680590Z
                "买 ""x"", y",0.5,
                ,170141183460469231731687303715884105727,1970-01-01T00:00:00.000000Z
                "",,

                """)
    }

    @Test func jsonIsAlwaysAnArray() {
        #expect(
            printed(.json) == """
                [
                {"action":"view","n":12,"at":"2023-11-16T18:15:46.680590Z"},
                {"action":"买 \\"x\\", y","n":0.5,"at":null},
                {"action":null,"n":170141183460469231731687303715884105727,"at":"1970-01-01T00:00:00.000000Z"},
                {"action":"","n":null,"at":null}
                ]

                """)
        #expect(ResultTable(columns: table.columns).bytes(OutputStyle(format: .json)) == Array("[]\n".utf8))
        #expect(printed(.ndjson).hasPrefix("{\"action\":\"view\""))
        #expect(printed(.ndjson).split(separator: "\n").count == 4)
    }

    @Test func boxAlignsWideCharactersAndNumbers() {
        #expect(
            printed(.box) == """
                ┌───────────┬─────────────────────────────────────────┬─────────────────────────────┐
                │ action    │                                       n │ at                          │
                ├───────────┼─────────────────────────────────────────┼─────────────────────────────┤
                │ view      │                                      12 │ 2023-11-16T18:15:46.680590Z │
                │ 买 "x", y │                                     0.5 │ null                        │
                │ null      │ 170141183460469231731687303715884105727 │ 1970-01-01T00:00:00Z        │
                │           │                                    null │ null                        │
                └───────────┴─────────────────────────────────────────┴─────────────────────────────┘

                """)
    }

    @Test func boxFitsTheTerminal() {
        for columns in [30, 40, 60, 79] {
            for line in printed(.box, { $0.columns = columns }).split(separator: "\n") {
                #expect(TextWidth.columns(of: String(line)) <= columns, "\(columns): \(line)")
            }
        }
    }

    @Test func markdownEscapesBars() {
        let table = ResultTable(columns: [ResultColumn("a", .text), ResultColumn("n", .number)], rows: [[.text("x|y"), .integer(1)]])
        #expect(
            String(decoding: table.bytes(OutputStyle(format: .markdown)), as: UTF8.self) == """
                | a    | n |
                | ---- | -: |
                | x\\|y | 1 |

                """)
    }

    @Test(arguments: [
        ("abc", 3), ("é", 1), ("e\u{301}", 1), ("买东西", 6), ("한국", 4), ("👩‍👩‍👧", 2), ("❤️", 2), ("ｱ", 1), ("Ａ", 2), ("", 0),
        ("\u{200B}", 0), ("क्षि", 1), ("🇩🇪", 2), ("ᄒ", 2),
    ])
    func widths(text: String, columns: Int) {
        #expect(TextWidth.columns(of: text) == columns)
    }

    @Test func rangesAreSorted() {
        for (a, b) in zip(WideRanges.ranges, WideRanges.ranges.dropFirst()) { #expect(a.upperBound < b.lowerBound) }
    }

    @Test func cuttingNeverSplitsACharacter() {
        #expect(TextWidth.cut("买东西", columns: 5) == "买东…")
        #expect(TextWidth.cut("买东西", columns: 4) == "买…")
        #expect(TextWidth.cut("abc", columns: 3) == "abc")
    }

    @Test func escapesAreShownNotSent() {
        let hostile = "a\u{1b}[31mred\u{07}\u{9b}2J\u{202E}x\n\tz\\"
        let table = ResultTable(columns: [ResultColumn("\u{1b}]0;t\u{07}", .text)], rows: [[.text(hostile)], [.list([.text(hostile)])]])
        for format in OutputFormat.allCases {
            var style = OutputStyle(format: format)
            style.isTerminal = true
            let text = String(decoding: table.bytes(style), as: UTF8.self)
            let sent = text.unicodeScalars.filter { ShownText.isHidden($0) && $0 != "\n" && $0 != "\t" }
            #expect(sent.isEmpty, "\(format) sends \(sent.map(\.value))")
        }
        // JSON kept as text, such as a session's details, is escaped too, and stays the same JSON.
        let kept = ResultTable(columns: [ResultColumn("d", .any)], rows: [[.json("{\"a\u{9b}\":\"\u{7f}\u{202E}\\n\"}")]])
        for raw in [false, true] {
            var style = OutputStyle(format: .ndjson)
            style.raw = raw
            #expect(String(decoding: kept.bytes(style), as: UTF8.self) == "{\"d\":{\"a\\u009b\":\"\\u007f\\u202e\\n\"}}\n")
        }
        let lines = Array("{\"a\":\"\u{9b}\"}\n{\"b\":1}\n".utf8)
        #expect(String(decoding: JSONText.escaped(lines, keepingLines: true), as: UTF8.self) == "{\"a\":\"\\u009b\"}\n{\"b\":1}\n")
        var raw = OutputStyle(format: .tsv)
        raw.raw = true
        #expect(table.bytes(raw).contains(0x1b))
        #expect(String(decoding: table.bytes(OutputStyle(format: .csv)), as: UTF8.self).contains(hostile))
    }

    /// In a pipe TSV is undone by its escapes, CSV by its quotes: the data comes back equal.
    @Test func pipedTextReadsBackEqual() throws {
        let texts = ["\u{9b}31m", "\\u{9b}", "a\tb\nc\rd\\e", "\u{1b}[2J", "\\\\", "买\u{2028}", "plain", "\"q\",x", "\u{FEFF}b"]
        let table = ResultTable(columns: [ResultColumn("t", .text)], rows: texts.map { [.text($0)] })
        let tsv = String(decoding: table.bytes(OutputStyle(format: .tsv)), as: UTF8.self)
        #expect(tsv.split(separator: "\n").dropFirst().map { Self.unescaped(String($0)) } == texts)
        let csv = String(decoding: table.bytes(OutputStyle(format: .csv)), as: UTF8.self)
        #expect(Self.fields(csv).dropFirst() == texts[...])
    }

    /// Undoes `\t`, `\n`, `\r`, `\\`, `\u{...}`.
    static func unescaped(_ text: String) -> String {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let kind = rest.popFirst() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch kind {
            case "t": result += "\t"
            case "n": result += "\n"
            case "r": result += "\r"
            case "u":
                let digits = String(rest.dropFirst().prefix { $0 != "}" })
                rest = rest.dropFirst(digits.unicodeScalars.count + 2)
                if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) { result.unicodeScalars.append(scalar) }
            default: result.unicodeScalars.append(kind)
            }
        }
        return result
    }

    /// The fields of CSV with one column.
    static func fields(_ text: String) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 34 {
                if isQuoted, rest.first == 34 { field.append(34); rest.removeFirst() } else { isQuoted.toggle() }
            } else if byte == 10, !isQuoted {
                fields.append(String(decoding: field, as: UTF8.self))
                field = []
            } else {
                field.append(byte)
            }
        }
        return fields
    }

    @Test func colorRules() {
        func colored(_ color: ColorChoice, _ variables: [String: String], terminal: Bool) -> Bool {
            OutputStyle.resolve(
                format: nil, header: true, color: color, raw: false, isTerminal: terminal, columns: 80,
                environment: { variables[$0] }
            ).color
        }
        #expect(colored(.auto, [:], terminal: true))
        #expect(!colored(.auto, [:], terminal: false))
        #expect(!colored(.auto, ["NO_COLOR": "1"], terminal: true))
        #expect(colored(.auto, ["NO_COLOR": ""], terminal: true))
        #expect(colored(.auto, ["FORCE_COLOR": "1"], terminal: false))
        #expect(!colored(.auto, ["FORCE_COLOR": "1", "NO_COLOR": "1"], terminal: true))
        #expect(colored(.always, ["NO_COLOR": "1"], terminal: false))
        #expect(!colored(.never, ["FORCE_COLOR": "1"], terminal: true))
        #expect(!colored(.auto, ["TERM": "dumb"], terminal: true))
    }

    @Test func formatFollowsThePlaceWrittenTo() {
        func format(_ wanted: OutputFormat?, terminal: Bool) -> OutputFormat {
            OutputStyle.resolve(
                format: wanted, header: true, color: .auto, raw: false, isTerminal: terminal, columns: nil, environment: { _ in nil }
            ).format
        }
        #expect(format(nil, terminal: true) == .box)
        #expect(format(nil, terminal: false) == .tsv)
        #expect(format(.json, terminal: true) == .json)
    }
}
