// Lets general options stand before the command's name: `iaq --store shop query ...` becomes `iaq query --store shop ...`,
// which is where the parser looks for them.

/// Moves leading options behind the names of the command.
enum ArgumentOrder {
    /// General options that take a value.
    static let withValue: Set<String> = ["--store", "--format", "--color", "--tz", "--from", "--to", "--last", "--where"]
    /// General options without one.
    static let alone: Set<String> = ["--no-header", "--raw", "-q", "--quiet", "-v", "--verbose", "--provenance", "--fail-if-rows", "--fail-if-empty"]

    /// `nested` are the names of commands that have commands of their own, with those.
    static func normalized(_ arguments: [String], nested: [String: Set<String>]) -> [String] {
        var leading: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
            if withValue.contains(name) {
                leading.append(argument)
                index += 1
                if name == argument, index < arguments.count {
                    leading.append(arguments[index])
                    index += 1
                }
            } else if alone.contains(argument) {
                leading.append(argument)
                index += 1
            } else {
                break
            }
        }
        guard !leading.isEmpty, index < arguments.count, !arguments[index].hasPrefix("-") else { return arguments }
        var end = index + 1
        if let inner = nested[arguments[index]], end < arguments.count, inner.contains(arguments[end]) { end += 1 }
        return Array(arguments[index..<end]) + leading + Array(arguments[end...])
    }
}
