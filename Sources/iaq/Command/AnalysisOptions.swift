// What every analysis takes: which events it sees, how its answer is judged, and how it says that it is empty.
import ArgumentParser
import InteractionAnalytics
import InteractionFiles

/// Which events an analysis sees.
struct EventOptions: ParsableArguments {
    @OptionGroup var range: RangeOptions

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Only events for which this holds, as in WHERE: \"action = 'click' AND details.price > 10\".", valueName: "sql"))
    var condition: String?

    /// The events, with the zone of their days. Errors: `QueryError` with the place in the condition.
    func filter(_ store: StoreDirectory) throws -> (events: EventFilter, zone: ZoneRules) {
        let zone = try range.zone(store)
        let bounds = try range.bounds(in: zone)
        do {
            return (try EventFilter(range: bounds, where: condition, now: try CommandClock.current().now(), zone: zone, labels: try store.labels()), zone)
        } catch var error {
            guard error.position != nil else { throw error }
            error.place = "--where" + (error.place.map { ", " + $0 } ?? "")
            throw QueryError(error: error, text: condition ?? "")
        }
    }
}

/// How an answer is judged and explained.
struct AnswerOptions: ParsableArguments {
    @Flag(help: "Print how the answer was made to standard error, as JSON.")
    var provenance = false

    @Flag(help: "Exit with 5 when there are rows.")
    var failIfRows = false

    @Flag(help: "Exit with 5 when there are none.")
    var failIfEmpty = false

    func validate() throws {
        if failIfRows, failIfEmpty { throw ValidationError("--fail-if-rows and --fail-if-empty exclude each other.") }
    }

    /// Says what there is to say after the answer was printed, and ends the command when a condition was met. `rows` is what
    /// the answer counts, `facts` what provenance says of it beside how it was made.
    func finish(
        rows: Int, _ made: QueryProvenance, range: Range<Timestamp>?, zone: ZoneRules, _ store: StoreDirectory, isQuiet: Bool,
        facts: [(name: String, cell: Cell)] = []
    ) throws {
        if provenance { Messages.line(ProvenanceText.json(made, range: range, zone: zone, facts: facts)) }
        if rows == 0, !isQuiet { tellRange(store) }
        // Before the conditions: what a partial answer says of rows is not certain.
        try PartialNotice.end(made.missing)
        if failIfRows, rows > 0 { throw CommandEnd(status: .condition) }
        if failIfEmpty, rows == 0 { throw CommandEnd(status: .condition) }
    }

    /// An empty answer names the store's own range: most often the question's lies outside it.
    private func tellRange(_ store: StoreDirectory) {
        guard let figures = try? store.figures().value else { return }
        if let first = figures.first, let last = figures.last {
            Messages.line("no rows; the events lie between \(first) and \(last)")
        } else {
            Messages.line("no rows; the store is empty")
        }
    }
}
