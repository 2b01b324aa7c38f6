// Reading and changing the settings kept in the manifest.

import InteractionModel
import InteractionPlan
import InteractionStorage

extension StoreDirectory {
    /// The value set; nil when none is.
    package func setting(_ setting: StoreSetting) throws(InteractionError) -> String? {
        try manifests.readToChange().settings[setting.name]
    }

    /// Sets a value, in one swap of the manifest; an empty text takes the setting back. Errors: `.invalidArgument` saying
    /// what the setting takes, for a label `.invalidQuery` with the position in the value, and `.limitReached` for one too many.
    package func set(_ setting: StoreSetting, to value: String) throws(InteractionError) {
        if setting.name == StoreSetting.zone.name, !value.isEmpty { _ = try ZoneNames.rules(named: value) }
        guard value.isEmpty || setting.isValid(value) else {
            throw InteractionError(
                .invalidArgument, "\(setting.name) does not take '\(value)'", hint: "expected \(setting.expected)")
        }
        if setting.isLabel, !value.isEmpty {
            try NamedLabel.expression(value, context: .asked(now: Timestamp(microseconds: 0), zone: .utc, labels: [:]))
        }
        try manifests.createIfMissing()
        _ = try manifests.commit { (manifest) throws(InteractionError) in
            if setting.isLabel, !value.isEmpty, manifest.settings[setting.name] == nil, manifest.labels.count >= NamedLabel.most {
                throw InteractionError(.limitReached, "a store keeps at most \(NamedLabel.most) labels")
            }
            manifest.settings[setting.name] = value.isEmpty ? nil : value
        }
    }
}
