// Which JSON numbers are integers, which doubles, which keep their text; what is no number.
import InteractionCoding
import Testing

@Suite struct NumberTextTests {
    func classify(_ text: String) -> NumberText.Kind? { NumberText.classify(Array(text.utf8)[...]) }

    @Test func integers() {
        #expect(classify("0") == .int(0))
        #expect(classify("-17") == .int(-17))
        #expect(classify("1200") == .int(1200))
        #expect(classify("9223372036854775807") == .int(.max))
        #expect(classify("-9223372036854775808") == .int(.min))
        #expect(classify("9223372036854775808") == .text)
        #expect(classify("-9223372036854775809") == .text)
        #expect(classify("100000000000000000000") == .text)
        #expect(classify("9007199254740993") == .int(9_007_199_254_740_993))
    }

    @Test func doubles() {
        #expect(classify("1.0") == .double(1))
        #expect(classify("1.50") == .double(1.5))
        #expect(classify("19.9") == .double(19.9))
        #expect(classify("1e2") == .double(100))
        #expect(classify("1E+2") == .double(100))
        #expect(classify("1e-7") == .double(1e-7))
        #expect(classify("5e-324") == .double(.leastNonzeroMagnitude))
        #expect(classify("1.7976931348623157e308") == .double(.greatestFiniteMagnitude))
        #expect(classify("0.30000000000000004") == .double(0.1 + 0.2))
        #expect(classify("0e99999999999999999999") == .double(0))
        guard case .double(let zero) = classify("-0"), case .double(let zero2) = classify("-0.0") else {
            Issue.record("minus zero is a double")
            return
        }
        #expect(zero.sign == .minus && zero2.sign == .minus)
    }

    @Test func texts() {
        for text in [
            "0.1000000000000000055511151231257827", "1e400", "-1e400", "1e-400", "3.14159265358979323846", "9007199254740993.0",
            "1e999999999999999999999", "0.30000000000000003",
        ] { #expect(classify(text) == .text, "\(text)") }
    }

    @Test func noNumbers() {
        for text in ["", "-", "01", "-01", "1.", ".5", "1e", "1e+", "+1", "0x10", "1 ", " 1", "NaN", "Infinity", "1.2.3", "--1", "1e1.5", "١"] {
            #expect(classify(text) == nil, "\(text)")
        }
    }

    @Test func doublesThatPrintShortestComeBack() {
        var random = SeededRandom(seed: 17)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite, value != 0 else { continue }
            #expect(classify(value.description) == .double(value), "\(value)")
        }
    }
}
