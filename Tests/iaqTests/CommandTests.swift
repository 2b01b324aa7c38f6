// The way in and out of the command: order of arguments, exit codes, how an error points at its place.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct CommandTests {
    func normalized(_ text: String) -> String {
        ArgumentOrder.normalized(text.split(separator: " ").map(String.init), nested: ["config": ["get", "set"]])
            .joined(separator: " ")
    }

    @Test(arguments: [
        ("--store s query x", "query --store s x"), ("query x --store s", "query x --store s"),
        ("--store=s --format json config get zone", "config get --store=s --format json zone"),
        ("-q --store s config zone", "config -q --store s zone"), ("--help", "--help"), ("--store s", "--store s"),
        ("--store s --help", "--store s --help"), ("--unknown query", "--unknown query"), ("", ""), ("--store", "--store"),
    ])
    func generalOptionsMayComeFirst(given: String, wanted: String) {
        #expect(normalized(given) == wanted)
    }

    @Test func exitCodesFollowTheError() {
        func status(_ code: InteractionError.Code) -> Int { ExitStatus(InteractionError(code, "x")).rawValue }
        #expect(status(.invalidQuery) == 1)
        #expect(status(.notFound) == 1)
        #expect(status(.damaged) == 3)
        #expect(status(.locked) == 4)
        #expect(status(.cancelled) == 130)
    }

    @Test func usageErrorsExitWithTwo() async {
        #expect(await CommandRun.status(of: ["demo", "--events", "x"]) == 2)
        for wrong in [
            ["no-such-command"], ["sesions"], ["config", "sett"], ["sessions", "--tz", "Europe/Berln"], ["sessions", "--from", "x"],
            ["query", "select 1", "--last", "3"], ["query"], ["stats", "--store", ""], ["transitions", "--fail-if-rows", "--fail-if-empty"],
            ["export", "--from", "2026-03-02", "--to", "2026-03-01"],
        ] {
            #expect(await CommandRun.status(of: wrong) == 2, "\(wrong)")
        }
        #expect(await CommandRun.status(of: ["demo", "--days", "0"]) == 2)
        #expect(await CommandRun.status(of: ["demo", "--end", "2026-02-30"]) == 2)
    }

    @Test func caretStandsUnderThePlace() {
        let error = InteractionError(.invalidQuery, "unknown column 'usr'", hint: "did you mean user_id?", position: 7)
        #expect(
            ErrorText.lines(error, query: "SELECT usr FROM interactions") == [
                "iaq: unknown column 'usr'", "  SELECT usr FROM interactions", "         ^", "  did you mean user_id?",
            ])
        #expect(ErrorText.caret("SELECT '买',\n  x", at: 16) == ["  line 2:   x", "            ^"])
        #expect(ErrorText.caret("SELECT '买' x", at: 13) == ["  SELECT '买' x", "              ^"])
        #expect(ErrorText.caret("\t\tx", at: 2) == ["  \\t\\tx", "      ^"])
        #expect(ErrorText.caret("a\r\nb", at: 0) == ["  line 1: a", "          ^"])
        #expect(ErrorText.caret("", at: 99) == ["  ", "  ^"])
        #expect(ErrorText.caret("a\u{1b}[2Jb", at: 6) == ["  a\\u{1b}[2Jb", "             ^"])
    }

    /// Whatever the line and the place: both lines fit, and the caret stands under the character at the place.
    @Test(arguments: ["x", "买", "e\u{301}", "\t", "👩‍👩‍👧"])
    func longLinesAreCutAroundThePlace(unit: String) throws {
        let text = String(repeating: unit, count: 300)
        for at in [0, 1, 30, 100, 150, 270, 299, 300] {
            let query = String(repeating: unit, count: at) + "⌘" + String(repeating: unit, count: 300 - at)
            let lines = ErrorText.caret(query, at: unit.utf8.count * at, columns: 80)
            try #require(lines.count == 2)
            #expect(TextWidth.columns(of: lines[0]) <= 80 && TextWidth.columns(of: lines[1]) <= 80)
            let mark = try #require(lines[0].firstIndex(of: "⌘"))
            #expect(TextWidth.columns(of: String(lines[0][..<mark])) == lines[1].utf8.count - 1, "\(unit) at \(at)")
            #expect(TextWidth.columns(of: lines[0]) >= 76, "the room is used: \(unit) at \(at)")
        }
        #expect(ErrorText.caret(text, at: 0, columns: 80)[0].hasSuffix("…"))
        #expect(ErrorText.caret(String(repeating: "x", count: 90), at: 3, columns: 100)[0].utf8.count == 92, "short lines stay whole")
    }

    @Test(arguments: [
        ("2026-03-29", "2026-03-28T23:00"), ("2026-03-29T12:00", "2026-03-29T10:00"), ("2026-03-29T12:00:00Z", "2026-03-29T12:00"),
        ("today", "2026-03-28T23:00"), ("yesterday", "2026-03-27T23:00"), ("now", "2026-03-29T22:30"), ("1h", "2026-03-29T21:30"),
    ])
    func momentsAreOfTheZone(text: String, expected: String) throws {
        // Half past midnight of the next day in Berlin would be 22:30Z; a minute before midnight is still the 29th.
        let zone = try ZoneNames.rules(named: "Europe/Berlin")
        let now = try Timestamp(parsing: text == "today" || text == "yesterday" ? "2026-03-29T21:59:00Z" : "2026-03-29T22:30:00Z")
        #expect(try RangeOptions.moment(text, flag: "--from", now: now, zone: zone).description.prefix(16) == expected)
    }

    @Test func unknownZonesNameTheNearest() {
        func hint(_ name: String) -> String? {
            do {
                _ = try ZoneNames.rules(named: name)
                return nil
            } catch {
                return error.hint
            }
        }
        #expect(hint("Europe/Berln") == "did you mean Europe/Berlin?")
        #expect(hint("berlin") == "did you mean Europe/Berlin?")
        #expect(hint("new york") == "did you mean America/New_York?")
        #expect(hint("xyzzyxyzzy") == "expected an IANA name like Europe/Berlin, or UTC")
        #expect(hint("UTC") == nil)
    }
}
