// Visits by day against sets: who came, who came for the first time in a bucket, who is within a window of days.
import InteractionCoding
import Testing

@Suite struct TextVisitTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64], [1, 3, 40])
    func equalToSets(seed: UInt64, days: Int) {
        var state = seed
        func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
        let windows = [7, 30, 1]
        let bucketLength = 1 + roll(9)
        var visits = TextVisits(days: days, windows: windows)
        var active: [Set<String>] = Array(repeating: [], count: days)
        // Several ranges of texts of their own, of several lengths: up to 16 bytes and longer ones.
        for range in 0..<3 {
            for day in 0..<days {
                for _ in 0..<roll(3) {
                    let texts = (0..<1 + roll(3000)).map { _ in
                        let number = roll(4000)
                        return "\(range)" + String(repeating: "x", count: number % 29) + "\(number)"
                    }
                    let dictionary = StringDictionary(Array(Set(texts)).sorted())
                    let isWhole = roll(2) == 0
                    var bits = [UInt64](repeating: 0, count: (dictionary.count + 64) / 64)
                    let codes = roll(4) == 0 ? roll(dictionary.count)..<dictionary.count : 0..<dictionary.count
                    for code in 0..<dictionary.count where isWhole || roll(3) == 0 {
                        bits[(code + 1) >> 6] |= 1 << UInt64((code + 1) & 63)
                        if codes.contains(code) { active[day].insert(dictionary.string(at: code)) }
                    }
                    visits.add(dictionary, codes, where: isWhole ? nil : bits, day: day, bucketStart: day / bucketLength * bucketLength)
                }
            }
            visits.endTexts()
        }
        let leaving = windows.indices.map { visits.leaving($0) }
        let daily = visits.daily
        var present = [Int64](repeating: 0, count: windows.count)
        var inBuckets: [Int: Int64] = [:]
        var buckets: [Int: Set<String>] = [:]
        for day in 0..<days {
            #expect(daily[day] == Int64(active[day].count))
            inBuckets[day / bucketLength, default: 0] += visits.inBucket[day]
            buckets[day / bucketLength, default: []].formUnion(active[day])
            for (index, window) in windows.enumerated() {
                present[index] += daily[day] - leaving[index][day]
                let wanted = active[max(0, day - window + 1)...day].reduce(into: Set<String>()) { $0.formUnion($1) }
                #expect(present[index] == Int64(wanted.count), "window \(window), day \(day)")
            }
        }
        #expect(inBuckets == buckets.mapValues { Int64($0.count) })
    }

    @Test func whatDoesNotFitIsLeftOut() {
        var visits = TextVisits(days: 2, windows: [7])
        let dictionary = StringDictionary(["a", "b"])
        visits.add(dictionary, 0..<9, where: nil, day: 0, bucketStart: 0)
        visits.add(dictionary, -3..<1, where: [], day: 0, bucketStart: 0)
        visits.add(dictionary, 0..<2, where: nil, day: 2, bucketStart: 0)
        visits.endTexts()
        #expect(visits.daily == [2, 0])
        #expect(visits.leaving(0) == [0, 0])
    }
}
