// Rows and shapes: every kind of value comes back as Interaction and as JSON text; limits refuse.
import InteractionCoding
import InteractionModel
import Testing

/// The JSON text of an event after encoding and decoding, and the event itself.
func throughRow(_ event: Interaction) throws -> (event: Interaction, json: String) {
    var encoder = RowEncoder()
    var writer = ByteWriter()
    try encoder.encode(event, into: &writer)
    let view = try RowView(writer.bytes)
    var decoder = RowDecoder()
    var json = ByteWriter()
    try decoder.writeJSON(view, into: &json)
    return (try decoder.interaction(view), String(decoding: json.bytes, as: UTF8.self))
}

func refusal(_ event: Interaction) -> InteractionError? {
    var encoder = RowEncoder()
    var writer = ByteWriter()
    writer.u8(7)
    do {
        try encoder.encode(event, into: &writer)
        return nil
    } catch {
        #expect(writer.bytes == [7])
        return error
    }
}

@Suite struct RowTests {
    static let time = Timestamp(microseconds: 1_700_158_546_680_590)

    static let rich = Interaction(
        timestamp: time, sessionId: "", userId: "u-\u{1F600}", action: "click", component: "Página",
        details: [
            "price": 19.9, "n": 3, "big": .number("123456789012345678901234567890"), "a.b": 1, "a": ["b": 2, "": nil],
            "none": nil, "e": [:], "list": [1, "two", nil, 2.5, ["k": [true]], []], "empty": [], "yes": true,
            "text": "line\n\"q\" \\ \u{1}\u{7f}", "zero": -0.0, "small": .double(.leastNonzeroMagnitude), "max": .int(.max), "min": .int(.min),
        ],
        metadata: [:])

    @Test func richEventComesBack() throws {
        let (event, json) = try throughRow(Self.rich)
        #expect(event == Self.rich)
        #expect(
            json == #"{"timestamp":"2023-11-16T18:15:46.680590Z","sessionId":"","userId":"u-😀","action":"click","#
                + #""component":"Página","details":{"price":19.9,"n":3,"big":123456789012345678901234567890,"a.b":1,"#
                + #""a":{"b":2,"":null},"none":null,"e":{},"list":[1,"two",null,2.5,{"k":[true]},[]],"empty":[],"yes":true,"#
                + #""text":"line\n\"q\" \\ \u0001"# + "\u{7f}" + #"","zero":-0.0,"small":5e-324,"max":9223372036854775807,"#
                + #""min":-9223372036854775808},"metadata":{}}"#)
    }

    @Test func smallestEvent() throws {
        let event = Interaction(timestamp: Timestamp(microseconds: 0), action: "a")
        let (back, json) = try throughRow(event)
        #expect(back == event)
        #expect(json == #"{"timestamp":"1970-01-01T00:00:00.000000Z","action":"a"}"#)
    }

    @Test func nullFieldsOfTheShapeAreWritten() throws {
        let shape = try Shape.decode([0b0101_0101, 0b01])
        var writer = ByteWriter()
        let filling = ShapeFilling(timestamp: 0, session: nil, user: nil, action: Array("a".utf8)[...], component: nil, values: [])
        try ShapeRenderer.render(shape, filling, into: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"timestamp":"1970-01-01T00:00:00.000000Z","sessionId":null,"userId":null,"action":"a","component":null,"details":null,"metadata":null}"#)
    }

    @Test func leavesNameEveryPath() throws {
        var encoder = RowEncoder()
        var writer = ByteWriter()
        try encoder.encode(Self.rich, into: &writer)
        let view = try RowView(writer.bytes)
        let shape = try Shape.decode(view.bytes[view.shape])
        #expect(shape.leaves.count == 16)
        #expect(shape.leaves[3] == ShapeLeaf(path: PropertyPath(.details, ["a.b"]), tag: .int64))
        #expect(shape.leaves[4] == ShapeLeaf(path: PropertyPath(.details, ["a", "b"]), tag: .int64))
        #expect(shape.leaves[5] == ShapeLeaf(path: PropertyPath(.details, ["a", ""]), tag: .null))
        #expect(shape.leaves[7] == ShapeLeaf(path: PropertyPath(.details, ["e"]), tag: .object))
        #expect(shape.valueTags.count == 12)
        #expect(try view.readValues(shape).count == 12)
        var words: [UInt64] = []
        try view.readWords(shape, into: &words)
        #expect(words[1] == 3)
        let start = Int(words[2] >> 32)
        #expect(String(decoding: view.bytes[start..<start + Int(words[2] & 0xffff_ffff)], as: UTF8.self).hasPrefix("1234567890"))
    }

    @Test func twoSpellingsOfOneCharacterAreTwoKeys() throws {
        var properties = Properties()
        properties["e\u{301}"] = 1
        properties["\u{e9}"] = 2
        #expect(properties.count == 2)
        let (event, _) = try throughRow(Interaction(timestamp: Self.time, action: "a", details: properties))
        #expect(event.details?.values == [1, 2])
        #expect(PropertyPath(.details, ["e\u{301}"]) != PropertyPath(.details, ["\u{e9}"]))
    }
}
