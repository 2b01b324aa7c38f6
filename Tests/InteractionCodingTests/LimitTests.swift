// The limits of an event: the last that passes, the first that does not, and the field that the error names.
import InteractionCoding
import InteractionModel
import Testing

@Suite struct LimitTests {
    static let time = Timestamp(microseconds: 0)

    func event(_ details: Properties) -> Interaction { Interaction(timestamp: Self.time, action: "a", details: details) }

    /// Objects in objects: details itself is level 1.
    func nested(levels: Int, inner: PropertyValue) -> Properties {
        var value = inner
        for _ in 1..<levels { value = .object(["k": value]) }
        guard case .object(let properties) = value else { return [:] }
        return properties
    }

    @Test func namesUpTo1024Bytes() throws {
        let longest = String(repeating: "ä", count: 512)
        let good = Interaction(timestamp: Self.time, sessionId: longest, userId: longest, action: longest, component: longest)
        #expect(try throughRow(good).event == good)
        let tooLong = longest + "x"
        #expect(refusal(Interaction(timestamp: Self.time, sessionId: tooLong, action: "a"))?.place == "sessionId")
        #expect(refusal(Interaction(timestamp: Self.time, userId: tooLong, action: "a"))?.place == "userId")
        #expect(refusal(Interaction(timestamp: Self.time, action: tooLong))?.place == "action")
        #expect(refusal(Interaction(timestamp: Self.time, action: ""))?.place == "action")
        #expect(refusal(Interaction(timestamp: Self.time, action: "a", component: tooLong))?.code == .invalidEvent)
    }

    @Test func timesOfTheYears1900To2200() throws {
        for good in [Timestamp.earliest, Timestamp(microseconds: Timestamp.end.microseconds - 1)] {
            #expect(try throughRow(Interaction(timestamp: good, action: "a")).event.timestamp == good)
        }
        for bad in [Timestamp(microseconds: Timestamp.earliest.microseconds - 1), .end, Timestamp(microseconds: .max)] {
            #expect(refusal(Interaction(timestamp: bad, action: "a"))?.place == "timestamp")
        }
    }

    @Test func depthOf64() throws {
        let deepest = event(nested(levels: 64, inner: .object(["leaf": 1])))
        #expect(try throughRow(deepest).event == deepest)
        #expect(refusal(event(nested(levels: 65, inner: .object(["leaf": 1])))) != nil)
        let array = event(nested(levels: 64, inner: .array([1])))
        #expect(try throughRow(array).event == array)
        #expect(refusal(event(nested(levels: 65, inner: .array([1])))) != nil)
        #expect(refusal(event(nested(levels: 65, inner: .array([])))) != nil)
        var inArray: PropertyValue = 1
        for _ in 0..<63 { inArray = .array([inArray]) }
        #expect(try throughRow(event(["v": inArray])).event == event(["v": inArray]))
        #expect(refusal(event(["v": .array([inArray])])) != nil)
    }

    @Test func keysUpTo4096() throws {
        func keys(_ count: Int) -> Properties {
            Properties((0..<count).map { ("k\($0)", .int(Int64($0))) })
        }
        let full = Interaction(timestamp: Self.time, action: "a", details: keys(4000), metadata: keys(96))
        #expect(try throughRow(full).event == full)
        #expect(refusal(Interaction(timestamp: Self.time, action: "a", details: keys(4000), metadata: keys(97))) != nil)
        #expect(refusal(event(["list": .array([.object(keys(4096))])]))?.place == "details.list")
    }

    @Test func eventsUpTo1MiB() throws {
        // The row of this event without its text: time, shape, action, length of the text.
        let rest = 8 + 1 + 6 + 2 + 3
        let largest = event(["t": .string(String(repeating: "x", count: (1 << 20) - rest))])
        let (back, json) = try throughRow(largest)
        #expect(back == largest)
        #expect(json.utf8.count > 1 << 20)
        #expect(refusal(event(["t": .string(String(repeating: "x", count: (1 << 20) - rest + 1))])) != nil)
    }

    @Test func numbersThatJSONDoesNotHave() {
        #expect(refusal(event(["v": .double(.nan)]))?.place == "details.v")
        #expect(refusal(event(["o": ["v": .double(.infinity)]]))?.place == "details.o.v")
        #expect(refusal(event(["v": [1, .double(.nan)]]))?.place == "details.v")
        #expect(refusal(event(["v": .number("01")]))?.place == "details.v")
        #expect(refusal(event(["v": [.number("+1")]]))?.place == "details.v")
    }
}

extension Properties {
    /// From pairs with different keys.
    init(_ pairs: [(String, PropertyValue)]) { self.init(uniqueKeys: pairs.map(\.0), values: pairs.map(\.1)) }
}
