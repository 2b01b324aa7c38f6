// Table functions in FROM: how calls are written, bound to a signature, composed with the rest of a query, and what is refused.
import InteractionModel
import InteractionPlan
import Testing

@Suite struct TableFunctionPlanTests {
    /// A function with a parameter of every kind.
    static let sample = TableFunctionSignature(
        name: "sample",
        parameters: [
            TableFunctionParameter("steps", .texts, isRequired: true), TableFunctionParameter("within", .duration),
            TableFunctionParameter("mode", .choice(["ordered", "strictOrder"])), TableFunctionParameter("top", .count(1...20)),
            TableFunctionParameter("whole", .flag), TableFunctionParameter("unit", .expression), TableFunctionParameter("label", .text),
            TableFunctionParameter("start", .condition), TableFunctionParameter("begin", .step),
            TableFunctionParameter("whose", .choiceOrExpression(["user", "session"])),
        ],
        columns: { arguments in
            let columns = [ResultColumn(name: "step", type: .bigint), ResultColumn(name: "units", type: .bigint)]
            return arguments["unit"] == nil ? columns : columns + [ResultColumn(name: "unit", type: .varchar)]
        })

    static func plan(_ text: String, _ parameters: QueryParameters = QueryParameters()) -> String {
        do {
            let context = QueryContext(now: noon, parameters: parameters, functions: [sample])
            return try BoundQuery.bind(text, context: context).plan.description
        } catch {
            return "ERROR \(error)"
        }
    }

