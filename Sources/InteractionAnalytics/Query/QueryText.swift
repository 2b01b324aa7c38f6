// A query text whose interpolated values are bound as parameters: a value never becomes part of the text.

import InteractionPlan

/// SQL with bound values. Written as a string literal; `\(value)` binds a parameter.
///
/// ```swift
/// let rows = try await store.query("SELECT count(*) AS n FROM interactions WHERE component = \(page)")
/// ```
public struct QueryText: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text, with `?` where a value was interpolated.
    public let text: String
    /// The values, in the order of the `?`.
    public let values: [Literal]

    /// A text without interpolated values, for example one read from a file.
    public init(_ text: String) {
        self.text = text
        values = []
    }

    /// The text of a built query with its values.
    public init(_ query: InteractionQuery) { (text, values) = query.rendered }

    public init(stringLiteral value: String) { self.init(value) }

    public init(stringInterpolation parts: Interpolation) {
        text = parts.text
        values = parts.values
    }

    /// Collects text and values.
    public struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var values: [Literal] = []

        public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity + interpolationCount) }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        private mutating func bind(_ value: Literal) {
            text += "?"
            values.append(value)
        }

        public mutating func appendInterpolation(_ value: String?) { bind(value.map { .varchar($0) } ?? .null) }
        public mutating func appendInterpolation(_ value: Int?) { bind(value.map { .bigint(Int64($0)) } ?? .null) }
        public mutating func appendInterpolation(_ value: Int64?) { bind(value.map { .bigint($0) } ?? .null) }
        public mutating func appendInterpolation(_ value: Double?) { bind(value.map { .double($0) } ?? .null) }
        public mutating func appendInterpolation(_ value: Bool?) { bind(value.map { .boolean($0) } ?? .null) }
        public mutating func appendInterpolation(_ value: Timestamp?) {
            bind(value.map { .timestamp($0.microseconds) } ?? .null)
        }
        public mutating func appendInterpolation(_ value: Day?) { bind(value.map { .date($0.number) } ?? .null) }
    }
}
