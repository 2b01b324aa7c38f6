// The words of the demo's world: a web shop with an assistant. Everything is made once as JSON bytes that need no escaping,
// so that a line is put together by copying.

/// What the demo's events speak of.
struct DemoVocabulary {
    /// A product: what its page and its events say of it.
    struct Product {
        let path: [UInt8]
        /// `"sku":"R-7","price":19.9,"category":"shoes"`.
        let facts: [UInt8]
        let cents: Int
    }
    struct Prompt {
        let text: [UInt8]
        let length: Int
    }
    struct Failure {
        let message: [UInt8]
        let stack: [UInt8]
    }

    let products: [Product]
    let prompts: [Prompt]
    let failures: [Failure]
    let userAgents: [[UInt8]]

    static let categories = ["shoes", "shirts", "jackets", "bags", "hats", "socks", "watches", "lamps"]
    static let providers: [[UInt8]] = ["acme", "boreal", "cirrus", "local"].map { Array($0.utf8) }
    static let providerMedian: [Double] = [820, 1150, 640, 2300]
    static let generationErrors: [[UInt8]] = ["timeout", "rate_limit", "content_filter", "provider_unavailable", "context_length"]
        .map { Array($0.utf8) }
    static let targets: [[UInt8]] = [
        "product-card", "add-button", "menu", "filter", "size-picker", "image", "recommendation", "banner", "footer-link",
        "quantity", "close", "more",
    ].map { Array($0.utf8) }
    static let fields: [[UInt8]] = ["query", "prompt", "email", "street", "city", "postcode", "quantity", "coupon"].map { Array($0.utf8) }
    static let calls: [(url: [UInt8], method: [UInt8], median: Double)] = [
        ("/api/products", "GET", 42), ("/api/cart", "POST", 61), ("/api/recommendations", "GET", 130), ("/api/stock", "GET", 25),
        ("/api/search", "GET", 88), ("/api/profile", "GET", 34), ("/api/assistant", "POST", 410), ("/api/orders", "POST", 220),
        ("/api/prices", "GET", 29), ("/api/session", "PUT", 18),
    ].map { (Array($0.0.utf8), Array($0.1.utf8), $0.2) }
    static let statuses = [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 201, 201, 204, 304, 400, 401, 404, 429, 500, 503]

    init() {
        var random = DemoRandom(seed: 0x5eed)
        products = (1...400).map { number in
            let category = Self.categories[random.below(Self.categories.count)]
            let cents = 500 + random.skewed(24_000)
            var price = DemoLine()
            price.add(cents: cents)
            let facts = "\"sku\":\"R-\(number)\",\"price\":" + String(decoding: price.bytes, as: UTF8.self) + ",\"category\":\"\(category)\""
            return Product(path: Array("/product/R-\(number)".utf8), facts: Array(facts.utf8), cents: cents)
        }
        let wishes = ["show me", "find", "compare", "what goes with", "cheap", "a gift like", "which size of", "are there"]
        let looks = ["red", "blue", "green", "black", "white", "waterproof", "light", "warm", "small", "vegan", "striped", "plain"]
        let places = ["for running", "for winter", "for a wedding", "under 50 euros", "for children", "for travel", "in my size", "on sale"]
        prompts = (0..<2000).map { index in
            var words = [looks[random.below(looks.count)], Self.categories[random.below(Self.categories.count)]]
            if index > 20 || index % 2 == 1 { words.insert(wishes[random.below(wishes.count)], at: 0) }
            if index > 60 { words.append(places[random.below(places.count)]) }
            if index > 500 { words += ["and", looks[random.below(looks.count)], Self.categories[random.below(Self.categories.count)]] }
            let text = Array(words.joined(separator: " ").utf8)
            return Prompt(text: text, length: text.count)
        }
        failures = (0..<60).map { index in Self.failure(index, &random) }
        userAgents = (0..<48).map { index in
            let systems = [
                "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64",
                "iPhone; CPU iPhone OS 18_3 like Mac OS X", "Linux; Android 15; Pixel 9", "iPad; CPU OS 18_1 like Mac OS X",
            ]
            let browser = ["Chrome", "Firefox", "Safari", "Edge"][index % 4]
            let text = "Mozilla/5.0 (\(systems[index % 6])) AppleWebKit/537.36 (KHTML, like Gecko) \(browser)/\(130 + index / 6).0.\(index * 37 % 6000).\(index % 90)"
            return Array(text.utf8)
        }
    }

    private static func failure(_ index: Int, _ random: inout DemoRandom) -> Failure {
        let kinds = [
            "TypeError: Cannot read properties of undefined (reading 'price\(index)')", "NetworkError: timeout after \(1000 + index * 50) ms",
            "ReferenceError: cart\(index) is not defined", "ChunkLoadError: Loading chunk \(index) failed", "AbortError: request \(index) was aborted",
        ]
        let message = kinds[index % kinds.count]
        let parts = ["ProductPage", "CartPage", "SearchPage", "AssistantPanel", "CheckoutPage", "usePrices", "fetchJson", "renderList"]
        var stack = message
        for _ in 0..<(3 + random.below(4)) {
            let part = parts[random.below(parts.count)]
            stack += "\\n    at \(part) (app://shop/src/\(part).tsx:\(1 + random.below(400)):\(1 + random.below(80)))"
        }
        return Failure(message: Array(message.utf8), stack: Array(stack.utf8))
    }
}
