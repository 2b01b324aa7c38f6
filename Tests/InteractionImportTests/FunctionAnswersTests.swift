// DuckDB's answers to the queries of Tests/Golden/functions (written by Tools/golden/functions.py), held against the engine over
// the same events: in the journal, in one segment, and in several.
import Foundation
import InteractionAnalytics
import InteractionImport
import InteractionModel
import Testing

/// A value of an answer in JSON. Times, and numbers that JSON has no form for, are texts.
private enum GoldenValue: Decodable, Equatable {
    case null, bool(Bool), number(Double), text(String), list([GoldenValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([GoldenValue].self))
        }
    }

    /// True when the engine's value is the same: numbers to 12 digits, everything else exactly.
    func agrees(with value: QueryValue) -> Bool {
        switch (self, value) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.agrees(with: $1) }
        case (.text(let a), .double(let b)) where !b.isFinite: a == (b.isNaN ? "nan" : b < 0 ? "-inf" : "inf")
        case (.text(let a), .timestamp(let time)): a == Self.plain(time)
        case (.text(let a), .text), (.text(let a), .json), (.text(let a), .date), (.text(let a), .interval), (.text(let a), .int),
            (.text(let a), .hugeint):
            a == value.description
        case (.number(let a), _):
            value.double.map { $0 == a || Swift.abs($0 - a) <= 1e-12 * Swift.max(Swift.abs(a), Swift.abs($0)) } ?? false
        default: false
        }
    }

    /// A time as DuckDB prints it.
    private static func plain(_ time: Timestamp) -> String {
        var text = String(time.description.dropLast()).replacing("T", with: " ")
        while text.last == "0", text.contains(".") { text = String(text.dropLast()) }
        return text.last == "." ? String(text.dropLast()) : text
    }
}

@Suite struct FunctionAnswersTests {
    private struct Answer: Decodable {
        let sql: String
        let rows: [[GoldenValue]]?
        let error: String?
    }

    private static let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/functions")

    private func store(parts: Int, _ sealing: ImportOptions.Sealing) throws -> StoreInMemory {
        let lines = try Data(contentsOf: Self.place.appendingPathComponent("events.ndjson")).split(separator: 10)
        let store = StoreInMemory()
        var options = ImportOptions()
        options.sealing = sealing
        let size = (lines.count + parts - 1) / parts
        for first in stride(from: 0, to: lines.count, by: size) {
            let part = lines[first..<min(lines.count, first + size)]
            let result = try store.run(Array(part.joined(separator: [10])) + [10], options, name: "part-\(first)")
            #expect(result.stored == part.count)
        }
        return store
    }

    @Test(arguments: [(1, ImportOptions.Sealing.never), (1, .end), (5, .end)])
    func functionsAnswerAsDuckDB(parts: Int, sealing: ImportOptions.Sealing) throws {
        let store = try store(parts: parts, sealing)
        let lines = try Data(contentsOf: Self.place.appendingPathComponent("answers.ndjson")).split(separator: 10)
        #expect(lines.count > 70)
        for line in lines {
            let answer = try JSONDecoder().decode(Answer.self, from: line)
            do throws(InteractionError) {
                let run = try QueryRun(answer.sql, now: Timestamp(microseconds: 1_775_000_000_000_000), limits: QueryLimits(threads: parts))
                let result = try store.directory.answer(run)
                let rows = (0..<result.rowCount).map { row in result.columns.indices.map { result[row, $0] } }
                guard let expected = answer.rows else {
                    Issue.record("\(answer.sql)\n DuckDB raises \(answer.error ?? ""), here \(rows)")
                    continue
                }
                let isSame = expected.count == rows.count && zip(expected, rows).allSatisfy { a, b in
                    a.count == b.count && zip(a, b).allSatisfy { $0.agrees(with: $1) }
                }
                #expect(isSame, "\(answer.sql)\n wanted \(expected)\n got \(rows)")
            } catch {
                #expect(answer.rows == nil, "\(answer.sql)\n raised \(error)")
            }
        }
    }
}
