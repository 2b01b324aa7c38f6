// What an import says: its ledger as a row for each file, rejections, and a line of progress on a terminal.
import InteractionAnalytics
import InteractionFiles
import InteractionImport

enum ImportTable {
    static func table(_ results: [ImportResult], withRejections: Bool) -> ResultTable {
        var columns = [
            ResultColumn("id", .text), ResultColumn("file", .text), ResultColumn("read", .number), ResultColumn("stored", .number),
            ResultColumn("duplicate", .number), ResultColumn("rejected", .number), ResultColumn("seconds", .number),
        ]
        if withRejections { columns.append(ResultColumn("rejections", .list)) }
        return ResultTable(
            columns: columns,
            rows: results.map { result in
                var cells: [Cell] = [
                    .text(result.id), .text(result.place), Cell(result.read), Cell(result.stored), Cell(result.duplicate),
                    Cell(result.rejected), .real((result.seconds * 1000).rounded() / 1000),
                ]
                if withRejections { cells.append(.list(result.rejections.map(json))) }
                return cells
            })
    }

    /// Why no input brought anything.
    static func whyNothing(_ results: [ImportResult]) -> String {
        if results.contains(where: { $0.duplicate > 0 }) {
            return "all of it was imported before (--again stores it once more)"
        }
        if results.allSatisfy({ $0.rejections.isEmpty }), results.contains(where: { $0.rejected > 0 }) {
            return "all of it was rejected before (--again reads it once more)"
        }
        guard let first = results.lazy.compactMap({ result in result.rejections.first.map { (result.place, $0) } }).first else {
            return results.count == 1 ? "there is no event in \(ShownText.shown(results[0].place))" : "there is no event in these files"
        }
        let field = first.1.field.map { $0 + ": " } ?? ""
        return "nothing is an event; " + ShownText.shown("\(first.0), line \(first.1.line): \(field)\(first.1.reason)")
    }

    private static func json(_ rejection: Rejection) -> Cell {
        var bytes = Array("{\"line\":\(rejection.line),\"field\":".utf8)
        Cell(rejection.field).writeJSON(to: &bytes)
        bytes += Array(",\"reason\":".utf8)
        Cell.text(rejection.reason).writeJSON(to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return .json(String(decoding: bytes, as: UTF8.self))
    }

    /// The first rejections of a file in words.
    static func tellRejections(_ result: ImportResult) {
        for rejection in result.rejections.prefix(10) {
            let field = rejection.field.map { $0 + ": " } ?? ""
            Messages.line(ShownText.shown("\(result.place), line \(rejection.line): \(field)\(rejection.reason)"))
        }
        if result.rejected > 10 { Messages.line("\(result.rejected) rejected in all") }
    }
}

/// A line on standard error that is written over and over; nothing where nobody looks, and nothing in the first second.
final class ImportProgressLine {
    private let isShown: Bool
    private let began = SystemTime.shared.nanoseconds
    private var last: UInt64 = 0
    private var isWritten = false

    init(isQuiet: Bool) { isShown = !isQuiet && OutputStream.standardError.isTerminal }

    func tell(_ tick: ImportTick) {
        guard isShown else { return }
        let now = SystemTime.shared.nanoseconds
        guard now &- began > 1_000_000_000, now &- last > 200_000_000 else { return }
        last = now
        let rate = Double(tick.read) / (Double(now &- began) / 1e9)
        var text = "\r\(tick.read) events, \(Int(rate)) a second"
        if let all = tick.expectedBytes, all > 0 { text += ", \(min(100, 100 * tick.inputBytes / all)) %" }
        isWritten = true
        try? OutputStream.standardError.write(Array((text + "\u{1b}[K").utf8))
    }

    func clear() {
        if isWritten { try? OutputStream.standardError.write(Array("\r\u{1b}[K".utf8)) }
    }
}
