// A shop that records what its visitors do and asks the store about it, in one process.
import InteractionAnalytics

@main
struct Shop {
    /// A row of the answer; columns are found by their names.
    struct Top: Decodable {
        let action: String
        let n: Int
    }

    static func main() async throws {
        let path = CommandLine.arguments.dropFirst().first ?? "shop-store"
        let store = try await InteractionStore.open(path, expireAfter: .days(90))
        let start = Day(year: 2026, month: 3, day: 1).start.microseconds
        for visit in 0..<100 {
            var events: [Interaction] = []
            for (step, action) in ["view", "add_to_cart", "purchase"].prefix(1 + visit % 3).enumerated() {
                events.append(
                    Interaction(
                        timestamp: Timestamp(microseconds: start + Int64(visit) * 60_000_000 + Int64(step) * 5_000_000),
                        sessionId: "visit-\(visit)", userId: visit % 4 == 0 ? nil : "u-\(visit % 7)", action: action,
                        component: "ProductPage", details: ["price": 19.9, "sku": "R-7"]))
            }
            try await store.append(events, durability: .written)
        }
        let page = "ProductPage"
        let top: [Top] = try await store.query(
            "SELECT action, count(*) AS n FROM interactions WHERE component = \(page) GROUP BY action ORDER BY n DESC")
        for row in top { print(row.action, row.n) }
        let days = try await store.query(
            .interactions.where(.action == "purchase" && .component == page).group(by: .start(of: .day))
                .select(.start(of: .day).as("day"), .count.as("purchases"), .count(distinct: .userId).as("users"))
                .order(by: .ascending(column: "day")))
        for row in 0..<days.rowCount { print(days[row, 0], days[row, 1], days[row, 2]) }
        let sessions = try await store.sessions().summary
        print("sessions", sessions.sessions, "bounces", sessions.bounceRate ?? 0)
        try await store.compact(all: true)
        print("dropped", try await store.expire(dryRun: true).count)
        try await store.close()
    }
}
