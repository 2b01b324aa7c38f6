// Instants and days in `Codable` types of a client: as the text they print.

extension Timestamp: Codable {
    /// Reads ISO 8601 text. Throws `.invalidEvent` for anything else.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = try Timestamp(parsing: text)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Day: Codable {
    /// Reads `yyyy-mm-dd`. Throws `.invalidArgument` for anything else.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else { throw InteractionError(.invalidArgument, "'\(text)' is not a day") }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
