// What the operating system says about this process: number, memory, processors.

import Glibc
import InteractionModel

/// Facts about this process.
package enum ProcessFacts {
    /// Its number.
    package static var identifier: Int { Int(getpid()) }

    /// Largest resident memory so far, in bytes; 0 when the system does not say. Read from /proc where it is: the figure of
    /// getrusage survives exec and may be a parent's.
    package static var peakResidentBytes: Int {
        if let line = status("VmHWM:"), let kilobytes = Int(line.filter { "0123456789".contains($0) }), kilobytes < 1 << 50 {
            return kilobytes * 1024
        }
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        return Int(usage.ru_maxrss) * 1024
    }

    /// Processors this process may run on, at least 1.
    package static let processors: Int = {
        if let mask = status("Cpus_allowed:") {
            let count = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
            if count > 0 { return min(count, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }
        }
        return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }()

    /// The rest of a line of /proc/self/status.
    private static func status(_ key: String) -> String? {
        guard let input = try? FileInput(path: "/proc/self/status"), let bytes = try? input.read(upTo: 16384) else { return nil }
        let key = Array(key.utf8)
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: key) {
            return String(decoding: line.dropFirst(key.count), as: UTF8.self)
        }
        return nil
    }
}
