// How a segment file's bytes are spread over its columns, for people who look into a file.

import InteractionModel

/// The bytes of one column of a segment, or of one of its tables.
package struct ColumnFigures: Sendable, Hashable {
    /// As SQL names it, or what the table is.
    package var column: String
    /// What is stored: `values`, `dictionary`, or a lane's name for a property.
    package var content: String
    /// Values in it.
    package var values: Int
    package var chunks: Int
    /// Bytes before and after general compression. Chunks that share a part share its stored bytes by their raw length.
    package var rawBytes: Int
    package var storedBytes: Int
}

extension SegmentFile {
    /// The bytes by column, largest first; the rest of the file is its header, footer and tail. Cost: no read.
    package func figures() -> [ColumnFigures] {
        var found: [String: ColumnFigures] = [:]
        var shares: [String: Double] = [:]
        for (key, entry) in footer.chunks where footer.parts.indices.contains(entry.part) {
            let (column, content) = name(of: key)
            let part = footer.parts[entry.part]
            let id = column + "\0" + content
            var figures =
                found[id] ?? ColumnFigures(column: column, content: content, values: 0, chunks: 0, rawBytes: 0, storedBytes: 0)
            figures.values += entry.valueCount
            figures.chunks += 1
            figures.rawBytes += entry.length
            shares[id, default: 0] += Double(part.storedLength) * Double(entry.length) / Double(max(1, part.rawLength))
            found[id] = figures
        }
        for (id, share) in shares { found[id]?.storedBytes = Int(share.rounded()) }
        return found.values.sorted { ($1.storedBytes, $0.column, $0.content) < ($0.storedBytes, $1.column, $1.content) }
    }

    private func name(of key: ChunkKey) -> (column: String, content: String) {
        func property() -> PropertyColumn? { properties.indices.contains(key.property) ? properties[key.property] : nil }
        switch key.kind {
        case .timestamp: return ("timestamp", "values")
        case .tie: return ("timestamp", "ties")
        case .user: return ("user_id", "values")
        case .action: return ("action", "values")
        case .component: return ("component", "values")
        case .shape: return ("shapes", "values")
        case .property: return (property()?.path.description ?? "?", property().map { "\($0.lane)" } ?? "values")
        case .overflow: return ("overflow", "values")
        case .clusterKind, .clusterRows, .clusterStart, .clusterDuration: return ("sessions", "table")
        case .clusterId: return ("session_id", "dictionary")
        case .userDictionary: return ("user_id", "dictionary")
        case .actionDictionary: return ("action", "dictionary")
        case .componentDictionary: return ("component", "dictionary")
        case .propertyDictionary: return (property()?.path.description ?? "?", "dictionary")
        case .shapeTable, .shapeRows: return ("shapes", "table")
        case .rollup: return ("rollup", "table")
        }
    }
}
