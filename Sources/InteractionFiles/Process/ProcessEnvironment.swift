// What the surroundings of a process say: environment variables.
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The environment of this process.
package enum ProcessEnvironment {
    /// The value of a variable; nil when it is not set. An empty value is a value.
    package static func value(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