    @Test func callsAreAnsweredFirstWithWhatIsRead() {
        #expect(
            Self.plan("SELECT max(s.units) FROM sample(['a', 'b'], where => action <> 'x' AND timestamp >= '2026-03-01') AS s WHERE step > 1") == """
                subquery 1
                  table function sample(steps => ['a', 'b'])
                  time [2026-03-01T00:00:00.000000Z, )
                  of events (action <> 'x' AND timestamp >= TIMESTAMP '2026-03-01T00:00:00.000000Z')
                  select units AS "units", step AS "step"
                scan subquery 1
                filter step > 1
                aggregate max(units)
                select max(units) AS "max(s.units)"
                """)
        // Twice by one name of WITH it is one call.
        let twice = Self.plan("WITH f AS (SELECT * FROM sample('a')) SELECT step FROM f WHERE units = (SELECT max(units) FROM f)")
        #expect(twice.split(separator: "\n").count { $0.contains("table function") } == 1, "\(twice)")
        #expect(Self.plan("SELECT count(*) FROM sample('a') WHERE step IN (SELECT step FROM sample('b'))").contains("['b']"))
    }

    @Test(arguments: [
        ("sample('a')", "sample(steps => ['a'])"),
        ("SAMPLE(Steps => ['a', 'b'], \"mode\" => 'STRICTORDER')", "sample(mode => 'strictOrder', steps => ['a', 'b'])"),
        ("sample(['a'], '30 minutes', top := 3)", "sample(steps => ['a'], top => 3, within => INTERVAL '00:30:00')"),
        ("sample('a', within => INTERVAL '1 day' )", "sample(steps => ['a'], within => INTERVAL '24:00:00')"),
        ("sample('a', whole => true, label => 'x''y', top => NULL)", "sample(label => 'x''y', steps => ['a'], whole => true)"),
        ("sample('a', unit => details.country, start => details.price > 1)", "sample(start => details.price::use(DOUBLE) > 1.0, steps => ['a'], unit => details.country)"),
        ("sample('a', begin => 'it''s', whose => 'SESSION')", "sample(begin => action = 'it''s', steps => ['a'], whose => 'session')"),
        ("sample('a', begin => $steps, whose => details.x)", "sample(begin => action = 'from outside', steps => ['a'], whose => details.x)"),
        ("sample('a', begin => component IS NULL, whose => NULL)", "sample(begin => component IS NULL, steps => ['a'])"),
        ("sample('a', begin => 'where:component = ''x''')", "sample(begin => component = 'x', steps => ['a'])"),
        ("sample('a', begin => true, whose => user_id)", "sample(begin => true, steps => ['a'], whose => user_id)"),
        ("sample(steps => $steps, top => 1 + 1)", "sample(steps => ['from outside'], top => 2)"),
    ])
    func argumentsAreBound(_ call: String, _ bound: String) {
        let shown = Self.plan("SELECT step FROM \(call)", QueryParameters(named: ["steps": .varchar("from outside")]))
        #expect(shown.split(separator: "\n").dropFirst().first.map { String($0) } == "  table function " + bound, "\(shown)")
    }

    @Test func columnsFollowTheArguments() throws {
        func names(_ text: String) throws -> [String] {
            try BoundQuery.bind(text, context: QueryContext(now: noon, functions: [Self.sample])).plan.columns.map(\.name)
        }
        #expect(try names("SELECT * FROM sample('a')") == ["step", "units"])
        #expect(try names("FROM sample('a', unit => user_id)") == ["step", "units", "unit"])
        #expect(try names("SELECT * FROM sample('a') AS s(n)") == ["n", "units"])
        #expect(try names("SELECT sample.step FROM sample('a')") == ["step"])
    }

    @Test func aRangeBeforeTheQuestionIsOneOfTheCall() throws {
        let bound = try BoundQuery.bind("SELECT step FROM sample('a', where => action = 'b')", context: QueryContext(now: noon, functions: [Self.sample])).plan
        let plan = bound.restricted(to: TimeRange(from: 0, to: 5))
        #expect(plan.readsEvents && plan.description.contains("time [1970-01-01T00:00:00.000000Z, 1970-01-01T00:00:00.000005Z)"))
    }

    @Test(arguments: [
        ("sampel('a')", "line 1, column 15: There is no table function \"sampel\". (did you mean sample()?)"),
        ("nothing()", "There is no table function \"nothing\". (the table functions are sample())"),
        ("interactions()", "interactions is a relation, not a function. (write FROM interactions)"),
        ("sample()", "sample() needs the argument steps. (the arguments of sample() are steps, within, mode, top, whole, unit, label, start, begin, whose, where)"),
        ("sample('a', withn => '1 day')", "line 1, column 27: sample() has no argument \"withn\". (did you mean within?)"),
        ("sample('a', steps => 'b')", "The argument steps is given twice."),
        ("sample('a', where => true, where => true)", "The argument where is given twice."),
        ("sample(steps => 'a', '1 day')", "An argument without a name cannot follow one with a name. (write name => value)"),
        ("sample('a', whose => 'usr')", "line 1, column 36: whose of sample() cannot be 'usr'. (did you mean 'user'?)"),
        ("sample('a', whose => 7)", "line 1, column 36: whose of sample() takes one of 'user', 'session', or a value of an event."),
        ("sample('a', begin => nothing)", "line 1, column 36: There is no column \"nothing\"."),
        ("sample('a', mode => 'orderd')", "line 1, column 35: mode of sample() cannot be 'orderd'. (did you mean 'ordered'?)"),
        ("sample('a', mode => 'sideways')", "(it is one of 'ordered', 'strictOrder')"),
        ("sample('a', mode => 3)", "mode of sample() takes one of 'ordered', 'strictOrder'."),
        ("sample('a', top => 21)", "top of sample() takes a whole number from 1 to 20."),
        ("sample('a', top => 1.5)", "top of sample() takes a whole number from 1 to 20."),
        ("sample('a', within => '1 month')", "within of sample() takes a span of time that is not negative and has no months."),
        ("sample('a', within => INTERVAL '-1 second')", "takes a span of time that is not negative"),
        ("sample('a', within => 'soon')", "within of sample() takes a span of time such as '30 minutes'."),
        ("sample('a', whole => 'yes')", "whole of sample() takes true or false."),
        ("sample('a', label => 1)", "label of sample() takes a text."),
        ("sample(3)", "steps of sample() takes a list of texts."),
        ("sample(['a', 3])", "steps of sample() takes a list of texts."),
        ("sample(action)", "A constant was expected, not the column \"action\"."),
        ("sample('a', unit => acton)", "There is no column \"acton\". (did you mean action?)"),
        ("sample('a', where => count(*) > 1)", "WHERE"),
        ("sample('a', where => details.x)", "ok"),
        ("sample('a', where => user_id IN (SELECT user_id FROM interactions))", "Subqueries as arguments of table functions are not supported."),
        ("sample((SELECT 'a'))", "ok"),
        ("sample((SELECT max(action) FROM interactions))", "A constant was expected."),
        ("sample('a', '1s', 'ordered', 1, true, action, 'x', true, 'b', 'user', 9)", "sample() takes at most 10 arguments without a name."),
        ("sample('a'", "Expected \")\" or a comma, found the end of the query."),
        ("sample('a',)", "found \")\""),
    ])
    func whatIsWrongIsToldWhereItStands(_ call: String, _ expected: String) {
        let shown = Self.plan("SELECT 1 FROM \(call)")
        #expect(expected == "ok" ? !shown.hasPrefix("ERROR") : shown.hasPrefix("ERROR") && shown.contains(expected), "\(shown)")
    }
}
