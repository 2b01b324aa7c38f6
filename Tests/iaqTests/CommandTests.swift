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
        #expect(await CommandRun.status(of: ["no-such-command"]) == 2)
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
        #expect(ErrorText.caret("", at: 99) == ["  ", "  ^"])
        #expect(ErrorText.caret("a\u{1b}[2Jb", at: 6) == ["  a\\u{1b}[2Jb", "             ^"])
    }
}
