// Checked entry of day buffers for rows held in arrays.

import InteractionModel

extension DayBuffer {
    /// Appends one row in the row format, as `append(_:sequence:)` of raw bytes does.
    package func append(_ row: ArraySlice<UInt8>, sequence: Int64) throws(InteractionError) {
        var failure: InteractionError?
        row.withUnsafeBytes { bytes in
            do throws(InteractionError) { try append(bytes, sequence: sequence) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
