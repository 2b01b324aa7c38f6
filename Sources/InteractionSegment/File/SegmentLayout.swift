// The fixed parts of a segment file and the registry of its chunk numbers (Format/segment.md, "Layout" and "Chunks").
//
//   header   16 bytes   magic 8, version u16, kind u8, reserved u8 (0), crc32c of the 12 bytes before u32
//   parts    ...        compressed frames, each holding one or more chunks
//   footer   ...        the directory (SegmentFooter), compressed when that is smaller
//   tail     24 bytes   stored length u32, raw length u32, crc32c of the stored footer u32, codec u8, reserved 3 (0),
//                       crc32c of the 16 bytes before u32, magic "SGND" 4

import InteractionCoding
import InteractionModel

/// Fixed numbers of the segment format.
enum SegmentLayout {
    /// "IASEG", then bytes that a text-mode copy would change.
    static let magic: [UInt8] = [0x49, 0x41, 0x53, 0x45, 0x47, 0x0d, 0x0a, 0x1a]
    static let endMagic: [UInt8] = [0x53, 0x47, 0x4e, 0x44]
    /// The one version written and read so far.
    static let version: UInt16 = 1
    static let headerBytes = 16
    static let tailBytes = 24
}

/// What a chunk holds. 0 is reserved; a reader skips chunks of numbers it does not know.
enum ChunkKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Time steps of a row group.
    case timestamp = 1
    /// Tie ordinals of a row group; absent when all are 0.
    case tie = 2
    case user = 3
    case action = 4
    case component = 5
    case shape = 6
    /// Values of a property column in a row group.
    case property = 7
    /// Overflow entries of a row group.
    case overflow = 8
    /// Cluster kinds, ids, row counts, start steps and durations; one chunk for each run of 65,536 clusters.
    case clusterKind = 9
    case clusterId = 10
    case clusterRows = 11
    case clusterStart = 12
    case clusterDuration = 13
    /// Dictionaries of the code columns, in pieces of 65,536 entries.
    case userDictionary = 16
    case actionDictionary = 17
    case componentDictionary = 18
    /// Dictionary of a text property: ordinal 0 for the whole segment, g + 1 for row group g alone.
    case propertyDictionary = 19
    /// The distinct shapes, and their row counts.
    case shapeTable = 24
    case shapeRows = 25
    /// Rows by quarter hour and action.
    case rollup = 32
}

extension CodeColumn {
    var chunk: ChunkKind {
        switch self {
        case .user: .user
        case .action: .action
        case .component: .component
        case .shape: .shape
        }
    }

    /// The chunk of its dictionary; nil for shape.
    var dictionaryChunk: ChunkKind? {
        switch self {
        case .user: .userDictionary
        case .action: .actionDictionary
        case .component: .componentDictionary
        case .shape: nil
        }
    }
}

/// Identity of a chunk within a segment.
struct ChunkKey: Hashable, Sendable {
    var kind: ChunkKind
    /// Property column index for property chunks and dictionaries, else 0.
    var property: Int
    /// Row group, or piece number.
    var ordinal: Int

    init(_ kind: ChunkKind, property: Int = 0, ordinal: Int = 0) {
        self.kind = kind
        self.property = property
        self.ordinal = ordinal
    }
}

extension ChunkKey: CustomStringConvertible {
    /// As errors name it: kind, property, ordinal.
    var description: String { "\(Self.names[kind] ?? "") \(property).\(ordinal)" }

    /// Names of kinds, made once: printing a case by reflection is slow, and every read names its place.
    private static let names = Dictionary(uniqueKeysWithValues: ChunkKind.allCases.map { ($0, "\($0)") })
}

/// Where a chunk is.
struct ChunkEntry: Sendable, Hashable {
    var part: Int
    /// Byte range inside the raw part.
    var offset: Int
    var length: Int
    /// Values in the chunk.
    var valueCount: Int
    var range: PropertyRange?
}

/// A compressed frame of the file.
struct PartEntry: Sendable, Hashable {
    var offset: Int
    var storedLength: Int
    var rawLength: Int
    var codec: Codec
    /// CRC32C of the stored bytes.
    var checksum: UInt32
}
