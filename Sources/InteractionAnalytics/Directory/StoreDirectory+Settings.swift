// Reading and changing the settings kept in the manifest.

import InteractionStorage

extension StoreDirectory {
    /// The value set; nil when none is.
    package func setting(_ setting: StoreSetting) throws(InteractionError) -> String? {
        try manifests.readToChange().settings[setting.name]
    }

    /// Sets a value, in one swap of the manifest; an empty text takes the setting back. Errors: `.invalidArgument` saying
    /// what the setting takes.
    package func set(_ setting: StoreSetting, to value: String) throws(InteractionError) {
        if setting.name == StoreSetting.zone.name, !value.isEmpty { _ = try ZoneNames.rules(named: value) }
        guard value.isEmpty || setting.isValid(value) else {
            throw InteractionError(
                .invalidArgument, "\(setting.name) does not take '\(value)'", hint: "expected \(setting.expected)")
        }
        try manifests.createIfMissing()
        _ = try manifests.commit { (manifest) throws(InteractionError) in
            manifest.settings[setting.name] = value.isEmpty ? nil : value
        }
    }
}
