// What events of one error have in common: messages without numbers and ids, top frames without places.
import InteractionExecution
import Testing

@Suite struct ErrorPatternTests {
    @Test(arguments: [
        ("timeout after 1000 ms", "timeout after # ms"), ("timeout after 1,050.5ms", "timeout after #ms"), ("x is -5", "x is #"),
        ("x is 5", "x is #"), ("a-5", "a-#"), ("f(-1, +2)", "f(#, #)"), ("1.5e-10 and 2E+3 and 7e9", "# and # and #"),
        ("price5 of cart17", "price# of cart#"), ("user 3f2a9b11-08cd-4e0f-9f3e-aabbccddeeff gone", "user # gone"),
        ("order o-3f2a9b11cd", "order o-#"), ("at 0x7ffee3", "at #"), ("at 0xff", "at #"), ("deadbeef feedface", "deadbeef feedface"),
        ("deadbee1", "#"), ("token eyJhbGciOiJIUzI1NiJ9", "token #"), ("R2D2", "#"), ("2026-03-01T10:00:00.123Z", "#-#-#:#:#Z"),
        ("10.0.0.1:8080", "#:#"), ("[1, 2, 33]", "[#, #, #]"), ("  several \t spaces  here ", "several spaces here"),
        ("first line\nsecond 5", "first line"), ("\n\n  third\r\nfourth", "third"), ("größe5 überall", "größe# überall"), ("日本7", "日本#"),
        ("123456789012", "#"), ("12345678.5", "#"), ("HTTP/1.1 503", "HTTP/# #"), ("{\"name\":\"TypeError\",\"message\":\"x 5\"}", "TypeError: x #"),
        ("{\"message\":\"only 5\"}", "only #"), ("{\"code\":5}", "{\"code\":#}"), ("{not json 5}", "{not json #}"), ("#", "#"), ("5", "#"),
    ])
    func messages(text: String, wanted: String) {
        #expect(ErrorPattern.message(text) == wanted)
        // What is normal stays.
        #expect(ErrorPattern.message(wanted) == wanted)
    }

    @Test func nothingHasNoMessage() {
        for text in ["", " ", "\n\r\n\t"] {
            #expect(ErrorPattern.message(text) == nil)
            #expect(ErrorPattern.frames(text) == nil)
        }
    }

    @Test func longTextsAreCutAtWholeScalars() throws {
        let message = try #require(ErrorPattern.message("x" + String(repeating: "é", count: 600)))
        #expect(message.utf8.count == 511 && message.hasSuffix("é"))
        let frame = try #require(ErrorPattern.frames("at " + String(repeating: "ü", count: 600)))
        #expect(frame.utf8.count == 256)
    }

    @Test(arguments: [
        (
            "TypeError: x 5\n    at f (app://shop/src/a.tsx:12:5)\n    at async g (b.js:1:2)\n    at http://x/c.3f2a9b11.js:3:4\n    at h (d.js:1:1)",
            ["f (app://shop/src/a.tsx)", "async g (b.js)", "http://x/c.#.js"]
        ),
        ("f@http://x/a.js:12:5\n@http://x/b.js:3:1\nglobal code@c.js:1:1", ["f@http://x/a.js", "@http://x/b.js", "global code@c.js"]),
        (
            "Traceback (most recent call last):\n  File \"main.py\", line 10, in <module>\n    run()\n  File \"run.py\", line 3, in run\nValueError: 5",
            ["File \"run.py\", line #, in run", "File \"main.py\", line #, in <module>"]
        ),
        ("0   App   0x0001 $s4main3fooyyF + 12\n1   App   0x0002 main + 8", ["# App # $s#main#fooyyF + #", "# App # main + #"]),
        ("java.lang.Error: x\n\tat com.x.Y.z(Y.java:12)\n\tat com.x.Main.main(Main.java:3)", ["com.x.Y.z(Y.java)", "com.x.Main.main(Main.java)"]),
        ("checkout.js:10\ncart.js:20:3", ["checkout.js", "cart.js"]), ("at a (x2y3.js:1:2)", ["a (x#y#.js)"]), (":5\n:6:7", [] as [String]),
    ])
    func frames(stack: String, wanted: [String]) {
        #expect(ErrorPattern.frames(stack) == (wanted.isEmpty ? nil : wanted.joined(separator: "\n")))
    }

    /// Any text is taken; numbers in it do not matter.
    @Test func randomTexts() {
        var state: UInt64 = 7
        func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
        let pieces = [" ", "-", ".", ",", ":", "#", "(", ")", "{", "\"", "@", "at ", "File \"", "0x", "e", "E+", "price", "é", "\n", "\t", "/", "a"]
        for _ in 0..<3000 {
            let parts = (0..<roll(12)).map { _ in roll(3) == 0 ? nil : pieces[roll(pieces.count)] }
            func text() -> String { parts.map { $0 ?? String(1 + roll(99)) }.joined() }
            let first = text()
            _ = ErrorPattern.frames(first)
            let normal = ErrorPattern.message(first)
            if let normal { #expect(!normal.utf8.contains { $0 >= 48 && $0 <= 57 }, "\(first) became \(normal)") }
        }
        for template in ["timeout after N ms", "order o-N failed (-N)", "pN: N.N of N,N", "[N] N/N", "vN at N:N", "N", "N%"] {
            let wanted = ErrorPattern.message(template.replacing("N", with: "1"))
            for _ in 0..<200 {
                let text = template.split(separator: "N", omittingEmptySubsequences: false).joined(separator: "\(roll(1_000_000))")
                #expect(ErrorPattern.message(text) == wanted, "\(text)")
            }
        }
    }
}
