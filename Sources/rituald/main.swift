import Daemon

await RitualdCommand.start()
