// The queue behind WorkerThreads: a pthread mutex and condition, and the threads that wait on them.

import Glibc

/// Jobs waiting for a thread. All fields are guarded by `mutex`.
final class JobQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [@Sendable () -> Void] = []
    private var next = 0
    private var threads = 0
    private var idle = 0
    private static let idleSeconds = 10

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    // Each thread holds the queue, so none waits when this runs.
    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func add(_ job: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        jobs.append(job)
        let waiting = jobs.count - next
        let needed = waiting > idle && threads < WorkerThreads.limit
        if needed { threads += 1 }
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
        if needed, !startThread() {
            pthread_mutex_lock(mutex)
            threads -= 1
            let alone = threads == 0
            pthread_mutex_unlock(mutex)
            // No thread to be had and none running: the caller does the work, which is slow but ends.
            if alone { drain() }
        }
    }

    private func startThread() -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // Room for the recursion that parsing and planning allow.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        defer { pthread_attr_destroy(&attributes) }
        let box = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, box.toOpaque())
        if result != 0 { box.release() }
        return result == 0
    }

    /// A thread's life.
    private func work() {
        while let job = take(waiting: true) { job() }
    }

    private func drain() {
        while let job = take(waiting: false) { job() }
    }

    private func take(waiting: Bool) -> (@Sendable () -> Void)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while next == jobs.count {
            guard waiting else { return nil }
            var end = timespec()
            clock_gettime(CLOCK_MONOTONIC, &end)
            end.tv_sec += Self.idleSeconds
            idle += 1
            let result = pthread_cond_timedwait(condition, mutex, &end)
            idle -= 1
            if result == ETIMEDOUT, next == jobs.count {
                threads -= 1
                return nil
            }
        }
        let job = jobs[next]
        next += 1
        if next == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            next = 0
        } else if next > 1024 {
            jobs.removeFirst(next)
            next = 0
        }
        return job
    }
}
