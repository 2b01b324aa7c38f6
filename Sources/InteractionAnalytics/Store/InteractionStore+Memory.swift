// A setting of the process that asks, for apps that ask often.

import InteractionCoding

extension InteractionStore {
    /// Lets this process keep up to `bytes` of freed memory in each heap of its C library for the next question, 64 MiB without
    /// another number. Questions over data that was just read are up to a third faster; the process stays that much larger between
    /// them. It concerns all of the process, so an app says it, once and before its first question; the library never does. Nothing
    /// happens (and false is returned) where the C library has no such setting.
    @discardableResult public static func keepFreedMemory(bytes: Int = 64 << 20) -> Bool { ProcessMemory.keepFreed(bytes: bytes) }
}
