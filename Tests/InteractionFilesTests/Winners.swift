// Locks taken in a race.
import InteractionFiles
import Synchronization

final class Winners: Sendable {
    private let locks = Mutex<[any FileLock]>([])
    func add(_ lock: any FileLock) { locks.withLock { $0.append(lock) } }
    var count: Int { locks.withLock { $0.count } }
}
