// Tells whether a pattern stands in a text: a deterministic automaton whose states are made when they are first needed. A state is
// the set of instructions that wait for a scalar. The table is emptied when it grows over its bound, so memory is bounded and
// time stays linear.

import InteractionModel
import InteractionPlan

/// The states of one program met so far. Patterns with assertions other than start and end of text have none.
struct RegexAutomaton {
    /// Most numbers held for the states: rows of the table and places. Beyond, it starts anew.
    private static let maximumSize = 1 << 20
    private static let unknown: Int32 = -1
    /// The state from which no match can come.
    private static let dead: Int32 = 0

    private struct State: Hashable {
        /// Instructions that take a scalar or ask for the end of text, ascending.
        var places: [Int32]
        var isMatch: Bool
    }
    private let program: RegexProgram
    private var states: [State] = []
    private var numbers: [State: Int32] = [:]
    /// By state and class.
    private var table: [Int32] = []
    /// Whether the end of text at a state makes a match: -1 not known.
    private var ends: [Int8] = []
    private var first: Int32 = 0
    private var marks: [Int]
    private var round = 0
    /// Numbers held.
    private var size = 0

    /// nil when the program asks for what states do not tell.
    init?(_ program: RegexProgram) {
        for case .assert(let assertion, _) in program.instructions where assertion != .textStart && assertion != .textEnd { return nil }
        self.program = program
        marks = [Int](repeating: 0, count: program.instructions.count)
        reset()
    }

    private mutating func reset() {
        states = []
        numbers = [:]
        table = []
        ends = []
        size = 0
        _ = number(State(places: [], isMatch: false))
        first = number(closure([program.start], atStart: true, atEnd: false))
    }

    private mutating func number(_ state: State) -> Int32 {
        if let number = numbers[state] { return number }
        let number = Int32(truncatingIfNeeded: states.count)
        numbers[state] = number
        size += program.classCount + state.places.count
        states.append(state)
        table.append(contentsOf: repeatElement(Self.unknown, count: program.classCount))
        ends.append(-1)
        return number
    }

    /// The state of instructions and all that they lead to.
    private mutating func closure(_ starts: [Int], atStart: Bool, atEnd: Bool) -> State {
        round += 1
        var stack = starts
        var places: [Int32] = []
        var isMatch = false
        while let place = stack.popLast() {
            if marks[place] == round { continue }
            marks[place] = round
            switch program.instructions[place] {
            case .split(let a, let b): stack += [a, b]
            case .save(_, let next): stack.append(next)
            case .assert(.textStart, let next): if atStart { stack.append(next) }
            case .assert(_, let next):
                if atEnd { stack.append(next) } else { places.append(Int32(truncatingIfNeeded: place)) }
            case .take: places.append(Int32(truncatingIfNeeded: place))
            case .match: isMatch = true
            }
        }
        return State(places: places.sorted(), isMatch: isMatch)
    }

    /// The state after a scalar of a class; a match may begin after it too.
    private mutating func step(_ state: Int32, _ kind: Int) -> Int32 {
        var targets = [program.start]
        for place in states[Int(state)].places {
            if case .take(let set, let next) = program.instructions[Int(place)], program.takes(set, kind) { targets.append(next) }
        }
        let made = closure(targets, atStart: false, atEnd: false)
        if size >= Self.maximumSize {
            reset()
            return number(made)
        }
        let number = number(made)
        table[Int(state) * program.classCount + kind] = number
        return number
    }

    private mutating func matches(atEndOf state: Int32, isStart: Bool) -> Bool {
        if !isStart, ends[Int(state)] >= 0 { return ends[Int(state)] == 1 }
        let waiting = states[Int(state)].places.map { Int($0) }
        let isMatch = closure(waiting, atStart: isStart, atEnd: true).isMatch
        if !isStart { ends[Int(state)] = isMatch ? 1 : 0 }
        return isMatch
    }

    /// True when the pattern stands anywhere in the text.
    mutating func isMatch(_ text: ArraySlice<UInt8>) -> Bool { text.withUnsafeBufferPointer { run($0) } }

    private mutating func run(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = first
        if states[Int(state)].isMatch { return true }
        var index = 0
        while index < text.count {
            let (kind, length) = program.step(text, index)
            var next = table[Int(state) * program.classCount + kind]
            if next == Self.unknown { next = step(state, kind) }
            if states[Int(next)].isMatch { return true }
            // Nothing waits and nothing can begin later: the pattern wants the start of the text.
            if states[Int(next)].places.isEmpty { return false }
            state = next
            index += length
        }
        return matches(atEndOf: state, isStart: text.isEmpty)
    }
}
