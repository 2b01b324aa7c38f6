// The command `iaq`.
import ArgumentParser

@main struct Iaq: ParsableCommand {
}
