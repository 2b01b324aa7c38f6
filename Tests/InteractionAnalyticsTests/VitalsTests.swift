// Vitals against the definition, one report at a time, over random stores.
import InteractionAnalytics
import Testing

@Suite struct VitalsTests {
    static let limits = ["FCP": (1800.0, 3000.0), "LCP": (2500, 4000), "INP": (200, 500), "CLS": (0.1, 0.25), "TTFB": (800, 1800)]

    static func number(_ value: PropertyValue?) -> Double? {
        switch value {
        case .int(let number)?: Double(number)
        case .double(let number)?: number
        default: nil
        }
    }

    static func text(_ value: PropertyValue?) -> String? {
        switch value {
        case .string(let text)?: text
        case .int(let number)?: "\(number)"
        default: nil
        }
    }

    /// The definition: reports in the order of events; one with the id of an earlier one of the metric takes its place.
    static func stats(_ events: [BehaviorEvents.Made], by: (Interaction) -> String?) -> [VitalStats] {
        struct Key: Hashable {
            var metric: String
            var id: String
        }
        struct Report {
            var metric: String
            var by: String?
            var value: Double
        }
        var kept: [Key: Report] = [:]
        var own: [Report] = []
        for event in BehaviorEvents.ordered(events).map(\.event) where event.action == "performance_metric" {
            guard let metric = text(event.details?["metric"]), let value = number(event.details?["value"]) else { continue }
            let report = Report(metric: metric, by: by(event), value: value)
            if let id = event.details?["id"] { kept[Key(metric: metric, id: "\(id)")] = report } else { own.append(report) }
        }
        let reports = own + kept.values
        var rows: [VitalStats] = []
        for metric in Set(reports.map(\.metric)) {
            for part in Set(reports.filter { $0.metric == metric }.map(\.by)) {
                let values = reports.filter { $0.metric == metric && $0.by == part }.map(\.value).sorted()
                func quantile(_ fraction: Double) -> Double {
                    let rank = Double(values.count - 1) * fraction
                    let low = Int(rank.rounded(.down))
                    let high = min(values.count - 1, low + 1)
                    return values[low] + (values[high] - values[low]) * (rank - Double(low))
                }
                let limits = limits[metric]
                func share(_ isIn: (Double, (Double, Double)) -> Bool) -> Double? {
                    limits.map { limits in Double(values.count { isIn($0, limits) }) / Double(values.count) }
                }
                let p75 = quantile(0.75)
                rows.append(
                    VitalStats(
                        metric: metric, by: part, count: values.count, p75: p75, p50: quantile(0.5), p95: quantile(0.95),
                        good: share { $0 <= $1.0 }, needsImprovement: share { $0 > $1.0 && $0 <= $1.1 }, poor: share { $0 > $1.1 },
                        rating: limits.map { p75 <= $0.0 ? .good : p75 <= $0.1 ? .needsImprovement : .poor }))
            }
        }
        let order = ["LCP", "INP", "CLS", "FCP", "TTFB", "TTI", "API time"]
        func rank(_ row: VitalStats) -> Int { order.firstIndex(of: row.metric) ?? order.count }
        return rows.sorted { a, b in
            if rank(a) != rank(b) { return rank(a) < rank(b) }
            return BehaviorEvents.precedes(a.metric, b.metric) ?? BehaviorEvents.precedes(a.by, b.by) ?? false
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func equalToTheDefinition(seed: UInt64) async throws {
        let made = BehaviorEvents.events(seed: seed &+ 100, count: [20, 400, 3000][Int(seed % 3)])
        let store = try await UsageReference.store(made.map(\.event), seed: seed &* 13)
        for threads in [1, 3] {
            let limits = QueryLimits(threads: threads)
            #expect(try await store.vitals(limits: limits) == Self.stats(made) { _ in nil }, "seed \(seed)")
            #expect(try await store.vitals(by: "details.page", limits: limits) == Self.stats(made) { Self.text($0.details?["page"]) }, "seed \(seed)")
        }
        let start = Timestamp(microseconds: Day(year: 2026, month: 3, day: 28).start.microseconds + 5_000_000_000)
        let chosen = made.filter { $0.event.timestamp >= start && $0.event.component == "Cart" }
        let end = Timestamp(microseconds: Day(year: 2027, month: 1, day: 1).start.microseconds)
        let found = try await store.vitals(.between(start..<end), by: "upper(component)", where: "component = 'Cart'")
        #expect(found == Self.stats(chosen) { $0.component?.uppercased() }, "seed \(seed)")
        // As the engine's own quantiles, where no report has an id.
        let own = try await store.query(
            """
            SELECT p75, p50, p95, count FROM vitals(where => details.id IS NULL) WHERE metric = 'own'
            """)
        let direct = try await store.query(
            """
            SELECT quantile_cont(details.value, 0.75), quantile_cont(details.value, 0.5), quantile_cont(details.value, 0.95), count(details.value * 1.0)
            FROM interactions WHERE action = 'performance_metric' AND details.metric = 'own' AND details.id IS NULL
            """)
        if own.rowCount > 0 { for column in 0..<4 { #expect(own[0, column] == direct[0, column], "seed \(seed)") } }
        try await store.close()
    }

    @Test func limitsAreInclusive() async throws {
        let store = try await InteractionStore.inMemory()
        #expect(try await store.vitals().isEmpty)
        for (metric, (good, poor)) in Self.limits {
            for value in [good, good.nextUp, poor, poor.nextUp] {
                try await store.append([
                    Interaction(timestamp: Timestamp(microseconds: 0), action: "performance_metric", details: ["metric": .string(metric), "value": .double(value)])
                ])
            }
        }
        let rows = try await store.vitals()
        #expect(rows.map(\.metric) == ["LCP", "INP", "CLS", "FCP", "TTFB"])
        for row in rows { #expect(row.good == 0.25 && row.needsImprovement == 0.5 && row.poor == 0.25 && row.count == 4) }
        try await store.close()
    }
}
