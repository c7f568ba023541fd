import Commands
import Glibc

exit(RitualctlCommand.run(Array(CommandLine.arguments.dropFirst()), in: .process()))
