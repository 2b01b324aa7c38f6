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
        do {
            let ordered = ArgumentOrder.normalized(arguments, nested: nestedNames)
            var command = try Iaq.parseAsRoot(ordered)
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
            Messages.error(ErrorText.lines(error.error, query: error.text))
            return ExitStatus(error.error).rawValue
        } catch is CancellationError {
            return ExitStatus.interrupted.rawValue
        } catch {
            return parserStatus(error)
        }
    }

    /// Help goes to standard output and is no error; a wrong flag goes to standard error with status 2.
    private static func parserStatus(_ error: any Error) -> Int {
        let text = Iaq.fullMessage(for: error)
        if Iaq.exitCode(for: error) == .success {
            try? OutputStream.standardOutput.write(Array((text + "\n").utf8))
            return ExitStatus.done.rawValue
        }
        Messages.line(text)
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
    static func line(_ text: String) { try? OutputStream.standardError.write(Array((text + "\n").utf8)) }

    static func error(_ lines: [String]) {
        for text in lines { line(text) }
    }
}
