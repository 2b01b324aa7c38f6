// The root of the command tree and the process's way in and out: signals, arguments, the run, the exit code.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

@main struct Iaq: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iaq",
        abstract: "Analytics of user-interaction events in a store of your own.",
        discussion: """
            Examples:
              iaq demo -o demo.ndjson
              iaq --store shop import demo.ndjson
              iaq --store shop query 'SELECT count(*) FROM interactions'

            The store is the directory named by --store, or else by IAQ_STORE.
            Exit codes: 0 done; 1 the question or data is wrong, or an import stored nothing; 2 usage; 3 the store is damaged \
            or partial; 4 another process holds the lock; 5 --fail-if-rows or --fail-if-empty was met.
            """,
        groupedSubcommands: [
            CommandGroup(name: "Load", subcommands: CommandTree.load),
            CommandGroup(name: "Ask", subcommands: CommandTree.ask),
            CommandGroup(name: "Look after", subcommands: CommandTree.care),
        ])

    static func main() async {
        let task = Task {
            await CommandRun.status(of: Array(CommandLine.arguments.dropFirst()))
        }
        // The store survives a kill at any moment, so a command that does not hear its cancellation in time is ended.
        Interrupts.watch(graceMilliseconds: 80) { task.cancel() }
        Interrupts.exitNow(Int32(await task.value))
    }
}

/// The commands by group, in the order of the help.
enum CommandTree {
    static let load: [any ParsableCommand.Type] = [
        ImportCommand.self, SealCommand.self, DemoCommand.self, ExportCommand.self,
    ]
    static let ask: [any ParsableCommand.Type] = [
        QueryCommand.self, SchemaCommand.self, UsageCommand.self, SessionsCommand.self, SessionCommand.self, FunnelCommand.self,
        CohortsCommand.self, PathsCommand.self, TransitionsCommand.self, SequencesCommand.self, ErrorsCommand.self, VitalsCommand.self, TopCommand.self,
    ]
    static let care: [any ParsableCommand.Type] = [
        StatsCommand.self, ConfigCommand.self, CompactCommand.self, ExpireCommand.self, VerifyCommand.self, InspectCommand.self,
    ]

    static var all: [any ParsableCommand.Type] { load + ask + care }
}
