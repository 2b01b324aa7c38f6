// The demo stream: starts sessions as the schedule says, lets the session whose turn it is act, and hands the lines out in
// chunks, in global time order. Memory holds the vocabulary, the live sessions and one chunk, whatever the number of events.
import InteractionAnalytics

/// What stream is wanted.
struct DemoRequest: Equatable {
    /// Exactly this many lines, at least 0.
    var events: Int = 100_000
    /// Days of the range, at least 1.
    var days: Int = 90
    /// The day after the last: the range ends with its first instant.
    var end: Day
    var seed: UInt64 = 42
}

/// Makes the stream of one request. Use once.
struct DemoGenerator {
    let request: DemoRequest
    let vocabulary = DemoVocabulary()
    let chain = DemoChain()
    var random: DemoRandom
    var line = DemoLine()
    var sessions: [DemoSession] = []
    private var freeSlots: [Int] = []
    private var heap = DemoHeap()
    private var started: UInt64 = 0
    private var clock = DemoClock()
    /// Users that exist in the whole range, and those born by the current day.
    private let population: Int
    private var born = 1
    /// The last millisecond of the range.
    private let lastMoment: Int64

    static let chunkBytes = 1 << 18

    init(_ request: DemoRequest) {
        self.request = request
        random = DemoRandom(seed: DemoRandom.mix(request.seed &+ 1))
        population = max(12, request.events / 70)
        lastMoment = request.end.start.microseconds / 1000 - 1
        line.bytes.reserveCapacity(Self.chunkBytes + 8192)
    }

    /// Makes every line and hands over chunks of whole lines, about 256 KiB each. Stops at the first error of `sink`.
    mutating func run<Failure: Error>(_ sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        let schedule = DemoSchedule(
            first: request.end.advanced(by: -request.days), days: request.days, events: request.events)
        var given = 0
        try schedule.forEachMinute { (day, start, due) throws(Failure) in
            // Two in five users are there from the beginning; the others arrive evenly.
            born = max(1, population * 2 / 5 + population * 3 / 5 * (day + 1) / request.days)
            while given < due {
                // One visit in ten ends where it began.
                let wanted = random.chance(100) ? 1 : Int(random.logNormal(median: 8.5, spread: 1.05).rounded(.up))
                let length = min(max(1, min(wanted, 500)), request.events - given)
                given += length
                startSession(length: length, at: start + Int64(random.below(60_000)))
            }
            try advance(until: start + 60_000, sink)
        }
        try advance(until: Int64.max, sink)
        if !line.bytes.isEmpty { try sink(line.bytes) }
    }

    /// Writes every event before `limit`.
    private mutating func advance<Failure: Error>(until limit: Int64, _ sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        while let moment = heap.first, moment.time < limit {
            let action = nextAction(moment.slot)
            writeEvent(moment.slot, action, at: moment.time)
            sessions[moment.slot].previous = action
            sessions[moment.slot].remaining -= 1
            if sessions[moment.slot].remaining == 0 {
                freeSlots.append(moment.slot)
                heap.removeFirst()
            } else {
                let next = min(lastMoment, moment.time + gap(after: action))
                heap.replaceFirst(with: DemoMoment(time: next, ordinal: moment.ordinal, slot: moment.slot))
            }
            if line.bytes.count >= Self.chunkBytes {
                try sink(line.bytes)
                line.bytes.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Milliseconds to the session's next event: quick when the app acts by itself, seconds for a person, now and then a
    /// pause of minutes or hours.
    private mutating func gap(after action: DemoAction) -> Int64 {
        if random.chance(15) { return Int64(random.logNormal(median: 900_000, spread: 1.1)) }
        if action.isPrompt, random.chance(700) { return 1 + Int64(random.logNormal(median: 120, spread: 0.9)) }
        return 1 + Int64(random.logNormal(median: 4200, spread: 1.1))
    }

    private mutating func startSession(length: Int, at time: Int64) {
        let kind = random.below(1000)
        // Some 30 % stay anonymous; about 1 % come from a backend that knows the user and no session.
        let user: Int? = kind < 300 ? nil : pickUser()
        var part: [UInt8] = []
        if kind < 990 { part = sessionIdPart() }
        let agent = user.map { Int(DemoRandom.mix(UInt64($0)) % 48) } ?? random.below(48)
        var session = DemoSession(
            remaining: length, identity: [], sessionPart: part, isIdentified: false, userAgent: agent,
            product: random.skewed(vocabulary.products.count), page: random.chance(600) ? .home : .product,
            loadId: random.next())
        identify(&session, as: user)
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            sessions[slot] = session
        } else {
            slot = sessions.count
            sessions.append(session)
        }
        started += 1
        heap.insert(DemoMoment(time: min(time, lastMoment), ordinal: started, slot: slot))
    }

    /// Recent users come back often, power users at any time.
    mutating func pickUser() -> Int {
        if random.chance(450) { return born - 1 - random.skewed(max(1, born / 4)) }
        return random.skewed(born)
    }

    private mutating func sessionIdPart() -> [UInt8] {
        var id = DemoLine()
        id.add(",\"sessionId\":\"")
        let high = random.next()
        let low = random.next()
        id.addHex(high >> 32, digits: 8)
        id.add(UInt8(ascii: "-"))
        id.addHex(high >> 16, digits: 4)
        id.add("-4")
        id.addHex(high, digits: 3)
        id.add("-a")
        id.addHex(low >> 48, digits: 3)
        id.add(UInt8(ascii: "-"))
        id.addHex(low, digits: 12)
        id.add(UInt8(ascii: "\""))
        return id.bytes
    }

    /// Lays out the ids as they stand between the timestamp and the action.
    func identify(_ session: inout DemoSession, as user: Int?) {
        var identity = DemoLine()
        identity.add(session.sessionPart)
        if let user {
            identity.add(",\"userId\":\"u-")
            // Multiplying by an odd number spreads the numbers without making two of them equal.
            identity.addHex(UInt64(UInt32(truncatingIfNeeded: user) &* 2_654_435_761), digits: 8)
            identity.add(UInt8(ascii: "\""))
            session.isIdentified = true
        }
        identity.add(",\"action\":\"")
        session.identity = identity.bytes
    }

    /// The action the chain gives, held to the order in which a purchase goes.
    private mutating func nextAction(_ slot: Int) -> DemoAction {
        let session = sessions[slot]
        var action = session.previous.map { chain.next(after: $0, &random) } ?? chain.first(&random)
        if action == .purchase, session.stage < .checkingOut { action = .checkout }
        if action == .checkout, session.stage < .inCart { action = .addToCart }
        if action == .addToCart, session.stage < .viewed { action = .view }
        if action == .logout, !session.isIdentified { action = .navigation }
        if action == .login, session.isIdentified { action = .navigation }
        return action
    }

    mutating func writeTime(_ milliseconds: Int64) { clock.write(milliseconds, to: &line) }
}
