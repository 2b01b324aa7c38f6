// Time zones by name: from the machine's zone files, each read once, with the nearest known name where there is none.

import InteractionFiles
import InteractionModel
import InteractionPlan
import InteractionStorage
import Synchronization

/// Zones of the machine.
package enum ZoneNames {
    private static let known = Mutex<[String: ZoneRules]>([:])

    /// The rules of a zone. Errors: `.invalidArgument` naming the nearest known zone, `.damaged` and `.inputOutput` for a zone
    /// file that cannot be read.
    package static func rules(named name: String) throws(InteractionError) -> ZoneRules {
        if let rules = known.withLock({ $0[name] }) { return rules }
        do {
            let rules = try ZoneFiles.rules(named: name)
            known.withLock { $0[name] = rules }
            return rules
        } catch {
            guard error.code == .notFound || error.code == .inputOutput else { throw error }
            throw InteractionError(.invalidArgument, "no time zone is called '\(name)'", hint: hint(name))
        }
    }

    private static func hint(_ name: String) -> String {
        let names = ZoneFiles.names()
        if names.count < 2 { return "there are no zone files in \(ZoneFiles.directory): install tzdata or set TZDIR" }
        // A city alone means its zone: Berlin, new_york.
        let city = names.first { $0.lowercased().hasSuffix("/" + name.lowercased().replacing(" ", with: "_")) }
        if let near = city ?? NameDistance.nearest(to: name, among: names) { return "did you mean \(near)?" }
        return "expected an IANA name like Europe/Berlin, or UTC"
    }
}

extension Manifest {
    /// The zone of days in answers: the store's setting, else UTC. Errors: those of `ZoneNames.rules`.
    func zone() throws(InteractionError) -> ZoneRules {
        guard let name = settings[StoreSetting.zone.name] else { return .utc }
        return try ZoneNames.rules(named: name)
    }
}
