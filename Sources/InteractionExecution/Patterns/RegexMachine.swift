// Finds where a pattern stands: all ways through the program at once, one step for each scalar (Pike). Of several matches at the
// leftmost place the one that a backtracking search would find first wins, as in RE2 and Perl.

import InteractionModel
import InteractionPlan

/// Runs one program with positions of groups. Its lists are used again for each text.
struct RegexMachine {
    private let program: RegexProgram
    private let slotCount: Int
    private var now: Threads
    private var next: Threads
    private var stack: [Frame] = []

    /// Ways through the program, in order of preference, each instruction once.
    private struct Threads {
        var list: [Int] = []
        var slots: [Int] = []
        /// The step in which an instruction was added last.
        var marks: [Int]

        init(_ count: Int) { marks = [Int](repeating: -1, count: count) }
    }
    private enum Frame {
        case visit(Int)
        case restore(slot: Int, value: Int)
    }

    init(_ program: RegexProgram) {
        self.program = program
        slotCount = program.slotCount
        now = Threads(program.instructions.count)
        next = Threads(program.instructions.count)
    }

    /// The first match at or after `start`; without groups only its existence counts.
    mutating func match(_ text: ArraySlice<UInt8>, from start: Int, wantsGroups: Bool) -> [Int]? {
        let base = text.startIndex
        let found = text.withUnsafeBufferPointer { run($0, start - base, wantsGroups) }
        return found.map { $0.map { $0 < 0 ? -1 : $0 + base } }
    }

    private mutating func run(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ wantsGroups: Bool) -> [Int]? {
        var best: [Int]?
        var index = start
        now.list.removeAll(keepingCapacity: true)
        now.slots.removeAll(keepingCapacity: true)
        for mark in now.marks.indices { now.marks[mark] = -1 }
        for mark in next.marks.indices { next.marks[mark] = -1 }
        var empty = [Int](repeating: -1, count: slotCount)
        while true {
            if best == nil { add(program.start, &empty, text, index, to: \.now) }
            if now.list.isEmpty, best != nil { return best }
            let (kind, length) = index < text.count ? program.step(text, index) : (-1, 1)
            next.list.removeAll(keepingCapacity: true)
            next.slots.removeAll(keepingCapacity: true)
            thread: for position in now.list.indices {
                switch program.instructions[now.list[position]] {
                case .take(let set, let target):
                    guard kind >= 0, program.takes(set, kind) else { continue }
                    var slots = Array(now.slots[position * slotCount..<(position + 1) * slotCount])
                    add(target, &slots, text, index + length, to: \.next)
                case .match:
                    best = Array(now.slots[position * slotCount..<(position + 1) * slotCount])
                    if !wantsGroups { return best }
                    // Ways of lower preference are out.
                    break thread
                default: continue
                }
            }
            if index >= text.count { return best }
            index += length
            swap(&now, &next)
        }
    }

    /// Adds an instruction and all that it leads to without taking a scalar.
    private mutating func add(
        _ start: Int, _ slots: inout [Int], _ text: UnsafeBufferPointer<UInt8>, _ index: Int, to list: WritableKeyPath<RegexMachine, Threads>
    ) {
        stack.append(.visit(start))
        while let frame = stack.popLast() {
            switch frame {
            case .restore(let slot, let value): slots[slot] = value
            case .visit(let place):
                if self[keyPath: list].marks[place] == index { continue }
                self[keyPath: list].marks[place] = index
                switch program.instructions[place] {
                case .split(let first, let second):
                    stack.append(.visit(second))
                    stack.append(.visit(first))
                case .save(let slot, let target):
                    stack.append(.restore(slot: slot, value: slots[slot]))
                    slots[slot] = index
                    stack.append(.visit(target))
                case .assert(let assertion, let target):
                    if assertion.holds(text, index) { stack.append(.visit(target)) }
                case .take, .match:
                    self[keyPath: list].list.append(place)
                    self[keyPath: list].slots += slots
                }
            }
        }
    }
}
