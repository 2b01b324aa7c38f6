// Writes one event of a session as an NDJSON line: ids, action, component, details by action, surroundings.

extension DemoGenerator {
    /// Appends the line of `action` at `time` (milliseconds since 1970) and moves the session on.
    mutating func writeEvent(_ slot: Int, _ action: DemoAction, at time: Int64) {
        if action == .login, random.chance(800) {
            let user = pickUser()
            identify(&sessions[slot], as: user)
        }
        line.add("{\"timestamp\":\"")
        writeTime(time)
        line.add(UInt8(ascii: "\""))
        line.add(sessions[slot].identity)
        line.add(action.name)
        line.add(UInt8(ascii: "\""))
        let before = sessions[slot].page
        let productBefore = sessions[slot].product
        move(slot, action)
        switch action {
        case .performance, .consent, .login, .logout: break
        default:
            line.add(",\"component\":\"")
            line.add(action == .generation ? DemoPage.assistant.component : sessions[slot].page.component)
            line.add(UInt8(ascii: "\""))
        }
        // A logout has nothing to tell: its line has no details at all.
        if action != .logout {
            line.add(",\"details\":{")
            writeDetails(slot, action, from: before, productBefore)
            line.add(UInt8(ascii: "}"))
        }
        line.add(",\"metadata\":{\"url\":\"https://shop.example")
        writePath(sessions[slot].page, sessions[slot].product)
        line.add("\",\"userAgent\":\"")
        line.add(vocabulary.userAgents[sessions[slot].userAgent])
        line.add("\",\"appVersion\":\"4.")
        line.add(Int(time / (14 * 86_400_000)) % 100)
        line.add(".0\"}}\n")
    }

    /// Where the action leads: page, product and stage.
    private mutating func move(_ slot: Int, _ action: DemoAction) {
        switch action {
        case .navigation:
            let pages: [DemoPage] = [.home, .category, .category, .search, .product, .product, .product, .account]
            sessions[slot].page = pages[random.below(pages.count)]
            sessions[slot].product = random.skewed(vocabulary.products.count)
            sessions[slot].loadId = random.next()
        case .view:
            if sessions[slot].page == .product, random.chance(400) { break }
            sessions[slot].page = .product
            sessions[slot].product = random.skewed(vocabulary.products.count)
        case .search: sessions[slot].page = .search
        case .generation: sessions[slot].page = .assistant
        case .addToCart:
            sessions[slot].page = .product
            sessions[slot].cart += 1
            sessions[slot].cartCents += vocabulary.products[sessions[slot].product].cents
        case .checkout, .purchase: sessions[slot].page = .checkout
        case .login: sessions[slot].page = .account
        default: break
        }
        switch action {
        case .view: sessions[slot].stage = max(sessions[slot].stage, .viewed)
        case .addToCart: sessions[slot].stage = max(sessions[slot].stage, .inCart)
        case .checkout: sessions[slot].stage = .checkingOut
        default: break
        }
    }

    mutating func writePath(_ page: DemoPage, _ product: Int) {
        switch page {
        case .home: line.add("/")
        case .category:
            line.add("/category/")
            let names = DemoVocabulary.categories
            line.bytes.append(contentsOf: names[product % names.count].utf8)
        case .search: line.add("/search")
        case .product: line.add(vocabulary.products[product].path)
        case .cart: line.add("/cart")
        case .checkout: line.add("/checkout")
        case .assistant: line.add("/assistant")
        case .account: line.add("/account")
        }
    }

    private mutating func writeDetails(_ slot: Int, _ action: DemoAction, from page: DemoPage, _ product: Int) {
        switch action {
        case .navigation:
            line.add("\"from\":\"")
            writePath(page, product)
            line.add("\",\"to\":\"")
            writePath(sessions[slot].page, sessions[slot].product)
            line.add(UInt8(ascii: "\""))
        case .view: line.add(vocabulary.products[sessions[slot].product].facts)
        case .click:
            line.add("\"target\":\"")
            line.add(DemoVocabulary.targets[random.skewed(DemoVocabulary.targets.count)])
            line.add(UInt8(ascii: "\""))
        case .scroll:
            line.add("\"depth\":")
            line.add(25 * (1 + random.below(4)))
        case .input:
            line.add("\"field\":\"")
            line.add(DemoVocabulary.fields[random.skewed(DemoVocabulary.fields.count)])
            line.add("\",\"length\":")
            line.add(1 + random.skewed(60))
        case .search:
            line.add("\"results\":")
            line.add(random.skewed(200))
        case .apiCall: writeCall()
        case .generation: writeGeneration()
        case .stateTransition: writeTransition(slot)
        case .addToCart:
            line.add(vocabulary.products[sessions[slot].product].facts)
            line.add(",\"quantity\":")
            line.add(1 + random.skewed(4))
        case .checkout, .purchase: writeOrder(slot, action)
        case .error: writeError(slot)
        case .performance: writeMetric(slot)
        case .login: line.add("\"method\":\"password\"")
        case .consent:
            line.add(
                random.chance(850)
                    ? "\"granted\":true,\"basis\":\"consent\",\"features\":[\"analytics\",\"personalization\"]"
                    : "\"granted\":false,\"basis\":\"consent\",\"features\":[]")
        case .logout: break
        }
    }
}
