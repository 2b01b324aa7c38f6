// One run of the command: parse, run, say what went wrong, give the exit code of the contract.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

/// The exit codes that scripts rely on.
enum ExitStatus: Int, Sendable {
    case done = 0
    /// The question or the data is wrong, or an import stored nothing.
    case wrong = 1
    case usage = 2
    /// The store is damaged, or the answer is partial.
    case damaged = 3
    /// Another process holds the lock that the command needs.
    case locked = 4
    /// `--fail-if-rows` or `--fail-if-empty` was met.
    case condition = 5
    /// Ended by Ctrl-C, as shells count it.
    case interrupted = 130

    init(_ error: InteractionError) {
        switch error.code {
        case .damaged, .partial: self = .damaged
        case .locked: self = .locked
        case .cancelled: self = .interrupted
        default: self = .wrong
        }
    }
}

/// Ends a command with a status after everything has been said.
struct CommandEnd: Error {
    let status: ExitStatus
}

/// An error of the query language with the text it speaks of, for the caret.
struct QueryError: Error {
    let error: InteractionError
    let text: String
}

enum CommandRun {
    /// Runs the command of `arguments` (without the program's name) and gives its exit status.
    static func status(of arguments: [String]) async -> Int {
        var running: (any ParsableCommand.Type)?
        do {
            let ordered = ArgumentOrder.normalized(arguments, nested: nestedNames)
            if let unknown = unknownCommand(ordered) {
                Messages.error(unknown)
                return ExitStatus.usage.rawValue
            }
            var command = try Iaq.parseAsRoot(ordered)
            running = type(of: command)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch let end as CommandEnd {
            return end.status.rawValue
        } catch let error as InteractionError {
            Messages.error(ErrorText.lines(error, query: nil))
            return ExitStatus(error).rawValue
        } catch let error as QueryError {
            Messages.error(ErrorText.lines(error.error, query: error.text, columns: Messages.columns))
            return ExitStatus(error.error).rawValue
        } catch is CancellationError {
            return ExitStatus.interrupted.rawValue
        } catch {
            return parserStatus(error, running)
        }
    }

    /// What to say of a word that stands where a command is expected and is none; nil when it is one, or an option.
    private static func unknownCommand(_ arguments: [String]) -> [String]? {
        let names = CommandTree.all.compactMap { $0.configuration.commandName }
        guard let word = arguments.first, word != "help" else { return nil }
        if let inner = nestedNames[word], arguments.count > 1 { return unknown(arguments[1], inner.sorted(), after: "iaq " + word) }
        return unknown(word, names, after: "iaq")
    }

    private static func unknown(_ word: String, _ names: [String], after command: String) -> [String]? {
        if word.isEmpty || word.hasPrefix("-") || names.contains(word) { return nil }
        let near = NameDistance.nearest(to: word, among: names)
        return [
            "\(command): no command is called '\(ShownText.shown(word))'",
            near.map { "  did you mean \($0)?" } ?? "  commands: " + names.joined(separator: ", "), "  See '\(command) --help'.",
        ]
    }

    /// Help goes to standard output and is no error; a wrong use goes to standard error with status 2 and the usage of the
    /// command that was `running`.
    private static func parserStatus(_ error: any Error, _ running: (any ParsableCommand.Type)?) -> Int {
        if let running, let wrong = error as? ValidationError {
            let usage = Iaq.usageString(for: running)
            let path = usage.split(separator: " ").prefix { !"[<-".contains($0.prefix(1)) }.joined(separator: " ")
            Messages.error(["iaq: " + ShownText.shown(wrong.message), "Usage: " + usage, "  See '\(path) --help' for more information."])
            return ExitStatus.usage.rawValue
        }
        let text = Iaq.fullMessage(for: error)
        if Iaq.exitCode(for: error) == .success {
            try? OutputStream.standardOutput.write(Array((text + "\n").utf8))
            return ExitStatus.done.rawValue
        }
        // What stands in the arguments is shown, never sent.
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = index == 0 && line.hasPrefix("Error: ") ? "iaq: " + line.dropFirst(7) : String(line)
            Messages.line(ShownText.shown(line))
        }
        return ExitStatus.usage.rawValue
    }

    private static var nestedNames: [String: Set<String>] {
        var names: [String: Set<String>] = [:]
        for command in CommandTree.all {
            let inner = command.configuration.subcommands.compactMap { $0.configuration.commandName }
            if let name = command.configuration.commandName, !inner.isEmpty { names[name] = Set(inner) }
        }
        return names
    }
}

/// What is said to the person on standard error.
enum Messages {
    /// Columns of the terminal that messages go to; 100 where there is none.
    static var columns: Int {
        let stream = OutputStream.standardError
        return stream.isTerminal ? stream.terminalColumns ?? 80 : 100
    }

    static func line(_ text: String) { try? OutputStream.standardError.write(Array((text + "\n").utf8)) }

    static func error(_ lines: [String]) {
        for text in lines { line(text) }
    }
}
