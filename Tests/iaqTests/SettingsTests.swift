// Durations and settings as people type them.
import Foundation
import InteractionAnalytics
import Testing

@testable import iaq

@Suite struct SettingsTests {
    @Test(arguments: [
        ("30m", 1_800_000_000 as Int64?), ("24h", 86_400_000_000), ("7d", 604_800_000_000), ("2w", 1_209_600_000_000),
        ("500ms", 500_000), ("0s", 0), ("", nil), ("30", nil), ("m", nil), ("-1d", nil), ("1.5h", nil), ("1 d", nil), ("1D", nil),
        ("99999999999999999999d", nil), ("9223372036854775807w", nil), ("١d", nil),
    ])
    func durations(text: String, microseconds: Int64?) {
        #expect(DurationText.microseconds(text) == microseconds)
    }

    @Test func settingsRefuseWhatTheyDoNotTake() throws {
        let clock = try CommandClock.current()
        let place = NSTemporaryDirectory() + "iaq-settings-\(UInt64.random(in: 0...UInt64.max))"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let store = try StoreDirectory(creating: place, clock: clock)
        try store.set(.expireAfter, to: "90d")
        #expect(try store.setting(.expireAfter) == "90d")
        for (setting, value) in [
            (StoreSetting.expireAfter, "x"), (.expireBytes, "-1"), (.zone, "../etc"), (.zone, "/etc/x"), (.sessionGap, "0m"),
            (.groupAccess, "write"), (.expireAfter, "0d"),
        ] {
            #expect(throws: InteractionError.self, "\(setting.name)=\(value)") { try store.set(setting, to: value) }
        }
        #expect(try store.setting(.expireAfter) == "90d")
        try store.set(.expireAfter, to: "")
        #expect(try store.setting(.expireAfter) == nil)
        #expect(throws: InteractionError.self) { try StoreSetting.named("expire") }
    }

    /// Labels are kept with the store, checked when they are set, and known to every question of it.
    @Test func labels() async throws {
        let clock = try CommandClock.current()
        let place = NSTemporaryDirectory() + "iaq-labels-\(UInt64.random(in: 0...UInt64.max))"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let app = try await InteractionStore.open(place)
        func event(_ second: Int64, _ user: String, _ action: String) -> Interaction {
            Interaction(timestamp: Timestamp(microseconds: second * 1_000_000), sessionId: user, userId: user, action: action)
        }
        try await app.append([
            event(1, "a", "view"), event(2, "a", "buy"), event(3, "b", "view"), event(4, "b", "purchase"), event(5, "c", "view"), event(6, "c", "click"),
        ])
        // Another process sets them while the app runs.
        let store = try StoreDirectory(existing: place, clock: clock)
        let (bought, name) = (try StoreSetting.named("label.bought"), try StoreSetting.named("label.name"))
        try store.set(bought, to: "action IN ('buy', 'purchase')")
        try store.set(name, to: "CASE WHEN action = 'buy' THEN 'purchase' ELSE action END")
        #expect(try store.setting(bought) == "action IN ('buy', 'purchase')")
        #expect(try store.labels().keys.sorted() == ["bought", "name"])

        let now = Timestamp(microseconds: 86_400_000_000)
        let request = FunnelRequest(steps: ["view", "label:bought"])
        let funnel = try store.funnel(request, EventFilter(), hasBreakdown: false, now: now, zone: .utc)
        #expect((0..<2).map { funnel[$0, "units"] } == [.int(3), .int(2)] && funnel[1, "label"] == .text("bought"))
        for label in ["label:name", "label('name')"] {
            let paths = try store.paths(PathRequest(label: label), EventFilter(), now: now, zone: .utc)
            #expect(paths.rowCount == 2 && paths[0, "path"] == .list([.text("view"), .text("purchase")]) && paths[0, "frequency"] == .int(2))
            #expect(try store.transitions(TransitionRequest(label: label), EventFilter(), now: now, zone: .utc).rowCount == 2)
        }
        #expect(try await app.query("SELECT count(*) AS n FROM interactions WHERE label('bought')")[0, "n"] == .int(2))
        #expect(try await app.query("SELECT units FROM funnel(steps => ['view', 'label:bought']) ORDER BY step DESC")[0, 0] == .int(2))
        #expect(try await app.query("SELECT max(size) AS n FROM cohorts(start => 'label:bought')")[0, "n"] == .int(2))
        #expect(try await app.funnel(FunnelRequest(steps: ["label:bought"], by: "label:name"))[0].units == 2)
        #expect(try await app.paths(.all, PathRequest(label: "label:name"), where: "NOT label('bought')").count == 2)
        #expect(try await app.transitions(label: "label:name").count == 2)
        #expect(try await app.cohorts(start: .label("bought"), unit: .value("label:name"))[0].size == 1)
        #expect(try await app.top("label:name", by: "label('bought')").count == 3)
        #expect(try await app.usage(where: "label('bought')").reduce(0) { $0 + $1.events } == 2)

        for (text, position) in [("acton = 'x'", 0), ("label('bought')", 6), ("action = $x", 9)] {
            do {
                try store.set(bought, to: text)
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.code == .invalidQuery && error.position == position, "\(text)")
            }
        }
        #expect(throws: InteractionError.self) { try store.set(bought, to: String(repeating: " ", count: 5000) + "action") }
        for wrong in ["label.", "label.a b", "label.é", "label"] { #expect(throws: InteractionError.self) { try StoreSetting.named(wrong) } }
        #expect(try store.setting(bought) == "action IN ('buy', 'purchase')")
        for index in 0..<254 { try store.set(StoreSetting.named("label.l\(index)"), to: "action") }
        #expect(throws: InteractionError.self) { try store.set(StoreSetting.named("label.more"), to: "action") }
        try store.set(bought, to: "action = 'buy'")
        #expect(try await app.funnel(FunnelRequest(steps: ["label:bought"]))[0].units == 1)
        try store.set(bought, to: "")
        #expect(try store.labels()["bought"] == nil)
        do {
            _ = try await app.funnel(FunnelRequest(steps: ["view", "label:bought"]))
            Issue.record("a label that is gone was taken")
        } catch {
            #expect(error.code == .invalidQuery && error.place == "step 'label:bought'" && error.position == nil)
        }
        try await app.close()
    }
}
