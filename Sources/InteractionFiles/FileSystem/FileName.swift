// Names inside a root: checked before any system call sees them, so that no path leaves the root.

import InteractionModel

/// Relative file names: one to eight parts joined by "/", each 1-255 bytes, none "." or "..", no NUL.
package enum FileName {
    /// Most parts of a name. The store needs three.
    package static let parts = 8
    /// Longest part, as file systems have it.
    package static let partBytes = 255

    /// The parts of a name. Throws `.invalidArgument`.
    package static func split(_ name: String) throws(InteractionError) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        func refuse(_ why: String) -> InteractionError {
            InteractionError(.invalidArgument, "the file name \(why)", place: name.isEmpty ? "(empty name)" : name)
        }
        for byte in Array(name.utf8) + [UInt8(ascii: "/")] {
            if byte == UInt8(ascii: "/") {
                guard !part.isEmpty else { throw refuse("has an empty part or is absolute") }
                guard part.count <= partBytes else { throw refuse("has a part of more than \(partBytes) bytes") }
                let text = String(decoding: part, as: UTF8.self)
                guard text != ".", text != ".." else { throw refuse("has the part \(text)") }
                parts.append(text)
                guard parts.count <= Self.parts else { throw refuse("has more than \(Self.parts) parts") }
                part.removeAll(keepingCapacity: true)
            } else {
                guard byte != 0 else { throw refuse("has a NUL byte") }
                part.append(byte)
            }
        }
        return parts
    }

    /// The parts of a directory's name; the empty name is the root and has none.
    package static func splitDirectory(_ name: String) throws(InteractionError) -> [String] {
        name.isEmpty ? [] : try split(name)
    }
}

extension InteractionError.Code {
    /// A file of that name is there already.
    package static let alreadyExists = Self(rawValue: "alreadyExists")
    /// A part of a path is a file where a directory is needed.
    package static let notDirectory = Self(rawValue: "notDirectory")
    /// The disk or quota is full.
    package static let noSpace = Self(rawValue: "noSpace")
}
