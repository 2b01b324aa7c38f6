// JSON paths and functions.

import InteractionModel

extension Binder {
    /// `value->path` and its kin.
    func jsonPath(_ value: Expression, _ path: Expression, isText: Bool, at place: Int) throws(InteractionError) -> Expression {
        let function: JSONFunction = isText ? .extractText : .extract
        return .call(.json(function), [value, path], isText ? .varchar : .variant)
    }
}
