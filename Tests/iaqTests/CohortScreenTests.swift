// The retention table as a person sees it: what fits, percent, the weighted mean, colours.
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct CohortScreenTests {
    static let monday = Day(year: 2026, month: 3, day: 2)
    static let cells = (0..<30).flatMap { cohort in
        (0..<(30 - cohort)).map { period in
            CohortCell(cohort: monday.advanced(by: cohort * 7), period: period, size: 100 + cohort, returned: period == 0 ? 100 + cohort : 40 - period)
        }
    }

    @Test func periodsFollowTheWidth() {
        let screen = CohortScreen(Self.cells)
        let wide = screen.text(title: "t", columns: 160, color: false).split(separator: "\n")
        #expect(wide.count == 33 && wide.allSatisfy { $0.count <= 160 })
        #expect(wide[1].hasSuffix("  28  29") && wide[32].hasPrefix("mean"))
        let narrow = screen.text(title: "t", columns: 80, color: false).split(separator: "\n")
        #expect(narrow.allSatisfy { $0.count <= 80 } && narrow[1].hasSuffix("  15") && narrow.last == "14 more periods do not fit here; --format tsv has all.")
        #expect(narrow[2] == "2026-03-02  100  100  39  38  37  36  35  34  33  32  31  30  29  28  27  26  25")
    }

    @Test func theMeanIsWeighted() {
        let cells = [
            CohortCell(cohort: Self.monday, period: 0, size: 300, returned: 300), CohortCell(cohort: Self.monday, period: 1, size: 300, returned: 30),
            CohortCell(cohort: Self.monday.advanced(by: 1), period: 0, size: 100, returned: 100),
            CohortCell(cohort: Self.monday.advanced(by: 1), period: 1, size: 100, returned: 90),
            CohortCell(cohort: Self.monday.advanced(by: 2), period: 0, size: 9, returned: 9),
        ]
        let lines = CohortScreen(cells).text(title: "t", columns: nil, color: false).split(separator: "\n")
        #expect(lines[4] == "2026-03-04    9  100" && lines[5] == "mean        409  100  30")
    }

    @Test func percentTellsNoneAndAll() {
        #expect([0, 0.001, 0.125, 0.999, 1].map(CohortScreen.percent) == ["0", "<1", "13", "99", "100"])
    }

    @Test func coloursAreAsked() {
        let cells = [CohortCell(cohort: Self.monday, period: 0, lastPeriod: 0, size: 4, returned: 4), CohortCell(cohort: Self.monday, period: 1, lastPeriod: 3, size: 4, returned: 0)]
        let plain = CohortScreen(cells).text(title: "t", columns: 80, color: false)
        #expect(plain == "t\ncohort     size    0 1-3\n2026-03-02    4  100   0\n")
        let colored = CohortScreen(cells).text(title: "t", columns: 80, color: true)
        #expect(colored.contains("\u{1b}[48;5;44;38;5;16m 100\u{1b}[0m") && !plain.contains("\u{1b}"))
    }
}
