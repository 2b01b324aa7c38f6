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
}
