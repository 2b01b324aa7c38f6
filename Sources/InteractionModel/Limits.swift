// The limits of an event, in one place, each with its reason. Import, the logger and HTTP share them (SEMANTICS 1).

/// Named limits on what one event may hold.
public enum EventLimit {
    /// Longest action, component, session id or user id, in UTF-8 bytes. Keeps dictionaries and group keys small.
    public static let nameBytes = 1024
    /// Largest event in its row form, in bytes. One event must fit a journal frame many times over.
    public static let eventBytes = 1 << 20
    /// Deepest nesting of objects and arrays in details or metadata, the root object being level 1.
    public static let depth = 64
    /// Most keys in one event, nested ones included.
    public static let keys = 4096
    /// First year taken; earlier times are almost always a unit mistake.
    public static let firstYear = 1900
    /// Last year taken.
    public static let lastYear = 2200
}
