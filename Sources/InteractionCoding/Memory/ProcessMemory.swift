// What the C library does with memory that was freed.

import CKernels

/// The memory of this process.
package enum ProcessMemory {
    /// Lets the C library keep up to `bytes` of freed memory at the end of each of its heaps for the next question, instead of giving
    /// it back to the system at once and getting it, page by page, again. False where the library has no such setting.
    package static func keepFreed(bytes: Int) -> Bool { ck_keep_freed(max(0, bytes)) != 0 }
}
