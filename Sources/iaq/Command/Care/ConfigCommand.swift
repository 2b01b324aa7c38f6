// `iaq config`: the settings kept in the store.
import ArgumentParser
import InteractionAnalytics

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Settings kept in the store.",
        discussion: """
            Settings: \(StoreSetting.all.map(\.name).joined(separator: ", ")), label.NAME.

            A label is SQL over one event that questions use by its name: label('NAME') in SQL, label:NAME as a step or as --label. \
            One place then says what is meant, for example of actions that were renamed.

            Examples:
              iaq config set expire-after=90d zone=Europe/Berlin --store shop
              iaq config set "label.bought=action IN ('buy', 'purchase')" --store shop
              iaq funnel view label:bought --store shop
            """,
        subcommands: [Get.self, Set.self])

    struct Get: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "Print settings.",
            discussion: """
                Example:
                  iaq config get zone --store shop
                """)

        @Argument(help: ArgumentHelp("All when none is named.", valueName: "name"))
        var names: [String] = []

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let store = try common.openStore()
            let wanted = names.isEmpty ? StoreSetting.all + (try store.labels().keys.sorted().compactMap { StoreSetting.label($0) }) : try names.map { (name) throws(InteractionError) in try StoreSetting.named(name) }
            try output.print(try SettingsTable.table(wanted, of: store))
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Change settings; an empty value takes one back.",
            discussion: """
                Example:
                  iaq config set expire-after=90d --store shop
                """)

        @Argument(help: ArgumentHelp("What to set.", valueName: "name=value"))
        var changes: [String]

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            var parsed: [(StoreSetting, String)] = []
            for change in changes {
                let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else { throw ValidationError("'\(change)' is not NAME=VALUE.") }
                parsed.append((try StoreSetting.named(parts[0]), parts[1]))
            }
            let store = try common.openOrMakeStore()
            for (setting, value) in parsed {
                do throws(InteractionError) {
                    try store.set(setting, to: value)
                } catch {
                    var error = error
                    guard error.position != nil else { throw error }
                    error.place = setting.name + (error.place.map { ", " + $0 } ?? "")
                    throw QueryError(error: error, text: value)
                }
            }
            try output.print(try SettingsTable.table(parsed.map(\.0), of: store))
        }
    }
}

/// Settings as rows, the value that holds when none is set included.
enum SettingsTable {
    static func table(_ settings: [StoreSetting], of store: StoreDirectory) throws -> ResultTable {
        var table = ResultTable(columns: [ResultColumn("name", .text), ResultColumn("value", .text)])
        for setting in settings {
            let fallback: String? = setting.fallback.isEmpty ? nil : setting.fallback
            table.rows.append([.text(setting.name), Cell(try store.setting(setting) ?? fallback)])
        }
        return table
    }
}
