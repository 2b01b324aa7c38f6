// Arrays with elements that are no events: each is rejected by its index, the events around it are taken, and a text that is
// broken beyond an element says so.
import InteractionImport
import InteractionModel
import Testing

@Suite struct ArrayTests {
    private static let good = #"{"timestamp":"2026-04-01","action":"a"}"#

    /// Elements that are no events, and what their rejection says.
    @Test(arguments: [
        (#""text, [not {an event""#, "object, found a string"), (#""a\"],{""#, "object, found a string"), ("7", "object, found a number"),
        ("-1.5e3", "object, found a number"), ("null", "expected a JSON object"), (#"oops{"a":[1,2]} x"#, "expected a JSON object"),
        ("[{\"a\":[]},\n2]", "object, found an array"), ("", "object, found nothing"), ("}", "expected a JSON object"),
        (#":"x,y""#, "expected a JSON object"), (#"{"timestamp":"2026-04-01"}"#, "missing"), (#"{"timestamp":"2026-04-01","action":"a",}"#, "a key"),
        (#"{"timestamp":"2026-04-01" "action":"a"}"#, "expected ','"), (#"{"timestamp":"2026-04-01","action":"a"]"#, "expected ','"),
    ])
    func aBadElementIsRejectedByItsIndex(_ element: String, _ reason: String) throws {
        let forms = [
            ("[\(element),\n\(Self.good)]", 0, 1), ("[\(Self.good),\(element),\(Self.good)]", 1, 2), ("[\(Self.good),\n\(element) ]", 1, 1),
        ]
        for (text, index, events) in forms {
            for piece in [1, 3, Int.max] {
                let got = try ImportWorld.read(Array(text.utf8), name: "x.json", piece: piece)
                #expect(got.lines.count == events, "\(text)")
                #expect(got.rejections.count == 1, "\(text): \(got.rejections)")
                #expect(got.rejections.first?.reason.contains(reason) == true, "\(got.rejections)")
                #expect(got.rejections.first?.reason.hasSuffix("(index \(index) of the array)") == true, "\(got.rejections)")
                #expect(got.blocks.last?.isBroken == false)
            }
        }
    }

    @Test func eachArrayCountsItsOwn() throws {
        let long = String(repeating: "x", count: 5 << 20)
        let text = "[1,\(Self.good)] [\(Self.good),,{\"a\":\"\(long)\"},\(Self.good),[],\(Self.good) x]"
        let got = try ImportWorld.read(Array(text.utf8), name: "x.json")
        #expect(got.lines.count == 4)
        let indexes = got.rejections.map { $0.reason.split(separator: "(index ").last?.prefix(1) }
        #expect(indexes == ["0", "1", "2", "4", "6"], "\(got.rejections)")
    }

    @Test func aTextBrokenBetweenElementsSaysSo() throws {
        for (text, lines, line) in [
            ("[\(Self.good)\n\(Self.good)]", 1, 2), ("[\(Self.good),\n\(Self.good)", 2, 2), ("[\(Self.good),\n{\"a\":\"x]", 1, 2),
            ("[\(Self.good)]\n]", 1, 2), ("[\(Self.good)] x", 1, 1), ("[\(Self.good)}}", 1, 1), ("[\(Self.good),\n\"x", 1, 2),
        ] {
            let got = try ImportWorld.read(Array(text.utf8), name: "x.json")
            #expect(got.lines.count == lines, "\(text)")
            #expect(got.rejections.map(\.line) == [UInt64(line)], "\(text)")
            #expect(got.blocks.last?.isBroken == true, "\(text)")
            let result = try StoreInMemory().run(Array(text.utf8), name: "x.json")
            #expect(result.isBroken && result.failure == nil && result.stored == lines)
        }
        #expect(try StoreInMemory().run(Array("[\(Self.good), 1]".utf8), name: "x.json").isBroken == false)
        let table = try ImportWorld.read(Array("timestamp,action\n2026-04-01,a\n2026-04-01,\"b\n2026-04-01,c\n".utf8), name: "t.csv")
        #expect(table.lines.count == 1 && table.blocks.last?.isBroken == true)
    }

    /// Wherever an array was cut, its whole text adds the rest: each event once, index and line counted from the beginning.
    @Test func anArrayCutAnywhereGoesOn() throws {
        let events = (0..<6).map { "{\"timestamp\":\"2026-04-01T00:00:00Z\",\"action\":\"a\",\n\"details\":{\"n\":\($0)}}" }
        let text = "[\n" + events[..<3].joined(separator: ",\n") + "\n,\n7,\n" + events[3...].joined(separator: " ,\n") + "]"
        let whole = Array(text.utf8)
        for cut in 1..<whole.count {
            let store = StoreInMemory()
            let first = try store.run(Array(whole[..<cut]), name: "x.json")
            let second = try store.run(whole, name: "x.json")
            #expect(first.stored == second.duplicate)
            #expect([second.read, second.stored + second.duplicate, second.rejected] == [7, 6, 1], "cut at \(cut)")
            for rejection in second.rejections {
                #expect(rejection.line == 9 && rejection.reason.contains("(index 3 of the array)"), "cut at \(cut): \(rejection)")
            }
            #expect(try store.numbers() == Array(0..<6), "cut at \(cut)")
        }
    }

    /// An element too long to be an event is passed over; when the input ends in it, a grown input is read from its beginning.
    @Test func anOverlongEndIsReadAgain() throws {
        let long = String(repeating: "x", count: 9 << 20)
        for (open, close, separator) in [("[", "]", ","), ("", "", "\n")] {
            let store = StoreInMemory()
            let head = "\(open)\(Self.good)\(separator){\"a\":\"\(long)"
            let cut = try store.run(Array(head.utf8), name: "x")
            #expect([cut.stored, cut.rejected] == [1, 1])
            #expect(cut.isBroken == !open.isEmpty)
            let whole = try store.run(Array("\(head)\"}\(separator)\(Self.good)\(separator){}\(close)".utf8), name: "x")
            #expect([whole.stored, whole.duplicate, whole.rejected] == [1, 1, 2], "\(whole.rejections)")
        }
    }
}
