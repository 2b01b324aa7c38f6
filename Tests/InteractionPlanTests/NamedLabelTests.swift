// Labels by name in questions: what they stand for, what they may hold, where they stand.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct NamedLabelTests {
    static let labels = [
        "bought": "action IN ('buy', 'purchase')", "name": "CASE WHEN action = 'buy' THEN 'purchase' ELSE action END", "price": "details.price",
        "broken": "acton = 'x'", "other": "label('bought')", "a-1_B": "true",
    ]

    static var context: QueryContext {
        var context = QueryContext(now: noon, parameters: QueryParameters(positional: [.bigint(5)]))
        context.labels = labels
        return context
    }

    static func plan(_ text: String) -> String {
        do { return try BoundQuery.bind(text, context: context).plan.description } catch { return "ERROR \(error)" }
    }

    /// A label is its expression, wherever it stands.
    @Test(arguments: [
        ("SELECT count(*) AS n FROM interactions WHERE label('bought')", "SELECT count(*) AS n FROM interactions WHERE action IN ('buy', 'purchase')"),
        (
            "SELECT label('name') AS n, count(*) FILTER (label('bought')) AS c FROM interactions GROUP BY label('name') ORDER BY label('name')",
            """
            SELECT CASE WHEN action = 'buy' THEN 'purchase' ELSE action END AS n, count(*) FILTER (action IN ('buy', 'purchase')) AS c
            FROM interactions GROUP BY CASE WHEN action = 'buy' THEN 'purchase' ELSE action END
            ORDER BY CASE WHEN action = 'buy' THEN 'purchase' ELSE action END
            """
        ),
        ("SELECT sum(label('price') * 2) AS s FROM interactions", "SELECT sum(details.price * 2) AS s FROM interactions"),
        (
            "SELECT n FROM (SELECT label('name') AS n FROM interactions AS i WHERE NOT label('bought')) WHERE n <> 'x'",
            """
            SELECT n FROM (SELECT CASE WHEN action = 'buy' THEN 'purchase' ELSE action END AS n FROM interactions AS i
            WHERE NOT action IN ('buy', 'purchase')) WHERE n <> 'x'
            """
        ),
        ("SELECT 1 AS x FROM interactions WHERE label('a-1_B') AND LABEL('bought')", "SELECT 1 AS x FROM interactions WHERE true AND action IN ('buy', 'purchase')"),
    ])
    func standsForItsExpression(text: String, written: String) {
        let found = Self.plan(text)
        #expect(!found.hasPrefix("ERROR") && found == Self.plan(written), "\(found)")
    }

    @Test(arguments: [
        ("SELECT label('bougt') FROM interactions", "line 1, column 14: There is no label 'bougt'. (did you mean 'bought'?)"),
        ("SELECT label('zzzzzzzz') FROM interactions", "line 1, column 14: There is no label 'zzzzzzzz'. (labels are kept by iaq config set label.NAME='SQL over one event')"),
        ("SELECT label('broken') FROM interactions", "line 1, column 14: The label 'broken' cannot be read:"),
        ("SELECT label('other') FROM interactions", "line 1, column 14: The label 'other' cannot be read: A label cannot use other labels."),
        ("SELECT label(action) FROM interactions", "line 1, column 14: label() takes the name of a label as a constant text."),
        ("SELECT label() FROM interactions", "line 1, column 8: label() takes 1 argument, not 0."),
        ("SELECT label('bought')", "line 1, column 8: label() is about events"),
        ("SELECT label('bought') FROM (SELECT action FROM interactions GROUP BY 1)", "line 1, column 8: label() is about events"),
        ("SELECT label(DISTINCT 'bought') FROM interactions", "line 1, column 8: label() is no aggregate"),
    ])
    func errorsNameTheirPlace(text: String, said: String) { #expect(Self.plan(text).hasPrefix("ERROR " + said), "\(Self.plan(text))") }

    /// What a label may not hold is refused when it is set, at its place.
    @Test func whatIsNoLabelIsRefused() throws {
        func position(_ text: String) -> Int? {
            do {
                try NamedLabel.expression(text, context: Self.context)
                return nil
            } catch {
                return error.position ?? -1
            }
        }
        for (text, place) in [("acton = 'a'", 0), ("action = ?", 9), ("count(*) > 1", 0), ("label('bought')", 6)] {
            #expect(position(text) == place, "\(text)")
        }
        for text in ["action = 'a' AND", "", "action; x", "action IN (SELECT action FROM interactions)", String(repeating: "(", count: 4000)] {
            #expect((position(text) ?? -1) >= 0, "\(text.prefix(20))")
        }
        #expect(position("details.price > 10 AND now() > timestamp") == nil && position(String(repeating: " ", count: 4090) + "action") == nil)
        #expect(position(String(repeating: " ", count: 4091) + "action") == -1)
        for name in ["a", "A-9_z", String(repeating: "x", count: 64)] { #expect(NamedLabel.isName(name)) }
        for name in ["", "a b", "a.b", "é", "a'", String(repeating: "x", count: 65), "a\0"] { #expect(!NamedLabel.isName(name), "\(name)") }
    }

    @Test func steps() throws {
        #expect(try BoundQuery.step("label:bought", context: Self.context) == BoundQuery.condition("action IN ('buy', 'purchase')", context: Self.context))
        #expect(try BoundQuery.step("label", context: Self.context) == .action("label"))
        #expect(try BoundQuery.value("label:price", context: Self.context) == BoundQuery.rowExpression("details.price", context: Self.context))
        #expect(throws: InteractionError(.invalidQuery, "There is no label 'x''y'.", hint: "labels are kept by iaq config set label.NAME='SQL over one event'")) {
            try BoundQuery.value("label:x''y", context: Self.context)
        }
        for text in ["label:name", "label:nothing", "label:", "label:x'y", "where:"] {
            #expect(throws: InteractionError.self, "\(text)") { try BoundQuery.step(text, context: Self.context) }
        }
    }

    /// Many uses of a long label are counted as copies, so that a short question cannot grow without bounds.
    @Test func growthIsBounded() {
        var context = Self.context
        context.labels = ["long": (0..<250).map { _ in "details.x=1" }.joined(separator: " OR ")]
        let text = "SELECT 1 FROM interactions WHERE " + [String](repeating: "label('long')", count: 400).joined(separator: " OR ")
        #expect(throws: InteractionError.self) { try BoundQuery.bind(text, context: context) }
        let few = "SELECT 1 AS x FROM interactions WHERE label('long') OR label('long')"
        #expect((try? BoundQuery.bind(few, context: context)) != nil)
    }
}
