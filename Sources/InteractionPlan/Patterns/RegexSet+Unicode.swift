// Unicode general categories: `\pL`, `\p{Lu}`, `\PN`. Scripts are not offered.

import Synchronization

extension RegexSet {
    private static let categories: [String: [Unicode.GeneralCategory]] = {
        var categories: [String: [Unicode.GeneralCategory]] = [
            "Lu": [.uppercaseLetter], "Ll": [.lowercaseLetter], "Lt": [.titlecaseLetter], "Lm": [.modifierLetter], "Lo": [.otherLetter],
            "Mn": [.nonspacingMark], "Mc": [.spacingMark], "Me": [.enclosingMark], "Nd": [.decimalNumber], "Nl": [.letterNumber],
            "No": [.otherNumber], "Pc": [.connectorPunctuation], "Pd": [.dashPunctuation], "Ps": [.openPunctuation],
            "Pe": [.closePunctuation], "Pi": [.initialPunctuation], "Pf": [.finalPunctuation], "Po": [.otherPunctuation],
            "Sm": [.mathSymbol], "Sc": [.currencySymbol], "Sk": [.modifierSymbol], "So": [.otherSymbol], "Zs": [.spaceSeparator],
            "Zl": [.lineSeparator], "Zp": [.paragraphSeparator], "Cc": [.control], "Cf": [.format], "Co": [.privateUse],
        ]
        for (name, parts) in categories { categories[String(name.prefix(1)), default: []] += parts }
        return categories
    }()

    private static let known = Mutex<[String: RegexSet]>([:])

    /// The scalars of a category such as `L` or `Lu`; nil when it is none. Cost: a look at every scalar, once for each category.
    static func category(_ name: String) -> RegexSet? {
        if name == "Any" { return any }
        guard let wanted = categories[name] else { return nil }
        if let set = known.withLock({ $0[name] }) { return set }
        let parts = Set(wanted)
        var ranges: [ClosedRange<UInt32>] = []
        var start: UInt32?
        for value in 0...last + 1 {
            let isIn = Unicode.Scalar(value).map { parts.contains($0.properties.generalCategory) } ?? false
            if isIn {
                start = start ?? value
            } else if let first = start {
                ranges.append(first...value - 1)
                start = nil
            }
        }
        let set = RegexSet(ranges)
        known.withLock { $0[name] = set }
        return set
    }
}
