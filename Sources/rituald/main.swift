import Daemon

RitualdCommand.start()
