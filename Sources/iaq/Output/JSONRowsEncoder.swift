// JSON and NDJSON: one object a row, keys are the column names. JSON is always an array, also for one row and for none.

/// Objects, one a line.
struct JSONRowsEncoder: RowEncoder {
    let isArray: Bool
    /// Each column's key in JSON with its colon.
    private var keys: [[UInt8]] = []
    private var rows = 0

    init(isArray: Bool) { self.isArray = isArray }

    mutating func begin(_ columns: [ResultColumn], into bytes: inout [UInt8]) {
        keys = columns.map { column in
            var key: [UInt8] = []
            JSONText.write(column.name, to: &key)
            key.append(UInt8(ascii: ":"))
            return key
        }
        if isArray { bytes.append(UInt8(ascii: "[")) }
    }

    mutating func row(_ cells: [Cell], into bytes: inout [UInt8]) {
        if isArray { bytes.append(contentsOf: (rows > 0 ? ",\n" : "\n").utf8) }
        rows += 1
        bytes.append(UInt8(ascii: "{"))
        for (index, (key, cell)) in zip(keys, cells).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: key)
            cell.writeJSON(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        if !isArray { bytes.append(10) }
    }

    mutating func end(into bytes: inout [UInt8]) {
        if isArray { bytes.append(contentsOf: (rows > 0 ? "\n]\n" : "]\n").utf8) }
    }
}
