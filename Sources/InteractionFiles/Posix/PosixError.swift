// From errno to InteractionError: one place, so that messages read alike.

import Glibc
import InteractionModel

/// Errors of system calls.
enum PosixError {
    /// The error of a failed call. `number` is errno, taken right after the call.
    static func make(_ call: String, _ place: String, _ number: Int32 = errno) -> InteractionError {
        let code: InteractionError.Code
        var hint: String?
        switch number {
        case ENOENT: code = .notFound
        case EEXIST: code = .alreadyExists
        case ENOSPC, EDQUOT:
            code = .noSpace
            hint = "free some space; nothing stored before is lost"
        case ELOOP: code = .damaged
        case ENOTDIR: code = .notDirectory
        case EMFILE, ENFILE:
            code = .inputOutput
            hint = "raise the limit of open files"
        default: code = .inputOutput
        }
        let text = number == ELOOP ? "is a symbolic link" : String(cString: strerror(number))
        return InteractionError(code, "\(call): \(text)", place: place, hint: hint)
    }
}
