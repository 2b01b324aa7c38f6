// The details of the richer events: calls, generations, state machines, orders, errors, performance metrics.

extension DemoGenerator {
    mutating func writeCall() {
        let call = DemoVocabulary.calls[random.skewed(DemoVocabulary.calls.count)]
        line.add("\"url\":\"")
        line.add(call.url)
        line.add("\",\"method\":\"")
        line.add(call.method)
        line.add("\",\"status\":")
        line.add(DemoVocabulary.statuses[random.below(DemoVocabulary.statuses.count)])
        line.add(",\"durationMs\":")
        line.add(units: 10 + Int(random.logNormal(median: call.median * 10, spread: 0.8)), decimals: 1)
    }

    mutating func writeGeneration() {
        let provider = random.skewed(DemoVocabulary.providers.count)
        let prompt = vocabulary.prompts[random.skewed(vocabulary.prompts.count)]
        let failed = random.chance(60)
        line.add("\"generationTime\":")
        line.add(units: 1000 + Int(random.logNormal(median: DemoVocabulary.providerMedian[provider] * 100, spread: 0.6)), decimals: 2)
        line.add(",\"promptLength\":")
        line.add(prompt.length)
        line.add(",\"provider\":\"")
        line.add(DemoVocabulary.providers[provider])
        line.add("\",\"success\":")
        line.add(failed ? "false,\"errorType\":\"" : "true")
        if failed {
            line.add(DemoVocabulary.generationErrors[random.skewed(DemoVocabulary.generationErrors.count)])
            line.add(UInt8(ascii: "\""))
        }
        line.add(",\"prompt\":\"")
        line.add(prompt.text)
        line.add(UInt8(ascii: "\""))
    }

    mutating func writeTransition(_ slot: Int) {
        let inCheckout = sessions[slot].stage == .checkingOut
        let from = inCheckout ? sessions[slot].checkoutState : sessions[slot].assistantState
        let to = DemoMachine.move(from: from, &random)
        let states = inCheckout ? DemoMachine.checkoutStates : DemoMachine.assistantStates
        if inCheckout { sessions[slot].checkoutState = to.state } else { sessions[slot].assistantState = to.state }
        line.add(inCheckout ? "\"machine\":\"checkout\",\"fromState\":\"" : "\"machine\":\"assistant\",\"fromState\":\"")
        line.add(states[from])
        line.add("\",\"toState\":\"")
        line.add(states[to.state])
        line.add("\",\"event\":\"")
        line.add(to.event)
        line.add("\",\"duration\":")
        line.add(1 + Int(random.logNormal(median: inCheckout ? 6000 : 700, spread: 0.9)))
        if inCheckout {
            line.add(",\"context\":{\"items\":")
            line.add(sessions[slot].cart)
            line.add(UInt8(ascii: "}"))
        }
    }

    mutating func writeOrder(_ slot: Int, _ action: DemoAction) {
        line.add("\"items\":")
        line.add(sessions[slot].cart)
        line.add(",\"total\":")
        line.add(cents: sessions[slot].cartCents)
        if action == .purchase {
            line.add(",\"currency\":\"EUR\",\"orderId\":\"o-")
            line.addHex(random.next(), digits: 10)
            line.add(UInt8(ascii: "\""))
            sessions[slot].cart = 0
            sessions[slot].cartCents = 0
            sessions[slot].stage = .viewed
            sessions[slot].checkoutState = 0
        }
    }

    mutating func writeError(_ slot: Int) {
        let failure = vocabulary.failures[random.skewed(vocabulary.failures.count)]
        line.add("\"error\":\"")
        line.add(failure.message)
        line.add("\",\"stack\":\"")
        line.add(failure.stack)
        line.add("\",\"component\":\"")
        line.add(sessions[slot].page.component)
        if random.chance(300) {
            line.add("\",\"props\":{\"retry\":")
            line.add(random.below(3))
            line.add(random.chance(500) ? ",\"cached\":true},\"critical\":" : ",\"cached\":null},\"critical\":")
        } else {
            line.add("\",\"critical\":")
        }
        line.add(random.chance(80) ? "true" : "false")
    }

    mutating func writeMetric(_ slot: Int) {
        let kind = random.below(5)
        let names: [StaticString] = ["FCP", "LCP", "INP", "CLS", "TTFB"]
        let medians: [Double] = [11_000, 19_000, 1200, 600, 3800]
        let units = 10 + Int(random.logNormal(median: medians[kind], spread: kind == 3 ? 1.2 : 0.55))
        let decimals = kind == 3 ? 4 : 1
        line.add("\"metric\":\"")
        line.add(names[kind])
        line.add("\",\"value\":")
        line.add(units: units, decimals: decimals)
        line.add(",\"id\":\"v4-")
        line.addHex(sessions[slot].loadId, digits: 6)
        line.add("\",\"delta\":")
        line.add(units: units, decimals: decimals)
    }
}
