// URLs as templates: ids in paths, what goes and what stays, and any bytes.
import InteractionExecution
import Testing

@Suite struct URLPatternTests {
    /// Numbers from a seed.
    struct Dice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    @Test(arguments: [
        // Numbers, UUIDs, long hexadecimal words.
        ("/users/42", "/users/:id"), ("/users/42/orders/7", "/users/:id/orders/:id"), ("/a/-5/1.5/2026-03-01/12:30", "/a/:id/:id/:id/:id"),
        ("/u/3f2a9b11-08cd-4e0f-9f3e-aabbccddeeff/edit", "/u/:id/edit"), ("/u/ABCDEFAB-ABCD-ABCD-ABCD-ABCDEFABCDEF", "/u/:id"),
        ("/u/user-abcdefab-abcd-abcd-abcd-abcdefabcdef", "/u/user-:id"), ("/c/9fceb02d0ae598e95dc970b74767f19372d61af8", "/c/:id"),
        ("/c/deadbee1", "/c/:id"), ("/c/deadbeefdeadbeef", "/c/:id"), ("/facade/decade/deadbeef", "/facade/decade/deadbeef"),
        // Ids of digits and letters.
        ("/p/B08N5WRWNW", "/p/:id"), ("/v/dQw4w9WgXcQ", "/v/:id"), ("/x/a1b2c3", "/x/:id"), ("/x/SKU1234", "/x/:id"),
        ("/x/NffrFeUfNV2Hib", "/x/:id"), ("/x/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/x/:id"), ("/x/V1StGXR8_Z5jdHi6B-myT", "/x/:id"),
        ("/t/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "/t/:id.sig"), ("/mail/jo@example.com/x", "/mail/:id/x"), ("/mail/jo%40example.co.uk", "/mail/:id"),
        // A name before an id stays, what comes after it goes; endings stay.
        ("/cus_NffrFeUfNV2Hib", "/cus_:id"), ("/order-17", "/order-:id"), ("/o-3f2a9b11cd/x", "/o-:id/x"), ("/17-red-shoes", "/:id"),
        ("/red-shoes-98765", "/red-shoes-:id"), ("/Users(17)", "/Users(:id)"), ("/(17)", "/:id"), ("/@123", "/:id"), ("/%7B17%7D", "/:id"),
        ("/users/17.json", "/users/:id.json"), ("/main.3f2a9b11.js", "/main.:id.js"), ("/f/17.mp4", "/f/:id.mp4"), ("/caf%C3%A9-17", "/caf%C3%A9-:id"),
        // Names with numbers are names.
        ("/api/v1/users", "/api/v1/users"), ("/apis/apps/v1beta1/x", "/apis/apps/v1beta1/x"), ("/v1.2.3/x", "/v1.2.3/x"), ("/page2/b2b/k8s", "/page2/b2b/k8s"),
        ("/oauth2/sha256/mp3", "/oauth2/sha256/mp3"), ("/oauth2Callback/getV2Items", "/oauth2Callback/getV2Items"), ("/img/logo@2x.png", "/img/logo@2x.png"),
        ("/@jo/Hello%20World", "/@jo/Hello%20World"), ("/überblick/日本7", "/überblick/日本7"), ("/internationalization-of-things", "/internationalization-of-things"),
        // Scheme, host, query string, fragment, parameters, slashes and spaces go.
        ("https://shop.example:8443/cart/17?x=1#y", "/cart/:id"), ("http://jo:pw@h.example/a", "/a"), ("//cdn.example/a/5", "/a/:id"),
        ("https://shop.example", "/"), ("https://shop.example?x=/y", "/"), ("https://shop.example#/y", "/"), ("file:///srv/x", "/srv/x"),
        ("blob:https://h.example/3f2a9b11-08cd-4e0f-9f3e-aabbccddeeff", "/:id"), ("/", "/"), ("//", "/"), ("/?q", "/"), ("/a/", "/a"), ("/a//b///", "/a/b"),
        ("/a;jsessionid=1A2B/b", "/a/b"), (" /a \n", "/a"), ("/a ?x", "/a"), ("a/b/17", "a/b/:id"), ("cart?x", "cart"), ("data:image/png;base64,AAAA", "data:image/png"),
    ])
    func table(url: String, wanted: String) {
        #expect(URLPattern.cleaned(url) == wanted)
        #expect(URLPattern.cleaned(wanted) == wanted)
    }

    @Test func nothingHasNoPath() {
        for text in ["", " ", "\n\t", "?a=1", "#x", "  ?", ";x"] { #expect(URLPattern.cleaned(text) == nil, "\(text)") }
    }

    /// Any bytes are taken; what is clean stays, and has neither numbers as segments nor query strings.
    @Test func anyBytes() {
        var dice = Dice(state: 11)
        let pieces = [
            "/", "//", "?", "#", ";", ":", "@", "%40", "%", "%C3%A9", "%2", ".", ".js", "-", "_", "(", ")", " ", "\n", "a", "V", "v1", "beta", "é", "日", "http://",
            "x.com", "deadbeef", "3f2a9b11-08cd-4e0f-9f3e-aabbccddeeff", "id", ":id", "NffrFeUfNV2Hib", "\0", "\u{FEFF}", "&", "=", "\\", "\"", "'", "<",
        ]
        for round in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<dice.roll(10) {
                switch dice.roll(6) {
                case 0: bytes.append(UInt8(dice.roll(256)))
                case 1: bytes += Array(String(dice.roll(100_000)).utf8)
                default: bytes += Array(pieces[dice.roll(pieces.count)].utf8)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let clean = URLPattern.cleaned(text) else { continue }
            let told = "round \(round): \(text.debugDescription) became \(clean.debugDescription)"
            #expect(URLPattern.cleaned(clean) == clean, "\(told)")
            let holdsOthers = clean.isEmpty || clean.contains("?") || clean.contains("#") || clean.contains("//")
            #expect(!holdsOthers, "\(told)")
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            let isNumber = clean.utf8.split(separator: UInt8(ascii: "/")).contains { part in part.allSatisfy { digits.contains($0) } }
            #expect(!isNumber, "\(told)")
            #expect(clean.utf8.count <= 3 * text.utf8.count, "\(told)")
        }
    }

    /// Ids do not matter.
    @Test func idsOfOneKindAreOne() {
        var dice = Dice(state: 12)
        func digits(_ alphabet: String, _ count: Int) -> String { String((0..<count).map { _ in Array(alphabet)[dice.roll(alphabet.count)] }) }
        for template in ["/N", "https://x.example/a/N/b?c=N", "/order-N/x", "/N.json", "/N/N/N", "a/N;q=N", "/user_N", "/Items(N)"] {
            let wanted = URLPattern.cleaned(template.replacing("N", with: "1"))
            for round in 0..<300 {
                let id =
                    switch round % 3 {
                    case 0: String(dice.roll(1_000_000_000))
                    case 1: [8, 4, 4, 4, 12].map { digits("0123456789abcdef", $0) }.joined(separator: "-")
                    default: digits("0123456789abcdef", 24) + "7"
                    }
                let url = template.replacing("N", with: id)
                #expect(URLPattern.cleaned(url) == wanted, "\(url)")
            }
        }
    }
}
