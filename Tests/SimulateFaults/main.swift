import FaultSimulation
import Foundation

// simulate-faults [--from SEED] [--seeds N] [--days N] [--dense] [--log]

exit(await FaultRun(Array(CommandLine.arguments.dropFirst())).run())
