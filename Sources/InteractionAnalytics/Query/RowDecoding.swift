// Rows of a result into `Decodable` types: one keyed container a row, keys being column names.

import InteractionModel

/// Decodes one row.
struct RowDecoding: Decoder {
    let result: QueryResult
    let row: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowContainer<Key>(result: result, row: row))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw InteractionError(.invalidArgument, "a row is not a list", hint: "decode into a struct with the columns' names")
    }

    /// A result of one column decodes into a single value.
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        guard result.columns.count == 1 else {
            throw InteractionError(
                .invalidArgument, "a row of \(result.columns.count) columns is not one value",
                hint: "decode into a struct with the columns' names")
        }
        return CellContainer(value: result[row, 0], name: result.columns[0].name)
    }
}

/// The columns of a row by name.
private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let result: QueryResult
    let row: Int
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { result.columns.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { result.index(ofColumn: key.stringValue) != nil }

    private func cell(_ key: Key) throws -> CellContainer {
        guard let column = result.index(ofColumn: key.stringValue) else {
            throw InteractionError(
                .invalidArgument, "the result has no column '\(key.stringValue)'",
                hint: "it has " + result.columns.map(\.name).joined(separator: ", "))
        }
        return CellContainer(value: result[row, column], name: key.stringValue)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try cell(key).decodeNil() }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try cell(key).decode(type) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw InteractionError(.invalidArgument, "column '\(key.stringValue)' is not an object")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try cell(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { RowDecoding(result: result, row: row) }
    func superDecoder(forKey key: Key) throws -> any Decoder { RowDecoding(result: result, row: row) }
}

/// One value.
private struct CellContainer: SingleValueDecodingContainer, Decoder {
    let value: QueryValue
    let name: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw wrong("an object") }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let values) = value else { throw wrong("a list") }
        return ListContainer(values: values, name: name)
    }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    private func wrong(_ wanted: String) -> InteractionError {
        InteractionError(.invalidArgument, "column '\(name)' holds \(value), not \(wanted)")
    }

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = value else { throw wrong("a Bool") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        if case .null = value { throw wrong("a String") }
        return value.description
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let number = value.double else { throw wrong("a Double") }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        switch value {
        case .int(let number): if let exact = T(exactly: number) { return exact }
        case .hugeint(let number): if let exact = T(exactly: number) { return exact }
        case .double(let number): if let exact = T(exactly: number) { return exact }
        default: break
        }
        throw wrong("a \(type)")
    }

    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if type == Timestamp.self, case .timestamp(let time) = value, let made = time as? T { return made }
        if type == Day.self, case .date(let day) = value, let made = day as? T { return made }
        return try T(from: self)
    }
}

/// The elements of a list.
private struct ListContainer: UnkeyedDecodingContainer {
    let values: [QueryValue]
    let name: String
    var codingPath: [any CodingKey] { [] }
    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex >= values.count }
    private(set) var currentIndex = 0

    init(values: [QueryValue], name: String) {
        self.values = values
        self.name = name
    }

    private func cell() throws -> CellContainer {
        guard !isAtEnd else { throw InteractionError(.invalidArgument, "the list in column '\(name)' has only \(values.count) elements") }
        return CellContainer(value: values[currentIndex], name: name)
    }

    mutating func decodeNil() throws -> Bool {
        guard try cell().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try cell().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try cell().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try cell().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder { try cell() }
}
